//! Only a test that completes passes.

use super::process::run;

#[test]
fn a_test_that_exits_the_process_fails_the_run_by_name() {
    let ran = run(&["--test-threads=1", "--include-ignored", "end::exits", "m::passes"]);
    assert_eq!(ran.status, Some(101), "{ran:?}");
    assert!(ran.stderr.contains("error: the test `end::exits` ended the process"), "{}", ran.stderr);
    assert!(!ran.stdout.contains("test result: ok"), "{}", ran.stdout);
}

#[test]
fn an_exit_on_a_thread_of_the_test_fails_the_run_too() {
    let ran = run(&["--test-threads=1", "--include-ignored", "--exact", "end::exits_elsewhere"]);
    assert_eq!(ran.status, Some(101), "{ran:?}");
    let message = "error: the process ended while the test `end::exits_elsewhere` was running";
    assert!(ran.stderr.contains(message), "{}", ran.stderr);
}

#[test]
fn a_test_that_hangs_fails_and_names_what_it_waited_for() {
    let ran =
        run(&["--timeout-factor=0.001", "--include-ignored", "end::hangs", "m::passes", "--test-threads=1"]);
    assert_eq!(ran.status, Some(101));
    assert!(ran.stdout.contains("error: inner(it): did not end in time; the test waited"), "{}", ran.stdout);
    assert!(ran.stdout.contains("\n  … outer(it)  (did not end; "), "{}", ran.stdout);
    assert!(ran.stdout.contains("\n  · never(it)  (not run)\n"), "{}", ran.stdout);
    assert!(ran.stdout.contains("test m::passes ... ok\n"), "{}", ran.stdout);
}

#[test]
fn a_test_that_blocks_its_thread_is_left_behind() {
    let ran =
        run(&["--timeout-factor=0.001", "--include-ignored", "end::blocks", "m::passes", "--test-threads=1"]);
    assert_eq!(ran.status, Some(101));
    assert!(ran.stdout.contains("`end::blocks` did not end within"), "{}", ran.stdout);
    assert!(ran.stdout.contains("test m::passes ... ok\n"), "{}", ran.stdout);
}
