//! libtest's events as JSON, one object a line: what editors and test explorers read.
//!
//! libtest calls the form unstable; this follows rustc 1.95's, without a gate before it. A flaky test is `ok` with a field
//! `attempts` that libtest does not have.

use std::io::{self, Write};

use super::{
    events::{Event, Listener, RunFinished, RunStarted, TestFinished, Verdict},
    select::Test,
};

/// Writes events to `out`.
#[derive(Debug)]
pub(crate) struct Json<W> {
    out: W,
    report_time: bool,
    show_output: bool,
    filtered_out: usize,
}

impl<W: Write> Json<W> {
    pub(crate) fn new(out: W, report_time: bool, show_output: bool) -> Self {
        Self { out, report_time, show_output, filtered_out: 0 }
    }

    fn run_start(&mut self, run: &RunStarted<'_>) -> io::Result<()> {
        self.filtered_out = run.filtered_out;
        let seed = run.shuffle_seed.map(|seed| format!(", \"shuffle_seed\": {seed}")).unwrap_or_default();
        let count = run.tests.len();
        writeln!(self.out, r#"{{ "type": "suite", "event": "started", "test_count": {count}{seed} }}"#)
    }

    fn test_event(&mut self, event: &str, test: &Test) -> io::Result<()> {
        let name = text(test.name);
        writeln!(self.out, r#"{{ "type": "test", "event": "{event}", "name": {name} }}"#)
    }

    fn test_end(&mut self, end: &TestFinished<'_>) -> io::Result<()> {
        let (event, extra) = match &end.verdict {
            Verdict::Passed => ("ok", String::new()),
            Verdict::Flaky { tries } => ("ok", format!(", \"attempts\": {tries}")),
            Verdict::Failed => ("failed", String::new()),
            Verdict::Interrupted => ("failed", ", \"reason\": \"interrupted\"".to_owned()),
            Verdict::Ignored(ignore) if ignore.reason.is_empty() => ("ignored", String::new()),
            Verdict::Ignored(ignore) => ("ignored", format!(", \"message\": {}", text(&ignore.reason))),
        };
        write!(self.out, r#"{{ "type": "test", "name": {}, "event": "{event}""#, text(end.test.name))?;
        if self.report_time && !matches!(end.verdict, Verdict::Ignored(_)) {
            write!(self.out, r#", "exec_time": {}"#, end.took.as_secs_f64())?;
        }
        let output = end.outcome.output;
        if !output.is_empty() && (self.show_output || end.verdict.is_failure()) {
            write!(self.out, r#", "stdout": {}"#, text(output))?;
        }
        writeln!(self.out, "{extra} }}")
    }

    fn run_end(&mut self, run: &RunFinished) -> io::Result<()> {
        let event = if run.success { "ok" } else { "failed" };
        let counts = &run.counts;
        writeln!(
            self.out,
            r#"{{ "type": "suite", "event": "{event}", "passed": {}, "failed": {}, "ignored": {}, "measured": 0, "filtered_out": {}, "exec_time": {} }}"#,
            counts.passed,
            counts.failed,
            counts.ignored,
            self.filtered_out,
            run.took.as_secs_f64()
        )
    }
}

impl<W: Write> Listener for Json<W> {
    fn hear(&mut self, event: &Event<'_>) -> io::Result<()> {
        match event {
            Event::RunStarted(run) => self.run_start(run)?,
            Event::TestStarted(test) => self.test_event("started", test)?,
            Event::TestSlow(test, _) => self.test_event("timeout", test)?,
            Event::TestFinished(end) => self.test_end(end)?,
            Event::Interrupted(_) => {}
            Event::RunFinished(run) => self.run_end(run)?,
        }
        if event.is_of_a_test() { Ok(()) } else { self.out.flush() }
    }

    fn pause(&mut self) -> io::Result<()> {
        self.out.flush()
    }
}

/// What `--list` prints in this form.
pub(crate) fn list(out: &mut impl Write, tests: &[Test]) -> io::Result<()> {
    writeln!(out, r#"{{ "type": "suite", "event": "discovery" }}"#)?;
    for test in tests {
        let (ignore, message) = match &test.ignore {
            Some(ignore) => (true, text(&ignore.reason)),
            None => (false, text("")),
        };
        // Where a test ends is not known; libtest's reader wants the fields.
        let (file, line, column) =
            test.place().map_or(("", 0, 0), |place| (place.file, place.line, place.column));
        writeln!(
            out,
            r#"{{ "type": "test", "event": "discovered", "name": {}, "ignore": {ignore}, "ignore_message": {message}, "source_path": {}, "start_line": {line}, "start_col": {column}, "end_line": {line}, "end_col": {column} }}"#,
            text(test.name),
            text(file),
        )?;
    }
    let (total, ignored) = (tests.len(), tests.iter().filter(|test| test.ignore.is_some()).count());
    writeln!(
        out,
        r#"{{ "type": "suite", "event": "completed", "tests": {total}, "benchmarks": 0, "total": {total}, "ignored": {ignored} }}"#
    )?;
    out.flush()
}

/// A JSON string, quotes included.
fn text(text: &str) -> String {
    // Only what is not UTF-8 could fail.
    serde_json::to_string(text).unwrap_or_default()
}
