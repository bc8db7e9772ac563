//! The runner behind `hapi_test::main!()`: libtest's command line and lines of output, for specs.

mod bare_tests;
mod flags;
mod options;
mod output;
mod runner;
mod select;

use std::{
    collections::hash_map::RandomState,
    fmt,
    hash::BuildHasher as _,
    io::{self, IsTerminal as _, Write as _},
    num::NonZeroUsize,
    path::Path,
    process::ExitCode,
    sync::Arc,
    thread,
    time::Instant,
};

pub(crate) use flags::nearest_of;
pub(crate) use options::from_env;
use options::{Color, Options, Request};
pub(crate) use output::Verdict;
use output::{Printer, Summary};
use runner::Progress;
pub(crate) use runner::{Ending, Execute};
use select::Selection;
pub(crate) use select::{Kind, Test};

use crate::{
    networks,
    session::{self, Executor, Session, StartNetwork},
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

/// The exit status of a failed run and of a bad command line, as libtest's.
const FAILED: u8 = 101;

/// Lists or runs the tests linked into this target, as the command line says.
///
/// The status is 0 when every test that ran has passed, and 101 otherwise.
pub fn main(target: &HarnessMain) -> ExitCode {
    main_with(target, std::env::args(), networks::start_default)
}

/// [`main`] with the command line (program name first) and the network given.
pub fn main_with(
    target: &HarnessMain,
    mut args: impl Iterator<Item = String>,
    network: StartNetwork,
) -> ExitCode {
    let program = args.next().unwrap_or_else(|| "tests".to_owned());
    let args = target.flags.iter().map(ToString::to_string).chain(args);
    let result = match options::parse(args, &|name| std::env::var(name).ok()) {
        Err(error) => Err(error.to_string()),
        Ok(Request::Help) => print(&flags::help(&program)),
        Ok(Request::Tests(options)) => tests(target, &options, network),
    };
    match result {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::from(FAILED),
        Err(message) => {
            // Without `eprintln!`, which panics when nobody reads.
            let _ = writeln!(io::stderr(), "error: {message}");
            ExitCode::from(FAILED)
        }
    }
}

fn print(text: &str) -> Result<bool, String> {
    io::stdout().write_all(text.as_bytes()).map(|()| true).map_err(|error| cannot_print(&error))
}

/// Lists or runs; `Ok(false)` when a test failed.
fn tests(target: &HarnessMain, options: &Options, network: StartNetwork) -> Result<bool, String> {
    let all = linked(target);
    let specs = all.len() - target.plain.len();
    let plain = target.plain.len();
    // One process for each test is nextest's way: what holds for all of them was checked when it listed them.
    let whole_target = !options.exact || options.filters.is_empty();
    if whole_target {
        check(target, &all)?;
    }
    let selection = select::select(all, options, fresh_seed);
    if options.list {
        let listed = output::list(&mut io::stdout().lock(), &selection.tests, options.format);
        return listed.map(|()| true).map_err(|error| cannot_print(&error));
    }
    if whole_target && options.format == options::Format::Pretty {
        let plain = match plain {
            0 => String::new(),
            _ => format!(" and {plain} plain {}", output::plural(plain, "test")),
        };
        let _ = writeln!(io::stderr(), "hapi-test: {specs} {}{plain} linked", output::plural(specs, "spec"));
    }
    session::run_begins();
    let passed = run(target, selection, options, network).map_err(|error| cannot_print(&error));
    session::run_completed();
    passed
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

/// What would lose tests in silence.
fn check(target: &HarnessMain, all: &[Test]) -> Result<(), String> {
    if all.len() == target.plain.len() {
        return Err(
            "no spec is linked into this target: mark one with `#[hapi_test]`, and see that its module is \
                    declared; a target without specs needs no `hapi_test::main!`"
                .to_owned(),
        );
    }
    let mut sorted = all.to_vec();
    sorted.sort_unstable_by_key(|test| (test.name, test.place()));
    if let Some((a, b)) = select::duplicate(&sorted) {
        let places: Vec<String> =
            [a, b].iter().filter_map(|test| test.place()).map(|place| place.to_string()).collect();
        return Err(format!("two tests are called `{}` ({}): rename one", a.name, places.join(", ")));
    }
    let search = bare_tests::search(Path::new(target.manifest_dir), target.file);
    for reason in &search.not_searched {
        let _ = writeln!(io::stderr(), "hapi-test: bare `#[test]`s were not looked for: {reason}");
    }
    if search.lost.is_empty() {
        return Ok(());
    }
    let lost: Vec<String> = search.lost.iter().map(|lost| format!("\n  {lost}")).collect();
    Err(format!(
        "rustc drops these tests without a word, since this target has `harness = false`:{}\nhelp: make them \
         `#[hapi_test]`s, name them in `hapi_test::main!(..)` without the attribute, or move them to another target",
        lost.concat()
    ))
}

/// A seed that nobody chose.
fn fresh_seed() -> u64 {
    RandomState::new().hash_one(Instant::now())
}

fn run(
    target: &HarnessMain,
    selection: Selection,
    options: &Options,
    network: StartNetwork,
) -> io::Result<bool> {
    let begun = Instant::now();
    let Selection { tests, filtered_out, shuffle_seed } = selection;
    let threads =
        options.threads.unwrap_or_else(|| thread::available_parallelism().unwrap_or(NonZeroUsize::MIN));
    let mut printer = Printer::new(io::stdout(), options.format);
    printer.color = colored(options.color);
    printer.names_first = threads == NonZeroUsize::MIN;
    printer.report_time = options.report_time;
    printer.show_output = options.show_output;
    let mut summary = Summary::default();
    printer.run_start(tests.len(), shuffle_seed)?;
    let session = Session::new(network);
    let executor = Executor::new(session, options.timeout_factor, options.capture, options.show_output)
        .in_target(target.module_path, target.file);
    runner::run(tests, threads, options.fail_fast, Arc::new(executor), |progress| match progress {
        Progress::Started(test) => printer.test_start(test.name),
        Progress::Ended(test, Ending { verdict, output }, took) => {
            printer.test_end(test.name, &verdict, took)?;
            summary.add(test.name, &verdict, output);
            Ok(())
        }
    })?;
    let success = summary.success();
    printer.run_end(summary, filtered_out, begun.elapsed())?;
    Ok(success)
}

fn colored(color: Color) -> bool {
    match color {
        Color::Always => true,
        Color::Never => false,
        Color::Auto => io::stdout().is_terminal(),
    }
}

/// What a plain test may return: `()`, or a `Result` whose error can be shown.
#[diagnostic::on_unimplemented(
    message = "a plain test cannot return `{Self}`",
    note = "it returns `()`, or `Result<(), E>` where `E: Debug`"
)]
pub trait PlainOutcome {
    /// Success, or the text of the error.
    fn into_result(self) -> Result<(), String>;
}

impl PlainOutcome for () {
    fn into_result(self) -> Result<(), String> {
        Ok(())
    }
}

impl<E: fmt::Debug> PlainOutcome for Result<(), E> {
    fn into_result(self) -> Result<(), String> {
        self.map_err(|error| format!("{error:?}"))
    }
}

/// Runs a plain test; `main!` wraps each in this.
pub fn outcome<R: PlainOutcome>(test: fn() -> R) -> Result<(), String> {
    test().into_result()
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

#[cfg(test)]
mod tests {
    use super::*;

    const TARGET: HarnessMain = HarnessMain {
        module_path: "target",
        file: "tests/harness/sources/clean.rs",
        manifest_dir: env!("CARGO_MANIFEST_DIR"),
        flags: &[],
        plain: &[("plain", || Ok(()))],
    };

    #[test]
    fn a_target_that_lost_all_its_specs_fails() {
        // No spec is linked into the unit tests of this crate.
        let error = check(&TARGET, &linked(&TARGET)).expect_err("it has plain tests only");
        assert!(error.starts_with("no spec is linked into this target"), "{error}");
    }

    #[test]
    fn two_tests_of_one_name_fail() {
        let twice = [Test::plain("a", || Ok(())), Test::plain("b", || Ok(())), Test::plain("a", || Ok(()))];
        let error = check(&TARGET, &twice).expect_err("`a` is there twice");
        assert!(error.starts_with("two tests are called `a`"), "{error}");
    }
}
