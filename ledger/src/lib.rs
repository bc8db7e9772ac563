//! A HAPI ledger as a pure state machine.
//!
//! Transactions, time and randomness come in as arguments; records, receipts and state come out as values. Nothing
//! here knows of sockets, files, clocks, threads or tasks, so the same code runs embedded in a test, in a node
//! process and in a simulator.
#![no_std]

extern crate alloc;

pub mod config;
pub mod fees;
pub mod handle;
pub mod keys;
pub mod state;
pub mod transactions;

/// The code of a failed check. `Ok` results never carry one.
pub use hapi_proto::services::ResponseCodeEnum as ResponseCode;
