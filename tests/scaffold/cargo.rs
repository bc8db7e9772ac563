//! Cargo, run in the users' workspace.

use std::{
    env,
    io::{self, Write as _},
    process::{Command, Output},
    sync::LazyLock,
};

use crate::project::{WORKSPACE, target_dir};

/// What our own run sets for itself, or its user for it, and no user's project should see.
const NOT_HANDED_ON: &[&str] = &[
    "CARGO_BIN_",
    "CARGO_CRATE_NAME",
    "CARGO_MANIFEST_",
    "CARGO_PKG_",
    "CARGO_PRIMARY_PACKAGE",
    "CARGO_TARGET_DIR",
    "CARGO_TARGET_TMPDIR",
    "HAPI_",
    "NEXTEST",
    "NO_COLOR",
    "RUST_BACKTRACE",
    "RUST_LOG",
    "RUST_TEST_",
];

/// How a run of Cargo ended.
pub(crate) struct Run {
    pub(crate) status: Option<i32>,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
}

/// `cargo LINE`, with the words of `line` as its arguments, run to its end.
pub(crate) fn cargo(line: &str) -> Run {
    Run::of(&mut command(line))
}

/// Whether `cargo nextest` runs here. Where it does not, the tests that need it end at once, which libtest takes for a
/// pass: a line tells, which it does not keep for itself as it does with `println!`.
pub(crate) fn has_nextest() -> bool {
    static THERE: LazyLock<bool> = LazyLock::new(|| {
        let version = cargo("nextest --version");
        if version.status != Some(0) {
            let why = version.stderr.trim().lines().next().unwrap_or_default().to_owned();
            let line = format!(
                "tests are ignored, for want of cargo-nextest: cargo install cargo-nextest --locked ({why})"
            );
            writeln!(io::stderr(), "{line}").expect("stderr can be written to");
        }
        version.status == Some(0)
    });
    *THERE
}

/// `cargo LINE`, ready to run.
pub(crate) fn command(line: &str) -> Command {
    let mut command = Command::new(env::var_os("CARGO").unwrap_or_else(|| env!("CARGO").into()));
    for (name, _) in env::vars_os() {
        if NOT_HANDED_ON.iter().any(|prefix| name.to_string_lossy().starts_with(prefix)) {
            command.env_remove(name);
        }
    }
    command
        .args(line.split_whitespace())
        .current_dir(WORKSPACE.as_path())
        .env("CARGO_TARGET_DIR", target_dir())
        .env("CARGO_NET_OFFLINE", "true")
        .env("CARGO_TERM_COLOR", "never")
        // A shorter build, and a smaller one: nobody debugs what is built here.
        .env("CARGO_INCREMENTAL", "0")
        .env("CARGO_PROFILE_DEV_DEBUG", "0");
    command
}

impl From<Output> for Run {
    fn from(Output { status, stdout, stderr }: Output) -> Self {
        Self {
            status: status.code(),
            stdout: String::from_utf8_lossy(&stdout).into_owned(),
            stderr: String::from_utf8_lossy(&stderr).into_owned(),
        }
    }
}

impl Run {
    /// Runs Cargo to its end.
    pub(crate) fn of(cargo: &mut Command) -> Self {
        cargo.output().expect("cargo runs").into()
    }

    /// Panics unless the run had this status, which says all there was to see.
    #[track_caller]
    pub(crate) fn ended_with(self, status: i32) -> Self {
        assert_eq!(self.status, Some(status), "{self}");
        self
    }

    /// Panics unless each of `texts` was printed to stdout, in this order.
    #[track_caller]
    pub(crate) fn says(self, texts: &[&str]) -> Self {
        in_order(&self.stdout, texts).unwrap_or_else(|text| panic!("`{text}` is not in stdout: {self}"));
        self
    }

    /// Panics unless each of `texts` was printed to stderr, in this order.
    #[track_caller]
    pub(crate) fn warns(self, texts: &[&str]) -> Self {
        in_order(&self.stderr, texts).unwrap_or_else(|text| panic!("`{text}` is not in stderr: {self}"));
        self
    }

    /// The lines of stdout that tell about tests.
    pub(crate) fn tests(&self) -> Vec<&str> {
        let listed = |line: &&str| line.ends_with(": test");
        let ran = |line: &&str| line.starts_with("test ") && line.contains(" ... ");
        self.stdout.lines().filter(|line| listed(line) || ran(line)).collect()
    }
}

fn in_order<'a>(mut text: &str, parts: &[&'a str]) -> Result<(), &'a str> {
    for part in parts {
        text = text.split_once(part).ok_or(*part)?.1;
    }
    Ok(())
}

impl std::fmt::Display for Run {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Self { status, stdout, stderr } = self;
        write!(f, "status {status:?}\n--- stdout\n{stdout}\n--- stderr\n{stderr}\n---")
    }
}
