//! Where the collected fees go when a staking period ends (HIP-1259).

use alloc::{collections::BTreeMap, vec::Vec};

use hapi_proto::services::Timestamp;

use crate::{
    config::Config,
    state::{EntityNum, Store},
};

/// What the first transaction of a staking period is preceded by.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Distribution {
    /// Credits (positive) and the debit of the fee collection account, in tinybar, in the order of the record; they
    /// sum to zero. Empty when there is nothing to distribute.
    pub transfers: Vec<(EntityNum, i64)>,
}

/// The number of the staking period that a second of consensus time is in.
pub fn staking_period(config: &Config, seconds: i64) -> i64 {
    let length = config.staking.period_minutes.saturating_mul(60).max(1);
    seconds.div_euclid(length)
}

/// What to distribute at `now`; `None` when this staking period's distribution has been, or the account is not in use.
///
/// The caller applies the transfers, then sets `last_fee_distribution` and clears `node_payments`, also when there is
/// nothing to transfer: a ledger that never distributed only starts its clock.
pub fn distribute(store: &Store<'_>, config: &Config, now: Timestamp) -> Option<Distribution> {
    if !config.nodes.fee_collection_enabled {
        return None;
    }
    let network = store.network();
    let Some(last) = network.last_fee_distribution else {
        return Some(Distribution::default());
    };
    if staking_period(config, last) >= staking_period(config, now.seconds) {
        return None;
    }
    let collected = balance(store, config.accounts.fee_collection);
    let mut transfers = Vec::new();
    let mut rest = collected;
    for (&node, &fees) in &payable(store, &network.node_payments) {
        // Refunds can leave less than the nodes earned; nobody is paid what is not there.
        let fees = i64::try_from(fees).unwrap_or(i64::MAX).min(rest);
        if fees > 0 {
            transfers.push((node, fees));
            rest -= fees;
        }
    }
    split(store, config, rest, &mut transfers);
    // Properties can name accounts that there are not; what is theirs stays where it is.
    transfers.retain(|(num, _)| store.account(num).is_some());
    let paid: i64 = transfers.iter().map(|(_, amount)| amount).sum();
    if paid > 0 {
        transfers.push((config.accounts.fee_collection, -paid));
    }
    Some(Distribution { transfers })
}

/// What each node account that can still be paid has earned, by account number.
fn payable(store: &Store<'_>, payments: &[(EntityNum, u64)]) -> BTreeMap<EntityNum, u64> {
    let mut payable = BTreeMap::new();
    for (node, fees) in payments {
        if store.account(node).is_some_and(|account| !account.deleted) {
            let sum: &mut u64 = payable.entry(*node).or_default();
            *sum = sum.saturating_add(*fees);
        }
    }
    payable
}

/// Splits network and service fees among rewards and the funding account.
fn split(store: &Store<'_>, config: &Config, fees: i64, transfers: &mut Vec<(EntityNum, i64)>) {
    let (nodes, accounts) = (&config.nodes, &config.accounts);
    let preserve = nodes.rewards_enabled && nodes.preserve_min_reward_balance;
    let shares = if preserve && balance(store, accounts.node_reward) <= nodes.min_reward_balance {
        [(accounts.node_reward, fees), (accounts.staking_reward, 0), (config.ledger.funding_account, 0)]
    } else {
        let node_reward = percent(fees, config.staking.node_reward_percentage);
        let staking_reward = percent(fees, config.staking.staking_reward_percentage).min(fees - node_reward);
        [
            (accounts.node_reward, node_reward),
            (accounts.staking_reward, staking_reward),
            (config.ledger.funding_account, fees - node_reward - staking_reward),
        ]
    };
    transfers.extend(shares.into_iter().filter(|(_, amount)| *amount > 0));
}

/// A part of an amount, rounded down, at most all of it.
fn percent(amount: i64, percent: i64) -> i64 {
    let part = i128::from(amount) * i128::from(percent.clamp(0, 100)) / 100;
    i64::try_from(part).unwrap_or(amount)
}

fn balance(store: &Store<'_>, account: EntityNum) -> i64 {
    store.account(&account).map_or(0, |account| account.balance)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{genesis::Genesis, state::State};

    const DAY: i64 = 86_400;

    /// A ledger that last distributed on day 1, with these balances.
    fn state(collected: i64, node_reward: i64, payments: &[(EntityNum, u64)]) -> State {
        let mut state = Genesis::default().build();
        for (num, balance) in [(802, collected), (801, node_reward)] {
            state.accounts.get_mut(&num).unwrap().balance = balance;
        }
        state.network.node_payments = payments.to_vec();
        state.network.last_fee_distribution = Some(DAY);
        state
    }

    fn on_day(state: &State, day: i64) -> Option<Vec<(EntityNum, i64)>> {
        let distribution = distribute(&Store::new(state), &Config::default(), Timestamp::new(day * DAY, 0))?;
        Some(distribution.transfers)
    }

    #[test]
    fn nodes_get_theirs_and_the_rest_is_split() {
        let rich = Config::default().nodes.min_reward_balance + 1;
        let state = state(1019, rich, &[(4, 7), (3, 2), (3, 3)]);
        assert_eq!(on_day(&state, 1), None);
        let rest = 1019 - 12;
        assert_eq!(
            on_day(&state, 2),
            Some(alloc::vec![(3, 5), (4, 7), (801, 100), (800, 100), (98, rest - 200), (802, -1019)])
        );
    }

    #[test]
    fn a_low_node_reward_account_gets_all_of_the_rest() {
        let low = Config::default().nodes.min_reward_balance;
        assert_eq!(
            on_day(&state(100, low, &[(3, 10)]), 2),
            Some(alloc::vec![(3, 10), (801, 90), (802, -100)])
        );
    }

    #[test]
    fn what_a_deleted_or_missing_node_earned_is_forfeited() {
        let mut state = state(100, 0, &[(3, 10), (1_000_000, 10)]);
        state.accounts.get_mut(&3).unwrap().deleted = true;
        assert_eq!(on_day(&state, 2), Some(alloc::vec![(801, 100), (802, -100)]));
    }

    #[test]
    fn no_more_is_paid_than_was_collected() {
        let state = state(10, 0, &[(3, 8), (4, 8)]);
        assert_eq!(on_day(&state, 2), Some(alloc::vec![(3, 8), (4, 2), (802, -10)]));
    }

    #[test]
    fn the_first_time_only_starts_the_clock() {
        let mut state = state(100, 0, &[(3, 10)]);
        state.network.last_fee_distribution = None;
        assert_eq!(on_day(&state, 2), Some(Vec::new()));
    }
}
