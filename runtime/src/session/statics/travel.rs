//! What is known of a static, on its way between the processes of a session.

use std::any::Any;

use hapi_proto::services::{AccountId, FileId, Key, TokenId, TransactionId};
use prost::Message as _;
use serde::{Deserialize, Serialize};

use super::Created;
use crate::{
    keys::{KeyFactory, PrivateKey, SigControl},
    registry::{
        Expiry, LastMint, Memo, ReceiverSigRequired, Registry, TokenMetadata, TokenName, TokenSymbol,
        TokenTreasury,
    },
    spec::SpecError,
};

/// Names, and what is needed to sign for them.
#[derive(Debug, Serialize, Deserialize)]
struct Travelling {
    names: Vec<(String, Value)>,
    /// In their DER form.
    private: Vec<String>,
    controls: Vec<(String, SigControl)>,
}

/// What a name of a static stands for. Ids and keys travel in the bytes of the protocol.
#[derive(Debug, Serialize, Deserialize)]
enum Value {
    Account(Vec<u8>),
    File(Vec<u8>),
    Token(Vec<u8>),
    Key(Vec<u8>),
    Memo(String),
    Expiry(i64),
    ReceiverSigRequired(bool),
    TokenName(String),
    TokenSymbol(String),
    TokenMetadata(Vec<u8>),
    TokenTreasury(Vec<u8>),
    LastMint(Vec<u8>),
}

impl Value {
    /// `None` for what does not travel.
    fn of(value: &(dyn Any + Send + Sync)) -> Option<Self> {
        Some(if let Some(id) = value.downcast_ref::<AccountId>() {
            Self::Account(id.encode_to_vec())
        } else if let Some(id) = value.downcast_ref::<FileId>() {
            Self::File(id.encode_to_vec())
        } else if let Some(id) = value.downcast_ref::<TokenId>() {
            Self::Token(id.encode_to_vec())
        } else if let Some(key) = value.downcast_ref::<Key>() {
            Self::Key(key.encode_to_vec())
        } else if let Some(Memo(memo)) = value.downcast_ref() {
            Self::Memo(memo.clone())
        } else if let Some(Expiry(seconds)) = value.downcast_ref() {
            Self::Expiry(*seconds)
        } else if let Some(ReceiverSigRequired(required)) = value.downcast_ref() {
            Self::ReceiverSigRequired(*required)
        } else if let Some(TokenName(name)) = value.downcast_ref() {
            Self::TokenName(name.clone())
        } else if let Some(TokenSymbol(symbol)) = value.downcast_ref() {
            Self::TokenSymbol(symbol.clone())
        } else if let Some(TokenMetadata(metadata)) = value.downcast_ref() {
            Self::TokenMetadata(metadata.to_vec())
        } else if let Some(TokenTreasury(account)) = value.downcast_ref() {
            Self::TokenTreasury(account.encode_to_vec())
        } else if let Some(LastMint(transaction)) = value.downcast_ref() {
            Self::LastMint(transaction.encode_to_vec())
        } else {
            return None;
        })
    }

    /// Has `name` stand for it.
    fn enter(self, name: String, registry: &Registry) -> Result<(), SpecError> {
        match self {
            Self::Account(bytes) => registry.put(name, AccountId::decode(&*bytes)?),
            Self::File(bytes) => registry.put(name, FileId::decode(&*bytes)?),
            Self::Token(bytes) => registry.put(name, TokenId::decode(&*bytes)?),
            Self::Key(bytes) => registry.put(name, Key::decode(&*bytes)?),
            Self::Memo(memo) => registry.put(name, Memo(memo)),
            Self::Expiry(seconds) => registry.put(name, Expiry(seconds)),
            Self::ReceiverSigRequired(required) => registry.put(name, ReceiverSigRequired(required)),
            Self::TokenName(text) => registry.put(name, TokenName(text)),
            Self::TokenSymbol(symbol) => registry.put(name, TokenSymbol(symbol)),
            Self::TokenMetadata(metadata) => registry.put(name, TokenMetadata(metadata.into())),
            Self::TokenTreasury(bytes) => registry.put(name, TokenTreasury(AccountId::decode(&*bytes)?)),
            Self::LastMint(bytes) => registry.put(name, LastMint(TransactionId::decode(&*bytes)?)),
        }
        Ok(())
    }
}

/// What other processes need to use the static; `None` where a name stands for something that does not travel.
pub(super) fn packed(created: &Created) -> Option<Vec<u8>> {
    let names = created.registry.values();
    let names = names.into_iter().map(|(name, value)| Some((name, Value::of(&*value)?)));
    let (private, controls) = created.keys.all();
    let private = private.iter().map(PrivateKey::to_der_hex).collect();
    serde_json::to_vec(&Travelling { names: names.collect::<Option<_>>()?, private, controls }).ok()
}

/// The static as another process has packed it.
pub(super) fn unpacked(bytes: &[u8]) -> Result<Created, SpecError> {
    let Travelling { names, private, controls } = serde_json::from_slice(bytes)?;
    let registry = Registry::default();
    for (name, value) in names {
        value.enter(name, &registry)?;
    }
    // It signs with these keys and makes none.
    let keys = KeyFactory::new(0, "", 0, None);
    for key in private {
        keys.incorporate(key.parse()?);
    }
    for (name, control) in controls {
        keys.set_control(name, control);
    }
    Ok(Created { registry, keys: keys.into() })
}

#[cfg(test)]
mod tests {
    use hapi_proto::services::Timestamp;

    use super::*;
    use crate::{registry::Amount, sigs, spec::KeyAlgorithm};

    #[test]
    fn a_static_arrives_as_it_was() {
        let registry = Registry::default();
        let private = PrivateKey::from_bytes(KeyAlgorithm::Secp256k1, [7; 32]).unwrap();
        let key = Key::from(private.public());
        registry.put("m::ALICE", AccountId::from_num(1234));
        registry.put("m::ALICE", key.clone());
        registry.put("m::ALICE", Memo("shared".to_owned()));
        registry.put("m::ALICE", ReceiverSigRequired(true));
        registry.put("m::NOTES", FileId::from_num(99));
        registry.put("m::NOTES", Expiry(5));
        let mint = TransactionId::new(AccountId::from_num(2), Timestamp::new(5, 6));
        registry.put("m::GOLD", TokenId::from_num(77));
        registry.put("m::GOLD", TokenName("Gold".to_owned()));
        registry.put("m::GOLD", TokenSymbol("AU".to_owned()));
        registry.put("m::GOLD", TokenMetadata(vec![1].into()));
        registry.put("m::GOLD", TokenTreasury(AccountId::from_num(1234)));
        registry.put("m::GOLD", LastMint(mint.clone()));
        let keys = KeyFactory::new(0, "a", 0, None);
        keys.incorporate(private.clone());
        let control = sigs![crate::keys::ON, "vault", sigs![crate::keys::OFF]];
        keys.set_control("m::ALICE", control.clone());
        let created = Created { registry, keys: keys.into() };
        let arrived = unpacked(&packed(&created).unwrap()).unwrap();
        assert_eq!(arrived.registry.get::<AccountId>("m::ALICE").unwrap(), AccountId::from_num(1234));
        assert_eq!(arrived.registry.get::<Key>("m::ALICE").unwrap(), key);
        assert_eq!(arrived.registry.get::<Memo>("m::ALICE").unwrap(), Memo("shared".to_owned()));
        assert_eq!(
            arrived.registry.get::<ReceiverSigRequired>("m::ALICE").unwrap(),
            ReceiverSigRequired(true)
        );
        assert_eq!(arrived.registry.get::<FileId>("m::NOTES").unwrap(), FileId::from_num(99));
        assert_eq!(arrived.registry.get::<Expiry>("m::NOTES").unwrap(), Expiry(5));
        assert_eq!(arrived.registry.get::<TokenId>("m::GOLD").unwrap(), TokenId::from_num(77));
        assert_eq!(arrived.registry.get::<TokenName>("m::GOLD").unwrap(), TokenName("Gold".to_owned()));
        assert_eq!(arrived.registry.get::<TokenSymbol>("m::GOLD").unwrap(), TokenSymbol("AU".to_owned()));
        assert_eq!(arrived.registry.get::<TokenMetadata>("m::GOLD").unwrap(), TokenMetadata(vec![1].into()));
        let treasury = arrived.registry.get::<TokenTreasury>("m::GOLD").unwrap();
        assert_eq!(treasury, TokenTreasury(AccountId::from_num(1234)));
        assert_eq!(arrived.registry.get::<LastMint>("m::GOLD").unwrap(), LastMint(mint));
        let found = arrived.keys.private_of("m::ALICE", &key).unwrap();
        assert_eq!(found.to_der_hex(), private.to_der_hex());
        assert_eq!(arrived.keys.control("m::ALICE"), control);
    }

    #[test]
    fn what_does_not_travel_is_not_half_sent() {
        let registry = Registry::default();
        registry.put("m::ALICE", AccountId::from_num(1));
        registry.put("m::ALICE", Amount(5));
        let created = Created { registry, keys: KeyFactory::new(0, "", 0, None).into() };
        assert_eq!(packed(&created), None);
        assert!(unpacked(b"").is_err());
    }
}
