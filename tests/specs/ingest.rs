//! What a node checks before it submits a transaction: its id and time, its memo and size, who pays, what is offered,
//! and whether the type may be submitted at all.

use hapi_test::{
    ops::{CryptoCreate, CryptoTransfer},
    prelude::*,
    proto::services::{
        CryptoAddLiveHashTransactionBody, CryptoDeleteLiveHashTransactionBody, CustomFeeLimit, Duration,
        FreezeTransactionBody, SystemDeleteTransactionBody, SystemUndeleteTransactionBody,
    },
};

/// A transaction that is right in all that is not spoilt.
fn transfer() -> Txn<CryptoTransfer> {
    crypto_transfer(send(1.tinybars()).from(DEFAULT_PAYER).to(FUNDING))
}

/// A transaction of about so many bytes: a new account's key list, which does not need to sign, fills it.
fn creation_of_size(bytes: usize, payer: &str) -> Txn<CryptoCreate> {
    const BYTES_PER_KEY: usize = 36;
    let keys = vec![Key::ed25519(vec![7; 32]); bytes / BYTES_PER_KEY];
    crypto_create("long").balance(0).key(Key::list(keys)).paying_with(payer).signed_by(payer)
}

// Its id

/// Each transaction has an id
#[hapi_test]
fn an_id_is_required() -> impl IntoSpec {
    transfer().sans_txn_id().has_precheck(InvalidTransactionId)
}

/// An id names who pays, and from when the transaction is valid
#[hapi_test]
fn an_id_has_payer_and_start() -> impl IntoSpec {
    // lint: allow(closures): each spoils one transaction
    hapi_spec![
        transfer()
            .with_body_mutation(|_, body| body.transaction_id.get_or_insert_default().account_id = None)
            .has_precheck(PayerAccountNotFound),
        transfer()
            .with_body_mutation(|_, body| {
                body.transaction_id.get_or_insert_default().transaction_valid_start = None;
            })
            .has_precheck(InvalidTransactionStart),
    ]
}

/// Ids of scheduled transactions are made by schedules, not by users
#[hapi_test]
fn users_do_not_make_scheduled_ids() -> impl IntoSpec {
    hapi_spec![
        usable_txn_id_named("scheduled").setting_scheduled(),
        transfer().txn_id("scheduled").has_precheck(TransactionIdFieldNotAllowed),
    ]
}

/// Nonces number what the network itself does below a user's transaction
#[hapi_test]
fn users_do_not_choose_nonces(#[case(1, -1)] nonce: i32) -> impl IntoSpec {
    transfer()
        .with_body_mutation(move |_, body| body.transaction_id.get_or_insert_default().nonce = nonce)
        .has_precheck(TransactionIdFieldNotAllowed)
}

/// An id is good for one transaction: the second is refused at once, and leaves no trace in the receipts
#[hapi_test]
fn an_id_is_used_once() -> impl IntoSpec {
    hapi_spec![
        usable_txn_id_named("once"),
        transfer().txn_id("once"),
        transfer().txn_id("once").has_precheck(DuplicateTransaction),
        get_receipt("once").has_priority_status(Success).has_duplicate_statuses([]),
    ]
}

/// A transaction that failed at consensus has used its id up
#[hapi_test]
fn failures_use_ids_up(#[account_spec(balance = 1.hbar())] alice: SpecAccount) -> impl IntoSpec {
    let overdraft =
        || alice.transfer_hbars_to(FUNDING, 100.hbar()).paying_with(DEFAULT_PAYER).txn_id("failed");
    hapi_spec![
        usable_txn_id_named("failed"),
        overdraft().has_known_status(InsufficientAccountBalance),
        overdraft().has_precheck(DuplicateTransaction),
    ]
}

/// A transaction that did not pass ingest may be sent again, put right, with the same id
#[hapi_test]
fn refusals_do_not_use_ids_up() -> impl IntoSpec {
    hapi_spec![
        usable_txn_id_named("retried"),
        transfer().txn_id("retried").fee(1).has_precheck(InsufficientTxFee),
        transfer().txn_id("retried"),
    ]
}

// Its time

/// A transaction is valid for 15 to 180 seconds
#[hapi_test]
fn durations_have_two_ends() -> impl IntoSpec {
    // lint: allow(closures): each spoils one transaction
    hapi_spec![
        transfer().valid_duration_secs(14).has_precheck(InvalidTransactionDuration),
        usable_txn_id_named("just now").modify_valid_start(|start| start.plus_seconds(9)),
        transfer().txn_id("just now").valid_duration_secs(15),
        transfer().valid_duration_secs(180),
        transfer().valid_duration_secs(181).has_precheck(InvalidTransactionDuration),
        transfer()
            .with_body_mutation(|_, body| body.transaction_valid_duration = None)
            .has_precheck(InvalidTransactionDuration),
        transfer()
            .with_body_mutation(|_, body| {
                body.transaction_valid_duration = Some(Duration { seconds: i64::MIN });
            })
            .has_precheck(InvalidTransactionDuration),
    ]
}

/// A transaction that begins in the future is not valid yet
#[hapi_test]
fn the_future_has_to_wait() -> impl IntoSpec {
    hapi_spec![
        usable_txn_id_named("tomorrow").modify_valid_start(|start| start.plus_seconds(86_400)),
        transfer().txn_id("tomorrow").has_precheck(InvalidTransactionStart),
    ]
}

/// A transaction expires; ten seconds before, nodes take it no more, since consensus needs some
#[hapi_test]
fn transactions_expire_early() -> impl IntoSpec {
    // lint: allow(closures): each spoils one transaction
    // Ids start ten seconds before now, and transactions are valid for 120 seconds.
    hapi_spec![
        usable_txn_id_named("expired").modify_valid_start(|start| start.plus_seconds(-200)),
        transfer().txn_id("expired").has_precheck(TransactionExpired),
        usable_txn_id_named("too close").modify_valid_start(|start| start.plus_seconds(-101)),
        transfer().txn_id("too close").has_precheck(TransactionExpired),
        usable_txn_id_named("in time").modify_valid_start(|start| start.plus_seconds(-90)),
        transfer().txn_id("in time"),
    ]
}

// Its memo and size

/// A memo has at most 100 bytes, however many characters that is
#[hapi_test]
fn memos_are_measured_in_bytes() -> impl IntoSpec {
    hapi_spec![
        transfer().memo("x".repeat(100)),
        transfer().memo("x".repeat(101)).has_precheck(MemoTooLong),
        transfer().memo("é".repeat(50)),
        transfer().memo("é".repeat(51)).has_precheck(MemoTooLong),
    ]
}

/// A memo has no zero bytes, which many languages would cut it at
#[hapi_test]
fn memos_have_no_zero_bytes() -> impl IntoSpec {
    transfer().memo("cut\0here").has_precheck(InvalidZeroByteInString)
}

/// Ordinary payers send at most 6,144 bytes
#[hapi_test]
fn ordinary_transactions_are_short() -> impl IntoSpec {
    hapi_spec![
        creation_of_size(5_900, DEFAULT_PAYER),
        creation_of_size(6_200, DEFAULT_PAYER).has_precheck(TransactionOversize),
    ]
}

/// Governance accounts send up to 130 KiB, of any type (HIP-1300)
///
/// <https://hips.hedera.com/hip/hip-1300>
#[hapi_test]
fn governance_transactions_may_be_long(
    #[case(GENESIS, "SYSTEM_ADMIN")] payer: &'static str,
) -> impl IntoSpec {
    hapi_spec![
        creation_of_size(6_200, payer),
        creation_of_size(132_500, payer),
        creation_of_size(134_000, payer).has_precheck(TransactionOversize),
    ]
}

// Its node and payer

/// A node submits only what names it
#[hapi_test]
fn another_nodes_transactions_are_refused() -> impl IntoSpec {
    hapi_spec![
        transfer()
            .with_body_mutation(|_, body| body.node_account_id = Some(AccountId::from_num(999)))
            .has_precheck(InvalidNodeAccount),
        transfer().sans_node_account().has_precheck(InvalidNodeAccount),
    ]
}

/// Who pays must be an account of this ledger, named by its number
#[hapi_test]
fn unknown_payers_are_refused(
    #[case(
        AccountId::from_num(999_999_999),
        AccountId::from_num(0),
        AccountId::from_evm_address([7; 20]),
        AccountId { realm_num: 1, ..AccountId::from_num(2) }
    )]
    payer: AccountId,
) -> impl IntoSpec {
    transfer().paying_with(&payer).signed_by(DEFAULT_PAYER).has_precheck(PayerAccountNotFound)
}

/// Deleted accounts pay for nothing
#[hapi_test]
fn deleted_payers_are_refused(alice: SpecAccount) -> impl IntoSpec {
    hapi_spec![
        alice.delete_with_transfer(FUNDING),
        alice.transfer_hbars_to(FUNDING, 1.hbar()).signed_by("alice").has_precheck(PayerAccountDeleted),
    ]
}

/// Nobody pays without a signature, nor with that of another
#[hapi_test]
fn payers_sign(alice: SpecAccount, mallory: SpecAccount) -> impl IntoSpec {
    hapi_spec![
        transfer().paying_with_no_sig(&alice).has_precheck(InvalidSignature),
        transfer().paying_with(&alice).signed_by((DEFAULT_PAYER, &mallory)).has_precheck(InvalidSignature),
    ]
}

/// An offer below the fee buys nothing, and a negative one less than that
#[hapi_test]
fn offers_cover_the_fee(alice: SpecAccount) -> impl IntoSpec {
    let offering = |fee: i64| alice.transfer_hbars_to(FUNDING, 1.hbar()).fee(fee);
    hapi_spec![
        offering(-1).has_precheck(InsufficientTxFee),
        offering(0).has_precheck(InsufficientTxFee),
        offering(1).has_precheck(InsufficientTxFee),
        get_account_balance(&alice).has_hbar(10.hbar()),
    ]
}

/// A payer has what it pays: the fee, and what it gives away besides
#[hapi_test]
fn payers_are_solvent(
    #[account_spec(balance = 0.hbar())] pauper: SpecAccount,
    #[account_spec(balance = 1.hbar())] alice: SpecAccount,
) -> impl IntoSpec {
    hapi_spec![
        transfer().paying_with(&pauper).has_precheck(InsufficientPayerBalance),
        alice.transfer_hbars_to(FUNDING, 1.hbar()).has_precheck(InsufficientPayerBalance),
        crypto_create("child").balance(1.hbar()).paying_with(&alice).has_precheck(InsufficientPayerBalance),
        get_account_balance(&alice).has_hbar(1.hbar()),
    ]
}

// Its type

/// Live hashes are a thing of the past
#[hapi_test]
fn live_hashes_are_not_supported(#[case(add_live_hash(), delete_live_hash())] data: Data) -> impl IntoSpec {
    transfer().with_body_mutation(move |_, body| body.data = Some(data.clone())).has_precheck(NotSupported)
}

/// A transaction of the past.
#[expect(deprecated, reason = "nodes must still know them, to refuse them")]
fn add_live_hash() -> Data {
    Data::CryptoAddLiveHash(CryptoAddLiveHashTransactionBody::default())
}

/// The other one of its kind.
#[expect(deprecated, reason = "nodes must still know them, to refuse them")]
fn delete_live_hash() -> Data {
    Data::CryptoDeleteLiveHash(CryptoDeleteLiveHashTransactionBody::default())
}

/// Ordinary accounts may not even ask to freeze the network, nor to delete what is not theirs
#[hapi_test]
fn users_do_not_govern(
    #[case(
        Data::Freeze(FreezeTransactionBody::default()),
        Data::SystemDelete(SystemDeleteTransactionBody::default()),
        Data::SystemUndelete(SystemUndeleteTransactionBody::default())
    )]
    data: Data,
) -> impl IntoSpec {
    transfer().with_body_mutation(move |_, body| body.data = Some(data.clone())).has_precheck(NotSupported)
}

/// Limits of custom fees belong to messages for topics (HIP-991)
///
/// <https://hips.hedera.com/hip/hip-991>
#[hapi_test]
fn fee_limits_belong_to_topics() -> impl IntoSpec {
    transfer().max_custom_fee(CustomFeeLimit::default()).has_precheck(MaxCustomFeesIsNotSupported)
}
