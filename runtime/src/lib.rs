//! Specs, operations, sessions, harness and networks: everything behind the `hapi-test` facade.
//!
//! This crate is an implementation detail of `hapi-test`; depend on that instead.

pub mod fixtures;
pub mod networks;
pub mod private;
pub mod spec;
pub mod test_case;
