//! How a state is written.

use bytes::Bytes;
use hapi_hashgraph::MemberId;

use super::SavedState;
use crate::{
    codec::{Checksum, Reader, Write as _, checksum},
    owner::Owner,
};

/// The format of the files.
pub(super) const VERSION: u32 = 1;

const MAGIC: [u8; 8] = *b"hapistat";

/// Bytes that are no state of this version.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum NoState {
    Damaged,
    Version(u32),
}

pub(super) fn encode(owner: &Owner, state: &SavedState) -> Vec<u8> {
    let mut out = Vec::with_capacity(state.ledger.len() + 4096);
    out.put(&MAGIC);
    out.put_u32(VERSION);
    out.put_owner(owner);
    out.put_u64(state.round);
    out.put(&state.hash);
    out.put_snapshot(&state.snapshot);
    out.put_count(state.signatures.len());
    for (member, signature) in &state.signatures {
        out.put_u64(member.0);
        out.put_sized(signature);
    }
    out.put_sized(&state.ledger);
    let checksum = checksum(&[&out]);
    out.put(&checksum);
    out
}

pub(super) fn decode(bytes: &[u8]) -> Result<(Owner, SavedState), NoState> {
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
    let state = fields(&mut reader).ok_or(NoState::Damaged)?;
    if reader.0.is_empty() { Ok(state) } else { Err(NoState::Damaged) }
}

fn fields(reader: &mut Reader<'_>) -> Option<(Owner, SavedState)> {
    let owner = reader.owner()?;
    let (round, hash, snapshot) = (reader.u64()?, reader.array()?, reader.snapshot()?);
    let signature =
        |reader: &mut Reader<'_>| Some((MemberId(reader.u64()?), Bytes::copy_from_slice(reader.sized()?)));
    let signatures = reader.list(signature)?;
    let ledger = reader.sized()?.to_vec();
    Some((owner, SavedState { round, ledger, snapshot, hash, signatures }))
}
