//! Signatures and hashes: one rule of validity, for single and batched checks, on every node.

mod batch;
mod cache;
mod digest;
mod secret;
mod verifier;

pub use batch::{Claim, Seed};
pub use digest::{Sha384, keccak256, sha384, sha384_of};
pub use secret::{BadSecretKey, SecretKey};
pub use verifier::Verifier;

/// A primitive public key.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum PublicKey {
    /// An Ed25519 key.
    Ed25519([u8; 32]),
    /// A compressed ECDSA(secp256k1) key.
    Ecdsa([u8; 33]),
}

impl PublicKey {
    /// Its bytes, as keys and signature maps carry them.
    pub fn as_bytes(&self) -> &[u8] {
        match self {
            Self::Ed25519(bytes) => bytes,
            Self::Ecdsa(bytes) => bytes,
        }
    }
}
