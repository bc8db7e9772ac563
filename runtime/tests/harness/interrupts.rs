//! Ctrl-C and `SIGTERM`.

use std::{
    io::{BufRead as _, BufReader, Read as _},
    process::{Child, ChildStderr, Stdio},
};

use rustix::process::{Pid, Signal, kill_process};

use super::{fixture::DROPPED, network::STOPPED, process::program};

/// The fixture while it runs.
struct Running {
    child: Child,
    stderr: BufReader<ChildStderr>,
    /// What it has printed to standard error so far.
    said: String,
}

impl Running {
    fn start(args: &[&str]) -> Self {
        let mut command = program(args);
        let mut child =
            command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("this binary starts");
        let stderr = BufReader::new(child.stderr.take().expect("it is piped"));
        Self { child, stderr, said: String::new() }
    }

    /// Waits until it has printed `text` to standard error.
    fn until(mut self, text: &str) -> Self {
        while !self.said.contains(text) {
            let read = self.stderr.read_line(&mut self.said).expect("text");
            assert_ne!(read, 0, "it ended without {text:?}:\n{}", self.said);
        }
        self
    }

    fn signal(self, signal: Signal) -> Self {
        let pid = Pid::from_child(&self.child);
        kill_process(pid, signal).expect("it runs");
        self
    }

    /// Its status, and what it printed to standard output and error.
    fn ended(mut self) -> (Option<i32>, String, String) {
        let mut stdout = String::new();
        self.stderr.read_to_string(&mut self.said).expect("text");
        let mut pipe = self.child.stdout.take().expect("it is piped");
        pipe.read_to_string(&mut stdout).expect("text");
        (self.child.wait().expect("it runs").code(), stdout, self.said)
    }
}

const HANGS: [&str; 4] = ["--include-ignored", "--nocapture", "--test-threads=1", "end::hangs"];

#[test]
fn the_first_signal_stops_the_run_in_order() {
    for (signal, name, status) in [(Signal::INT, "SIGINT", 130), (Signal::TERM, "SIGTERM", 143)] {
        let args: Vec<&str> = HANGS.iter().chain(&["m::passes"]).copied().collect();
        let (code, stdout, stderr) = Running::start(&args).until("doing inner").signal(signal).ended();
        assert_eq!(code, Some(status), "{stdout}\n{stderr}");
        let notice = format!(
            "hapi-test: {name}: no test starts any more; these are stopped:\n    end::hangs  (running for "
        );
        assert!(stderr.contains(&notice), "{stderr}");
        let end = "test end::hangs ... \ntest end::hangs ... FAILED (interrupted)\n";
        assert!(stdout.contains(end), "{stdout}");
        assert!(stdout.contains("error: inner(it): was stopped by a signal; the test waited "), "{stdout}");
        assert!(!stdout.contains("test m::passes"), "what had not begun does not begin: {stdout}");
        assert!(stdout.contains("test result: FAILED. 0 passed; 1 failed;"), "{stdout}");
        assert!(stdout.contains(&format!("\nhapi-test: 2 not run; interrupted by {name}\n")), "{stdout}");
        // In this order: the future of the test is dropped, and then its network is stopped.
        let (_, rest) = stderr.split_once(DROPPED).unwrap_or_else(|| panic!("{stderr}"));
        assert!(rest.contains(STOPPED), "{stderr}");
    }
}

#[test]
fn all_that_run_are_stopped_and_others_are_not_tried_again() {
    let args =
        ["--include-ignored", "--nocapture", "--test-threads=2", "--retries=5", "end::hangs", "model::hangs"];
    let running = Running::start(&args).until("doing inner").until("doing waits");
    let (code, stdout, stderr) = running.signal(Signal::INT).ended();
    assert_eq!(code, Some(130), "{stdout}\n{stderr}");
    assert_eq!(stderr.matches(DROPPED).count(), 2, "{stderr}");
    assert_eq!(stdout.matches("FAILED (interrupted)\n").count(), 2, "{stdout}");
}

#[test]
fn the_second_signal_ends_the_process_at_once() {
    let running = Running::start(&["--include-ignored", "--nocapture", "end::blocks"]).until("doing blocks");
    let running = running.signal(Signal::INT).until("the next signal ends the process at once");
    let (code, stdout, stderr) = running.signal(Signal::INT).ended();
    assert_eq!(code, Some(130), "{stdout}\n{stderr}");
    assert!(!stdout.contains("test result"), "{stdout}");
    assert!(!stderr.contains("ended the process"), "no test is blamed: {stderr}");
}

#[test]
fn a_test_that_does_not_stop_is_left_behind() {
    let running = Running::start(&["--include-ignored", "--nocapture", "end::blocks"]).until("doing blocks");
    let (code, stdout, stderr) = running.signal(Signal::TERM).ended();
    assert_eq!(code, Some(143), "{stdout}\n{stderr}");
    assert!(stdout.contains("`end::blocks` did not stop when it was told to"), "{stdout}");
    assert!(stdout.contains("test result: FAILED. 0 passed; 1 failed;"), "{stdout}");
}

#[test]
fn a_loop_ends_with_a_signal() {
    let running = Running::start(&["--loop", "--include-ignored", "--nocapture", "again::draws"]);
    let (code, stdout, stderr) = running.until("run 3, seed").signal(Signal::INT).ended();
    assert_eq!(code, Some(130), "{stdout}\n{stderr}");
}

#[test]
fn a_run_that_takes_too_long_is_stopped_and_has_failed() {
    let running = Running::start(&["--run-timeout=0.2", "--include-ignored", "end::hangs"]);
    let (code, stdout, stderr) = running.ended();
    assert_eq!(code, Some(101), "{stdout}\n{stderr}");
    assert!(
        stderr.contains("--run-timeout: no test starts any more; these are stopped:\n    end::hangs  ("),
        "{stderr}"
    );
    assert!(stdout.contains("\nhapi-test: interrupted by --run-timeout\n"), "{stdout}");
    assert!(stderr.contains(DROPPED) && stderr.contains(STOPPED), "{stderr}");
}
