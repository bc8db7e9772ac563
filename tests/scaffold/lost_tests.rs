//! Tests that would otherwise be lost without a word.

use crate::cargo::cargo;

#[test]
fn a_bare_test_is_told_with_its_place() {
    let run = cargo("test -p bank --test bare").ended_with(101);
    let run = run.warns(&[
        "error: rustc drops these tests",
        "bank/tests/bare.rs:9:1: `#[test]` on `forgotten`",
        "help: ",
    ]);
    assert!(!run.stdout.contains("running"), "{run}");
}

#[test]
fn two_specs_of_one_name_are_told_with_their_places() {
    let run = cargo("test -p bank --test twice").ended_with(101);
    run.warns(&[
        "error: two tests are called `twice`",
        "(bank/tests/twice.rs:3:1, bank/tests/twice.rs:8:1): rename one",
    ]);
}

#[test]
fn a_target_without_specs_fails() {
    cargo("test -p bank --test empty").ended_with(101).warns(&["error: no spec is linked into this target"]);
}

#[test]
fn a_spec_that_ends_the_process_fails_the_run_and_is_named() {
    let run = cargo("test -p bank --test exits -- --test-threads=1").ended_with(101);
    let run = run.warns(&["error: the test `a_leaves` ended the process", "help: "]);
    assert!(!run.stdout.contains("test result: ok"), "{run}");
}
