//! Specs, operations, sessions, harness and networks: everything behind the `hapi-test` facade.
//!
//! This crate is an implementation detail of `hapi-test`; depend on that instead.

pub mod coverage;
pub mod fees;
pub mod fixtures;
pub mod harness;
pub mod keys;
mod lint;
mod made_once;
pub mod networks;
pub mod ops;
pub mod private;
pub mod registry;
pub mod report;
mod resources;
pub mod session;
pub mod spec;
pub mod system_files;
pub mod test_case;
pub mod txns;
