//! How long tests took in earlier runs: what takes longest starts first, and jobs take as long as each other.
//!
//! The times of each target are kept below `target`, and written anew after each run. They are a help and no more: where
//! they are missing or cannot be read, tests start in the order of their names.

use std::{
    collections::BTreeMap,
    env, fs, io,
    path::{Path, PathBuf},
    process,
    time::Duration,
};

use serde::{Deserialize, Serialize};

use super::{
    HarnessMain,
    events::{Event, Listener, Verdict},
};

/// The times of tests, by their names.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Durations(BTreeMap<String, Duration>);

/// The form of the file. A program that does not know its version leaves it alone.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    version: u32,
    micros: BTreeMap<String, u64>,
}

const VERSION: u32 = 1;

/// A record that cannot be used.
#[derive(Debug, thiserror::Error)]
pub(crate) enum RecordError {
    /// It is not there, or may not be read.
    #[error("cannot read the times in {}: {source}", path.display())]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// Why not.
        source: io::Error,
    },
    /// It is something else.
    #[error("{} does not hold the times of tests: {reason}", path.display())]
    NoRecord {
        /// The file.
        path: PathBuf,
        /// What it lacks.
        reason: String,
    },
}

impl Durations {
    /// Reads the file that [`Durations::write`] has written.
    pub(crate) fn read(path: &Path) -> Result<Self, RecordError> {
        let unreadable = |source| RecordError::Unreadable { path: path.to_owned(), source };
        let no_record = |reason| RecordError::NoRecord { path: path.to_owned(), reason };
        let text = fs::read(path).map_err(unreadable)?;
        let file: File = serde_json::from_slice(&text).map_err(|error| no_record(error.to_string()))?;
        if file.version != VERSION {
            return Err(no_record(format!("its version is {}, and not {VERSION}", file.version)));
        }
        Ok(file.micros.into_iter().map(|(name, micros)| (name, Duration::from_micros(micros))).collect())
    }

    /// Writes them so that a reader sees the old file or the new one, and never half of either.
    pub(crate) fn write(&self, path: &Path) -> io::Result<()> {
        let micros = |took: &Duration| u64::try_from(took.as_micros()).unwrap_or(u64::MAX);
        let micros = self.0.iter().map(|(name, took)| (name.clone(), micros(took))).collect();
        let text = serde_json::to_vec_pretty(&File { version: VERSION, micros })?;
        if let Some(directory) = path.parent() {
            fs::create_dir_all(directory)?;
        }
        let draft = path.with_extension(format!("draft-{}", process::id()));
        fs::write(&draft, text)?;
        fs::rename(&draft, path).inspect_err(|_| {
            let _ = fs::remove_file(&draft);
        })
    }

    /// How long this test took when it last ran.
    pub(crate) fn of(&self, name: &str) -> Option<Duration> {
        self.0.get(name).copied()
    }

    /// How long a test takes on average; `None` when there are none.
    pub(crate) fn average(&self) -> Option<Duration> {
        let count = u32::try_from(self.0.len()).ok().filter(|count| *count > 0)?;
        Some(self.0.values().sum::<Duration>() / count)
    }

    /// Whether there are none.
    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    fn insert(&mut self, name: &str, took: Duration) {
        self.0.insert(name.to_owned(), took);
    }
}

impl FromIterator<(String, Duration)> for Durations {
    fn from_iter<I: IntoIterator<Item = (String, Duration)>>(times: I) -> Self {
        Self(times.into_iter().collect())
    }
}

/// Where the times of a target are kept: below the build directory that this program lies in. `None` for one that was
/// taken elsewhere.
///
/// The name has the package's directory, since the targets of several packages may have one name.
pub(crate) fn kept(target: &HarnessMain) -> Option<PathBuf> {
    Some(below_build()?.join(format!("durations-{}.json", name(target)?)))
}

/// Our directory below the build directory that this program lies in. `None` for one that was taken elsewhere.
pub(crate) fn below_build() -> Option<PathBuf> {
    let program = env::current_exe().ok()?;
    // Cargo keeps this file in the directory that it builds in. `CACHEDIR.TAG` is no mark: cargo writes it only into a
    // directory that it made itself.
    let build = program.ancestors().find(|directory| directory.join(".rustc_info.json").is_file())?;
    Some(build.join("hapi-test"))
}

/// What files of a target are called, where those of others are beside them.
pub(super) fn name(target: &HarnessMain) -> Option<String> {
    let package = Path::new(target.manifest_dir).file_name()?.to_string_lossy();
    let root = target.module_path.split("::").next().unwrap_or_default();
    Some(format!("{package}-{root}"))
}

/// Remembers the times of a run, and writes them at its end.
#[derive(Debug)]
pub(crate) struct Recorder {
    /// What was known before; the times of this run go over it.
    known: Durations,
    path: PathBuf,
    /// Whether a file that cannot be written fails the run.
    asked_for: bool,
}

/// What takes less than this changes no order worth having, and is not kept from run to run: the file of a thousand quick tests
/// would take longer to read than they do to run.
const WORTH_KEEPING: Duration = Duration::from_millis(1);

impl Recorder {
    /// Keeps the times of all but quick tests in their usual place, for the next run. Tests that are not linked any more are
    /// forgotten.
    pub(crate) fn kept(path: PathBuf, mut known: Durations, linked: &[&'static str]) -> Self {
        known.0.retain(|name, _| linked.binary_search(&name.as_str()).is_ok());
        Self { known, path, asked_for: false }
    }

    /// Writes the times of this run alone, because somebody asked for them.
    pub(crate) fn asked_for(path: PathBuf) -> Self {
        Self { known: Durations::default(), path, asked_for: true }
    }
}

impl Recorder {
    fn note(&mut self, name: &str, took: Duration) {
        if self.asked_for || took >= WORTH_KEEPING {
            self.known.insert(name, took);
        } else {
            self.known.0.remove(name);
        }
    }
}

impl Listener for Recorder {
    fn hear(&mut self, event: &Event<'_>) -> io::Result<()> {
        match event {
            // A test that failed may have ended early, or late; one that was tried again took several times its time.
            Event::TestFinished(end) if end.verdict == Verdict::Passed => {
                self.note(end.test.name, end.took.saturating_sub(end.outcome.lock_wait));
            }
            Event::RunFinished(_) => {
                match self.known.write(&self.path) {
                    Err(error) if self.asked_for => {
                        let text = format!("cannot write the times to {}: {error}", self.path.display());
                        return Err(io::Error::new(error.kind(), text));
                    }
                    // The next run goes without.
                    Err(_) | Ok(()) => {}
                }
            }
            _ => {}
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn temporary(name: &str) -> PathBuf {
        env::temp_dir().join(format!("hapi-test-record-{}-{name}", process::id()))
    }

    fn times() -> Durations {
        [("a::b".to_owned(), Duration::from_micros(1_500)), ("c \"q\"".to_owned(), Duration::from_secs(2))]
            .into_iter()
            .collect()
    }

    #[test]
    fn what_is_written_is_read() {
        let directory = temporary("round");
        let path = directory.join("below/times.json");
        times().write(&path).expect("the temporary directory can be written");
        assert_eq!(Durations::read(&path).expect("it was written"), times());
        let left: Vec<_> = fs::read_dir(directory.join("below")).expect("it was made").collect();
        assert_eq!(left.len(), 1, "no draft is left: {left:?}");
        fs::remove_dir_all(directory).expect("it is there");
    }

    #[test]
    fn what_is_no_record_says_so() {
        let path = temporary("bad.json");
        let error = |text: &str| {
            fs::write(&path, text).expect("the temporary directory can be written");
            Durations::read(&path).expect_err(text).to_string()
        };
        assert!(error("[]").contains("does not hold the times of tests: "), "{}", error("[]"));
        let newer = error(r#"{"version": 2, "micros": {}}"#);
        assert!(newer.ends_with("its version is 2, and not 1"), "{newer}");
        fs::remove_file(&path).expect("it is there");
        let missing = Durations::read(&path).expect_err("it is gone").to_string();
        assert!(missing.starts_with("cannot read the times in "), "{missing}");
    }

    #[test]
    fn quick_tests_are_kept_only_for_those_who_ask() {
        let (quick, slow) = (Duration::from_micros(999), WORTH_KEEPING);
        let mut kept = Recorder::kept(PathBuf::new(), times(), &["a::b"]);
        assert_eq!(kept.known.of("c \"q\""), None, "it is not linked any more");
        kept.note("slow", slow);
        kept.note("quick", quick);
        kept.note("a::b", quick);
        assert_eq!(kept.known.0.into_iter().collect::<Vec<_>>(), [("slow".to_owned(), slow)]);
        let mut asked = Recorder::asked_for(PathBuf::new());
        asked.note("quick", quick);
        assert_eq!(asked.known.of("quick"), Some(quick));
    }

    #[test]
    fn the_average_is_that_of_known_times() {
        assert_eq!(Durations::default().average(), None);
        assert_eq!(times().average(), Some(Duration::from_micros(1_000_750)));
    }
}
