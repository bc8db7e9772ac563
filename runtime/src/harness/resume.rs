//! Which tests passed when they last ran: what `--resume` leaves out.
//!
//! Each target has a file below `target` for each network, a name in each line. It is written while tests run, so that a run which
//! is killed can be resumed, too. It is a help and no more: where it is missing, all tests run.

use std::{
    collections::BTreeSet,
    fs::{self, File},
    io::{self, Write as _},
    path::PathBuf,
    time::{Duration, Instant},
};

use super::{
    HarnessMain,
    events::{Event, Listener, RunStarted, Verdict},
    options::Options,
    record,
    select::{Selection, Test},
};

/// The tests that passed when they last ran.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Passed {
    path: PathBuf,
    /// The first line of the file: what passed elsewhere need not pass here.
    head: String,
    names: BTreeSet<String>,
}

impl Passed {
    /// Those of this target on this network; `None` for a program that lies in no build directory.
    pub(super) fn of(target: &HarnessMain, options: &Options) -> Option<Self> {
        let place = format!("{} {:?}", options.network, options.isolation);
        // What passed on one network is still known after a run on another one.
        let tame = place.replace(|character: char| !character.is_ascii_alphanumeric(), "-");
        let path = record::below_build()?.join(format!("passed-{}-{tame}", record::name(target)?));
        let fresh = Self::new(path, &place);
        // A run of all tests has no use for what was before it, and to read that would take as long as quick tests do.
        let is_part = !(options.filters.is_empty() && options.skip.is_empty() && options.tags.is_empty())
            || options.partition.is_some();
        Some(if options.resume || is_part { fresh.read() } else { fresh })
    }

    /// None of them; `place` is where they run.
    fn new(path: PathBuf, place: &str) -> Self {
        Self { path, head: format!("hapi-test passed 1 {place}"), names: BTreeSet::new() }
    }

    /// Those that the file has.
    fn read(self) -> Self {
        let text = fs::read_to_string(&self.path).unwrap_or_default();
        // The last line may be cut off, and is then no test's name.
        let whole = text.rsplit_once('\n').map_or("", |(whole, _)| whole);
        let mut lines = whole.lines();
        let is_here = lines.next() == Some(&*self.head);
        Self { names: lines.filter(|_| is_here).map(str::to_owned).collect(), ..self }
    }

    /// Leaves them out of what is to run, and says so.
    pub(super) fn leave_out_of(&self, selection: &mut Selection) {
        let before = selection.tests.len();
        selection.tests.retain(|test| !self.names.contains(test.name));
        let left_out = before - selection.tests.len();
        selection.filtered_out += left_out;
        // People who are not there need not know.
        let _ = writeln!(
            io::stderr(),
            "hapi-test: {left_out} of {before} tests passed when they last ran, and are left out (--resume)"
        );
    }

    /// The one who writes down what passes from now on.
    pub(super) fn recorder(&self) -> PassedRecorder {
        PassedRecorder { known: self.clone(), file: None, unwritten: String::new(), written: Instant::now() }
    }
}

/// How long a name may wait for others to be written with it: each write costs more than a quick test does.
const PATIENCE: Duration = Duration::from_millis(50);

/// Writes down which tests pass.
#[derive(Debug)]
pub(crate) struct PassedRecorder {
    known: Passed,
    /// `None` when it cannot be written: the next run goes without.
    file: Option<File>,
    unwritten: String,
    written: Instant,
}

impl PassedRecorder {
    /// What runs now has not passed yet.
    fn begin(&mut self, run: &RunStarted<'_>) -> io::Result<()> {
        if !self.known.names.is_empty() {
            for test in run.tests.iter().filter(|test| test.ignore.is_none()) {
                self.known.names.remove(test.name);
            }
        }
        let path = &self.known.path;
        path.parent().map_or(Ok(()), fs::create_dir_all)?;
        self.file = Some(File::create(path)?);
        self.unwritten = format!("{}\n", self.known.head);
        for name in &self.known.names {
            self.unwritten.push_str(name);
            self.unwritten.push('\n');
        }
        self.write()
    }

    fn passed(&mut self, test: &Test) -> io::Result<()> {
        self.unwritten.push_str(test.name);
        self.unwritten.push('\n');
        if self.written.elapsed() < PATIENCE { Ok(()) } else { self.write() }
    }

    fn write(&mut self) -> io::Result<()> {
        self.written = Instant::now();
        let Some(file) = &mut self.file else { return Ok(()) };
        file.write_all(std::mem::take(&mut self.unwritten).as_bytes())
    }
}

impl Listener for PassedRecorder {
    fn hear(&mut self, event: &Event<'_>) -> io::Result<()> {
        let heard = match event {
            Event::RunStarted(run) => self.begin(run),
            Event::TestFinished(end) if matches!(end.verdict, Verdict::Passed | Verdict::Flaky { .. }) => {
                self.passed(end.test)
            }
            Event::RunFinished(_) => self.write(),
            _ => Ok(()),
        };
        if heard.is_err() {
            self.file = None;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use std::{env, process};

    use super::*;
    use crate::harness::events::{Outcome, RunFinished, TestFinished};
    use crate::spec::Trace;

    struct Kept(PathBuf);

    impl Kept {
        fn new(name: &str) -> Self {
            Self(env::temp_dir().join(format!("hapi-test-passed-{}-{name}", process::id())))
        }

        fn passed(&self) -> Passed {
            Passed::new(self.0.clone(), "embedded Lock").read()
        }

        fn names(&self) -> Vec<String> {
            self.passed().names.into_iter().collect()
        }

        /// A run of these tests; `end` says whether it comes to its end.
        fn run(&self, tests: &[(&'static str, Verdict)], end: bool) {
            let listed: Vec<Test> = tests.iter().map(|(name, _)| Test::plain(name, || Ok(()))).collect();
            let mut recorder = self.passed().recorder();
            let run = RunStarted { tests: &listed, filtered_out: 0, shuffle_seed: None, threads: 1 };
            recorder.hear(&Event::RunStarted(&run)).unwrap();
            for (test, (_, verdict)) in listed.iter().zip(tests) {
                let trace = Trace::default();
                let outcome = Outcome {
                    output: "",
                    trace: &trace,
                    lock_wait: Duration::ZERO,
                    behind: &[],
                    failed_tries: &[],
                };
                let (began, took) = (Duration::ZERO, Duration::ZERO);
                let verdict = verdict.clone();
                let finished = TestFinished { test, verdict, began, took, outcome, worker: 0 };
                recorder.hear(&Event::TestFinished(&finished)).unwrap();
            }
            if end {
                recorder.hear(&Event::RunFinished(&RunFinished::default())).unwrap();
            }
        }
    }

    impl Drop for Kept {
        fn drop(&mut self) {
            let _ = fs::remove_file(&self.0);
        }
    }

    #[test]
    fn what_passed_is_remembered_until_it_fails() {
        let kept = Kept::new("until");
        assert_eq!(kept.names(), <[&str; 0]>::default());
        kept.run(&[("a", Verdict::Passed), ("b", Verdict::Failed), ("c", Verdict::Flaky { tries: 2 })], true);
        assert_eq!(kept.names(), ["a", "c"]);
        kept.run(&[("b", Verdict::Passed), ("c", Verdict::Failed)], true);
        assert_eq!(kept.names(), ["a", "b"], "who did not run is as they were");
    }

    #[test]
    fn what_a_killed_run_did_not_come_to_has_not_passed() {
        let kept = Kept::new("killed");
        kept.run(&[("a", Verdict::Passed), ("b", Verdict::Passed)], true);
        kept.run(&[("a", Verdict::Failed), ("b", Verdict::Failed)], false);
        assert_eq!(kept.names(), <[&str; 0]>::default());
        fs::write(&kept.0, "hapi-test passed 1 embedded Lock\na\nb::cut_o").unwrap();
        assert_eq!(kept.names(), ["a"]);
    }

    #[test]
    fn what_passed_elsewhere_need_not_pass_here() {
        let kept = Kept::new("elsewhere");
        kept.run(&[("a", Verdict::Passed)], true);
        assert!(Passed::new(kept.0.clone(), "repeatable Lock").read().names.is_empty());
    }

    #[test]
    fn what_passed_is_left_out() {
        let kept = Kept::new("left-out");
        kept.run(&[("a", Verdict::Passed)], true);
        let tests = ["a", "b"].map(|name| Test::plain(name, || Ok(()))).into();
        let mut selection = Selection { tests, filtered_out: 3, shuffle_seed: None };
        kept.passed().leave_out_of(&mut selection);
        assert_eq!((selection.tests.len(), selection.tests[0].name, selection.filtered_out), (1, "b", 4));
    }
}
