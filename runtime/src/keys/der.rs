//! The few DER structures that private keys are exchanged in.

use super::ParseKeyError;
use crate::spec::KeyAlgorithm;

/// PKCS #8 of Ed25519 (RFC 8410), up to the secret bytes.
const ED25519: &str = "302e020100300506032b657004220420";
/// What the SDKs print for ECDSA: the algorithm's place holds the curve alone.
const SECP256K1_SHORT: &str = "3030020100300706052b8104000a04220420";
/// PKCS #8 (RFC 5208) of ECDSA: `id-ecPublicKey` and the curve, around the version and secret of SEC 1.
const SECP256K1_PKCS8: &str = "303e020100301006072a8648ce3d020106052b8104000a042730250201010420";

/// Object identifiers 1.3.101.112 (Ed25519) and 1.3.132.0.10 (secp256k1).
const OID_ED25519: &[u8] = &[0x2b, 0x65, 0x70];
const OID_SECP256K1: &[u8] = &[0x2b, 0x81, 0x04, 0x00, 0x0a];

const INTEGER: u8 = 0x02;
const OCTET_STRING: u8 = 0x04;
const OBJECT_IDENTIFIER: u8 = 0x06;
const CONSTRUCTED: u8 = 0x20;

/// A key in the form that the SDKs print.
pub(super) fn private(algorithm: KeyAlgorithm, secret: &[u8; 32]) -> Vec<u8> {
    after(if algorithm == KeyAlgorithm::Ed25519 { ED25519 } else { SECP256K1_SHORT }, secret)
}

/// A key in the form that other software reads too.
pub(super) fn private_pkcs8(algorithm: KeyAlgorithm, secret: &[u8; 32]) -> Vec<u8> {
    after(if algorithm == KeyAlgorithm::Ed25519 { ED25519 } else { SECP256K1_PKCS8 }, secret)
}

fn after(prefix: &str, secret: &[u8; 32]) -> Vec<u8> {
    let mut bytes = hex::decode(prefix).expect("the prefixes are hexadecimal");
    bytes.extend_from_slice(secret);
    bytes
}

/// The algorithm and the secret bytes in any of the structures: they differ in how deep these lie.
pub(super) fn parse_private(bytes: &[u8]) -> Result<(KeyAlgorithm, [u8; 32]), ParseKeyError> {
    let mut found = Found::default();
    found.walk(bytes, 0).ok_or(ParseKeyError("it is no DER structure"))?;
    let algorithm = found.algorithm.ok_or(ParseKeyError("its algorithm is neither Ed25519 nor secp256k1"))?;
    let secret = found.secret.ok_or(ParseKeyError("it holds no 32 secret bytes"))?;
    Ok((algorithm, secret))
}

#[derive(Default)]
struct Found {
    algorithm: Option<KeyAlgorithm>,
    secret: Option<[u8; 32]>,
}

impl Found {
    fn walk(&mut self, mut bytes: &[u8], depth: u32) -> Option<()> {
        // No key lies deeper; a limit keeps hostile input from exhausting the stack.
        if depth > 8 || bytes.is_empty() {
            return None;
        }
        while !bytes.is_empty() {
            let (tag, content, rest) = element(bytes)?;
            match tag {
                OBJECT_IDENTIFIER if content == OID_ED25519 => self.algorithm = Some(KeyAlgorithm::Ed25519),
                OBJECT_IDENTIFIER if content == OID_SECP256K1 => {
                    self.algorithm = Some(KeyAlgorithm::Secp256k1);
                }
                OCTET_STRING => match content.try_into() {
                    Ok(secret) => self.secret = self.secret.or(Some(secret)),
                    Err(_) => self.walk(content, depth + 1)?,
                },
                INTEGER | OBJECT_IDENTIFIER => {}
                _ if tag & CONSTRUCTED != 0 => self.walk(content, depth + 1)?,
                _ => {}
            }
            bytes = rest;
        }
        Some(())
    }
}

/// The tag and content of the first element, and what follows it.
fn element(bytes: &[u8]) -> Option<(u8, &[u8], &[u8])> {
    let (&tag, rest) = bytes.split_first()?;
    let (&first, rest) = rest.split_first()?;
    let (length, rest) = match first {
        0..=0x7f => (usize::from(first), rest),
        0x81 => {
            let (&length, rest) = rest.split_first()?;
            (usize::from(length), rest)
        }
        _ => return None,
    };
    let (content, rest) = rest.split_at_checked(length)?;
    Some((tag, content, rest))
}
