//! The runner behind `hapi_test::main!()`: libtest's command line and lines of output, for specs.

mod bare_tests;
mod check;
mod coverage;
mod drive;
pub(crate) mod events;
mod files;
mod flags;
mod interrupt;
mod json;
mod junit;
mod listeners;
mod live;
mod logfile;
mod mailbox;
mod nextest;
mod options;
mod parse;
mod partition;
mod plain;
mod printer;
pub(crate) mod record;
mod report;
mod resume;
mod run;
mod runner;
mod seed;
mod select;
mod story;
mod watch;

use std::{
    io::{self, Write as _},
    process::ExitCode,
};

pub(crate) use bare_tests::lexer;
pub(crate) use drive::under_libtest;
pub(crate) use events::Verdict;
pub(crate) use flags::nearest_of;
pub(crate) use interrupt::Interrupt;
#[cfg(test)]
pub(crate) use interrupt::Signal;
use options::Request;
pub use plain::{PlainOutcome, outcome};
pub(crate) use runner::{Ending, Execute};
use select::Linked;
pub(crate) use select::{Kind, Test};

use crate::{
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
    // Before anything else: such a process has other things to do than to run tests. A node first, as the one who keeps
    // the session starts nodes, which inherit its environment.
    let served = networks::serve_node_if_asked();
    if let Some(served) = served.or_else(|| session::link::serve_if_asked(Reentry::Main)) {
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
        Ok(Request::Tests(options)) => drive::tests(target, &options, network, reentry),
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

fn cannot_print(error: &io::Error) -> String {
    format!("cannot go on: {error}")
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
