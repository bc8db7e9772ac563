//! Both streams between two rounds, as one file.

use std::{fs, io};

use bytes::Bytes;
use prost::Message;

use super::{OpenError, Settings, names};
use crate::{BlockStream, CheckpointError, Hash, RecordStream};

/// What a checkpoint begins with; the last character is its version.
const MAGIC: &[u8; 8] = b"HAPISTR1";

#[derive(Clone, PartialEq, Message)]
struct Saved {
    #[prost(bytes = "bytes", optional, tag = "1")]
    records: Option<Bytes>,
    #[prost(bytes = "bytes", optional, tag = "2")]
    blocks: Option<Bytes>,
}

/// Both streams as bytes, with a version and a hash.
pub(super) fn encode(records: Option<&RecordStream>, blocks: Option<&BlockStream>) -> Vec<u8> {
    let saved = Saved {
        records: records.map(|stream| stream.save().into()),
        blocks: blocks.map(|stream| stream.save().into()),
    };
    let mut out = MAGIC.to_vec();
    saved.encode_raw(&mut out);
    let hash = Hash::of(&out);
    out.extend_from_slice(&hash.0);
    out
}

fn decode(bytes: &[u8]) -> Result<Saved, CheckpointError> {
    let (contents, hash) = bytes.split_last_chunk::<48>().ok_or(CheckpointError::Damaged)?;
    let saved = contents.strip_prefix(MAGIC).ok_or(CheckpointError::Damaged)?;
    if Hash::of(contents).0 != *hash {
        return Err(CheckpointError::Damaged);
    }
    Saved::decode(saved).map_err(|_| CheckpointError::Malformed)
}

/// The streams after a round. A stream that was off then cannot be on now.
pub(super) fn read(
    settings: &Settings,
    round: u64,
) -> Result<(Option<RecordStream>, Option<BlockStream>), OpenError> {
    let path = names::checkpoint(&settings.dir, round);
    let bytes = match fs::read(&path) {
        Ok(bytes) => bytes,
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            return Err(OpenError::NoCheckpoint { round, path });
        }
        Err(source) => return Err(OpenError::Io { path, source }),
    };
    resume(settings, &bytes).map_err(|source| OpenError::Checkpoint { path, source })
}

fn resume(
    settings: &Settings,
    bytes: &[u8],
) -> Result<(Option<RecordStream>, Option<BlockStream>), CheckpointError> {
    let Saved { records, blocks } = decode(bytes)?;
    let wanted = |on: bool, saved: Option<Bytes>| match saved {
        _ if !on => Ok(None),
        None => Err(CheckpointError::Malformed),
        saved => Ok(saved),
    };
    let records = wanted(settings.records, records)?
        .map(|saved| RecordStream::resume(settings.record_config(), &saved))
        .transpose()?;
    let blocks = wanted(settings.blocks, blocks)?
        .map(|saved| BlockStream::resume(settings.block_config(), &saved))
        .transpose()?;
    Ok((records, blocks))
}
