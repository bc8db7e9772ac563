//! Running one test to its verdict.

use std::{
    path::PathBuf,
    sync::{Arc, Mutex},
    time::Duration,
};

use super::{
    Evidence, Session,
    attempt::{Attempt, Completed, GRACE, Stop, attempt_number, attempt_of_total, rerun},
    capture::{Captured, TestLog},
    evidence,
    exit_guard::Running,
    panics,
    schedule::{Arrange, Item, Unit, plan},
};
use crate::{
    harness::{Ending, Execute, Interrupt, Kind, PlainTest, Test, Verdict},
    report::{Failure, FailureReport},
    spec::Trace,
    test_case::{Access, TestCase},
};

/// The time a test has, before `--timeout-factor`. A spec on the embedded network takes milliseconds; on real nodes a
/// few transactions of three seconds each. Twenty of those in a row are more than a readable spec has.
const LIMIT: Duration = Duration::from_secs(60);

/// The time that a test has, or a hook of a suite, with this factor.
pub(super) fn limit(factor: f64) -> Option<Duration> {
    (factor > 0.0).then(|| Duration::try_from_secs_f64(LIMIT.as_secs_f64() * factor).unwrap_or(LIMIT))
}

/// Runs tests on a session.
#[derive(Debug)]
pub(crate) struct Executor {
    session: Session,
    limit: Option<Duration>,
    capture: bool,
    show_output: bool,
    /// Whether somebody wants to see the traces of tests that pass.
    traces: bool,
    /// Crate and root file of the target, for tests that do not know theirs.
    target: Option<(&'static str, &'static str)>,
    interrupt: Arc<Interrupt>,
    /// How often a failed test is tried again.
    retries: u32,
    /// Where more is kept about a failed test than its report.
    evidence: Option<Evidence>,
    /// The file for what of HAPI was called.
    coverage: Option<PathBuf>,
}

impl Executor {
    /// `factor` multiplies the time limit; 0 lifts it.
    pub(crate) fn new(session: Session, factor: f64, capture: bool, show_output: bool) -> Self {
        let limit = limit(factor);
        Self {
            session,
            limit,
            capture,
            show_output,
            traces: false,
            target: None,
            interrupt: Interrupt::new(),
            retries: 0,
            evidence: None,
            coverage: None,
        }
    }

    /// What its tests run on.
    pub(super) fn session(&self) -> &Session {
        &self.session
    }

    /// Stops tests when this is raised.
    pub(crate) fn interrupted_by(self, interrupt: Arc<Interrupt>) -> Self {
        Self { interrupt, ..self }
    }

    /// The time that a test has, if there is a limit.
    pub(crate) fn test_limit(&self) -> Option<Duration> {
        self.limit
    }

    /// Tells how often the runner tries a failed test again.
    pub(crate) fn with_retries(self, retries: u32) -> Self {
        Self { retries, ..self }
    }

    /// Gives the traces of tests that pass, too, if that is wanted.
    pub(crate) fn tracing(self, traces: bool) -> Self {
        Self { traces, ..self }
    }

    /// Keeps evidence of tests that fail.
    pub(crate) fn keeping(self, evidence: Option<Evidence>) -> Self {
        Self { evidence, ..self }
    }

    /// Writes what of HAPI was called to this file at the end, together with other processes of the session.
    pub(crate) fn covering(self, coverage: Option<PathBuf>) -> Self {
        Self { coverage, ..self }
    }

    /// The report of a failed test, and where more about it is kept, if that is wanted.
    fn reported(&self, name: &str, tried: u32, report: &FailureReport, state: Option<&[u8]>) -> String {
        let mut text = report.to_string();
        if let Some(evidence) = &self.evidence {
            let (tried, trace) = (attempt_number(tried), &report.trace);
            let said = evidence.keep(&evidence::Kept { test: name, tried, report: &text, trace, state });
            text.push_str(&said);
        }
        text
    }

    /// Tells the crate and the root file of the target that plain tests are from.
    pub(crate) fn in_target(self, krate: &'static str, file: &'static str) -> Self {
        Self { target: Some((krate, file)), ..self }
    }

    /// Runs a spec on this thread; `tried` is how often it was tried before, and `begins` is called when its own time begins.
    pub(super) fn run_spec(&self, case: &'static TestCase, tried: u32, begins: &dyn Fn()) -> Ending {
        let name = case.name();
        let log = TestLog::new(name, !self.capture);
        let attempt = Attempt {
            case,
            session: &self.session,
            limit: self.limit,
            interrupt: &self.interrupt,
            begins,
            number: attempt_number(tried),
            total: attempt_of_total(tried, self.retries),
            progress: Mutex::default(),
        };
        let outcome = {
            let _running = Running::begin(name);
            let _captured = Captured::begin(&log);
            panics::catch(|| attempt.run())
        };
        // Of what there was before it, too: before anything is put back.
        let failed = !matches!(outcome, Ok(Ok(_)));
        let state = if failed && self.evidence.is_some() { attempt.state() } else { None };
        let (lock_wait, behind) = self.session.put_back(case);
        let failure = match outcome {
            Ok(Ok(Completed { .. })) => {
                let shown = if self.show_output { attempt.shown() + &log.take() } else { String::new() };
                return Ending {
                    trace: if self.traces { attempt.whole_trace() } else { Trace::default() },
                    lock_wait,
                    behind,
                    ..Ending::new(Verdict::Passed, shown)
                };
            }
            Ok(Err(stop)) => stop,
            Err(panic) => Stop::Panicked(panic),
        };
        let verdict = match failure {
            Stop::Interrupted => Verdict::Interrupted,
            _ => Verdict::Failed,
        };
        let node_log = attempt.node_log();
        let report = attempt.report(failure, log.take(), node_log);
        let text = self.reported(name, tried, &report, state.as_deref());
        Ending { trace: report.trace.clone(), lock_wait, behind, ..Ending::new(verdict, text) }
    }

    /// The tests in units, in the order in which they begin.
    pub(crate) fn units(
        &self,
        tests: &[Test],
        arrange: Arrange,
        lasted: impl Fn(&str) -> Option<Duration>,
    ) -> Vec<Unit> {
        let items: Vec<Item<'_>> = tests
            .iter()
            .map(|test| {
                let (mut access, mut suite, mut order) = (Access::default(), None, None);
                if let (Kind::Spec(case), None) = (test.kind, &test.ignore) {
                    (access, suite) = self.session.plan(case);
                    order = case.traits.order;
                }
                Item { access, suite, order, lasted: lasted(test.name) }
            })
            .collect();
        plan(&items, arrange)
    }

    fn run_plain(&self, name: &'static str, test: PlainTest, tried: u32) -> Ending {
        let log = TestLog::new(name, !self.capture);
        let outcome = {
            let _running = Running::begin(name);
            let _captured = Captured::begin(&log);
            panics::catch(test)
        };
        let failure = match outcome {
            Ok(Ok(())) => {
                let shown = if self.show_output { log.take() } else { String::new() };
                return Ending::new(Verdict::Passed, shown);
            }
            Ok(Err(message)) => Failure { message, ..Failure::default() },
            Err(panic) => panic.into(),
        };
        let (krate, file) = self.target.unwrap_or_default();
        let rerun = rerun(krate, file, name, false);
        let attempt = attempt_of_total(tried, self.retries);
        let report = FailureReport { failure, log: log.take(), attempt, rerun, ..FailureReport::default() };
        Ending::new(Verdict::Failed, self.reported(name, tried, &report, None))
    }
}

impl Execute for Executor {
    fn execute(&self, test: &Test, attempt: u32, begins: &dyn Fn()) -> Ending {
        match test.kind {
            Kind::Spec(case) => self.run_spec(case, attempt, begins),
            Kind::Plain(run) => {
                begins();
                self.run_plain(test.name, run, attempt)
            }
        }
    }

    fn leave(&self, test: &Test) {
        if let Kind::Spec(case) = test.kind {
            self.session.leave(case);
        }
    }

    fn abandon(&self, test: &Test) {
        if let Kind::Spec(case) = test.kind {
            self.session.put_back(case);
            self.session.leave(case);
        }
    }

    fn close(&self) -> Vec<String> {
        if self.session.has_begun() {
            let _ = self.session.block_on(self.session.close());
        }
        if let Some(file) = &self.coverage {
            let _ = self.session.block_on(self.session.tell_coverage(file));
        }
        self.session.problems()
    }

    fn limit(&self) -> Option<Duration> {
        self.limit.map(|limit| limit.saturating_add(GRACE))
    }
}
