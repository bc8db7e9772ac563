//! The checklist on the command line; its rules have tests of their own.

use super::process::{run, run_with};

#[test]
fn a_lint_warns_and_runs_nothing() {
    let ran = run(&["model::", "--lint"]);
    assert_eq!((ran.status, ran.stdout.as_str(), ran.networks()), (Some(0), "", 0));
    let warning = "tests/harness/fixture.rs:";
    assert!(ran.stderr.contains(warning) && ran.stderr.contains(": warning[modules]: "), "{}", ran.stderr);
    let last = ran.stderr.lines().last().unwrap_or_default();
    assert!(last.starts_with("lint: ") && last.contains(" warnings in 10 specs: "), "{}", ran.stderr);
}

#[test]
fn what_is_denied_fails() {
    for ran in [run(&["model::", "--lint=deny"]), run_with(&[("HAPI_LINT", "deny")], &["model::"])] {
        assert_eq!((ran.status, ran.stdout.as_str()), (Some(101), ""));
        assert!(ran.stderr.contains(": error[modules]: "), "{}", ran.stderr);
    }
}

#[test]
fn nothing_to_look_at_is_no_reason_to_fail() {
    let ran = run(&["no such test", "--lint=deny"]);
    assert_eq!((ran.status, ran.stderr.as_str()), (Some(0), "lint: 0 specs, and nothing to say\n"));
}

#[test]
fn the_variable_is_a_switch_and_a_value() {
    let status = |value| run_with(&[("HAPI_LINT", value)], &["--exact", "m::passes"]);
    assert!(status("1").stdout.is_empty());
    assert!(status("0").stdout.contains("test m::passes ... ok\n"));
    let wrong = status("maybe");
    assert_eq!(wrong.status, Some(101));
    assert!(
        wrong.stderr.contains("argument for HAPI_LINT must be warn or deny (was maybe)"),
        "{}",
        wrong.stderr
    );
}

#[test]
fn a_lint_is_never_taken_for_a_test_that_passed() {
    let nextest = [("NEXTEST_EXECUTION_MODE", "process-per-test"), ("HAPI_LINT", "1")];
    let ran = run_with(&nextest, &["--exact", "m::passes", "--nocapture"]);
    assert_eq!(ran.status, Some(101));
    assert!(ran.stderr.contains("error: a lint runs no tests: unset HAPI_LINT"), "{}", ran.stderr);
}
