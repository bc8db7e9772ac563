//! The node's key.

use ed25519_zebra::{Signature, SigningKey, VerificationKey};

/// Signs files and blocks with a node's Ed25519 key.
#[derive(Clone)]
pub struct Signer(SigningKey);

impl core::fmt::Debug for Signer {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        write!(f, "Signer of {}", hex::encode(self.public_key()))
    }
}

impl Signer {
    /// The key with this seed. Every seed is a key.
    pub fn from_seed(seed: [u8; 32]) -> Self {
        Self(SigningKey::from(seed))
    }

    /// What its signatures are verified with.
    pub fn public_key(&self) -> [u8; 32] {
        VerificationKey::from(&self.0).into()
    }

    /// Signs a message.
    pub fn sign(&self, message: &[u8]) -> [u8; 64] {
        self.0.sign(message).to_bytes()
    }
}

/// Whether the holder of a key signed a message.
pub(crate) fn is_signed(public_key: [u8; 32], message: &[u8], signature: &[u8]) -> bool {
    let Ok(signature) = Signature::try_from(signature) else { return false };
    VerificationKey::try_from(public_key).is_ok_and(|key| key.verify(&signature, message).is_ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn its_signatures_verify_and_others_do_not() {
        let signer = Signer::from_seed([7; 32]);
        let signature = signer.sign(b"message");
        assert!(is_signed(signer.public_key(), b"message", &signature));
        assert!(!is_signed(signer.public_key(), b"massage", &signature));
        assert!(!is_signed(Signer::from_seed([8; 32]).public_key(), b"message", &signature));
        assert!(!is_signed(signer.public_key(), b"message", &signature[1..]));
    }
}
