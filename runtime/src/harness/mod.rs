//! The runner behind `hapi_test::main!()`: libtest's command line and lines of output, for specs.

mod bare_tests;
mod check;
pub(crate) mod events;
mod flags;
mod interrupt;
mod options;
mod parse;
mod partition;
mod plain;
mod printer;
pub(crate) mod record;
mod run;
mod runner;
mod select;
mod watch;

use std::{
    collections::hash_map::RandomState,
    hash::BuildHasher as _,
    io::{self, Write as _},
    process::ExitCode,
    time::Instant,
};

pub(crate) use events::Verdict;
pub(crate) use flags::nearest_of;
pub(crate) use interrupt::Interrupt;
pub(crate) use options::from_env;
use options::{Options, Request};
pub use plain::{PlainOutcome, outcome};
pub(crate) use runner::{Ending, Execute};
pub(crate) use select::{Kind, Test};

use crate::{
    networks,
    session::{self, StartNetwork},
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
    ExitCode::from(main_with(target, std::env::args(), networks::start_default))
}

/// [`main`] with the command line (program name first) and the network given; the exit status.
pub fn main_with(target: &HarnessMain, mut args: impl Iterator<Item = String>, network: StartNetwork) -> u8 {
    let program = args.next().unwrap_or_else(|| "tests".to_owned());
    let args = target.flags.iter().map(ToString::to_string).chain(args);
    let result = match options::parse(args, &|name| std::env::var(name).ok()) {
        Err(error) => Err(error.to_string()),
        Ok(Request::Help) => print(&flags::help(&program)),
        Ok(Request::Tests(options)) => tests(target, &options, network),
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
fn tests(target: &HarnessMain, options: &Options, network: StartNetwork) -> Result<u8, String> {
    let all = linked(target);
    let specs = all.len() - target.plain.len();
    let plain = target.plain.len();
    // One process for each test is nextest's way: what holds for all of them was checked when it listed them.
    let whole_target = !options.exact || options.filters.is_empty();
    if whole_target {
        check::check(target, &all)?;
    }
    let selection = select::select(all, options, fresh_seed);
    if options.list {
        let listed = printer::list(&mut io::stdout().lock(), &selection.tests, options.format);
        return listed.map(|()| PASSED).map_err(|error| cannot_print(&error));
    }
    if whole_target && options.format == options::Format::Pretty {
        let plain = match plain {
            0 => String::new(),
            _ => format!(" and {plain} plain {}", printer::plural(plain, "test")),
        };
        let _ = writeln!(io::stderr(), "hapi-test: {specs} {}{plain} linked", printer::plural(specs, "spec"));
    }
    let interrupt = Interrupt::new();
    interrupt::install(&interrupt).map_err(|error| format!("cannot listen for signals: {error}"))?;
    session::run_begins();
    let run = run::run(target, selection, options, network, &interrupt);
    session::run_completed();
    let run = run.map_err(|error| cannot_print(&error))?;
    Ok(match interrupt.signal() {
        Some(signal) => signal.status(),
        None if run.success => PASSED,
        None => FAILED,
    })
}

fn cannot_print(error: &io::Error) -> String {
    format!("cannot go on: {error}")
}

/// Every test of the target.
fn linked(target: &HarnessMain) -> Vec<Test> {
    let specs = inventory::iter::<TestCase>.into_iter().map(Test::spec);
    let plain = target.plain.iter().map(|&(name, run)| Test::plain(name, run));
    specs.chain(plain).collect()
}

/// A seed that nobody chose.
fn fresh_seed() -> u64 {
    RandomState::new().hash_one(Instant::now())
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
