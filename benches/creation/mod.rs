//! Accounts for benches whose clients begin with nothing.

use bytes::Bytes;
use hapi_proto::services::{
    CryptoCreateTransactionBody, Duration, Key, Timestamp, TransactionBody, transaction_body::Data,
};

use crate::bodies::body;

/// Who pays for the accounts that are created.
pub(crate) const TREASURY: u64 = 2;

/// The creation of an account with this key and so many tinybars, for the treasury's.
pub(crate) fn create(public_key: &Bytes, balance: i64, start: Timestamp) -> TransactionBody {
    let op = CryptoCreateTransactionBody {
        key: Some(Key::ed25519(public_key.clone())),
        initial_balance: balance.unsigned_abs(),
        auto_renew_period: Some(Duration::from_seconds(7_776_000)),
        ..CryptoCreateTransactionBody::default()
    };
    body(TREASURY, start, Data::CryptoCreateAccount(op))
}
