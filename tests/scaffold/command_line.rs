//! What `cargo test` is told, and what it tells.

use crate::cargo::{Run, cargo};

/// The target in which some specs fail, with this command line behind `--`.
fn outcomes(args: &str) -> Run {
    cargo(&format!("test -p bank --test outcomes -- {args}"))
}

#[test]
fn names_are_those_of_functions_modules_and_cases() {
    let run = outcomes("--list").ended_with(0);
    let names = [
        "amounts::case_1_1",
        "amounts::case_2_0",
        "amounts::case_3_i64_max",
        "fails",
        "inner::passes",
        "panics",
        "passes",
        "plain",
        "slow",
    ];
    assert_eq!(run.tests(), names.map(|name| format!("{name}: test")), "{run}");
    run.says(&["\n9 tests, 0 benchmarks\n"]);
}

#[test]
fn a_failing_spec_fails_the_run_with_a_report() {
    let run = outcomes("--test-threads=1").ended_with(101);
    run.says(&[
        "test amounts::case_1_1 ... ok\n",
        "test fails ... FAILED\n",
        "test inner::passes ... ok\n",
        "test panics ... FAILED\n",
        "test passes ... ok\n",
        "test plain ... ok\n",
        "test slow ... ignored, takes an hour\n",
        "\nfailures:\n\n---- fails stdout ----\n",
        "Alice holds more than she was given",
        "has_hbar(8.hbar())",
        "expected:",
        "actual:",
        "✓ get_account_balance(alice)",
        "✗ get_account_balance(alice)",
        "get_account_balance(alice)  (not run)",
        "alice = account 0.0.",
        "cargo test -p bank --test outcomes -- --exact fails",
        "---- panics stdout ----\n",
        "the sky is falling",
        "tests/outcomes.rs:",
        "cargo test -p bank --test outcomes -- --exact panics",
        "\nfailures:\n    fails\n    panics\n",
        "\ntest result: FAILED. 6 passed; 2 failed; 1 ignored; 0 measured; 0 filtered out; finished in ",
    ])
    .warns(&["error: test failed, to rerun pass `-p bank --test outcomes`"]);
}

#[test]
fn filters_choose_what_runs() {
    let ran = |args: &str| {
        let run = outcomes(args).ended_with(0);
        let mut names: Vec<String> = run.tests().into_iter().map(str::to_owned).collect();
        // They run side by side.
        names.sort();
        names
    };
    assert_eq!(ran("--exact passes"), ["test passes ... ok"]);
    assert_eq!(ran("passes"), ["test inner::passes ... ok", "test passes ... ok"]);
    assert_eq!(ran("passes plain --skip inner"), ["test passes ... ok", "test plain ... ok"]);
    assert_eq!(ran("case_2 case_3").len(), 2);
    assert_eq!(ran("--ignored"), ["test slow ... ok"]);
    assert_eq!(ran("--include-ignored passes slow").len(), 3);
    assert!(ran("--exact pass").is_empty());
    // Cargo's own form of a filter stands before the dashes.
    let run = cargo("test -p bank --test outcomes inner").ended_with(0);
    assert_eq!(run.tests(), ["test inner::passes ... ok"]);
}

#[test]
fn one_failing_target_does_not_keep_the_next_from_running() {
    let run = cargo("test -p bank -p reader --test outcomes --test specs --no-fail-fast").ended_with(101);
    run.says(&["test result: FAILED. 6 passed; 2 failed", "\nrunning 1 test\n", "test result: ok. 1 passed"]);
}

#[test]
fn an_unknown_flag_is_told_with_a_guess() {
    outcomes("--exat").ended_with(101).warns(&["exat", "--exact"]);
}
