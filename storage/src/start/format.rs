//! How a start is written.

use super::Parts;
use crate::codec::{Checksum, Reader, Write as _, checksum};

/// Changes whenever the format does.
const MAGIC: [u8; 8] = *b"start-v1";

/// What a start is kept for.
#[derive(Clone, Copy, Debug)]
pub(super) struct Key<'a> {
    pub(super) version: &'a str,
    pub(super) configuration: &'a [u8; 32],
}

impl Key<'_> {
    /// What its file is named by.
    pub(super) fn name(&self) -> String {
        let hash = checksum(&[self.configuration, self.version.as_bytes()]);
        format!("{:032x}", u128::from_be_bytes(hash))
    }

    pub(super) fn encode(&self, parts: &Parts) -> Vec<u8> {
        let mut out = Vec::new();
        out.put(&MAGIC);
        out.put(self.configuration);
        out.put_sized(self.version.as_bytes());
        out.put_count(parts.len());
        for (name, bytes) in parts {
            out.put_sized(name.as_bytes());
            out.put_sized(bytes);
        }
        let checksum = checksum(&[&out]);
        out.put(&checksum);
        out
    }

    /// What was encoded for this key; `None` for all other bytes.
    pub(super) fn decode(&self, bytes: &[u8]) -> Option<Parts> {
        let (covered, written) = bytes.split_last_chunk::<{ size_of::<Checksum>() }>()?;
        let mut reader = Reader(covered);
        let is_right = checksum(&[covered]) == *written
            && reader.array() == Some(MAGIC)
            && reader.array() == Some(*self.configuration)
            && reader.sized() == Some(self.version.as_bytes());
        let part = |reader: &mut Reader<'_>| {
            let name = String::from_utf8(reader.sized()?.to_vec()).ok()?;
            Some((name, reader.sized()?.to_vec()))
        };
        let parts = is_right.then(|| reader.list(part)).flatten()?;
        reader.0.is_empty().then(|| parts.into_iter().collect())
    }
}
