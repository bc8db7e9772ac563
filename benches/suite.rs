//! Suites of 1,000 tests as users have them, in the dev profile: `cargo bench --bench suite`.
//!
//! It writes a small workspace below `target`, builds it, and measures in one run, taking turns:
//!
//! - 1,000 empty `#[hapi_test]`s on a started embedded network, and 1,000 empty trials of libtest-mimic: the time of the
//!   process that runs all, less that of the process that runs one;
//! - the whole processes, with the start of the network;
//! - 1,000 `#[hapi_test]`s of one transfer each, less the 1,000 empty ones, and the same transfers made, signed and submitted,
//!   and their receipts asked for, without any tests, by as many threads;
//! - listing the tests;
//! - `cargo test --no-run` after a change of one line in one file of 1,000 tests: as `#[hapi_test]`s, and word for
//!   word the same as `#[tokio::test]`s in the same crate with the same dependencies, each test with a spec of its own.
//!
//! It prints a table and never fails for a time; it fails when a suite does not pass.

mod report;
mod rounds;
mod scratch;

use std::{
    cell::Cell,
    fmt::Write as _,
    fs, io,
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

use report::{Row, note, print};
use rounds::{Rounds, timed};
use scratch::Scratch;

/// How many tests a suite has.
const TESTS: usize = 1000;

const DEPENDENCIES: &str = r#"bytes = "1.10"
hapi-ledger = { path = 'HAPI/ledger' }
hapi-node = { path = 'HAPI/node' }
hapi-proto = { path = 'HAPI/proto' }
hapi-test = { path = 'HAPI' }
hex = "0.4"
libtest-mimic = "0.8"
prost = "0.14"
tokio = { version = "1.47", features = ["macros", "rt-multi-thread"] }
"#;

/// The programs that are run, and those that are only built.
const TARGETS: [&str; 6] = ["empty", "mimic", "transfers", "ledger", "specs", "plain"];

const MIMIC: &str = r#"use libtest_mimic::{Arguments, Trial};

fn main() {
    let trials = (0..TESTS).map(|n| Trial::test(format!("t{n:04}"), || Ok(()))).collect();
    libtest_mimic::run(&Arguments::from_args(), trials).exit()
}
"#;

/// Transfers and their receipts and nothing else, in a program of its own that uses a part of what benches share: as many as the argument says, shared by as many threads as tests have.
const LEDGER: &str = r#"#[allow(dead_code, reason = "what other benches need")]
#[path = "HAPI/benches/bodies/mod.rs"]
mod bodies;
#[allow(dead_code, reason = "what other benches need")]
#[path = "HAPI/benches/client/mod.rs"]
mod client;
#[path = "HAPI/benches/creation/mod.rs"]
mod creation;
#[allow(dead_code, reason = "what other benches need")]
#[path = "HAPI/benches/direct/mod.rs"]
mod direct;

fn main() {
    let transfers: usize = std::env::args().nth(1).unwrap().parse().unwrap();
    let threads = std::thread::available_parallelism().map_or(1, usize::from);
    let first = client::Client::start(1000);
    let clients: Vec<_> = (0..threads.min(transfers)).map(|_| first.beside()).collect();
    std::thread::scope(|scope| {
        for (at, mut client) in clients.into_iter().enumerate() {
            scope.spawn(move || {
                (at..transfers).step_by(threads).for_each(|_| {
                    client.transfer();
                    client.assert_succeeded();
                });
            });
        }
    });
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
    Spec::new(SpecContext::new(target, name, SpecSetup::default())).unwrap()
}
";

fn main() -> io::Result<()> {
    let workspace = Workspace::write()?;
    note("building the suites (the first time takes minutes)");
    for target in TARGETS {
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
    let program = |target| workspace.executable(target);
    let (empty, mimic, transfers, ledger) =
        (program("empty")?, program("mimic")?, program("transfers")?, program("ledger")?);
    for suite in [&empty, &transfers] {
        assert_eq!(run(suite, &[]).matches("... ok").count(), TESTS, "all tests of the suite ran");
    }
    let time = |program: &Path, args: &[&str]| timed(|| run(program, args));
    let alone = ["--exact", "t0000"];
    let more = |program: &Path| time(program, &[]).saturating_sub(time(program, &alone));
    let pure = || time(&ledger, &[&TESTS.to_string()]).saturating_sub(time(&ledger, &["1"]));
    let started = Rounds::take(15, 3, [&mut || more(&empty), &mut || more(&mimic)]);
    let whole = Rounds::take(15, 3, [&mut || time(&empty, &[]), &mut || time(&mimic, &[])]);
    let list = Rounds::take(15, 3, [&mut || time(&empty, &["--list"]), &mut || time(&mimic, &["--list"])]);
    let work = Rounds::take(15, 3, [&mut || more(&transfers).saturating_sub(more(&empty)), &mut || pure()]);
    let row = |what: &str, rounds: &Rounds<2>, budget| {
        rounds::ratio(what, rounds.ratio(0, 1), [rounds.time(0), rounds.time(1)], budget)
    };
    Ok(vec![
        row("1,000 empty `#[hapi_test]`s on a started network, over libtest-mimic", &started, 2.0),
        Row { budget: None, ..row("the same as whole processes, the network's start included", &whole, 2.0) },
        row("listing 1,000 tests, over libtest-mimic", &list, 2.0),
        row(
            "1,000 tests of one transfer, less 1,000 empty ones, over the transfers and receipts alone",
            &work,
            1.5,
        ),
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
    vec![rounds::ratio(
        "rebuild after editing 1,000 `#[hapi_test]`s over the same `#[tokio::test]`s",
        rounds.ratio(0, 1),
        times,
        1.0,
    )]
}

/// The suites.
struct Workspace(Scratch);

impl Workspace {
    fn write() -> io::Result<Self> {
        let this = Self(Scratch::write("suite", DEPENDENCIES, &TARGETS[..5])?);
        let write = |target: &str, text: String| fs::write(this.0.source(target), text);
        write("empty", suite("hapi_spec![]"))?;
        let transfer = "crypto_transfer(send(1.tinybars()).from(DEFAULT_PAYER).to(FUNDING))";
        write("transfers", suite(transfer))?;
        write("mimic", MIMIC.replace("TESTS", &TESTS.to_string()))?;
        write("ledger", LEDGER.replace("HAPI", env!("CARGO_MANIFEST_DIR")))?;
        this.edit("specs", 0);
        this.edit("plain", 0);
        Ok(this)
    }

    /// Writes the file of 1,000 tests so that one line differs from the last time.
    fn edit(&self, target: &str, edition: usize) {
        let text = if target == "specs" { specs(edition) } else { plain(edition) };
        fs::write(self.0.source(target), text).expect("target can be written to");
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
        Ok(self.0.root.join(path))
    }

    fn cargo(&self, target: &str) -> Command {
        self.0.cargo(&["test", "--no-run", "--test", target])
    }
}

fn run(program: &Path, args: &[&str]) -> String {
    let output = Command::new(program).args(args).stdin(Stdio::null()).output().expect("it was just built");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stdout));
    String::from_utf8_lossy(&output.stdout).into_owned()
}

/// A suite whose tests are all the same.
fn suite(body: &str) -> String {
    let mut text = String::from("use hapi_test::prelude::*;\n");
    for n in 0..TESTS {
        let _ = write!(text, "\n#[hapi_test]\nfn t{n:04}() -> impl IntoSpec {{\n    {body}\n}}\n");
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
