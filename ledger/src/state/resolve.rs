//! From the ids that transactions carry to entity numbers.

use hapi_proto::services::{AccountId, account_id};

use super::{Account, Alias, EntityNum, Store};
use crate::{config::Config, keys};

impl Store<'_> {
    /// The number that an account id names: by number, by alias, or by the long-zero form of an EVM address.
    ///
    /// `None` for another shard or realm, a number below 1, or an unknown alias. That the account exists is not
    /// implied when it is named by number. A serialized ECDSA key that is not an alias itself names the account
    /// whose alias is its EVM address (HIP-583).
    pub fn resolve_account(&self, config: &Config, id: &AccountId) -> Option<EntityNum> {
        if (id.shard_num, id.realm_num) != (config.ledger.shard, config.ledger.realm) {
            return None;
        }
        match id.account.as_ref()? {
            account_id::Account::AccountNum(num) => u64::try_from(*num).ok().filter(|num| *num > 0),
            account_id::Account::Alias(alias) => self.resolve_alias(alias),
        }
    }

    /// The number that an alias names; see [`Store::resolve_account`].
    pub fn resolve_alias(&self, alias: &Alias) -> Option<EntityNum> {
        if let Some(num) = long_zero(alias) {
            return Some(num);
        }
        self.alias(alias).copied().or_else(|| {
            let address = keys::alias_address(alias)?;
            self.alias(&Alias::copy_from_slice(&address)).copied()
        })
    }

    /// The account with this number. An alias, even a long-zero one, names none.
    pub fn numbered_account(&self, config: &Config, id: &AccountId) -> Option<&Account> {
        id.num()?;
        self.account(&self.resolve_account(config, id)?)
    }
}

/// The entity number in a long-zero EVM address: twelve zero bytes, then the number.
pub fn long_zero(address: &[u8]) -> Option<EntityNum> {
    let (zeros, num) = address.split_at_checked(12)?;
    let num = u64::from_be_bytes(num.try_into().ok()?);
    (zeros == [0; 12] && num > 0 && i64::try_from(num).is_ok()).then_some(num)
}
