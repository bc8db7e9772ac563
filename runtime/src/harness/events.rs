//! What happens in a run, told to whoever wants to hear it: the printer, `JUnit` and JSON writers, the record of durations,
//! the live line and the report.

use std::{borrow::Cow, fmt, io, time::Duration};

use super::select::Test;
use crate::spec::Trace;

/// Hears about a run, event by event, on one thread and in order.
pub(crate) trait Listener {
    /// Something has happened. An error ends the run: what was asked for cannot be delivered.
    fn hear(&mut self, event: &Event<'_>) -> io::Result<()>;

    /// Nothing more has happened for now. What is shown to readers, each of whom it wakes, is shown here: what happened in the
    /// same moment, together.
    fn pause(&mut self) -> io::Result<()> {
        Ok(())
    }

    /// Whether it looks at the traces of tests that pass, too.
    fn reads_traces(&self) -> bool {
        false
    }
}

impl Event<'_> {
    /// Whether it is about one test. After the last such event for now comes a pause, which is when they are shown.
    pub(crate) fn is_of_a_test(&self) -> bool {
        matches!(self, Self::TestStarted(_) | Self::TestSlow(..) | Self::TestFinished(_))
    }
}

/// Something that happens in a run.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Event<'a> {
    /// The run begins; once.
    RunStarted(&'a RunStarted<'a>),
    /// A test begins, or begins to wait for what it needs.
    TestStarted(&'a Test),
    /// A test has been running for so long that somebody may wonder.
    TestSlow(&'a Test, Duration),
    /// A test has ended, or was found to be ignored.
    TestFinished(&'a TestFinished<'a>),
    /// A signal has come: no test starts any more, and those that run are stopped.
    Interrupted(&'a Interrupted<'a>),
    /// The run is over; once.
    RunFinished(&'a RunFinished),
}

/// The beginning of a run.
#[derive(Clone, Debug)]
pub(crate) struct RunStarted<'a> {
    /// The tests that are to run, ignored ones included, in their order.
    pub(crate) tests: &'a [Test],
    /// How many were left out.
    pub(crate) filtered_out: usize,
    /// The seed of their order, when that is random.
    pub(crate) shuffle_seed: Option<u64>,
    /// How many run at the same time.
    pub(crate) threads: usize,
}

/// The end of one test.
#[derive(Clone, Debug)]
pub(crate) struct TestFinished<'a> {
    /// Which test: its name, display name, place and tags are there.
    pub(crate) test: &'a Test,
    /// How it ended.
    pub(crate) verdict: Verdict,
    /// When it began, from the beginning of the run.
    pub(crate) began: Duration,
    /// From its begin to its end, with the time it waited for locks and with all its tries.
    pub(crate) took: Duration,
    /// What it leaves behind.
    pub(crate) outcome: Outcome<'a>,
    /// The worker that ran it, counted from 0.
    pub(crate) worker: usize,
}

/// What a test leaves behind besides its verdict.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Outcome<'a> {
    /// What is shown below the test's name: its failure report, or what it did and logged if that is shown.
    pub(crate) output: &'a str,
    /// What its last try did, operation by operation.
    pub(crate) trace: &'a Trace,
    /// How long it waited for the locks that it needs, before it began and since.
    pub(crate) lock_wait: Duration,
    /// The tests that held them when the wait began.
    pub(crate) behind: &'a [String],
    /// The reports of the tries that failed before its last one.
    pub(crate) failed_tries: &'a [String],
}

/// Tests that are stopped by a signal.
#[derive(Clone, Debug)]
pub(crate) struct Interrupted<'a> {
    /// The signal's name: `SIGINT`.
    pub(crate) signal: &'static str,
    /// What was running, and for how long.
    pub(crate) running: Vec<(&'a Test, Duration)>,
}

/// The end of a run.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct RunFinished {
    /// Tests by how they ended.
    pub(crate) counts: Counts,
    /// From the begin of the run to its end.
    pub(crate) took: Duration,
    /// Whether it counts as a success.
    pub(crate) success: bool,
    /// The name of the signal that cut it short.
    pub(crate) interrupted: Option<&'static str>,
    /// What went wrong besides tests, each with the tests it concerns.
    pub(crate) problems: Vec<String>,
}

/// Tests by how they ended.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Counts {
    /// Those that completed, flaky ones included.
    pub(crate) passed: usize,
    /// Those of them that needed more than one try.
    pub(crate) flaky: usize,
    /// Those that did not complete.
    pub(crate) failed: usize,
    /// Those that did not run.
    pub(crate) ignored: usize,
    /// Those of them that this network does not have what they need for.
    pub(crate) unmet: usize,
    /// Those of them that only `--extended` runs.
    pub(crate) extended: usize,
    /// Those that were not come to.
    pub(crate) not_run: usize,
}

impl Counts {
    /// Counts a test that has ended.
    pub(crate) fn add(&mut self, verdict: &Verdict) {
        match verdict {
            Verdict::Passed => self.passed += 1,
            Verdict::Flaky { .. } => {
                self.passed += 1;
                self.flaky += 1;
            }
            Verdict::Failed | Verdict::Interrupted => self.failed += 1,
            Verdict::Ignored(ignore) => {
                self.ignored += 1;
                match ignore.cause {
                    IgnoredBecause::Network => self.unmet += 1,
                    IgnoredBecause::Extended => self.extended += 1,
                    IgnoredBecause::Attribute | IgnoredBecause::NoBenchmark => {}
                }
            }
        }
    }
}

/// How one test ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Verdict {
    /// Its body was seen to complete.
    Passed,
    /// The same, after tries that failed.
    Flaky {
        /// All tries, the one that passed included.
        tries: u32,
    },
    /// It did not complete.
    Failed,
    /// It was stopped by a signal.
    Interrupted,
    /// It did not run.
    Ignored(Ignore),
}

impl Verdict {
    /// Whether the test counts as failed.
    pub(crate) fn is_failure(&self) -> bool {
        matches!(self, Self::Failed | Self::Interrupted)
    }
}

/// That a test does not run, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Ignore {
    /// What decided it.
    pub(crate) cause: IgnoredBecause,
    /// What people are told; may be empty.
    pub(crate) reason: Cow<'static, str>,
}

impl Ignore {
    /// By `cause`, with this reason.
    pub(crate) fn new(cause: IgnoredBecause, reason: impl Into<Cow<'static, str>>) -> Self {
        Self { cause, reason: reason.into() }
    }
}

impl fmt::Display for Ignore {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.reason)
    }
}

/// What decided that a test does not run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum IgnoredBecause {
    /// `#[ignore]`.
    Attribute,
    /// It is for `--extended` runs only.
    Extended,
    /// The network does not have what it needs.
    Network,
    /// Benchmarks were asked for, and it is none.
    NoBenchmark,
}
