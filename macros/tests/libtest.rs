//! A file with tests, under libtest's own harness: each runs and passes, and has the name that our runner lists.
#![deny(warnings, clippy::all, clippy::pedantic, unused)]

mod specs;

use std::{collections::BTreeSet, env, process::Command};

/// What libtest lists, given these arguments besides, but for the tests of this file.
fn listed(arguments: &[&str]) -> BTreeSet<String> {
    let program = env::current_exe().expect("a test runs from a file");
    let output = Command::new(program).args(["--list", "--format=terse"]).args(arguments).output();
    let names = String::from_utf8(output.expect("the program starts").stdout).expect("names are UTF-8");
    let names = names.lines().filter_map(|line| line.strip_suffix(": test"));
    names.filter(|name| !name.starts_with("libtest_")).map(str::to_owned).collect()
}

#[test]
fn libtest_lists_what_is_registered() {
    assert_eq!(hapi_test::names(), specs::NAMES);
    assert_eq!(listed(&[]), specs::NAMES.map(str::to_owned).into());
}

#[test]
fn libtest_ignores_what_is_ignored() {
    assert_eq!(listed(&["--ignored"]), ["specs::inner::ignored".to_owned()].into());
}
