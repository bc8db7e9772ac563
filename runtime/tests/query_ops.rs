//! Queries, what specs expect of their answers, and the utilities around them, against a ledger in this process.

use std::sync::{
    Arc, Mutex,
    atomic::{AtomicI64, AtomicU64, Ordering},
};

use hapi_node::EmbeddedConfig;
use hapi_proto::{
    HbarExt,
    services::{
        AccountId,
        ResponseCodeEnum::{
            AccountDeleted, InsufficientTxFee, InvalidAccountId, InvalidQueryHeader, InvalidSignature,
            InvalidTransactionBody, NotSupported, ReceiptNotFound, Success,
        },
        TransactionId,
    },
};
use hapi_test_runtime::{
    hapi_spec,
    keys::SIMPLE,
    networks::{ConcurrentEmbeddedNetwork, HederaNetwork},
    ops::*,
    registry::GENESIS,
    spec::{IntoSpec, Outcome, Spec, SpecContext, SpecError, SpecResult, SpecSetup, Target},
};

fn spec() -> Spec {
    let network = ConcurrentEmbeddedNetwork::start(EmbeddedConfig::default());
    let target = Target::new(Arc::new(network) as Arc<dyn HederaNetwork>);
    Spec::new(SpecContext::new(target, "query_ops", SpecSetup::default())).unwrap()
}

fn block_on<T>(test: impl Future<Output = T>) -> T {
    let mut runtime = tokio::runtime::Builder::new_multi_thread();
    runtime.worker_threads(1).enable_time().build().unwrap().block_on(test)
}

/// Runs operations over a fresh ledger; they must succeed.
fn passes(operations: impl IntoSpec) -> Spec {
    let spec = spec();
    let result: SpecResult = block_on(spec.run_all(operations));
    result.unwrap_or_else(|error| panic!("{error:?}\n{}", spec.trace()));
    spec
}

/// Runs operations over a fresh ledger; one must fail.
fn fails(operations: impl IntoSpec) -> SpecError {
    let spec = spec();
    block_on(spec.run_all(operations)).expect_err("the operations should fail")
}

/// An amount that an operation is to expose.
fn cell() -> (Arc<AtomicI64>, Arc<AtomicI64>) {
    let cell = Arc::new(AtomicI64::new(i64::MIN));
    (Arc::clone(&cell), cell)
}

#[test]
fn balances_are_compared_with_amounts_and_snapshots() {
    passes(hapi_spec![
        crypto_create("alice").balance(100.hbar()),
        crypto_create("bob").balance(0.hbar()),
        balance_snapshot("before", "alice"),
        crypto_transfer(send(10.hbar()).from("alice").to("bob")).paying_with("alice").via("xfer"),
        record_fee_amount("xfer", "fee"),
        get_account_balance("bob").has_hbar(10.hbar()),
        get_account_balance("alice")
            .has_tiny_bars(change_from_snapshot("before", -10.hbar()).minus_amount("fee")),
        get_account_balance("alice").has_tiny_bars(approx_change_from_snapshot(
            "before",
            -10.hbar(),
            1.hbar()
        )),
        get_account_balance("alice").has_tiny_bars(reduced_from_snapshot("before")),
    ]);
}

#[test]
fn a_wrong_balance_fails_and_tells_both_sides() {
    let error = fails(hapi_spec![
        crypto_create("bob").balance(5.hbar()),
        get_account_balance("bob").has_hbar(6.hbar()),
    ]);
    assert_eq!(error.message(), "the balance of bob is wrong");
    let comparison = error.comparison().unwrap();
    assert_eq!((&*comparison.expected, &*comparison.actual), ("600000000", "500000000"));
    assert!(error.place().unwrap().file().ends_with("query_ops.rs"));
}

#[test]
fn answers_come_out_typed() {
    let spec = spec();
    let result: SpecResult = block_on(async {
        let alice = spec.run(crypto_create("alice").balance(3.hbar()).entity_memo("hi")).await?;
        let info = spec.run(get_account_info(&alice.account_id)).await?;
        assert_eq!((info.memo.as_str(), info.balance), ("hi", 300_000_000));
        assert_eq!(spec.run(get_account_balance("alice")).await?.account_id, Some(alice.account_id));
        Ok(())
    });
    result.unwrap();
}

#[test]
fn a_paid_query_costs_its_payer_what_its_node_gets_and_the_transfer() {
    let ((paid, seen), (cost, exposed)) = (cell(), cell());
    passes(hapi_spec![
        crypto_create("payer").balance(100.hbar()),
        balance_snapshot("before", "payer"),
        get_account_info(GENESIS)
            .paying_with("payer")
            .via("payment")
            .exposing_node_payment_to(move |tinybars| cost.store(tinybars, Ordering::Relaxed)),
        get_txn_record("payment").exposing_to(move |record| {
            paid.store(record.transaction_fee.cast_signed(), Ordering::Relaxed);
        }),
        sourcing_contextual(move |_| {
            let total = seen.load(Ordering::Relaxed) + exposed.load(Ordering::Relaxed);
            assert!(total > 0);
            get_account_balance("payer").has_tiny_bars(change_from_snapshot("before", -total))
        }),
    ]);
}

#[test]
fn payments_that_nodes_refuse_can_be_sent() {
    passes(hapi_spec![
        crypto_create("payer").balance(100.hbar()),
        crypto_create("other"),
        get_account_info("payer")
            .paying_with("payer")
            .node_payment(1)
            .has_answer_only_precheck(InsufficientTxFee),
        get_account_info("payer")
            .paying_with("payer")
            .signed_by("other")
            .has_answer_only_precheck(InvalidSignature),
        get_account_info("payer")
            .with_payment(crypto_transfer(send(1.hbar()).from("payer").to("0.0.3")).paying_with("payer"),),
        get_account_info("payer").no_payment().has_answer_only_precheck(InvalidQueryHeader),
        get_account_info("payer")
            .use_empty_txn_as_answer_payment()
            .has_answer_only_precheck(InvalidTransactionBody),
        get_account_details("payer").paying_with("payer").has_answer_only_precheck(NotSupported),
        get_account_details_no_payment("payer").has(account_details_with().account_id("payer")),
        get_account_details("payer")
            .has(account_details_with().no_allowances().balance_less_than(100.hbar())),
    ]);
}

#[test]
fn expected_failures_must_happen() {
    passes(hapi_spec![
        get_account_info("0.0.9999999").has_cost_answer_precheck(InvalidAccountId),
        get_account_info("0.0.9999999").fails_with(InvalidAccountId),
        get_account_balance("0.0.9999999").fails_with(InvalidAccountId),
    ]);
    let error = fails(hapi_spec![get_account_info(GENESIS).fails_with(InvalidAccountId)]);
    let comparison = error.comparison().unwrap();
    assert_eq!((&*comparison.expected, &*comparison.actual), ("INVALID_ACCOUNT_ID", "OK"));
    let error = fails(hapi_spec![get_account_balance(GENESIS).has_cost_answer_precheck(InvalidAccountId)]);
    assert!(error.message().contains("nobody asks for the cost"), "{error}");
}

#[test]
fn accounts_are_matched_field_by_field() {
    passes(hapi_spec![
        new_key_named("key"),
        crypto_create("alice")
            .key("key")
            .balance(7.hbar())
            .entity_memo("hi")
            .max_automatic_token_associations(3),
        get_account_info("alice")
            .has(
                account_with()
                    .account_id("alice")
                    .key("key")
                    .balance(7.hbar())
                    .memo("hi")
                    .max_auto_associations(3)
                    .no_alias()
                    .receiver_sig_req(false)
                    .decline_reward(false)
                    .not_staked()
                    .deleted(false),
            )
            .is_not_hollow()
            .saving_snapshot("alice"),
        get_account_info("alice").has(account_with().no_changes_from_snapshot("alice")),
        crypto_update("alice").entity_memo("ho"),
        get_account_info("alice").has(account_with().memo("ho")),
    ]);
    let error = fails(hapi_spec![
        crypto_create("alice").balance(7.hbar()),
        get_account_info("alice").has(account_with().memo("x").balance(8.hbar()).has_empty_key()),
    ]);
    assert_eq!(error.message(), "3 things are wrong with alice");
}

#[test]
fn records_and_receipts_are_matched() {
    let debits = Arc::new(Mutex::new(Vec::new()));
    let seen = Arc::clone(&debits);
    passes(hapi_spec![
        crypto_create("alice").balance(100.hbar()),
        crypto_create("bob"),
        crypto_transfer(send(10.hbar()).from("alice").to("bob"))
            .paying_with("alice")
            .memo("rent")
            .via("xfer"),
        get_receipt("xfer").has_priority_status(Success).and_any_duplicates().has_duplicate_statuses([]),
        get_txn_record("xfer")
            .has_priority(
                record()
                    .status(Success)
                    .memo("rent")
                    .txn_id("xfer")
                    .fee_greater_than(0)
                    .transfers(including("bob", 10.hbar()).and(including_any_deduction("alice")))
                    .no_token_transfers(),
            )
            .has_hbar_amount("bob", 10.hbar())
            .has_no_pseudo_random_data()
            .has_non_staking_child_record_count(0)
            .save_txn_record_to_registry("kept")
            .saving_consensus_time_as("then")
            .revealing_debits_to(move |debits| *seen.lock().unwrap() = debits.keys().cloned().collect()),
        get_txn_record("xfer").has_priority(record().consensus_time_implied_by_offset("then", 0)),
        empty_child_records_check("xfer", Success),
        validate_charged_usd("xfer", 0.0001),
        validate_record_transaction_fees("xfer"),
        get_receipt("0.0.2@5.000000006").has_answer_only_precheck(ReceiptNotFound),
    ]);
    assert_eq!(debits.lock().unwrap().len(), 1);
    let error =
        fails(hapi_spec![crypto_create("alice").via("creation"), validate_charged_usd("creation", 0.01),]);
    assert!(error.message().contains("the charge for creation is wrong"), "{error}");
}

#[test]
fn transfers_explain_balances_and_deleted_accounts_have_nothing_left() {
    passes(hapi_spec![
        crypto_create("payer").balance(100.hbar()),
        crypto_create("alice").balance(50.hbar()),
        crypto_create("bob").balance(1.hbar()),
        take_balance_snapshots(["alice", "bob"]),
        crypto_transfer(send(10.hbar()).from("alice").to("bob")).paying_with("payer").via("first"),
        crypto_delete("bob").transfer("alice").paying_with("payer").via("second"),
        validate_transfer_list_for_balances(["first", "second"], ["alice"]).deleted(["bob"]),
        get_account_info("bob").fails_with(AccountDeleted),
    ]);
}

#[test]
fn accounts_made_by_transfers_get_their_names() {
    passes(hapi_spec![
        create_hollow(2, |index| format!("hollow{index}")).balance(5.hbar()),
        get_account_info("hollow1").is_hollow().has(account_with().balance(5.hbar()).no_alias()),
        create_hip32_auto(1, SIMPLE, |_| "auto".into()),
        get_aliased_account_info("auto")
            .is_not_hollow()
            .has_expected_alias_key()
            .has_expected_account_id("auto"),
        get_auto_created_account_balance("auto").has_expected_account_id("auto").has_hbar(1.hbar()),
        with_long_zero_address("auto", |address| get_literal_alias_account_info(address.to_vec())
            .has_expected_account_id("auto")),
    ]);
}

#[test]
fn every_id_of_a_transaction_is_cleared_in_turn() {
    let spec = passes(hapi_spec![
        crypto_create("alice").balance(1_000.hbar()),
        crypto_create("bob"),
        submit_modified(with_successively_varied_body_ids(), || {
            crypto_transfer(send(1.hbar()).from("alice").to("bob"))
        }),
        submit_modified(with_successively_varied_body_ids(), || crypto_update("bob").entity_memo("x")),
    ]);
    let trace = spec.trace().to_string();
    for summary in [
        "without TransactionId.account_id (#0): PAYER_ACCOUNT_NOT_FOUND",
        "without TransactionBody.node_account_id (#0): INVALID_NODE_ACCOUNT",
        "without AccountAmount.account_id (#0)",
        "without AccountAmount.account_id (#1)",
        "without CryptoUpdateTransactionBody.account_id_to_update (#0)",
    ] {
        assert!(trace.contains(summary), "{trace}");
    }
}

#[test]
fn every_id_of_a_query_is_cleared_in_turn() {
    let spec = passes(hapi_spec![
        crypto_create("alice").via("creation"),
        send_modified(with_successively_varied_query_ids(), || get_account_balance("alice")),
        send_modified(with_successively_varied_query_ids(), || get_account_info("alice")),
        send_modified(with_successively_varied_query_ids(), || get_txn_record("creation")),
        send_modified(with_successively_varied_query_ids(), || get_receipt("creation")),
        send_modified_with_fixed_payer(with_successively_varied_query_ids(), || get_account_details("alice")),
    ]);
    assert!(
        spec.trace().to_string().contains("without CryptoGetInfoQuery.account_id (#0): INVALID_ACCOUNT_ID")
    );
}

#[test]
fn a_failure_beside_others_fails_the_spec_and_is_named() {
    let error = fails(hapi_spec![in_parallel(hapi_spec![
        crypto_create("alice"),
        get_account_balance(GENESIS).has_hbar(1.hbar()),
        get_account_info("0.0.9999999"),
    ])]);
    assert!(error.message().starts_with("2 of 3 operations failed, the first with: "), "{error}");
    assert_eq!(error.operation().unwrap().to_string(), format!("get_account_balance({GENESIS})"));
}

#[test]
fn groups_run_all_of_theirs() {
    let count = Arc::new(AtomicU64::new(0));
    let counts = Arc::clone(&count);
    let tick = move || {
        let count = Arc::clone(&counts);
        do_adhoc(move || {
            count.fetch_add(1, Ordering::Relaxed);
        })
    };
    let spec = passes(hapi_spec![
        in_parallel(hapi_spec![tick(), tick(), crypto_create("alice")]),
        blocking_order(hapi_spec![tick(), no_op(), log_it("between"), tick()]),
        spec_ops(hapi_spec![tick()]),
        sleep_for(1),
    ]);
    assert_eq!(count.load(Ordering::Relaxed), 5);
    let trace = spec.trace();
    assert_eq!(trace.steps[0].children.len(), 3);
    assert!(trace.steps.iter().all(|step| step.outcome == Outcome::Passed));
}

#[test]
fn code_in_a_spec_runs_operations_of_its_own() {
    let (second, seen) = cell();
    passes(hapi_spec![
        with_op_context(|spec, log| async move {
            let alice = spec.run(crypto_create("alice").balance(20.hbar())).await?;
            log.info(format_args!("created {}", alice.account_id));
            all_run_for(&spec, hapi_spec![get_account_balance(&alice.account_id).has_hbar(20.hbar())]).await
        }),
        usable_txn_id_named("early").payer_id("alice"),
        sourcing(|| crypto_create("bob").paying_with("alice").txn_id("early")),
        doing_contextual(|spec| {
            let id: TransactionId = spec.registry().get("early")?;
            assert_eq!(id.account_id, Some(spec.registry().get::<AccountId>("alice")?));
            Ok(())
        }),
        expose_spec_second_to(move |second_now| second.store(second_now, Ordering::Relaxed)),
        with_target_ledger_id(|ledger_id| get_account_info(GENESIS).has_encoded_ledger_id(ledger_id)),
    ]);
    assert!(seen.load(Ordering::Relaxed) > 1_600_000_000);
}

#[test]
fn versions_and_files_are_read() {
    passes(hapi_spec![
        get_version_info().has_no_degenerate_semvers(),
        get_file_contents("EXCHANGE_RATES").and_validate(|bytes| if bytes.is_empty() {
            Err("empty")
        } else {
            Ok(())
        }),
        get_file_info("EXCHANGE_RATES").has_deleted(false),
    ]);
}
