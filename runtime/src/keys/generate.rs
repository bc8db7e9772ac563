//! Generation of keys by shape.

use std::collections::BTreeMap;

use hapi_proto::services::{ContractId, Key};

use super::{ControlledShape, KeyError, KeyFactory, KeyShape, PrivateKey, SigControl};
use crate::{
    registry::Registry,
    spec::{KeyAlgorithm, OpError},
};

/// Where primitive keys come from.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum KeyGenerator {
    /// Independent keys.
    #[default]
    Independent,
    /// Ed25519 keys that all begin with the same bytes, so many of them: for prefixes of signatures that take more than
    /// a byte to be told apart. Each byte makes a key 256 times as costly; more than 2 is not for tests.
    Overlapping(u8),
}

/// Labels of the primitive keys of a shape, in its structure: equal labels, the same key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum KeyLabels {
    /// The label of a leaf.
    One(String),
    /// The labels of the parts.
    Complex(Vec<KeyLabels>),
}

impl From<&str> for KeyLabels {
    fn from(label: &str) -> Self {
        Self::One(label.into())
    }
}

impl<T: Into<Self>, const N: usize> From<[T; N]> for KeyLabels {
    fn from(parts: [T; N]) -> Self {
        Self::Complex(parts.into_iter().map(Into::into).collect())
    }
}

impl KeyFactory {
    /// A new key of this shape; the spec can sign with it.
    pub(crate) fn generate(
        &self,
        registry: &Registry,
        shape: &ControlledShape,
        generator: KeyGenerator,
        labels: Option<&KeyLabels>,
    ) -> Result<Key, OpError> {
        let mut generation =
            Generation { factory: self, registry, generator, labelled: BTreeMap::new(), overlap: None };
        generation.key(&shape.shape, shape.control.as_ref().unwrap_or(&SigControl::On), labels)
    }
}

struct Generation<'a> {
    factory: &'a KeyFactory,
    registry: &'a Registry,
    generator: KeyGenerator,
    labelled: BTreeMap<String, PrivateKey>,
    overlap: Option<Vec<u8>>,
}

impl Generation<'_> {
    fn key(
        &mut self,
        shape: &KeyShape,
        control: &SigControl,
        labels: Option<&KeyLabels>,
    ) -> Result<Key, OpError> {
        Ok(match shape {
            KeyShape::Simple => self.primitive(None, labels),
            KeyShape::Ed25519 => self.primitive(Some(KeyAlgorithm::Ed25519), labels),
            KeyShape::Secp256k1 => self.primitive(Some(KeyAlgorithm::Secp256k1), labels),
            KeyShape::List(shapes) => Key::list(self.parts(shapes, control, labels)?),
            KeyShape::Threshold(m, shapes) => Key::threshold(*m, self.parts(shapes, control, labels)?),
            KeyShape::Predefined => self.registry.get(named(control, "predefined")?)?,
            KeyShape::Contract => Key::contract(self.contract(control)?),
            KeyShape::DelegatableContract => Key::delegatable_contract(self.contract(control)?),
        })
    }

    fn parts(
        &mut self,
        shapes: &[KeyShape],
        control: &SigControl,
        labels: Option<&KeyLabels>,
    ) -> Result<Vec<Key>, OpError> {
        let mut keys = Vec::with_capacity(shapes.len());
        for (index, shape) in shapes.iter().enumerate() {
            let control = control.part(index, shapes.len()).map_err(KeyError::Control)?;
            let labels = match labels {
                Some(KeyLabels::Complex(parts)) => parts.get(index),
                labels => labels,
            };
            keys.push(self.key(shape, control, labels)?);
        }
        Ok(keys)
    }

    fn primitive(&mut self, algorithm: Option<KeyAlgorithm>, labels: Option<&KeyLabels>) -> Key {
        let label = match labels {
            Some(KeyLabels::One(label)) => Some(label),
            _ => None,
        };
        if let Some(known) = label.and_then(|label| self.labelled.get(label)) {
            return known.public().into();
        }
        let private = self.draw(algorithm);
        self.factory.incorporate(private.clone());
        let public = private.public();
        if let Some(label) = label {
            self.labelled.insert(label.clone(), private);
        }
        public.into()
    }

    fn draw(&mut self, algorithm: Option<KeyAlgorithm>) -> PrivateKey {
        let KeyGenerator::Overlapping(bytes) = self.generator else { return self.factory.draw(algorithm) };
        loop {
            let key = self.factory.draw(Some(KeyAlgorithm::Ed25519));
            let public = key.public();
            let overlap = self.overlap.get_or_insert_with(|| public.as_bytes()[..bytes.into()].to_vec());
            if public.as_bytes().starts_with(overlap) {
                return key;
            }
        }
    }

    fn contract(&self, control: &SigControl) -> Result<ContractId, OpError> {
        Ok(self.registry.id(named(control, "contract")?)?)
    }
}

fn named<'a>(control: &'a SigControl, noun: &'static str) -> Result<&'a str, KeyError> {
    match control {
        SigControl::Named(name) => Ok(name),
        _ => Err(KeyError::UnnamedLeaf(noun)),
    }
}

#[cfg(test)]
mod tests {
    use hapi_proto::services::key;

    use super::*;
    use crate::{
        keys::{CONTRACT, ED25519, OFF, ON, PREDEFINED, PublicKey, SECP256K1, list_of, thresh_of},
        sigs,
    };

    fn generate(shape: impl Into<ControlledShape>, labels: Option<&KeyLabels>) -> Result<Key, OpError> {
        let registry = Registry::default();
        registry.put("vault", ContractId::from_num(7));
        registry.put("old", Key::ed25519(vec![1; 32]));
        let factory = KeyFactory::new(5, "shapes", 0, None);
        factory.generate(&registry, &shape.into(), KeyGenerator::default(), labels)
    }

    fn parts(key: Key) -> Vec<Key> {
        match key.key.unwrap() {
            key::Key::KeyList(list) => list.keys,
            key::Key::ThresholdKey(threshold) => threshold.keys.unwrap().keys,
            other => panic!("{other:?} has no parts"),
        }
    }

    #[test]
    fn shapes_come_out_as_asked() {
        let shape = thresh_of(2, [ED25519, SECP256K1, list_of(2), CONTRACT, PREDEFINED]);
        let key = generate(shape.signed_with(sigs![ON, OFF, ON, "vault", "old"]), None).unwrap();
        let key::Key::ThresholdKey(threshold) = key.key.clone().unwrap() else { panic!("{key:?}") };
        assert_eq!(threshold.threshold, 2);
        let parts = parts(key);
        assert!(matches!(PublicKey::of(&parts[0]), Some(PublicKey::Ed25519(_))));
        assert!(matches!(PublicKey::of(&parts[1]), Some(PublicKey::Secp256k1(_))));
        assert_eq!(parts[3], Key::contract(ContractId::from_num(7)));
        assert_eq!(parts[4], Key::ed25519(vec![1; 32]));
    }

    #[test]
    fn equal_labels_are_the_same_key() {
        let shape = list_of([list_of([ED25519]), ED25519, ED25519]);
        let labels = KeyLabels::Complex(vec![["a"].into(), "b".into(), "a".into()]);
        let keys = parts(generate(shape, Some(&labels)).unwrap());
        assert_eq!(parts(keys[0].clone())[0], keys[2]);
        assert_ne!(keys[1], keys[2]);
    }

    #[test]
    fn overlapping_keys_overlap() {
        let (registry, factory) = (Registry::default(), KeyFactory::new(5, "overlap", 0, None));
        let shape = list_of(3).into();
        let key = factory.generate(&registry, &shape, KeyGenerator::Overlapping(1), None).unwrap();
        let first: Vec<_> = parts(key).iter().map(|key| PublicKey::of(key).unwrap().as_bytes()[0]).collect();
        assert_eq!(first, [first[0]; 3]);
    }

    #[test]
    fn what_does_not_fit_is_an_error() {
        let error = |shape: ControlledShape| generate(shape, None).unwrap_err().to_string();
        assert!(error(list_of(3).signed_with(sigs![ON, OFF])).contains("2 parts of a key that has 3"));
        assert!(error(CONTRACT.into()).contains("contract leaf"));
        assert!(error(CONTRACT.signed_with("valt")).contains("did you mean `vault`?"));
    }
}
