//! Hashes.

use sha2::Digest;

/// A SHA-384 digest.
pub type Sha384 = [u8; 48];

/// SHA-384: the hash of transactions and streams.
pub fn sha384(bytes: &[u8]) -> Sha384 {
    sha2::Sha384::digest(bytes).into()
}

/// SHA-384 of what these parts are together.
pub fn sha384_of<'a>(parts: impl IntoIterator<Item = &'a bytes::Bytes>) -> Sha384 {
    let mut hasher = sha2::Sha384::new();
    parts.into_iter().for_each(|part| hasher.update(part));
    hasher.finalize().into()
}

/// Keccak-256: what ECDSA signatures sign, and what EVM addresses are cut from (`keys::evm_address`).
pub fn keccak256(bytes: &[u8]) -> [u8; 32] {
    sha3::Keccak256::digest(bytes).into()
}
