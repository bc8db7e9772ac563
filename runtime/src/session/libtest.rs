//! Running a spec under libtest's own harness, in targets without `harness = false`.

use std::{
    process::{self, ExitCode},
    sync::{LazyLock, OnceLock},
};

use super::{Executor, Reentry, Session, link};
use crate::{harness, networks, test_case::TestCase};

/// The session of a process that has no `main!`: started with its first test, ended with the process.
static SESSION: LazyLock<Result<Executor, String>> = LazyLock::new(|| {
    let options = harness::from_env(&|name| std::env::var(name).ok())?;
    let wish = FIRST.get().map(|test| options.wish(Reentry::Libtest(test)));
    let session = Session::new(networks::start_default).shared(wish);
    // libtest shows or hides what is printed on its threads by itself, and so gets all there is.
    Ok(Executor::new(session, options.timeout_factor, true, true))
});

/// The test that came first: one by which the program can be started again.
static FIRST: OnceLock<&'static str> = OnceLock::new();

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
    if let Some(served) = link::serve_if_asked(networks::start_default) {
        // This is no run of tests: libtest must not go on to call it one.
        process::exit(if served == ExitCode::SUCCESS { 0 } else { 1 });
    }
    FIRST.get_or_init(|| case.name());
    let session = SESSION.as_ref().unwrap_or_else(|error| panic!("{error}"));
    let ending = session.run_spec(case, 0);
    if ending.verdict.is_failure() {
        panic!("{}", ending.output);
    }
    print!("{}", ending.output);
}
