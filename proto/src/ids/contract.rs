//! Contracts: by number, or by EVM address.

use super::{Entity, EntityId, ParseIdError, Parts, parse::write_bytes, wire_number};
use crate::services::{AccountId, ContractId, account_id::Account, contract_id::Contract};
use bytes::Bytes;
use core::{fmt, str::FromStr};

impl ContractId {
    /// The contract `0.0.num`. Numbers above 2^63 - 1, which the wire cannot carry, become that.
    pub const fn from_num(num: u64) -> Self {
        Self { shard_num: 0, realm_num: 0, contract: Some(Contract::ContractNum(wire_number(num))) }
    }

    /// The contract with this EVM address.
    pub fn from_evm_address(address: [u8; 20]) -> Self {
        let address = Contract::EvmAddress(Bytes::copy_from_slice(&address));
        Self { shard_num: 0, realm_num: 0, contract: Some(address) }
    }

    /// The contract's number; `None` when it is named by EVM address, or not at all.
    pub const fn num(&self) -> Option<i64> {
        match self.contract {
            Some(Contract::ContractNum(num)) => Some(num),
            _ => None,
        }
    }

    /// The contract's EVM address; `None` when it is named by number, or not at all.
    pub const fn evm_address(&self) -> Option<&Bytes> {
        match &self.contract {
            Some(Contract::EvmAddress(address)) => Some(address),
            _ => None,
        }
    }
}

/// Every contract is an account too, under the same number or address.
impl From<ContractId> for AccountId {
    fn from(id: ContractId) -> Self {
        let account = id.contract.map(|contract| match contract {
            Contract::ContractNum(num) => Account::AccountNum(num),
            Contract::EvmAddress(address) => Account::Alias(address),
        });
        Self { shard_num: id.shard_num, realm_num: id.realm_num, account }
    }
}

impl EntityId for ContractId {
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

/// An id that names no contract at all is written with a question mark: `0.0.?`.
impl fmt::Display for ContractId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}.", self.shard_num, self.realm_num)?;
        match &self.contract {
            Some(Contract::ContractNum(num)) => num.fmt(f),
            Some(Contract::EvmAddress(address)) => write_bytes(f, address),
            None => f.write_str("?"),
        }
    }
}

impl FromStr for ContractId {
    type Err = ParseIdError;

    fn from_str(text: &str) -> Result<Self, ParseIdError> {
        let Parts { shard, realm, entity, .. } = Parts::parse(text)?;
        let contract = match entity {
            Entity::Number(num) => Contract::ContractNum(num),
            Entity::Bytes(address) if address.len() == 20 => Contract::EvmAddress(address),
            Entity::Bytes(_) => return Err(ParseIdError::NotAnEvmAddress),
        };
        Ok(Self { shard_num: shard, realm_num: realm, contract: Some(contract) })
    }
}
