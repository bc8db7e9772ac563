//! Keys and the structures they form.

use crate::services::{ContractId, Key, KeyList, ThresholdKey, key};
use alloc::vec::Vec;
use bytes::Bytes;

impl Key {
    /// An Ed25519 public key, 32 bytes.
    pub fn ed25519(public: impl Into<Bytes>) -> Self {
        key::Key::Ed25519(public.into()).into()
    }

    /// An ECDSA public key on the curve secp256k1, 33 bytes in compressed form.
    pub fn ecdsa(public: impl Into<Bytes>) -> Self {
        key::Key::EcdsaSecp256k1(public.into()).into()
    }

    /// A key that is active while this contract itself calls.
    pub fn contract(id: ContractId) -> Self {
        key::Key::ContractId(id).into()
    }

    /// A key that is active while this contract's code runs, by delegate call as well.
    pub fn delegatable_contract(id: ContractId) -> Self {
        key::Key::DelegatableContractId(id).into()
    }

    /// A key that needs the signatures of all of `keys`.
    pub fn list(keys: Vec<Self>) -> Self {
        key::Key::KeyList(KeyList { keys }).into()
    }

    /// A key that needs the signatures of any `threshold` of `keys`.
    pub fn threshold(threshold: u32, keys: Vec<Self>) -> Self {
        key::Key::ThresholdKey(ThresholdKey { threshold, keys: Some(KeyList { keys }) }).into()
    }

    /// Whether this is the empty key list, by which an update takes a key away for good (an entity without an
    /// admin key is immutable).
    pub fn is_empty_list(&self) -> bool {
        matches!(&self.key, Some(key::Key::KeyList(list)) if list.keys.is_empty())
    }
}

impl From<key::Key> for Key {
    fn from(key: key::Key) -> Self {
        Self { key: Some(key) }
    }
}
