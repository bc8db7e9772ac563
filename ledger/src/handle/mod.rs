//! How a transaction that reached consensus changes the ledger.

mod context;

pub use context::Handle;
