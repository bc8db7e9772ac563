//! How a spec runs: groups, lazy operations, deferred statuses, waiting, names, and transactions spoilt on purpose.
//!
//! Where an operation has to fail for a spec to pass, the spec is an async function and looks at the error.

// lint: allow(closures): operations that are built by closures are the subject

use std::sync::{
    Arc,
    atomic::{AtomicU32, Ordering},
};

use hapi_test::{ops::CryptoTransfer, prelude::*, proto::services::Timestamp};

/// A transfer that fails at consensus, and as it is would fail the spec.
fn overdraft(account: &SpecAccount) -> Txn<CryptoTransfer> {
    account.transfer_hbars_to(FUNDING, 1_000.hbar()).paying_with(DEFAULT_PAYER)
}

// Groups

/// Operations side by side all run
#[hapi_test]
fn parallel_operations_all_run(#[account_spec(balance = 0.hbar())] alice: SpecAccount) -> impl IntoSpec {
    let gifts: Operations = (0..20)
        .map(|_| crypto_transfer(send(1.tinybars()).from(DEFAULT_PAYER).to(&alice)))
        .flat_map(IntoSpec::into_spec)
        .collect();
    hapi_spec![in_parallel(gifts), get_account_balance(&alice).has_hbar(20.tinybars())]
}

/// One of several operations that run side by side fails them all, and names itself
#[hapi_test]
async fn parallel_failures_fail(spec: &Spec, alice: SpecAccount) -> SpecResult {
    let group = in_parallel(hapi_spec![no_op(), overdraft(&alice), no_op()]);
    let error = spec.run(group).await.expect_err("an overdraft is no success");
    let operation = error.operation().expect("an operation failed").to_string();
    assert!(operation.starts_with("crypto_transfer"), "{operation}");
    Ok(())
}

/// Operations in order stop at the first that fails
#[hapi_test]
async fn order_stops_at_failures(spec: &Spec, alice: SpecAccount) -> SpecResult {
    let group = blocking_order(hapi_spec![
        crypto_create("before").balance(0),
        overdraft(&alice),
        crypto_create("after").balance(0),
    ]);
    assert!(spec.run(group).await.is_err());
    assert!(spec.registry().get::<AccountId>("before").is_ok());
    assert!(spec.registry().get::<AccountId>("after").is_err());
    Ok(())
}

// Code and lazy operations

/// An operation that needs what an earlier one found out is built when it is its turn
#[hapi_test]
fn operations_can_be_built_late(#[account_spec(balance = 7.hbar())] alice: SpecAccount) -> impl IntoSpec {
    let balance = Arc::new(std::sync::Mutex::new(0));
    let seen = Arc::clone(&balance);
    hapi_spec![
        get_account_balance(&alice)
            .exposing_balance_to(move |tinybars| *seen.lock().expect("nobody panics with it") = tinybars),
        sourcing(move || {
            let tinybars = *balance.lock().expect("nobody panics with it");
            crypto_create("twin").balance(tinybars)
        }),
        get_account_balance("twin").has_hbar(7.hbar()),
        sourcing_contextual(
            |spec| get_account_balance(spec.default_node()).has_tiny_bars(balance_where("any", |_| true))
        ),
    ]
}

/// Code in the middle of a spec can run operations, and its failure is the spec's
#[hapi_test]
async fn code_runs_operations(spec: &Spec, alice: SpecAccount) -> SpecResult {
    let good = with_op_context(|spec, log| async move {
        log.info("creating two");
        all_run_for(&spec, hapi_spec![crypto_create("one").balance(0), crypto_create("two").balance(0)]).await
    });
    spec.run(good).await?;
    spec.run(get_account_info("two").has(account_with().balance(0))).await?;
    let failing = overdraft(&alice);
    let bad = with_op_context(|spec, _| async move { all_run_for(&spec, failing).await });
    let error = spec.run(bad).await.expect_err("an overdraft is no success");
    assert!(
        error.comparison().is_some_and(|codes| codes.actual == "INSUFFICIENT_ACCOUNT_BALANCE"),
        "{error}"
    );
    Ok(())
}

/// Each operation leaves its line in the trace, those inside others further in
#[hapi_test]
async fn the_trace_has_all_operations(spec: &Spec) -> SpecResult {
    let before = spec.trace().steps.len();
    spec.run(blocking_order(hapi_spec![no_op(), log_it("a line")])).await?;
    let trace = spec.trace();
    let [group] = &trace.steps[before..] else { panic!("one operation was run: {trace}") };
    assert_eq!((group.description.verb, group.children.len()), ("blocking_order", 2));
    assert_eq!(group.children[1].notes, ["a line"]);
    Ok(())
}

// Time

/// Sleeping waits on the network's own clock
#[hapi_test]
async fn sleeping_takes_time(spec: &Spec) -> SpecResult {
    spec.run(save_spec_time("before")).await?;
    spec.run(sleep_for(5)).await?;
    let before: Timestamp = spec.registry().get("before")?;
    let slept = spec.consensus_time().as_nanos() - before.as_nanos();
    assert!(slept >= 5_000_000, "slept {slept} ns");
    Ok(())
}

// Statuses

/// A deferred status is judged at the end of the spec, not before
#[hapi_test]
async fn deferred_statuses_are_judged_at_the_end(spec: &Spec, alice: SpecAccount) -> SpecResult {
    spec.run(overdraft(&alice).defer_status_resolution()).await?;
    let error = spec.finish().await.expect_err("an overdraft is no success");
    let codes = error.comparison().expect("two codes");
    assert_eq!((&*codes.expected, &*codes.actual), ("SUCCESS", "INSUFFICIENT_ACCOUNT_BALANCE"));
    Ok(())
}

/// A deferred status that is as expected passes
#[hapi_test]
fn deferred_statuses_may_be_failures(alice: SpecAccount) -> impl IntoSpec {
    overdraft(&alice).defer_status_resolution().has_known_status(InsufficientAccountBalance)
}

/// `fails_with` takes its code from precheck and from consensus alike, and takes no other, and no success
#[hapi_test]
async fn failures_are_expected_wherever_they_come_from(spec: &Spec, alice: SpecAccount) -> SpecResult {
    let transfer = |amount: Hbar| alice.transfer_hbars_to(FUNDING, amount).paying_with(DEFAULT_PAYER);
    spec.run(transfer(1.hbar()).memo("x".repeat(101)).fails_with(MemoTooLong)).await?;
    spec.run(overdraft(&alice).fails_with(InsufficientAccountBalance)).await?;
    assert!(spec.run(overdraft(&alice).fails_with(InvalidSignature)).await.is_err());
    assert!(spec.run(transfer(1.hbar()).fails_with(InsufficientAccountBalance)).await.is_err());
    Ok(())
}

/// Conditions of the spec's own see body and receipt, once they are known
#[hapi_test]
fn conditions_see_the_outcome() -> impl IntoSpec {
    let seen = Arc::new(AtomicU32::new(0));
    let count = Arc::clone(&seen);
    hapi_spec![
        crypto_create("child").balance(0).memo("look").satisfies(move |_, resolved| {
            seen.fetch_add(1, Ordering::Relaxed);
            if resolved.body.memo == "look" && resolved.receipt.account_id.is_some() {
                return Ok(());
            }
            Err(SpecError::new("body or receipt is another's"))
        }),
        verify(move || assert_eq!(count.load(Ordering::Relaxed), 1)),
    ]
}

// Names

/// A name that stands for nothing fails the operation, and names that look alike are shown
#[hapi_test]
async fn misspelt_names_are_helped(spec: &Spec) -> SpecResult {
    spec.run(crypto_create("treasurer").balance(0)).await?;
    let error = spec.run(get_account_balance("treasurre")).await.expect_err("there is no such name");
    assert!(error.message().contains("did you mean `treasurer`?"), "{error}");
    Ok(())
}

/// Names are a spec's own: what others call theirs is not to be seen here
#[hapi_test]
fn names_are_private(#[case(1, 2, 3)] balance: i64) -> impl IntoSpec {
    hapi_spec![
        crypto_create("same name").balance(balance.tinybars()),
        get_account_balance("same name").has_hbar(balance.tinybars()),
    ]
}

/// Names, numbers, ids and what an operation gave are all the same to an operation
#[hapi_test]
async fn accounts_have_many_names(spec: &Spec) -> SpecResult {
    let created = spec.run(crypto_create("carol").balance(5.hbar())).await?;
    let number = created.account_id.to_string();
    spec.run(get_account_balance("carol").has_hbar(5.hbar())).await?;
    spec.run(get_account_balance(&created).has_hbar(5.hbar())).await?;
    spec.run(get_account_balance(&created.account_id).has_hbar(5.hbar())).await?;
    spec.run(get_account_balance(number).has_hbar(5.hbar()).has_expected_account_id("carol")).await?;
    Ok(())
}

// Spoilt on purpose

/// Each id in a transaction matters: cleared in turn, each has the node answer with the code that belongs to it
#[hapi_test]
fn every_id_of_a_transaction_matters(alice: SpecAccount, bob: SpecAccount) -> impl IntoSpec {
    hapi_spec![
        submit_modified(with_successively_varied_body_ids(), move || {
            crypto_transfer(send(1.tinybars()).from(&alice).to(&bob))
        }),
        submit_modified(with_successively_varied_body_ids(), || { crypto_create("child").balance(0) }),
    ]
}

/// Each id in a question matters, too
#[hapi_test]
fn every_id_of_a_question_matters(alice: SpecAccount) -> impl IntoSpec {
    hapi_spec![
        crypto_create("child").balance(0).via("creation"),
        send_modified(with_successively_varied_query_ids(), move || get_account_info(&alice)),
        send_modified(with_successively_varied_query_ids(), || get_receipt("creation")),
        send_modified(with_successively_varied_query_ids(), || get_txn_record("creation")),
    ]
}

/// A transaction that has no id to clear would prove nothing, and says so
#[hapi_test]
async fn nothing_to_spoil_is_an_error(spec: &Spec) -> SpecResult {
    let error = spec.run(send_modified(with_successively_varied_query_ids(), get_version_info)).await;
    assert!(error.expect_err("there is no id").message().contains("nothing to modify"));
    Ok(())
}
