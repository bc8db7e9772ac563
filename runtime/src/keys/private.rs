//! Primitive private keys, and the text forms that they are exchanged in.

use std::{fmt, str::FromStr, sync::LazyLock};

use ed25519_zebra::SigningKey;
use secp256k1::{All, Message, Secp256k1, SecretKey};
use sha3::{Digest, Keccak256};

use super::{PublicKey, der, pem};
use crate::spec::KeyAlgorithm;

/// A primitive private key.
#[derive(Clone, PartialEq, Eq)]
#[expect(clippy::large_enum_variant, reason = "a spec has few, and signs with them often")]
pub enum PrivateKey {
    /// Ed25519.
    Ed25519(SigningKey),
    /// ECDSA on the curve secp256k1.
    Secp256k1(SecretKey),
}

/// Its tables take a moment to make.
pub(super) static CURVE: LazyLock<Secp256k1<All>> = LazyLock::new(Secp256k1::new);

/// A text is not a private key.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a private key: {0}")]
pub struct ParseKeyError(pub(super) &'static str);

impl PrivateKey {
    /// The key of `algorithm` with these secret bytes; a few of 2^256 are none of ECDSA.
    pub fn from_bytes(algorithm: KeyAlgorithm, secret: [u8; 32]) -> Option<Self> {
        match algorithm {
            KeyAlgorithm::Ed25519 => Some(Self::Ed25519(SigningKey::from(secret))),
            KeyAlgorithm::Secp256k1 => SecretKey::from_byte_array(secret).ok().map(Self::Secp256k1),
        }
    }

    /// Its secret bytes: the seed of Ed25519, the scalar of ECDSA.
    pub fn secret_bytes(&self) -> [u8; 32] {
        match self {
            Self::Ed25519(key) => key.to_bytes(),
            Self::Secp256k1(key) => key.secret_bytes(),
        }
    }

    /// Its algorithm.
    pub fn algorithm(&self) -> KeyAlgorithm {
        match self {
            Self::Ed25519(_) => KeyAlgorithm::Ed25519,
            Self::Secp256k1(_) => KeyAlgorithm::Secp256k1,
        }
    }

    /// Its public half.
    pub fn public(&self) -> PublicKey {
        match self {
            Self::Ed25519(key) => PublicKey::Ed25519(key.verification_key().into()),
            Self::Secp256k1(key) => {
                PublicKey::Secp256k1(secp256k1::PublicKey::from_secret_key(&CURVE, key).serialize())
            }
        }
    }

    /// Its signature of `message`, 64 bytes. Ed25519 signs the message; ECDSA signs its Keccak-256 hash, and the
    /// signature is `r` and `s`.
    pub fn sign(&self, message: &[u8]) -> [u8; 64] {
        match self {
            Self::Ed25519(key) => key.sign(message).to_bytes(),
            Self::Secp256k1(key) => {
                let digest = Message::from_digest(Keccak256::digest(message).into());
                CURVE.sign_ecdsa(digest, key).serialize_compact()
            }
        }
    }

    /// Its DER form in hexadecimal, as the official SDKs print it.
    pub fn to_der_hex(&self) -> String {
        hex::encode(der::private(self.algorithm(), &self.secret_bytes()))
    }

    /// Its PEM form (PKCS #8, not encrypted).
    pub fn to_pem(&self) -> String {
        pem::encode("PRIVATE KEY", &der::private_pkcs8(self.algorithm(), &self.secret_bytes()))
    }

    /// The key in a PEM text: PKCS #8 or SEC 1, not encrypted.
    pub fn from_pem(text: &str) -> Result<Self, ParseKeyError> {
        Self::from_der(&pem::decode(text)?)
    }

    /// The key in a DER structure: PKCS #8, SEC 1, or the short form of the SDKs.
    pub fn from_der(bytes: &[u8]) -> Result<Self, ParseKeyError> {
        let (algorithm, secret) = der::parse_private(bytes)?;
        Self::from_bytes(algorithm, secret).ok_or(ParseKeyError("the scalar is out of range"))
    }
}

/// Reads hexadecimal, with or without `0x`: DER, or 32 raw bytes, which are taken for Ed25519.
impl FromStr for PrivateKey {
    type Err = ParseKeyError;

    fn from_str(text: &str) -> Result<Self, ParseKeyError> {
        let digits = text.strip_prefix("0x").unwrap_or(text);
        let bytes = hex::decode(digits).map_err(|_| ParseKeyError("it is no hexadecimal number"))?;
        match <[u8; 32]>::try_from(bytes.as_slice()) {
            Ok(secret) => Ok(Self::Ed25519(SigningKey::from(secret))),
            Err(_) => Self::from_der(&bytes),
        }
    }
}

/// Shows the public half only.
impl fmt::Debug for PrivateKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "PrivateKey of {:?} {}", self.algorithm(), hex::encode(self.public().as_bytes()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The development key of local networks, from the Hedera documentation.
    const DER: &str =
        "302e020100300506032b65700422042091132178e72057a1d7528025956fe39b0b847f200ab59b2fdd367017f3087137";
    const PUBLIC: &str = "0aa8e21064c61eab86e2a9c164565b4e7a9a4146106e0a6cd03a8c395a110e92";

    #[test]
    fn the_development_key_reads_and_prints_as_the_sdks_do() {
        let key: PrivateKey = DER.parse().unwrap();
        assert_eq!(hex::encode(key.public().as_bytes()), PUBLIC);
        assert_eq!(key.to_der_hex(), DER);
        assert_eq!(DER[32..].parse(), Ok(key));
    }

    #[test]
    fn text_forms_round_trip() {
        for algorithm in [KeyAlgorithm::Ed25519, KeyAlgorithm::Secp256k1] {
            let key = PrivateKey::from_bytes(algorithm, [7; 32]).unwrap();
            assert_eq!(key.to_der_hex().parse(), Ok(key.clone()));
            assert_eq!(PrivateKey::from_pem(&key.to_pem()), Ok(key));
        }
    }

    #[test]
    fn sec1_pem_as_openssl_writes_it_is_read() {
        // `openssl ecparam -genkey -name secp256k1 -noout` around the scalar of 32 bytes 0x01, without the optional point.
        let sec1 =
            [&[0x30, 0x2e, 2, 1, 1, 4, 32][..], &[1; 32], &[0xa0, 7, 6, 5, 0x2b, 0x81, 4, 0, 10]].concat();
        let text = pem::encode("EC PRIVATE KEY", &sec1);
        let expected = PrivateKey::from_bytes(KeyAlgorithm::Secp256k1, [1; 32]).unwrap();
        assert_eq!(PrivateKey::from_pem(&text), Ok(expected));
    }

    #[test]
    fn signatures_verify_and_cover_the_message() {
        for algorithm in [KeyAlgorithm::Ed25519, KeyAlgorithm::Secp256k1] {
            let key = PrivateKey::from_bytes(algorithm, [9; 32]).unwrap();
            let signature = key.sign(b"message");
            assert!(key.public().verifies(b"message", &signature));
            assert!(!key.public().verifies(b"massage", &signature));
        }
    }

    #[test]
    fn nonsense_is_an_error() {
        for text in ["", "zz", "00", "302e020100300506032b657004220420"] {
            assert!(text.parse::<PrivateKey>().is_err(), "{text}");
        }
    }

    /// The address that the key with the scalar 1 has on every EVM chain.
    #[test]
    fn the_evm_address_is_ethereums() {
        let mut one = [0; 32];
        one[31] = 1;
        let key = PrivateKey::from_bytes(KeyAlgorithm::Secp256k1, one).unwrap();
        let address = key.public().evm_address().unwrap();
        assert_eq!(hex::encode(address), "7e5f4552091a69125d5dfcb7b8c2659029395bdf");
    }
}
