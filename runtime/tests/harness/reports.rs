//! What a failure says.

use super::process::{run, run_with};

#[test]
fn a_failed_operation_is_told_with_its_line_and_its_neighbours() {
    let report = run(&["m::fails"]).stdout;
    for part in [
        "---- m::fails stdout ----\nAbout m::fails\n  at ",
        "error: second(it): the answer is wrong\n",
        "op(\"second\", Does::Fail)",
        "  - expected: 42\n  + actual:   41\n",
        "\ntrace:\n  ✓ first(it)  ",
        "\n  ✗ second(it)  ",
        "\n  · third(it)  (not run)\n",
        "\nlog:\n   INFO harness::fixture: doing first\n   INFO harness::fixture: doing second\n",
        "\nnetwork: silent\nseed: ",
        " --test harness -- --exact m::fails\n",
    ] {
        assert!(report.contains(part), "{part:?} is missing from\n{report}");
    }
}

#[test]
fn a_panic_is_told_with_its_place() {
    let report = run(&["m::panics"]).stdout;
    for part in [
        "error: panicked: the operation panicked\n",
        "Does::Panic => panic!(\"the operation panicked\"),\n",
        "note: run with `RUST_BACKTRACE=1` to see the stack\n",
        "\n  ✗ second(it)  ",
        "\n  · third(it)  (not run)\n",
    ] {
        assert!(report.contains(part), "{part:?} is missing from\n{report}");
    }
    let with_stack = run_with(&[("RUST_BACKTRACE", "1")], &["m::panics"]).stdout;
    assert!(
        with_stack.contains("\nbacktrace:\n") && !with_stack.contains("core::panicking::panic"),
        "{with_stack}"
    );
}

#[test]
fn plain_tests_report_errors_and_panics() {
    let report = run(&["plain_"]).stdout;
    for part in [
        "error: \"a plain error\"\n",
        "error: panicked: a plain panic\n",
        "--test harness -- --exact plain_panic\n",
    ] {
        assert!(report.contains(part), "{part:?} is missing from\n{report}");
    }
}

#[test]
fn logs_stay_with_their_test() {
    let quiet = run(&["m::passes"]);
    assert!(!quiet.stdout.contains("doing") && !quiet.stderr.contains("doing"), "{quiet:?}");
    let shown = run(&["--exact", "m::passes", "--show-output"]).stdout;
    assert!(shown.contains("---- m::passes stdout ----\nAbout m::passes\n\n✓ first(it) "), "{shown}");
    assert!(shown.contains("\n INFO harness::fixture: doing first\n"), "{shown}");
    let live = run(&["--exact", "m::passes", "--nocapture"]).stderr;
    assert!(live.contains("[m::passes]  INFO harness::fixture: doing first\n"), "{live}");
    let off = run_with(&[("RUST_LOG", "off")], &["--exact", "m::passes", "--nocapture"]).stderr;
    assert!(!off.contains("doing"), "{off}");
}

#[test]
fn a_setup_that_cannot_be_read_fails_every_spec() {
    let report = run_with(&[("HAPI_SETUP", "/nowhere/setup.toml")], &["--exact", "m::passes"]).stdout;
    assert!(
        report.contains("cannot read the spec setup /nowhere/setup.toml, which HAPI_SETUP names"),
        "{report}"
    );
}

#[test]
fn under_nextest_the_command_is_nextests() {
    let nextest = [
        ("NEXTEST_EXECUTION_MODE", "process-per-test"),
        ("NEXTEST_ATTEMPT", "2"),
        ("NEXTEST_TOTAL_ATTEMPTS", "3"),
    ];
    let report = run_with(&nextest, &["--exact", "m::fails", "--nocapture"]).stdout;
    assert!(
        report.contains(" --test harness -E 'test(=m::fails)'\n")
            && report.contains("run it again: cargo nextest run")
    );
    assert!(report.contains("\nattempt: 2 of 3\n"), "{report}");
}
