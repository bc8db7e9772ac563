//! Keys that were made elsewhere.

use std::{fmt, fs, panic::Location, path::Path};

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
    ImportedKey { name: name.into(), key: told(text.parse()), verb: "key_from_literal", place: here() }
}

/// Gives the private key in a PEM text (not encrypted) a name, and lets the spec sign with it.
#[track_caller]
pub fn key_from_pem(name: impl Into<String>, text: &str) -> ImportedKey {
    ImportedKey {
        name: name.into(),
        key: told(PrivateKey::from_pem(text)),
        verb: "key_from_pem",
        place: here(),
    }
}

/// Gives the private key in a file a name, and lets the spec sign with it. The file has what [`key_from_pem`] or
/// [`key_from_literal`] takes. It is read when the operation is built; one that cannot be read fails the spec.
#[track_caller]
pub fn key_from_file(name: impl Into<String>, path: impl AsRef<Path>) -> ImportedKey {
    let path = path.as_ref();
    let unusable =
        |reason: &dyn fmt::Display| format!("cannot use the key file {}: {reason}", path.display());
    let key = match fs::read_to_string(path) {
        Ok(text) if text.contains("-----BEGIN") => {
            PrivateKey::from_pem(&text).map_err(|error| unusable(&error))
        }
        Ok(text) => text.trim().parse::<PrivateKey>().map_err(|error| unusable(&error)),
        Err(error) => Err(unusable(&error)),
    };
    ImportedKey { name: name.into(), key, verb: "key_from_file", place: here() }
}

/// See [`key_from_literal`], [`key_from_pem`] and [`key_from_file`].
#[derive(Clone, Debug)]
#[must_use = "an operation does nothing until a spec runs it"]
pub struct ImportedKey {
    name: String,
    key: Result<PrivateKey, String>,
    verb: &'static str,
    place: &'static Location<'static>,
}

fn told(parsed: Result<PrivateKey, ParseKeyError>) -> Result<PrivateKey, String> {
    parsed.map_err(|error| error.to_string())
}

impl ImportedKey {
    fn import(&self, spec: &Spec) -> Result<Key, OpError> {
        let private = self.key.clone().map_err(OpError::new)?;
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

#[cfg(test)]
mod tests {
    use std::{env, fs, process};

    use super::*;
    use crate::ops::assertions::testing;

    #[test]
    fn keys_are_read_from_files_of_either_form() {
        let spec = testing::spec();
        let private = spec.setup().genesis.key.parse::<PrivateKey>().unwrap();
        let path = env::temp_dir().join(format!("hapi-test-{}.key", process::id()));
        for text in [private.to_pem(), format!("{}\n", private.to_der_hex())] {
            fs::write(&path, text).unwrap();
            let key = key_from_file("imported", &path).import(&spec).unwrap();
            assert_eq!(key, Key::from(private.public()));
        }
        fs::write(&path, "no key").unwrap();
        let nonsense = key_from_file("none", &path).import(&spec).unwrap_err();
        fs::remove_file(&path).unwrap();
        let missing = key_from_file("none", &path).import(&spec).unwrap_err();
        for error in [nonsense, missing] {
            assert!(error.message().starts_with("cannot use the key file "), "{error}");
        }
    }
}
