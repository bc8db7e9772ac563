//! Where files are.

use std::path::{Path, PathBuf};

/// The ending of record files and of sidecars.
pub(super) const RECORD: &str = ".rcd.gz";
/// The ending of signature files.
pub(super) const SIGNATURE: &str = ".rcd_sig";
/// The ending of blocks.
pub(super) const BLOCK: &str = ".blk.gz";
/// The ending of the empty files that say that another is complete.
pub(super) const MARKER: &str = ".mf";
/// The ending of checkpoints.
pub(super) const CHECKPOINT: &str = ".checkpoint";
/// What files are called while they are written.
pub(super) const UNFINISHED: &str = ".tmp";

pub(super) fn record_dir(dir: &Path, account: &str) -> PathBuf {
    dir.join("recordStreams").join(format!("record{account}"))
}

pub(super) fn block_dir(dir: &Path, account: &str) -> PathBuf {
    dir.join("blockStreams").join(format!("block-{account}"))
}

/// Beside the record files.
pub(super) fn sidecar_dir(record_dir: &Path) -> PathBuf {
    record_dir.join("sidecar")
}

pub(super) fn sidecar_stem(stem: &str, id: i32) -> String {
    format!("{stem}_{id:02}")
}

pub(super) fn checkpoint_dir(dir: &Path) -> PathBuf {
    dir.join("checkpoints")
}

pub(super) fn checkpoint(dir: &Path, round: u64) -> PathBuf {
    checkpoint_dir(dir).join(format!("{round:020}{CHECKPOINT}"))
}

/// The names in a directory with an ending, without it, in their order. None when there is no directory.
pub(super) fn stems(dir: &Path, ending: &str) -> std::io::Result<Vec<String>> {
    let entries = match std::fs::read_dir(dir) {
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(Vec::new()),
        entries => entries?,
    };
    let mut stems = Vec::new();
    for entry in entries {
        let name = entry?.file_name();
        if let Some(stem) = name.to_str().and_then(|name| name.strip_suffix(ending)) {
            stems.push(stem.to_owned());
        }
    }
    stems.sort_unstable();
    Ok(stems)
}
