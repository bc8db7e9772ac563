//! Suites of 1,000 tests as users have them, in the dev profile: `cargo bench --bench suite`.
//!
//! It writes a small workspace below `target`, builds it, and measures in one run, taking turns:
//!
//! - 1,000 empty `#[hapi_test]`s on a started embedded network, and 1,000 empty trials of libtest-mimic: the time of the
//!   process that runs all, less that of the process that runs one;
//! - the whole processes, with the start of the network;
//! - the same with `--list`;
//! - `cargo test --no-run` after a change of one line in one file of 1,000 tests: as `#[hapi_test]`s, and word for
//!   word the same as `#[tokio::test]`s in the same crate with the same dependencies, each test with a spec of its own.
//!
//! It prints a table and never fails for a time; it fails when a suite does not pass.

mod report;

use std::{
    cell::Cell,
    env,
    fmt::Write as _,
    fs, io,
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

use report::{Rounds, Row, note, print, timed};

/// How many tests a suite has.
const TESTS: usize = 1000;

const WORKSPACE: &str = r#"[workspace]
resolver = "3"
members = ["suite"]
"#;

const MANIFEST: &str = r#"[package]
name = "suite"
version = "0.0.0"
edition = "2024"
publish = false

[dev-dependencies]
hapi-test = { path = 'HAPI_TEST' }
libtest-mimic = "0.8"
tokio = { version = "1.47", features = ["macros", "rt-multi-thread"] }

[[test]]
name = "empty"
harness = false

[[test]]
name = "mimic"
harness = false

[[test]]
name = "specs"
harness = false
"#;

const MIMIC: &str = r#"use libtest_mimic::{Arguments, Trial};

fn main() {
    let trials = (0..TESTS).map(|n| Trial::test(format!("t{n:04}"), || Ok(()))).collect();
    libtest_mimic::run(&Arguments::from_args(), trials).exit()
}
"#;

/// What a `#[tokio::test]` needs to have a spec: the network is started for the first test and shared.
const PLAIN: &str = r"use std::sync::{Arc, LazyLock};

use hapi_test::{networks::start_default, prelude::*, spec::{SpecContext, SpecSetup, Target}};
use tokio::runtime::Runtime;

static TARGET: LazyLock<Target> = LazyLock::new(|| {
    let network = Runtime::new().unwrap().block_on(start_default());
    Target::new(Arc::clone(&network.unwrap()))
});

fn spec(name: &str) -> Spec {
    let target = std::thread::spawn(|| TARGET.clone()).join().unwrap();
    Spec::new(SpecContext { target, name: name.into(), setup: SpecSetup::default(), attempt: 0, may_write: Default::default() }).unwrap()
}
";

fn main() -> io::Result<()> {
    let workspace = Workspace::write()?;
    note("building the suites (the first time takes minutes)");
    for target in ["empty", "mimic", "specs", "plain"] {
        workspace.build(target);
    }
    let mut rows = Vec::new();
    note("running them");
    rows.extend(runs(&workspace)?);
    note("rebuilding them");
    rows.extend(rebuilds(&workspace));
    print(&rows)
}

fn runs(workspace: &Workspace) -> io::Result<Vec<Row>> {
    let (empty, mimic) = (workspace.executable("empty")?, workspace.executable("mimic")?);
    assert_eq!(run(&empty, &[]).matches("... ok").count(), TESTS, "all tests of the suite ran");
    let time = |program: &Path, args: &[&str]| timed(|| run(program, args));
    let alone = ["--exact", "t0000"];
    let more = |program: &Path| time(program, &[]).saturating_sub(time(program, &alone));
    let started = Rounds::take(15, 3, [&mut || more(&empty), &mut || more(&mimic)]);
    let whole = Rounds::take(15, 3, [&mut || time(&empty, &[]), &mut || time(&mimic, &[])]);
    let list = Rounds::take(15, 3, [&mut || time(&empty, &["--list"]), &mut || time(&mimic, &["--list"])]);
    let row = |what: &str, rounds: &Rounds<2>| {
        Row::ratio(what, rounds.ratio(0, 1), [rounds.time(0), rounds.time(1)], 2.0)
    };
    Ok(vec![
        row("1,000 empty `#[hapi_test]`s on a started network, over libtest-mimic", &started),
        Row { budget: None, ..row("the same as whole processes, the network's start included", &whole) },
        row("listing 1,000 tests, over libtest-mimic", &list),
    ])
}

fn rebuilds(workspace: &Workspace) -> Vec<Row> {
    let edition = Cell::new(0);
    let rebuild = |target: &str| {
        edition.set(edition.get() + 1);
        workspace.edit(target, edition.get());
        timed(|| workspace.build(target))
    };
    let rounds = Rounds::take(5, 1, [&mut || rebuild("specs"), &mut || rebuild("plain")]);
    let times = [rounds.time(0), rounds.time(1)];
    vec![Row::ratio(
        "rebuild after editing 1,000 `#[hapi_test]`s over the same `#[tokio::test]`s",
        rounds.ratio(0, 1),
        times,
        1.0,
    )]
}

/// The scratch workspace, with a target directory of its own, so that no other build is waited for.
struct Workspace(PathBuf);

impl Workspace {
    fn write() -> io::Result<Self> {
        let root = Path::new(env!("CARGO_MANIFEST_DIR"));
        let this = Self(Path::new(env!("CARGO_TARGET_TMPDIR")).join("suite"));
        fs::create_dir_all(this.source("empty").with_file_name(""))?;
        fs::write(
            this.0.join("Cargo.toml"),
            WORKSPACE.to_owned() + &profile(&fs::read_to_string(root.join("Cargo.toml"))?),
        )?;
        // The versions that the project is built with; cargo adds what is only here.
        fs::copy(root.join("Cargo.lock"), this.0.join("Cargo.lock"))?;
        fs::write(
            this.0.join("suite/Cargo.toml"),
            MANIFEST.replace("HAPI_TEST", &root.display().to_string()),
        )?;
        fs::write(this.source("empty"), empty())?;
        fs::write(this.source("mimic"), MIMIC.replace("TESTS", &TESTS.to_string()))?;
        this.edit("specs", 0);
        this.edit("plain", 0);
        Ok(this)
    }

    fn source(&self, target: &str) -> PathBuf {
        self.0.join(format!("suite/tests/{target}.rs"))
    }

    /// Writes the file of 1,000 tests so that one line differs from the last time.
    fn edit(&self, target: &str, edition: usize) {
        let text = if target == "specs" { specs(edition) } else { plain(edition) };
        fs::write(self.source(target), text).expect("target can be written to");
    }

    fn build(&self, target: &str) {
        let status = self.cargo(target).arg("--quiet").status().expect("cargo runs");
        assert!(status.success(), "the suite `{target}` builds");
    }

    /// Where the test program is.
    fn executable(&self, target: &str) -> io::Result<PathBuf> {
        let output = self.cargo(target).stderr(Stdio::piped()).output()?;
        let said = String::from_utf8_lossy(&output.stderr);
        let path =
            said.lines().find_map(|line| Some(line.trim().strip_prefix("Executable ")?.split_once('(')?.1));
        let path = path.and_then(|path| path.strip_suffix(')')).expect("cargo names the program");
        Ok(self.0.join(path))
    }

    fn cargo(&self, target: &str) -> Command {
        let mut cargo = Command::new(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
        cargo.current_dir(&self.0).args(["test", "--no-run", "--test", target]);
        cargo.env("CARGO_TARGET_DIR", self.0.join("target")).stdin(Stdio::null());
        cargo
    }
}

/// The project's dev profile, which the README has users copy.
fn profile(manifest: &str) -> String {
    let from = manifest.find("[profile.dev]").unwrap_or(manifest.len());
    let rest = &manifest[from..];
    rest[..rest.find("[package]").unwrap_or(rest.len())].to_owned()
}

fn run(program: &Path, args: &[&str]) -> String {
    let output = Command::new(program).args(args).stdin(Stdio::null()).output().expect("it was just built");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stdout));
    String::from_utf8_lossy(&output.stdout).into_owned()
}

fn empty() -> String {
    let mut text = String::from("use hapi_test::prelude::*;\n");
    for n in 0..TESTS {
        let _ = write!(text, "\n#[hapi_test]\nfn t{n:04}() -> impl IntoSpec {{\n    hapi_spec![]\n}}\n");
    }
    text + "\nhapi_test::main!();\n"
}

fn specs(edition: usize) -> String {
    let mut text = String::from("use hapi_test::prelude::*;\n");
    for n in 0..TESTS {
        let _ = write!(
            text,
            "\n#[hapi_test]\nasync fn t{n:04}(spec: &Spec) -> SpecResult {{\n{}}}\n",
            body(n, edition)
        );
    }
    text + "\nhapi_test::main!();\n"
}

fn plain(edition: usize) -> String {
    let mut text = PLAIN.to_owned();
    for n in 0..TESTS {
        let start = format!("    let spec = &spec(\"t{n:04}\");\n");
        let _ = write!(
            text,
            "\n#[tokio::test]\nasync fn t{n:04}() -> SpecResult {{\n{start}{}}}\n",
            body(n, edition)
        );
    }
    text
}

/// Two operations and a value between them. The edition shows in the test in the middle.
fn body(n: usize, edition: usize) -> String {
    let balance = if n == TESTS / 2 { edition + 1 } else { 1 };
    format!(
        "    let account = spec.run(crypto_create(\"account\").balance({balance}.hbar())).await?;\n    \
         spec.run(get_account_balance(account.account_id).has_hbar({balance}.hbar())).await?;\n    Ok(())\n"
    )
}
