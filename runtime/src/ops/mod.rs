//! The operations that specs are made of.

pub mod crypto;
mod exposed;
pub mod keys;
pub mod transaction;

pub use crypto::*;
pub use keys::*;
pub use transaction::{Resolved, TransactionOp, Txn};
