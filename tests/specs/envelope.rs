//! What a node accepts as a transaction: its forms on the wire, its signature map, and all that can be malformed in
//! both.

// lint: allow(closures): each closure spoils one part of a transaction

use hapi_test::{
    ops::CryptoTransfer,
    prelude::*,
    proto::services::{SignatureMap, SignedTransaction, Transaction},
};
use prost::Message;

/// The transaction that is spoilt here: harmless, and right in all that is not spoilt.
fn transfer() -> Txn<CryptoTransfer> {
    crypto_transfer(send(1.tinybars()).from(DEFAULT_PAYER).to(FUNDING))
}

/// The same with its `SignedTransaction` changed after it was signed.
fn transfer_with(change: impl Fn(&mut SignedTransaction) + Send + Sync + 'static) -> Txn<CryptoTransfer> {
    transfer().with_proto_structure(Layout::Signed).with_txn_transform(move |mut transaction| {
        let bytes = transaction.signed_transaction_bytes.clone();
        let mut signed = SignedTransaction::decode(bytes).expect("it was encoded a moment ago");
        change(&mut signed);
        transaction.signed_transaction_bytes = signed.encode_to_vec().into();
        transaction
    })
}

/// The signatures of a transaction, to be spoilt.
fn signatures(signed: &mut SignedTransaction) -> &mut SignatureMap {
    signed.sig_map.get_or_insert_default()
}

/// Nodes accept the present form of a transaction and the deprecated one, and keep the same record of both
#[hapi_test]
fn both_forms_are_accepted(#[case(Layout::Signed, Layout::BodyAndSigMap)] form: Layout) -> impl IntoSpec {
    hapi_spec![
        transfer().with_proto_structure(form).memo("either form").via("transfer"),
        get_txn_record("transfer").has_priority(
            record_with().status(Success).memo("either form").transfers(including(FUNDING, 1.tinybars())),
        ),
    ]
}

/// A signature map alone is the signature map of nothing
#[hapi_test]
fn a_signature_map_needs_a_body() -> impl IntoSpec {
    transfer().as_txn_with_only_sig_map().has_precheck(InvalidTransactionBody)
}

/// Nobody can say which half to believe of a transaction that has both forms at once
#[hapi_test]
fn both_forms_at_once_are_refused() -> impl IntoSpec {
    hapi_spec![
        transfer().as_txn_with_signed_txn_bytes_and_sig_map().has_precheck(InvalidTransaction),
        transfer().as_txn_with_signed_txn_bytes_and_body_bytes().has_precheck(InvalidTransaction),
    ]
}

/// An empty transaction has no body
#[hapi_test]
fn an_empty_transaction_is_refused() -> impl IntoSpec {
    transfer().with_txn_transform(|_| Transaction::default()).has_precheck(InvalidTransactionBody)
}

/// A field that the node does not know could change what the transaction means, wherever it is
#[hapi_test]
fn unknown_fields_are_refused_at_each_level(
    #[case(
        UnknownFieldIn::Transaction,
        UnknownFieldIn::SignedTransaction,
        UnknownFieldIn::TransactionBody,
        UnknownFieldIn::OpBody
    )]
    level: UnknownFieldIn,
) -> impl IntoSpec {
    transfer().with_unknown_field_in(level).has_precheck(TransactionHasUnknownFields)
}

/// Bytes that are no protobuf are told apart by where they are: in the envelope, or in the body
#[hapi_test]
fn malformed_bytes_are_refused() -> impl IntoSpec {
    const GROUP_WITHOUT_END: &[u8] = &[0x0b];
    let malformed_envelope =
        transfer().with_proto_structure(Layout::Signed).with_txn_transform(|mut transaction| {
            transaction.signed_transaction_bytes = GROUP_WITHOUT_END.into();
            transaction
        });
    hapi_spec![
        malformed_envelope.has_precheck(InvalidTransaction),
        transfer_with(|signed| signed.body_bytes = GROUP_WITHOUT_END.into())
            .has_precheck(InvalidTransactionBody),
    ]
}

/// A body says what is to be done
#[hapi_test]
fn a_body_without_data_is_refused() -> impl IntoSpec {
    transfer().with_body_mutation(|_, body| body.data = None).has_precheck(InvalidTransactionBody)
}

/// A transaction without a signature map is malformed, one with an empty map is not signed
#[hapi_test]
fn a_missing_signature_map_is_not_an_empty_one() -> impl IntoSpec {
    hapi_spec![
        transfer_with(|signed| signed.sig_map = None).has_precheck(InvalidTransactionBody),
        transfer_with(|signed| signatures(signed).sig_pair.clear()).has_precheck(InvalidSignature),
    ]
}

/// Only nodes themselves mark a transaction as one that came in the deprecated form
#[hapi_test]
fn clients_do_not_choose_the_hash() -> impl IntoSpec {
    transfer_with(|signed| signed.use_serialized_tx_message_hash_algorithm = true)
        .has_precheck(InvalidSerializedTxMessageHashAlgorithm)
}

/// What was signed can be changed by nobody afterwards
#[hapi_test]
fn signatures_are_of_the_body_as_it_is() -> impl IntoSpec {
    let repriced = transfer_with(|signed| {
        let bytes = signed.body_bytes.clone();
        let mut body = TransactionBody::decode(bytes).expect("it was encoded a moment ago");
        body.memo = "changed on the way".into();
        signed.body_bytes = body.encode_to_vec().into();
    });
    repriced.has_precheck(InvalidSignature)
}

/// Public key prefixes that do not tell two signatures apart make the whole map ambiguous
#[hapi_test]
fn equal_prefixes_are_refused() -> impl IntoSpec {
    let twice = |signed: &mut SignedTransaction| {
        let pair = signatures(signed).sig_pair[0].clone();
        signatures(signed).sig_pair.push(pair);
    };
    transfer_with(twice).has_precheck(KeyPrefixMismatch)
}

/// Signatures that show the prefixes of each other's keys are signatures of nobody
#[hapi_test]
fn confused_prefixes_do_not_sign(alice: SpecAccount, bob: SpecAccount) -> impl IntoSpec {
    crypto_transfer([send(1.hbar()).from(&alice).to(FUNDING), send(1.hbar()).from(&bob).to(FUNDING)])
        .paying_with(&alice)
        .sig_map_prefixes(CONFUSED_PREFIXES)
        .has_precheck(InvalidSignature)
}

/// Whoever else signs does no harm; what the node verifies costs: what somebody needs, and what shows a whole key
#[hapi_test]
fn superfluous_signatures_are_welcome(
    alice: SpecAccount,
    stranger: SpecKey,
    #[account_spec(key = thresh_of(1, 3))] club: SpecAccount,
) -> impl IntoSpec {
    let in_company = || alice.transfer_hbars_to(FUNDING, 1.hbar()).signed_by_payer_and((&stranger, &club));
    hapi_spec![
        alice.transfer_hbars_to(FUNDING, 1.hbar()).via("alone"),
        in_company().via("in company"),
        in_company().sig_map_prefixes(FULL_PREFIXES).via("with whole keys"),
        validate_charged_usd("alone", 0.0001),
        validate_charged_usd("in company", 0.0001),
        validate_charged_usd("with whole keys", 0.0005),
    ]
}

/// A key list around a key, and so on: `depth` levels with the innermost key
fn nested_key(depth: usize) -> Key {
    (1..depth).fold(Key::ed25519(vec![7; 32]), |inner, _| Key::list(vec![inner]))
}

/// A key may have fifteen levels, counting itself, and no more
#[hapi_test]
fn keys_nest_fifteen_levels_deep() -> impl IntoSpec {
    hapi_spec![
        crypto_create("deepest").key(nested_key(15)).signed_by(DEFAULT_PAYER),
        get_account_info("deepest").has(account_with().key(nested_key(15))),
        crypto_create("too deep").key(nested_key(16)).signed_by(DEFAULT_PAYER).fails_with(BadEncoding),
    ]
}

/// A key that is nested beyond all measure is a malformed body, and the node survives reading it
#[hapi_test]
fn bottomless_keys_are_refused() -> impl IntoSpec {
    hapi_spec![
        crypto_create("bottomless").key(nested_key(700)).signed_by(DEFAULT_PAYER).has_precheck_from([
            InvalidTransactionBody,
            BadEncoding,
            TransactionOversize
        ]),
        get_version_info().has_no_degenerate_semvers(),
    ]
}

/// A key of no kind at all is not a key
#[hapi_test]
fn keys_without_a_kind_are_refused(
    #[case(Key::default(), Key::list(vec![]), Key::threshold(1, vec![]))] key: Key,
) -> impl IntoSpec {
    crypto_create("keyless").key(key).signed_by(DEFAULT_PAYER).has_precheck_from([KeyRequired, BadEncoding])
}

/// A threshold counts signatures: too few do not suffice, enough do
#[hapi_test]
fn thresholds_count_signatures(#[account_spec(key = thresh_of(2, 3))] club: SpecAccount) -> impl IntoSpec {
    let signed_as =
        |control| club.transfer_hbars_to(FUNDING, 1.hbar()).sig_control(for_key(club.name(), control));
    hapi_spec![
        signed_as(sigs![ON, OFF, OFF]).has_precheck(InvalidSignature),
        signed_as(sigs![ON, OFF, ON]),
        signed_as(sigs![OFF, ON, ON]),
    ]
}

/// An operation that ends as expected but for another reason would hide that reason
#[hapi_test]
async fn a_wrong_code_is_no_substitute(spec: &Spec) -> SpecResult {
    let error = spec.run(transfer().memo("x".repeat(101)).has_precheck(InvalidTransactionBody)).await;
    let comparison = error.expect_err("the memo is too long").comparison().cloned().expect("two codes");
    let actual = ResponseCodeEnum::MemoTooLong.as_str_name();
    assert_eq!(
        (comparison.expected.as_str(), comparison.actual.as_str()),
        ("INVALID_TRANSACTION_BODY", actual)
    );
    Ok(())
}
