//! What the compiler tells a user who slipped.

use crate::cargo::cargo;

#[test]
fn a_mistyped_attribute_is_told_at_its_place_with_a_guess() {
    let run = cargo("test -p mistaken --test specs").ended_with(101);
    let run = run.warns(&[
        "`balence`",
        "did you mean `balance`?",
        "tests/specs.rs:5:20",
        "could not compile `mistaken`",
    ]);
    // One slip, one error: nothing that follows from it.
    assert_eq!(run.stderr.matches("\nerror").count(), 2, "{run}");
}

/// Editors offer to run a test where its `#[test]` function stands: that must be where the user's function does, and the
/// compiler shows where it takes it to be.
#[test]
fn the_test_that_libtest_sees_stands_where_the_users_function_does() {
    let run = cargo("test -p mistaken --test twice").ended_with(101);
    run.warns(&["the name `twice` is defined multiple times", "tests/twice.rs:9:1", "fn twice()"]);
}
