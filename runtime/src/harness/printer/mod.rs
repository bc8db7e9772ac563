//! What a run prints: libtest's lines, since editors and nextest read them.

mod summary;

use std::{
    io::{self, Write},
    time::Duration,
};

use anstyle::{AnsiColor, Style};

use super::{
    events::{Event, Listener, RunFinished, RunStarted, TestFinished, Verdict},
    options::Format,
    select::Test,
};
use summary::Details;

/// Writes the lines of a run to `out`.
#[derive(Debug)]
pub(crate) struct Printer<W> {
    out: W,
    look: Look,
    total: usize,
    done: usize,
    filtered_out: usize,
    column: usize,
    /// The test whose line is begun and not ended.
    open: Option<&'static str>,
    details: Details,
}

/// How the lines look.
#[expect(clippy::struct_excessive_bools, reason = "each is an independent choice of the command line")]
#[derive(Clone, Copy, Debug)]
pub(crate) struct Look {
    /// A line or a character for each test.
    pub(crate) format: Format,
    /// Whether words that tell how something ended have colours.
    pub(crate) color: bool,
    /// Whether a test's name is printed when it starts, which only one test at a time allows.
    pub(crate) names_first: bool,
    /// Whether the time of each test is printed.
    pub(crate) report_time: bool,
    /// Whether what passing tests did is printed, too.
    pub(crate) show_output: bool,
}

/// Characters in a line of terse output, as in libtest.
const TERSE_COLUMNS: usize = 88;
const GREEN: Style = AnsiColor::Green.on_default();
const RED: Style = AnsiColor::Red.on_default();
const YELLOW: Style = AnsiColor::Yellow.on_default();

impl<W: Write> Listener for Printer<W> {
    fn hear(&mut self, event: &Event<'_>) -> io::Result<()> {
        match event {
            Event::RunStarted(run) => self.run_start(run)?,
            Event::TestStarted(test) => self.test_start(test.name)?,
            Event::TestSlow(test, running) => self.slow(test, *running)?,
            Event::TestFinished(end) => self.test_end(end)?,
            Event::Interrupted(_) => self.close_line()?,
            Event::RunFinished(run) => self.run_end(run)?,
        }
        if event.is_of_a_test() { Ok(()) } else { self.out.flush() }
    }

    fn pause(&mut self) -> io::Result<()> {
        self.out.flush()
    }
}

impl<W: Write> Printer<W> {
    pub(crate) fn new(out: W, look: Look) -> Self {
        let details = Details::default();
        Self { out, look, total: 0, done: 0, filtered_out: 0, column: 0, open: None, details }
    }

    fn run_start(&mut self, run: &RunStarted<'_>) -> io::Result<()> {
        self.total = run.tests.len();
        self.filtered_out = run.filtered_out;
        let seed = run.shuffle_seed.map(|seed| format!(" (shuffle seed: {seed})")).unwrap_or_default();
        writeln!(self.out, "\nrunning {} {}{seed}", self.total, plural(self.total, "test"))
    }

    fn test_start(&mut self, name: &'static str) -> io::Result<()> {
        if self.look.names_first && self.look.format == Format::Pretty {
            write!(self.out, "test {name} ... ")?;
            self.open = Some(name);
        }
        Ok(())
    }

    /// Ends a line that waits for the end of its test; the test will have another one.
    fn close_line(&mut self) -> io::Result<()> {
        if self.open.take().is_some() { writeln!(self.out) } else { Ok(()) }
    }

    fn slow(&mut self, test: &Test, running: Duration) -> io::Result<()> {
        if self.look.format != Format::Pretty {
            return Ok(());
        }
        self.close_line()?;
        writeln!(self.out, "test {} has been running for over {} seconds", test.name, running.as_secs())
    }

    fn test_end(&mut self, end: &TestFinished<'_>) -> io::Result<()> {
        match self.look.format {
            Format::Terse => self.terse_end(end.test.name, &end.verdict)?,
            _ => self.pretty_end(end)?,
        }
        self.details.add(end, self.look.show_output);
        Ok(())
    }

    fn pretty_end(&mut self, end: &TestFinished<'_>) -> io::Result<()> {
        if self.open.take().is_none() {
            write!(self.out, "test {} ... ", end.test.name)?;
        }
        match &end.verdict {
            Verdict::Passed => self.colored("ok", GREEN)?,
            Verdict::Flaky { tries } => {
                self.colored("ok", YELLOW)?;
                write!(self.out, " (flaky, {tries} tries)")?;
            }
            Verdict::Failed => self.colored("FAILED", RED)?,
            Verdict::Interrupted => {
                self.colored("FAILED", RED)?;
                write!(self.out, " (interrupted)")?;
            }
            Verdict::Ignored(ignore) if ignore.reason.is_empty() => self.colored("ignored", YELLOW)?,
            Verdict::Ignored(ignore) => self.colored(&format!("ignored, {ignore}"), YELLOW)?,
        }
        if self.look.report_time && !matches!(end.verdict, Verdict::Ignored(_)) {
            write!(self.out, " <{:.3}s>", end.took.as_secs_f64())?;
        }
        writeln!(self.out)
    }

    fn terse_end(&mut self, name: &str, verdict: &Verdict) -> io::Result<()> {
        match verdict {
            Verdict::Passed => self.short(".", GREEN),
            Verdict::Flaky { .. } => self.short(".", YELLOW),
            Verdict::Ignored(_) => self.short("i", YELLOW),
            Verdict::Failed | Verdict::Interrupted => {
                // A failure has a line of its own, which says where to look long before the end.
                if self.column > 0 {
                    self.progress()?;
                }
                self.done += 1;
                write!(self.out, "{name} ")?;
                self.colored("--- FAILED", RED)?;
                writeln!(self.out)
            }
        }
    }

    fn short(&mut self, mark: &str, style: Style) -> io::Result<()> {
        self.colored(mark, style)?;
        self.done += 1;
        self.column += 1;
        if self.column == TERSE_COLUMNS { self.progress() } else { Ok(()) }
    }

    fn progress(&mut self) -> io::Result<()> {
        self.column = 0;
        writeln!(self.out, " {}/{}", self.done, self.total)
    }

    fn run_end(&mut self, run: &RunFinished) -> io::Result<()> {
        self.close_line()?;
        self.details.write(&mut self.out, self.look.show_output)?;
        write!(self.out, "\ntest result: ")?;
        if run.success {
            self.colored("ok", GREEN)?;
        } else {
            self.colored("FAILED", RED)?;
        }
        let counts = &run.counts;
        writeln!(
            self.out,
            ". {} passed; {} failed; {} ignored; 0 measured; {} filtered out; finished in {:.2}s\n",
            counts.passed,
            counts.failed,
            counts.ignored,
            self.filtered_out,
            run.took.as_secs_f64()
        )?;
        let ours = summary::ours(run);
        if ours.is_empty() { Ok(()) } else { writeln!(self.out, "hapi-test: {ours}\n") }
    }

    fn colored(&mut self, text: &str, style: Style) -> io::Result<()> {
        if self.look.color { write!(self.out, "{style}{text}{style:#}") } else { write!(self.out, "{text}") }
    }
}

/// What `--list` prints: the names, and in the pretty form their number.
pub(crate) fn list(out: &mut impl Write, tests: &[Test], format: Format) -> io::Result<()> {
    for test in tests {
        writeln!(out, "{}: test", test.name)?;
    }
    if format == Format::Pretty {
        if !tests.is_empty() {
            writeln!(out)?;
        }
        writeln!(out, "{} {}, 0 benchmarks", tests.len(), plural(tests.len(), "test"))?;
    }
    out.flush()
}

/// `1 test`, `2 tests`: the noun only.
pub(super) fn plural(count: usize, noun: &str) -> String {
    if count == 1 { noun.to_owned() } else { format!("{noun}s") }
}

#[cfg(test)]
#[path = "tests.rs"]
mod tests;
