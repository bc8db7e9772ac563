//! What the processes of the run have called of HAPI, added up in files.

use std::{
    collections::BTreeMap,
    path::Path,
    sync::{Mutex, PoisonError},
};

use hapi_proto::services::{HederaFunctionality, ResponseCodeEnum};

use crate::{
    coverage::{Counts, Stage, Total},
    session::broker::wire::{Count, Cover},
};

/// The files, and what is in them.
#[derive(Debug, Default)]
pub(super) struct Covered(Mutex<BTreeMap<String, Total>>);

impl Covered {
    /// Adds what a process has called, and writes the file before it says so: when the last process of a run has ended, all is
    /// in it.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub(super) fn add(&self, Cover { file, counts }: Cover) -> Result<(), String> {
        let counts: Counts = counts.into_iter().filter_map(known).collect();
        // Held while it is written, so that no process writes over what another has added.
        let mut files = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let coverage = files.entry(file.clone()).or_default().add(&counts);
        coverage
            .write(Path::new(&file))
            .map_err(|error| format!("cannot write the coverage to {file}: {error}"))
    }
}

/// All that both sides know: they are of the same version.
fn known(count: Count) -> Option<((HederaFunctionality, Stage, ResponseCodeEnum), u64)> {
    let function = HederaFunctionality::try_from(count.function).ok()?;
    let code = ResponseCodeEnum::try_from(count.code).ok()?;
    Some(((function, Stage::of_number(count.stage)?, code), count.times))
}
