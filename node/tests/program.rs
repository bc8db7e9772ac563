//! The program `hapi-node`, as a user starts and stops it.

use std::{
    io::{BufRead, BufReader, Read},
    process::{Command, Stdio},
};

fn hapi_node() -> Command {
    Command::new(env!("CARGO_BIN_EXE_hapi-node"))
}

#[test]
fn says_what_a_client_needs_and_ends_on_sigterm() {
    let mut child = hapi_node().args(["--port", "0"]).stdout(Stdio::piped()).spawn().unwrap();
    let mut stdout = BufReader::new(child.stdout.take().unwrap());
    let mut ready = String::new();
    stdout.read_line(&mut ready).unwrap();
    let fields: Vec<_> = ready.trim_end().split(' ').collect();
    assert_eq!(fields[0], "ready", "{ready}");
    assert!(fields[1].starts_with("grpc=127.0.0.1:") && !fields[1].ends_with(":0"), "{ready}");
    assert_eq!(fields[2..4], ["node=0.0.3", "treasury=0.0.2"], "{ready}");
    assert!(fields[4].starts_with("key=302e0201"), "{ready}");

    let killed = Command::new("kill").args(["-TERM", &child.id().to_string()]).status().unwrap();
    assert!(killed.success());
    assert!(child.wait().unwrap().success(), "it ends in order");
    let mut rest = String::new();
    stdout.read_to_string(&mut rest).unwrap();
    assert_eq!(rest, "", "nothing but the ready line");
}

#[test]
fn a_port_in_use_is_an_error_that_names_it() {
    let taken = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let address = taken.local_addr().unwrap();
    let output = hapi_node().args(["--port", &address.port().to_string()]).output().unwrap();
    assert_eq!(output.status.code(), Some(1));
    let stderr = String::from_utf8(output.stderr).unwrap();
    assert!(stderr.contains(&format!("cannot serve at {address}")), "{stderr}");
}

#[test]
fn a_wrong_argument_shows_the_usage() {
    let output = hapi_node().arg("--prot").output().unwrap();
    assert_eq!(output.status.code(), Some(2));
    let stderr = String::from_utf8(output.stderr).unwrap();
    assert!(stderr.contains("'--prot'") && stderr.contains("Usage: hapi-node"), "{stderr}");
}
