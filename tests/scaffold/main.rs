//! The crate as its users meet it: projects of their own, driven with the real `cargo test` and `cargo nextest`.
//!
//! The projects lie in one workspace under `target/tmp`, and all are built in `target/scaffold`, so that what they depend
//! on is built once. `NO_COLOR` and the like do not reach them; whatever else Cargo is told by the environment does.

mod cargo;
mod command_line;
mod compile_errors;
mod cookbook;
mod keeping;
mod lost_tests;
mod nextest;
#[cfg(target_os = "linux")]
mod processes;
mod project;
mod readme;
#[cfg(target_os = "linux")]
mod session;
mod snippet;
