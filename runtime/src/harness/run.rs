//! One run: the selected tests on one session, told to all who listen.

use std::{
    io::{self, IsTerminal as _},
    num::NonZeroUsize,
    sync::Arc,
    thread,
    time::Instant,
};

use super::{
    HarnessMain,
    events::{self, Counts, Event, Listener, RunFinished, RunStarted, TestFinished},
    interrupt::{Interrupt, Signal},
    options::{Color, Options},
    printer::{Look, Printer},
    runner::{self, Course, Ended, Progress},
    select::Selection,
};
use crate::session::{Executor, Session, StartNetwork};

/// Runs the selection; whether it was a success, and the signal that cut it short.
pub(super) fn run(
    target: &HarnessMain,
    selection: Selection,
    options: &Options,
    network: StartNetwork,
    interrupt: &Arc<Interrupt>,
) -> io::Result<RunFinished> {
    let Selection { tests, filtered_out, shuffle_seed } = selection;
    let threads =
        options.threads.unwrap_or_else(|| thread::available_parallelism().unwrap_or(NonZeroUsize::MIN));
    let session = Session::new(network);
    let executor = Executor::new(session, options.timeout_factor, options.capture, options.show_output)
        .in_target(target.module_path, target.file)
        .interrupted_by(Arc::clone(interrupt));
    let course = Course {
        threads,
        fail_fast: options.fail_fast,
        retries: 0,
        slow: None,
        interrupt: Arc::clone(interrupt),
    };
    let mut story = Story::new(listeners(options, threads), tests.len());
    story.tell(&Event::RunStarted(&RunStarted {
        tests: &tests,
        filtered_out,
        shuffle_seed,
        threads: threads.get(),
    }))?;
    runner::run(tests, course, Arc::new(executor), |progress| story.progress(progress))?;
    story.end(interrupt.signal())
}

/// Who hears about the run.
fn listeners(options: &Options, threads: NonZeroUsize) -> Vec<Box<dyn Listener>> {
    let look = Look {
        format: options.format,
        color: colored(options.color),
        names_first: threads == NonZeroUsize::MIN,
        report_time: options.report_time,
        show_output: options.show_output,
    };
    vec![Box::new(Printer::new(io::stdout(), look))]
}

fn colored(color: Color) -> bool {
    match color {
        Color::Always => true,
        Color::Never => false,
        Color::Auto => io::stdout().is_terminal(),
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
                failed_tries: &ending.failed_tries,
            },
            worker: *worker,
        }))
    }

    fn end(mut self, signal: Option<Signal>) -> io::Result<RunFinished> {
        self.counts.not_run = self.total - self.ended;
        let run = RunFinished {
            success: self.counts.failed == 0 && signal.is_none(),
            counts: self.counts,
            took: self.begun.elapsed(),
            interrupted: signal.map(Signal::name),
        };
        self.tell(&Event::RunFinished(&run))?;
        Ok(run)
    }
}
