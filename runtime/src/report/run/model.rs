//! What there is to say about a run.

use std::time::Duration;

use serde::{Serialize, Serializer};

use crate::{
    coverage::Coverage,
    spec::{Outcome, Step, Trace},
    test_case::Place,
};

/// A run of one target's tests. Times are in seconds since it began.
#[derive(Clone, Debug, Serialize)]
pub struct RunReport {
    /// The target: the crate that the tests are in.
    pub target: String,
    /// The network that they ran against.
    pub network: String,
    /// How long its nodes took to start, and the parts of that, where this process started nodes.
    pub start: Option<String>,
    /// How leaky tests were kept apart: `lock` or `fork`.
    pub isolation: String,
    /// What fixes keys, names and any random order.
    pub seed: Option<u64>,
    /// When it began, in seconds since 1970.
    pub began: u64,
    /// How long it took.
    #[serde(serialize_with = "seconds")]
    pub took: Duration,
    /// How many tests ran at a time, at most.
    pub threads: usize,
    /// Whether it counts as a success.
    pub success: bool,
    /// What went wrong besides tests.
    pub problems: Vec<String>,
    /// The tests, in the order in which they began; then those that did not run.
    pub tests: Vec<TestReport>,
    /// What the tests called.
    pub coverage: Coverage,
}

/// One test of a run.
#[derive(Clone, Debug, Serialize)]
pub struct TestReport {
    /// The name that it is listed by.
    pub name: String,
    /// Its doc comment.
    pub display: String,
    /// Where it is written, `file:line`.
    pub place: String,
    /// `passed`, `failed`, `flaky`, `ignored`, or `not-run` if the run ended before.
    pub verdict: &'static str,
    /// Why it did not run.
    pub reason: String,
    /// `shared` or `leaky`.
    pub phase: &'static str,
    /// Its tags.
    pub tags: Vec<String>,
    /// Its run; absent when there was none.
    pub ran: Option<Ran>,
}

/// How a test ran.
#[derive(Clone, Debug, Serialize)]
pub struct Ran {
    /// Which of the threads ran it, from 0.
    pub thread: usize,
    /// When it could have begun, but for the locks of others.
    #[serde(serialize_with = "seconds")]
    pub ready: Duration,
    /// How long it waited for locks.
    #[serde(serialize_with = "seconds")]
    pub waited: Duration,
    /// The tests that held these locks.
    pub behind: Vec<String>,
    /// How long it ran after that.
    #[serde(serialize_with = "seconds")]
    pub took: Duration,
    /// How often it was tried.
    pub tries: u32,
    /// What it did, in its last try.
    pub steps: Vec<StepReport>,
    /// What its failures printed, one try after the other.
    pub output: String,
}

/// One operation of a test.
#[derive(Clone, Debug, Serialize)]
pub struct StepReport {
    /// What it is called.
    pub name: String,
    /// Where it was built, `file:line`.
    pub place: String,
    /// `running`, `passed`, `failed` or `skipped`.
    pub outcome: &'static str,
    /// How long it took.
    #[serde(serialize_with = "seconds")]
    pub took: Duration,
    /// What it had to say.
    pub notes: Vec<String>,
    /// The operations that it ran.
    pub steps: Vec<StepReport>,
}

impl StepReport {
    /// The steps of a trace.
    pub fn all(trace: &Trace) -> Vec<Self> {
        trace.steps.iter().map(Self::from).collect()
    }
}

impl From<&Step> for StepReport {
    fn from(step: &Step) -> Self {
        let place = step.description.place;
        Self {
            name: step.description.to_string(),
            place: format!("{}:{}", place.file(), place.line()),
            outcome: match step.outcome {
                Outcome::Running => "running",
                Outcome::Passed => "passed",
                Outcome::Failed => "failed",
                Outcome::Skipped => "skipped",
            },
            took: step.elapsed,
            notes: step.notes.clone(),
            steps: step.children.iter().map(Self::from).collect(),
        }
    }
}

/// `file:line`, or nothing where that is not known.
pub(crate) fn place(place: Option<Place>) -> String {
    place.map_or_else(String::new, |place| format!("{}:{}", place.file, place.line))
}

/// Seconds with a resolution of microseconds.
fn seconds<S: Serializer>(duration: &Duration, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_f64((duration.as_secs_f64() * 1e6).round() / 1e6)
}
