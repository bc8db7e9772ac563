//! The specs of the ledger, by subject. `example_test.rs` is the one to copy.

mod crypto;
mod dsl;
mod envelope;
mod example_test;
mod fees;
mod files;
mod flow;
mod ingest;
mod modes;
mod nodes;
mod overrides;
mod queries;
mod query_payment;
mod receipts;
mod records;
mod report;
mod suites;
mod tokens;

hapi_test::main!();
