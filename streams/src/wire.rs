//! Protobuf written piece by piece, since files grow while they are open; and what checkpoints have in common.

use bytes::Bytes;
use hapi_proto::services::{HashAlgorithm, HashObject};
use prost::{
    Message,
    encoding::{WireType, encode_key, encode_varint, encoded_len_varint},
};

use crate::Hash;

/// Bytes are no checkpoint of this version.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CheckpointError {
    /// They do not decode, or what they say cannot be.
    #[error("the checkpoint does not decode")]
    Malformed,
    /// They are damaged, or were written by another version.
    #[error("the checkpoint is damaged, or of another version")]
    Damaged,
}

/// Writes the key and length of a field that has a length.
pub(crate) fn begin_field(out: &mut Vec<u8>, tag: u32, length: usize) {
    encode_key(tag, WireType::LengthDelimited, out);
    encode_varint(length as u64, out);
}

/// How long such a field is in all; tags are below 16.
pub(crate) fn field_len(length: usize) -> usize {
    1 + encoded_len_varint(length as u64) + length
}

/// Writes a field of bytes.
pub(crate) fn bytes_field(out: &mut Vec<u8>, tag: u32, bytes: &[u8]) {
    begin_field(out, tag, bytes.len());
    out.extend_from_slice(bytes);
}

/// Writes a field that is a message.
pub(crate) fn message_field(out: &mut Vec<u8>, tag: u32, message: &impl Message) {
    begin_field(out, tag, message.encoded_len());
    message.encode_raw(out);
}

/// Writes a message field whose length is known when it is written: then nothing is measured before, and measured again at
/// each level, as prost does.
pub(crate) fn nested(out: &mut Vec<u8>, tag: u32, write: impl FnOnce(&mut Vec<u8>)) {
    encode_key(tag, WireType::LengthDelimited, out);
    let at = out.len();
    out.push(0);
    write(out);
    let end = out.len();
    let length = (end - at - 1) as u64;
    let more = encoded_len_varint(length) - 1;
    if more > 0 {
        out.resize(end + more, 0);
        out.copy_within(at + 1..end, at + 1 + more);
    }
    encode_varint(length, &mut &mut out[at..=at + more]);
}

/// A hash as files name it.
pub(crate) fn hash_object(hash: Hash) -> HashObject {
    HashObject { algorithm: HashAlgorithm::Sha384.into(), length: 48, hash: hash.into() }
}

/// Hashes out of a checkpoint.
pub(crate) fn hash_from(bytes: &[u8]) -> Result<Hash, CheckpointError> {
    Hash::from_bytes(bytes).ok_or(CheckpointError::Malformed)
}

/// Hashes out of a checkpoint.
pub(crate) fn hashes_from(hashes: &[Bytes]) -> Result<Vec<Hash>, CheckpointError> {
    hashes.iter().map(|hash| hash_from(hash)).collect()
}

/// Hashes for a checkpoint, or for the singleton of the block stream.
pub(crate) fn hashes_into(hashes: &[Hash]) -> Vec<Bytes> {
    hashes.iter().copied().map(Bytes::from).collect()
}
