//! A closed record file, and the signature file that goes with it.

use bytes::Bytes;
use hapi_proto::services::{SemanticVersion, SignatureFile, SignatureObject, SignatureType, Timestamp};
use prost::Message;

use super::name::stem;
use crate::{Hash, Signer, wire::hash_object};

/// The version of the format of record files and of signature files.
pub(crate) const VERSION: u8 = 6;

/// A record file that is complete.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RecordFile {
    /// Its number: that of the block it is, from 0.
    pub number: u64,
    /// The consensus time of its first transaction, which names it.
    pub first: Timestamp,
    /// The running hash before it.
    pub start: Hash,
    /// The running hash after it.
    pub end: Hash,
    /// The file before it is compressed.
    pub contents: Bytes,
    /// The hash of that.
    pub hash: Hash,
    /// The signature file.
    pub signature: Bytes,
    /// Its sidecars in order.
    pub sidecars: Vec<Sidecar>,
}

/// A file beside a record file: what contracts did, in detail.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sidecar {
    /// Its number, from 1.
    pub id: i32,
    /// The file before it is compressed: a `SidecarFile`.
    pub contents: Bytes,
    /// The hash of that, which the record file tells.
    pub hash: Hash,
}

impl RecordFile {
    /// What its name begins with, and those of the files that go with it.
    pub fn stem(&self) -> String {
        stem(self.first)
    }
}

/// What nodes sign besides the file itself, so that a chain can be followed without the files: versions, running hashes and
/// the number.
pub(crate) fn metadata_hash(version: &SemanticVersion, start: Hash, end: Hash, number: u64) -> Hash {
    let numbers = [i32::from(VERSION), version.major, version.minor, version.patch].map(i32::to_be_bytes);
    Hash::of_parts([numbers.as_flattened(), &start.0, &end.0, &number.to_be_bytes()])
}

/// The signature file over the hashes of a file and of its metadata.
pub(super) fn signature_file(signer: &Signer, file: Hash, metadata: Hash) -> Bytes {
    let signatures = SignatureFile {
        file_signature: Some(signature(signer, file)),
        metadata_signature: Some(signature(signer, metadata)),
    };
    let mut out = vec![VERSION];
    signatures.encode_raw(&mut out);
    out.into()
}

fn signature(signer: &Signer, hash: Hash) -> SignatureObject {
    let signature = signer.sign(&hash.0);
    let length = i32::try_from(signature.len()).unwrap_or(i32::MAX);
    SignatureObject {
        // The protocol has a name for RSA alone.
        r#type: SignatureType::Unknown.into(),
        length,
        checksum: 101 - length,
        signature: Bytes::copy_from_slice(&signature),
        hash_object: Some(hash_object(hash)),
    }
}
