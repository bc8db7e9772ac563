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

use std::{
    env,
    fmt::Write as _,
    fs, io,
    path::{Path, PathBuf},
    process::{Command, Output, Stdio},
    time::Duration,
};

use report::{Rounds, Row, median, note, print, short, timed};

/// How many tests of each kind there are.
const TESTS: usize = 200;

const WORKSPACE: &str = r#"[workspace]
resolver = "3"
members = ["session"]
"#;

const MANIFEST: &str = r#"[package]
name = "session"
version = "0.0.0"
edition = "2024"
publish = false

[dev-dependencies]
hapi-test = { path = 'HAPI_TEST' }

[[test]]
name = "specs"
harness = false
"#;

fn main() -> io::Result<()> {
    let workspace = Workspace::write()?;
    if !workspace.nextest(&["--version"]).status.success() {
        note("`cargo nextest` does not run here: nothing to measure");
        return Ok(());
    }
    note("building (the first time takes minutes)");
    assert!(workspace.nextest(&["run", "--no-run"]).status.success(), "the tests build");
    note("running them");
    print(&[workspace.transfers(), workspace.attach()])
}

/// The scratch workspace, with a target directory of its own, so that no other build is waited for.
struct Workspace(PathBuf);

impl Workspace {
    fn write() -> io::Result<Self> {
        let root = Path::new(env!("CARGO_MANIFEST_DIR"));
        let this = Self(Path::new(env!("CARGO_TARGET_TMPDIR")).join("session"));
        fs::create_dir_all(this.0.join("session/tests"))?;
        let profile = profile(&fs::read_to_string(root.join("Cargo.toml"))?);
        fs::write(this.0.join("Cargo.toml"), WORKSPACE.to_owned() + &profile)?;
        // The versions that the project is built with.
        fs::copy(root.join("Cargo.lock"), this.0.join("Cargo.lock"))?;
        let manifest = MANIFEST.replace("HAPI_TEST", &root.display().to_string());
        fs::write(this.0.join("session/Cargo.toml"), manifest)?;
        fs::write(this.0.join("session/tests/specs.rs"), specs())?;
        Ok(this)
    }

    fn transfers(&self) -> Row {
        let more = |kind: &str| {
            let all = timed(|| self.run(kind, TESTS));
            let one = timed(|| self.run(&format!("{kind}000"), 1));
            all.saturating_sub(one)
        };
        let rounds = Rounds::take(5, 1, [&mut || more("transfer"), &mut || more("empty")]);
        Row::ratio(
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
        let mut cargo = Command::new(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
        cargo.current_dir(&self.0).arg("nextest").args(args);
        cargo
            .env("CARGO_TARGET_DIR", self.0.join("target"))
            .env("RUST_LOG", "hapi_test_runtime::session=debug");
        cargo.stdin(Stdio::null()).output().expect("cargo runs")
    }
}

/// The project's dev profile, which the README has users copy.
fn profile(manifest: &str) -> String {
    let from = manifest.find("[profile.dev]").unwrap_or(manifest.len());
    let rest = &manifest[from..];
    rest[..rest.find("[package]").unwrap_or(rest.len())].to_owned()
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
