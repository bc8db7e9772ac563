//! Keys that were made elsewhere.

use std::panic::Location;

use futures::future::{BoxFuture, FutureExt, ready};
use hapi_proto::services::Key;

use crate::{
    keys::{ParseKeyError, PrivateKey},
    spec::{OpDescription, OpError, Operation, Spec, here},
};

/// Gives the private key in a text a name, and lets the spec sign with it: hexadecimal DER as the SDKs print it, or 32
/// raw bytes of Ed25519 in hexadecimal.
#[track_caller]
pub fn key_from_literal(name: impl Into<String>, text: &str) -> ImportedKey {
    ImportedKey { name: name.into(), key: text.parse(), verb: "key_from_literal", place: here() }
}

/// Gives the private key in a PEM text (not encrypted) a name, and lets the spec sign with it.
#[track_caller]
pub fn key_from_pem(name: impl Into<String>, text: &str) -> ImportedKey {
    ImportedKey { name: name.into(), key: PrivateKey::from_pem(text), verb: "key_from_pem", place: here() }
}

/// See [`key_from_literal`] and [`key_from_pem`].
#[derive(Clone, Debug)]
#[must_use = "an operation does nothing until a spec runs it"]
pub struct ImportedKey {
    name: String,
    key: Result<PrivateKey, ParseKeyError>,
    verb: &'static str,
    place: &'static Location<'static>,
}

impl ImportedKey {
    fn import(&self, spec: &Spec) -> Result<Key, OpError> {
        let private = self.key.clone()?;
        let key = Key::from(private.public());
        spec.keys().incorporate(private);
        spec.registry().put(&self.name, key.clone());
        Ok(key)
    }
}

impl Operation for ImportedKey {
    type Output = Key;

    fn describe(&self) -> OpDescription {
        OpDescription::new(self.verb, &self.name, self.place)
    }

    fn perform<'a>(&'a mut self, spec: &'a Spec) -> BoxFuture<'a, Result<Key, OpError>> {
        ready(self.import(spec)).boxed()
    }
}
