//! The runner behind `hapi_test::main!()`: libtest's command line and lines of output, for specs.

mod bare_tests;
mod check;
mod coverage;
pub(crate) mod events;
mod flags;
mod interrupt;
mod json;
mod junit;
mod live;
mod nextest;
mod options;
mod parse;
mod partition;
mod plain;
mod printer;
pub(crate) mod record;
mod report;
mod run;
mod runner;
mod seed;
mod select;
mod watch;

use std::{
    io::{self, Write as _},
    path::Path,
    process::ExitCode,
};

pub(crate) use bare_tests::lexer;
pub(crate) use events::Verdict;
pub(crate) use flags::nearest_of;
pub(crate) use interrupt::Interrupt;
use options::{Format, Options, Order, Request};
pub use plain::{PlainOutcome, outcome};
use record::Durations;
use run::Runs;
pub(crate) use runner::{Ending, Execute};
use seed::{Seed, Seeds};
use select::{Linked, Selection};
pub(crate) use select::{Kind, Test};

use crate::{
    lint::{self, Severity},
    networks,
    session::{self, Reentry, StartNetwork},
    test_case::TestCase,
};

/// What `main!` knows about the target that it stands in.
#[derive(Clone, Copy, Debug)]
pub struct HarnessMain {
    /// `module_path!()` of the target's root: the name of its crate.
    pub module_path: &'static str,
    /// `file!()` of the target's root.
    pub file: &'static str,
    /// `CARGO_MANIFEST_DIR` at compile time.
    pub manifest_dir: &'static str,
    /// Flags that hold as if they stood first on every command line.
    pub flags: &'static [&'static str],
    /// Plain tests that run along, by name.
    pub plain: &'static [(&'static str, PlainTest)],
}

/// A plain test, as `main!` wraps it; an error is its text.
pub type PlainTest = fn() -> Result<(), String>;

/// The exit status of a run in which nothing failed.
const PASSED: u8 = 0;
/// The exit status of a failed run and of a bad command line, as libtest's.
const FAILED: u8 = 101;

/// Lists or runs the tests linked into this target, as the command line says.
///
/// The status is 0 when every test that ran has passed, 130 or 143 when Ctrl-C or `SIGTERM` ended the run, and 101
/// otherwise.
pub fn main(target: &HarnessMain) -> ExitCode {
    // Before anything else: such a process has other things to do than to run tests.
    if let Some(served) = session::link::serve_if_asked(networks::start_default) {
        return served;
    }
    ExitCode::from(main_in(target, std::env::args(), networks::start_default, Some(Reentry::Main)))
}

/// [`main`] with the command line (program name first) and the network given; the exit status. A network that only this
/// program knows is not shared with other processes.
pub fn main_with(target: &HarnessMain, args: impl Iterator<Item = String>, network: StartNetwork) -> u8 {
    main_in(target, args, network, None)
}

fn main_in(
    target: &HarnessMain,
    mut args: impl Iterator<Item = String>,
    network: StartNetwork,
    reentry: Option<Reentry>,
) -> u8 {
    let program = args.next().unwrap_or_else(|| "tests".to_owned());
    let args = target.flags.iter().map(ToString::to_string).chain(args);
    let result = match options::parse(args, &|name| std::env::var(name).ok()) {
        Err(error) => Err(error.to_string()),
        Ok(Request::Help) => print(&flags::help(&program)),
        Ok(Request::Tests(options)) => tests(target, &options, network, reentry),
    };
    match result {
        Ok(status) => status,
        Err(message) => {
            // Without `eprintln!`, which panics when nobody reads.
            let _ = writeln!(io::stderr(), "error: {message}");
            FAILED
        }
    }
}

fn print(text: &str) -> Result<u8, String> {
    io::stdout().write_all(text.as_bytes()).map(|()| PASSED).map_err(|error| cannot_print(&error))
}

/// Lists or runs; the exit status.
fn tests(
    target: &HarnessMain,
    options: &Options,
    network: StartNetwork,
    reentry: Option<Reentry>,
) -> Result<u8, String> {
    // One process for each test is nextest's way: what holds for all of them was checked when it listed them.
    let whole_target = !options.exact || options.filters.is_empty();
    if whole_target {
        check::check(target, &linked(target).map(Linked::test).collect::<Vec<_>>())?;
    }
    if options.nextest_config {
        let package = std::env::var("CARGO_PKG_NAME").ok();
        return print(&nextest::config(package.as_deref(), linked(target).map(Linked::test)));
    }
    if let Some(severity) = options.lint.filter(|_| !options.list) {
        return lint(target, options, severity);
    }
    let from_record = options.from_record.as_deref().map(Durations::read).transpose();
    let from_record = from_record.map_err(|error| error.to_string())?;
    // Machines that share the work must agree on its parts, and so never go by what each has kept for itself.
    let balance = from_record.clone().unwrap_or_default();
    if options.list {
        let seed = if let Order::Shuffled(seed) = options.order { seed.or(options.seed) } else { None };
        let tests = select::select(linked(target), options, &balance, seed).tests;
        return list(options.format, &tests).map(|()| PASSED).map_err(|error| cannot_print(&error));
    }
    let kept = if whole_target && !options.process_per_test { record::kept(target) } else { None };
    let known = from_record.or_else(|| Durations::read(kept.as_ref()?).ok()).unwrap_or_default();
    let keep = kept.map(|path| (path, linked_names(target)));
    let interrupt = Interrupt::new();
    interrupt::install(&interrupt).map_err(|error| format!("cannot listen for signals: {error}"))?;
    if let Some(limit) = options.run_timeout.filter(|_| !options.process_per_test) {
        interrupt::after(limit, &interrupt).map_err(|error| format!("cannot watch the time: {error}"))?;
    }
    let network = match options.network {
        networks::NetworkChoice::Embedded => network,
        ref other => other.start().unwrap_or(network),
    };
    let runs = Runs { target, options, network, reentry, interrupt, keep };
    let mut seeds = Seeds::new(options);
    for done in 0.. {
        let seed = seeds.next();
        let selection = select::select(linked(target), options, &balance, seed.order);
        if whole_target && options.format == Format::Pretty {
            announce(target, options, &seed, &selection);
        }
        let cases: Vec<_> =
            selection.tests.iter().filter(|test| test.ignore.is_none()).filter_map(Test::case).collect();
        session::check(&cases)?;
        session::run_begins();
        let run = runs.run(selection, seed.keys, &known);
        session::run_completed();
        let run = run.map_err(|error| cannot_print(&error))?;
        match runs.interrupt.signal() {
            Some(signal) => return Ok(signal.status()),
            None if !run.success => return Ok(FAILED),
            None if options.repeat.goes_on_after(done + 1) => {}
            None => break,
        }
    }
    Ok(PASSED)
}

fn list(format: Format, tests: &[Test]) -> io::Result<()> {
    let mut out = io::BufWriter::new(io::stdout().lock());
    match format {
        Format::Json => json::list(&mut out, tests),
        Format::Pretty | Format::Terse | Format::Junit => printer::list(&mut out, tests, format),
    }
}

/// Holds the selected specs against the checklist; the exit status.
fn lint(target: &HarnessMain, options: &Options, severity: Severity) -> Result<u8, String> {
    if options.process_per_test {
        // The runner above would take it for a test that passed.
        return Err("a lint runs no tests: unset HAPI_LINT, and use `cargo test -- --lint`".to_owned());
    }
    let selection = select::select(linked(target), options, &Durations::default(), None);
    let cases: Vec<_> = selection.tests.iter().filter_map(Test::case).collect();
    let verdict = lint::check(Path::new(target.manifest_dir), &cases);
    // Nobody need read it for the status to be right.
    let _ = io::stderr().write_all(verdict.text(severity).as_bytes());
    Ok(if severity == Severity::Deny && !verdict.is_clean() { FAILED } else { PASSED })
}

/// What is good to know before a run, for people.
fn announce(target: &HarnessMain, options: &Options, seed: &Seed, selection: &Selection) {
    let mut lines: Vec<String> = seed.line(options).into_iter().collect();
    let plain = target.plain.len();
    let specs = inventory::iter::<TestCase>.into_iter().count();
    let also = match plain {
        0 => String::new(),
        _ => format!(" and {plain} plain {}", printer::plural(plain, "test")),
    };
    lines.push(format!("{specs} {}{also} linked", printer::plural(specs, "spec")));
    if let Some(part) = options.partition.filter(|_| selection.tests.is_empty()) {
        lines.push(format!("there is nothing to run in {part}"));
    }
    let text: String = lines.iter().map(|line| ["hapi-test: ", line, "\n"].concat()).collect();
    // People who are not there need not know.
    let _ = io::stderr().write_all(text.as_bytes());
}

fn cannot_print(error: &io::Error) -> String {
    format!("cannot go on: {error}")
}

/// The wishes of a run under libtest, and the specs that libtest runs: its command line is a part of ours.
///
/// # Errors
/// When a variable of the environment means nothing.
pub(crate) fn under_libtest(
    env: &dyn Fn(&str) -> Option<String>,
) -> Result<(Options, Vec<&'static TestCase>), String> {
    let options = match options::parse(std::env::args().skip(1), env) {
        Ok(Request::Tests(options)) => *options,
        // A flag that only libtest has. Then it is not known what runs; all that could does not harm.
        Ok(Request::Help) | Err(_) => options::from_env(env)?,
    };
    let specs = inventory::iter::<TestCase>.into_iter().map(Linked::Spec);
    let selection = select::select(specs, &options, &Durations::default(), None);
    let selected =
        selection.tests.iter().filter(|test| test.ignore.is_none()).filter_map(Test::case).collect();
    Ok((options, selected))
}

/// Every test of the target.
fn linked(target: &HarnessMain) -> impl Iterator<Item = Linked> + use<> {
    let specs = inventory::iter::<TestCase>.into_iter().map(Linked::Spec);
    let plain = target.plain.iter().map(|&(name, run)| Linked::Plain(name, run));
    specs.chain(plain)
}

/// The names of all tests, sorted.
fn linked_names(target: &HarnessMain) -> Vec<&'static str> {
    let mut names: Vec<_> = linked(target).map(|linked| linked.test().name).collect();
    names.sort_unstable();
    names
}

/// The `main` of a test target with `harness = false`, or of an example: runs the target's specs, and plain tests given by
/// name.
///
/// ```toml
/// [[test]]
/// name = "specs"
/// harness = false
/// ```
///
/// ```ignore
/// mod crypto;                                  // holds `#[hapi_test]` functions
///
/// fn arithmetic_works() { assert_eq!(2 + 2, 4) }   // without `#[test]`, which such a target drops
///
/// hapi_test::main!(arithmetic_works);
/// ```
///
/// Flags that are to hold for the target whoever runs it come first. They are those of the command line, which may set
/// another value:
///
/// ```ignore
/// hapi_test::main!(flags = ["--show-output", "--test-threads=1"], arithmetic_works);
/// ```
#[macro_export]
macro_rules! main {
    (flags = [$($flag:expr),* $(,)?] $(, $plain:path)* $(,)?) => {
        fn main() -> ::std::process::ExitCode {
            $crate::harness::main(&$crate::harness::HarnessMain {
                module_path: ::core::module_path!(),
                file: ::core::file!(),
                manifest_dir: ::core::env!("CARGO_MANIFEST_DIR"),
                flags: &[$($flag),*],
                plain: &[$((::core::stringify!($plain), || $crate::harness::outcome($plain))),*],
            })
        }
    };
    ($($plain:path),* $(,)?) => {
        $crate::main!(flags = [] $(, $plain)*);
    };
}
