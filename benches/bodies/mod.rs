//! Transactions for benches: made, signed and wrapped as clients do.

use bytes::Bytes;
use hapi_ledger::crypto::SecretKey;
use hapi_node::DEVELOPMENT_KEY;
use hapi_proto::services::{
    AccountAmount, AccountId, CryptoTransferTransactionBody, Duration, SignatureMap, SignaturePair,
    SignedTransaction, Timestamp, Transaction, TransactionBody, TransactionId, TransferList,
    signature_pair::Signature, transaction_body::Data,
};
use prost::Message;

/// The account of the first node.
pub(crate) const NODE: u64 = 3;
/// What an account starts with, in tinybar: enough fees for as long as a bench runs.
pub(crate) const BALANCE: i64 = 1_000_000_000_000;
/// What a transfer is worth, in tinybar.
const AMOUNT: i64 = 1;

/// The development key, whose accounts all benches use: a ledger does not care how many accounts have the same.
pub(crate) fn development_key() -> SecretKey {
    let mut seed = [0; 32];
    let digits = &DEVELOPMENT_KEY[DEVELOPMENT_KEY.len() - 64..];
    hex::decode_to_slice(digits, &mut seed).expect("it ends with 64 digits");
    SecretKey::ed25519(seed)
}

/// The body of a transaction, by the first node.
pub(crate) fn body(payer: u64, start: Timestamp, data: Data) -> TransactionBody {
    TransactionBody {
        transaction_id: Some(TransactionId::new(AccountId::from_num(payer), start)),
        node_account_id: Some(AccountId::from_num(NODE)),
        transaction_fee: 1_000_000_000,
        transaction_valid_duration: Some(Duration::from_seconds(120)),
        data: Some(data),
        ..TransactionBody::default()
    }
}

/// A transfer of one tinybar, by the first node.
pub(crate) fn transfer(payer: u64, receiver: u64, start: Timestamp) -> TransactionBody {
    let entry = |num, amount| AccountAmount {
        account_id: Some(AccountId::from_num(num)),
        amount,
        ..Default::default()
    };
    let account_amounts = vec![entry(payer, -AMOUNT), entry(receiver, AMOUNT)];
    let op = CryptoTransferTransactionBody {
        transfers: Some(TransferList { account_amounts }),
        ..CryptoTransferTransactionBody::default()
    };
    body(payer, start, Data::CryptoTransfer(op))
}

/// Signs a body, and wraps it as clients do.
pub(crate) fn signed(key: &SecretKey, public_key: &Bytes, body: &TransactionBody) -> Bytes {
    let body_bytes = body.encode_to_vec();
    let pair = SignaturePair {
        pub_key_prefix: public_key.clone(),
        signature: Some(Signature::Ed25519(Bytes::copy_from_slice(&key.sign(&body_bytes)))),
    };
    let signed = SignedTransaction {
        body_bytes: body_bytes.into(),
        sig_map: Some(SignatureMap { sig_pair: vec![pair] }),
        ..SignedTransaction::default()
    };
    let transaction =
        Transaction { signed_transaction_bytes: signed.encode_to_vec().into(), ..Transaction::default() };
    transaction.encode_to_vec().into()
}
