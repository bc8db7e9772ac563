//! What a run says of the functions of HAPI that it called. The network of these tests answers nothing.

use super::process::{run, run_with};

#[test]
fn coverage_stands_after_the_closing_lines() {
    let shown = run(&["--exact", "m::passes", "--coverage"]).stdout;
    let (_, coverage) = shown.split_once("\ntest result: ok. ").expect("the run has closing lines");
    assert!(coverage.contains("\n\ncoverage: 0 of "), "{shown}");
    assert!(coverage.contains("\n  not called:") && coverage.contains(" CryptoTransfer "), "{shown}");
    for format in ["--format=terse", "--format=json", "--format=junit"] {
        let other = run(&["--exact", "m::passes", "--coverage", format, "-Zunstable-options"]).stdout;
        assert!(!other.contains("coverage:"), "{other}");
    }
}

#[test]
fn a_run_that_calls_too_little_fails() {
    let ran = run(&["--exact", "m::passes", "--coverage-fail-under=12.5"]);
    assert_eq!(ran.status, Some(101));
    assert!(ran.stdout.contains("\ntest result: FAILED. 1 passed; 0 failed"), "{}", ran.stdout);
    let said =
        "error: 0.0 % of the functions of HAPI were called, and --coverage-fail-under asks for 12.5 %\n";
    assert!(ran.stderr.contains(said), "{}", ran.stderr);
    assert_eq!(run(&["--exact", "m::passes", "--coverage-fail-under=0"]).status, Some(0));
}

#[test]
fn one_process_of_many_is_not_judged_by_what_it_calls() {
    let nextest = [("NEXTEST_EXECUTION_MODE", "process-per-test"), ("HAPI_COVERAGE_FAIL_UNDER", "50")];
    assert_eq!(run_with(&nextest, &["--exact", "m::passes", "--nocapture"]).status, Some(0));
}

#[test]
fn a_share_is_a_percentage() {
    for wrong in ["101", "-1", "half"] {
        let ran = run(&[&format!("--coverage-fail-under={wrong}")]);
        assert_eq!(ran.status, Some(101));
        assert!(ran.stderr.contains("must be a percentage, 0 to 100"), "{}", ran.stderr);
    }
}
