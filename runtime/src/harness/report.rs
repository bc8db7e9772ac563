//! The page about a run, gathered from what is told about it.

use std::{
    io::{self, Write as _},
    path::PathBuf,
    time::{Duration, SystemTime, UNIX_EPOCH},
};

use super::{
    HarnessMain,
    events::{Event, Listener, RunFinished, TestFinished, Verdict},
    options::Options,
    record,
    select::Test,
};
use crate::{
    coverage, networks,
    report::run::{PAGE, Ran, RunReport, StepReport, TestReport, place},
    session::{Isolation, Units},
};

/// Where the page goes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum ReportTo {
    /// Into this directory: `--report`.
    Directory(PathBuf),
    /// Into a directory of the target's own in this one: `HAPI_REPORT`, which all targets see.
    Below(PathBuf),
}

impl ReportTo {
    /// The directory for this target; `None` where the run is one of many, each of which would overwrite the last.
    fn directory(&self, target: &HarnessMain, options: &Options) -> Option<PathBuf> {
        let single = options.process_per_test || (options.exact && !options.filters.is_empty());
        match self {
            Self::Directory(directory) => Some(directory.clone()),
            Self::Below(_) if single => None,
            Self::Below(directory) => Some(directory.join(record::name(target)?)),
        }
    }
}

/// Gathers what there is to say, and writes the page at the end of the run.
#[derive(Debug)]
pub(crate) struct Reporter {
    directory: PathBuf,
    /// The tests that have not ended.
    left: Vec<Test>,
    phases: Phases,
    report: RunReport,
}

impl Reporter {
    /// The one that the options ask for. `seed` is that of the keys.
    pub(crate) fn asked_for(target: &HarnessMain, options: &Options, seed: Option<u64>) -> Option<Self> {
        let directory = options.report.as_ref()?.directory(target, options)?;
        let report = RunReport {
            target: target.module_path.split("::").next().unwrap_or_default().to_owned(),
            network: options.network.to_string(),
            start: None,
            isolation: match options.isolation {
                Isolation::Lock => "lock".to_owned(),
                Isolation::Fork => "fork".to_owned(),
            },
            seed,
            began: 0,
            took: Duration::ZERO,
            threads: 0,
            success: false,
            problems: Vec::new(),
            tests: Vec::new(),
            coverage: coverage::so_far(),
        };
        Some(Self { directory, left: Vec::new(), phases: Phases(Units::registered()), report })
    }

    fn test_end(&mut self, end: &TestFinished<'_>) {
        self.left.retain(|test| test.name != end.test.name);
        let outcome = end.outcome;
        let verdict = match end.verdict {
            Verdict::Passed => "passed",
            Verdict::Flaky { .. } => "flaky",
            Verdict::Failed | Verdict::Interrupted => "failed",
            Verdict::Ignored(_) => "ignored",
        };
        let mut report = self.test(end.test, verdict);
        match &end.verdict {
            Verdict::Ignored(ignore) => report.reason = ignore.reason.clone().into_owned(),
            Verdict::Passed | Verdict::Flaky { .. } | Verdict::Failed | Verdict::Interrupted => {
                let failed = u32::try_from(outcome.failed_tries.len()).unwrap_or(u32::MAX);
                report.ran = Some(Ran {
                    thread: end.worker,
                    ready: end.began,
                    waited: outcome.lock_wait,
                    behind: outcome.behind.to_vec(),
                    took: end.took.saturating_sub(outcome.lock_wait),
                    tries: failed.saturating_add(1),
                    steps: StepReport::all(outcome.trace),
                    output: outcome.failed_tries.iter().map(String::as_str).chain([outcome.output]).collect(),
                });
            }
        }
        self.report.tests.push(report);
    }

    fn test(&self, test: &Test, verdict: &'static str) -> TestReport {
        TestReport {
            name: test.name.to_owned(),
            display: test.display().to_owned(),
            place: place(test.place()),
            verdict,
            reason: String::new(),
            phase: self.phases.of(test),
            tags: test.tags().into_iter().map(ToOwned::to_owned).collect(),
            ran: None,
        }
    }

    fn run_end(&mut self, run: &RunFinished) -> io::Result<()> {
        let report = &mut self.report;
        report.tests.sort_by_key(|test| match &test.ran {
            Some(ran) => (false, ran.ready + ran.waited),
            None => (true, Duration::ZERO),
        });
        for test in std::mem::take(&mut self.left) {
            let mut not_run = self.test(&test, "not-run");
            "the run ended before its turn".clone_into(&mut not_run.reason);
            self.report.tests.push(not_run);
        }
        let report = &mut self.report;
        report.took = run.took;
        report.start = networks::start_told();
        report.success = run.success;
        report.problems.clone_from(&run.problems);
        report.problems.extend(run.interrupted.map(|signal| format!("{signal} ended the run")));
        report.coverage = coverage::so_far();
        report.write(&self.directory).map_err(|error| {
            let text = format!("cannot write the report to {}: {error}", self.directory.display());
            io::Error::new(error.kind(), text)
        })?;
        let page = self.directory.join(PAGE);
        // Nobody need read it for the page to be there.
        let _ = writeln!(io::stderr(), "hapi-test: the page about this run is {}", page.display());
        Ok(())
    }
}

impl Listener for Reporter {
    fn reads_traces(&self) -> bool {
        true
    }

    fn hear(&mut self, event: &Event<'_>) -> io::Result<()> {
        match event {
            Event::RunStarted(run) => {
                self.left = run.tests.to_vec();
                self.report.threads = run.threads;
                let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
                self.report.began = since.as_secs();
            }
            Event::TestFinished(end) => self.test_end(end),
            Event::RunFinished(run) => self.run_end(run)?,
            Event::TestStarted(_) | Event::TestSlow(..) | Event::Interrupted(_) => {}
        }
        Ok(())
    }
}

/// Which phase of a run a test is in.
#[derive(Debug)]
struct Phases(Units);

impl Phases {
    /// `leaky` for what changes something for others, by itself or by a suite around it; else `shared`.
    fn of(&self, test: &Test) -> &'static str {
        let Some(case) = test.case() else { return "shared" };
        let around = self.0.around(case).is_some_and(|unit| !unit.access.writes.is_empty());
        if around || !case.traits.access().writes.is_empty() { "leaky" } else { "shared" }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TARGET: HarnessMain = HarnessMain {
        module_path: "specs",
        file: "tests/specs.rs",
        manifest_dir: "/somewhere/bank",
        flags: &[],
        plain: &[],
    };

    #[test]
    fn targets_that_see_one_variable_have_directories_of_their_own() {
        let below = ReportTo::Below("out".into());
        let whole = Options::default();
        assert_eq!(below.directory(&TARGET, &whole), Some("out/bank-specs".into()));
        assert_eq!(ReportTo::Directory("out".into()).directory(&TARGET, &whole), Some("out".into()));
    }

    #[test]
    fn a_single_test_does_not_overwrite_the_page_of_them_all() {
        let below = ReportTo::Below("out".into());
        let exact = Options { exact: true, filters: vec!["a".into()], ..Options::default() };
        let alone = Options { process_per_test: true, ..Options::default() };
        assert_eq!(below.directory(&TARGET, &exact), None);
        assert_eq!(below.directory(&TARGET, &alone), None);
        let asked_for = ReportTo::Directory("out".into());
        assert_eq!(asked_for.directory(&TARGET, &exact), Some("out".into()));
    }
}
