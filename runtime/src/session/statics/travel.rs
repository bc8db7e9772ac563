//! What is known of a static, on its way between the processes of a session.

use hapi_proto::services::{AccountId, FileId, Key};
use prost::Message as _;
use serde::{Deserialize, Serialize};

use super::Created;
use crate::{
    keys::{KeyFactory, PrivateKey, SigControl},
    registry::{Expiry, Memo, ReceiverSigRequired, Registry},
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
    Key(Vec<u8>),
    Memo(String),
    Expiry(i64),
    ReceiverSigRequired(bool),
}

/// What other processes need to use the static; `None` where a name stands for something that does not travel.
pub(super) fn packed(created: &Created) -> Option<Vec<u8>> {
    let names = created.registry.values().into_iter().map(|(name, value)| {
        let value = if let Some(id) = value.downcast_ref::<AccountId>() {
            Value::Account(id.encode_to_vec())
        } else if let Some(id) = value.downcast_ref::<FileId>() {
            Value::File(id.encode_to_vec())
        } else if let Some(key) = value.downcast_ref::<Key>() {
            Value::Key(key.encode_to_vec())
        } else if let Some(Memo(memo)) = value.downcast_ref() {
            Value::Memo(memo.clone())
        } else if let Some(Expiry(seconds)) = value.downcast_ref() {
            Value::Expiry(*seconds)
        } else if let Some(ReceiverSigRequired(required)) = value.downcast_ref() {
            Value::ReceiverSigRequired(*required)
        } else {
            return None;
        };
        Some((name, value))
    });
    let (private, controls) = created.keys.all();
    let private = private.iter().map(PrivateKey::to_der_hex).collect();
    serde_json::to_vec(&Travelling { names: names.collect::<Option<_>>()?, private, controls }).ok()
}

/// The static as another process has packed it.
pub(super) fn unpacked(bytes: &[u8]) -> Result<Created, SpecError> {
    let Travelling { names, private, controls } = serde_json::from_slice(bytes)?;
    let registry = Registry::default();
    for (name, value) in names {
        match value {
            Value::Account(bytes) => registry.put(name, AccountId::decode(&*bytes)?),
            Value::File(bytes) => registry.put(name, FileId::decode(&*bytes)?),
            Value::Key(bytes) => registry.put(name, Key::decode(&*bytes)?),
            Value::Memo(memo) => registry.put(name, Memo(memo)),
            Value::Expiry(seconds) => registry.put(name, Expiry(seconds)),
            Value::ReceiverSigRequired(required) => registry.put(name, ReceiverSigRequired(required)),
        }
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
