//! A network of processes in a program that has libtest's own harness: there is no main function to become a node in, so
//! that nodes are started as one test, which then is none.

use std::{
    env,
    process::{Command, Output},
};

use hapi_test_runtime::{
    ops::crypto_create,
    private::{inventory, run_under_libtest},
    test_case::{Body, Place, TestCase, Traits},
};

inventory::submit! {
    TestCase {
        path: concat!(module_path!(), "::a_spec_runs"),
        display: "",
        place: Place { file: file!(), line: line!(), column: column!() },
        ignore: None,
        tags: &[],
        traits: &Traits::PLAIN,
        fixtures: |_| {},
        body: Body::Async(|spec, _| Box::pin(async move {
            let created = spec.run(crypto_create("alice")).await?;
            let network = spec.network();
            println!("{} made {} on {} nodes", network.name(), created.account_id, network.nodes().len());
            Ok(())
        })),
    }
}

#[test]
fn a_spec_runs() {
    run_under_libtest(concat!(module_path!(), "::a_spec_runs"));
}

/// This program once more, with that one test.
fn run(variables: &[(&str, &str)]) -> Output {
    let mut command = Command::new(env::current_exe().unwrap());
    command.args(["--exact", "a_spec_runs", "--nocapture"]);
    command.env("HAPI_SESSION", "private").envs(variables.iter().copied());
    command.output().unwrap()
}

#[test]
#[cfg(target_os = "linux")]
fn nodes_are_this_program_once_more() {
    let output = run(&[("HAPI_NETWORK", "subprocess"), ("HAPI_NODES", "3"), ("HAPI_CLEAN_GENESIS", "1")]);
    let (stdout, stderr) = (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    assert!(output.status.success(), "{stdout}{stderr}");
    assert!(stdout.contains("subprocess made 0.0.") && stdout.contains(" on 3 nodes"), "{stdout}");
    // What the nodes print is theirs: libtest in a node says that it runs a test, too.
    assert_eq!(stdout.matches("running 1 test").count(), 1, "{stdout}");
    assert!(stderr.contains("hapi-test: the nodes have started in "), "{stderr}");
}

#[test]
fn a_wrong_number_of_nodes_fails_the_test() {
    let output = run(&[("HAPI_NETWORK", "subprocess"), ("HAPI_NODES", "0")]);
    let stderr = String::from_utf8_lossy(&output.stderr);
    assert!(!output.status.success() && stderr.contains("must be a number of nodes"), "{stderr}");
}
