//! `JUnit` XML, read back by a parser.

use std::{env, fs, process};

use roxmltree::{Document, Node};

use super::process::run;

fn child<'a, 'i>(node: Node<'a, 'i>, name: &str) -> Option<Node<'a, 'i>> {
    node.children().find(|child| child.has_tag_name(name))
}

fn case<'a, 'i>(document: &'a Document<'i>, name: &str) -> Node<'a, 'i> {
    let cases = document.descendants().filter(|node| node.has_tag_name("testcase"));
    cases.into_iter().find(|case| case.attribute("name") == Some(name)).expect(name)
}

/// Holds a document of the model's tests against the model.
fn check(text: &str) {
    let document = Document::parse(text).unwrap_or_else(|error| panic!("{error}: {text}"));
    let suite = child(document.root_element(), "testsuite").expect("there is one suite");
    let counts = ["name", "tests", "failures", "skipped"].map(|name| suite.attribute(name).expect(name));
    assert_eq!(counts, ["harness", "10", "4", "3"]);

    let passes = case(&document, "model::passes");
    assert_eq!(passes.attribute("classname"), Some("harness"));
    assert!(passes.attribute("file").is_some_and(|file| file.ends_with("tests/harness/fixture.rs")));
    assert!(passes.attribute("time").is_some_and(|time| time.parse::<f64>().is_ok()));
    assert!(child(passes, "failure").is_none());

    let hangs = case(&document, "model::hangs");
    let failure = child(hangs, "failure").expect("it failed");
    assert!(
        failure.attribute("message").is_some_and(|text| text.starts_with("waits(it): did not end in time"))
    );
    assert!(failure.text().is_some_and(|text| text.contains("\nattempt: 2 of 2\n")));
    assert!(child(hangs, "rerunFailure").is_some());
    let said =
        child(hangs, "system-out").and_then(|node| node.text().map(str::to_owned)).expect("it did something");
    assert!(said.starts_with("About model::hangs\n\n… waits(it) "), "{said}");

    let flaky = child(case(&document, "model::flaky"), "flakyFailure").expect("its first try failed");
    assert_eq!(flaky.attribute("message"), Some("not yet"));
    let said =
        child(case(&document, "model::flaky"), "system-out").and_then(|node| node.text().map(str::to_owned));
    assert!(said.is_some_and(|said| said.contains("✓ new_key_named(it) ")));

    let ignored = child(case(&document, "model::ignored"), "skipped").expect("it did not run");
    assert_eq!(ignored.attribute("message"), Some("an attribute says so"));
}

/// The first of the two leaky tests holds its locks for 60 ms and more.
#[test]
fn a_wait_for_locks_is_told() {
    let args = ["model::leak_", "--timeout-factor=0.001", "--format=junit", "--test-threads=2"];
    let text = run(&args).stdout;
    let document = Document::parse(&text).unwrap_or_else(|error| panic!("{error}: {text}"));
    let said =
        |name| child(case(&document, name), "system-out").and_then(|node| node.text().map(str::to_owned));
    let waited = said("model::leak_b_waits").expect("it waited");
    assert!(
        waited.contains("waited 0.") && waited.contains(" s for locks that model::leak_a_hangs held\n"),
        "{waited}"
    );
    assert!(said("model::leak_a_hangs").is_some_and(|said| !said.contains("locks")));
}

#[test]
fn results_go_to_a_file_beside_the_lines() {
    let file = env::temp_dir().join(format!("hapi-test-junit-{}.xml", process::id()));
    let path = file.to_str().expect("a path of text");
    let ran = run(&["model::", "--retries=1", "--timeout-factor=0.001", "--junit", path]);
    assert!(ran.stdout.contains("test model::passes ... ok\n"), "{}", ran.stdout);
    check(&fs::read_to_string(&file).expect("it was written"));
    fs::remove_file(file).expect("it is there");
}

#[test]
fn results_are_all_there_is_in_that_format() {
    check(&run(&["model::", "--retries=1", "--timeout-factor=0.001", "--format=junit"]).stdout);
}

#[test]
fn a_file_that_cannot_be_written_fails_the_run() {
    let ran = run(&["m::passes", "--junit=/dev/null/results.xml"]);
    assert!(ran.stderr.contains("cannot write JUnit XML to /dev/null/results.xml: "), "{}", ran.stderr);
    assert_eq!(ran.status, Some(101));
}
