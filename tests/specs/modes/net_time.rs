//! Time that passes when somebody sleeps, and else only as transactions take it.

use hapi_test::prelude::*;

/// Sleeping moves the clock by exactly as much
#[repeatable_test(NeedsVirtualTimeForFastExecution)]
async fn a_sleep_is_as_long_as_it_says(spec: &Spec) -> SpecResult {
    // The first operation on a network creates the default payer, by a transaction.
    spec.run(crypto_create("somebody")).await?;
    let before = spec.consensus_time();
    spec.run(sleep_for_seconds(365 * 86_400)).await?;
    spec.run(sleep_for(250)).await?;
    assert_eq!(spec.consensus_time(), before.plus_seconds(365 * 86_400).plus_nanos(250_000_000));
    Ok(())
}

/// Time stands still while nothing is sent
#[repeatable_test(NeedsLastAssignedConsensusTime, NeedsStateAccess)]
async fn time_stands_still_between_transactions(spec: &Spec, alice: SpecAccount) -> SpecResult {
    let now = spec.consensus_time();
    spec.run(view_singleton(move |network| assert_eq!(network.last_consensus_time, now))).await?;
    spec.run(get_account_balance(&alice)).await?;
    assert_eq!(spec.consensus_time(), now);
    Ok(())
}

/// A transaction is handled when its submission returns: state has what it did
#[repeatable_test(NeedsSynchronousHandleWorkflow, NeedsStateAccess)]
fn a_transaction_is_handled_at_once(alice: SpecAccount) -> impl IntoSpec {
    hapi_spec![
        alice.transfer_hbars_to(FUNDING, 4.hbar()).paying_with(DEFAULT_PAYER).defer_status_resolution(),
        view_account(&alice, |account| assert_eq!(account.balance, 600_000_000)),
    ]
}

/// Receipts and records are kept for 180 seconds from the valid start
#[repeatable_test(NeedsVirtualTimeForFastExecution)]
fn records_are_there_for_three_minutes(alice: SpecAccount) -> impl IntoSpec {
    hapi_spec![
        alice.transfer_hbars_to(FUNDING, 1.hbar()).via("gift"),
        sleep_for_seconds(165),
        // Ids start ten seconds before now; and old records go with the next transaction.
        crypto_create("somebody"),
        get_receipt("gift").has_priority_status(Success),
        get_txn_record("gift").has_priority(record_with().status(Success)),
    ]
}

/// After that they are forgotten, and nobody can tell them from transactions that never were
// Each transaction forgets a few: on the session's network those of other tests would come first.
#[repeatable_test(NeedsVirtualTimeForFastExecution, reset)]
fn records_are_forgotten_after_three_minutes(alice: SpecAccount) -> impl IntoSpec {
    hapi_spec![
        alice.transfer_hbars_to(FUNDING, 1.hbar()).via("gift"),
        sleep_for_seconds(181),
        crypto_create("somebody"),
        get_receipt("gift").has_answer_only_precheck(ReceiptNotFound),
        get_txn_record("gift").has_answer_only_precheck(RecordNotFound),
    ]
}

/// A transaction that was made in time and is sent too late has expired
#[repeatable_test(NeedsVirtualTimeForFastExecution)]
fn transactions_expire_by_the_network_s_clock(alice: SpecAccount) -> impl IntoSpec {
    let gift = |id: &str| alice.transfer_hbars_to(FUNDING, 1.hbar()).txn_id(id);
    hapi_spec![
        usable_txn_id_named("early").payer_id(&alice),
        usable_txn_id_named("late").payer_id(&alice),
        gift("early"),
        sleep_for_seconds(120),
        gift("late").has_precheck(TransactionExpired),
    ]
}

/// What begins in an hour is valid in an hour
#[repeatable_test(NeedsVirtualTimeForFastExecution)]
fn the_future_comes_by_sleeping(alice: SpecAccount) -> impl IntoSpec {
    let gift = || alice.transfer_hbars_to(FUNDING, 1.hbar()).txn_id("soon");
    hapi_spec![
        usable_txn_id_named("soon").payer_id(&alice).modify_valid_start(|start| start.plus_seconds(3600)),
        gift().has_precheck(InvalidTransactionStart),
        sleep_for_seconds(3600),
        gift(),
    ]
}

/// Who stakes to a node stakes from the period in which they began to
#[leaky_repeatable_test(NoConcurrentStakePeriodBoundaryCrossings, NeedsVirtualTimeForFastExecution)]
async fn a_stake_counts_from_its_period(spec: &Spec) -> SpecResult {
    let periods = async |name: &str| {
        spec.run(crypto_create(name).staked_node_id(0)).await?;
        let info = spec.run(get_account_info(name)).await?;
        let start = info.staking_info.and_then(|info| info.stake_period_start).unwrap_or_default();
        Ok::<_, SpecError>(start.seconds / 86_400)
    };
    let today = periods("alice").await?;
    spec.run(sleep_for_seconds(86_400)).await?;
    assert_eq!(periods("bob").await?, today + 1);
    Ok(())
}

/// The rates at midnight bound what file 0.0.112 may say, until the next midnight
#[leaky_repeatable_test(
    FeeScheduleOverrides,
    NoConcurrentStakePeriodBoundaryCrossings,
    NeedsVirtualTimeForFastExecution,
    NeedsStateAccess
)]
fn midnight_makes_the_rates_of_the_day() -> impl IntoSpec {
    let at_midnight = |cents| {
        view_singleton(move |network| {
            assert_eq!(network.midnight_rates.current_rate.map(|rate| rate.cent_equiv), Some(cents));
        })
    };
    hapi_spec![
        update_rates(1, 24),
        at_midnight(12),
        sleep_for_seconds(86_400),
        crypto_create("early bird"),
        at_midnight(24),
    ]
}
