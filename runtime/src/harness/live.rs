//! What is for eyes only: a live line on a terminal, and notices on standard error.

use std::{
    fmt::Write as _,
    io::{self, Write},
    time::Duration,
};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use super::events::{Event, Interrupted, Listener};

/// The live line, or none. Handles are cheap and share it.
#[derive(Clone, Debug)]
pub(crate) struct Line(Option<ProgressBar>);

/// How often the line is drawn anew: often enough for its clock to tick.
const TICK: Duration = Duration::from_millis(200);

impl Line {
    /// No line.
    pub(crate) const fn none() -> Self {
        Self(None)
    }

    /// A line on standard error, which must be a terminal.
    pub(crate) fn on_stderr() -> Self {
        Self::on(ProgressDrawTarget::stderr())
    }

    fn on(target: ProgressDrawTarget) -> Self {
        let bar = ProgressBar::with_draw_target(None, target);
        let style = ProgressStyle::with_template("[{elapsed}] {pos}/{len} {wide_msg}");
        bar.set_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()));
        Self(Some(bar))
    }

    /// Whether there is one.
    pub(crate) fn is_there(&self) -> bool {
        self.0.is_some()
    }

    /// Does `print`, which prints lines, without the live line in its way.
    fn aside<T>(&self, print: impl FnOnce() -> T) -> T {
        match &self.0 {
            Some(bar) => bar.suspend(print),
            None => print(),
        }
    }
}

/// Keeps the line up to date.
#[derive(Debug)]
pub(crate) struct Progress {
    line: Line,
    running: Vec<&'static str>,
    failed: usize,
}

impl Progress {
    pub(crate) fn new(line: Line) -> Self {
        Self { line, running: Vec::new(), failed: 0 }
    }

    fn message(&self) -> String {
        let mut message = String::new();
        if self.failed > 0 {
            let _ = write!(message, "{} failed; ", self.failed);
        }
        message.push_str(&self.running.join(", "));
        message
    }
}

impl Listener for Progress {
    fn hear(&mut self, event: &Event<'_>) -> io::Result<()> {
        let Some(bar) = &self.line.0 else { return Ok(()) };
        match event {
            Event::RunStarted(run) => {
                bar.set_length(run.tests.len() as u64);
                bar.reset_elapsed();
                bar.enable_steady_tick(TICK);
            }
            Event::TestStarted(test) => self.running.push(test.name),
            Event::TestFinished(end) => {
                self.running.retain(|name| *name != end.test.name);
                self.failed += usize::from(end.verdict.is_failure());
                bar.inc(1);
            }
            Event::TestSlow(..) => {}
            Event::Interrupted(_) | Event::RunFinished(_) => {
                bar.finish_and_clear();
                return Ok(());
            }
        }
        bar.set_message(self.message());
        Ok(())
    }
}

/// A writer that steps around the live line: what is flushed appears above it.
#[derive(Debug)]
pub(crate) struct Screen<W> {
    out: W,
    line: Line,
    pending: Vec<u8>,
}

impl<W: Write> Screen<W> {
    pub(crate) fn new(out: W, line: Line) -> Self {
        Self { out, line, pending: Vec::new() }
    }
}

impl<W: Write> Write for Screen<W> {
    fn write(&mut self, text: &[u8]) -> io::Result<usize> {
        self.pending.extend_from_slice(text);
        Ok(text.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        if self.pending.is_empty() {
            return Ok(());
        }
        let (out, pending) = (&mut self.out, &self.pending);
        let result = self.line.aside(|| out.write_all(pending).and_then(|()| out.flush()));
        self.pending.clear();
        result
    }
}

/// Says on standard error what a signal stops.
#[derive(Debug)]
pub(crate) struct Notices;

impl Listener for Notices {
    fn hear(&mut self, event: &Event<'_>) -> io::Result<()> {
        if let Event::Interrupted(interrupted) = event {
            // Nobody may read it any more, and the tests are to be stopped in any case.
            let _ = io::stderr().write_all(notice(interrupted).as_bytes());
        }
        Ok(())
    }
}

fn notice(interrupted: &Interrupted<'_>) -> String {
    let Interrupted { signal, running } = interrupted;
    let mut text = format!("\nhapi-test: {signal}: no test starts any more");
    text.push_str(if running.is_empty() { "; none is running" } else { "; these are stopped:" });
    for (test, elapsed) in running {
        // Writing to a string cannot fail.
        let _ = write!(text, "\n    {}  (running for {:.1} s)", test.name, elapsed.as_secs_f64());
    }
    text.push_str("\nhapi-test: what they changed is put back; the next signal ends the process at once\n");
    text
}

#[cfg(test)]
mod tests {
    use indicatif::InMemoryTerm;

    use super::*;
    use crate::{
        harness::{
            events::{Outcome, RunFinished, RunStarted, TestFinished, Verdict},
            select::Test,
        },
        spec::Trace,
    };

    #[test]
    fn the_line_tells_what_runs_and_leaves_nothing_behind() {
        let term = InMemoryTerm::new(5, 60);
        let line = Line::on(ProgressDrawTarget::term_like_with_hz(Box::new(term.clone()), 255));
        let mut progress = Progress::new(line.clone());
        let tests = [Test::plain("a", || Ok(())), Test::plain("b", || Ok(()))];
        let run = RunStarted { tests: &tests, filtered_out: 0, shuffle_seed: None, threads: 2 };
        progress.hear(&Event::RunStarted(&run)).expect("memory");
        for test in &tests {
            progress.hear(&Event::TestStarted(test)).expect("memory");
        }
        let outcome = Outcome {
            output: "",
            trace: &Trace::default(),
            lock_wait: Duration::ZERO,
            behind: &[],
            failed_tries: &[],
        };
        let (began, took) = (Duration::ZERO, Duration::ZERO);
        let end = TestFinished { test: &tests[0], verdict: Verdict::Failed, began, took, outcome, worker: 0 };
        progress.hear(&Event::TestFinished(&end)).expect("memory");
        line.aside(|| assert_eq!(term.contents(), "", "the line is out of the way"));
        let shown = term.contents();
        assert!(shown.ends_with("1/2 1 failed; b"), "{shown}");
        progress.hear(&Event::RunFinished(&RunFinished::default())).expect("memory");
        assert_eq!(term.contents(), "");
    }

    #[test]
    fn what_is_flushed_goes_out_at_once() {
        let mut out = Vec::new();
        let mut screen = Screen::new(&mut out, Line::none());
        write!(screen, "a").expect("memory");
        write!(screen, "b").expect("memory");
        screen.flush().expect("memory");
        screen.flush().expect("memory");
        drop(screen);
        assert_eq!(out, b"ab");
    }

    #[test]
    fn a_notice_names_what_was_running() {
        let test = Test::plain("a::b", || Ok(()));
        let running = vec![(&test, Duration::from_millis(3_210))];
        let said = notice(&Interrupted { signal: "SIGINT", running });
        assert!(said.contains(
            "SIGINT: no test starts any more; these are stopped:\n    a::b  (running for 3.2 s)\n"
        ));
        let said = notice(&Interrupted { signal: "SIGTERM", running: Vec::new() });
        assert!(said.contains("SIGTERM: no test starts any more; none is running\n"), "{said}");
    }
}
