//! Private keys, for tests that sign by themselves.

use hapi_proto::services::Key;

use crate::{
    keys::PrivateKey,
    spec::{KeyAlgorithm, OpError, Spec},
};

/// The private half of the primitive ECDSA key of this name.
pub fn get_ecdsa_private_key_from_spec(spec: &Spec, name: &str) -> Result<PrivateKey, OpError> {
    private(spec, name, KeyAlgorithm::Secp256k1)
}

/// The private half of the primitive Ed25519 key of this name.
pub fn get_ed25519_private_key_from_spec(spec: &Spec, name: &str) -> Result<PrivateKey, OpError> {
    private(spec, name, KeyAlgorithm::Ed25519)
}

fn private(spec: &Spec, name: &str, algorithm: KeyAlgorithm) -> Result<PrivateKey, OpError> {
    let key: Key = spec.registry().get(name)?;
    let private = spec.keys().private_of(name, &key)?;
    if private.algorithm() == algorithm {
        return Ok(private);
    }
    let message = format!("the key `{name}` is of another algorithm");
    Err(OpError::mismatch(message, format_args!("{algorithm:?}"), format_args!("{:?}", private.algorithm())))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ops::assertions::testing;

    #[test]
    fn only_keys_of_the_algorithm_asked_for_are_given() {
        let spec = testing::spec();
        let key = PrivateKey::from_bytes(KeyAlgorithm::Ed25519, [7; 32]).unwrap();
        spec.keys().incorporate(key.clone());
        spec.registry().put("alice", Key::from(key.public()));
        assert_eq!(get_ed25519_private_key_from_spec(&spec, "alice").unwrap(), key);
        let error = get_ecdsa_private_key_from_spec(&spec, "alice").unwrap_err();
        assert!(error.message().contains("another algorithm"), "{error}");
        assert!(get_ecdsa_private_key_from_spec(&spec, "bob").is_err());
    }
}
