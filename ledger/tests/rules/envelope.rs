//! The two forms of a transaction, and what is wrong with others.

use bytes::Bytes;
use hapi_ledger::{
    ResponseCode,
    config::Config,
    crypto::sha384,
    envelope::{Envelope, ParsedTx},
};
use hapi_proto::services::{SignatureMap, SignedTransaction, Transaction, TransactionBody, TransactionId};
use prost::Message;

use crate::support::{Network, TREASURY, sign, transfer, treasury_key};

fn parse(bytes: &Bytes) -> Result<ParsedTx, ResponseCode> {
    ParsedTx::parse(bytes, Envelope::Transaction, &Config::default())
}

fn body() -> TransactionBody {
    Network::new().body(TREASURY, transfer(&[(TREASURY, -1), (3, 1)]))
}

fn signed(body_bytes: impl Into<Bytes>) -> SignedTransaction {
    SignedTransaction {
        body_bytes: body_bytes.into(),
        sig_map: Some(SignatureMap::default()),
        ..SignedTransaction::default()
    }
}

fn wrapped(signed: &SignedTransaction) -> Bytes {
    wrapped_bytes(signed.encode_to_vec())
}

fn wrapped_bytes(signed: Vec<u8>) -> Bytes {
    Transaction { signed_transaction_bytes: signed.into(), ..Transaction::default() }.encode_to_vec().into()
}

/// The same message with a field that no message of the schema has.
fn with_unknown_field(message: &impl Message) -> Vec<u8> {
    let mut bytes = message.encode_to_vec();
    bytes.extend([0xf8, 0xff, 0x03, 0x01]);
    bytes
}

#[test]
fn the_signed_form_is_hashed_as_it_was_signed() {
    let bytes = sign(&body(), &[&treasury_key()]);
    let tx = parse(&bytes).expect("it parses");
    assert_eq!(tx.body, body());
    assert_eq!(tx.payer(), Some(TREASURY));
    assert_eq!(tx.hash, sha384(&tx.signed_bytes));
    let gossiped = ParsedTx::parse(&tx.signed_bytes, Envelope::SignedTransaction, &Config::default());
    assert_eq!(gossiped.expect("what is gossiped parses too").hash, tx.hash);
}

#[test]
#[expect(deprecated, reason = "the form is deprecated, and accepted")]
fn the_deprecated_form_is_hashed_whole() {
    let tx = Transaction {
        body_bytes: body().encode_to_vec().into(),
        sig_map: Some(SignatureMap::default()),
        ..Transaction::default()
    };
    let bytes = tx.encode_to_vec();
    let parsed = parse(&bytes.clone().into()).expect("it parses");
    assert_eq!(parsed.hash, sha384(&bytes));
    let gossiped = ParsedTx::parse(&parsed.signed_bytes, Envelope::SignedTransaction, &Config::default());
    assert_eq!(gossiped.expect("what is gossiped parses too").hash, parsed.hash, "nodes agree on the hash");
}

#[test]
#[expect(deprecated, reason = "the deprecated form has codes of its own")]
fn each_defect_has_its_code() {
    let good = body().encode_to_vec();
    let with = |change: fn(&mut TransactionBody)| {
        let mut body = body();
        change(&mut body);
        wrapped(&signed(body.encode_to_vec()))
    };
    let both = Transaction {
        signed_transaction_bytes: signed(good.clone()).encode_to_vec().into(),
        body_bytes: good.clone().into(),
        ..Transaction::default()
    };
    let flagged =
        SignedTransaction { use_serialized_tx_message_hash_algorithm: true, ..signed(good.clone()) };
    let cases: Vec<(&str, Bytes, ResponseCode)> = vec![
        ("nothing", Bytes::new(), ResponseCode::InvalidTransactionBody),
        ("no protobuf", Bytes::from_static(&[0xff; 9]), ResponseCode::InvalidTransaction),
        ("cut short", wrapped(&signed(good.clone())).slice(..40), ResponseCode::InvalidTransaction),
        ("both forms", both.encode_to_vec().into(), ResponseCode::InvalidTransaction),
        (
            "unknown field outside",
            with_unknown_field(&Transaction::default()).into(),
            ResponseCode::TransactionHasUnknownFields,
        ),
        (
            "unknown field in the signed transaction",
            wrapped_bytes(with_unknown_field(&signed(good.clone()))),
            ResponseCode::TransactionHasUnknownFields,
        ),
        (
            "unknown field in the body",
            wrapped(&signed(with_unknown_field(&body()))),
            ResponseCode::TransactionHasUnknownFields,
        ),
        ("signed transaction unreadable", wrapped_bytes(vec![0xff; 9]), ResponseCode::InvalidTransaction),
        (
            "no signature map",
            wrapped(&SignedTransaction { sig_map: None, ..signed(good.clone()) }),
            ResponseCode::InvalidTransactionBody,
        ),
        ("hash flag", wrapped(&flagged), ResponseCode::InvalidSerializedTxMessageHashAlgorithm),
        ("body unreadable", wrapped(&signed(vec![0xff; 9])), ResponseCode::InvalidTransactionBody),
        ("no data", with(|body| body.data = None), ResponseCode::InvalidTransactionBody),
        ("no id", with(|body| body.transaction_id = None), ResponseCode::InvalidTransactionId),
        (
            "no payer",
            with(|body| body.transaction_id = Some(TransactionId::default())),
            ResponseCode::PayerAccountNotFound,
        ),
        ("too long", vec![0; 133_121].into(), ResponseCode::TransactionOversize),
    ];
    for (what, bytes, code) in cases {
        assert_eq!(parse(&bytes).map(|tx| tx.function), Err(code), "{what}");
    }
}
