//! What is kept of tests that fail, for those who want to look further.

use std::{
    fs, io,
    path::{Path, PathBuf},
};

use crate::{report::run::StepReport, spec::Trace};

/// A directory with one of its own for each test that failed:
///
/// - `report.txt` is what was printed about it;
/// - `trace.json` has its operations, with what each had to say;
/// - `state.bin`, where the test ran on an embedded network, is the ledger as the test left it, before anything was put back;
///   `EmbeddedNode::resume` takes it.
///
/// A retry has these in `try-2`, `try-3` and so on, in the test's directory. What is there is of the last run in which the test
/// failed.
#[derive(Clone, Debug)]
pub(crate) struct Evidence(PathBuf);

/// What there is to be kept of a test.
#[derive(Debug)]
pub(crate) struct Kept<'a> {
    /// The test's name.
    pub(crate) test: &'a str,
    /// How often it was tried before.
    pub(crate) tried: u32,
    /// What is printed about it.
    pub(crate) report: &'a str,
    /// What it did.
    pub(crate) trace: &'a Trace,
    /// The ledger as it left it.
    pub(crate) state: Option<&'a [u8]>,
}

impl Evidence {
    /// Below this directory, which need not be there.
    pub(crate) const fn new(directory: PathBuf) -> Self {
        Self(directory)
    }

    /// Keeps it, and gives the last lines of the report: where, or why not.
    pub(crate) fn keep(&self, kept: &Kept<'_>) -> String {
        // On no file system is a name with a colon welcome everywhere.
        let directory = self.0.join(kept.test.replace("::", "--"));
        match write(&directory, kept) {
            Ok(directory) => format!("evidence: {}\n", directory.display()),
            Err(error) => format!("evidence: cannot be kept in {}: {error}\n", directory.display()),
        }
    }
}

fn write(directory: &Path, kept: &Kept<'_>) -> io::Result<PathBuf> {
    let directory = match kept.tried {
        0 => {
            match fs::remove_dir_all(directory) {
                Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
                _ => {}
            }
            directory.to_owned()
        }
        tried => directory.join(format!("try-{}", tried.saturating_add(1))),
    };
    fs::create_dir_all(&directory)?;
    fs::write(directory.join("report.txt"), kept.report)?;
    fs::write(directory.join("trace.json"), serde_json::to_vec_pretty(&StepReport::all(kept.trace))?)?;
    if let Some(state) = kept.state {
        fs::write(directory.join("state.bin"), state)?;
    }
    Ok(directory)
}

#[cfg(test)]
mod tests {
    use std::{env, process};

    use super::*;

    #[test]
    fn each_try_has_files_of_its_own_and_the_next_run_begins_anew() {
        let base = env::temp_dir().join(format!("hapi-test-evidence-{}", process::id()));
        let evidence = Evidence::new(base.clone());
        let trace = Trace::default();
        let kept = |tried, state| Kept { test: "a::b", tried, report: "it failed", trace: &trace, state };
        let said = evidence.keep(&kept(0, Some(b"state")));
        assert_eq!(said, format!("evidence: {}\n", base.join("a--b").display()));
        assert_eq!(fs::read(base.join("a--b/state.bin")).unwrap(), b"state");
        evidence.keep(&kept(1, None));
        assert_eq!(fs::read_to_string(base.join("a--b/try-2/report.txt")).unwrap(), "it failed");
        assert_eq!(fs::read_to_string(base.join("a--b/try-2/trace.json")).unwrap(), "[]");
        evidence.keep(&kept(0, None));
        assert!(!base.join("a--b/state.bin").exists() && !base.join("a--b/try-2").exists());
        fs::remove_dir_all(base).unwrap();
    }

    #[test]
    fn what_cannot_be_kept_says_why() {
        let file = env::temp_dir().join(format!("hapi-test-evidence-file-{}", process::id()));
        fs::write(&file, "").unwrap();
        let kept = Kept { test: "a", tried: 0, report: "", trace: &Trace::default(), state: None };
        let said = Evidence::new(file.clone()).keep(&kept);
        assert!(said.starts_with("evidence: cannot be kept in "), "{said}");
        fs::remove_file(file).unwrap();
    }
}
