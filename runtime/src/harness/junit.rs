//! The results as `JUnit` XML, in the form that CI services read: one suite, which is this target.
//!
//! Each test has its place, its tries and, as `system-out`, what it did operation by operation.

use std::{
    fmt::Write as _,
    fs,
    io::{self, Write},
    path::PathBuf,
    time::{Duration, SystemTime, UNIX_EPOCH},
};

use super::events::{Event, Listener, RunFinished, TestFinished, Verdict};

/// Gathers results, and writes the document at the end.
#[derive(Debug)]
pub(crate) struct Junit {
    target: String,
    to: Destination,
    began: SystemTime,
    cases: String,
}

/// Where the document goes.
#[derive(Debug)]
pub(crate) enum Destination {
    /// Standard output, with `--format junit`.
    Output,
    /// A file.
    File(PathBuf),
}

impl Junit {
    /// `target` is what the suite is called.
    pub(crate) fn new(target: &str, to: Destination) -> Self {
        Self { target: target.to_owned(), to, began: SystemTime::now(), cases: String::new() }
    }

    fn test_end(&mut self, end: &TestFinished<'_>) {
        let test = end.test;
        let mut head = format!(
            "    <testcase name=\"{}\" classname=\"{}\" time=\"{}\"",
            escaped(test.name),
            escaped(&self.target),
            seconds(end.took)
        );
        if let Some(place) = test.place() {
            let _ = write!(head, " file=\"{}\" line=\"{}\"", escaped(place.file), place.line);
        }
        let body = body(end);
        // Writing to a string cannot fail.
        let _ = if body.is_empty() {
            writeln!(self.cases, "{head}/>")
        } else {
            writeln!(self.cases, "{head}>\n{body}    </testcase>")
        };
    }

    fn document(&mut self, run: &RunFinished) -> String {
        let counts = &run.counts;
        let total = counts.passed + counts.failed + counts.ignored + run.problems.len();
        let target = escaped(&self.target);
        for problem in &run.problems {
            let text = escaped(problem);
            // No test is to blame, and a run without failed tests must not look like a success.
            let _ = writeln!(
                self.cases,
                "    <testcase name=\"session\" classname=\"{target}\">\n      <error message=\"{text}\" \
                 type=\"session\"/>\n    </testcase>"
            );
        }
        let numbers = format!(
            "tests=\"{total}\" failures=\"{}\" errors=\"{}\" skipped=\"{}\" time=\"{}\"",
            counts.failed,
            run.problems.len(),
            counts.ignored,
            seconds(run.took)
        );
        format!(
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites name=\"{target}\" {numbers}>\n  <testsuite \
             name=\"{target}\" {numbers} timestamp=\"{}\">\n{}  </testsuite>\n</testsuites>\n",
            timestamp(self.began),
            self.cases
        )
    }
}

impl Listener for Junit {
    fn reads_traces(&self) -> bool {
        true
    }

    fn hear(&mut self, event: &Event<'_>) -> io::Result<()> {
        match event {
            Event::TestFinished(end) => self.test_end(end),
            Event::RunFinished(run) => {
                let document = self.document(run);
                match &self.to {
                    Destination::Output => io::stdout().write_all(document.as_bytes())?,
                    Destination::File(path) => {
                        fs::write(path, document).map_err(|error| {
                            let text = format!("cannot write JUnit XML to {}: {error}", path.display());
                            io::Error::new(error.kind(), text)
                        })?;
                    }
                }
            }
            _ => {}
        }
        Ok(())
    }
}

/// What stands inside of a test case.
fn body(end: &TestFinished<'_>) -> String {
    let mut body = String::new();
    let outcome = end.outcome;
    let mut failure = |element: &str, report: &str| {
        let _ = writeln!(
            body,
            "      <{element} message=\"{}\" type=\"failed\">{}</{element}>",
            escaped(headline(report)),
            escaped(report)
        );
    };
    match &end.verdict {
        Verdict::Passed => {}
        // The elements that Maven's Surefire gave to flaky tests, and nextest took over.
        Verdict::Flaky { .. } => {
            outcome.failed_tries.iter().for_each(|report| failure("flakyFailure", report));
        }
        Verdict::Failed | Verdict::Interrupted => {
            failure("failure", outcome.output);
            outcome.failed_tries.iter().for_each(|report| failure("rerunFailure", report));
        }
        Verdict::Ignored(ignore) => {
            let _ = writeln!(body, "      <skipped message=\"{}\"/>", escaped(&ignore.reason));
        }
    }
    let mut said = outcome.trace.to_string();
    if !end.test.display().is_empty() && !said.is_empty() {
        said = format!("{}\n\n{said}", end.test.display());
    }
    if !outcome.lock_wait.is_zero() {
        let _ =
            writeln!(said, "waited {} s for locks{}", seconds(outcome.lock_wait), held_by(outcome.behind));
    }
    if !said.is_empty() {
        let _ = writeln!(body, "      <system-out>{}</system-out>", escaped(&said));
    }
    body
}

/// Who held the locks that a test waited for.
fn held_by(behind: &[String]) -> String {
    if behind.is_empty() { String::new() } else { format!(" that {} held", behind.join(", ")) }
}

/// The line of a report that says what went wrong.
fn headline(report: &str) -> &str {
    let errors = report.lines().find_map(|line| line.strip_prefix("error: "));
    errors.or_else(|| report.lines().next()).unwrap_or_default()
}

/// Text and attribute values; what XML 1.0 cannot hold at all becomes a replacement character.
fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\n' | '\t' => escaped.push(c),
            // A bare one would be read as a line feed.
            '\r' => escaped.push_str("&#13;"),
            '\0'..='\u{1f}' | '\u{fffe}' | '\u{ffff}' => escaped.push('\u{fffd}'),
            c => escaped.push(c),
        }
    }
    escaped
}

fn seconds(duration: Duration) -> String {
    format!("{:.6}", duration.as_secs_f64())
}

/// The time in UTC as ISO 8601.
fn timestamp(time: SystemTime) -> String {
    let secs = time.duration_since(UNIX_EPOCH).unwrap_or_default().as_secs();
    let (days, of_day) = (secs / 86_400, secs % 86_400);
    let (year, month, day) = civil(days);
    let (hour, minute, second) = (of_day / 3_600, of_day / 60 % 60, of_day % 60);
    format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}Z")
}

/// Year, month and day of a number of days after 1970-01-01: years begin in March here, so that leap days end them.
fn civil(days: u64) -> (u64, u64, u64) {
    let shifted = days + 719_468;
    let (era, of_era) = (shifted / 146_097, shifted % 146_097);
    let year_of_era = (of_era - of_era / 1_460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let shifted_month = (5 * of_year + 2) / 153;
    let day = of_year - (153 * shifted_month + 2) / 5 + 1;
    let month = if shifted_month < 10 { shifted_month + 3 } else { shifted_month - 9 };
    (era * 400 + year_of_era + u64::from(month <= 2), month, day)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_xml_cannot_hold_is_replaced() {
        assert_eq!(
            escaped("a<b> & \"c\"\r\n\u{1b}[31m\0é"),
            "a&lt;b&gt; &amp; &quot;c&quot;&#13;\n\u{fffd}[31m\u{fffd}é"
        );
    }

    #[test]
    fn dates_are_those_of_the_calendar() {
        let at = |secs| timestamp(UNIX_EPOCH + Duration::from_secs(secs));
        assert_eq!(at(0), "1970-01-01T00:00:00Z");
        assert_eq!(at(951_782_400), "2000-02-29T00:00:00Z");
        assert_eq!(at(1_709_251_199), "2024-02-29T23:59:59Z");
        assert_eq!(at(4_107_542_400), "2100-03-01T00:00:00Z");
    }

    #[test]
    fn what_no_test_is_to_blame_for_is_an_error_of_the_session() {
        let mut junit = Junit::new("specs", Destination::Output);
        let problems = vec!["`a` was not put <back>".to_owned()];
        let text = junit.document(&RunFinished { problems, ..RunFinished::default() });
        assert!(text.contains("tests=\"1\" failures=\"0\" errors=\"1\" skipped=\"0\""), "{text}");
        assert!(
            text.contains("<error message=\"`a` was not put &lt;back&gt;\" type=\"session\"/>"),
            "{text}"
        );
    }

    #[test]
    fn the_headline_is_the_error() {
        assert_eq!(headline("About it\n  at x\n\nerror: it broke\nmore"), "it broke");
        assert_eq!(headline("left behind\nmore"), "left behind");
        assert_eq!(headline(""), "");
    }
}
