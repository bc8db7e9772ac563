//! A file with tests, under libtest's own harness: each passes there, and has the name that our runner lists.
#![deny(warnings, clippy::all, clippy::pedantic, unexpected_cfgs, unused, unsafe_code)]

use std::{collections::BTreeSet, env, process::Command};

use hapi_test::prelude::*;

/// Operations
#[hapi_test]
fn operations(alice: SpecAccount) -> impl IntoSpec {
    hapi_spec![alice]
}

#[hapi_test]
async fn asynchronous(spec: &Spec, alice: SpecAccount) -> SpecResult {
    spec.run(alice.name).await
}

mod inner {
    use super::*;

    #[hapi_test]
    fn amounts(#[case(1, -1, i64::MAX)] amount: i64, alice: SpecAccount) -> impl IntoSpec {
        hapi_spec![super::pay(&alice, amount)]
    }

    #[hapi_test]
    #[ignore = "only listed"]
    fn ignored() -> impl IntoSpec {
        hapi_spec![]
    }
}

fn pay(from: &SpecAccount, amount: i64) -> String {
    format!("{from} pays {amount}")
}

#[test]
fn libtest_lists_what_is_registered() {
    let program = env::current_exe().expect("a test runs from a file");
    let output =
        Command::new(program).args(["--list", "--format=terse"]).output().expect("the program starts");
    let listed = String::from_utf8(output.stdout).expect("names are UTF-8");
    let mut listed: BTreeSet<&str> = listed.lines().filter_map(|line| line.strip_suffix(": test")).collect();
    assert!(listed.remove("libtest_lists_what_is_registered"), "{listed:?}");
    assert!(listed.remove("libtest_ignores_what_is_ignored"), "{listed:?}");
    assert_eq!(listed, hapi_test::names().into_iter().collect());
    assert_eq!(listed.len(), 6);
}

#[test]
fn libtest_ignores_what_is_ignored() {
    let program = env::current_exe().expect("a test runs from a file");
    let arguments = ["--list", "--format=terse", "--ignored"];
    let output = Command::new(program).args(arguments).output().expect("the program starts");
    assert_eq!(String::from_utf8_lossy(&output.stdout), "inner::ignored: test\n");
}
