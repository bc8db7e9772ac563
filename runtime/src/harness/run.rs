//! One run: the selected tests on one session, told to all who listen.

use std::{
    io,
    num::NonZeroUsize,
    path::{Path, PathBuf},
    sync::Arc,
    thread,
    time::Duration,
};

use super::{
    HarnessMain, coverage,
    events::{Event, RunFinished, RunStarted},
    interrupt::Interrupt,
    options::Options,
    record::{self, Durations},
    resume::Passed,
    runner::{self, Course},
    select::Selection,
    story::Story,
};
use crate::session::{Evidence, Executor, Reentry, Session, Starter, Terms, schedule::Arrange};

/// What all runs of a process have in common.
pub(super) struct Runs<'a> {
    pub(super) target: &'a HarnessMain,
    pub(super) options: &'a Options,
    pub(super) network: Starter,
    /// How this program is started to keep the session for others, if it may be shared.
    pub(super) reentry: Option<Reentry>,
    pub(super) interrupt: Arc<Interrupt>,
    /// How long tests took in earlier runs.
    pub(super) known: Durations,
    /// Where times are kept, and the names of all tests there are; `None` where a run is too small a part of a whole.
    pub(super) keep: Option<(PathBuf, Vec<&'static str>)>,
    /// Which tests passed when they last ran; `None` where a run is too small a part of a whole.
    pub(super) passed: Option<Passed>,
}

impl Runs<'_> {
    /// Runs the selection on a session of its own, with this seed.
    pub(super) fn run(&self, selection: Selection, seed: Option<u64>) -> io::Result<RunFinished> {
        let selected = selection.cases();
        let Selection { tests, filtered_out, shuffle_seed } = selection;
        let options = self.options;
        let threads = if options.network.is_for_one_at_a_time() {
            NonZeroUsize::MIN
        } else {
            options.threads.unwrap_or_else(|| thread::available_parallelism().unwrap_or(NonZeroUsize::MIN))
        };
        let (network, isolation) = (options.network.clone(), options.isolation);
        let terms = Terms { network, isolation, selected, factor: options.timeout_factor };
        let wish = self.reentry.map(|reentry| options.wish(reentry));
        let session = Session::new(Arc::clone(&self.network), terms).with_seed(seed).shared(wish);
        let listeners = self.listeners(threads, tests.len(), seed);
        let executor = Executor::new(session, options.timeout_factor, options.capture, options.show_output)
            .in_target(self.target.module_path, self.target.file)
            .interrupted_by(Arc::clone(&self.interrupt))
            .with_retries(options.retries)
            .tracing(listeners.iter().any(|listener| listener.reads_traces()))
            .covering(options.coverage_file.as_ref().map(|file| absolute(file)))
            .keeping(options.keep_evidence.then(|| Evidence::new(evidence(self.target))));
        let course = Course {
            threads,
            fail_fast: options.fail_fast,
            retries: options.retries,
            ensure_time: options.ensure_time,
            slow: slow(options.slow, executor.test_limit()),
            // The runner above believes whatever this process says: it must not say that a test passed which did not run.
            refuse_unmet: options.process_per_test,
            interrupt: Arc::clone(&self.interrupt),
        };
        let mut story = Story::new(listeners, tests.len());
        story.tell(&Event::RunStarted(&RunStarted {
            tests: &tests,
            filtered_out,
            shuffle_seed,
            threads: threads.get(),
        }))?;
        let arrange = match threads.get() {
            2.. if shuffle_seed.is_none() => Arrange::LongestFirst,
            _ => Arrange::AsGiven,
        };
        let units = executor.units(&tests, arrange, |name| self.known.of(name));
        let mut problems =
            runner::run(tests, units, course, Arc::new(executor), |progress| story.progress(progress))?;
        if self.interrupt.signal().is_none() {
            problems.extend(coverage::too_little(options));
        }
        story.end(self.interrupt.signal(), options.fail_on_flaky, problems)
    }
}

/// The same file for a process that stands elsewhere.
fn absolute(file: &Path) -> PathBuf {
    // It fails for an empty path, which is no file anyway.
    std::path::absolute(file).unwrap_or_else(|_| file.to_owned())
}

/// Where a target's evidence is kept.
fn evidence(target: &HarnessMain) -> PathBuf {
    let base = record::below_build().unwrap_or_else(|| std::env::temp_dir().join("hapi-test"));
    base.join("evidence").join(record::name(target).unwrap_or_default())
}

/// When a test without a limit is called slow, as by libtest.
const SLOW: Duration = Duration::from_secs(60);

/// When a test is called slow, if ever.
fn slow(wish: Option<Duration>, limit: Option<Duration>) -> Option<Duration> {
    match (wish, limit) {
        (Some(wish), _) => Some(wish).filter(|wish| !wish.is_zero()),
        (None, Some(limit)) => Some(limit / 2),
        (None, None) => Some(SLOW),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_test_is_slow_before_its_limit_unless_somebody_knows_better() {
        let seconds = |n| Some(Duration::from_secs(n));
        assert_eq!(slow(None, seconds(60)), seconds(30));
        assert_eq!(slow(None, None), seconds(60));
        assert_eq!(slow(seconds(5), seconds(60)), seconds(5));
        assert_eq!(slow(seconds(0), seconds(60)), None);
    }
}
