//! What became of transactions: receipts and records, for as long as anyone may ask.

pub(crate) mod encode;
mod finalize;
mod history;
mod token_moves;

pub(crate) use finalize::{Moves, transfer_list};
pub use history::{Duplicate, History, StoredRecord, TransactionKey};
pub(crate) use history::{forget_expired, remember};
