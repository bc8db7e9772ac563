//! `cargo nextest`, where it is installed.

use crate::cargo::{Run, cargo, has_nextest};

/// The exit code of `cargo nextest run` when a test failed.
const FAILED: i32 = 100;

/// `cargo nextest LINE`; `None`, with the reason printed, where it is not installed.
fn nextest(line: &str) -> Option<Run> {
    has_nextest().then(|| cargo(&format!("nextest {line}")))
}

#[test]
fn lists_exactly_our_names() {
    let Some(run) = nextest("list -p bank --test outcomes --run-ignored all --message-format oneline") else {
        return;
    };
    let run = run.ended_with(0);
    let names: Vec<&str> =
        run.stdout.lines().map(|line| line.trim_start_matches("bank::outcomes ")).collect();
    let ours = cargo("test -p bank --test outcomes -- --list --format=terse");
    let ours: Vec<&str> = ours.stdout.lines().map(|line| line.trim_end_matches(": test")).collect();
    assert_eq!(names, ours, "{run}");
    assert_eq!(names.len(), 9, "{run}");
}

#[test]
fn runs_each_spec_in_a_process_of_its_own() {
    let Some(run) = nextest("run -p reader") else { return };
    run.ended_with(0).warns(&["2 tests run: 2 passed, 0 skipped"]);
}

#[test]
fn a_failing_spec_fails_with_its_report() {
    let Some(run) = nextest("run -p bank --test outcomes --no-fail-fast") else { return };
    let run = run.ended_with(FAILED);
    assert!(run.stderr.contains("Alice holds more than she was given"), "{run}");
    assert!(
        run.stderr.contains("cargo nextest run -p bank --test outcomes -E 'test(=fails)'"),
        "the report tells how to run it again: {run}"
    );
    run.warns(&["8 tests run: 6 passed, 2 failed, 1 skipped"]);
}

#[test]
fn a_spec_that_ends_the_process_fails_and_the_next_one_runs() {
    let Some(run) = nextest("run -p bank --test exits --no-fail-fast") else { return };
    run.ended_with(FAILED).warns(&["2 tests run: 1 passed, 1 failed"]);
}
