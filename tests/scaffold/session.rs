//! One session for all processes of a run: what it shares, how it ends, and what it leaves behind, which is nothing.

use std::{
    collections::BTreeSet,
    fs,
    io::ErrorKind,
    net::{SocketAddr, TcpStream},
};

use rustix::process::Signal;

use crate::{
    cargo::{Run, cargo, has_nextest},
    processes::{Meeting, has_ended, signal},
};

/// A place for sessions of runs under `cargo nextest`; `None` where that is not installed.
fn under_nextest(name: &str) -> Option<Meeting> {
    has_nextest().then(|| Meeting::new(name))
}

/// What tests printed that begins with `word`; nextest shows it indented, and on stderr.
fn printed<'a>(run: &'a Run, word: &str) -> Vec<&'a str> {
    let lines = run.stdout.lines().chain(run.stderr.lines()).map(str::trim);
    lines.filter(|line| line.starts_with(word)).collect()
}

/// Panics unless this many tests ran on one network, which they share with other processes.
#[track_caller]
fn shared_by(run: &Run, tests: usize) {
    let accounts = printed(run, "account ");
    assert_eq!(accounts.len(), tests, "{run}");
    assert!(accounts.iter().all(|line| line.ends_with("on the shared network")), "{run}");
    assert_eq!(accounts.iter().collect::<BTreeSet<_>>().len(), tests, "each account is another one: {run}");
    let payers: BTreeSet<_> = printed(run, "payer ").into_iter().collect();
    assert_eq!(payers.len(), 1, "one payer was created for all: {run}");
}

#[test]
fn the_processes_of_a_nextest_run_share_a_network() {
    let Some(meeting) = under_nextest("nextest") else { return };
    // Targets with our `main!` and with libtest's.
    let run = meeting.run("nextest run -p sharing --success-output immediate").ended_with(0);
    shared_by(&run, 6);
    let statics = printed(&run, "static ");
    assert_eq!(statics.len(), 6, "{run}");
    assert_eq!(
        statics.iter().collect::<BTreeSet<_>>().len(),
        3,
        "each target has one, whatever its processes: {run}"
    );
    assert!(!run.stderr.contains("LEAK"), "nothing is inherited: {run}");
    meeting.is_left_clean();
}

#[test]
fn the_processes_of_a_nextest_run_count_together() {
    let Some(meeting) = under_nextest("coverage") else { return };
    let file = meeting.diary();
    let mut cargo = meeting.cargo("nextest run -p sharing --test one --test two");
    Run::of(cargo.env("HAPI_COVERAGE_FILE", &file)).ended_with(0);
    // All of it is there when the runner has ended, at the latest.
    let text = fs::read_to_string(file).expect("it was written");
    let (_, create) = text.split_once("\"CryptoCreate\"").expect("every function is there");
    let calls: String =
        create.chars().skip_while(|c| !c.is_ascii_digit()).take_while(char::is_ascii_digit).collect();
    // By six tests, for two statics, and for the payer of all.
    assert_eq!(calls, "9", "{text}");
    meeting.is_left_clean();
}

#[test]
fn the_targets_of_one_cargo_test_share_a_network() {
    let meeting = Meeting::new("cargo");
    let run = meeting.run("test -p sharing -- --nocapture").ended_with(0);
    shared_by(&run, 6);
    meeting.is_left_clean();
}

#[test]
fn a_target_that_runs_alone_has_a_network_of_its_own() {
    let meeting = Meeting::new("alone");
    let run = meeting.run("test -p sharing --test one -- --nocapture").ended_with(0);
    let accounts = printed(&run, "account ");
    assert_eq!(accounts.len(), 2, "{run}");
    assert!(accounts.iter().all(|line| line.ends_with("on the own network")), "{run}");
    meeting.is_left_clean();
}

#[test]
fn who_wants_a_private_session_has_one() {
    let meeting = Meeting::new("private");
    let line = "test -p sharing --test one --test two --no-fail-fast -- --nocapture";
    let run = Run::of(meeting.cargo(line).env("HAPI_SESSION", "private")).ended_with(0);
    assert_eq!(printed(&run, "account ").len(), 4, "{run}");
    assert!(printed(&run, "account ").iter().all(|line| line.ends_with("on the own network")), "{run}");
    meeting.is_left_clean();
    let run = meeting.run(&format!("{line} --session private")).ended_with(0);
    assert!(printed(&run, "account ").iter().all(|line| line.ends_with("on the own network")), "{run}");
}

#[test]
fn locks_hold_across_processes() {
    let Some(meeting) = under_nextest("locks") else { return };
    let run = meeting.run("nextest run -p leaking --test locks -j 4").ended_with(0);
    nobody_was_disturbed(&meeting, &run);
    meeting.is_left_clean();
}

/// Panics unless the tests wrote into their diary that nobody came to those who are to be alone.
#[track_caller]
fn nobody_was_disturbed(meeting: &Meeting, run: &Run) {
    let diary = fs::read_to_string(meeting.diary()).expect("they wrote it");
    let mut inside = BTreeSet::new();
    for line in diary.lines() {
        match line.split_once(' ').expect("two words") {
            ("in", name) => assert!(inside.insert(name), "{diary}"),
            (_, name) => assert!(inside.remove(name), "{diary}"),
        }
        let alone = inside.iter().any(|name| name.starts_with("alone"));
        assert!(!alone || inside.len() == 1, "two were in at once: {diary}{run}");
    }
    assert_eq!(diary.lines().count(), 10, "{diary}");
}

#[test]
fn what_a_killed_test_changed_is_put_back() {
    let Some(meeting) = under_nextest("restored") else { return };
    let mut running = meeting.start("nextest run -p leaking --test leaves -j 1 --no-fail-fast");
    signal(meeting.held(&mut running).pid, Signal::KILL);
    let run = Run::from(running.wait_with_output().expect("it ends"));
    run.warns(&["2 tests run: 1 passed, 1 failed"]).ended_with(100);
    meeting.is_left_clean();
}

#[test]
fn what_the_suite_of_a_killed_test_overrode_is_put_back() {
    let Some(meeting) = under_nextest("suite") else { return };
    let mut running = meeting.start("nextest run -p leaking --test suite_leaves -j 1 --no-fail-fast");
    signal(meeting.held(&mut running).pid, Signal::KILL);
    let run = Run::from(running.wait_with_output().expect("it ends"));
    run.warns(&["2 tests run: 1 passed, 1 failed"]).ended_with(100);
    meeting.is_left_clean();
}

#[test]
fn a_session_survives_the_test_that_started_it() {
    let Some(meeting) = under_nextest("first") else { return };
    let mut running = meeting.start("nextest run -p held -j 1 --no-fail-fast");
    let first = meeting.held(&mut running);
    let brokers = meeting.brokers();
    assert_eq!(brokers.len(), 1);
    signal(first.pid, Signal::KILL);
    let second = meeting.held(&mut running);
    assert_eq!((first.name.as_str(), second.name.as_str()), ("a_first", "b_second"));
    assert_eq!(meeting.brokers(), brokers, "it is the same one");
    assert_ne!(first.account, second.account, "it is the same network");
    second.go_on();
    let run = Run::from(running.wait_with_output().expect("it ends"));
    run.warns(&["2 tests run: 1 passed, 1 failed"]).ended_with(100);
    meeting.is_left_clean();
}

#[test]
fn a_session_ends_with_a_runner_that_is_killed() {
    let Some(meeting) = under_nextest("runner") else { return };
    let mut running = meeting.start("nextest run -p held -j 1");
    let test = meeting.held(&mut running);
    assert_eq!(meeting.brokers().len(), 1);
    running.kill().expect("it runs");
    running.wait().expect("it was killed");
    // The test's own process is still there, and keeps nothing alive.
    meeting.is_left_clean();
    signal(test.pid, Signal::KILL);
    assert!(has_ended(test.pid));
}

#[test]
fn a_session_ends_with_a_cargo_that_is_killed() {
    let meeting = Meeting::new("cargo-killed");
    let mut running = meeting.start("test -p held --test specs -- --session shared --test-threads=1");
    let test = meeting.held(&mut running);
    assert_eq!(meeting.brokers().len(), 1);
    running.kill().expect("it runs");
    running.wait().expect("it was killed");
    meeting.is_left_clean();
    signal(test.pid, Signal::KILL);
    assert!(has_ended(test.pid));
}

#[test]
fn a_session_that_is_told_to_end_cleans_up() {
    let Some(meeting) = under_nextest("sigterm") else { return };
    let mut running = meeting.start("nextest run -p held -j 1 --no-fail-fast");
    let first = meeting.held(&mut running);
    let broker = meeting.brokers()[0];
    signal(broker, Signal::TERM);
    assert!(has_ended(broker));
    assert!(!meeting.sessions().exists());
    // What is asked of it then fails and says why; the next test has a session again.
    first.go_on();
    meeting.held(&mut running).go_on();
    let run = Run::from(running.wait_with_output().expect("it ends")).ended_with(100);
    run.warns(&["the session's process does not answer", "2 tests run: 1 passed, 1 failed"]);
    meeting.is_left_clean();
}

#[test]
fn what_a_killed_session_left_is_recovered() {
    let Some(meeting) = under_nextest("stale") else { return };
    let mut running = meeting.start("nextest run -p held -j 1 --no-fail-fast");
    let first = meeting.held(&mut running);
    let broker = meeting.brokers()[0];
    signal(broker, Signal::KILL);
    assert!(has_ended(broker));
    assert!(meeting.sessions().exists(), "it could not clean up");
    first.go_on();
    // Of the same run: it finds the socket of the dead one.
    meeting.held(&mut running).go_on();
    let run = Run::from(running.wait_with_output().expect("it ends"));
    run.warns(&["2 tests run: 1 passed, 1 failed"]).ended_with(100);
    meeting.is_left_clean();
}

#[test]
fn what_dead_runs_left_is_swept() {
    let Some(meeting) = under_nextest("swept") else { return };
    let mut running = meeting.start("nextest run -p held -j 1");
    let test = meeting.held(&mut running);
    let broker = meeting.brokers()[0];
    signal(broker, Signal::KILL);
    assert!(has_ended(broker));
    running.kill().expect("it runs");
    running.wait().expect("it was killed");
    signal(test.pid, Signal::KILL);
    assert!(meeting.sessions().exists(), "nobody could clean up");
    meeting.run("nextest run -p sharing --test one").ended_with(0);
    meeting.is_left_clean();
}

#[test]
fn nextest_is_told_which_tests_run_alone() {
    let run = cargo("test -p leaking --test locks -- --nextest-config").ended_with(0);
    let run = run.says(&["package(=leaking)", "test(=alone_1)", "test(=alone_2)", "test(=story::alone_3)"]);
    assert_eq!(run.stdout.matches("test(").count(), 3, "{run}");
    let Some(meeting) = under_nextest("config") else { return };
    let config = meeting.file("nextest.toml");
    fs::write(&config, run.stdout).expect("it can be written");
    let line = format!("nextest run -p leaking --test locks -j 4 --config-file {}", config.display());
    // Without a session in common there are no locks between the processes: it is nextest that keeps them apart.
    let run = Run::of(meeting.cargo(&line).env("HAPI_SESSION", "private")).ended_with(0);
    nobody_was_disturbed(&meeting, &run);
}

#[test]
fn a_network_that_is_forked_is_not_shared() {
    let meeting = Meeting::new("fork");
    let run =
        meeting.run("test -p sharing --test one --test two -- --isolation fork --nocapture").ended_with(0);
    assert_eq!(printed(&run, "account ").len(), 4, "{run}");
    assert!(printed(&run, "account ").iter().all(|line| line.ends_with("on the own network")), "{run}");
    meeting.is_left_clean();
    if !has_nextest() {
        return;
    }
    let mut cargo = meeting.cargo("nextest run -p sharing --test one --success-output immediate");
    let run = Run::of(cargo.env("HAPI_ISOLATION", "fork")).ended_with(0);
    assert_eq!(printed(&run, "account ").len(), 2, "{run}");
    assert!(printed(&run, "account ").iter().all(|line| line.ends_with("on the own network")), "{run}");
    meeting.is_left_clean();
}

#[test]
fn no_port_stays_open() {
    let meeting = Meeting::new("ports");
    let is_shut_after = |line: &str| {
        let run = meeting.run(line).ended_with(0);
        let addresses = printed(&run, "endpoint ");
        let [address] = addresses[..] else { panic!("{run}") };
        meeting.is_left_clean();
        let address: SocketAddr = address["endpoint ".len()..].parse().expect("it is an address");
        let refused = TcpStream::connect(address).expect_err("nobody listens there any more");
        assert_eq!(refused.kind(), ErrorKind::ConnectionRefused);
    };
    is_shut_after("test -p leaking --test serves -- --nocapture");
    // Here it is the session's own process that listens.
    is_shut_after("test -p leaking --test serves -- --nocapture --session shared");
    if has_nextest() {
        is_shut_after("nextest run -p leaking --test serves --success-output immediate");
    }
}
