//! From the wishes of the command line to what is listed or run.

use std::{
    io::{self, Write as _},
    path::Path,
    sync::Arc,
};

use super::{
    FAILED, HarnessMain, Interrupt, PASSED, cannot_print, check, interrupt, json, linked, linked_names,
    nextest,
    options::{self, Format, Options, Order, Request},
    print, printer,
    record::{self, Durations},
    resume::Passed,
    run::Runs,
    seed::{Seed, Seeds},
    select::{self, Linked, Selection, Test},
};
use crate::{
    lint::{self, Severity},
    session::{self, Reentry, StartNetwork, Units},
    test_case::TestCase,
};

/// Lists or runs; the exit status.
pub(super) fn tests(
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
        let tests = linked(target).map(Linked::test);
        return print(&nextest::config(package.as_deref(), tests, &Units::registered()));
    }
    if let Some(severity) = options.lint.filter(|_| !options.list) {
        return lint(target, options, severity);
    }
    let from_record =
        options.from_record.as_ref().map(|file| Durations::read(&file.to_read(target))).transpose();
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
    let linked = || if known.is_empty() { Vec::new() } else { linked_names(target) };
    let passed = kept.is_some().then(|| Passed::of(target, options)).flatten();
    let keep = kept.map(|path| (path, linked()));
    let network = options.network.starter(network, reentry);
    let runs =
        Runs { target, options, network, reentry, interrupt: interruptible(options)?, known, keep, passed };
    repeat(&runs, &balance, whole_target)
}

/// What signals and the time limit raise from now on.
fn interruptible(options: &Options) -> Result<Arc<Interrupt>, String> {
    let interrupt = Interrupt::new();
    interrupt::install(&interrupt).map_err(|error| format!("cannot listen for signals: {error}"))?;
    if let Some(limit) = options.run_timeout.filter(|_| !options.process_per_test) {
        interrupt::after(limit, &interrupt).map_err(|error| format!("cannot watch the time: {error}"))?;
    }
    Ok(interrupt)
}

/// Runs the tests as often as the command line says, and until something fails.
fn repeat(runs: &Runs<'_>, balance: &Durations, whole_target: bool) -> Result<u8, String> {
    let (target, options) = (runs.target, runs.options);
    let mut seeds = Seeds::new(options);
    for done in 1.. {
        let seed = seeds.next();
        let mut selection = select::select(linked(target), options, balance, seed.order);
        if let Some(passed) = runs.passed.as_ref().filter(|_| options.resume) {
            passed.leave_out_of(&mut selection);
        }
        if whole_target && options.format == Format::Pretty {
            announce(target, options, &seed, &selection);
        }
        session::check(&selection.cases())?;
        session::run_begins();
        let run = runs.run(selection, seed.keys);
        session::run_completed();
        let run = run.map_err(|error| cannot_print(&error))?;
        match runs.interrupt.signal() {
            Some(signal) => return Ok(signal.status()),
            None if !run.success => return Ok(FAILED),
            None if options.repeat.goes_on_after(done) => {}
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
    let selected = selection.cases();
    Ok((options, selected))
}
