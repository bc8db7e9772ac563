//! Everything read back and checked.

mod blocks;
mod records;

use std::{
    fs, io,
    path::{Path, PathBuf},
};

use bytes::Bytes;
use hapi_proto::services::{Timestamp, TransactionRecord};

use super::{Damage, DamagedFile, names};
use crate::Hash;

/// A transaction and its record, as the record stream tells them.
#[derive(Clone, Copy, Debug)]
pub struct Seen<'a> {
    /// The record file it is in.
    pub file: &'a Path,
    /// The transaction: a serialized `SignedTransaction`.
    pub signed: &'a Bytes,
    /// Its record.
    pub record: &'a TransactionRecord,
}

/// What was found, and is right.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Verified {
    /// How many record files there are.
    pub record_files: u64,
    /// How many records they hold.
    pub records: u64,
    /// The running hash after the last.
    pub running_hash: Option<Hash>,
    /// How many blocks there are.
    pub blocks: u64,
    /// How many results they hold.
    pub results: u64,
    /// The number of the last.
    pub last_block: Option<u64>,
    /// Its root.
    pub last_root: Option<Hash>,
    /// How many transactions both streams were compared in: all but those that one of them has not closed a file for, or
    /// has pruned.
    pub compared: u64,
}

/// Streams are not what they should be.
#[derive(Debug, thiserror::Error)]
pub enum VerifyError {
    /// A directory cannot be read.
    #[error("cannot read {path}: {source}")]
    Io {
        /// Which one.
        path: PathBuf,
        /// What the disk said.
        source: io::Error,
    },
    /// A file is not what it should be, by itself or after the one before it.
    #[error(transparent)]
    Damaged(#[from] DamagedFile),
    /// The two streams tell different things of the transactions that they both should tell of.
    #[error("at {time} the record stream has {record}, the block stream has {result}")]
    Unequal {
        /// The consensus time where they part.
        time: Timestamp,
        /// What one says.
        record: String,
        /// What the other says.
        result: String,
    },
}

/// What both streams tell of a transaction.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Told {
    time: Timestamp,
    status: i32,
    fee: u64,
    /// The hash of the transaction's bytes.
    signed: Hash,
}

/// Checks the streams in a directory, `<directory of a node>/streams`: that each file is whole and in its place, that the
/// chains are unbroken, that roots, running hashes, signatures and the hashes in records are what they should be, and that both
/// streams tell of the same transactions with the same outcome. Signatures are checked when the key is given. `see` gets each
/// record in order, so that whoever asks can look for those that must be there.
///
/// # Errors
/// What is wrong first, with the name of the file.
pub fn verify_directory(
    dir: &Path,
    public_key: Option<[u8; 32]>,
    mut see: impl FnMut(Seen<'_>),
) -> Result<Verified, VerifyError> {
    let mut verified = Verified::default();
    let (mut records, mut results) = (Vec::new(), Vec::new());
    for dir in subdirectories(&dir.join("recordStreams"), "record")? {
        records::verify(&dir, public_key, &mut verified, &mut records, &mut see)?;
    }
    for dir in subdirectories(&dir.join("blockStreams"), "block-")? {
        blocks::verify(&dir, public_key, &mut verified, &mut results)?;
    }
    verified.compared = compare(&records, &results)?;
    Ok(verified)
}

fn subdirectories(dir: &Path, prefix: &str) -> Result<Vec<PathBuf>, VerifyError> {
    let failed = |source| VerifyError::Io { path: dir.to_owned(), source };
    let entries = match fs::read_dir(dir) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
        entries => entries.map_err(failed)?,
    };
    let mut found = Vec::new();
    for entry in entries {
        let entry = entry.map_err(failed)?;
        if entry.file_name().to_str().is_some_and(|name| name.starts_with(prefix)) {
            found.push(entry.path());
        }
    }
    found.sort_unstable();
    Ok(found)
}

fn stems(dir: &Path, ending: &str) -> Result<Vec<String>, VerifyError> {
    names::stems(dir, ending).map_err(|source| VerifyError::Io { path: dir.to_owned(), source })
}

fn wrong(path: &Path, what: impl Into<String>) -> DamagedFile {
    Damage::Wrong(what.into()).of(path)
}

/// The error unless something holds.
fn ensure(holds: bool, path: &Path, what: impl FnOnce() -> String) -> Result<(), DamagedFile> {
    if holds { Ok(()) } else { Err(wrong(path, what())) }
}

fn ensure_marker(dir: &Path, stem: &str, path: &Path) -> Result<(), DamagedFile> {
    let marker = dir.join(format!("{stem}{}", names::MARKER));
    ensure(marker.exists(), path, || format!("there is no marker {} beside it", marker.display()))
}

/// Compares what both have: from the later of the beginnings to the earlier of the ends.
fn compare(records: &[Told], results: &[Told]) -> Result<u64, VerifyError> {
    let (Some(records), Some(results)) = (common(records, results), common(results, records)) else {
        return Ok(0);
    };
    let length = records.len().max(results.len());
    for at in 0..length {
        let (record, result) = (records.get(at), results.get(at));
        if record != result {
            let show =
                |told: Option<&Told>| told.map_or_else(|| "nothing".into(), |told| format!("{told:?}"));
            let time = record.into_iter().chain(result).map(|told| told.time).min().unwrap_or_default();
            return Err(VerifyError::Unequal { time, record: show(record), result: show(result) });
        }
    }
    Ok(length as u64)
}

/// The part of `these` that is in the time that the others are of; `None` when the others have none.
fn common<'a>(these: &'a [Told], others: &[Told]) -> Option<&'a [Told]> {
    let (first, last) = (others.first()?.time, others.last()?.time);
    let from = these.partition_point(|told| told.time < first);
    let to = these.partition_point(|told| told.time <= last);
    Some(&these[from..to])
}
