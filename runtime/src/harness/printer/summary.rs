//! What is printed below the lines of a run.

use std::io::{self, Write};

use super::super::events::{RunFinished, TestFinished, Verdict};

/// What is shown at the end, by test.
#[derive(Debug, Default)]
pub(super) struct Details {
    successes: Vec<Shown>,
    flaky: Vec<Shown>,
    failures: Vec<Shown>,
}

/// A name and what is shown below it.
type Shown = (&'static str, String);

impl Details {
    /// Remembers what is to be shown of a test.
    pub(super) fn add(&mut self, end: &TestFinished<'_>, successes: bool) {
        let (name, output) = (end.test.name, end.outcome.output);
        match end.verdict {
            Verdict::Failed | Verdict::Interrupted => self.failures.push((name, output.to_owned())),
            Verdict::Passed | Verdict::Flaky { .. } if successes => {
                self.successes.push((name, output.to_owned()));
            }
            _ => {}
        }
        if let Verdict::Flaky { .. } = end.verdict {
            self.flaky.push((name, end.outcome.failed_tries.join("\n")));
        }
    }

    /// Shows it, worst last.
    pub(super) fn write(&mut self, out: &mut impl Write, successes: bool) -> io::Result<()> {
        if successes {
            section(out, "successes", &mut self.successes)?;
        }
        if !self.flaky.is_empty() {
            section(out, "flaky", &mut self.flaky)?;
        }
        if !self.failures.is_empty() {
            section(out, "failures", &mut self.failures)?;
        }
        Ok(())
    }
}

fn section(out: &mut impl Write, title: &str, shown: &mut [Shown]) -> io::Result<()> {
    writeln!(out, "\n{title}:")?;
    let mut any = false;
    for (name, output) in shown.iter().filter(|(_, output)| !output.is_empty()) {
        let newline = if output.ends_with('\n') { "" } else { "\n" };
        let gap = if any { "" } else { "\n" };
        any = true;
        writeln!(out, "{gap}---- {name} stdout ----\n{output}{newline}")?;
    }
    writeln!(out, "\n{title}:")?;
    shown.sort_unstable();
    for (name, _) in shown.iter() {
        writeln!(out, "    {name}")?;
    }
    Ok(())
}

/// What libtest's closing line has no word for; empty when there is nothing of that kind.
pub(super) fn ours(run: &RunFinished) -> String {
    let counts = &run.counts;
    let mut said = Vec::new();
    let mut say = |count: usize, what: &str| {
        if count > 0 {
            said.push(format!("{count} {what}"));
        }
    };
    say(counts.flaky, "flaky");
    say(counts.unmet, "ignored for what this network does not have");
    say(counts.extended, "ignored without --extended");
    say(counts.not_run, "not run");
    if let Some(signal) = run.interrupted {
        said.push(format!("interrupted by {signal}"));
    }
    said.join("; ")
}
