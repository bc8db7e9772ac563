//! The operations that specs are made of.

pub(crate) mod assertions;
pub(crate) mod crypto;
mod exposed;
pub(crate) mod file;
pub(crate) mod keys;
mod nodes;
pub(crate) mod queries;
pub(crate) mod token;
pub(crate) mod transaction;
pub(crate) mod util;

pub use assertions::*;
pub use crypto::*;
pub use file::*;
pub use keys::*;
pub use nodes::*;
pub use queries::*;
pub use token::*;
pub use transaction::{Resolved, TransactionOp, Txn};
pub use util::*;

pub use crate::system_files::SystemFile;
