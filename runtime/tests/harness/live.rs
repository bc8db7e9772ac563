//! The live line, seen on a terminal.

use std::{
    fs::{File, OpenOptions},
    io::Read as _,
    process::Stdio,
};

use rustix::pty::{OpenptFlags, grantpt, openpt, ptsname, unlockpt};

use super::process::program;

/// Runs the fixture with a terminal as its standard error, and gives what that showed.
fn shown(args: &[&str]) -> String {
    let terminal = openpt(OpenptFlags::RDWR | OpenptFlags::NOCTTY).expect("there are terminals");
    grantpt(&terminal).and_then(|()| unlockpt(&terminal)).expect("it is ours");
    let name = ptsname(&terminal, Vec::new()).expect("it has a name").into_string().expect("text");
    let side = OpenOptions::new().read(true).write(true).open(name).expect("it can be opened");
    let mut child = program(args)
        .env("TERM", "xterm")
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(side)
        .spawn()
        .expect("this binary starts");
    let mut shown = Vec::new();
    // On Linux the end of a terminal is an error.
    let _ = File::from(terminal).read_to_end(&mut shown);
    child.wait().expect("it runs");
    String::from_utf8_lossy(&shown).into_owned()
}

const HANGS: [&str; 4] = ["model::hangs", "model::passes", "--timeout-factor=0.02", "--test-threads=2"];

#[test]
fn a_terminal_has_a_live_line_that_goes_away() {
    let shown = shown(&HANGS);
    assert!(shown.contains("1/2 model::hangs"), "{shown:?}");
    assert!(shown.trim_end().ends_with("\u{1b}[2K"), "the line is cleared: {shown:?}");
}

#[test]
fn there_is_no_live_line_where_it_would_be_in_the_way() {
    for flag in ["--nocapture", "--format=terse", "--format=json"] {
        let args: Vec<&str> = HANGS.iter().copied().chain([flag]).collect();
        let shown = shown(&args);
        assert!(!shown.contains("1/2"), "{flag}: {shown:?}");
    }
}
