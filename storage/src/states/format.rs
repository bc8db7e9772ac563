//! How a state is written.
//!
//! ```text
//! magic, version, owner, round, hash, snapshot, signatures
//! the ledger, as it saves itself: all that is left but for
//! the checksum of everything before, 16 bytes
//! ```
//!
//! The ledger has no length before it: it comes in pieces, and what they come to is not known before the last.

use std::io;

use bytes::Bytes;
use hapi_hashgraph::MemberId;

use super::{SavedState, StateHead};
use crate::{
    codec::{Checksum, Reader, Summer, Write as _, checksum},
    disk::DiskFile,
    owner::Owner,
};

/// The format of the files.
pub(super) const VERSION: u32 = 2;

const MAGIC: [u8; 8] = *b"hapistat";

/// Bytes that are no state of this version.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum NoState {
    Damaged,
    Version(u32),
}

/// A state as it goes to its file, which is empty before.
#[derive(Debug)]
pub(super) struct Draft<'a> {
    file: &'a dyn DiskFile,
    written: u64,
    summer: Summer,
}

impl<'a> Draft<'a> {
    /// Writes all but the ledger.
    pub(super) fn begin(file: &'a dyn DiskFile, owner: &Owner, head: &StateHead) -> io::Result<Self> {
        let mut draft = Self { file, written: 0, summer: Summer::default() };
        draft.put(&encode(owner, head))?;
        Ok(draft)
    }

    /// Writes what comes next of the ledger.
    pub(super) fn put(&mut self, piece: &[u8]) -> io::Result<()> {
        self.file.write_all_at(piece, self.written)?;
        self.summer.update(piece);
        self.written += piece.len() as u64;
        Ok(())
    }

    /// Writes what makes a file of it. Gives back how many bytes that has; they are as durable as a write makes them.
    pub(super) fn finish(mut self) -> io::Result<u64> {
        self.put(&self.summer.checksum())?;
        Ok(self.written)
    }
}

fn encode(owner: &Owner, head: &StateHead) -> Vec<u8> {
    let StateHead { round, snapshot, hash, signatures } = head;
    let mut out = Vec::new();
    out.put(&MAGIC);
    out.put_u32(VERSION);
    out.put_owner(owner);
    out.put_u64(*round);
    out.put(hash);
    out.put_snapshot(snapshot);
    out.put_count(signatures.len());
    for (member, signature) in signatures {
        out.put_u64(member.0);
        out.put_sized(signature);
    }
    out
}

/// The state that the bytes of a file are. Its ledger is a part of them, and no copy.
pub(super) fn decode(bytes: &Bytes) -> Result<(Owner, SavedState), NoState> {
    let (covered, written) = bytes.split_last_chunk::<{ size_of::<Checksum>() }>().ok_or(NoState::Damaged)?;
    if checksum(&[covered]) != *written {
        return Err(NoState::Damaged);
    }
    let mut reader = Reader(covered);
    if reader.array() != Some(MAGIC) {
        return Err(NoState::Damaged);
    }
    match reader.u32() {
        Some(VERSION) => {}
        Some(other) => return Err(NoState::Version(other)),
        None => return Err(NoState::Damaged),
    }
    let (owner, head) = fields(&mut reader).ok_or(NoState::Damaged)?;
    Ok((owner, SavedState { head, ledger: bytes.slice_ref(reader.0) }))
}

fn fields(reader: &mut Reader<'_>) -> Option<(Owner, StateHead)> {
    let owner = reader.owner()?;
    let (round, hash, snapshot) = (reader.u64()?, reader.array()?, reader.snapshot()?);
    let signature =
        |reader: &mut Reader<'_>| Some((MemberId(reader.u64()?), Bytes::copy_from_slice(reader.sized()?)));
    let signatures = reader.list(signature)?;
    Some((owner, StateHead { round, snapshot, hash, signatures }))
}
