//! What became of a transaction, in short: who may know, for how long it is not known, and what is never known.

use hapi_test::{
    ops::CryptoTransfer,
    prelude::*,
    proto::services::{Timestamp, TransactionId, query},
};

/// A transfer that creates an account with the key of this name as its alias.
fn creation_by_alias(key: &SpecKey) -> Txn<CryptoTransfer> {
    crypto_transfer(send(1.hbar()).from(DEFAULT_PAYER).to(by_alias(key))).via("creation")
}

/// A receipt tells the status, free of charge to whoever asks
#[hapi_test]
fn receipts_are_free(#[account_spec(balance = 1.hbar())] alice: SpecAccount) -> impl IntoSpec {
    hapi_spec![
        balance_snapshot("before", &alice),
        crypto_create("child").balance(0).via("creation"),
        get_receipt("creation").paying_with(&alice).has_priority_status(Success),
        get_account_balance(&alice).has_tiny_bars(unchanged_from_snapshot("before")),
    ]
}

/// The receipt of a creation names what was created
#[hapi_test]
async fn receipts_name_what_was_created(spec: &Spec) -> SpecResult {
    let created = spec.run(crypto_create("child").balance(0).via("creation")).await?;
    let receipt = spec.run(get_receipt("creation")).await?.receipt;
    assert_eq!(receipt.account_id, Some(created.account_id));
    assert!(receipt.exchange_rate.is_some(), "the rate that the fee was converted at");
    Ok(())
}

/// A transaction that failed has a receipt that says why, and names nothing
#[hapi_test]
async fn receipts_tell_failures(
    spec: &Spec,
    #[account_spec(balance = 1.hbar())] alice: SpecAccount,
) -> SpecResult {
    let overdraft = alice.transfer_hbars_to(FUNDING, 100.hbar()).paying_with(DEFAULT_PAYER).via("overdraft");
    spec.run(overdraft.has_known_status(InsufficientAccountBalance)).await?;
    let query = get_receipt("overdraft").has_priority_status(InsufficientAccountBalance);
    assert_eq!(spec.run(query).await?.receipt.account_id, None);
    Ok(())
}

/// What never was submitted has no receipt
#[hapi_test]
fn unknown_ids_have_no_receipt() -> impl IntoSpec {
    hapi_spec![
        usable_txn_id_named("never sent"),
        get_receipt("never sent").has_answer_only_precheck(ReceiptNotFound),
    ]
}

/// A transaction that did not pass ingest has no receipt either
#[hapi_test]
fn refused_transactions_have_no_receipt() -> impl IntoSpec {
    hapi_spec![
        crypto_create("child").memo("x".repeat(101)).via("refused").has_precheck(MemoTooLong),
        get_receipt("refused").has_answer_only_precheck(ReceiptNotFound),
    ]
}

/// An id without a payer or a start is the id of nothing
#[hapi_test]
fn incomplete_ids_are_invalid(
    #[case(
        TransactionId::default(),
        TransactionId { transaction_valid_start: None, ..TransactionId::new(AccountId::from_num(2), Timestamp::new(1, 2)) },
        TransactionId { account_id: None, ..TransactionId::new(AccountId::from_num(2), Timestamp::new(1, 2)) }
    )]
    id: TransactionId,
) -> impl IntoSpec {
    get_receipt(&id).has_answer_only_precheck(InvalidTransactionId)
}

/// A question about no transaction at all is not answered
#[hapi_test]
fn an_id_is_required() -> impl IntoSpec {
    let without_id = |_: &Spec, query: &mut query::Query| {
        if let query::Query::TransactionGetReceipt(get) = query {
            get.transaction_id = None;
        }
    };
    hapi_spec![
        usable_txn_id_named("any"),
        get_receipt("any").with_query_mutation(without_id).has_answer_only_precheck(InvalidTransactionId),
    ]
}

/// What the network does below a transaction has receipts of its own, for who asks
#[hapi_test]
fn children_have_receipts(key: SpecKey) -> impl IntoSpec {
    hapi_spec![
        creation_by_alias(&key),
        get_receipt("creation").has_priority_status(Success).has_child_auto_account_creations(1),
    ]
}

/// Who does not ask for children is not told of them
#[hapi_test]
async fn children_are_told_on_request(spec: &Spec, key: SpecKey) -> SpecResult {
    spec.run(creation_by_alias(&key)).await?;
    assert!(spec.run(get_receipt("creation")).await?.children.is_empty());
    assert_eq!(spec.run(get_receipt("creation").and_child_receipts()).await?.children.len(), 1);
    Ok(())
}

/// A child is found by its parent's id and its number, counted from one
#[hapi_test]
async fn children_are_found_by_nonce(spec: &Spec, key: SpecKey) -> SpecResult {
    spec.run(creation_by_alias(&key)).await?;
    let parent: TransactionId = spec.registry().get("creation")?;
    let first =
        spec.run(get_receipt(parent.clone().with_nonce(1)).has_priority_status(Success)).await?.receipt;
    let created = spec.run(get_aliased_account_info(&key)).await?.account_id;
    assert_eq!(first.account_id, created);
    assert_eq!(first.exchange_rate, None, "that is told once, in the parent's receipt");
    spec.run(get_receipt(parent.with_nonce(2)).has_answer_only_precheck(ReceiptNotFound)).await?;
    Ok(())
}
