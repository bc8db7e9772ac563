//! Running tests on a few threads, watched by one that nothing in a test can stop.

use std::{
    fmt::Write as _,
    io,
    num::NonZeroUsize,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::{Duration, Instant},
};

use super::{
    events::{IgnoredBecause, Verdict},
    interrupt::{Interrupt, Signal},
    mailbox::Mailbox,
    select::{Kind, Test},
    watch::{Busy, Message, Told, Watch},
};
use crate::{
    session::schedule::{Scheduler, Task, Unit},
    spec::Trace,
};

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
    /// The tests that held them when the wait began.
    pub(crate) behind: Vec<String>,
    /// The reports of the tries that failed before this one.
    pub(crate) failed_tries: Vec<String>,
}

impl Ending {
    /// An end without a trace.
    pub(crate) fn new(verdict: Verdict, output: impl Into<String>) -> Self {
        Self {
            verdict,
            output: output.into(),
            trace: Trace::default(),
            lock_wait: Duration::ZERO,
            behind: Vec::new(),
            failed_tries: Vec::new(),
        }
    }
}

/// Runs one test on the calling thread. It must neither panic nor exit, whatever the test does.
pub(crate) trait Execute: Send + Sync + 'static {
    /// Runs `test` once to its end; `attempt` is how often it was tried before. It calls `begins` once it waits for nobody
    /// any more: the time of the test begins.
    fn execute(&self, test: &Test, attempt: u32, begins: &dyn Fn()) -> Ending;

    /// Is told that `test` is not tried again.
    fn leave(&self, test: &Test);

    /// Is told that the thread that executes `test` does not come back: puts back what the test has changed.
    fn abandon(&self, test: &Test);

    /// Ends what tests have left; called once, when none runs any more. Returns what went wrong in the run and was no
    /// test's own failure.
    fn close(&self) -> Vec<String>;

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
    /// That is all for now.
    Paused,
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
    /// A test that passes after so long has failed all the same.
    pub(crate) ensure_time: Option<Duration>,
    /// After how long a test is called slow.
    pub(crate) slow: Option<Duration>,
    /// Whether a test fails that does not run for what the network lacks.
    pub(crate) refuse_unmet: bool,
    /// Whether to end early.
    pub(crate) interrupt: Arc<Interrupt>,
}

/// Runs `tests` in the order of their units and tells `progress` about each. Returns what went wrong besides.
pub(crate) fn run(
    tests: Vec<Test>,
    units: Vec<Unit>,
    course: Course,
    execute: Arc<dyn Execute>,
    mut progress: impl FnMut(Progress<'_>) -> io::Result<()>,
) -> io::Result<Vec<String>> {
    let workers = course.threads.get().min(tests.len());
    let (limit, slow) = (execute.limit(), course.slow);
    let mailbox = Arc::new(Mailbox::new());
    let voice = Arc::clone(&mailbox);
    let scheduler = Arc::new(Scheduler::new(units));
    let waiting = Arc::clone(&scheduler);
    let _listening = course.interrupt.listen(move |signal| {
        voice.post_at_once(Message::Interrupted(signal));
        waiting.wake();
    });
    let shared = Arc::new(Shared { tests, scheduler, failed: AtomicBool::new(false), course, execute });
    let mut watch = Watch::new(shared, mailbox, limit, slow);
    for _ in 0..workers {
        watch.hire()?;
    }
    while let Some(told) = watch.next() {
        let shared = Arc::clone(&watch.shared);
        match told {
            Told::Started(busy) => progress(Progress::Started(&shared.tests[busy.test]))?,
            Told::Slow(busy) => progress(Progress::Slow(&shared.tests[busy.test], busy.running()))?,
            Told::Ended(worker, busy, ending, at) => {
                progress(Progress::Ended(shared.ended(worker, busy, ending, at)))?;
            }
            Told::Overdue(worker) => {
                let Some(busy) = watch.dismiss(worker) else { continue };
                // Before its locks are given back, which whoever is hired next may need.
                shared.execute.abandon(&shared.tests[busy.test]);
                shared.scheduler.replace(worker);
                let interrupted = shared.course.interrupt.signal().is_some();
                if !interrupted {
                    shared.judge(&Verdict::Failed);
                    watch.hire()?;
                }
                let ending = overdue(&shared.tests[busy.test], busy.running(), interrupted);
                progress(Progress::Ended(shared.ended(worker, busy, ending, Instant::now())))?;
            }
            Told::AllForNow => progress(Progress::Paused)?,
            Told::Interrupted(signal) => {
                let running = watch.busy();
                let running = running.map(|busy| (&shared.tests[busy.test], busy.began.elapsed())).collect();
                progress(Progress::Interrupted(signal, running))?;
            }
        }
    }
    let execute = Arc::clone(&watch.shared.execute);
    watch.join();
    Ok(execute.close())
}

fn overdue(test: &Test, after: Duration, interrupted: bool) -> Ending {
    let what = match test.kind {
        Kind::Spec(_) => "it blocks its thread outside of any await",
        Kind::Plain(_) => "a plain test",
    };
    let (name, after) = (test.name, after.as_secs_f64());
    if interrupted {
        let output =
            format!("`{name}` did not stop when it was told to ({what}); its thread was left behind");
        return Ending::new(Verdict::Interrupted, output);
    }
    let output = format!(
        "`{name}` did not end within {after:.1} s ({what}); its thread was left behind
raise the limit with \
         --timeout-factor"
    );
    Ending::new(Verdict::Failed, output)
}

/// The line of a failure report about locks: what ran before the test may have something to do with its failure.
fn waited(lock_wait: Duration, behind: &[String]) -> String {
    let behind: Vec<String> = behind.iter().map(|name| format!("`{name}`")).collect();
    format!("locks: waited {lock_wait:.1?} for {}\n", behind.join(", "))
}

/// What workers share.
pub(super) struct Shared {
    pub(super) tests: Vec<Test>,
    pub(super) scheduler: Arc<Scheduler>,
    failed: AtomicBool,
    course: Course,
    execute: Arc<dyn Execute>,
}

impl Shared {
    /// The next test for this worker, which has ended what it was at; `waits` is called before it waits for one.
    pub(super) fn take(&self, worker: usize, waits: impl FnMut()) -> Option<Task> {
        self.scheduler.next(worker, || self.stopped(), waits)
    }

    /// Whether nobody has asked the run to end.
    pub(super) fn is_going_on(&self) -> bool {
        self.course.interrupt.signal().is_none()
    }

    /// Whether no test is to start any more.
    fn stopped(&self) -> bool {
        self.course.interrupt.signal().is_some()
            || self.course.fail_fast && self.failed.load(Ordering::Relaxed)
    }

    /// Tries the test until it does not fail or has no tries left; `begins` is called when the time of a try begins, and
    /// `again` when it has ended and another follows.
    pub(super) fn attempt(&self, task: &Task, begins: &dyn Fn(), again: impl Fn()) -> Ending {
        let test = &self.tests[task.test];
        if let Some(ignore) = &test.ignore {
            if self.course.refuse_unmet && ignore.cause == IgnoredBecause::Network {
                return Ending::new(Verdict::Failed, format!("error: the test cannot run: it {ignore}\n"));
            }
            return Ending::new(Verdict::Ignored(ignore.clone()), "");
        }
        let (mut failed_tries, mut lock_wait) = (Vec::new(), task.waited);
        let mut behind: Vec<String> =
            task.behind.iter().map(|&test| self.tests[test].name.to_owned()).collect();
        for attempt in 0.. {
            let began = Instant::now();
            let mut ending = self.execute.execute(test, attempt, begins);
            self.hold_to_time(test, &mut ending, began.elapsed());
            lock_wait += ending.lock_wait;
            behind.append(&mut ending.behind);
            let verdict = match ending.verdict {
                Verdict::Failed if attempt < self.course.retries && !self.stopped() => {
                    failed_tries.push(ending.output);
                    again();
                    continue;
                }
                Verdict::Passed if attempt > 0 => Verdict::Flaky { tries: attempt + 1 },
                verdict => verdict,
            };
            self.execute.leave(test);
            if verdict.is_failure() && !lock_wait.is_zero() {
                ending.output.push_str(&waited(lock_wait, &behind));
            }
            return Ending { verdict, lock_wait, behind, failed_tries, ..ending };
        }
        unreachable!("there is a last try")
    }

    /// Has a test fail that passed and took too long, without what it waited for others.
    fn hold_to_time(&self, test: &Test, ending: &mut Ending, took: Duration) {
        let took = took.saturating_sub(ending.lock_wait);
        let Some(limit) = self.course.ensure_time.filter(|limit| took > *limit) else { return };
        if ending.verdict == Verdict::Passed {
            ending.verdict = Verdict::Failed;
            // Writing to a string cannot fail.
            let _ = write!(
                ending.output,
                "error: `{}` passed and took {took:.1?}; with --ensure-time it may take {limit:.1?}\n\
                 note: RUST_TEST_TIME_INTEGRATION says another time, as in 500,1000\n",
                test.name
            );
        }
    }

    /// Remembers that a test has failed.
    pub(super) fn judge(&self, verdict: &Verdict) {
        if verdict.is_failure() {
            self.failed.store(true, Ordering::Relaxed);
        }
    }

    fn ended(&self, worker: usize, busy: Busy, ending: Ending, at: Instant) -> Ended<'_> {
        let Busy { test, began, .. } = busy;
        Ended { test: &self.tests[test], ending, began, took: at.saturating_duration_since(began), worker }
    }
}

#[cfg(test)]
#[path = "runner_tests.rs"]
mod tests;
