//! Tests that would otherwise be lost without a word, or run for nothing.

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

#[test]
fn an_override_of_nothing_is_told_before_anything_runs() {
    let told = "misspelt.rs:4:1: is_misspelt: there is no property `ledger.maxAutoAsociations`: did you mean \
                `ledger.maxAutoAssociations`?";
    let run = cargo("test -p leaking --test misspelt").ended_with(101).warns(&[told]);
    assert!(!run.stdout.contains("running"), "{run}");
    // Libtest announces its tests before it calls the first of them. No spec of the target runs there, either.
    let run = cargo("test -p leaking --test misspelt_under_libtest").ended_with(101);
    run.says(&["misspelt_under_libtest.rs:4:1: is_misspelt: there is no property", "0 passed; 2 failed"]);
}
