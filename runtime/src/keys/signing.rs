//! Which primitive keys sign, and their signatures.

use hapi_proto::services::{Key, SignatureMap, SignaturePair, key, signature_pair};

use super::{KeyError, KeyFactory, PublicKey, SigControl, SigMapPrefixes};

/// The primitive keys that are concerned by a transaction: each signs at most once, in the order found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Signing {
    /// Those that sign.
    pub(crate) on: Vec<PublicKey>,
    /// Those that do not. Prefixes are still chosen so that they are told apart from these.
    pub(crate) off: Vec<PublicKey>,
}

impl Signing {
    /// Adds the primitive keys of `key` as `control` says.
    pub(crate) fn add(&mut self, key: &Key, control: &SigControl) -> Result<(), KeyError> {
        match key.key.as_ref() {
            Some(key::Key::KeyList(list)) => self.add_parts(&list.keys, control),
            Some(key::Key::ThresholdKey(threshold)) => {
                self.add_parts(threshold.keys.as_ref().map_or(&[], |list| &list.keys), control)
            }
            _ => match (PublicKey::of(key), control) {
                (Some(_), SigControl::Nested(_)) => {
                    Err(KeyError::Control("it has parts where the key is primitive".into()))
                }
                (Some(public), control) => {
                    self.add_primitive(public, *control != SigControl::Off);
                    Ok(())
                }
                // Contracts sign by being called, malformed keys not at all.
                (None, _) => Ok(()),
            },
        }
    }

    fn add_parts(&mut self, keys: &[Key], control: &SigControl) -> Result<(), KeyError> {
        for (index, key) in keys.iter().enumerate() {
            let part = match control {
                // A key that was given by name as a whole signs as a whole.
                SigControl::Named(_) => &SigControl::On,
                control => control.part(index, keys.len()).map_err(KeyError::Control)?,
            };
            self.add(key, part)?;
        }
        Ok(())
    }

    fn add_primitive(&mut self, public: PublicKey, signs: bool) {
        if signs && !self.on.contains(&public) {
            self.off.retain(|known| *known != public);
            self.on.push(public);
        } else if !signs && !self.on.contains(&public) && !self.off.contains(&public) {
            self.off.push(public);
        }
    }

    /// The signatures of `body_bytes`.
    pub(crate) fn sign(
        &self,
        keys: &KeyFactory,
        prefixes: &SigMapPrefixes,
        full: &[PublicKey],
        body_bytes: &[u8],
    ) -> Result<SignatureMap, KeyError> {
        let chosen = prefixes.choose(&self.on, &self.off, full);
        let mut sig_pair = Vec::with_capacity(self.on.len());
        for (public, prefix) in self.on.iter().zip(chosen) {
            let signature = keys.private(public)?.sign(body_bytes).to_vec().into();
            let signature = match public {
                PublicKey::Ed25519(_) => signature_pair::Signature::Ed25519(signature),
                PublicKey::Secp256k1(_) => signature_pair::Signature::EcdsaSecp256k1(signature),
            };
            sig_pair.push(SignaturePair { pub_key_prefix: prefix.into(), signature: Some(signature) });
        }
        Ok(SignatureMap { sig_pair })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        keys::{OFF, ON, UNIQUE_PREFIXES},
        sigs,
    };

    fn key(byte: u8) -> Key {
        Key::ed25519(vec![byte; 32])
    }

    fn signing(key: &Key, control: &SigControl) -> Result<Signing, KeyError> {
        let mut signing = Signing::default();
        signing.add(key, control)?;
        Ok(signing)
    }

    fn public(byte: u8) -> PublicKey {
        PublicKey::Ed25519([byte; 32])
    }

    #[test]
    fn controls_choose_leaves() {
        let nested = Key::threshold(1, vec![key(1), Key::list(vec![key(2), key(3)])]);
        let all = signing(&nested, &ON).unwrap();
        assert_eq!((all.on, all.off), (vec![public(1), public(2), public(3)], vec![]));
        let some = signing(&nested, &sigs![ON, sigs![OFF, ON]]).unwrap();
        assert_eq!((some.on, some.off), (vec![public(1), public(3)], vec![public(2)]));
        let none = signing(&nested, &OFF).unwrap();
        assert!(none.on.is_empty());
        assert!(signing(&nested, &sigs![ON]).is_err());
        assert!(signing(&key(1), &sigs![ON]).is_err());
    }

    #[test]
    fn a_primitive_key_signs_once_and_on_beats_off() {
        let mut signing = Signing::default();
        signing.add(&key(1), &OFF).unwrap();
        signing.add(&Key::list(vec![key(1), key(1)]), &ON).unwrap();
        signing.add(&key(1), &OFF).unwrap();
        assert_eq!(signing, Signing { on: vec![public(1)], off: vec![] });
    }

    #[test]
    fn signatures_are_of_the_body() {
        let factory = KeyFactory::new(1, "sign", 0, None);
        let (first, second) = (factory.draw(None), factory.draw(None));
        let mut signing = Signing::default();
        for private in [&first, &second] {
            factory.incorporate(private.clone());
            signing.add(&private.public().into(), &ON).unwrap();
        }
        let map = signing.sign(&factory, &UNIQUE_PREFIXES, &[], b"body").unwrap();
        for (pair, private) in map.sig_pair.iter().zip([first, second]) {
            let bytes = match pair.signature.as_ref().unwrap() {
                signature_pair::Signature::Ed25519(bytes)
                | signature_pair::Signature::EcdsaSecp256k1(bytes) => bytes,
                other => panic!("{other:?}"),
            };
            assert!(private.public().verifies(b"body", bytes.as_ref().try_into().unwrap()));
            assert!(private.public().as_bytes().starts_with(&pair.pub_key_prefix));
        }
    }
}
