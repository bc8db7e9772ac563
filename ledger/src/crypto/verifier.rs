//! The one rule of which signatures are valid.

use core::fmt;

use ed25519_zebra::{Signature as Ed25519Signature, VerificationKey};
use secp256k1::{Message, PublicKey as EcdsaKey, Secp256k1, VerifyOnly, ecdsa};

use super::{PublicKey, cache::Cache, keccak256};

/// How many decoded keys a verifier keeps by default.
const CAPACITY: usize = 20_000;

/// Verifies signatures, and keeps decoded keys for the next time: decoding costs about as much as a fifth of a
/// verification.
///
/// - Ed25519: by ZIP-215, that is the cofactored equation, with any encoding of points that decodes. Unlike RFC
///   8032 leaves it, a batch then has the verdicts of its members.
/// - ECDSA(secp256k1): over the Keccak-256 hash of the message; both the low and the high form of `s` are valid.
///
/// Verdicts do not depend on what was verified before, so nodes with different caches agree.
pub struct Verifier {
    ed25519: Cache<[u8; 32], Option<VerificationKey>>,
    ecdsa: Cache<[u8; 33], Option<EcdsaKey>>,
    /// Made when it is first needed: many verifiers never are.
    curve: Option<Secp256k1<VerifyOnly>>,
}

impl fmt::Debug for Verifier {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Verifier")
    }
}

impl Default for Verifier {
    fn default() -> Self {
        Self::with_capacity(CAPACITY)
    }
}

/// The clone starts with no decoded keys.
impl Clone for Verifier {
    fn clone(&self) -> Self {
        Self::default()
    }
}

impl Verifier {
    /// A verifier that keeps at most `capacity` decoded keys of each kind.
    pub fn with_capacity(capacity: usize) -> Self {
        Self { ed25519: Cache::new(capacity), ecdsa: Cache::new(capacity), curve: None }
    }

    /// Whether `signature` is `key`'s signature of `message`. Keys that are no point and signatures that are not 64
    /// bytes are just not valid.
    pub fn verify(&mut self, key: &PublicKey, message: &[u8], signature: &[u8]) -> bool {
        let Ok(signature) = <&[u8; 64]>::try_from(signature) else { return false };
        match key {
            PublicKey::Ed25519(key) => self.verify_ed25519(key, message, signature),
            PublicKey::Ecdsa(key) => self.verify_ecdsa(key, message, signature),
        }
    }

    pub(super) fn verify_ed25519(&mut self, key: &[u8; 32], message: &[u8], signature: &[u8; 64]) -> bool {
        self.ed25519
            .get_or_insert_with(*key, || VerificationKey::try_from(*key).ok())
            .is_some_and(|key| key.verify(&Ed25519Signature::from_bytes(signature), message).is_ok())
    }

    fn verify_ecdsa(&mut self, key: &[u8; 33], message: &[u8], signature: &[u8; 64]) -> bool {
        let Some(key) =
            self.ecdsa.get_or_insert_with(*key, || EcdsaKey::from_byte_array_compressed(*key).ok())
        else {
            return false;
        };
        let Ok(mut signature) = ecdsa::Signature::from_compact(signature) else { return false };
        signature.normalize_s();
        let curve = self.curve.get_or_insert_with(Secp256k1::verification_only);
        curve.verify_ecdsa(Message::from_digest(keccak256(message)), &signature, &key).is_ok()
    }
}
