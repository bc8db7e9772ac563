//! Why a log is not opened.

use std::{
    io,
    path::{Path, PathBuf},
};

use crate::owner::{Owner, START_ANEW};

/// A log that cannot be opened. Nothing of it was changed.
#[derive(Debug, thiserror::Error)]
pub enum LogError {
    /// The disk refuses.
    #[error("cannot {action} {}: {source}", path.display())]
    Io {
        /// What was tried.
        action: &'static str,
        /// On what.
        path: PathBuf,
        /// Why not.
        source: io::Error,
    },
    /// Another process has it open, or this one has it open already.
    #[error("the event log in {} is in use by another process; stop that one first", directory.display())]
    InUse {
        /// The log's directory.
        directory: PathBuf,
    },
    /// It is another node's, or another network's.
    #[error(
        "the event log in {} belongs to {found}, not to {expected}; give each node a directory of its own, or remove this one",
        directory.display()
    )]
    Foreign {
        /// The log's directory.
        directory: PathBuf,
        /// Whose it is.
        found: Owner,
        /// Who opened it.
        expected: Owner,
    },
    /// Another version of this program wrote it.
    #[error(
        "{} has the format {found}, and this program reads {}; start the program that wrote it, or {START_ANEW}",
        path.display(), super::segment::VERSION
    )]
    Version {
        /// The file.
        path: PathBuf,
        /// Its format.
        found: u32,
    },
    /// What was synced is not all there.
    #[error(
        "{} is damaged: {what}; the node cannot go on from it without contradicting itself: {START_ANEW}",
        path.display()
    )]
    Damaged {
        /// The file.
        path: PathBuf,
        /// What is wrong.
        what: Damage,
    },
}

/// What is wrong with a file of the log.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Damage {
    /// Its header cannot be read.
    #[error("its header cannot be read")]
    Header,
    /// Its header is that of another file.
    #[error("its header says that it is segment {0}")]
    Name(u64),
    /// It was made longer.
    #[error("it has {found} bytes of {expected}")]
    Length {
        /// How many bytes it has.
        found: u64,
        /// How many it was made with.
        expected: u64,
    },
    /// There are later ones, but not this one.
    #[error("it is missing, though later ones are there")]
    Missing,
    /// A record that was synced cannot be read.
    #[error(
        "record {record} at byte {offset} was on disk and cannot be read; {lost} records are lost with it"
    )]
    Record {
        /// The number of the first record that cannot be read.
        record: u64,
        /// Where it begins in the file.
        offset: u64,
        /// How many records that were synced are lost.
        lost: u64,
    },
    /// A record is whole, but no event.
    #[error("record {record} at byte {offset} is no event: {error}")]
    Event {
        /// The number of the record.
        record: u64,
        /// Where it begins in the file.
        offset: u64,
        /// Why it is none.
        error: hapi_hashgraph::MalformedEvent,
    },
}

impl LogError {
    pub(super) fn io<'a>(action: &'static str, path: &'a Path) -> impl FnOnce(io::Error) -> Self + 'a {
        move |source| Self::Io { action, path: path.to_owned(), source }
    }

    pub(super) fn damaged(path: &Path, what: Damage) -> Self {
        Self::Damaged { path: path.to_owned(), what }
    }
}

/// An earlier write or sync failed: what is on disk is not known, so nothing more is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "the event log failed before and takes nothing more; start the node again, so that it reads what is on disk"
)]
pub(super) struct FailedBefore;

/// An event that no segment can hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("an event of {bytes} bytes does not fit into a segment of the log, which holds {space}")]
pub(super) struct TooLarge {
    pub(super) bytes: u64,
    pub(super) space: u64,
}
