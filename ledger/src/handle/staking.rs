//! What a transaction's changes mean for stakes: how much is staked to whom, and since when (HIP-406).

use alloc::vec::Vec;

use hapi_proto::services::Timestamp;

use crate::{
    config::Config,
    fees::staking_period,
    state::{Account, EntityNum, StakedId, Store},
};

/// Stakes count in whole hbar.
const TINYBARS_PER_HBAR: i64 = 100_000_000;

/// Brings stakes into line with what changed since the state below `store`: an account is staked to with the whole hbar
/// of each account that stakes to it, and one that changed its stake to a node stakes since the present period.
pub(super) fn settle(store: &mut Store<'_>, config: &Config, now: Timestamp) {
    let base = store.base();
    let has_stake = |account: Option<&Account>| account.is_some_and(|account| account.staked_to.is_some());
    // At the end there is but one layer: what was below it is the base.
    let stakers: Vec<EntityNum> = store
        .account_changes()
        .filter(|(_, before, after)| has_stake(*before) || has_stake(*after))
        .map(|(num, _, _)| num)
        .collect();

    for num in stakers {
        let before = base.accounts.get(&num);
        let after = store.account(&num);
        let (left, joined) = (staked(before), staked(after));
        let restaked = after.is_some_and(|after| stakes_anew(before, after));
        for (stakee, change) in left.map(|(num, amount)| (num, -amount)).into_iter().chain(joined) {
            if let Some(stakee) = store.account_mut(&stakee) {
                stakee.staked_to_me = stakee.staked_to_me.saturating_add(change);
            }
        }
        if let (true, Some(account)) = (restaked, store.account_mut(&num)) {
            account.stake_period_start = staking_period(config, now.seconds);
        }
    }
}

/// The account that an account stakes to, and with how much.
fn staked(account: Option<&Account>) -> Option<(EntityNum, i64)> {
    let account = account?;
    match account.staked_to? {
        StakedId::Account(stakee) => Some((stakee, account.balance - account.balance % TINYBARS_PER_HBAR)),
        StakedId::Node(_) => None,
    }
}

/// Whether an account stakes to a node, and by this transaction in another way than before.
fn stakes_anew(before: Option<&Account>, after: &Account) -> bool {
    let changed = before.is_none_or(|before| {
        before.staked_to != after.staked_to || before.decline_reward != after.decline_reward
    });
    matches!(after.staked_to, Some(StakedId::Node(_))) && changed
}
