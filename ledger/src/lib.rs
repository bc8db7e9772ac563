//! A HAPI ledger as a pure state machine.
//!
//! Transactions, time and randomness come in as arguments; records, receipts and state come out as values. Nothing
//! here knows of sockets, files, clocks, threads or tasks, so the same code runs embedded in a test, in a node
//! process and in a simulator.
#![no_std]

extern crate alloc;

pub mod config;
pub mod crypto;
pub mod envelope;
pub mod fees;
pub mod genesis;
pub mod handle;
pub mod ingest;
pub mod keys;
mod ledger;
pub mod queries;
pub mod records;
pub mod state;
pub mod throttles;
pub mod transactions;

pub use ledger::Ledger;

/// The code of a failed check. `Ok` results never carry one.
pub use hapi_proto::services::ResponseCodeEnum as ResponseCode;
