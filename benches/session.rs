//! The session that the processes of a nextest run share, in the dev profile: `cargo bench --bench session`.
//!
//! It writes a small workspace below `target` with 200 specs of one transfer and 200 plain tests that do nothing, all in one
//! target, and measures what `cargo nextest run` takes for each:
//!
//! - 200 transfers over 200 empty tests: the time of a run of all, less that of a run of one;
//! - what a process takes to attach to the session, of which the first one has the start.
//!
//! It prints a table and never fails for a time; it fails when a test does not pass.

mod report;
mod rounds;
mod scratch;

use std::{fmt::Write as _, fs, io, process::Output, time::Duration};

use report::{Row, median, note, print, short};
use rounds::{Rounds, timed};
use scratch::Scratch;

/// How many tests of each kind there are.
const TESTS: usize = 200;

const DEPENDENCIES: &str = "hapi-test = { path = 'HAPI' }\n";

fn main() -> io::Result<()> {
    let workspace = Workspace(Scratch::write("session", DEPENDENCIES, &["specs"])?);
    fs::write(workspace.0.source("specs"), specs())?;
    if !workspace.nextest(&["--version"]).status.success() {
        note("`cargo nextest` does not run here: nothing to measure");
        return Ok(());
    }
    note("building (the first time takes minutes)");
    assert!(workspace.nextest(&["run", "--no-run"]).status.success(), "the tests build");
    note("running them");
    print(&[workspace.transfers(), workspace.attach()])
}

/// The tests.
struct Workspace(Scratch);

impl Workspace {
    fn transfers(&self) -> Row {
        let more = |kind: &str| {
            let all = timed(|| self.run(kind, TESTS));
            let one = timed(|| self.run(&format!("{kind}000"), 1));
            all.saturating_sub(one)
        };
        let rounds = Rounds::take(5, 1, [&mut || more("transfer"), &mut || more("empty")]);
        rounds::ratio(
            "nextest: 200 tests of one transfer over 200 empty ones",
            rounds.ratio(0, 1),
            [rounds.time(0), rounds.time(1)],
            2.0,
        )
    }

    fn attach(&self) -> Row {
        let output = self.run("transfer", TESTS);
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        let times = said.split("attached to the session micros=").skip(1).filter_map(|rest| {
            let digits = rest.find(|c: char| !c.is_ascii_digit()).map_or(rest, |end| &rest[..end]);
            digits.parse().ok().map(Duration::from_micros)
        });
        let times: Vec<Duration> = times.collect();
        assert_eq!(times.len(), TESTS, "each process tells how long it took: {said}");
        let median = median(times);
        Row {
            what: "nextest: attach to the session, median of 200 processes".to_owned(),
            figure: short(median),
            budget: Some(("<= 1 ms".to_owned(), median <= Duration::from_millis(1))),
        }
    }

    /// Runs the tests whose names begin so.
    fn run(&self, prefix: &str, tests: usize) -> Output {
        let filter = format!("test(/^{prefix}/)");
        let output = self.nextest(&["run", "-E", &filter, "--success-output", "final"]);
        let said = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success() && said.contains(&format!("{tests} passed")), "{said}");
        output
    }

    fn nextest(&self, args: &[&str]) -> Output {
        let mut cargo = self.0.cargo(&[&["nextest"], args].concat());
        cargo.env("RUST_LOG", "hapi_test_runtime::session=debug").output().expect("cargo runs")
    }
}

fn specs() -> String {
    let mut text = String::from("use hapi_test::prelude::*;\n");
    let mut plain = Vec::new();
    for n in 0..TESTS {
        let _ = write!(
            text,
            "\n#[hapi_test]\nfn transfer{n:03}() -> impl IntoSpec {{\n    \
             crypto_transfer(send(1.hbar()).from(DEFAULT_PAYER).to(FUNDING))\n}}\n\nfn empty{n:03}() {{}}\n"
        );
        plain.push(format!("empty{n:03}"));
    }
    text + &format!("\nhapi_test::main!({});\n", plain.join(", "))
}
