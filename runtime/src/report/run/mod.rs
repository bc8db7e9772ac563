//! The report of a whole run: one page to look at, and its data.

mod model;
mod page;

use std::{fs, io, path::Path};

pub(crate) use model::place;
pub use model::{Ran, RunReport, StepReport, TestReport};

use crate::coverage::Coverage;

/// The page, for people.
pub const PAGE: &str = "index.html";
/// The same as data.
pub const DATA: &str = "run.json";

impl RunReport {
    /// Writes the page and its data into `directory`, which is made if need be.
    ///
    /// # Errors
    /// When a file cannot be written there.
    pub fn write(&self, directory: &Path) -> io::Result<()> {
        fs::create_dir_all(directory)?;
        let data = serde_json::to_string(self)?;
        fs::write(directory.join(PAGE), page::with(&data))?;
        fs::write(directory.join(DATA), data)
    }

    /// How much of HAPI the run called.
    pub fn coverage(&self) -> &Coverage {
        &self.coverage
    }
}
