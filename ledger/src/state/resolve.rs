//! From the ids that transactions carry to entity numbers.

use hapi_proto::services::{AccountId, account_id};

use super::{EntityNum, Store};
use crate::config::Config;

impl Store<'_> {
    /// The number that an account id names: by number, by alias, or by the long-zero form of an EVM address.
    ///
    /// `None` for another shard or realm, a number below 1, or an unknown alias. That the account exists is not
    /// implied when it is named by number.
    pub fn resolve_account(&self, config: &Config, id: &AccountId) -> Option<EntityNum> {
        if (id.shard_num, id.realm_num) != (config.ledger.shard, config.ledger.realm) {
            return None;
        }
        match id.account.as_ref()? {
            account_id::Account::AccountNum(num) => u64::try_from(*num).ok().filter(|num| *num > 0),
            account_id::Account::Alias(alias) => match long_zero(alias) {
                Some(num) => Some(num),
                None => self.alias(alias).copied(),
            },
        }
    }
}

/// The entity number in a long-zero EVM address: twelve zero bytes, then the number.
pub fn long_zero(address: &[u8]) -> Option<EntityNum> {
    let (zeros, num) = address.split_at_checked(12)?;
    let num = u64::from_be_bytes(num.try_into().ok()?);
    (zeros == [0; 12] && num > 0 && i64::try_from(num).is_ok()).then_some(num)
}
