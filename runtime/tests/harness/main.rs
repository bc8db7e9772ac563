//! Drives the runner as a process of its own and holds its output against real libtest's.
//!
//! The program under test is this very test binary: the ignored test [`fixture::program`] turns its process into a target
//! with `hapi_test::main!`, and the other tests start it.

mod checklist;
mod coverage;
mod exits;
mod fixture;
#[cfg(unix)]
mod interrupts;
mod junit;
mod kept;
mod libtest;
mod lines;
#[cfg(target_os = "linux")]
mod live;
mod mirror;
mod model;
mod network;
mod page;
mod process;
mod reports;
mod seeds;
mod shares;
