//! Lines of a whole run, selections, lists and checks of the target.

use super::{
    fixture::ROOT,
    network::BROKEN,
    process::{run, run_with},
};

const WHOLE: &str = "
running 17 tests
test again::draws ... ignored, run again and again
test again::third_run_fails ... ignored, run again and again
test end::blocks ... ignored, blocks
test end::exits ... ignored, exits
test end::exits_elsewhere ... ignored, exits
test end::hangs ... ignored, hangs
test m::fails ... FAILED
test m::ignored ... ignored, for a reason
test m::panics ... FAILED
test m::passes ... ok
test m::passes_async ... ok
test mirror::error ... ignored, run by its mirror
test mirror::panics ... ignored, run by its mirror
test mirror::passes ... ignored, run by its mirror
test plain_error ... FAILED
test plain_panic ... FAILED
test plain_pass ... ok

failures:

---- m::fails stdout ----
---- m::panics stdout ----
---- plain_error stdout ----
---- plain_panic stdout ----
failures:
    m::fails
    m::panics
    plain_error
    plain_panic

test result: FAILED. 3 passed; 4 failed; 10 ignored; 0 measured
";

#[test]
fn a_whole_run_serves_every_test_on_one_network() {
    let ran = run(&["--test-threads=1", "--skip=model::"]);
    assert_eq!(ran.skeleton().trim_end(), WHOLE.trim_end());
    assert_eq!((ran.status, ran.networks()), (Some(101), 1));
    assert!(ran.stderr.contains("hapi-test: 24 specs and 3 plain tests linked\n"), "{}", ran.stderr);
}

#[test]
fn a_parallel_run_has_the_same_lines() {
    let sorted = |text: String| {
        let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
        lines.sort();
        lines
    };
    let ran = run(&["--test-threads=4", "--skip=model::"]);
    assert_eq!(sorted(ran.skeleton()), sorted(WHOLE.to_owned() + "\n"));
    assert_eq!((ran.status, ran.networks()), (Some(101), 1));
}

#[test]
fn a_passing_selection_succeeds() {
    let ran = run(&["m::passes", "plain_pass"]);
    assert!(
        ran.stdout.contains("test result: ok. 3 passed; 0 failed; 0 ignored; 0 measured; 24 filtered out;")
    );
    assert_eq!((ran.status, ran.networks()), (Some(0), 1));
}

#[test]
fn nothing_to_run_starts_nothing_and_succeeds() {
    for args in [&["no_such_test"][..], &["plain_pass"], &["--exact", "m::ignored"]] {
        let ran = run(args);
        assert_eq!((ran.status, ran.networks()), (Some(0), 0), "{args:?}");
    }
}

#[test]
fn a_list_holds_names_only_and_starts_nothing() {
    let ran = run(&["--list", "--format", "terse", "m::"]);
    assert_eq!(
        ran.stdout,
        "m::fails: test\nm::ignored: test\nm::panics: test\nm::passes: test\nm::passes_async: test\n"
    );
    assert_eq!((ran.status, ran.stderr.as_str()), (Some(0), ""));
    let ignored = run(&["--list", "--format", "terse", "--ignored", "m::"]);
    assert_eq!(ignored.stdout, "m::ignored: test\n");
}

#[test]
fn nextest_runs_one_test_by_its_name() {
    let ran = run(&["m::passes", "--nocapture", "--exact"]);
    assert!(ran.stdout.contains("\nrunning 1 test\ntest m::passes ... ok\n"), "{}", ran.stdout);
    assert_eq!((ran.status, ran.networks()), (Some(0), 1));
    // Every process of nextest would say it again.
    assert!(!ran.stderr.contains("linked"), "{}", ran.stderr);
}

#[test]
fn tags_choose_specs() {
    assert!(run(&["--list", "--tag", "fixture"]).stdout.ends_with("\n24 tests, 0 benchmarks\n"));
    assert!(run(&["--list", "--tag", "other"]).stdout.ends_with("0 tests, 0 benchmarks\n"));
    let both = run_with(&[("HAPI_TAG", "other,fixture")], &["--list"]);
    assert!(both.stdout.ends_with("\n24 tests, 0 benchmarks\n"));
}

#[test]
fn a_seed_repeats_its_order() {
    let shuffled = run(&["--list", "--shuffle-seed=5"]).stdout;
    assert_eq!(shuffled, run(&["--list", "--shuffle-seed=5"]).stdout);
    assert_ne!(shuffled, run(&["--list"]).stdout);
    let ran = run(&["--shuffle-seed=5", "m::passes"]);
    assert!(ran.stdout.starts_with("\nrunning 2 tests (shuffle seed: 5)\n"), "{}", ran.stdout);
}

#[test]
fn networks_that_are_not_built_say_so_in_one_line() {
    let ran = run(&["--network", "simulated"]);
    let message = "error: argument for --network: the network `simulated` is not built in this version; ";
    assert_eq!(ran.stderr, format!("{message}use `embedded`, `repeatable` or `subprocess`\n"));
    assert_eq!((ran.status, ran.stdout.as_str()), (Some(101), ""));
}

#[test]
fn a_lost_test_fails_lists_and_runs_with_its_place() {
    for args in [&[][..], &["--list"], &["m::passes"]] {
        let ran = run_with(&[(ROOT, "lost")], args);
        assert_eq!((ran.status, ran.stdout.as_str()), (Some(101), ""), "{args:?}");
        let place = "\n  tests/harness/sources/lost.rs:5:1: `#[test]` on `forgotten`\n";
        assert!(ran.stderr.contains(place), "{}", ran.stderr);
    }
    // What nextest runs was checked when it was listed.
    assert_eq!(run_with(&[(ROOT, "lost")], &["--exact", "m::passes"]).status, Some(0));
}

#[test]
fn sources_that_are_gone_are_told_in_one_line() {
    let ran = run_with(&[(ROOT, "gone")], &["--list", "m::passes"]);
    assert_eq!(
        ran.stderr,
        "hapi-test: bare `#[test]`s were not looked for: its source `tests/harness/sources/gone.rs` is not here\n"
    );
    assert_eq!(ran.status, Some(0));
}

#[test]
fn a_network_that_does_not_start_fails_each_spec_and_is_tried_once() {
    let ran = run_with(&[(BROKEN, "1")], &["m::passes", "plain_pass"]);
    assert_eq!(ran.stdout.matches("error: the network did not start: no room on this machine\n").count(), 2);
    assert!(ran.stdout.contains("test plain_pass ... ok\n"), "{}", ran.stdout);
    assert_eq!((ran.status, ran.networks()), (Some(101), 1));
}

#[test]
fn colours_are_a_matter_of_flags_and_of_the_environment() {
    let green = "test m::passes ... \u{1b}[32mok\u{1b}[0m\n";
    let colored = |variables: &[(&str, &str)], args: &[&str]| {
        let args: Vec<&str> = ["--exact", "m::passes"].iter().chain(args).copied().collect();
        run_with(variables, &args).stdout.contains(green)
    };
    assert!(colored(&[], &["--color=always"]));
    assert!(colored(&[("CARGO_TERM_COLOR", "always")], &[]));
    assert!(colored(&[("NO_COLOR", "1")], &["--color=always"]));
    // This is no terminal.
    assert!(!colored(&[], &[]) && !colored(&[], &["--color=auto"]));
    assert!(!colored(&[("NO_COLOR", "1"), ("CARGO_TERM_COLOR", "always")], &[]));
}

#[test]
fn the_help_names_every_flag() {
    let ran = run(&["--help"]);
    for flag in
        ["--network", "--extended", "--seed", "--retries", "--loop-count", "--partition", "--job", "--junit"]
    {
        assert!(ran.stdout.contains(flag), "{flag} is missing:\n{}", ran.stdout);
    }
    assert!(
        ran.stdout.contains("[env: HAPI_LOOP_COUNT]") && ran.stdout.contains("exit status"),
        "{}",
        ran.stdout
    );
    assert_eq!((ran.status, ran.stderr.as_str()), (Some(0), ""));
}
