//! What the language of the specs promises: who may be named how, who signs, what is expected where, which line is to
//! blame, and which settings hold.
//!
//! Where an operation has to fail for a spec to pass, the spec is an async function and looks at the error.

// lint: allow(closures): closures are what many of these promises are about

use std::{
    pin::Pin,
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicUsize, Ordering},
    },
};

use bytes::Bytes;
use hapi_test::{
    networks::{HederaNetwork, NetworkError},
    ops::{CryptoTransfer, TransactionOp},
    prelude::*,
    proto::services::{
        CryptoTransferTransactionBody, HederaFunctionality, SignatureMap, SignedTransaction, Transaction,
        TransactionResponse,
    },
    spec::{Outcome, WireForm},
};
use prost::Message;

/// A transfer that fails at consensus.
#[track_caller]
fn overdraft() -> Txn<CryptoTransfer> {
    crypto_transfer(send(1_000_000_000.hbar()).from(FUNDING).to(NODE))
}

/// A transfer that succeeds.
fn transfer() -> Txn<CryptoTransfer> {
    crypto_transfer(send(1).from(DEFAULT_PAYER).to(FUNDING))
}

// Names, ids and entities

/// Names, addresses, ids, receipts and entities are the same account to every operation
#[hapi_test]
async fn subjects_are_interchangeable(spec: &Spec, alice: SpecAccount) -> SpecResult {
    // lint: allow(operations): a table of ways to name an account
    let id = alice.id(spec)?;
    let address = id.to_string();
    spec.run(crypto_transfer([
        send(1.tinybars()).from("alice").to(FUNDING),
        send(1).from(&id).to("98"),
        send(1_u64).from(address.as_str()).to("0.0.98"),
        send(1).from(&alice).to(AccountId::from_num(98)),
    ]))
    .await?;
    spec.run(crypto_update("alice").entity_memo("a").paying_with(&alice)).await?;
    spec.run(crypto_update(&id).entity_memo("b").paying_with(&id)).await?;
    spec.run(crypto_update(address.as_str()).entity_memo("c").paying_with(address.as_str())).await?;
    spec.run(crypto_update(&alice).entity_memo("d").signed_by((DEFAULT_PAYER, &alice))).await?;
    spec.run(crypto_update(&alice).entity_memo("e").signed_by_payer_and(["alice"])).await?;
    for spender in ["98", "0.0.98", FUNDING] {
        spec.run(
            crypto_approve_allowance().add_crypto_allowance(&id, spender, 5.tinybars()).paying_with("alice"),
        )
        .await?;
    }
    spec.run(get_account_info(&id).has(account_with().memo("e").account_id("alice"))).await?;
    spec.run(get_account_details("alice").has(account_details_with().crypto_allowances_containing("98", 5)))
        .await?;
    spec.run(get_account_records(address.as_str()).exposing_to(|records| assert!(!records.is_empty())))
        .await?;
    spec.run(crypto_delete(&id).transfer(FUNDING)).await
}

/// Amounts are hbar or whole tinybars, alike in operations and in assertions
#[hapi_test]
fn amounts_are_interchangeable() -> impl IntoSpec {
    hapi_spec![
        crypto_create("one").balance(100_000_000),
        crypto_create("other").balance(1.hbar()),
        crypto_transfer((
            moving_hbar(1).between("one", "other"),
            moving_hbar(1.tinybars()).between("one", "other"),
            tiny_bars_from_to("one", "other", 1),
            tiny_bars_from_to("one", "other", 1.tinybars()),
        ))
        .fee(1.hbar())
        .via("gift"),
        get_txn_record("gift").has_hbar_amount("other", 4).fee(100_000_000),
        get_account_balance("other").has_tiny_bars(100_000_004),
        get_account_info("one").has(account_with().balance(99_999_996.tinybars())),
    ]
}

/// A name of one kind is none of another, and the message says so
#[hapi_test]
async fn kinds_of_names_are_told_apart(spec: &Spec) -> SpecResult {
    spec.run(new_key_named("seal")).await?;
    let error = spec.run(get_account_balance("seal")).await.expect_err("that is a key");
    assert_eq!(error.message(), "no account is named `seal` (the name stands for something else)");
    let error = spec.run(get_receipt("seal")).await.expect_err("that is a key");
    assert!(error.message().starts_with("no transaction is named `seal`"), "{error}");
    Ok(())
}

// Signers

/// Who signs without being asked to: the payer, and whom the type of transaction needs
#[hapi_test]
async fn signers_have_defaults(
    spec: &Spec,
    alice: SpecAccount,
    #[account_spec(receiver_sig_required = true)] shy: SpecAccount,
    key: SpecKey,
) -> SpecResult {
    let bob = "bob";
    assert_eq!(signatures_of(spec, crypto_create(bob)).await?, 2, "payer and new key");
    assert_eq!(signatures_of(spec, alice.transfer_hbars_to(bob, 1)).await?, 1, "the giver, who pays");
    let gift = |to: &SpecAccount| crypto_transfer(send(1).from(&alice).to(to));
    assert_eq!(signatures_of(spec, gift(&alice)).await?, 2, "payer and giver");
    assert_eq!(signatures_of(spec, gift(&shy)).await?, 3, "payer, giver, and who must sign to receive");
    let rekeyed = crypto_update(&alice).key(&key);
    assert_eq!(signatures_of(spec, rekeyed).await?, 3, "payer, old and new key");
    let approval = crypto_approve_allowance().add_crypto_allowance(DEFAULT_PAYER, bob, 1);
    assert_eq!(signatures_of(spec, approval).await?, 1, "the payer alone");
    assert_eq!(signatures_of(spec, crypto_delete(bob).transfer(&shy)).await?, 3, "payer, account, heir");
    Ok(())
}

/// How many signatures an operation carries.
async fn signatures_of<B: TransactionOp>(spec: &Spec, operation: Txn<B>) -> Result<usize, SpecError> {
    let count = Arc::new(AtomicUsize::new(0));
    let seen = Arc::clone(&count);
    let operation = operation.with_txn_transform(move |transaction| {
        seen.store(signature_map(&transaction).sig_pair.len(), Ordering::Relaxed);
        transaction
    });
    spec.run(operation).await?;
    Ok(count.load(Ordering::Relaxed))
}

/// The signatures of a transaction, in whichever form it is.
#[expect(deprecated, reason = "one of the two forms is made of deprecated fields")]
fn signature_map(transaction: &Transaction) -> SignatureMap {
    let bytes = transaction.signed_transaction_bytes.clone();
    let in_signed = || SignedTransaction::decode(bytes).expect("the operation wrote it").sig_map;
    transaction.sig_map.clone().or_else(in_signed).expect("the operation signed it")
}

// Expectations

/// Where one of several failures will do, it may come at precheck or at consensus
#[hapi_test]
async fn failures_have_alternatives(spec: &Spec) -> SpecResult {
    let either = [MemoTooLong, InsufficientAccountBalance];
    spec.run(overdraft().fails_with_one_of(either)).await?;
    spec.run(transfer().memo("x".repeat(101)).fails_with_one_of(either)).await?;
    let error = spec.run(transfer().fails_with_one_of(either)).await.expect_err("it succeeds");
    let codes = error.comparison().expect("two sides");
    assert_eq!(codes.expected, "MEMO_TOO_LONG or INSUFFICIENT_ACCOUNT_BALANCE");
    assert_eq!(codes.actual, "SUCCESS");
    Ok(())
}

/// A code expected at precheck may come from consensus, if it is one that networks may check there
#[hapi_test]
async fn streamlined_checks_may_come_later(spec: &Spec) -> SpecResult {
    let at_precheck = || overdraft().has_precheck(InsufficientAccountBalance);
    spec.run(at_precheck()).await?;
    let strict = spec.with_setup(|setup| setup.streamlined_ingest_checks.clear())?;
    let error = strict.run(at_precheck()).await.expect_err("this ledger finds out at consensus");
    assert!(error.message().starts_with("the precheck"), "{error}");
    assert!(spec.run(transfer().has_precheck(InsufficientAccountBalance)).await.is_err());
    Ok(())
}

/// Of operations side by side that fail, the first is told in full and all are counted
#[hapi_test]
async fn failures_side_by_side_are_counted(spec: &Spec) -> SpecResult {
    let line = line!() + 1;
    let group = in_parallel(hapi_spec![overdraft(), transfer(), transfer().has_precheck(Busy)]);
    let error = spec.run(group).await.expect_err("two of them fail");
    assert!(error.message().starts_with("2 of 3 operations failed, the first with: the status"), "{error}");
    assert_eq!(error.place().map(std::panic::Location::line), Some(line));
    Ok(())
}

/// Deferred statuses of operations inside others are judged at the end, too, and blamed on their line
#[hapi_test]
async fn nested_deferred_statuses_are_judged(spec: &Spec) -> SpecResult {
    let line = line!() + 1;
    let (first, second) = (overdraft().defer_status_resolution(), no_op());
    spec.run(blocking_order(hapi_spec![first, second])).await?;
    let error = spec.finish().await.expect_err("an overdraft is no success");
    assert_eq!(error.place().map(std::panic::Location::line), Some(line));
    let trace = spec.trace();
    let group = trace.steps.last().expect("it was run");
    assert_eq!((group.outcome, group.children[0].outcome), (Outcome::Passed, Outcome::Failed));
    Ok(())
}

// Lines to blame

/// The line to blame is the one that built the operation, however deep it is, or that called the helper that did
#[hapi_test]
async fn operations_are_blamed_on_their_lines(spec: &Spec, alice: SpecAccount) -> SpecResult {
    blamed(spec, line!(), overdraft()).await;
    blamed(spec, line!(), alice.transfer_hbars_to(FUNDING, 1).has_known_status(Busy)).await;
    blamed(spec, line!(), get_account_balance(&alice).has_tiny_bars(5)).await;
    blamed(spec, line!(), validate_charged_usd("nothing", 5.0)).await;
    blamed(spec, line!(), blocking_order((no_op(), in_parallel((no_op(), overdraft()))))).await;
    blamed(spec, line!(), sourcing(overdraft)).await;
    blamed(spec, line!(), with_setup(|_| (), overdraft())).await;
    blamed(spec, line!(), with_op_context(|spec, _| async move { all_run_for(&spec, overdraft()).await }))
        .await;
    blamed(spec, line!(), submit_modified(with_successively_varied_body_ids(), overdraft)).await;
    blamed(spec, line!(), create_hollow(1, |_| "hollow".into()).created_by("nobody")).await;
    Ok(())
}

/// Code that fails is blamed on the line in it that does
#[hapi_test]
async fn code_is_blamed_on_its_lines(spec: &Spec) -> SpecResult {
    let line = line!() + 2;
    let failing = with_op_context(|_, _| async move {
        let number: u32 = "ten".parse()?;
        assert_eq!(number, 10);
        Ok(())
    });
    blamed(spec, line, failing).await;
    let line = line!() + 1;
    let failing = doing_contextual(|_| Err(SpecError::new("no")));
    blamed(spec, line, failing).await;
    let line = line!() + 1;
    let failing = transfer().satisfies(|_, _| Err(SpecError::mismatch("odd", 1, 2)));
    blamed(spec, line, failing).await;
    Ok(())
}

/// Fails unless the operation does, on this line of this file.
async fn blamed(spec: &Spec, line: u32, operation: impl IntoSpec) {
    let error = spec.run_all(operation).await.expect_err("it is made to fail");
    let place = error.place().expect("there is a line to blame");
    assert_eq!((place.file(), place.line()), (file!(), line), "{error:?}");
}

// Settings

/// A part of a spec may have settings of its own, and the rest keeps its own
#[hapi_test]
fn settings_hold_for_a_part() -> impl IntoSpec {
    let with_memo = |memo: &str| record_with().memo(memo).status(Success);
    hapi_spec![
        with_setup(
            |setup| {
                setup.memo = Some("outer".into());
                setup.default_balance = 7;
            },
            hapi_spec![
                crypto_create("a").via("first"),
                with_setup(|setup| setup.memo = Some("inner".into()), crypto_create("b").via("second")),
                crypto_create("c").via("third"),
            ],
        ),
        crypto_create("d").memo("own").via("fourth"),
        get_txn_record("first").has_priority(with_memo("outer")),
        get_txn_record("second").has_priority(with_memo("inner")),
        get_txn_record("third").has_priority(with_memo("outer")),
        get_account_balance("b").has_tiny_bars(7),
        get_account_balance("d").has_hbar(10.hbar()),
    ]
}

/// What is used up when a spec begins cannot be set later, and the message says where it can
#[hapi_test]
fn some_settings_are_settled() -> impl IntoSpec {
    doing_contextual(settings_are_settled)
}

/// Tries to set what the keys of the spec have followed from.
fn settings_are_settled(spec: &Spec) {
    let error = spec.with_setup(|setup| setup.seed = setup.seed.wrapping_add(1)).expect_err("keys were made");
    assert!(error.message().contains("set HAPI_SPEC_SEED"), "{error}");
    let error = spec.with_setup(|setup| setup.default_node = Some("none".into())).expect_err("no account");
    assert!(error.place().is_none_or(|place| place.file() != file!()), "{error:?}");
}

/// Transactions take turns between the two forms on the wire, unless the settings say otherwise
#[hapi_test]
async fn wire_forms_take_turns(spec: &Spec) -> SpecResult {
    let forms = Arc::new(Mutex::new(Vec::new()));
    let watched = || {
        let seen = Arc::clone(&forms);
        transfer().with_txn_transform(move |transaction| {
            let is_signed = !transaction.signed_transaction_bytes.is_empty();
            seen.lock().unwrap_or_else(PoisonError::into_inner).push(is_signed);
            transaction
        })
    };
    let alternating = spec.with_setup(|setup| setup.wire_form = WireForm::Alternate)?;
    let signed = spec.with_setup(|setup| setup.wire_form = WireForm::Signed)?;
    for spec in [&alternating, &alternating, &signed, &signed] {
        spec.run(watched()).await?;
    }
    let forms = forms.lock().unwrap_or_else(PoisonError::into_inner).clone();
    assert!(forms[0] != forms[1] && forms[2] && forms[3], "{forms:?}");
    Ok(())
}

// Ways to the network

/// A strategy decides what is sent how often; what it answers is the answer
#[hapi_test]
fn strategies_submit(alice: SpecAccount) -> impl IntoSpec {
    hapi_spec![
        alice
            .transfer_hbars_to(FUNDING, 1)
            .with_submission_strategy(Twice)
            .has_precheck(DuplicateTransaction),
        transfer().with_submission_strategy(Unreachable).or_unavailable_status(),
    ]
}

/// A network that cannot be reached fails an operation that does not allow for it
#[hapi_test]
async fn unreachable_networks_fail(spec: &Spec) -> SpecResult {
    let sent = transfer().with_submission_strategy(Unreachable);
    let error = spec.run(sent).await.expect_err("there is no network");
    assert!(error.message().contains("did not answer: cut off"), "{error}");
    Ok(())
}

type Answer<'a> = Pin<Box<dyn Future<Output = Result<TransactionResponse, NetworkError>> + Send + 'a>>;

/// Sends the same transaction twice.
struct Twice;

impl SubmissionStrategy for Twice {
    fn submit<'a>(
        &'a self,
        network: &'a dyn HederaNetwork,
        node: &'a AccountId,
        function: HederaFunctionality,
        transaction: Bytes,
    ) -> Answer<'a> {
        Box::pin(async move {
            network.submit(node, function, transaction.clone()).await?;
            network.submit(node, function, transaction).await
        })
    }
}

/// Reaches nobody.
struct Unreachable;

impl SubmissionStrategy for Unreachable {
    fn submit<'a>(
        &'a self,
        _: &'a dyn HederaNetwork,
        node: &'a AccountId,
        _: HederaFunctionality,
        _: Bytes,
    ) -> Answer<'a> {
        let error = NetworkError::Unavailable { node: node.to_string(), status: "cut off".into() };
        Box::pin(async move { Err(error) })
    }
}

/// Each node of a list has its turn, one an attempt
#[hapi_test]
fn nodes_take_turns() -> impl IntoSpec {
    let nodes = Arc::new(Mutex::new(Vec::new()));
    let (seen, judged) = (Arc::clone(&nodes), nodes);
    hapi_spec![
        transfer()
            .set_node_from([GENESIS, NODE])
            .with_body_mutation(move |_, body| {
                let node = body.node_account_id.clone();
                seen.lock().unwrap_or_else(PoisonError::into_inner).push(node);
                // Every attempt goes to a node that exists, for the network to have an answer.
                body.node_account_id = Some(AccountId::from_num(3));
            })
            .with_submission_strategy(BusyAtGenesis)
            .has_retry_precheck_from([Busy]),
        verify(move || {
            let seen = judged.lock().unwrap_or_else(PoisonError::into_inner).clone();
            assert_eq!(seen, [2, 3].map(|num| Some(AccountId::from_num(num))));
        }),
    ]
}

/// Is busy where the transaction would go to the treasury, and otherwise sends it.
struct BusyAtGenesis;

impl SubmissionStrategy for BusyAtGenesis {
    fn submit<'a>(
        &'a self,
        network: &'a dyn HederaNetwork,
        node: &'a AccountId,
        function: HederaFunctionality,
        transaction: Bytes,
    ) -> Answer<'a> {
        if node.num() == Some(2) {
            let busy = TransactionResponse { node_transaction_precheck_code: Busy.into(), cost: 0 };
            return Box::pin(async move { Ok(busy) });
        }
        Box::pin(network.submit(node, function, transaction))
    }
}

// What else there is

/// The computed fee is shown in its parts, and is what the ledger charges
#[hapi_test]
async fn fees_are_exposed(spec: &Spec) -> SpecResult {
    let fee = Arc::new(Mutex::new(None));
    let seen = Arc::clone(&fee);
    let exposing = transfer().fee(5.hbar()).via("xfer").exposing_fees_to(move |fee| {
        *seen.lock().unwrap_or_else(PoisonError::into_inner) = Some(fee);
    });
    spec.run(exposing).await?;
    let fee = fee.lock().unwrap_or_else(PoisonError::into_inner).take().expect("it was shown");
    assert_eq!(
        fee.network / 9,
        fee.node,
        "the network's part is nine times the node's, and each is rounded down"
    );
    spec.run(get_txn_record("xfer").has_priority(record_with().fee(fee.total()))).await.map(drop)
}

/// Amounts that do not add up to zero are refused
#[hapi_test]
fn unbalanced_transfers_are_refused() -> impl IntoSpec {
    transfer().breaking_net_zero_invariant().fails_with(InvalidAccountAmounts)
}

/// A sorted transfer lists its accounts by their numbers
#[hapi_test]
fn transfers_can_be_sorted(alice: SpecAccount, bob: SpecAccount) -> impl IntoSpec {
    let sorted = |body: &CryptoTransferTransactionBody| {
        let amounts = body.transfers.iter().flat_map(|list| &list.account_amounts);
        amounts.map(|each| each.account_id.as_ref()).is_sorted()
    };
    let movements = [send(1).from(&bob).to(&alice), send(1).from(&alice).to(FUNDING)];
    let expecting = move |is_sorted| {
        move |_: &Spec, resolved: &hapi_test::ops::Resolved| match &resolved.body.data {
            Some(Data::CryptoTransfer(body)) if sorted(body) == is_sorted => Ok(()),
            other => Err(SpecError::new(format!("in the wrong order: {other:?}"))),
        }
    };
    hapi_spec![
        crypto_transfer(movements.clone()).satisfies(expecting(false)),
        sorted_crypto_transfer(movements).satisfies(expecting(true)),
    ]
}

/// An account that a transfer to an alias made has a name and a key like any other
#[hapi_test]
fn aliased_accounts_are_accounts() -> impl IntoSpec {
    hapi_spec![
        new_aliased_account("carol"),
        get_account_balance("carol").has_hbar(100.hbar()),
        get_account_info("carol").has(account_with().alias_of_key("carol").key("carol")),
        crypto_update("carol").entity_memo("signed").paying_with("carol"),
    ]
}

/// What an answer is said to cost is the least that it is given for
#[hapi_test]
fn costs_are_exact(#[account_spec(memo = "dear")] alice: SpecAccount) -> impl IntoSpec {
    hapi_spec![
        transfer().via("xfer"),
        with_strict_cost_answer_validation(move || get_account_info(&alice).has(account_with().memo("dear"))),
        with_strict_cost_answer_validation(|| get_txn_record("xfer")),
    ]
}

/// Logged operations tell more in the trace, those without logging nothing
#[hapi_test]
async fn operations_log_as_they_are_told(spec: &Spec) -> SpecResult {
    spec.run_all((transfer(), transfer().logged(), transfer().no_logging())).await?;
    let trace = spec.trace();
    let notes: Vec<_> = trace.steps.iter().rev().take(3).rev().map(|step| step.notes.len()).collect();
    assert!(matches!(notes[..], [1, 3, 0]), "{notes:?}\n{trace}");
    Ok(())
}
