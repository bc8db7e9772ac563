//! What a transaction did, in full: its record's fields, those of its children, and where there is none.
//!
//! Records live for three minutes of consensus time; that they end is a matter for a network in virtual time.

use std::sync::{Arc, Mutex};

use hapi_ledger::crypto::sha384;
use hapi_test::{
    ops::CryptoTransfer,
    prelude::*,
    proto::services::{AccountAmount, Timestamp, Transaction, TransactionId, TransactionRecord},
};
use prost::Message;

/// All amounts of a record's hbar transfers.
fn amounts(record: &TransactionRecord) -> Vec<AccountAmount> {
    record.transfer_list.clone().unwrap_or_default().account_amounts
}

/// When the record says that it happened.
fn time(record: &TransactionRecord) -> Timestamp {
    record.consensus_timestamp.expect("each record has a consensus time")
}

/// A transfer that creates the account of this key.
fn creation_by_alias(key: &SpecKey) -> Txn<CryptoTransfer> {
    crypto_transfer(send(1.hbar()).from(DEFAULT_PAYER).to(by_alias(key))).via("creation")
}

/// A record has the transaction's id and memo, its status, its fee and its transfers
#[hapi_test]
fn records_tell_what_happened(alice: SpecAccount, bob: SpecAccount) -> impl IntoSpec {
    hapi_spec![
        alice.transfer_hbars_to(&bob, 2.hbar()).memo("for lunch").via("lunch"),
        get_txn_record("lunch").has_priority(
            record_with()
                .txn_id("lunch")
                .memo("for lunch")
                .status(Success)
                .fee_greater_than(0)
                .transfers(including(&bob, 2.hbar()).and(including_any_deduction(&alice)))
                .no_token_transfers(),
        ),
    ]
}

/// Whatever a transaction moves, nothing is lost and nothing appears: transfers add up to zero, fees included
#[hapi_test]
fn transfers_add_up_to_zero(alice: SpecAccount, bob: SpecAccount, carol: SpecAccount) -> impl IntoSpec {
    // lint: allow(closures): a sum is told as it is made
    hapi_spec![
        crypto_transfer(moving_hbar(3.hbar()).distributing(&alice, [&bob, &carol]))
            .paying_with(&bob)
            .via("gift"),
        get_txn_record("gift").satisfies(|_, answer| {
            let sum: i64 = amounts(&answer.record).iter().map(|each| each.amount).sum();
            if sum == 0 { Ok(()) } else { Err(format!("the transfers add up to {sum} tinybars")) }
        }),
    ]
}

/// The transfers of a record are what the balances went through
#[hapi_test]
fn transfers_explain_balances(alice: SpecAccount, bob: SpecAccount) -> impl IntoSpec {
    hapi_spec![
        take_balance_snapshots([&alice, &bob]),
        alice.transfer_hbars_to(&bob, 2.hbar()).via("first"),
        bob.transfer_hbars_to(&alice, 1.hbar()).via("second"),
        validate_transfer_list_for_balances(["first", "second"], [&alice, &bob]),
    ]
}

/// A transfer list is sorted by account, each of which is there once
#[hapi_test]
async fn transfers_are_sorted(spec: &Spec, alice: SpecAccount, bob: SpecAccount) -> SpecResult {
    spec.run(bob.transfer_hbars_to(&alice, 1.hbar()).via("sorted")).await?;
    let record = spec.run(get_txn_record("sorted")).await?.record;
    let accounts: Vec<_> = amounts(&record).into_iter().map(|each| each.account_id).collect();
    assert!(accounts.len() >= 3, "giver, receiver and who gets the fee: {accounts:?}");
    assert!(accounts.is_sorted_by(|a, b| a < b), "{accounts:?}");
    Ok(())
}

/// A record knows its transaction by the SHA-384 of what was signed, or of the deprecated form as it came
#[hapi_test]
async fn hashes_are_of_the_wire_form(spec: &Spec) -> SpecResult {
    for form in [Layout::Signed, Layout::BodyAndSigMap] {
        let sent = Arc::new(Mutex::new(Transaction::default()));
        let copy = Arc::clone(&sent);
        let transfer = crypto_transfer(send(1.tinybars()).from(DEFAULT_PAYER).to(FUNDING))
            .with_proto_structure(form)
            .with_txn_transform(move |transaction| {
                copy.lock().expect("nobody panics with it").clone_from(&transaction);
                transaction
            });
        spec.run(transfer.via("hashed")).await?;
        let sent = sent.lock().expect("nobody panics with it").clone();
        let hashed = match form {
            Layout::Signed => sent.signed_transaction_bytes.to_vec(),
            _ => sent.encode_to_vec(),
        };
        let record = spec.run(get_txn_record("hashed")).await?.record;
        assert_eq!(record.transaction_hash, sha384(&hashed).to_vec(), "{form:?}");
    }
    Ok(())
}

/// Consensus times only grow, in the order of the transactions, and lie after the start of each
#[hapi_test]
async fn consensus_times_grow(spec: &Spec, alice: SpecAccount) -> SpecResult {
    let mut last = Timestamp::default();
    for _ in 0..3 {
        spec.run(alice.transfer_hbars_to(FUNDING, 1.tinybars()).via("next")).await?;
        let record = spec.run(get_txn_record("next")).await?.record;
        let start = record.transaction_id.as_ref().and_then(|id| id.transaction_valid_start);
        assert!(time(&record) > last && Some(time(&record)) > start);
        last = time(&record);
    }
    Ok(())
}

/// A transaction that failed moves nothing but its fee
#[hapi_test]
fn failures_cost_the_fee(
    #[account_spec(balance = 1.hbar())] alice: SpecAccount,
    payer: SpecAccount,
) -> impl IntoSpec {
    hapi_spec![
        take_balance_snapshots([&alice, &payer]),
        alice
            .transfer_hbars_to(FUNDING, 100.hbar())
            .paying_with(&payer)
            .via("overdraft")
            .has_known_status(InsufficientAccountBalance),
        get_txn_record("overdraft").has_priority(
            record_with()
                .status(InsufficientAccountBalance)
                .fee_greater_than(0)
                .transfers(exact_participants((&payer, FEE_COLLECTOR))),
        ),
        validate_transfer_list_for_balances("overdraft", [&alice, &payer]),
    ]
}

/// What never was submitted has no record; who asks pays all the same
#[hapi_test]
fn unknown_ids_have_no_record(alice: SpecAccount) -> impl IntoSpec {
    hapi_spec![
        usable_txn_id_named("never sent"),
        get_txn_record("never sent").paying_with(&alice).has_answer_only_precheck(RecordNotFound),
        get_account_balance(&alice).has_tiny_bars(less_than(10.hbar())),
    ]
}

/// An id that names no payer is the id of nothing
#[hapi_test]
fn incomplete_ids_are_invalid() -> impl IntoSpec {
    get_txn_record(TransactionId::default()).asserting_nothing_about_hashes().fails_with(InvalidAccountId)
}

/// What the network does for a transaction has a record of its own, just before the transaction's
#[hapi_test]
fn children_have_records(#[key_spec(kind = ecdsa)] key: SpecKey) -> impl IntoSpec {
    // lint: allow(closures): an address is known when the spec runs
    hapi_spec![
        creation_by_alias(&key),
        get_txn_record("creation").saving_consensus_time_as("time of the parent"),
        with_address_of_key(key.name(), |address| child_records_check(
            "creation",
            Success,
            [record_with()
                .status(Success)
                .creates_account()
                .evm_address(address.to_vec())
                .consensus_time_implied_by_offset("time of the parent", -1),]
        )),
    ]
}

/// Children are in the order of their consensus times, a nanosecond apart, numbered from one
#[hapi_test]
async fn children_are_in_order(spec: &Spec, first: SpecKey, second: SpecKey) -> SpecResult {
    let to = |key: &SpecKey| send(1.hbar()).from(DEFAULT_PAYER).to(by_alias(key));
    spec.run(crypto_transfer([to(&first), to(&second)]).via("creations")).await?;
    let children = spec.run(get_txn_record("creations").and_all_child_records()).await?;
    let [one, two] = children.children.as_slice() else { panic!("two accounts were created: {children:#?}") };
    let parent: TransactionId = spec.registry().get("creations")?;
    assert_eq!(one.transaction_id, Some(parent.clone().with_nonce(1)));
    assert_eq!(two.transaction_id, Some(parent.with_nonce(2)));
    assert_eq!([time(one).plus_nanos(1), time(two).plus_nanos(1)], [time(two), time(&children.record)]);
    Ok(())
}

/// A child is found by its parent's id and its number
#[hapi_test]
async fn children_are_found_by_nonce(spec: &Spec, key: SpecKey) -> SpecResult {
    spec.run(creation_by_alias(&key)).await?;
    let parent: TransactionId = spec.registry().get("creation")?;
    let child = get_txn_record(parent.clone().with_nonce(1)).has_priority(record_with().creates_account());
    spec.run(child).await?;
    spec.run(get_txn_record(parent.with_nonce(2)).has_answer_only_precheck(RecordNotFound)).await?;
    Ok(())
}

/// A plain transfer has no children
#[hapi_test]
fn plain_transfers_have_no_children(alice: SpecAccount) -> impl IntoSpec {
    hapi_spec![
        alice.transfer_hbars_to(FUNDING, 1.hbar()).via("plain"),
        empty_child_records_check("plain", Success),
    ]
}

/// The records of an account are those of the transactions that it paid for
#[hapi_test]
fn records_belong_to_who_paid(alice: SpecAccount, bob: SpecAccount) -> impl IntoSpec {
    hapi_spec![
        alice.transfer_hbars_to(&bob, 1.hbar()).via("first"),
        bob.transfer_hbars_to(&alice, 1.hbar()).via("not hers"),
        alice.transfer_hbars_to(&bob, 1.hbar()).via("second"),
        get_account_records(&alice).has([record_with().txn_id("first"), record_with().txn_id("second")]),
    ]
}

/// A question that was paid for is a transaction, and has a record
#[hapi_test]
fn questions_have_records(alice: SpecAccount) -> impl IntoSpec {
    hapi_spec![
        get_account_info(&alice).paying_with(&alice).via("question"),
        get_txn_record("question")
            .has_priority(record_with().status(Success).transfers(including_any_deduction(&alice)),),
        validate_charged_usd("question", 0.0001),
    ]
}
