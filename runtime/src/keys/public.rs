//! Primitive public keys.

use hapi_proto::services::{Key, key};
use secp256k1::ecdsa;
use sha3::{Digest, Keccak256};

use super::private::CURVE;

/// A primitive public key: one that a private key answers for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum PublicKey {
    /// Ed25519.
    Ed25519([u8; 32]),
    /// ECDSA on the curve secp256k1, compressed.
    Secp256k1([u8; 33]),
}

impl PublicKey {
    /// The key that `key` is, unless it is a list, a contract, or malformed.
    pub fn of(key: &Key) -> Option<Self> {
        match key.key.as_ref()? {
            key::Key::Ed25519(bytes) => bytes.as_ref().try_into().ok().map(Self::Ed25519),
            key::Key::EcdsaSecp256k1(bytes) => bytes.as_ref().try_into().ok().map(Self::Secp256k1),
            _ => None,
        }
    }

    /// Its bytes as the wire has them.
    pub fn as_bytes(&self) -> &[u8] {
        match self {
            Self::Ed25519(bytes) => bytes,
            Self::Secp256k1(bytes) => bytes,
        }
    }

    /// The address that the EVM gives to an account with this key: the last 20 bytes of the Keccak-256 hash of the
    /// curve point. Ed25519 keys have none.
    pub fn evm_address(&self) -> Option<[u8; 20]> {
        let Self::Secp256k1(compressed) = self else { return None };
        let point = secp256k1::PublicKey::from_byte_array_compressed(*compressed).ok()?;
        let hash = Keccak256::digest(&point.serialize_uncompressed()[1..]);
        hash[12..].try_into().ok()
    }

    /// Whether `signature` is one of `message` by this key; ECDSA signs the Keccak-256 hash of a message.
    pub fn verifies(&self, message: &[u8], signature: &[u8; 64]) -> bool {
        match self {
            Self::Ed25519(bytes) => {
                let key = ed25519_zebra::VerificationKey::try_from(*bytes);
                key.is_ok_and(|key| key.verify(&(*signature).into(), message).is_ok())
            }
            Self::Secp256k1(bytes) => {
                let digest = secp256k1::Message::from_digest(Keccak256::digest(message).into());
                let key = secp256k1::PublicKey::from_byte_array_compressed(*bytes);
                let signature = ecdsa::Signature::from_compact(signature);
                match (key, signature) {
                    (Ok(key), Ok(signature)) => CURVE.verify_ecdsa(digest, &signature, &key).is_ok(),
                    _ => false,
                }
            }
        }
    }
}

impl From<PublicKey> for Key {
    fn from(public: PublicKey) -> Self {
        match public {
            PublicKey::Ed25519(bytes) => Self::ed25519(bytes.to_vec()),
            PublicKey::Secp256k1(bytes) => Self::ecdsa(bytes.to_vec()),
        }
    }
}
