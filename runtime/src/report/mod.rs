//! What is said about a test that failed: as data, and as text that needs no colour.

mod diff;
mod rerun;
pub mod run;
mod source;

use std::{fmt, time::Duration};

pub use rerun::{Runner, TestAddress};

use crate::spec::{Comparison, Outcome, Step, Trace};

/// All that is known about the failure of one test.
///
/// Its text form puts what went wrong first, then what led there, then how to run the test again.
#[derive(Clone, Debug, Default)]
pub struct FailureReport {
    /// The doc comment of the test; empty when there is none.
    pub display: String,
    /// Where the test is written.
    pub place: Option<SourcePlace>,
    /// What went wrong.
    pub failure: Failure,
    /// What the spec did, and what it would have done.
    pub trace: Trace,
    /// Names of the registry with what they stand for, as `name = kind id`.
    pub names: Vec<String>,
    /// What the test logged.
    pub log: String,
    /// What the nodes of the network logged since the spec began.
    pub node_log: Vec<String>,
    /// What the network is called; empty when none was started.
    pub network: String,
    /// The seed of the spec's keys.
    pub seed: Option<u64>,
    /// The time limit that was passed, if that is what happened.
    pub limit: Option<Duration>,
    /// Which try this was, where a runner tries again: `2 of 3`.
    pub attempt: Option<String>,
    /// The command that runs this test alone.
    pub rerun: String,
}

/// What went wrong.
#[derive(Clone, Debug, Default)]
pub struct Failure {
    /// The operation that failed, or `panicked`; empty when the test itself failed.
    pub subject: String,
    /// A lower-case fragment.
    pub message: String,
    /// The line to blame.
    pub place: Option<SourcePlace>,
    /// Expected against actual.
    pub comparison: Option<Comparison>,
    /// The decoded transaction.
    pub transaction: Option<String>,
    /// The stack of a panic.
    pub backtrace: Option<String>,
}

/// A line of source, with its text where the file can be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SourcePlace {
    /// As the compiler names it.
    pub file: String,
    /// Counted from 1.
    pub line: u32,
    /// Counted from 1; 0 when unknown.
    pub column: u32,
    /// The text of the line.
    pub text: Option<String>,
}

impl SourcePlace {
    /// The place, with the text of its line if that can be read here.
    pub fn read(file: &str, line: u32, column: u32) -> Self {
        Self { file: file.to_owned(), line, column, text: source::line(file, line) }
    }
}

impl fmt::Display for SourcePlace {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.file, self.line)?;
        if self.column > 0 { write!(f, ":{}", self.column) } else { Ok(()) }
    }
}

impl fmt::Display for FailureReport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.heading(f)?;
        self.failure(f)?;
        section(f, "trace", &Steps(&self.trace.steps, 1).to_string())?;
        if let Some(transaction) = &self.failure.transaction {
            section(f, "transaction", &indented(transaction))?;
        }
        section(f, "names", &indented(&self.names.join("\n")))?;
        section(f, "log", &indented(&self.log))?;
        section(f, "node log", &indented(&self.node_log.join("\n")))?;
        section(f, "backtrace", self.failure.backtrace.as_deref().unwrap_or_default())?;
        self.closing(f)
    }
}

impl FailureReport {
    fn heading(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if !self.display.is_empty() {
            writeln!(f, "{}", self.display)?;
        }
        if let Some(place) = &self.place {
            writeln!(f, "  at {place}")?;
        }
        Ok(())
    }

    fn failure(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Failure { subject, message, place, comparison, backtrace, .. } = &self.failure;
        let between = if subject.is_empty() || message.is_empty() { "" } else { ": " };
        writeln!(f, "\nerror: {subject}{between}{message}")?;
        if let Some(place) = place {
            excerpt(f, place)?;
        }
        if let Some(comparison) = comparison {
            writeln!(f)?;
            for line in diff::lines(&comparison.expected, &comparison.actual) {
                writeln!(f, "  {line}")?;
            }
        }
        if subject == PANICKED && backtrace.is_none() {
            writeln!(f, "note: run with `RUST_BACKTRACE=1` to see the stack")?;
        }
        if let Some(limit) = self.limit {
            let seconds = limit.as_secs_f64();
            writeln!(
                f,
                "note: a test has {seconds:.1} s; --timeout-factor or HAPI_TIMEOUT_FACTOR changes that"
            )?;
        }
        Ok(())
    }

    fn closing(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f)?;
        if !self.network.is_empty() {
            writeln!(f, "network: {}", self.network)?;
        }
        if let Some(seed) = self.seed {
            writeln!(f, "seed: {seed}")?;
        }
        if let Some(attempt) = &self.attempt {
            writeln!(f, "attempt: {attempt}")?;
        }
        // Without a seed of its own, the next run would have the default one.
        let seed = self.seed.filter(|seed| *seed != 0).map(|seed| format!("HAPI_SPEC_SEED={seed} "));
        writeln!(f, "run it again: {}{}", seed.unwrap_or_default(), self.rerun)
    }
}

/// The subject of a failure that was a panic.
pub const PANICKED: &str = "panicked";

/// A line of source in the way of compilers.
fn excerpt(f: &mut fmt::Formatter<'_>, place: &SourcePlace) -> fmt::Result {
    let number = place.line.to_string();
    let margin = number.len();
    writeln!(f, "{:margin$}--> {place}", "")?;
    let Some(text) = &place.text else { return Ok(()) };
    writeln!(f, "{:margin$} |\n{number} | {}", "", text.trim_end())?;
    if place.column > 0 {
        let before = usize::try_from(place.column).unwrap_or(1) - 1;
        // Tabs stay tabs, so that the caret stands below its column however wide they are shown.
        let gap: String = text.chars().take(before).map(|c| if c == '\t' { '\t' } else { ' ' }).collect();
        writeln!(f, "{:margin$} | {gap}^", "")?;
    }
    Ok(())
}

/// A titled part; nothing when it is empty.
fn section(f: &mut fmt::Formatter<'_>, title: &str, body: &str) -> fmt::Result {
    let body = body.trim_end_matches('\n');
    if body.is_empty() { Ok(()) } else { writeln!(f, "\n{title}:\n{body}") }
}

fn indented(text: &str) -> String {
    text.lines().map(|line| if line.is_empty() { "\n".to_owned() } else { format!("  {line}\n") }).collect()
}

/// Steps of a trace, one a line, those of inner operations further in.
struct Steps<'a>(&'a [Step], usize);

impl fmt::Display for Steps<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self(steps, depth) = *self;
        let indent = depth * 2;
        for step in steps {
            write!(f, "{:indent$}{} {}", "", step.outcome.mark(), step.description)?;
            match step.outcome {
                Outcome::Skipped => writeln!(f, "  (not run)")?,
                Outcome::Running => writeln!(f, "  (did not end; {:.1?} so far)", step.elapsed)?,
                Outcome::Passed => writeln!(f, "  {:.1?}", step.elapsed)?,
                Outcome::Failed => writeln!(f, "  {:.1?}  FAILED", step.elapsed)?,
            }
            for note in &step.notes {
                writeln!(f, "{:indent$}    {note}", "")?;
            }
            Steps(&step.children, depth + 1).fmt(f)?;
        }
        Ok(())
    }
}

#[cfg(test)]
#[path = "tests.rs"]
mod tests;
