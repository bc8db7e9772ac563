//! The record stream: each transaction with its record, in files of two seconds that are chained by a running hash.

mod file;
pub(crate) mod name;
mod running_hash;
mod sidecar;

use hapi_proto::services::{RecordStreamItem, SemanticVersion, SidecarFile, Timestamp, TransactionRecord};
use prost::Message;

pub use file::{RecordFile, Sidecar};
pub(crate) use file::{VERSION, metadata_hash};
use sidecar::Sidecars;

use crate::{
    Content, Hash, Round, Signer,
    round::{Entry, Handled},
    wire::{self, CheckpointError, begin_field, bytes_field, field_len, hash_object, message_field},
};

/// How record files are made.
#[derive(Clone, Debug)]
pub struct RecordConfig {
    /// The version of the HAPI that the records are of.
    pub hapi_version: SemanticVersion,
    /// Who signs.
    pub signer: Signer,
    /// How many seconds of consensus time a file is for (`hedera.recordStream.logPeriod`).
    pub period: i64,
    /// How many bytes of records a sidecar holds at most (`hedera.recordStream.sidecarMaxSizeMb`). One record alone may be
    /// larger.
    pub sidecar_limit: usize,
}

impl RecordConfig {
    /// As networks have it by default: files of two seconds, sidecars of at most 256 MiB.
    pub fn new(hapi_version: SemanticVersion, signer: Signer) -> Self {
        Self { hapi_version, signer, period: 2, sidecar_limit: 256 << 20 }
    }

    /// The period that a time is in.
    fn period_of(&self, time: Timestamp) -> i64 {
        time.seconds.div_euclid(self.period.max(1))
    }
}

/// The record stream.
///
/// A file begins with the first transaction of a period and holds all of that period; a period without transactions has
/// no file. A file is closed by the first transaction or round after its period, whichever comes first, or by
/// [`RecordStream::close`]. What is in a file depends on the transactions alone.
#[derive(Clone, Debug)]
pub struct RecordStream {
    config: RecordConfig,
    running: Hash,
    /// The number of the open file, or of the next one.
    number: u64,
    open: Option<Open>,
    /// An item being encoded: kept for its room.
    scratch: Vec<u8>,
}

#[derive(Clone, Debug)]
struct Open {
    first: Timestamp,
    start: Hash,
    contents: Vec<u8>,
    sidecars: Sidecars,
}

/// The tags of `RecordStreamFile`.
mod tag {
    pub(super) const HAPI_VERSION: u32 = 1;
    pub(super) const START: u32 = 2;
    pub(super) const ITEM: u32 = 3;
    pub(super) const END: u32 = 4;
    pub(super) const NUMBER: u32 = 5;
    pub(super) const SIDECAR: u32 = 6;
}

impl RecordStream {
    /// The stream of a network that begins.
    pub fn begin(config: RecordConfig) -> Self {
        Self { config, running: Hash::ZEROS, number: 0, open: None, scratch: Vec::new() }
    }

    /// The running hash after the last record.
    pub fn running_hash(&self) -> Hash {
        self.running
    }

    /// Takes a round, and gives back the files that it closed.
    pub fn round(&mut self, round: &Round<'_>) -> Vec<RecordFile> {
        let mut closed = Vec::new();
        for content in round.events.iter().flat_map(|event| &event.contents) {
            if let Content::Handled(handled) = content {
                closed.extend(self.push(handled));
            }
        }
        // All that comes later is later than the round.
        if round.freezes || self.ends_before(round.time) {
            closed.extend(self.close());
        }
        closed
    }

    /// Takes a transaction, and gives back the file that it closed.
    pub fn push(&mut self, handled: &Handled<'_>) -> Option<RecordFile> {
        if handled.entries.is_empty() {
            return None;
        }
        let time = handled.time();
        let closed = if self.ends_before(time) { self.close() } else { None };
        let mut open = self.open.take().unwrap_or_else(|| self.open_at(time));
        for entry in &handled.entries {
            self.append(entry, &mut open.contents);
        }
        for record in handled.sidecars {
            open.sidecars.push(record, self.config.sidecar_limit);
        }
        self.open = Some(open);
        closed
    }

    /// Closes the open file, if there is one, as a freeze does.
    pub fn close(&mut self) -> Option<RecordFile> {
        let Open { first, start, mut contents, sidecars } = self.open.take()?;
        let (number, end) = (self.number, self.running);
        self.number += 1;
        message_field(&mut contents, tag::END, &hash_object(end));
        if number > 0 {
            prost::encoding::uint64::encode(tag::NUMBER, &number, &mut contents);
        }
        let (sidecars, metadata) = sidecars.finish();
        for sidecar in &metadata {
            message_field(&mut contents, tag::SIDECAR, sidecar);
        }
        let hash = Hash::of(&contents);
        let metadata = metadata_hash(&self.config.hapi_version, start, end, number);
        let signature = file::signature_file(&self.config.signer, hash, metadata);
        Some(RecordFile { number, first, start, end, contents: contents.into(), hash, signature, sidecars })
    }

    fn ends_before(&self, time: Timestamp) -> bool {
        self.open.as_ref().is_some_and(|open| self.config.period_of(open.first) < self.config.period_of(time))
    }

    fn open_at(&self, first: Timestamp) -> Open {
        let mut contents = i32::from(VERSION).to_be_bytes().to_vec();
        message_field(&mut contents, tag::HAPI_VERSION, &self.config.hapi_version);
        message_field(&mut contents, tag::START, &hash_object(self.running));
        Open { first, start: self.running, contents, sidecars: Sidecars::default() }
    }

    fn append(&mut self, entry: &Entry<'_>, contents: &mut Vec<u8>) {
        self.scratch.clear();
        let record_at = transaction(entry.signed, &mut self.scratch);
        if entry.encoded.is_none() {
            entry.record.encode_raw(&mut self.scratch);
        }
        let (transaction, record) = self.scratch.split_at(record_at);
        let record = entry.encoded.unwrap_or(record);
        self.running = running_hash::next(self.running, transaction, record);
        begin_field(contents, tag::ITEM, field_len(transaction.len()) + field_len(record.len()));
        bytes_field(contents, 1, transaction);
        bytes_field(contents, 2, record);
    }
}

/// Writes the `Transaction` that an item has for a signed transaction; gives back its length.
fn transaction(signed: &[u8], out: &mut Vec<u8>) -> usize {
    bytes_field(out, 5, signed);
    out.len()
}

/// The running hash after an item.
pub(crate) fn running_hash_of(previous: Hash, item: &RecordStreamItem) -> Hash {
    let transaction = item.transaction.as_ref().map(Message::encode_to_vec).unwrap_or_default();
    let record = item.record.as_ref().map(TransactionRecord::encode_to_vec).unwrap_or_default();
    running_hash::next(previous, &transaction, &record)
}

/// The stream between two rounds, as it is kept.
#[derive(Clone, PartialEq, Message)]
struct Saved {
    #[prost(bytes = "bytes", tag = "1")]
    running: bytes::Bytes,
    #[prost(uint64, tag = "2")]
    number: u64,
    #[prost(message, optional, tag = "3")]
    open: Option<SavedFile>,
}

#[derive(Clone, PartialEq, Message)]
struct SavedFile {
    #[prost(message, optional, tag = "1")]
    first: Option<Timestamp>,
    #[prost(bytes = "bytes", tag = "2")]
    start: bytes::Bytes,
    #[prost(bytes = "bytes", tag = "3")]
    contents: bytes::Bytes,
    /// A `SidecarFile` of all sidecar records.
    #[prost(bytes = "bytes", tag = "4")]
    sidecars: bytes::Bytes,
}

impl RecordStream {
    /// The stream as bytes, its open file included.
    pub fn save(&self) -> Vec<u8> {
        let open = self.open.as_ref().map(|open| SavedFile {
            first: Some(open.first),
            start: open.start.into(),
            contents: open.contents.clone().into(),
            sidecars: open.sidecars.records().into(),
        });
        Saved { running: self.running.into(), number: self.number, open }.encode_to_vec()
    }

    /// The stream that was saved as these bytes.
    ///
    /// # Errors
    /// When no stream was.
    pub fn resume(config: RecordConfig, saved: &[u8]) -> Result<Self, CheckpointError> {
        let Saved { running, number, open } = Saved::decode(saved).map_err(|_| CheckpointError::Malformed)?;
        let open = open.map(|open| {
            let mut sidecars = Sidecars::default();
            let records = SidecarFile::decode(open.sidecars).map_err(|_| CheckpointError::Malformed)?;
            for record in &records.sidecar_records {
                sidecars.push(record, config.sidecar_limit);
            }
            Ok(Open {
                first: open.first.ok_or(CheckpointError::Malformed)?,
                start: wire::hash_from(&open.start)?,
                contents: open.contents.to_vec(),
                sidecars,
            })
        });
        Ok(Self {
            running: wire::hash_from(&running)?,
            number,
            open: open.transpose()?,
            config,
            scratch: Vec::new(),
        })
    }
}
