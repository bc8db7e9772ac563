//! What becomes of one test of each kind, one after the other and side by side, in every form of output.
//!
//! `model::fails` is the canary: it must fail, and be reported.

use std::collections::BTreeMap;

use super::process::{Ran, run, run_with};

/// What becomes of a test.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Expected {
    Pass,
    /// With this in its report.
    Fail(&'static str),
    Flaky,
    /// With this reason.
    Ignore(&'static str),
}

const UNMET: &str =
    "needs a repeatable network (virtual_time); this session runs on embedded: use --network repeatable";

const MODEL: [(&str, Expected); 10] = [
    ("model::extended", Expected::Ignore("extended: runs with --extended")),
    ("model::fails", Expected::Fail("error: no\n")),
    ("model::flaky", Expected::Flaky),
    ("model::hangs", Expected::Fail("error: waits(it): did not end in time; the test waited ")),
    ("model::ignored", Expected::Ignore("an attribute says so")),
    ("model::leak_a_hangs", Expected::Fail("error: waits(it): did not end in time; the test waited ")),
    ("model::leak_b_waits", Expected::Pass),
    ("model::panics", Expected::Fail("error: panicked: no\n")),
    ("model::passes", Expected::Pass),
    ("model::unmet", Expected::Ignore(UNMET)),
];

/// The model runs with these; the time limit is 60 ms.
const ARGS: [&str; 4] = ["model::", "--retries=1", "--timeout-factor=0.001", "--slow=0"];

fn of_model(args: &[&str]) -> Ran {
    run(&ARGS.iter().chain(args).copied().collect::<Vec<_>>())
}

fn line(name: &str, expected: Expected) -> String {
    match expected {
        Expected::Pass => format!("test {name} ... ok"),
        Expected::Fail(_) => format!("test {name} ... FAILED"),
        Expected::Flaky => format!("test {name} ... ok (flaky, 2 tries)"),
        Expected::Ignore(reason) => format!("test {name} ... ignored, {reason}"),
    }
}

#[test]
fn every_kind_of_test_ends_as_it_should_serial_and_parallel() {
    let expected: Vec<String> = MODEL.iter().map(|&(name, expected)| line(name, expected)).collect();
    for threads in ["--test-threads=1", "--test-threads=4"] {
        let ran = of_model(&[threads]);
        assert_eq!(ran.tests(), expected, "{threads}");
        for (name, expected) in MODEL {
            let Expected::Fail(report) = expected else { continue };
            let (_, shown) = ran.stdout.split_once(&format!("---- {name} stdout ----\n")).expect(name);
            let shown = shown.split("\n---- ").next().unwrap_or_default();
            assert!(shown.contains(report), "{name}: {shown}");
            assert!(shown.contains("\nattempt: 2 of 2\n"), "{name}: {shown}");
        }
        let result = "\ntest result: FAILED. 3 passed; 4 failed; 3 ignored; 0 measured; 17 filtered out;";
        assert!(ran.stdout.contains(result), "{}", ran.stdout);
        let ours = "\nhapi-test: 1 flaky; 1 ignored for what this network does not have; 1 ignored without --extended\n";
        assert!(ran.stdout.contains(ours), "{}", ran.stdout);
        assert_eq!((ran.status, ran.networks()), (Some(101), 1));
    }
}

#[test]
fn events_say_the_same() {
    let ran = of_model(&["--format=json", "-Zunstable-options"]);
    let mut verdicts = BTreeMap::new();
    for line in ran.stdout.lines() {
        let event: serde_json::Value = serde_json::from_str(line).expect(line);
        if event["type"] == "test" && event["event"] != "started" {
            verdicts.insert(event["name"].as_str().expect(line).to_owned(), event);
        }
    }
    for (name, expected) in MODEL {
        let event = &verdicts[name];
        match expected {
            Expected::Pass => assert_eq!((&event["event"], event.get("attempts")), (&"ok".into(), None)),
            Expected::Flaky => assert_eq!((&event["event"], &event["attempts"]), (&"ok".into(), &2.into())),
            Expected::Ignore(reason) => {
                assert_eq!((&event["event"], &event["message"]), (&"ignored".into(), &reason.into()));
            }
            Expected::Fail(report) => {
                assert_eq!(event["event"], "failed");
                assert!(event["stdout"].as_str().is_some_and(|text| text.contains(report)), "{event}");
            }
        }
    }
    assert_eq!((verdicts.len(), ran.status), (MODEL.len(), Some(101)));
}

#[test]
fn a_flaky_test_is_shown_and_can_fail_the_run() {
    let args = ["model::flaky", "--retries=3", "--nocapture"];
    let ran = run(&args);
    assert!(ran.stdout.contains("test result: ok. 1 passed; 0 failed;"), "{}", ran.stdout);
    let (_, shown) =
        ran.stdout.split_once("\nflaky:\n\n---- model::flaky stdout ----\n").expect("it is shown");
    assert!(shown.contains("error: not yet\n") && shown.contains("\nattempt: 1 of 4\n"), "{shown}");
    let keys: Vec<&str> = ran.stderr.lines().filter(|line| line.contains("drew")).collect();
    assert!(keys.len() == 2 && keys[0] != keys[1], "a second try has other keys: {keys:?}");
    assert_eq!(ran.status, Some(0));

    let strict = run(&["model::flaky", "--retries=3", "--fail-on-flaky"]);
    assert!(strict.stdout.contains("test result: FAILED. 1 passed; 0 failed;"), "{}", strict.stdout);
    assert_eq!(strict.status, Some(101));
    let twins = [("HAPI_RETRIES", "3"), ("HAPI_FAIL_ON_FLAKY", "1")];
    assert_eq!(run_with(&twins, &["model::flaky"]).status, Some(101));
    assert_eq!(run(&["model::flaky"]).tests(), ["test model::flaky ... FAILED"]);
}

#[test]
fn extended_tests_run_when_asked_for() {
    let ok = ["test model::extended ... ok"];
    assert_eq!(run(&["model::extended", "--extended"]).tests(), ok);
    assert_eq!(run_with(&[("HAPI_EXTENDED", "1")], &["model::extended"]).tests(), ok);
    assert_eq!(run(&["model::extended", "--ignored"]).tests(), ok);
}

#[test]
fn the_ignored_set_is_the_same_for_lists() {
    let listed = run(&["--list", "--format=terse", "--ignored", "model::"]).stdout;
    assert_eq!(listed, "model::extended: test\nmodel::ignored: test\nmodel::unmet: test\n");
}

/// nextest believes the status of the process that it started for one test.
#[test]
fn a_test_that_cannot_run_does_not_pass_by_being_ignored() {
    let args = ["--exact", "model::unmet", "--nocapture", "--ignored"];
    assert_eq!(run(&args).status, Some(0));
    let ran = run_with(&[("NEXTEST_EXECUTION_MODE", "process-per-test")], &args);
    assert_eq!(ran.status, Some(101));
    assert!(ran.stdout.contains(&format!("error: the test cannot run: it {UNMET}\n")), "{}", ran.stdout);
}

#[test]
fn a_slow_test_is_told_while_it_runs() {
    let args = ["model::hangs", "--timeout-factor=0.005", "--slow=0.05", "--test-threads=1"];
    let warning = "test model::hangs ... \ntest model::hangs has been running for over 0 seconds\ntest model::hangs ... FAILED\n";
    let ran = run(&args);
    assert!(ran.stdout.contains(warning), "{}", ran.stdout);
    let ran = run_with(&[("HAPI_SLOW", "0")], &[args[0], args[1]]);
    assert!(!ran.stdout.contains("has been running"), "{}", ran.stdout);
}
