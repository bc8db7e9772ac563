//! The same three tests, once under libtest and once under the runner, must look the same.

use serde_json::Value;

use super::process::{run, run_libtest, run_libtest_with};

#[test]
#[ignore = "run by its mirror"]
fn passes() {}

#[test]
#[ignore = "run by its mirror"]
fn panics() {
    panic!("no");
}

#[test]
#[ignore = "run by its mirror"]
fn error() -> Result<(), String> {
    Err("no".into())
}

const EXACT: [&str; 4] = ["--exact", "mirror::error", "mirror::panics", "mirror::passes"];

/// Runs both with the tests above and `args`, and compares what must not differ.
fn assert_same(args: &[&str]) {
    let args: Vec<&str> = EXACT.iter().chain(args).copied().collect();
    let (ours, libtests) = (run(&args), run_libtest(&args));
    assert_eq!(ours.skeleton(), libtests.skeleton(), "{args:?}");
    assert_eq!(ours.status, libtests.status, "{args:?}");
}

#[test]
fn runs_look_like_libtests() {
    assert_same(&["--test-threads=1"]);
    assert_same(&["--test-threads=1", "--include-ignored"]);
    assert_same(&["--test-threads=1", "--ignored", "--show-output"]);
    assert_same(&["--test-threads=1", "--ignored", "--quiet"]);
    assert_same(&["--test-threads=1", "--ignored", "--format", "terse", "--skip", "mirror::passes"]);
    assert_same(&["--test-threads=1", "--ignored", "--skip", "mirror::panics", "--skip", "mirror::error"]);
    assert_same(&["--test-threads=1", "--bench"]);
}

#[test]
fn lists_look_like_libtests() {
    assert_same(&["--list"]);
    assert_same(&["--list", "--format", "terse"]);
    assert_same(&["--list", "--format=terse", "--ignored"]);
    assert_same(&["--list", "-q"]);
    assert_same(&["--list", "--skip", "mirror::error", "--skip", "mirror::passes", "--skip=mirror::panics"]);
}

#[test]
fn mistakes_look_like_libtests() {
    for args in [&["--bogus"][..], &["--test-threads=0"], &["--test-threads=x"], &["--skip"], &["--exact=1"]]
    {
        let (ours, libtests) = (run(args), run_libtest(args));
        assert_eq!((&ours.stderr, ours.status), (&libtests.stderr, libtests.status), "{args:?}");
    }
}

/// The events of a run without what differs from run to run, and what tests printed.
fn events(stdout: &str) -> Vec<Value> {
    let event = |line: &str| {
        let mut event: Value = serde_json::from_str(line).unwrap_or_else(|error| panic!("{error}: {line}"));
        let fields = event.as_object_mut().expect(line);
        for field in ["exec_time", "stdout", "filtered_out"] {
            fields.remove(field);
        }
        // Where a test stands: the two are in different files.
        for field in ["source_path", "start_line", "start_col", "end_line", "end_col"] {
            if let Some(value) = fields.get_mut(field) {
                *value = if value.is_number() { 0.into() } else { "".into() };
            }
        }
        event
    };
    stdout.lines().filter(|line| line.starts_with('{')).map(event).collect()
}

#[test]
fn json_events_look_like_libtests() {
    for args in [
        &["--test-threads=1"][..],
        &["--test-threads=1", "--ignored"],
        &["--test-threads=1", "--ignored", "--show-output", "--report-time"],
        &["--list"],
        &["--list", "--skip=mirror::error"],
    ] {
        let args: Vec<&str> =
            EXACT.iter().chain(args).chain(&["-Z", "unstable-options", "--format=json"]).copied().collect();
        // What is unstable there is open to those who say so.
        let libtests = run_libtest_with(&[("RUSTC_BOOTSTRAP", "1")], &args);
        let ours = run(&args);
        assert_eq!(events(&ours.stdout), events(&libtests.stdout), "{args:?}");
        assert!(!events(&ours.stdout).is_empty(), "{args:?}: {libtests:?}");
        assert_eq!(ours.status, libtests.status, "{args:?}");
        // Some readers look at the text of a line.
        let head = |stdout: &str| -> Vec<String> {
            stdout.lines().filter(|line| line.starts_with('{')).map(|line| line[..30].to_owned()).collect()
        };
        assert_eq!(head(&ours.stdout), head(&libtests.stdout), "{args:?}");
    }
}
