//! Signatures of states.

use alloc::vec::Vec;

use bytes::{Buf, Bytes};
use hapi_ledger::state::StateHash;

/// What a member signs begins so, and is nothing else that it signs.
const DOMAIN: &[u8; 24] = b"hapi-test/state-of-round";
/// How system payloads begin that are signatures of states.
const KIND: u8 = 1;

/// What one member says the state after a round is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct StateSignature {
    /// The round.
    pub round: u64,
    /// The hash of the state after it.
    pub hash: StateHash,
    /// The member's Ed25519 signature of [`StateSignature::message`].
    pub signature: [u8; 64],
}

impl StateSignature {
    /// What is signed to say that the state after a round has this hash.
    pub fn message(round: u64, hash: &StateHash) -> [u8; 64] {
        let mut message = [0; 64];
        message[..24].copy_from_slice(DOMAIN);
        message[24..32].copy_from_slice(&round.to_be_bytes());
        message[32..].copy_from_slice(&hash.0);
        message
    }

    /// As what it stands in a system payload.
    pub(crate) fn to_bytes(self) -> Bytes {
        let mut out = Vec::with_capacity(105);
        out.push(KIND);
        out.extend_from_slice(&self.round.to_be_bytes());
        out.extend_from_slice(&self.hash.0);
        out.extend_from_slice(&self.signature);
        out.into()
    }

    /// The signature that a system payload is, if it is one.
    pub fn from_bytes(mut bytes: &[u8]) -> Option<Self> {
        if bytes.len() != 105 || bytes.get_u8() != KIND {
            return None;
        }
        let round = bytes.get_u64();
        let mut hash = StateHash([0; 32]);
        bytes.copy_to_slice(&mut hash.0);
        let mut signature = [0; 64];
        bytes.copy_to_slice(&mut signature);
        Some(Self { round, hash, signature })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_signature_survives_the_way_through_an_event() {
        let signature = StateSignature { round: 7, hash: StateHash([3; 32]), signature: [9; 64] };
        let bytes = signature.to_bytes();
        assert_eq!(StateSignature::from_bytes(&bytes), Some(signature));
        assert_eq!(StateSignature::from_bytes(&bytes[1..]), None);
        assert_eq!(StateSignature::from_bytes(&[2; 105]), None);
    }

    #[test]
    fn rounds_and_hashes_are_part_of_what_is_signed() {
        let message = StateSignature::message(1, &StateHash([1; 32]));
        assert_ne!(message, StateSignature::message(2, &StateHash([1; 32])));
        assert_ne!(message, StateSignature::message(1, &StateHash([2; 32])));
    }
}
