//! Drives the runner as a process of its own and holds its output against real libtest's.
//!
//! The program under test is this very test binary: the ignored test [`fixture::program`] turns its process into a target
//! with `hapi_test::main!`, and the other tests start it.

mod exits;
mod fixture;
mod libtest;
mod lines;
mod mirror;
mod network;
mod process;
mod reports;
