//! SHA-384, and how Merkle trees of the block stream use it.

use core::fmt;

use bytes::Bytes;
use sha2::{Digest, Sha384};

/// A SHA-384 hash.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Hash(pub [u8; 48]);

impl fmt::Display for Hash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&hex::encode(self.0))
    }
}

impl fmt::Debug for Hash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&hex::encode(&self.0[..6]))
    }
}

impl From<Hash> for Bytes {
    fn from(hash: Hash) -> Self {
        Self::copy_from_slice(&hash.0)
    }
}

impl AsRef<[u8]> for Hash {
    fn as_ref(&self) -> &[u8] {
        &self.0
    }
}

/// The prefixes that keep leaves, nodes with one child and nodes with two apart.
const LEAF: [u8; 1] = [0];
const SINGLE: [u8; 1] = [1];
const NODE: [u8; 1] = [2];

impl Hash {
    /// What running hashes begin with.
    pub const ZEROS: Self = Self([0; 48]);

    /// The root of a tree without leaves: the hash of the prefix of a leaf alone.
    pub const EMPTY: Self = Self([
        0xbe, 0xc0, 0x21, 0xb4, 0xf3, 0x68, 0xe3, 0x06, 0x91, 0x34, 0xe0, 0x12, 0xc2, 0xb4, 0x30, 0x70, 0x83,
        0xd3, 0xa9, 0xbd, 0xd2, 0x06, 0xe2, 0x4e, 0x5f, 0x0d, 0x86, 0xe1, 0x3d, 0x66, 0x36, 0x65, 0x59, 0x33,
        0xec, 0x2b, 0x41, 0x34, 0x65, 0x96, 0x68, 0x17, 0xa9, 0xc2, 0x08, 0xa1, 0x17, 0x17,
    ]);

    /// The hash of some bytes.
    pub fn of(bytes: &[u8]) -> Self {
        Self::of_parts([bytes])
    }

    /// The hash of parts, as if they were one.
    pub fn of_parts<'a>(parts: impl IntoIterator<Item = &'a [u8]>) -> Self {
        let mut digest = Sha384::new();
        parts.into_iter().for_each(|part| digest.update(part));
        Self(digest.finalize().into())
    }

    /// What blocks say of a state with this hash: the ledger's own is of another kind, and trees have no place for it.
    pub fn of_state(hash: &[u8]) -> Self {
        Self::of(hash)
    }

    /// A leaf of a Merkle tree.
    pub fn leaf(bytes: &[u8]) -> Self {
        Self::of_parts([&LEAF, bytes])
    }

    /// The parent of one child.
    pub fn single(child: Self) -> Self {
        Self::of_parts([&SINGLE[..], &child.0])
    }

    /// The parent of two children.
    pub fn node(left: Self, right: Self) -> Self {
        Self::of_parts([&NODE[..], &left.0, &right.0])
    }

    /// The hash that these bytes are; `None` unless there are 48.
    pub fn from_bytes(bytes: &[u8]) -> Option<Self> {
        bytes.try_into().ok().map(Self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_empty_tree_is_the_hash_of_a_leafs_prefix() {
        assert_eq!(Hash::of(&[0]), Hash::EMPTY);
        assert_eq!(Hash::leaf(&[]), Hash::EMPTY);
    }

    #[test]
    fn parts_are_hashed_as_one() {
        let hash = Hash::of(b"abc");
        assert_eq!(Hash::of_parts([&b"a"[..], b"bc"]), hash);
        // The example of FIPS 180-4.
        assert!(
            hash.to_string().starts_with("cb00753f45a35e8bb5a03d699ac65007272c32ab0eded1631a8b605a43ff5bed")
        );
        assert_eq!(Hash::from_bytes(hash.as_ref()), Some(hash));
        assert_eq!(Hash::from_bytes(&[0; 47]), None);
    }
}
