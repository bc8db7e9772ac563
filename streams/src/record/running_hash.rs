//! The running hash of the record stream.

use crate::Hash;

/// The class id and version of a stream object.
const OBJECT: [u8; 12] = [0xe3, 0x70, 0x92, 0x9b, 0xa5, 0x42, 0x9d, 0x8b, 0, 0, 0, 1];
/// The class id and version of a hash, little-endian.
const HASH: [u8; 12] = [0x1e, 0x74, 0x51, 0xa2, 0x83, 0xda, 0x22, 0xf4, 1, 0, 0, 0];

/// The running hash after a transaction and its record, both serialized.
pub(super) fn next(previous: Hash, transaction: &[u8], record: &[u8]) -> Hash {
    let item = Hash::of_parts([&OBJECT[..], &length(record), record, &length(transaction), transaction]);
    Hash::of_parts([&HASH[..], &previous.0, &HASH, &item.0])
}

#[expect(clippy::cast_possible_truncation, reason = "transactions and records are far smaller than 4 GiB")]
fn length(bytes: &[u8]) -> [u8; 4] {
    (bytes.len() as u32).to_be_bytes()
}
