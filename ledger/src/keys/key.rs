//! Keys as state holds them: decoded and checked once.

use alloc::vec::Vec;

use hapi_proto::services::{self as hapi, key::Key as Kind};

use crate::ResponseCode;

/// Deepest allowed nesting of a key, counting itself.
pub const MAX_KEY_DEPTH: usize = 15;

/// A key structure.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Key {
    /// An Ed25519 public key.
    Ed25519([u8; 32]),
    /// A compressed ECDSA(secp256k1) public key.
    Ecdsa([u8; 33]),
    /// All of these must sign. Empty, it is the sentinel of an immutable entity or hollow account.
    List(Vec<Key>),
    /// At least `threshold` of these must sign.
    Threshold {
        /// How many; at least 1 and at most as many as there are keys.
        threshold: usize,
        /// Of which.
        keys: Vec<Key>,
    },
    /// The contract with this number must be executing.
    Contract(u64),
    /// As [`Key::Contract`], also through delegate calls.
    DelegatableContract(u64),
}

/// Why a key is not usable.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum KeyError {
    /// No kind is set, the kind is not supported, or a primitive key has the wrong length.
    #[error("a key is empty, of an unknown kind, or of the wrong length")]
    BadEncoding,
    /// A list or threshold has no keys.
    #[error("a key list or threshold key is empty")]
    EmptyList,
    /// It is nested deeper than [`MAX_KEY_DEPTH`].
    #[error("a key is nested deeper than {MAX_KEY_DEPTH} levels")]
    TooDeep,
}

impl From<KeyError> for ResponseCode {
    fn from(_: KeyError) -> Self {
        Self::BadEncoding
    }
}

impl Key {
    /// The sentinel: an empty key list.
    pub const EMPTY: Self = Self::List(Vec::new());

    /// Reads a key from a transaction.
    pub fn parse(key: &hapi::Key) -> Result<Self, KeyError> {
        Self::parse_at(key, 1)
    }

    #[expect(deprecated, reason = "the schema keeps two kinds that never verify")]
    fn parse_at(key: &hapi::Key, depth: usize) -> Result<Self, KeyError> {
        if depth > MAX_KEY_DEPTH {
            return Err(KeyError::TooDeep);
        }
        Ok(match key.key.as_ref().ok_or(KeyError::BadEncoding)? {
            Kind::Ed25519(bytes) => Self::Ed25519(primitive(bytes)?),
            Kind::EcdsaSecp256k1(bytes) => Self::Ecdsa(compressed(bytes)?),
            Kind::KeyList(list) => Self::List(parse_all(&list.keys, depth)?),
            Kind::ThresholdKey(key) => {
                let keys = parse_all(key.keys.as_ref().map_or(&[], |list| &list.keys), depth)?;
                let threshold = usize::try_from(key.threshold).unwrap_or(usize::MAX).clamp(1, keys.len());
                Self::Threshold { threshold, keys }
            }
            Kind::ContractId(id) => Self::Contract(contract(id)?),
            Kind::DelegatableContractId(id) => Self::DelegatableContract(contract(id)?),
            Kind::Rsa3072(_) | Kind::Ecdsa384(_) => return Err(KeyError::BadEncoding),
        })
    }

    /// The key as messages carry it.
    pub fn to_proto(&self) -> hapi::Key {
        let all = |keys: &[Self]| keys.iter().map(Self::to_proto).collect();
        let contract = |num: u64| hapi::ContractId {
            contract: Some(hapi::contract_id::Contract::ContractNum(i64::try_from(num).unwrap_or(i64::MAX))),
            ..hapi::ContractId::default()
        };
        match self {
            Self::Ed25519(key) => hapi::Key::ed25519(key.to_vec()),
            Self::Ecdsa(key) => hapi::Key::ecdsa(key.to_vec()),
            Self::List(keys) => hapi::Key::list(all(keys)),
            Self::Threshold { threshold, keys } => {
                hapi::Key::threshold(u32::try_from(*threshold).unwrap_or(u32::MAX), all(keys))
            }
            Self::Contract(num) => hapi::Key::contract(contract(*num)),
            Self::DelegatableContract(num) => hapi::Key::delegatable_contract(contract(*num)),
        }
    }

    /// Whether it is the sentinel.
    pub fn is_empty_list(&self) -> bool {
        matches!(self, Self::List(keys) if keys.is_empty())
    }
}

fn parse_all(keys: &[hapi::Key], depth: usize) -> Result<Vec<Key>, KeyError> {
    if keys.is_empty() {
        return Err(KeyError::EmptyList);
    }
    keys.iter().map(|key| Key::parse_at(key, depth + 1)).collect()
}

fn primitive<const N: usize>(bytes: &[u8]) -> Result<[u8; N], KeyError> {
    bytes.try_into().map_err(|_| KeyError::BadEncoding)
}

/// A compressed point begins with the parity of what it leaves out.
fn compressed(bytes: &[u8]) -> Result<[u8; 33], KeyError> {
    match bytes.first() {
        Some(2 | 3) => primitive(bytes),
        _ => Err(KeyError::BadEncoding),
    }
}

fn contract(id: &hapi::ContractId) -> Result<u64, KeyError> {
    match id.contract {
        Some(hapi::contract_id::Contract::ContractNum(num)) => {
            u64::try_from(num).ok().filter(|num| *num > 0).ok_or(KeyError::BadEncoding)
        }
        _ => Err(KeyError::BadEncoding),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ecdsa_keys_are_compressed_points() {
        let key = |first: u8, length: usize| {
            let mut bytes = alloc::vec![7; length];
            bytes[0] = first;
            Key::parse(&hapi::Key::ecdsa(bytes))
        };
        assert!(key(2, 33).is_ok() && key(3, 33).is_ok());
        for (first, length) in [(0, 33), (1, 33), (4, 33), (7, 33), (2, 32), (2, 34), (4, 65)] {
            assert_eq!(key(first, length), Err(KeyError::BadEncoding), "{first} in {length} bytes");
        }
    }
}
