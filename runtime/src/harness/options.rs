//! What one run was asked to do: the command line and its environment twins, parsed and checked.

use std::{
    num::{NonZeroU32, NonZeroUsize},
    path::PathBuf,
    time::Duration,
};

pub(crate) use super::parse::{Draft, from_env, parse};
use super::{files::NamedFile, partition::Partition, report::ReportTo};
use crate::{
    lint::Severity,
    networks::{NetworkChoice, NodeCount},
    session::{Isolation, Reentry, Sharing, Wish},
};

/// The wishes of one run.
#[derive(Clone, Debug, PartialEq)]
#[expect(clippy::struct_excessive_bools, reason = "each mirrors an independent switch of the command line")]
pub(crate) struct Options {
    /// Parts of names (or whole names, with `exact`) of tests to run; empty means all.
    pub(crate) filters: Vec<String>,
    /// The same, of tests not to run.
    pub(crate) skip: Vec<String>,
    /// Whether filters match whole names only.
    pub(crate) exact: bool,
    /// Whether only names are wanted.
    pub(crate) list: bool,
    /// What happens to ignored tests.
    pub(crate) ignored: Ignored,
    /// Tests that run at the same time; `None` leaves it to the machine.
    pub(crate) threads: Option<NonZeroUsize>,
    /// Whether log events are kept until their test has ended.
    pub(crate) capture: bool,
    /// Whether the logs of passing tests are shown.
    pub(crate) show_output: bool,
    /// Shape of the output.
    pub(crate) format: Format,
    /// Colours.
    pub(crate) color: Color,
    /// Order of the tests.
    pub(crate) order: Order,
    /// Whether the first failure ends the run.
    pub(crate) fail_fast: bool,
    /// Whether each test's time is shown.
    pub(crate) report_time: bool,
    /// A test that passes after so long has failed all the same.
    pub(crate) ensure_time: Option<Duration>,
    /// Where libtest's log of outcomes goes.
    pub(crate) logfile: Option<PathBuf>,
    /// Whether tests are left out that passed when they last ran.
    pub(crate) resume: bool,
    /// Whether what there is to know about a failed test is kept in files.
    pub(crate) keep_evidence: bool,
    /// Whether only benchmarks are wanted.
    pub(crate) bench_only: bool,
    /// A test needs a tag of each list.
    pub(crate) tags: Vec<Vec<String>>,
    /// What the time limit is multiplied with; 0 lifts it.
    pub(crate) timeout_factor: f64,
    /// Whether tests marked `extended` run.
    pub(crate) extended: bool,
    /// What keys, names and a random order follow from.
    pub(crate) seed: Option<u64>,
    /// How often a test that fails is tried again.
    pub(crate) retries: u32,
    /// Whether a test that passed only when tried again fails the run.
    pub(crate) fail_on_flaky: bool,
    /// How often everything runs.
    pub(crate) repeat: Repeat,
    /// The part of the tests that runs.
    pub(crate) partition: Option<Partition>,
    /// Where the times of earlier runs are, if not in the usual place.
    pub(crate) from_record: Option<NamedFile>,
    /// Where the times of this run go, besides the usual place.
    pub(crate) record: Option<NamedFile>,
    /// Where the `JUnit` document goes.
    pub(crate) junit: Option<NamedFile>,
    /// How long all runs together may take.
    pub(crate) run_timeout: Option<Duration>,
    /// After how long a test is called slow; never, if that is zero.
    pub(crate) slow: Option<Duration>,
    /// Whether only lines for nextest's configuration are wanted.
    pub(crate) nextest_config: bool,
    /// Where the page about the run goes.
    pub(crate) report: Option<ReportTo>,
    /// Whether it is printed what of HAPI was called.
    pub(crate) coverage: bool,
    /// Where it is written what of HAPI was called.
    pub(crate) coverage_file: Option<PathBuf>,
    /// How many percent of the functions of HAPI must be called.
    pub(crate) coverage_fail_under: Option<f64>,
    /// Whether the specs are held against the checklist, and not run.
    pub(crate) lint: Option<Severity>,
    /// Whether each test has a process of its own, and its runner above it.
    pub(crate) process_per_test: bool,
    /// What the tests run against.
    pub(crate) network: NetworkChoice,
    /// How many nodes it has, where that can be chosen.
    pub(crate) nodes: Option<NodeCount>,
    /// Whether it begins with a genesis of its own, and none that is kept.
    pub(crate) clean_genesis: bool,
    /// What keeps leaky tests from others.
    pub(crate) isolation: Isolation,
    /// With whom the session is shared.
    pub(crate) session: Sharing,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            filters: Vec::new(),
            skip: Vec::new(),
            exact: false,
            list: false,
            ignored: Ignored::Skip,
            threads: None,
            capture: true,
            show_output: false,
            format: Format::Pretty,
            color: Color::Auto,
            order: Order::Alphabetical,
            fail_fast: false,
            report_time: false,
            ensure_time: None,
            logfile: None,
            resume: false,
            keep_evidence: false,
            bench_only: false,
            tags: Vec::new(),
            timeout_factor: 1.0,
            extended: false,
            seed: None,
            retries: 0,
            fail_on_flaky: false,
            repeat: Repeat::Once,
            partition: None,
            from_record: None,
            record: None,
            junit: None,
            run_timeout: None,
            slow: None,
            nextest_config: false,
            report: None,
            coverage: false,
            coverage_file: None,
            coverage_fail_under: None,
            lint: None,
            process_per_test: false,
            network: NetworkChoice::default(),
            nodes: None,
            clean_genesis: false,
            isolation: Isolation::default(),
            session: Sharing::default(),
        }
    }
}

impl Options {
    /// How the session is to be shared, by a program that becomes its keeper so.
    pub(crate) fn wish(&self, reentry: Reentry) -> Wish {
        let Self { session: sharing, network, isolation, .. } = self;
        Wish { sharing: *sharing, network: network.clone(), isolation: *isolation, reentry }
    }

    /// The same, if the wishes go together.
    pub(super) fn checked(mut self) -> Result<Self, UsageError> {
        match &mut self.network {
            NetworkChoice::SubProcess(processes) => {
                processes.nodes = self.nodes.unwrap_or(processes.nodes);
                processes.clean_genesis |= self.clean_genesis;
            }
            other if self.nodes.is_some() => {
                return Err(UsageError::BadValue(format!(
                    "the network `{other}` is not made of processes: use --nodes with --network subprocess"
                )));
            }
            // All others make their genesis anew.
            _ => {}
        }
        if self.isolation == Isolation::Fork && !self.network.capabilities().fork {
            return Err(UsageError::BadValue(format!(
                "the network `{}` cannot be forked: use --isolation lock, or --network embedded",
                self.network
            )));
        }
        if self.isolation == Isolation::Fork && self.session == Sharing::Shared {
            return Err(UsageError::BadValue(
                "a network that processes share cannot be forked: use --isolation lock, or --session private"
                    .to_owned(),
            ));
        }
        Ok(self)
    }
}

/// How often everything runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Repeat {
    /// Once.
    Once,
    /// Until something fails.
    UntilFailure,
    /// The same, at most so often.
    Times(NonZeroU32),
}

impl Repeat {
    /// Whether there is another run after so many.
    pub(crate) fn goes_on_after(self, runs: u64) -> bool {
        match self {
            Self::Once => runs < 1,
            Self::UntilFailure => true,
            Self::Times(times) => runs < times.get().into(),
        }
    }
}

/// What happens to ignored tests.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Ignored {
    /// They are reported as ignored.
    Skip,
    /// They run, and nothing else does.
    Only,
    /// They run like the others.
    Include,
}

/// Shape of the output.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Format {
    /// A line for each test.
    Pretty,
    /// A character for each test.
    Terse,
    /// libtest's JSON events.
    Json,
    /// One `JUnit` document.
    Junit,
}

/// When to colour the output.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Color {
    /// When it goes to a terminal.
    Auto,
    /// Always.
    Always,
    /// Never.
    Never,
}

/// Order of the tests.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Order {
    /// By name.
    Alphabetical,
    /// By chance; `None` asks for a fresh seed.
    Shuffled(Option<u64>),
}

/// What the command line comes to.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Request {
    /// Print the help text.
    Help,
    /// List or run tests.
    Tests(Box<Options>),
}

/// A command line or environment that means nothing.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum UsageError {
    /// No such flag.
    #[error("Unrecognized option: '{name}'{}", guess.map(|g| format!("; did you mean `--{g}`?")).unwrap_or_default())]
    Unrecognized {
        /// The flag as given, without dashes.
        name: String,
        /// The flag that may have been meant.
        guess: Option<&'static str>,
    },
    /// A flag without the value it needs.
    #[error("Argument to option '{0}' missing")]
    MissingValue(String),
    /// A flag with a value it cannot take.
    #[error("Option '{0}' does not take an argument")]
    UnexpectedValue(String),
    /// A value out of range; the text names the flag or variable.
    #[error("{0}")]
    BadValue(String),
    /// Two flags that exclude each other.
    #[error("the options --include-ignored and --ignored are mutually exclusive")]
    IgnoredTwice,
    /// Two ways to say which part runs.
    #[error("the options --partition and --job are mutually exclusive")]
    PartitionedTwice,
}

#[cfg(test)]
#[path = "options_tests.rs"]
mod tests;
