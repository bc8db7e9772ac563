//! The operations that specs are made of.

pub mod assertions;
pub mod crypto;
mod exposed;
pub mod keys;
pub mod queries;
pub mod transaction;
pub mod util;

pub use assertions::*;
pub use crypto::*;
pub use keys::*;
pub use queries::*;
pub use transaction::{Resolved, TransactionOp, Txn};
pub use util::*;
