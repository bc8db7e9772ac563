//! The accounts of a new ledger.

use alloc::sync::Arc;
use core::ops::RangeInclusive;

use super::Genesis;
use crate::{
    keys::Key,
    state::{Account, EntityNum, State},
};

/// Zero-balance clones of the treasury.
const TREASURY_CLONES: [RangeInclusive<EntityNum>; 2] = [200..=349, 400..=750];
/// Accounts for whatever a network needs.
const MISCELLANEOUS: RangeInclusive<EntityNum> = 900..=1000;

impl Genesis {
    pub(super) fn create_accounts(&self, state: &mut State) {
        let roles = &self.config.accounts;
        let mut create = |numbers: RangeInclusive<EntityNum>, key: &Arc<Key>, memo: &str| {
            let memo: Arc<str> = memo.into();
            for num in numbers {
                state.accounts.insert(num, self.account(num, Arc::clone(key), Arc::clone(&memo)));
            }
        };
        create(1..=self.config.ledger.system_accounts, &self.treasury_key, "Synthetic system creation");
        for clones in TREASURY_CLONES {
            create(clones, &self.treasury_key, "Synthetic zero-balance treasury clone");
        }
        let immutable = Arc::new(Key::EMPTY);
        for reward in [roles.staking_reward, roles.node_reward] {
            create(reward..=reward, &immutable, "Release 0.24.1 migration record");
        }
        create(roles.fee_collection..=roles.fee_collection, &immutable, "");
        create(MISCELLANEOUS, &self.treasury_key, "");
    }

    fn account(&self, num: EntityNum, key: Arc<Key>, memo: Arc<str>) -> Account {
        let ledger = &self.config.ledger;
        let mut account = Account::new(num, key);
        account.memo = memo;
        account.auto_renew_period = ledger.auto_renew_period_max;
        account.expiry = self.consensus_time.seconds.saturating_add(ledger.auto_renew_period_max);
        if num == self.config.accounts.treasury {
            account.balance = ledger.total_supply;
        }
        account
    }
}
