//! Running tests on a few threads, watched by one that nothing in a test can stop.

use std::{
    io,
    num::NonZeroUsize,
    sync::{
        Arc,
        atomic::{AtomicBool, AtomicUsize, Ordering},
        mpsc,
    },
    time::{Duration, Instant},
};

use super::{
    events::{IgnoredBecause, Verdict},
    interrupt::{Interrupt, Signal},
    select::{Kind, Test},
    watch::{Busy, Message, Told, Watch},
};
use crate::spec::Trace;

/// What the end of one test looks like from outside.
#[derive(Debug)]
pub(crate) struct Ending {
    pub(crate) verdict: Verdict,
    /// What is shown below the test's name.
    pub(crate) output: String,
    /// What it did.
    pub(crate) trace: Trace,
    /// How long it waited for locks, in all its tries.
    pub(crate) lock_wait: Duration,
    /// The reports of the tries that failed before this one.
    pub(crate) failed_tries: Vec<String>,
}

impl Ending {
    /// An end without a trace.
    pub(crate) fn new(verdict: Verdict, output: impl Into<String>) -> Self {
        let (trace, lock_wait, failed_tries) = (Trace::default(), Duration::ZERO, Vec::new());
        Self { verdict, output: output.into(), trace, lock_wait, failed_tries }
    }
}

/// Runs one test on the calling thread. It must neither panic nor exit, whatever the test does.
pub(crate) trait Execute: Send + Sync + 'static {
    /// Runs `test` once to its end; `attempt` is how often it was tried before.
    fn execute(&self, test: &Test, attempt: u32) -> Ending;

    /// How long a test may hold its thread before it is given up; `None` means for ever.
    fn limit(&self) -> Option<Duration>;
}

/// What is told about a run while it goes on.
#[derive(Debug)]
pub(crate) enum Progress<'a> {
    /// A worker has taken a test.
    Started(&'a Test),
    /// A test has been running for this long.
    Slow(&'a Test, Duration),
    /// A test has ended.
    Ended(Ended<'a>),
    /// A signal came while these were running, each for so long.
    Interrupted(Signal, Vec<(&'a Test, Duration)>),
}

/// The end of a test as the watcher saw it.
#[derive(Debug)]
pub(crate) struct Ended<'a> {
    pub(crate) test: &'a Test,
    pub(crate) ending: Ending,
    pub(crate) began: Instant,
    pub(crate) took: Duration,
    pub(crate) worker: usize,
}

/// How a run goes.
#[derive(Clone, Debug)]
pub(crate) struct Course {
    /// How many tests run at the same time.
    pub(crate) threads: NonZeroUsize,
    /// Whether none starts after the first failure.
    pub(crate) fail_fast: bool,
    /// How often a test that fails is tried again.
    pub(crate) retries: u32,
    /// After how long a test is called slow.
    pub(crate) slow: Option<Duration>,
    /// Whether a test fails that does not run for what the network lacks.
    pub(crate) refuse_unmet: bool,
    /// Whether to end early.
    pub(crate) interrupt: Arc<Interrupt>,
}

/// Runs `tests` in order and tells `progress` about each.
pub(crate) fn run(
    tests: Vec<Test>,
    course: Course,
    execute: Arc<dyn Execute>,
    mut progress: impl FnMut(Progress<'_>) -> io::Result<()>,
) -> io::Result<()> {
    let workers = course.threads.get().min(tests.len());
    let (limit, slow) = (execute.limit(), course.slow);
    let (sender, receiver) = mpsc::channel();
    let voice = sender.clone();
    course.interrupt.listen(move |signal| {
        // Nobody listens any more once the run is over.
        let _ = voice.send(Message::Interrupted(signal));
    });
    let shared = Arc::new(Shared {
        tests,
        next: AtomicUsize::new(0),
        failed: AtomicBool::new(false),
        course,
        execute,
    });
    let mut watch = Watch::new(shared, sender, receiver, limit, slow);
    for _ in 0..workers {
        watch.hire()?;
    }
    while let Some(told) = watch.next() {
        let shared = Arc::clone(&watch.shared);
        match told {
            Told::Started(busy) => progress(Progress::Started(&shared.tests[busy.test]))?,
            Told::Slow(busy) => progress(Progress::Slow(&shared.tests[busy.test], busy.began.elapsed()))?,
            Told::Ended(worker, busy, ending) => {
                progress(Progress::Ended(shared.ended(worker, busy, ending)))?;
            }
            Told::Overdue(worker) => {
                let busy = watch.dismiss(worker);
                let interrupted = shared.course.interrupt.signal().is_some();
                if !interrupted {
                    shared.judge(&Verdict::Failed);
                    watch.hire()?;
                }
                let ending = overdue(&shared.tests[busy.test], busy.since.elapsed(), interrupted);
                progress(Progress::Ended(shared.ended(worker, busy, ending)))?;
            }
            Told::Interrupted(signal) => {
                let running = watch.busy();
                let running = running.map(|busy| (&shared.tests[busy.test], busy.began.elapsed())).collect();
                progress(Progress::Interrupted(signal, running))?;
            }
        }
    }
    watch.join();
    Ok(())
}

fn overdue(test: &Test, after: Duration, interrupted: bool) -> Ending {
    let what = match test.kind {
        Kind::Spec(_) => "it blocks its thread outside of any await",
        Kind::Plain(_) => "a plain test",
    };
    let (name, after) = (test.name, after.as_secs_f64());
    if interrupted {
        let text = format!("`{name}` did not stop when it was told to ({what}); its thread was left behind");
        return Ending::new(Verdict::Interrupted, text);
    }
    let text = format!(
        "`{name}` did not end within {after:.1} s ({what}); its thread was left behind
raise the limit with \
         --timeout-factor"
    );
    Ending::new(Verdict::Failed, text)
}

/// What workers share.
pub(super) struct Shared {
    pub(super) tests: Vec<Test>,
    next: AtomicUsize,
    failed: AtomicBool,
    course: Course,
    execute: Arc<dyn Execute>,
}

impl Shared {
    /// The index of the next test to run.
    pub(super) fn take(&self) -> Option<usize> {
        if self.stopped() {
            return None;
        }
        let index = self.next.fetch_add(1, Ordering::Relaxed);
        (index < self.tests.len()).then_some(index)
    }

    /// Whether no test is to start any more.
    fn stopped(&self) -> bool {
        self.course.interrupt.signal().is_some()
            || self.course.fail_fast && self.failed.load(Ordering::Relaxed)
    }

    /// Tries `test` until it does not fail or has no tries left; `again` is called before each new try.
    pub(super) fn attempt(&self, test: &Test, again: impl Fn()) -> Ending {
        if let Some(ignore) = &test.ignore {
            if self.course.refuse_unmet && ignore.cause == IgnoredBecause::Network {
                return Ending::new(Verdict::Failed, format!("error: the test cannot run: it {ignore}\n"));
            }
            return Ending::new(Verdict::Ignored(ignore.clone()), "");
        }
        let (mut failed_tries, mut lock_wait) = (Vec::new(), Duration::ZERO);
        for attempt in 0.. {
            let ending = self.execute.execute(test, attempt);
            lock_wait += ending.lock_wait;
            let verdict = match ending.verdict {
                Verdict::Failed if attempt < self.course.retries && !self.stopped() => {
                    failed_tries.push(ending.output);
                    again();
                    continue;
                }
                Verdict::Passed if attempt > 0 => Verdict::Flaky { tries: attempt + 1 },
                verdict => verdict,
            };
            return Ending { verdict, failed_tries, lock_wait, ..ending };
        }
        unreachable!("there is a last try")
    }

    /// Remembers that a test has failed.
    pub(super) fn judge(&self, verdict: &Verdict) {
        if verdict.is_failure() {
            self.failed.store(true, Ordering::Relaxed);
        }
    }

    fn ended(&self, worker: usize, busy: Busy, ending: Ending) -> Ended<'_> {
        let Busy { test, began, .. } = busy;
        Ended { test: &self.tests[test], ending, began, took: began.elapsed(), worker }
    }
}

#[cfg(test)]
#[path = "runner_tests.rs"]
mod tests;
