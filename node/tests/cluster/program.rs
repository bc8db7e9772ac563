//! `hapi-node --nodes N`, as a user starts and ends it.

use std::{
    io::{BufRead as _, BufReader, Read as _},
    process::{Child, ChildStderr, ChildStdout, Command, Stdio},
};

use rustix::process::{Pid, Signal, kill_process};

use super::support::{Directory, await_end, children_of, hapi_node};

struct Program {
    process: Child,
    stdout: BufReader<ChildStdout>,
    stderr: ChildStderr,
    _home: Directory,
}

impl Program {
    fn start(nodes: &str) -> Self {
        let home = Directory::new();
        let mut process = Command::new(hapi_node())
            .args(["--nodes", nodes, "--free-ports"])
            .env("XDG_CACHE_HOME", home.path())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let stdout = BufReader::new(process.stdout.take().unwrap());
        let stderr = process.stderr.take().unwrap();
        Self { process, stdout, stderr, _home: home }
    }

    fn line(&mut self) -> String {
        let mut line = String::new();
        self.stdout.read_line(&mut line).unwrap();
        line.trim_end().to_owned()
    }

    /// Reads on until the line for all nodes; gives those before.
    fn ready(&mut self) -> Vec<String> {
        let mut lines = Vec::new();
        loop {
            let line = self.line();
            assert!(!line.is_empty(), "it ended before it was ready: {lines:?} {}", self.complaint());
            if line.starts_with("ready network") {
                return lines;
            }
            lines.push(line);
        }
    }

    fn signal(&self, signal: Signal) {
        signal_to(self.process.id(), signal);
    }

    fn complaint(&mut self) -> String {
        let mut text = String::new();
        self.stderr.read_to_string(&mut text).unwrap();
        text
    }
}

fn signal_to(pid: u32, signal: Signal) {
    kill_process(Pid::from_raw(i32::try_from(pid).unwrap()).unwrap(), signal).unwrap();
}

#[test]
fn each_node_says_where_it_is_and_a_signal_ends_all() {
    let mut program = Program::start("2");
    let ready = program.ready();
    assert_eq!(ready.len(), 2, "{ready:?}");
    assert!(ready[0].starts_with("ready grpc=127.0.0.1:") && ready[0].contains("node=0.0.3"), "{ready:?}");
    assert!(ready[1].starts_with("ready grpc=127.0.0.2:") && ready[1].contains("node=0.0.4"), "{ready:?}");
    let nodes = children_of(program.process.id());
    assert_eq!(nodes.len(), 2);
    program.signal(Signal::TERM);
    assert!(program.process.wait().unwrap().success(), "it ends in order: {}", program.complaint());
    nodes.into_iter().for_each(await_end);
}

#[test]
fn no_node_outlives_a_program_that_is_killed() {
    let mut program = Program::start("2");
    program.ready();
    let nodes = children_of(program.process.id());
    assert_eq!(nodes.len(), 2);
    program.signal(Signal::KILL);
    program.process.wait().unwrap();
    nodes.into_iter().for_each(await_end);
}

#[test]
fn a_signal_during_the_start_ends_it() {
    let mut program = Program::start("4");
    // The listener for signals is there before the first process is; a child is the sign of that.
    let nodes = loop {
        let nodes = children_of(program.process.id());
        if !nodes.is_empty() {
            break nodes;
        }
        assert!(program.process.try_wait().unwrap().is_none(), "it ended before it had a node");
    };
    program.signal(Signal::TERM);
    assert!(program.process.wait().unwrap().success());
    nodes.into_iter().for_each(await_end);
}

#[test]
fn a_network_that_loses_a_node_ends_and_says_which() {
    let mut program = Program::start("2");
    program.ready();
    let mut nodes = children_of(program.process.id());
    // They were started in the order of their numbers.
    nodes.sort_unstable();
    signal_to(nodes[0], Signal::KILL);
    assert_eq!(program.process.wait().unwrap().code(), Some(1));
    let complaint = program.complaint();
    assert!(complaint.contains("node") && complaint.contains("ended by itself"), "{complaint}");
    nodes.into_iter().for_each(await_end);
}
