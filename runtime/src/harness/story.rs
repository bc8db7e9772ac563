//! What has happened in a run so far.

use std::{
    io::{self, Write as _},
    time::Instant,
};

use super::{
    events::{self, Counts, Event, Listener, RunFinished, TestFinished},
    interrupt::Signal,
    runner::{Ended, Progress},
};

/// What has happened so far, and who is told.
pub(super) struct Story {
    listeners: Vec<Box<dyn Listener>>,
    begun: Instant,
    total: usize,
    ended: usize,
    counts: Counts,
}

impl Story {
    pub(super) fn new(listeners: Vec<Box<dyn Listener>>, total: usize) -> Self {
        Self { listeners, begun: Instant::now(), total, ended: 0, counts: Counts::default() }
    }

    pub(super) fn tell(&mut self, event: &Event<'_>) -> io::Result<()> {
        self.listeners.iter_mut().try_for_each(|listener| listener.hear(event))
    }

    pub(super) fn progress(&mut self, progress: Progress<'_>) -> io::Result<()> {
        match progress {
            Progress::Started(test) => self.tell(&Event::TestStarted(test)),
            Progress::Slow(test, running) => self.tell(&Event::TestSlow(test, running)),
            Progress::Ended(ended) => self.ended(&ended),
            Progress::Paused => self.listeners.iter_mut().try_for_each(|listener| listener.pause()),
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

    pub(super) fn end(
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
