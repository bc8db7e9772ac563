//! A closed block.

use bytes::Bytes;

use crate::{Hash, Signer};

/// A block that is complete.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BlockFile {
    /// Its number, from 0.
    pub number: u64,
    /// The root of the block before it.
    pub previous: Hash,
    /// Its root.
    pub root: Hash,
    /// The file before it is compressed: a `Block`.
    pub contents: Bytes,
}

impl BlockFile {
    /// What its name begins with, and that of its marker: its number in 36 digits.
    pub fn stem(&self) -> String {
        stem(self.number)
    }
}

pub(crate) fn stem(number: u64) -> String {
    format!("{number:036}")
}

/// What a block's proof carries in the place of a threshold signature.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ProofKind {
    /// The node's Ed25519 signature of the root: 64 bytes.
    #[default]
    Ed25519,
    /// The SHA-384 hash of the root, 48 bytes: no proof of anything, but what the reference writes by default (its
    /// `tss.forceMockSignatures`), and the same on all nodes.
    Hash,
}

impl ProofKind {
    pub(super) fn prove(self, root: Hash, signer: &Signer) -> Bytes {
        match self {
            Self::Ed25519 => Bytes::copy_from_slice(&signer.sign(&root.0)),
            Self::Hash => Hash::of(&root.0).into(),
        }
    }
}
