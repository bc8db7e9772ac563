//! Running one test to its verdict.

use std::{
    env,
    path::PathBuf,
    pin::pin,
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use futures::future::{Either, select};
use hapi_node::EmbeddedNode;

use super::{
    Evidence, Session,
    capture::{Captured, TestLog},
    evidence,
    exit_guard::Running,
    overrides::Guard,
    panics::{self, Panic},
    schedule::{Arrange, Item, Unit, plan},
};
use crate::{
    fixtures::Fixtures,
    harness::{Ending, Execute, Interrupt, Kind, PlainTest, Test, Verdict},
    report::{Failure, FailureReport, PANICKED, Runner, SourcePlace, TestAddress},
    spec::{OpDescription, Outcome, Planned, Spec, SpecError, Step, Trace},
    test_case::{Access, Body, TestCase},
};

/// The time a test has, before `--timeout-factor`. A spec on the embedded network takes milliseconds; on real nodes a
/// few transactions of three seconds each. Twenty of those in a row are more than a readable spec has.
const LIMIT: Duration = Duration::from_secs(60);

/// The time that a test has, or a hook of a suite, with this factor.
pub(super) fn limit(factor: f64) -> Option<Duration> {
    (factor > 0.0).then(|| Duration::try_from_secs_f64(LIMIT.as_secs_f64() * factor).unwrap_or(LIMIT))
}

/// Time past its limit in which a spec reports by itself: that says more than the runner can.
const GRACE: Duration = Duration::from_secs(2);

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
        let log = TestLog::new(case.name(), !self.capture);
        let attempt = Attempt {
            case,
            session: &self.session,
            limit: self.limit,
            interrupt: &self.interrupt,
            begins,
            number: attempt_number(tried),
            total: attempt_of_total(tried, self.retries),
            spec: Mutex::new(Progress::default()),
        };
        let outcome = {
            let _running = Running::begin(case.name());
            let _captured = Captured::begin(&log);
            panics::catch(|| attempt.run())
        };
        let (lock_wait, behind) = self.session.waited(case);
        // Of what there was before it, too: before anything is put back.
        let failed = !matches!(outcome, Ok(Ok(_)));
        let state = if failed && self.evidence.is_some() { attempt.state() } else { None };
        // Without a runtime nothing has begun.
        let _ = self.session.block_on(self.session.put_back(case));
        let failure = match outcome {
            Ok(Ok(Completed(()))) => {
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
        let text = self.reported(case.name(), tried, &report, state.as_deref());
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
            let _ = self.session.block_on(self.session.leave(case));
        }
    }

    fn abandon(&self, test: &Test) {
        if let Kind::Spec(case) = test.kind {
            let _ = self.session.block_on(async {
                self.session.put_back(case).await;
                self.session.leave(case).await;
            });
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

/// The only sign of success: made where the body of a test was seen to return `Ok`, and nowhere else.
struct Completed(());

/// Why a test did not complete.
pub(super) enum Stop {
    Failed(SpecError),
    Panicked(Panic),
    Overdue(Duration),
    /// By a signal.
    Interrupted,
    /// Something outside of the test.
    Session(String),
}

/// One run of one spec.
struct Attempt<'a> {
    case: &'static TestCase,
    session: &'a Session,
    limit: Option<Duration>,
    interrupt: &'a Interrupt,
    begins: &'a dyn Fn(),
    /// How often it was tried before.
    number: u32,
    /// Which try this is, if there can be several.
    total: Option<String>,
    spec: Mutex<Progress>,
}

/// What must survive a panic, for the report.
#[derive(Default)]
struct Progress {
    spec: Option<Spec>,
    /// The operations that the body returned, as they were before they ran.
    planned: Vec<OpDescription>,
    /// Steps of the trace before the first planned one: the fixtures'.
    before: usize,
}

impl Attempt<'_> {
    fn run(&self) -> Result<Completed, Stop> {
        self.session.block_on(self.stoppable(self.drive())).map_err(Stop::Session)?
    }

    /// `work`, unless a signal comes first: then it is dropped where it waits.
    async fn stoppable<T>(&self, work: impl Future<Output = Result<T, Stop>>) -> Result<T, Stop> {
        let stop = pin!(self.interrupt.raised());
        match select(pin!(work), stop).await {
            Either::Left((result, _)) => result,
            Either::Right(_) => Err(Stop::Interrupted),
        }
    }

    async fn drive(&self) -> Result<Completed, Stop> {
        let spec = self.session.begin(self.case, self.number).await?;
        self.progress(|progress| progress.spec = Some(spec.clone()));
        (self.begins)();
        let body = self.body(&spec);
        match self.limit {
            None => body.await,
            Some(limit) => tokio::time::timeout(limit, body).await.unwrap_or(Err(Stop::Overdue(limit))),
        }
    }

    async fn body(&self, spec: &Spec) -> Result<Completed, Stop> {
        let mut fixtures = Fixtures::default();
        (self.case.fixtures)(&mut fixtures);
        fixtures.create(spec).await.map_err(Stop::Failed)?;
        // Not before: throttles that the test is about would be in the way of its fixtures.
        if let Some(leaky) = &self.case.traits.leaky {
            Box::pin(Guard::apply(spec, leaky)).await.map_err(Stop::Failed)?;
        }
        match &self.case.body {
            Body::Operations(operations) => {
                let operations = operations(&fixtures).into_iter();
                let planned: Planned =
                    operations.map(|operation| ((*operation).describe(), operation)).collect();
                self.progress(|progress| {
                    progress.planned = planned.iter().map(|(description, _)| description.clone()).collect();
                    progress.before = spec.top_steps();
                });
                spec.run_planned(planned).await
            }
            Body::Async(run) => match run(spec, &fixtures).await {
                Ok(()) => spec.finish().await,
                failed => failed,
            },
        }
        .map_err(Stop::Failed)?;
        Ok(Completed(()))
    }

    fn progress<T>(&self, with: impl FnOnce(&mut Progress) -> T) -> T {
        with(&mut self.spec.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// What the spec did, and what it did not come to.
    fn trace(&self) -> Trace {
        self.progress(|progress| {
            let mut trace = progress.spec.as_ref().map(Spec::trace).unwrap_or_default();
            let begun = trace.steps.len().saturating_sub(progress.before);
            let rest = progress.planned.iter().skip(begun);
            trace.steps.extend(rest.map(|description| Step {
                description: description.clone(),
                outcome: Outcome::Skipped,
                elapsed: Duration::ZERO,
                notes: Vec::new(),
                children: Vec::new(),
            }));
            trace
        })
    }

    /// What the spec did, all of it, once it has ended.
    fn whole_trace(&self) -> Trace {
        self.progress(|progress| progress.spec.take()).map(|spec| spec.take_trace()).unwrap_or_default()
    }

    /// What the spec says and did, for those who want to see it pass; nothing if it did nothing.
    fn shown(&self) -> String {
        let trace = self.trace().to_string();
        match self.case.display {
            display if !display.is_empty() && !trace.is_empty() => format!("{display}\n\n{trace}"),
            _ => trace,
        }
    }

    /// The ledger that the spec ran on, where it is in this process.
    fn state(&self) -> Option<Vec<u8>> {
        let spec = self.progress(|progress| progress.spec.clone())?;
        spec.network().embedded().map(EmbeddedNode::save)
    }

    /// What the nodes have logged since the spec began, if its network tells.
    fn node_log(&self) -> Vec<String> {
        let Some(spec) = self.progress(|progress| progress.spec.clone()) else { return Vec::new() };
        // Nothing may keep a report from being made.
        let asked = async { tokio::time::timeout(GRACE, spec.network().node_log(spec.began())).await };
        let lines = self.session.block_on(asked).ok().and_then(Result::ok).unwrap_or_default();
        lines.into_iter().map(|line| format!("node {}: {}", line.node, line.text)).collect()
    }

    fn report(&self, stop: Stop, log: String, node_log: Vec<String>) -> FailureReport {
        let mut trace = self.trace();
        let limit = if let Stop::Overdue(limit) = &stop { Some(*limit) } else { None };
        if matches!(stop, Stop::Panicked(_)) {
            blame_running(&mut trace.steps);
        }
        let failure = match stop {
            Stop::Failed(error) => Failure::from(&error),
            Stop::Panicked(panic) => panic.into(),
            Stop::Overdue(_) => stopped(&trace, "did not end in time"),
            Stop::Interrupted => stopped(&trace, "was stopped by a signal"),
            Stop::Session(message) => Failure { message, ..Failure::default() },
        };
        let TestCase { path, display, place, .. } = self.case;
        let spec = self.progress(|progress| progress.spec.clone());
        let names = spec.iter().flat_map(|spec| spec.registry().names_with_ids());
        let krate = path.split("::").next().unwrap_or_default();
        // An extended test is an ignored one to those who do not ask for such.
        let ignored = self.case.ignore.is_some() || self.case.traits.extended;
        FailureReport {
            display: (*display).to_owned(),
            place: Some(SourcePlace {
                file: place.file.into(),
                line: place.line,
                column: place.column,
                text: None,
            }),
            failure,
            trace,
            names: names.map(|named| named.to_string()).collect(),
            log,
            node_log,
            network: spec.as_ref().map(|spec| spec.network().name().to_owned()).unwrap_or_default(),
            seed: spec.as_ref().map(|spec| spec.setup().seed),
            limit,
            attempt: self.total.clone(),
            rerun: rerun(krate, place.file, self.case.name(), ignored),
        }
    }
}

impl From<&SpecError> for Failure {
    fn from(error: &SpecError) -> Self {
        let place = error.place().map(|place| SourcePlace::read(place.file(), place.line(), place.column()));
        Self {
            subject: error.operation().map(ToString::to_string).unwrap_or_default(),
            message: error.message().to_owned(),
            place,
            comparison: error.comparison().cloned(),
            transaction: error.transaction().map(str::to_owned),
            backtrace: None,
        }
    }
}

impl From<Panic> for Failure {
    fn from(Panic { message, place, backtrace }: Panic) -> Self {
        let place = place.map(|(file, line)| SourcePlace::read(&file, line, 0));
        Self { subject: PANICKED.to_owned(), message, place, backtrace, ..Self::default() }
    }
}

/// The command that runs a test again, under the runner that ran it.
fn rerun(krate: &str, file: &str, name: &str, ignored: bool) -> String {
    let package = env::var("CARGO_PKG_NAME").ok();
    Runner::detect().rerun(&TestAddress { package: package.as_deref(), krate, file, name, ignored })
}

/// The operation inside which the trace stops is the one to look at.
fn stopped(trace: &Trace, how: &str) -> Failure {
    let Some(step) = innermost_running(&trace.steps) else {
        let message = format!("the test {how}, and no operation was running");
        return Failure { message, ..Failure::default() };
    };
    let place = step.description.place;
    Failure {
        subject: step.description.to_string(),
        message: format!("{how}; the test waited {:.1?} for it", step.elapsed),
        place: Some(SourcePlace::read(place.file(), place.line(), place.column())),
        ..Failure::default()
    }
}

fn innermost_running(steps: &[Step]) -> Option<&Step> {
    let step = steps.iter().rev().find(|step| step.outcome == Outcome::Running)?;
    innermost_running(&step.children).or(Some(step))
}

/// Nothing runs any more after a panic: what was running has failed.
fn blame_running(steps: &mut [Step]) {
    for step in steps {
        if step.outcome == Outcome::Running {
            step.outcome = Outcome::Failed;
        }
        blame_running(&mut step.children);
    }
}

/// How often this test was tried before, by nextest or by our own runner.
fn attempt_number(tried: u32) -> u32 {
    let nextests = env::var("NEXTEST_ATTEMPT").ok().and_then(|n| n.parse::<u32>().ok());
    nextests.map_or(0, |n| n.saturating_sub(1)).saturating_add(tried)
}

/// Which try this is, if there can be several.
fn attempt_of_total(tried: u32, retries: u32) -> Option<String> {
    if retries > 0 {
        return Some(format!("{} of {}", tried.saturating_add(1), retries.saturating_add(1)));
    }
    let (attempt, total) = (env::var("NEXTEST_ATTEMPT").ok()?, env::var("NEXTEST_TOTAL_ATTEMPTS").ok()?);
    (total != "1").then(|| format!("{attempt} of {total}"))
}
