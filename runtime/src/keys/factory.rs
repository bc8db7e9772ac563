//! The private keys of a spec.

use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use hapi_proto::services::Key;

use super::{PrivateKey, PublicKey, SigControl};
use crate::spec::KeyAlgorithm;

/// A key that cannot be made or used as asked.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum KeyError {
    /// No private key is known for this public one.
    #[error(
        "the private key of {0} is not known to this spec; generate or import the key in the spec, or leave its part `OFF`"
    )]
    UnknownPrivateKey(String),
    /// A control has another structure than the key or shape it is for.
    #[error("signature control does not fit the key: {0}")]
    Control(String),
    /// Keys of a structure need a name that nobody gave.
    #[error("the shape has a {0} leaf; name it with `.signed_with(sigs![.., \"name\"])`")]
    UnnamedLeaf(&'static str),
    /// The key has no private half of its own.
    #[error("the key `{0}` is not a primitive key")]
    NotPrimitive(String),
}

/// The private keys of a spec, and the generator of new ones. The same seed and spec give the same keys.
#[derive(Debug)]
pub struct KeyFactory {
    state: Mutex<State>,
    origin: Origin,
    fixed: Option<KeyAlgorithm>,
}

/// What new keys follow from.
#[derive(Debug, Default)]
pub(crate) struct Origin {
    pub(crate) seed: u64,
    pub(crate) attempt: u32,
    pub(crate) spec: String,
    /// What sets the keys of specs of the same name apart.
    pub(crate) salts: [&'static str; 2],
}

impl Origin {
    fn stream(&self) -> blake3::Hasher {
        let mut stream = blake3::Hasher::new_derive_key("hapi-test 2026 keys of a spec");
        stream.update(&self.seed.to_le_bytes()).update(&self.attempt.to_le_bytes());
        stream.update(self.spec.as_bytes());
        for salt in self.salts {
            stream.update(salt.as_bytes());
        }
        stream
    }
}

/// Private keys by their public halves. Specs begin with the same few, and share them until they have others.
pub(crate) type KeyRing = Arc<BTreeMap<PublicKey, PrivateKey>>;

#[derive(Debug)]
struct State {
    private: KeyRing,
    controls: BTreeMap<String, SigControl>,
    /// Made with the first key that is drawn: most specs draw none.
    stream: Option<Box<blake3::Hasher>>,
    drawn: u64,
}

impl KeyFactory {
    /// One that knows no keys yet.
    pub(crate) fn new(seed: u64, spec: impl Into<String>, attempt: u32, fixed: Option<KeyAlgorithm>) -> Self {
        let origin = Origin { seed, attempt, spec: spec.into(), ..Origin::default() };
        Self::with(origin, fixed, KeyRing::default())
    }

    /// One that signs with `private` from its beginning.
    pub(crate) fn with(origin: Origin, fixed: Option<KeyAlgorithm>, private: KeyRing) -> Self {
        let state = State { private, controls: BTreeMap::new(), stream: None, drawn: 0 };
        Self { state: Mutex::new(state), origin, fixed }
    }

    /// Lets the spec sign with `key`.
    pub fn incorporate(&self, key: PrivateKey) {
        Arc::make_mut(&mut self.state().private).insert(key.public(), key);
    }

    /// Lets the spec sign with all that `other` signs with; its controls come too.
    pub fn include(&self, other: &Self) {
        let (private, controls) = {
            let other = other.state();
            (other.private.clone(), other.controls.clone())
        };
        let mut state = self.state();
        Arc::make_mut(&mut state.private).extend(private.iter().map(|(public, key)| (*public, key.clone())));
        state.controls.extend(controls);
    }

    /// All that it signs with, and its controls.
    pub(crate) fn all(&self) -> (Vec<PrivateKey>, Vec<(String, SigControl)>) {
        let state = self.state();
        let controls = state.controls.iter().map(|(name, control)| (name.clone(), control.clone()));
        (state.private.values().cloned().collect(), controls.collect())
    }

    /// The private half of `public`.
    pub fn private(&self, public: &PublicKey) -> Result<PrivateKey, KeyError> {
        let found = self.state().private.get(public).cloned();
        found.ok_or_else(|| KeyError::UnknownPrivateKey(hex::encode(public.as_bytes())))
    }

    /// The private half of a primitive key; `name` is what the error calls it.
    pub fn private_of(&self, name: &str, key: &Key) -> Result<PrivateKey, KeyError> {
        let public = PublicKey::of(key).ok_or_else(|| KeyError::NotPrimitive(name.into()))?;
        self.private(&public)
    }

    /// From now on `control` says who of the key called `name` signs, where an operation does not say.
    pub fn set_control(&self, name: impl Into<String>, control: SigControl) {
        self.state().controls.insert(name.into(), control);
    }

    /// Who signs of the key called `name`: all, unless something else was said.
    pub fn control(&self, name: &str) -> SigControl {
        self.state().controls.get(name).cloned().unwrap_or(SigControl::On)
    }

    /// A new primitive key. Where no algorithm is asked for, it is the setup's; failing that, Ed25519 and ECDSA
    /// take turns.
    pub(super) fn draw(&self, algorithm: Option<KeyAlgorithm>) -> PrivateKey {
        let mut state = self.state();
        let turn =
            if state.drawn.is_multiple_of(2) { KeyAlgorithm::Ed25519 } else { KeyAlgorithm::Secp256k1 };
        let algorithm = algorithm.or(self.fixed).unwrap_or(turn);
        loop {
            state.drawn += 1;
            let mut draw = state.stream.get_or_insert_with(|| self.origin.stream().into()).clone();
            draw.update(&state.drawn.to_le_bytes());
            // Nearly every 32 bytes are a key of either algorithm.
            if let Some(key) = PrivateKey::from_bytes(algorithm, *draw.finalize().as_bytes()) {
                return key;
            }
        }
    }

    /// A panic in one operation must not become another in the next, so a poisoned lock is as good as any.
    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use KeyAlgorithm::{Ed25519, Secp256k1};

    use super::*;

    #[test]
    fn keys_depend_on_seed_spec_and_attempt_only() {
        let first = |seed, spec, attempt| KeyFactory::new(seed, spec, attempt, None).draw(None).public();
        assert_eq!(first(1, "a", 0), first(1, "a", 0));
        let keys = [first(1, "a", 0), first(2, "a", 0), first(1, "b", 0), first(1, "a", 1)];
        for (index, key) in keys.iter().enumerate() {
            assert!(!keys[index + 1..].contains(key));
        }
    }

    #[test]
    fn algorithms_take_turns_unless_one_is_fixed() {
        let draw = |factory: &KeyFactory| [(); 4].map(|()| factory.draw(None).algorithm());
        assert_eq!(draw(&KeyFactory::new(0, "", 0, None)), [Ed25519, Secp256k1, Ed25519, Secp256k1]);
        assert_eq!(draw(&KeyFactory::new(0, "", 0, Some(Secp256k1))), [Secp256k1; 4]);
    }

    #[test]
    fn an_unknown_private_key_is_named() {
        let factory = KeyFactory::new(0, "", 0, None);
        let public = factory.draw(None).public();
        let error = factory.private(&public).unwrap_err().to_string();
        assert!(error.contains(&hex::encode(public.as_bytes())), "{error}");
    }
}
