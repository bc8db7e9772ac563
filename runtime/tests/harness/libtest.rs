//! Specs under libtest's own harness, on the embedded network.
//!
//! The ignored tests are what the attribute macros leave for libtest; the others start this binary to run them.

use hapi_test_runtime::session::run_under_libtest;

use super::process::{run_libtest, run_libtest_with};

#[test]
#[ignore = "run by the tests below"]
fn passes() {
    run_under_libtest("harness::m::passes");
}

#[test]
#[ignore = "run by the tests below"]
fn passes_async() {
    run_under_libtest("harness::m::passes_async");
}

#[test]
#[ignore = "run by the tests below"]
fn fails() {
    run_under_libtest("harness::m::fails");
}

#[test]
#[ignore = "run by the tests below"]
fn exits() {
    run_under_libtest("harness::end::exits");
}

#[test]
#[ignore = "run by the tests below"]
fn unknown() {
    run_under_libtest("harness::m::unknown");
}

#[test]
fn a_spec_passes_and_its_output_is_libtests_to_show() {
    let quiet = run_libtest(&["--exact", "--ignored", "libtest::passes", "libtest::passes_async"]);
    assert!(quiet.stdout.contains("test result: ok. 2 passed;"), "{quiet:?}");
    assert!(!quiet.stdout.contains("doing"), "{quiet:?}");
    let shown = run_libtest(&["--exact", "--ignored", "--show-output", "libtest::passes"]);
    assert!(shown.stdout.contains("✓ first(it) ") && shown.stdout.contains(": doing second\n"), "{shown:?}");
}

#[test]
fn a_failure_panics_with_its_report() {
    let ran = run_libtest(&["--exact", "--ignored", "libtest::fails"]);
    for part in
        ["error: second(it): the answer is wrong\n", "  · third(it)  (not run)\n", "\nnetwork: embedded\n"]
    {
        assert!(ran.stdout.contains(part), "{part:?} is missing from\n{}", ran.stdout);
    }
    assert_eq!(ran.status, Some(101));
}

#[test]
fn an_exit_of_the_process_is_a_failure_here_too() {
    let ran = run_libtest(&["--exact", "--ignored", "libtest::exits"]);
    assert_eq!(ran.status, Some(101), "{ran:?}");
    assert!(ran.stderr.contains("error: the test `end::exits` ended the process"), "{ran:?}");
}

#[test]
fn a_spec_that_is_not_linked_is_told() {
    let ran = run_libtest(&["--exact", "--ignored", "libtest::unknown"]);
    assert!(ran.stdout.contains("no spec is registered as `harness::m::unknown`"), "{ran:?}");
}

#[test]
fn the_environment_holds_here_too() {
    let args = ["--exact", "--ignored", "libtest::passes"];
    let ran = run_libtest_with(&[("HAPI_NETWORK", "simulated")], &args);
    assert!(ran.stdout.contains("the network `simulated` is not built in this version"), "{ran:?}");
    let ran = run_libtest_with(&[("HAPI_TIMEOUT_FACTOR", "much")], &args);
    assert!(ran.stdout.contains("argument for HAPI_TIMEOUT_FACTOR must be a number"), "{ran:?}");
}
