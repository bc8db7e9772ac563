//! Aliases: the other names an account may have (HIP-32, HIP-583).
//!
//! An alias is a 20-byte EVM address, or a serialized primitive `Key`. The address of an ECDSA key is derived from it,
//! so an account whose alias is a serialized ECDSA key is found by either.

use hapi_proto::services as hapi;
use prost::Message;

use super::Key;
use crate::crypto::keccak256;

/// The length of an EVM address, in bytes.
pub const ADDRESS_LEN: usize = 20;

/// The EVM address of a compressed ECDSA(secp256k1) public key: the last 20 bytes of the keccak-256 hash of the point.
///
/// `None` when the bytes are no point of the curve.
pub fn evm_address(key: &[u8; 33]) -> Option<[u8; ADDRESS_LEN]> {
    let point = secp256k1::PublicKey::from_byte_array_compressed(*key).ok()?.serialize_uncompressed();
    let hash = keccak256(&point[1..]);
    hash[12..].try_into().ok()
}

/// The primitive key that an alias is the serialization of; `None` for EVM addresses and everything else.
pub fn alias_key(alias: &[u8]) -> Option<Key> {
    if alias.len() <= ADDRESS_LEN {
        return None;
    }
    match Key::parse(&hapi::Key::decode(alias).ok()?).ok()? {
        key @ (Key::Ed25519(_) | Key::Ecdsa(_)) if key_alias(&key) == alias => Some(key),
        _ => None,
    }
}

/// The EVM address that comes with an alias: of the key that it serializes.
pub fn alias_address(alias: &[u8]) -> Option<[u8; ADDRESS_LEN]> {
    alias_key(alias)?.evm_address()
}

/// The alias that a primitive key serializes to; other keys have none, and give an empty one.
fn key_alias(key: &Key) -> alloc::vec::Vec<u8> {
    match key {
        Key::Ed25519(bytes) => hapi::Key::ed25519(bytes.to_vec()).encode_to_vec(),
        Key::Ecdsa(bytes) => hapi::Key::ecdsa(bytes.to_vec()).encode_to_vec(),
        _ => alloc::vec::Vec::new(),
    }
}

impl Key {
    /// The EVM address of an ECDSA key; other keys have none.
    pub fn evm_address(&self) -> Option<[u8; ADDRESS_LEN]> {
        match self {
            Self::Ecdsa(bytes) => evm_address(bytes),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The generator of the curve is the public key of the private key 1, whose address is widely known.
    #[test]
    fn address_of_private_key_one() {
        let mut generator = [0; 33];
        hex::decode_to_slice(
            "0279be667ef9dcbbac55a06295ce870b07029bfcdb2dce28d959f2815b16f81798",
            &mut generator,
        )
        .expect("66 digits");
        let address = evm_address(&generator).expect("a point");
        assert_eq!(hex::encode(address), "7e5f4552091a69125d5dfcb7b8c2659029395bdf");
        let alias = hapi::Key::ecdsa(generator.to_vec()).encode_to_vec();
        assert_eq!(alias_key(&alias), Some(Key::Ecdsa(generator)));
        assert_eq!(alias_address(&alias), Some(address));
    }

    #[test]
    fn what_is_no_serialized_primitive_key_is_no_key_alias() {
        let ed25519 = hapi::Key::ed25519(alloc::vec![7; 32]);
        let mut longer = ed25519.encode_to_vec();
        assert!(alias_key(&longer).is_some());
        assert_eq!(alias_address(&longer), None, "only ECDSA keys have addresses");
        longer.push(0);
        let list = hapi::Key::list(alloc::vec![ed25519]).encode_to_vec();
        let short = hapi::Key::ed25519(alloc::vec![7; 31]).encode_to_vec();
        for alias in [&[][..], &[7; 20], &[0; 40], &longer, &list, &short] {
            assert_eq!(alias_key(alias), None, "{}", hex::encode(alias));
        }
    }
}
