//! What a run prints: libtest's lines, since editors and nextest read them.

use std::{
    io::{self, Write},
    time::Duration,
};

use super::{options::Format, select::Test};

/// How one test ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Verdict {
    /// Its body was seen to complete.
    Passed,
    /// Anything else.
    Failed,
    /// It did not run; the reason may be empty.
    Ignored(&'static str),
}

/// What all tests of a run came to.
#[derive(Debug, Default)]
pub(crate) struct Summary {
    passed: usize,
    ignored: usize,
    failures: Vec<Shown>,
    successes: Vec<Shown>,
}

/// A name and what is shown below it.
type Shown = (&'static str, String);

impl Summary {
    /// Adds a test that has ended.
    pub(crate) fn add(&mut self, name: &'static str, verdict: &Verdict, output: String) {
        match verdict {
            Verdict::Passed => {
                self.passed += 1;
                self.successes.push((name, output));
            }
            Verdict::Failed => self.failures.push((name, output)),
            Verdict::Ignored(_) => self.ignored += 1,
        }
    }

    /// Whether nothing failed.
    pub(crate) fn success(&self) -> bool {
        self.failures.is_empty()
    }
}

/// Writes the lines of a run to `out`.
#[expect(clippy::struct_excessive_bools, reason = "each is an independent choice of the command line")]
#[derive(Debug)]
pub(crate) struct Printer<W> {
    pub(crate) out: W,
    pub(crate) format: Format,
    pub(crate) color: bool,
    /// Whether a test's name is printed when it starts, which only one test at a time allows.
    pub(crate) names_first: bool,
    pub(crate) report_time: bool,
    pub(crate) show_output: bool,
    total: usize,
    done: usize,
    column: usize,
}

/// Characters in a line of terse output, as in libtest.
const TERSE_COLUMNS: usize = 88;
const GREEN: &str = "32";
const RED: &str = "31";
const YELLOW: &str = "33";

impl<W: Write> Printer<W> {
    pub(crate) fn new(out: W, format: Format) -> Self {
        Self {
            out,
            format,
            color: false,
            names_first: false,
            report_time: false,
            show_output: false,
            total: 0,
            done: 0,
            column: 0,
        }
    }

    /// The opening line.
    pub(crate) fn run_start(&mut self, total: usize, shuffle_seed: Option<u64>) -> io::Result<()> {
        self.total = total;
        let seed = shuffle_seed.map(|seed| format!(" (shuffle seed: {seed})")).unwrap_or_default();
        writeln!(self.out, "\nrunning {total} {}{seed}", plural(total, "test"))?;
        self.out.flush()
    }

    /// A test starts.
    pub(crate) fn test_start(&mut self, name: &str) -> io::Result<()> {
        if self.names_first && self.format == Format::Pretty {
            write!(self.out, "test {name} ... ")?;
            self.out.flush()?;
        }
        Ok(())
    }

    /// A test has ended.
    pub(crate) fn test_end(&mut self, name: &str, verdict: &Verdict, took: Duration) -> io::Result<()> {
        match self.format {
            Format::Pretty => self.pretty_end(name, verdict, took)?,
            Format::Terse => self.terse_end(name, verdict)?,
        }
        self.out.flush()
    }

    fn pretty_end(&mut self, name: &str, verdict: &Verdict, took: Duration) -> io::Result<()> {
        if !self.names_first {
            write!(self.out, "test {name} ... ")?;
        }
        match verdict {
            Verdict::Passed => self.colored("ok", GREEN)?,
            Verdict::Failed => self.colored("FAILED", RED)?,
            Verdict::Ignored("") => self.colored("ignored", YELLOW)?,
            Verdict::Ignored(reason) => self.colored(&format!("ignored, {reason}"), YELLOW)?,
        }
        if self.report_time && !matches!(verdict, Verdict::Ignored(_)) {
            write!(self.out, " <{:.3}s>", took.as_secs_f64())?;
        }
        writeln!(self.out)
    }

    fn terse_end(&mut self, name: &str, verdict: &Verdict) -> io::Result<()> {
        match verdict {
            Verdict::Passed => self.short(".", GREEN),
            Verdict::Ignored(_) => self.short("i", YELLOW),
            Verdict::Failed => {
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

    fn short(&mut self, mark: &str, color: &str) -> io::Result<()> {
        self.colored(mark, color)?;
        self.done += 1;
        self.column += 1;
        if self.column == TERSE_COLUMNS { self.progress() } else { Ok(()) }
    }

    fn progress(&mut self) -> io::Result<()> {
        self.column = 0;
        writeln!(self.out, " {}/{}", self.done, self.total)
    }

    /// The closing lines.
    pub(crate) fn run_end(
        &mut self,
        mut summary: Summary,
        filtered_out: usize,
        took: Duration,
    ) -> io::Result<()> {
        if self.show_output {
            self.details("successes", &mut summary.successes)?;
        }
        if !summary.failures.is_empty() {
            self.details("failures", &mut summary.failures)?;
        }
        write!(self.out, "\ntest result: ")?;
        if summary.success() {
            self.colored("ok", GREEN)?;
        } else {
            self.colored("FAILED", RED)?;
        }
        writeln!(
            self.out,
            ". {} passed; {} failed; {} ignored; 0 measured; {filtered_out} filtered out; finished in {:.2}s\n",
            summary.passed,
            summary.failures.len(),
            summary.ignored,
            took.as_secs_f64()
        )?;
        self.out.flush()
    }

    fn details(&mut self, title: &str, shown: &mut [Shown]) -> io::Result<()> {
        writeln!(self.out, "\n{title}:")?;
        let mut any = false;
        for (name, output) in shown.iter().filter(|(_, output)| !output.is_empty()) {
            let newline = if output.ends_with('\n') { "" } else { "\n" };
            let gap = if any { "" } else { "\n" };
            any = true;
            writeln!(self.out, "{gap}---- {name} stdout ----\n{output}{newline}")?;
        }
        writeln!(self.out, "\n{title}:")?;
        shown.sort_unstable();
        for (name, _) in shown.iter() {
            writeln!(self.out, "    {name}")?;
        }
        Ok(())
    }

    fn colored(&mut self, text: &str, color: &str) -> io::Result<()> {
        if self.color { write!(self.out, "\x1b[{color}m{text}\x1b[0m") } else { write!(self.out, "{text}") }
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
mod tests {
    use super::*;

    type Run = [(&'static str, Verdict, &'static str)];

    fn sample() -> Vec<(&'static str, Verdict, &'static str)> {
        vec![
            ("a_ok", Verdict::Passed, "hello out\n"),
            ("b_fail", Verdict::Failed, "some out\n"),
            ("c_ign", Verdict::Ignored("why not"), ""),
            ("c_ign2", Verdict::Ignored(""), ""),
            ("d_err", Verdict::Failed, "Error: \"bad\"\n"),
            ("m::z", Verdict::Passed, ""),
        ]
    }

    fn printed(tests: &Run, set: impl FnOnce(&mut Printer<Vec<u8>>)) -> String {
        let mut printer = Printer::new(Vec::new(), Format::Pretty);
        set(&mut printer);
        let mut summary = Summary::default();
        printer.run_start(tests.len(), None).expect("memory");
        for (name, verdict, output) in tests {
            printer.test_start(name).expect("memory");
            printer.test_end(name, verdict, Duration::from_millis(1500)).expect("memory");
            summary.add(name, verdict, (*output).to_owned());
        }
        printer.run_end(summary, 2, Duration::from_millis(120)).expect("memory");
        String::from_utf8(printer.out).expect("text")
    }

    // The expected texts below are what rustc 1.95's own harness prints for the same six tests.
    const FAILURES: &str = "
failures:

---- b_fail stdout ----
some out

---- d_err stdout ----
Error: \"bad\"


failures:
    b_fail
    d_err

test result: FAILED. 2 passed; 2 failed; 2 ignored; 0 measured; 2 filtered out; finished in 0.12s

";

    #[test]
    fn pretty_output_is_libtests() {
        let lines = "
running 6 tests
test a_ok ... ok
test b_fail ... FAILED
test c_ign ... ignored, why not
test c_ign2 ... ignored
test d_err ... FAILED
test m::z ... ok
";
        assert_eq!(printed(&sample(), |_| {}), format!("{lines}{FAILURES}"));
        assert_eq!(printed(&sample(), |printer| printer.names_first = true), format!("{lines}{FAILURES}"));
    }

    #[test]
    fn terse_output_is_libtests() {
        let lines = "\nrunning 6 tests\n. 1/6\nb_fail --- FAILED\nii 4/6\nd_err --- FAILED\n.";
        assert_eq!(
            printed(&sample(), |printer| printer.format = Format::Terse),
            format!("{lines}{FAILURES}")
        );
    }

    #[test]
    fn terse_lines_break_with_a_count() {
        let tests: Vec<_> = (0..90).map(|_| ("x", Verdict::Passed, "")).collect();
        let text = printed(&tests, |printer| printer.format = Format::Terse);
        assert!(
            text.contains(&format!("\n{} 88/90\n..\ntest result: ok. 90 passed;", ".".repeat(88))),
            "{text}"
        );
    }

    #[test]
    fn successes_are_shown_when_asked_for() {
        let text = printed(&sample(), |printer| printer.show_output = true);
        let successes = "\nsuccesses:\n\n---- a_ok stdout ----\nhello out\n\n\nsuccesses:\n    a_ok\n    m::z\n\nfailures:\n";
        assert!(text.contains(successes), "{text}");
    }

    #[test]
    fn one_test_is_singular_and_times_are_optional() {
        let text = printed(&[("m::z", Verdict::Passed, "")], |printer| printer.report_time = true);
        assert_eq!(
            text,
            "\nrunning 1 test\ntest m::z ... ok <1.500s>\n\ntest result: ok. 1 passed; 0 failed; 0 ignored; \
             0 measured; 2 filtered out; finished in 0.12s\n\n"
        );
    }

    #[test]
    fn colours_surround_words_only() {
        let text = printed(&[("a", Verdict::Passed, "")], |printer| printer.color = true);
        assert!(text.contains("test a ... \x1b[32mok\x1b[0m\n"), "{text}");
        assert!(text.contains("test result: \x1b[32mok\x1b[0m. 1 passed"), "{text}");
    }

    #[test]
    fn a_shuffled_run_prints_its_seed() {
        let mut printer = Printer::new(Vec::new(), Format::Pretty);
        printer.run_start(3, Some(77)).expect("memory");
        assert_eq!(printer.out, b"\nrunning 3 tests (shuffle seed: 77)\n");
    }

    #[test]
    fn lists_hold_names_and_nothing_else() {
        let tests = [Test::plain("a", || Ok(())), Test::plain("m::b", || Ok(()))];
        let listed = |tests: &[Test], format| {
            let mut out = Vec::new();
            list(&mut out, tests, format).expect("memory");
            String::from_utf8(out).expect("text")
        };
        assert_eq!(listed(&tests, Format::Terse), "a: test\nm::b: test\n");
        assert_eq!(listed(&tests, Format::Pretty), "a: test\nm::b: test\n\n2 tests, 0 benchmarks\n");
        assert_eq!(listed(&[], Format::Pretty), "0 tests, 0 benchmarks\n");
    }
}
