//! A network of processes in a program that has libtest's own harness: there is no main function to become a node in, so
//! that nodes are started as one test, which then is none.

use std::{
    env,
    process::{Command, Output, Stdio},
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

inventory::submit! {
    TestCase {
        path: concat!(module_path!(), "::a_spec_that_never_ends"),
        display: "",
        place: Place { file: file!(), line: line!(), column: column!() },
        ignore: None,
        tags: &[],
        traits: &Traits::PLAIN,
        fixtures: |_| {},
        body: Body::Async(|_, _| Box::pin(std::future::pending())),
    }
}

#[test]
#[ignore = "another test runs it, and kills it"]
fn a_spec_that_never_ends() {
    run_under_libtest(concat!(module_path!(), "::a_spec_that_never_ends"));
}

/// This program once more, with one of those tests.
fn this_with(test: &str, variables: &[(&str, &str)]) -> Command {
    let mut command = Command::new(env::current_exe().unwrap());
    command.args(["--exact", test, "--nocapture", "--include-ignored"]);
    command.env("HAPI_SESSION", "private").envs(variables.iter().copied());
    command
}

fn run(variables: &[(&str, &str)]) -> Output {
    this_with("a_spec_runs", variables).output().unwrap()
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

#[cfg(target_os = "linux")]
mod killed {
    use std::{
        fs,
        io::{BufRead as _, BufReader},
    };

    use rustix::{
        event::{PollFd, PollFlags, Timespec, poll},
        io::Errno,
        process::{Pid, PidfdFlags, pidfd_open},
    };

    use super::*;

    #[test]
    fn no_node_outlives_a_run_that_is_killed() {
        let variables = [("HAPI_NETWORK", "subprocess"), ("HAPI_NODES", "2"), ("HAPI_CLEAN_GENESIS", "1")];
        let mut runner = this_with("a_spec_that_never_ends", &variables)
            .stdout(Stdio::null())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut lines = BufReader::new(runner.stderr.take().unwrap()).lines().map(Result::unwrap);
        assert!(lines.any(|line| line.contains("the nodes have started")), "it ended before it had nodes");
        let nodes = children_of(runner.id());
        assert_eq!(nodes.len(), 2);
        runner.kill().unwrap();
        runner.wait().unwrap();
        nodes.into_iter().for_each(await_end);
    }

    /// The processes that `parent` has started.
    fn children_of(parent: u32) -> Vec<i32> {
        let is_child = |pid: &i32| {
            let stat = fs::read_to_string(format!("/proc/{pid}/stat")).unwrap_or_default();
            // The name may hold anything; the parent is the second field behind it.
            let behind = stat.rsplit_once(") ").map_or("", |(_, behind)| behind);
            behind.split(' ').nth(1) == Some(&parent.to_string())
        };
        let processes = fs::read_dir("/proc").unwrap().flatten();
        processes.filter_map(|entry| entry.file_name().to_str()?.parse().ok()).filter(is_child).collect()
    }

    fn await_end(pid: i32) {
        let process = match pidfd_open(Pid::from_raw(pid).unwrap(), PidfdFlags::empty()) {
            Err(Errno::SRCH) => return,
            process => process.unwrap(),
        };
        let limit = Timespec { tv_sec: 30, tv_nsec: 0 };
        let ended = poll(&mut [PollFd::new(&process, PollFlags::IN)], Some(&limit)).unwrap();
        assert_eq!(ended, 1, "process {pid} is still there");
    }
}
