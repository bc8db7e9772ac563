//! One run: the selected tests on one session, told to all who listen.

use std::{
    io::{self, IsTerminal as _, Write as _},
    num::NonZeroUsize,
    path::PathBuf,
    sync::Arc,
    thread,
    time::{Duration, Instant},
};

use super::{
    HarnessMain,
    coverage::{self, CoverageText},
    events::{self, Counts, Event, Listener, RunFinished, RunStarted, TestFinished},
    interrupt::{Interrupt, Signal},
    json::Json,
    junit::{Destination, Junit},
    live::{Line, Notices, Progress as LiveProgress, Screen},
    options::{Color, Format, Options},
    printer::{Look, Printer},
    record::{Durations, Recorder},
    report::Reporter,
    runner::{self, Course, Ended, Progress},
    select::{Selection, Test},
};
use crate::session::{Executor, Reentry, Session, StartNetwork, Terms, schedule::Arrange};

/// What all runs of a process have in common.
pub(super) struct Runs<'a> {
    pub(super) target: &'a HarnessMain,
    pub(super) options: &'a Options,
    pub(super) network: StartNetwork,
    /// How this program is started to keep the session for others, if it may be shared.
    pub(super) reentry: Option<Reentry>,
    pub(super) interrupt: Arc<Interrupt>,
    /// Where times are kept, and the names of all tests there are; `None` where a run is too small a part of a whole.
    pub(super) keep: Option<(PathBuf, Vec<&'static str>)>,
}

impl Runs<'_> {
    /// Runs the selection on a session of its own, with this seed and these times of earlier runs.
    pub(super) fn run(
        &self,
        selection: Selection,
        seed: Option<u64>,
        known: &Durations,
    ) -> io::Result<RunFinished> {
        let Selection { tests, filtered_out, shuffle_seed } = selection;
        let options = self.options;
        let threads = if options.network.is_for_one_at_a_time() {
            NonZeroUsize::MIN
        } else {
            options.threads.unwrap_or_else(|| thread::available_parallelism().unwrap_or(NonZeroUsize::MIN))
        };
        let selected = tests.iter().filter(|test| test.ignore.is_none()).filter_map(Test::case).collect();
        let (network, isolation) = (options.network.clone(), options.isolation);
        let terms = Terms { network, isolation, selected, factor: options.timeout_factor };
        let wish = self.reentry.map(|reentry| options.wish(reentry));
        let session = Session::new(self.network, terms).with_seed(seed).shared(wish);
        let executor = Executor::new(session, options.timeout_factor, options.capture, options.show_output)
            .in_target(self.target.module_path, self.target.file)
            .interrupted_by(Arc::clone(&self.interrupt))
            .with_retries(options.retries);
        let course = Course {
            threads,
            fail_fast: options.fail_fast,
            retries: options.retries,
            slow: slow(options.slow, executor.test_limit()),
            // The runner above believes whatever this process says: it must not say that a test passed which did not run.
            refuse_unmet: options.process_per_test,
            interrupt: Arc::clone(&self.interrupt),
        };
        let mut story = Story::new(self.listeners(threads, tests.len(), seed, known), tests.len());
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
        let units = executor.units(&tests, arrange, |name| known.of(name));
        let mut problems =
            runner::run(tests, units, course, Arc::new(executor), |progress| story.progress(progress))?;
        if self.interrupt.signal().is_none() {
            problems.extend(coverage::too_little(options));
        }
        story.end(self.interrupt.signal(), options.fail_on_flaky, problems)
    }

    /// Who hears about the run.
    fn listeners(
        &self,
        threads: NonZeroUsize,
        tests: usize,
        seed: Option<u64>,
        known: &Durations,
    ) -> Vec<Box<dyn Listener>> {
        let options = self.options;
        let line = if self.live(tests) { Line::on_stderr() } else { Line::none() };
        let look = Look {
            format: options.format,
            color: colored(options.color),
            // The live line names what runs; a line that waits for its end would be in its way.
            names_first: threads == NonZeroUsize::MIN && !line.is_there(),
            report_time: options.report_time,
            show_output: options.show_output,
        };
        let target = self.target.module_path;
        let screen = || Screen::new(io::stdout(), line.clone());
        let is_pretty = options.format == Format::Pretty;
        let coverage = (options.coverage && is_pretty).then(|| CoverageText::new(screen()));
        // The live line first: what is printed at the end must not stand above it.
        let mut listeners: Vec<Box<dyn Listener>> =
            vec![Box::new(LiveProgress::new(line.clone())), Box::new(Notices)];
        listeners.push(match options.format {
            Format::Pretty | Format::Terse => Box::new(Printer::new(screen(), look)),
            Format::Json => Box::new(Json::new(screen(), options.report_time, options.show_output)),
            Format::Junit => Box::new(Junit::new(target, Destination::Output)),
        });
        if let Some(coverage) = coverage {
            listeners.push(Box::new(coverage));
        }
        if let Some(path) = &options.junit {
            listeners.push(Box::new(Junit::new(target, Destination::File(path.clone()))));
        }
        if let Some(path) = &options.record {
            listeners.push(Box::new(Recorder::asked_for(path.clone())));
        }
        if let Some((path, linked)) = &self.keep {
            listeners.push(Box::new(Recorder::kept(path.clone(), known.clone(), linked.clone())));
        }
        listeners.extend(
            Reporter::asked_for(self.target, options, seed)
                .map(|reporter| Box::new(reporter) as Box<dyn Listener>),
        );
        listeners
    }

    /// Whether somebody looks at a live line: not where lines of tests appear beside it, and not in the output of another
    /// runner.
    fn live(&self, tests: usize) -> bool {
        let options = self.options;
        tests > 1
            && options.format == Format::Pretty
            && options.capture
            && !options.process_per_test
            && io::stderr().is_terminal()
    }
}

fn colored(color: Color) -> bool {
    match color {
        Color::Always => true,
        Color::Never => false,
        Color::Auto => io::stdout().is_terminal(),
    }
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

/// What has happened so far, and who is told.
struct Story {
    listeners: Vec<Box<dyn Listener>>,
    begun: Instant,
    total: usize,
    ended: usize,
    counts: Counts,
}

impl Story {
    fn new(listeners: Vec<Box<dyn Listener>>, total: usize) -> Self {
        Self { listeners, begun: Instant::now(), total, ended: 0, counts: Counts::default() }
    }

    fn tell(&mut self, event: &Event<'_>) -> io::Result<()> {
        self.listeners.iter_mut().try_for_each(|listener| listener.hear(event))
    }

    fn progress(&mut self, progress: Progress<'_>) -> io::Result<()> {
        match progress {
            Progress::Started(test) => self.tell(&Event::TestStarted(test)),
            Progress::Slow(test, running) => self.tell(&Event::TestSlow(test, running)),
            Progress::Ended(ended) => self.ended(&ended),
            Progress::Interrupted(signal, running) => {
                let signal = signal.name();
                self.tell(&Event::Interrupted(&events::Interrupted { signal, running }))
            }
        }
    }

    fn ended(&mut self, ended: &Ended<'_>) -> io::Result<()> {
        let Ended { test, ending, began, took, worker } = ended;
        self.ended += 1;
        self.counts.add(&ending.verdict);
        self.tell(&Event::TestFinished(&TestFinished {
            test,
            verdict: ending.verdict.clone(),
            began: began.saturating_duration_since(self.begun),
            took: *took,
            outcome: events::Outcome {
                output: &ending.output,
                trace: &ending.trace,
                lock_wait: ending.lock_wait,
                behind: &ending.behind,
                failed_tries: &ending.failed_tries,
            },
            worker: *worker,
        }))
    }

    fn end(
        mut self,
        signal: Option<Signal>,
        fail_on_flaky: bool,
        problems: Vec<String>,
    ) -> io::Result<RunFinished> {
        self.counts.not_run = self.total - self.ended;
        let flaky = fail_on_flaky && self.counts.flaky > 0;
        let run = RunFinished {
            success: self.counts.failed == 0 && signal.is_none() && !flaky && problems.is_empty(),
            problems,
            counts: self.counts,
            took: self.begun.elapsed(),
            interrupted: signal.map(Signal::name),
        };
        self.tell(&Event::RunFinished(&run))?;
        for problem in &run.problems {
            // Without `eprintln!`, which panics when nobody reads.
            let _ = writeln!(io::stderr(), "error: {problem}");
        }
        Ok(run)
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
