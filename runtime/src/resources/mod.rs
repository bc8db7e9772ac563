//! Throttle definitions and fee schedules as files: those that come with this crate, found by name, and a user's own.

mod fees;
mod functions;
mod throttles;

use std::{
    env, fs,
    path::{Path, PathBuf},
};

pub(crate) use fees::FeeChanges;
pub(crate) use throttles::ThrottleFile;

/// A file that cannot be used.
#[derive(Debug, thiserror::Error)]
pub(crate) enum ResourceError {
    /// There is none of this name.
    #[error(
        "there is no file {path}, and no {kind} called `{name}` come with hapi-test; those that do: {known}"
    )]
    Missing {
        /// What was asked for.
        name: String,
        /// Where it would be.
        path: String,
        /// What it should be.
        kind: &'static str,
        /// The names that there are.
        known: String,
    },
    /// It cannot be read.
    #[error("cannot read {path}: {source}")]
    Unreadable {
        /// The file.
        path: String,
        /// Why not.
        source: std::io::Error,
    },
    /// It is not what it should be.
    #[error("{name} does not hold {kind}: {reason}")]
    Malformed {
        /// The file.
        name: String,
        /// What it should be.
        kind: &'static str,
        /// Why it is not.
        reason: String,
    },
}

/// Where a user's file is: a relative path begins at the directory of the crate's `Cargo.toml`, which is also where
/// tests run when cargo does not say.
pub(crate) fn path_of(path: &Path) -> PathBuf {
    match env::var_os("CARGO_MANIFEST_DIR") {
        Some(directory) if path.is_relative() => Path::new(&directory).join(path),
        _ => path.to_owned(),
    }
}

/// The text of a user's file or, where there is none, of the one that comes with this crate under its name, with or
/// without `.json`.
fn text(name: &str, kind: &'static str, ours: &[(&str, &'static str)]) -> Result<String, ResourceError> {
    let path = path_of(Path::new(name));
    let shown = path.display().to_string();
    if path.is_file() {
        return fs::read_to_string(&path).map_err(|source| ResourceError::Unreadable { path: shown, source });
    }
    let stem = name.strip_suffix(".json").unwrap_or(name);
    let found = ours.iter().find(|(known, _)| *known == stem);
    found.map(|(_, text)| (*text).to_owned()).ok_or_else(|| {
        let known: Vec<&str> = ours.iter().map(|(name, _)| *name).collect();
        ResourceError::Missing { name: name.into(), path: shown, kind, known: known.join(", ") }
    })
}

/// What the JSON in `text` says; `name` is what an error calls the file.
fn parsed<T: serde::de::DeserializeOwned>(
    text: &str,
    name: &str,
    kind: &'static str,
) -> Result<T, ResourceError> {
    serde_json::from_str(text).map_err(|error| ResourceError::Malformed {
        name: name.into(),
        kind,
        reason: error.to_string(),
    })
}
