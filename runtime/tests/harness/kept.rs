//! What a run keeps for the next one, or for those who look at it: what passed, evidence of failures, libtest's log.

use std::{
    env, fs,
    path::{Path, PathBuf},
    process,
};

use super::{
    fixture::TARGET,
    process::{Ran, run, run_libtest, run_with},
};

/// Names of tests, sorted, that ran and passed or failed.
fn ran(ran: &Ran) -> Vec<&str> {
    let ended = ran.tests().into_iter().filter(|line| !line.contains("ignored"));
    ended.filter_map(|line| line.strip_prefix("test ")?.split_once(" ... ").map(|(name, _)| name)).collect()
}

/// A target that no other test runs as.
fn target(name: &str) -> String {
    format!("harness_kept_{name}_{}", process::id())
}

/// Where the target's files are kept, below the build directory of this program.
fn below_build(name: &str) -> PathBuf {
    let program = env::current_exe().expect("a test knows its own path");
    let build = program.ancestors().find(|directory| directory.join(".rustc_info.json").is_file());
    build.expect("cargo built it").join("hapi-test").join(name)
}

#[test]
fn a_resumed_run_leaves_out_what_passed() {
    let target = target("resumed");
    let run = |args: &[&str]| run_with(&[(TARGET, &target)], &[args, &["m::", "plain_"]].concat());
    let first = run(&[]);
    assert_eq!(ran(&first).len(), 7, "{first:?}");
    let resumed = run(&["--resume"]);
    assert_eq!(ran(&resumed), ["m::fails", "m::panics", "plain_error", "plain_panic"]);
    assert!(resumed.stderr.contains("hapi-test: 3 of 8 tests passed when they last ran"), "{resumed:?}");
    let elsewhere = run(&["--resume", "--network=repeatable"]);
    assert_eq!(ran(&elsewhere).len(), 7, "what passed on another network need not pass here");
    let twin = run_with(&[(TARGET, &target), ("HAPI_RESUME", "1")], &["--network=repeatable", "m::passes"]);
    assert_eq!((ran(&twin).len(), twin.status), (0, Some(0)));
    for place in ["embedded-Lock", "repeatable-Lock"] {
        let kept = below_build(&format!("passed-runtime-{target}-{place}"));
        fs::remove_file(kept).expect("each network has a file of its own");
    }
}

#[test]
fn evidence_of_failures_is_kept_where_the_report_says() {
    let target = target("evidence");
    let run = |args: &[&str]| run_with(&[(TARGET, &target)], args);
    let ran = run(&["--keep-evidence", "m::fails", "m::passes", "plain_error", "--retries=1"]);
    let places: Vec<&Path> =
        ran.stdout.lines().filter_map(|line| line.strip_prefix("evidence: ")).map(Path::new).collect();
    let base = below_build(&format!("evidence/runtime-{target}"));
    let mut expected = [base.join("m--fails/try-2"), base.join("plain_error/try-2")];
    expected.sort();
    let mut found = places.clone();
    found.sort();
    assert_eq!(found, expected, "{ran:?}");
    let read =
        |file: &str| fs::read_to_string(base.join(file)).unwrap_or_else(|error| panic!("{file}: {error}"));
    assert!(read("m--fails/report.txt").contains("run it again: "), "the first try has files, too");
    assert!(read("m--fails/try-2/trace.json").contains("\"outcome\": \"failed\""));
    assert!(read("plain_error/report.txt").contains("a plain error"));
    assert!(!base.join("m--passes").exists());
    fs::remove_dir_all(&base).expect("it was written");
    assert!(!run(&["m::fails"]).stdout.contains("evidence: ") && !base.exists());
}

#[test]
fn a_test_that_takes_too_long_fails() {
    let run = |times: &str, args: &[&str]| {
        run_with(
            &[("RUST_TEST_TIME_INTEGRATION", times)],
            &[args, &["m::passes", "--test-threads=1"]].concat(),
        )
    };
    let late = run("0,0", &["--ensure-time"]);
    assert_eq!(late.status, Some(101));
    assert!(late.stdout.contains("error: `m::passes` passed and took "), "{}", late.stdout);
    assert!(late.tests()[0].starts_with("test m::passes ... FAILED <0."), "{:?}", late.tests());
    assert_eq!(run("0,60000", &["--ensure-time"]).status, Some(0));
    assert_eq!(run("0,0", &[]).status, Some(0), "only who asks for it is held to it");
    let wrong = run("soon", &["--ensure-time"]);
    let says = "argument for RUST_TEST_TIME_INTEGRATION must be a warning and a limit in milliseconds, as in 500,1000";
    assert!(wrong.status == Some(101) && wrong.stderr.contains(says), "{}", wrong.stderr);
}

#[test]
fn the_log_is_that_of_libtest() {
    let log = |name: &str| env::temp_dir().join(format!("hapi-test-log-{}-{name}", process::id()));
    let read = |path: &Path| {
        let text = fs::read_to_string(path).expect("it was written");
        fs::remove_file(path).expect("it is there");
        text
    };
    let (ours, libtests) = (log("ours"), log("libtests"));
    for more in [&["--include-ignored"][..], &[]] {
        let args = |path: &Path| {
            let log = format!("--logfile={}", path.display());
            [&["--exact", "mirror::error", "mirror::panics", "mirror::passes", "--test-threads=1"], more]
                .concat()
                .into_iter()
                .map(str::to_owned)
                .chain([log])
                .collect::<Vec<_>>()
        };
        let with = |path: &Path, run: fn(&[&str]) -> Ran| {
            let args = args(path);
            run(&args.iter().map(String::as_str).collect::<Vec<_>>());
            read(path)
        };
        assert_eq!(with(&ours, run), with(&libtests, run_libtest), "{more:?}");
    }
    let nowhere = run(&["--logfile=/nowhere/at/all", "m::passes"]);
    assert!(nowhere.status == Some(101) && nowhere.stderr.contains("cannot write the log /nowhere/at/all: "));
}
