//! Running a spec under libtest's own harness, in targets without `harness = false`.

use std::sync::LazyLock;

use super::{Executor, Session};
use crate::{networks, test_case::TestCase};

/// The session of a process that has no `main!`: started with its first test, ended with the process.
static SESSION: LazyLock<Executor> = LazyLock::new(|| {
    let factor =
        std::env::var("HAPI_TIMEOUT_FACTOR").ok().and_then(|factor| factor.parse().ok()).unwrap_or(1.0);
    // libtest shows or hides what goes to standard output and error by itself.
    Executor::new(Session::new(networks::start_default), factor, true, true)
});

/// Runs the spec registered as `path`, for the `#[test]` function that its attribute leaves under libtest's harness.
///
/// Several threads of libtest may do so at once; they share one network.
///
/// # Panics
/// With the failure report, when the spec fails, and when no spec is registered under `path`.
#[track_caller]
pub fn run_under_libtest(path: &str) {
    let case = inventory::iter::<TestCase>.into_iter().find(|case| case.path == path);
    let Some(case) = case else {
        panic!(
            "no spec is registered as `{path}`: the linker has dropped it, or the attribute's expansion is broken"
        );
    };
    match SESSION.run_spec(case) {
        Ok(log) => print!("{log}"),
        Err(report) => panic!("{report}"),
    }
}
