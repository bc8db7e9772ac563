//! Transactions as a client of a development network sends them.

use bytes::Bytes;
use hapi_ledger::crypto::SecretKey;
use hapi_proto::services::{
    AccountAmount, AccountId, CryptoTransferTransactionBody, Duration, SignatureMap, SignaturePair,
    SignedTransaction, Timestamp, Transaction, TransactionBody, TransactionId, TransferList,
    signature_pair::Signature, transaction_body::Data,
};
use prost::Message;

pub(crate) const TREASURY: u64 = 2;

/// The key of the treasury of a development network.
pub(crate) fn treasury_key() -> SecretKey {
    let mut seed = [0; 32];
    hex::decode_to_slice("91132178e72057a1d7528025956fe39b0b847f200ab59b2fdd367017f3087137", &mut seed)
        .expect("it is hex");
    SecretKey::ed25519(seed)
}

/// A transaction that `payer` pays for, signed by the treasury, to be handled at `now` at the earliest.
pub(crate) fn signed(payer: u64, data: Data, now: Timestamp) -> Bytes {
    let body = TransactionBody {
        transaction_id: Some(TransactionId {
            account_id: Some(AccountId::from_num(payer)),
            transaction_valid_start: Some(now.plus_nanos(-1)),
            ..TransactionId::default()
        }),
        node_account_id: Some(AccountId::from_num(3)),
        transaction_fee: 100_000_000_000,
        transaction_valid_duration: Some(Duration { seconds: 120 }),
        data: Some(data),
        ..TransactionBody::default()
    };
    let body_bytes = body.encode_to_vec();
    let key = treasury_key();
    let pair = SignaturePair {
        pub_key_prefix: Bytes::copy_from_slice(key.public().as_bytes()),
        signature: Some(Signature::Ed25519(Bytes::copy_from_slice(&key.sign(&body_bytes)))),
    };
    let signed = SignedTransaction {
        body_bytes: body_bytes.into(),
        sig_map: Some(SignatureMap { sig_pair: vec![pair] }),
        ..SignedTransaction::default()
    };
    Transaction { signed_transaction_bytes: signed.encode_to_vec().into(), ..Transaction::default() }
        .encode_to_vec()
        .into()
}

/// A transfer from the treasury.
pub(crate) fn transfer(to: AccountId, amount: i64) -> Data {
    let entry =
        |account_id, amount| AccountAmount { account_id: Some(account_id), amount, ..Default::default() };
    let account_amounts = vec![entry(AccountId::from_num(TREASURY), -amount), entry(to, amount)];
    let transfers = Some(TransferList { account_amounts });
    Data::CryptoTransfer(CryptoTransferTransactionBody { transfers, ..Default::default() })
}
