//! Accounts: by number, or by alias (HIP-32, HIP-583).

use super::{Entity, EntityId, ParseIdError, Parts, parse::write_bytes, wire_number};
use crate::services::{AccountId, account_id::Account};
use bytes::Bytes;
use core::{fmt, str::FromStr};

impl AccountId {
    /// The account `0.0.num`. Numbers above 2^63 - 1, which the wire cannot carry, become that.
    pub const fn from_num(num: u64) -> Self {
        Self { shard_num: 0, realm_num: 0, account: Some(Account::AccountNum(wire_number(num))) }
    }

    /// The account with this alias: a serialized primitive `Key` (HIP-32) or a 20-byte EVM address (HIP-583).
    pub fn from_alias(alias: impl Into<Bytes>) -> Self {
        Self { shard_num: 0, realm_num: 0, account: Some(Account::Alias(alias.into())) }
    }

    /// The account with this EVM address, carried as an alias (HIP-583).
    pub fn from_evm_address(address: [u8; 20]) -> Self {
        Self::from_alias(Bytes::copy_from_slice(&address))
    }

    /// The account's number; `None` when it is named by alias, or not at all.
    pub const fn num(&self) -> Option<i64> {
        match self.account {
            Some(Account::AccountNum(num)) => Some(num),
            _ => None,
        }
    }

    /// The account's alias; `None` when it is named by number, or not at all.
    pub const fn alias(&self) -> Option<&Bytes> {
        match &self.account {
            Some(Account::Alias(alias)) => Some(alias),
            _ => None,
        }
    }
}

impl EntityId for AccountId {
    fn shard(&self) -> i64 {
        self.shard_num
    }

    fn realm(&self) -> i64 {
        self.realm_num
    }

    fn number(&self) -> Option<i64> {
        self.num()
    }
}

/// An id that names no account at all is written with a question mark: `0.0.?`.
impl fmt::Display for AccountId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}.", self.shard_num, self.realm_num)?;
        match &self.account {
            Some(Account::AccountNum(num)) => num.fmt(f),
            Some(Account::Alias(alias)) => write_bytes(f, alias),
            None => f.write_str("?"),
        }
    }
}

impl FromStr for AccountId {
    type Err = ParseIdError;

    fn from_str(text: &str) -> Result<Self, ParseIdError> {
        let Parts { shard, realm, entity, .. } = Parts::parse(text)?;
        let account = match entity {
            Entity::Number(num) => Account::AccountNum(num),
            Entity::Bytes(alias) => Account::Alias(alias),
        };
        Ok(Self { shard_num: shard, realm_num: realm, account: Some(account) })
    }
}
