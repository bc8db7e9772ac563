//! The page about a run, as the data that it shows.

use std::{env, fs, path::PathBuf, process};

use serde_json::Value;

use super::process::{run, run_with};

/// A directory that is not there yet.
fn directory(name: &str) -> PathBuf {
    env::temp_dir().join(format!("hapi-test-page-{}-{name}", process::id()))
}

fn data(directory: &std::path::Path) -> Value {
    let text = fs::read_to_string(directory.join("run.json")).expect("the data was written");
    serde_json::from_str(&text).expect("it is JSON")
}

fn test<'a>(data: &'a Value, name: &str) -> &'a Value {
    let tests = data["tests"].as_array().expect("there are tests");
    tests.iter().find(|test| test["name"] == name).expect(name)
}

#[test]
fn a_page_tells_how_each_test_ended_and_why() {
    let directory = directory("ends").join("below");
    let path = directory.to_str().expect("a path of text");
    let args = ["model::", "--timeout-factor=0.001", "--retries=1", "--test-threads=2", "--seed=7"];
    let ran = run(&[&args[..], &["--report", path]].concat());
    assert_eq!(ran.status, Some(101));
    assert!(
        ran.stderr.contains(&format!("hapi-test: the page about this run is {path}/index.html\n")),
        "{ran:?}"
    );

    let data = data(&directory);
    assert_eq!(data["target"], "harness");
    assert_eq!((&data["isolation"], &data["network"]), (&"lock".into(), &"embedded".into()));
    assert_eq!((&data["seed"], &data["threads"], &data["success"]), (&7.into(), &2.into(), &false.into()));
    let verdicts = [
        ("extended", "ignored"),
        ("fails", "failed"),
        ("flaky", "flaky"),
        ("hangs", "failed"),
        ("ignored", "ignored"),
        ("panics", "failed"),
        ("passes", "passed"),
        ("unmet", "ignored"),
    ];
    for (name, verdict) in verdicts {
        let test = test(&data, &format!("model::{name}"));
        assert_eq!(test["verdict"], verdict, "{test}");
        assert_eq!(test["ran"].is_null(), verdict == "ignored", "{test}");
        assert_eq!(test["reason"] == "", verdict != "ignored", "{test}");
    }
    assert_eq!(data["tests"].as_array().map(Vec::len), Some(10), "each stands there once");
    let flaky = &test(&data, "model::flaky")["ran"];
    assert_eq!((&flaky["tries"], &flaky["steps"][0]["outcome"]), (&2.into(), &"passed".into()));
    assert!(flaky["output"].as_str().is_some_and(|output| output.contains("error: not yet")), "{flaky}");
    let hangs = &test(&data, "model::hangs")["ran"]["steps"][0];
    assert_eq!((&hangs["name"], &hangs["outcome"]), (&"waits(it)".into(), &"running".into()));

    let page = fs::read_to_string(directory.join("index.html")).expect("the page was written");
    assert!(page.contains("model::leak_b_waits") && page.contains("<!doctype html>"));
    fs::remove_dir_all(directory.parent().expect("it is below one")).expect("it is there");
}

/// The first of the two leaky tests holds its locks for 60 ms and more.
#[test]
fn a_page_tells_who_waited_for_whom() {
    let directory = directory("waits");
    let path = directory.to_str().expect("a path of text");
    run(&["model::leak_", "--timeout-factor=0.001", "--test-threads=2", "--report", path]);
    let data = data(&directory);
    let ran = &test(&data, "model::leak_b_waits")["ran"];
    assert_eq!(test(&data, "model::leak_b_waits")["phase"], "leaky");
    assert!(ran["waited"].as_f64().is_some_and(|seconds| seconds > 0.03), "{ran}");
    assert_eq!(ran["behind"][0], "model::leak_a_hangs");
    assert_eq!(test(&data, "model::leak_a_hangs")["ran"]["waited"], 0.0);
    fs::remove_dir_all(directory).expect("it is there");
}

#[test]
fn what_did_not_get_its_turn_is_on_the_page() {
    let directory = directory("turn");
    let path = directory.to_str().expect("a path of text");
    run(&["m::", "--fail-fast", "--test-threads=1", "-Zunstable-options", "--report", path]);
    assert_eq!(test(&data(&directory), "m::passes")["verdict"], "not-run");
    fs::remove_dir_all(directory).expect("it is there");
}

#[test]
fn the_variable_gives_each_target_a_page_and_single_tests_none() {
    let directory = directory("variable");
    let variables = [("HAPI_REPORT", directory.to_str().expect("a path of text"))];
    run_with(&variables, &["--exact", "m::passes"]);
    assert!(!directory.exists());
    run_with(&variables, &["m::passes"]);
    let below: Vec<_> = fs::read_dir(&directory).expect("it was made").flatten().collect();
    assert!(below.len() == 1 && below[0].path().ends_with("runtime-harness"), "{below:?}");
    fs::remove_dir_all(directory).expect("it is there");
}

#[test]
fn a_page_that_cannot_be_written_fails_the_run() {
    let ran = run(&["m::passes", "--report=/dev/null/report"]);
    assert!(ran.stderr.contains("cannot write the report to /dev/null/report: "), "{}", ran.stderr);
    assert_eq!(ran.status, Some(101));
}
