//! Which functions of HAPI the specs of a process have called, and which response codes they met.

mod summary;
mod tally;

use std::{fs, io, path::Path, process};

pub use summary::{CodeCount, Coverage, FunctionCoverage};
pub(crate) use tally::{Counts, Stage, Tally};

/// The tally of this process, as a profiler's counters are: all networks count into it.
static TALLY: Tally = Tally::new();

/// Counts the answer to one call.
pub(crate) fn count(
    function: hapi_proto::services::HederaFunctionality,
    stage: Stage,
    code: hapi_proto::services::ResponseCodeEnum,
) {
    TALLY.count(function, stage, code);
}

/// What the specs of this process have called so far.
pub fn so_far() -> Coverage {
    Coverage::of(&TALLY.counts())
}

/// How often each function gave each code at each stage so far, for those who add up what several processes count.
pub(crate) fn counts() -> Counts {
    TALLY.counts()
}

/// What several processes have counted.
#[derive(Debug)]
pub(crate) struct Total(Tally);

impl Default for Total {
    fn default() -> Self {
        Self(Tally::new())
    }
}

impl Total {
    /// Adds what one process has counted, and gives what all have.
    pub(crate) fn add(&self, counts: &Counts) -> Coverage {
        self.0.add(counts);
        Coverage::of(&self.0.counts())
    }
}

impl Coverage {
    /// Writes it as JSON, so that a reader sees the old file or the new one, and never half of either.
    pub(crate) fn write(&self, path: &Path) -> io::Result<()> {
        let draft = path.with_extension(format!("draft-{}", process::id()));
        fs::write(&draft, serde_json::to_vec_pretty(self)?)?;
        fs::rename(&draft, path).inspect_err(|_| {
            let _ = fs::remove_file(&draft);
        })
    }
}
