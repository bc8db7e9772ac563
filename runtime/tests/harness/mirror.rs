//! The same three tests, once under libtest and once under the runner, must look the same.

use super::process::{run, run_libtest};

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
