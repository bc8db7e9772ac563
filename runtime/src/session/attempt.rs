//! One try of one spec, and the report of it.

use std::{
    env,
    pin::pin,
    sync::{LazyLock, Mutex, PoisonError},
    time::Duration,
};

use futures::future::{Either, select};
use hapi_node::EmbeddedNode;

use super::{Session, overrides::Guard, panics::Panic};
use crate::{
    fixtures::Fixtures,
    harness::Interrupt,
    report::{Failure, FailureReport, PANICKED, Runner, SourcePlace, TestAddress},
    spec::{OpDescription, Outcome, Planned, Spec, SpecError, Step, Trace},
    test_case::{Body, TestCase},
};

/// Time past its limit in which a spec reports by itself: that says more than the runner can.
pub(super) const GRACE: Duration = Duration::from_secs(2);

/// The only sign of success: made where the body of a test was seen to return `Ok`, and nowhere else.
pub(super) struct Completed(());

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
pub(super) struct Attempt<'a> {
    pub(super) case: &'static TestCase,
    pub(super) session: &'a Session,
    pub(super) limit: Option<Duration>,
    pub(super) interrupt: &'a Interrupt,
    pub(super) begins: &'a dyn Fn(),
    /// How often it was tried before.
    pub(super) number: u32,
    /// Which try this is, if there can be several.
    pub(super) total: Option<String>,
    pub(super) progress: Mutex<Progress>,
}

/// What must survive a panic, for the report.
#[derive(Default)]
pub(super) struct Progress {
    spec: Option<Spec>,
    /// The operations that the body returned, as they were before they ran.
    planned: Vec<OpDescription>,
    /// Steps of the trace before the first planned one: the fixtures'.
    before: usize,
}

impl Attempt<'_> {
    pub(super) fn run(&self) -> Result<Completed, Stop> {
        self.session.block_on(self.drive_until_stopped()).map_err(Stop::Session)?
    }

    /// Drives the test to its end, unless a signal comes first: then it is dropped where it waits.
    async fn drive_until_stopped(&self) -> Result<Completed, Stop> {
        match select(pin!(self.drive()), pin!(self.interrupt.raised())).await {
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
        with(&mut self.progress.lock().unwrap_or_else(PoisonError::into_inner))
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
    pub(super) fn whole_trace(&self) -> Trace {
        self.progress(|progress| progress.spec.take()).map(|spec| spec.take_trace()).unwrap_or_default()
    }

    /// What the spec says and did, for those who want to see it pass; nothing if it did nothing.
    pub(super) fn shown(&self) -> String {
        let trace = self.trace().to_string();
        match self.case.display {
            display if !display.is_empty() && !trace.is_empty() => format!("{display}\n\n{trace}"),
            _ => trace,
        }
    }

    /// The ledger that the spec ran on, where it is in this process.
    pub(super) fn state(&self) -> Option<Vec<u8>> {
        let spec = self.progress(|progress| progress.spec.clone())?;
        spec.network().embedded().map(EmbeddedNode::save)
    }

    /// What the nodes have logged since the spec began, if its network tells.
    pub(super) fn node_log(&self) -> Vec<String> {
        let Some(spec) = self.progress(|progress| progress.spec.clone()) else { return Vec::new() };
        // Nothing may keep a report from being made.
        let asked = async { tokio::time::timeout(GRACE, spec.network().node_log(spec.began())).await };
        let lines = self.session.block_on(asked).ok().and_then(Result::ok).unwrap_or_default();
        lines.into_iter().map(|line| format!("node {}: {}", line.node, line.text)).collect()
    }

    pub(super) fn report(&self, stop: Stop, log: String, node_log: Vec<String>) -> FailureReport {
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
pub(super) fn rerun(krate: &str, file: &str, name: &str, ignored: bool) -> String {
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

/// Which try of a test nextest makes in this process, and of how many, where it is the runner.
static NEXTESTS: LazyLock<Option<(u32, String)>> = LazyLock::new(|| {
    let attempt = env::var("NEXTEST_ATTEMPT").ok()?.parse().ok()?;
    Some((attempt, env::var("NEXTEST_TOTAL_ATTEMPTS").unwrap_or_default()))
});

/// How often this test was tried before, by nextest or by our own runner.
pub(super) fn attempt_number(tried: u32) -> u32 {
    let before = NEXTESTS.as_ref().map_or(0, |(attempt, _)| attempt.saturating_sub(1));
    before.saturating_add(tried)
}

/// Which try this is, if there can be several.
pub(super) fn attempt_of_total(tried: u32, retries: u32) -> Option<String> {
    if retries > 0 {
        return Some(format!("{} of {}", tried.saturating_add(1), retries.saturating_add(1)));
    }
    let (attempt, total) = NEXTESTS.as_ref()?;
    (!total.is_empty() && total != "1").then(|| format!("{attempt} of {total}"))
}
