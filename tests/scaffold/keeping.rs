//! What runs keep for the next one, and for those who look at them.

use std::{fs, path::PathBuf};

use crate::{
    cargo::{Run, cargo},
    project::target_dir,
};

/// The target in which some specs fail, with this command line behind `--`.
fn outcomes(args: &str) -> Run {
    cargo(&format!("test -p bank --test outcomes -- {args}"))
}

/// Names of the tests that ran, sorted.
fn ran(run: &Run) -> Vec<&str> {
    let ran = run.tests().into_iter().filter(|line| !line.contains("ignored"));
    let mut names: Vec<&str> = ran
        .filter_map(|line| line.strip_prefix("test ")?.split_once(" ... ").map(|(name, _)| name))
        .collect();
    names.sort_unstable();
    names
}

/// One test, since all of it is about one file.
#[test]
fn a_run_is_resumed_where_it_failed() {
    // On this network no other test runs the target meanwhile.
    let run = |args: &str| outcomes(&format!("--network repeatable {args}"));
    let first = run("");
    assert_eq!(ran(&first).len(), 8, "{first}");
    let resumed = run("--resume").ended_with(101);
    assert_eq!(ran(&resumed), ["fails", "panics"]);
    let resumed =
        resumed.says(&["test result: FAILED. 0 passed; 2 failed; 1 ignored; 0 measured; 6 filtered out"]);
    resumed.warns(&["hapi-test: 6 of 9 tests passed when they last ran, and are left out (--resume)"]);
    assert_eq!(ran(&run("--skip fails --skip panics")).len(), 6, "who does not ask has all tests run");
}

#[test]
fn evidence_of_a_failure_is_where_the_report_says() {
    let run = outcomes("--keep-evidence --exact fails").ended_with(101);
    let place = run.stdout.lines().find_map(|line| line.strip_prefix("evidence: ")).map(PathBuf::from);
    let place = place.unwrap_or_else(|| panic!("the report says where: {run}"));
    assert!(place.starts_with(target_dir()), "{}", place.display());
    let report = fs::read_to_string(place.join("report.txt")).expect("it is there");
    assert!(report.contains("Alice holds more than she was given"), "{report}");
    let trace = fs::read_to_string(place.join("trace.json")).expect("it is there");
    assert!(trace.contains("get_account_balance(alice)"), "{trace}");
    let state = fs::metadata(place.join("state.bin")).expect("it is there");
    assert!(state.len() > 1000, "it is a ledger");
}

#[test]
fn times_are_held_to_libtests_limits() {
    let timed = |times: &str| {
        let mut cargo = crate::cargo::command("test -p bank --test outcomes -- --ensure-time --exact passes");
        Run::of(cargo.env("RUST_TEST_TIME_INTEGRATION", times))
    };
    timed("0,0").ended_with(101).says(&["test passes ... FAILED <0.", "error: `passes` passed and took "]);
    timed("0,60000").ended_with(0).says(&["test passes ... ok <0."]);
}

#[test]
fn the_log_has_a_line_for_each_test() {
    let log = target_dir().join("outcomes.log");
    outcomes(&format!("--logfile {} --test-threads=1 passes fails slow", log.display())).ended_with(101);
    let text = fs::read_to_string(&log).expect("it was written");
    assert_eq!(text, "failed fails\nok inner::passes\nok passes\nignored: takes an hour slow\n");
}
