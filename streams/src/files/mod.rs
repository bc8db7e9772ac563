//! The streams of a node, on disk.

mod checkpoint;
mod gzip;
mod names;
mod read;
mod store;
mod verify;
mod writer;

use std::{
    io,
    path::{Path, PathBuf},
};

use hapi_proto::{block::output::StateChange, services::SemanticVersion};
pub use read::{Damage, DamagedFile, read_block_file, read_record_file};
pub use verify::{Seen, Verified, VerifyError, verify_directory};
use writer::Writer;

use crate::{
    BlockConfig, BlockRule, BlockStream, CheckpointError, Hash, ProofKind, RecordConfig, RecordStream, Round,
    Signer,
};

/// Where the streams of a node are, and how they are made.
#[derive(Clone, Debug)]
pub struct Settings {
    /// The directory of the streams: `<directory of the node>/streams`.
    pub dir: PathBuf,
    /// The account of the node, which its directories are named by: `0.0.3`.
    pub account: String,
    /// The version of the HAPI and of the software.
    pub version: SemanticVersion,
    /// The node's key.
    pub signer: Signer,
    /// Whether there is a record stream.
    pub records: bool,
    /// Whether there is a block stream.
    pub blocks: bool,
    /// How many seconds of consensus time a record file is for.
    pub record_period: i64,
    /// When a block is closed.
    pub block_rule: BlockRule,
    /// What a block's proof carries.
    pub proof: ProofKind,
    /// How hard files are compressed, from 0, not at all, to 9.
    pub compression: u32,
    /// How many record files and blocks are kept, those of the latest times: for benches, which would fill the disk. `None`
    /// keeps all.
    pub keep: Option<usize>,
}

impl Settings {
    /// Both streams in a directory, as networks have them by default; compressed little, since tests delete them soon.
    pub fn new(
        dir: impl Into<PathBuf>,
        account: impl Into<String>,
        version: SemanticVersion,
        signer: Signer,
    ) -> Self {
        Self {
            dir: dir.into(),
            account: account.into(),
            version,
            signer,
            records: true,
            blocks: true,
            record_period: 2,
            block_rule: BlockRule::default(),
            proof: ProofKind::default(),
            compression: 1,
            keep: None,
        }
    }

    /// Where the record files are.
    pub fn record_dir(&self) -> PathBuf {
        names::record_dir(&self.dir, &self.account)
    }

    /// Where the blocks are.
    pub fn block_dir(&self) -> PathBuf {
        names::block_dir(&self.dir, &self.account)
    }

    fn record_config(&self) -> RecordConfig {
        let config = RecordConfig::new(self.version.clone(), self.signer.clone());
        RecordConfig { period: self.record_period, ..config }
    }

    fn block_config(&self) -> BlockConfig {
        let config = BlockConfig::new(self.version.clone(), self.signer.clone());
        BlockConfig { rule: self.block_rule, proof: self.proof, ..config }
    }
}

/// Streams cannot begin or go on.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// The disk said no.
    #[error("cannot use {path}: {source}")]
    Io {
        /// What was to be used.
        path: PathBuf,
        /// What it said.
        source: io::Error,
    },
    /// There is no checkpoint to go on from.
    #[error(
        "there is no checkpoint of round {round} at {path}: start from a state whose round has one, or from genesis"
    )]
    NoCheckpoint {
        /// The round of the state.
        round: u64,
        /// Where its checkpoint would be.
        path: PathBuf,
    },
    /// There is a checkpoint, but it is unusable.
    #[error("{path}: {source}: start from a state with another checkpoint, or from genesis")]
    Checkpoint {
        /// Which one.
        path: PathBuf,
        /// Why.
        source: CheckpointError,
    },
}

/// A stream could not be written. It goes no further: what comes later would have a hole before it.
#[derive(Clone, Debug, thiserror::Error)]
pub enum StreamError {
    /// The disk said no.
    #[error("cannot write {path}: {reason}")]
    Io {
        /// The file.
        path: PathBuf,
        /// What the disk said.
        reason: String,
    },
    /// A replay made another file than the one that is there: the ledger did not do the same again, or the file is another
    /// network's.
    #[error("{path} is there already, with other contents: a replay must make the same files again")]
    Diverged {
        /// The file.
        path: PathBuf,
    },
    /// The thread that writes is gone.
    #[error("the thread that writes the streams has panicked")]
    Gone,
}

/// Both streams of a node. Rounds are hashed where [`Streams::round`] is called; what is closed is compressed and written by a
/// thread of its own, which is joined when this is dropped.
#[derive(Debug)]
pub struct Streams {
    records: Option<RecordStream>,
    blocks: Option<BlockStream>,
    writer: Writer,
    dir: PathBuf,
}

impl Streams {
    /// The streams of a network that begins from a state with this hash ([`Hash::of_state`]) and these contents, which the
    /// first block tells.
    ///
    /// # Errors
    /// When the directories cannot be made.
    pub fn begin(settings: &Settings, state: Hash, genesis: Vec<StateChange>) -> Result<Self, OpenError> {
        let records = settings.records.then(|| RecordStream::begin(settings.record_config()));
        let blocks = settings.blocks.then(|| BlockStream::begin(settings.block_config(), state, genesis));
        Self::open(settings, records, blocks)
    }

    /// The streams of a node that goes on from the state after a round, at which there was a [`Streams::checkpoint`]. Rounds
    /// that are handled again make the same files again.
    ///
    /// # Errors
    /// When there is no usable checkpoint of that round, or the directories cannot be made.
    pub fn resume(settings: &Settings, round: u64) -> Result<Self, OpenError> {
        let (records, blocks) = checkpoint::read(settings, round)?;
        Self::open(settings, records, blocks)
    }

    fn open(
        settings: &Settings,
        records: Option<RecordStream>,
        blocks: Option<BlockStream>,
    ) -> Result<Self, OpenError> {
        let writer = Writer::start(settings)?;
        Ok(Self { records, blocks, writer, dir: settings.dir.clone() })
    }

    /// Takes a round. What it closed is on its way to the disk when this returns; it waits only while several files are on
    /// their way already.
    ///
    /// # Errors
    /// When something earlier could not be written.
    pub fn round(&mut self, round: &Round<'_>) -> Result<(), StreamError> {
        for file in self.records.iter_mut().flat_map(|records| records.round(round)) {
            self.writer.record(file)?;
        }
        if let Some(block) = self.blocks.as_mut().and_then(|blocks| blocks.round(round)) {
            self.writer.block(block)?;
        }
        self.writer.check()
    }

    /// Keeps what is needed to go on from here, after the last round, whose number this is. When it returns, that and all files
    /// before are on the disk, whatever happens to the machine: call it before the state after that round is kept.
    ///
    /// # Errors
    /// When something could not be written.
    pub fn checkpoint(&mut self, round: u64) -> Result<(), StreamError> {
        let bytes = checkpoint::encode(self.records.as_ref(), self.blocks.as_ref());
        self.writer.checkpoint(round, bytes)
    }

    /// Waits until all that was closed is in its place.
    ///
    /// # Errors
    /// When something could not be written.
    pub fn flush(&mut self) -> Result<(), StreamError> {
        self.writer.flush()
    }

    /// The record stream, if there is one.
    pub fn records(&self) -> Option<&RecordStream> {
        self.records.as_ref()
    }

    /// The block stream, if there is one.
    pub fn blocks(&self) -> Option<&BlockStream> {
        self.blocks.as_ref()
    }

    /// The directory of the streams.
    pub fn dir(&self) -> &Path {
        &self.dir
    }
}
