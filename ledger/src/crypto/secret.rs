//! Signing, for tests and for those who drive a ledger. Deterministic: the same message gets the same signature.

use alloc::boxed::Box;
use core::fmt;

use ed25519_zebra::{SigningKey, VerificationKeyBytes};
use secp256k1::{Message, Secp256k1, SignOnly};

use super::{PublicKey, keccak256};

/// A private key.
#[derive(Clone)]
pub struct SecretKey(Kind);

#[derive(Clone)]
enum Kind {
    Ed25519(Box<SigningKey>),
    // Making a context costs more than a signature: a key keeps one.
    Ecdsa(secp256k1::SecretKey, Secp256k1<SignOnly>),
}

/// These bytes are no private key of the curve: zero, or not below the order of its group.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a private key of secp256k1: zero, or not below the order of the group")]
pub struct BadSecretKey;

impl fmt::Debug for SecretKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "SecretKey of {:?}", self.public())
    }
}

impl SecretKey {
    /// The Ed25519 key with this seed. Every seed is a key.
    pub fn ed25519(seed: [u8; 32]) -> Self {
        Self(Kind::Ed25519(Box::new(SigningKey::from_bytes(&seed))))
    }

    /// The ECDSA(secp256k1) key that is this big-endian number.
    ///
    /// # Errors
    /// When it is zero or too large; one of 2^128 random ones is.
    pub fn ecdsa(secret: [u8; 32]) -> Result<Self, BadSecretKey> {
        let key = secp256k1::SecretKey::from_byte_array(secret).map_err(|_| BadSecretKey)?;
        Ok(Self(Kind::Ecdsa(key, Secp256k1::signing_only())))
    }

    /// Its public key.
    pub fn public(&self) -> PublicKey {
        match &self.0 {
            Kind::Ed25519(key) => PublicKey::Ed25519(VerificationKeyBytes::from(&**key).into()),
            Kind::Ecdsa(key, curve) => PublicKey::Ecdsa(key.public_key(curve).serialize()),
        }
    }

    /// The 32 bytes it was made from.
    pub fn to_bytes(&self) -> [u8; 32] {
        match &self.0 {
            Kind::Ed25519(key) => key.to_bytes(),
            Kind::Ecdsa(key, _) => key.secret_bytes(),
        }
    }

    /// Its signature of a message, as HAPI wants it: Ed25519 over the message, ECDSA over its Keccak-256 hash as
    /// `r` and `s` (RFC 6979).
    pub fn sign(&self, message: &[u8]) -> [u8; 64] {
        match &self.0 {
            Kind::Ed25519(key) => key.sign(message).to_bytes(),
            Kind::Ecdsa(key, curve) => {
                curve.sign_ecdsa(Message::from_digest(keccak256(message)), key).serialize_compact()
            }
        }
    }
}
