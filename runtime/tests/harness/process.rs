//! Starting this binary as the fixture, or as itself.

use std::{
    env,
    process::{Command, Output},
};

use super::{fixture, network::STARTED};

/// What a process came to.
#[derive(Debug)]
pub(crate) struct Ran {
    pub(crate) status: Option<i32>,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
}

impl Ran {
    /// How often the process started its network.
    pub(crate) fn networks(&self) -> usize {
        self.stderr.matches(STARTED).count()
    }

    /// The lines that tell how tests ended, sorted: what ran side by side has no order.
    pub(crate) fn tests(&self) -> Vec<&str> {
        let mut lines: Vec<_> =
            self.stdout.lines().filter(|line| line.starts_with("test ") && line.contains(" ... ")).collect();
        lines.sort_unstable();
        lines
    }

    /// Standard output without what differs from run to run: times, and how many tests there are besides.
    pub(crate) fn stable(&self) -> String {
        let lines = self.stdout.lines().map(|line| match line.strip_prefix("test result: ") {
            Some(result) => {
                let counts = result.rsplit_once("; finished in").map_or(result, |(counts, _)| counts);
                let counts = counts.rsplit_once("; ").map_or(counts, |(counts, _filtered)| counts);
                format!("test result: {counts}\n")
            }
            None => format!("{line}\n"),
        });
        lines.collect()
    }

    /// [`Ran::stable`] without what tests printed and reports say, which is nobody's standard.
    pub(crate) fn skeleton(&self) -> String {
        let mut inside = false;
        let mut kept = String::new();
        for line in self.stable().lines() {
            if line.starts_with("---- ") {
                inside = true;
            } else if inside && matches!(line, "failures:" | "successes:") {
                inside = false;
            }
            if !inside || line.starts_with("---- ") {
                kept.push_str(line);
                kept.push('\n');
            }
        }
        kept
    }
}

/// Runs the fixture with this command line.
pub(crate) fn run(args: &[&str]) -> Ran {
    run_with(&[], args)
}

/// Runs the fixture with this command line and these variables.
pub(crate) fn run_with(variables: &[(&str, &str)], args: &[&str]) -> Ran {
    let ran = finished(program(args).envs(variables.iter().copied()));
    let (_, stdout) = ran.stdout.split_once(fixture::BEGINS).expect("the fixture announces itself");
    Ran { stdout: stdout.to_owned(), ..ran }
}

/// The fixture with this command line, ready to start.
pub(crate) fn program(args: &[&str]) -> Command {
    let mut command = clean();
    command.args(["--exact", "fixture::program", "--ignored", "--nocapture"]);
    command.env(fixture::ARGUMENTS, args.join(fixture::SEPARATOR));
    command
}

/// Runs this binary as the libtest program that it is.
pub(crate) fn run_libtest(args: &[&str]) -> Ran {
    run_libtest_with(&[], args)
}

/// [`run_libtest`] with these variables.
pub(crate) fn run_libtest_with(variables: &[(&str, &str)], args: &[&str]) -> Ran {
    finished(clean().args(args).envs(variables.iter().copied()))
}

/// This binary, in an environment that says nothing about tests.
fn clean() -> Command {
    let mut command = Command::new(env::current_exe().expect("a test knows its own path"));
    for (name, _) in env::vars_os() {
        let name = name.to_string_lossy();
        let about_tests =
            ["RUST_TEST_", "HAPI_", "NEXTEST", "RUST_LOG", "RUST_BACKTRACE", "NO_COLOR", "CARGO_TERM_COLOR"];
        if about_tests.iter().any(|prefix| name.starts_with(prefix)) {
            command.env_remove(&*name);
        }
    }
    // A payer that needs no network, for the operations of the fixture.
    let key =
        "302e020100300506032b65700422042091132178e72057a1d7528025956fe39b0b847f200ab59b2fdd367017f3087137";
    command.env("HAPI_SPEC_DEFAULT_PAYER", format!("{{ account = \"0.0.1001\", key = \"{key}\" }}"));
    command
}

fn finished(command: &mut Command) -> Ran {
    let Output { status, stdout, stderr } = command.output().expect("this binary starts");
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("test output is text");
    Ran { status: status.code(), stdout: text(stdout), stderr: text(stderr) }
}
