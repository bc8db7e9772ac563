//! Hashes.

use sha2::Digest;

/// A SHA-384 digest.
pub type Sha384 = [u8; 48];

/// SHA-384: the hash of transactions and streams.
pub fn sha384(bytes: &[u8]) -> Sha384 {
    sha2::Sha384::digest(bytes).into()
}

/// Keccak-256: what ECDSA signatures sign, and what EVM addresses are cut from (`keys::evm_address`).
pub fn keccak256(bytes: &[u8]) -> [u8; 32] {
    sha3::Keccak256::digest(bytes).into()
}
