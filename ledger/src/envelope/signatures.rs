//! Who signed a transaction.

use alloc::vec::Vec;

use hapi_proto::services::{SignaturePair, signature_pair::Signature};

use super::ParsedTx;
use crate::{
    crypto::{Claim, PublicKey, Verifier},
    keys::{Key, evm_address},
};

/// Whether a transaction bears the valid signature of a key. It holds for one transaction's bytes, and never changes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Verdict {
    /// Whose signature.
    pub key: PublicKey,
    /// Whether it is valid.
    pub valid: bool,
}

/// Answers who signed a transaction, and counts what it verified: fees are charged for verified signatures.
///
/// A key is matched with the first pair of its kind whose prefix begins the key. A pair whose prefix is a whole key is
/// verified even if nobody asks for that key.
#[derive(Debug)]
pub struct Signatures<'a> {
    tx: &'a ParsedTx,
    known: &'a [Verdict],
    verifier: &'a mut Verifier,
    verified: Vec<Verdict>,
}

impl<'a> Signatures<'a> {
    /// Starts with the pairs that name whole keys. `known` are verdicts reached before, on these same bytes.
    pub fn new(tx: &'a ParsedTx, known: &'a [Verdict], verifier: &'a mut Verifier) -> Self {
        let mut this = Self { tx, known, verifier, verified: Vec::with_capacity(tx.sig_map.sig_pair.len()) };
        for pair in &tx.sig_map.sig_pair {
            if let Some(key) = whole_key(pair) {
                this.verify(key, pair);
            }
        }
        this
    }

    /// Whether enough of a key signed. Contract ids never do: only a running contract activates them.
    pub fn signed_by(&mut self, key: &Key) -> bool {
        match key {
            Key::Ed25519(key) => self.signed_by_primitive(PublicKey::Ed25519(*key)),
            Key::Ecdsa(key) => self.signed_by_primitive(PublicKey::Ecdsa(*key)),
            Key::List(keys) => !keys.is_empty() && self.count_signed(keys) == keys.len(),
            Key::Threshold { threshold, keys } => self.count_signed(keys) >= *threshold,
            Key::Contract(_) | Key::DelegatableContract(_) => false,
        }
    }

    /// Does not stop at the first that did not sign: each signature that is there is verified, and counts.
    fn count_signed(&mut self, keys: &[Key]) -> usize {
        keys.iter().filter(|key| self.signed_by(key)).count()
    }

    fn signed_by_primitive(&mut self, key: PublicKey) -> bool {
        let tx = self.tx;
        matching(tx, &key).is_some_and(|pair| self.verify(key, pair))
    }

    /// The ECDSA key behind an EVM address, if it signed and its pair names the whole key.
    pub fn signed_by_address(&mut self, address: &[u8]) -> Option<[u8; 33]> {
        let tx = self.tx;
        tx.sig_map.sig_pair.iter().find_map(|pair| match whole_key(pair)? {
            PublicKey::Ecdsa(key) if evm_address(&key).is_some_and(|it| it == *address) => {
                self.verify(PublicKey::Ecdsa(key), pair).then_some(key)
            }
            _ => None,
        })
    }

    /// How many signatures were verified, valid or not.
    pub fn count(&self) -> u64 {
        self.verified.len() as u64
    }

    /// Whether a pair names only the beginning of a key: whose it is, only the required keys tell.
    pub fn has_short_prefixes(&self) -> bool {
        self.tx.sig_map.sig_pair.iter().any(|pair| whole_key(pair).is_none())
    }

    /// All verdicts reached.
    pub fn into_verdicts(self) -> Vec<Verdict> {
        self.verified
    }

    fn verify(&mut self, key: PublicKey, pair: &SignaturePair) -> bool {
        let earlier = self.verified.iter().find(|verdict| verdict.key == key);
        if let Some(verdict) = earlier {
            return verdict.valid;
        }
        let known = self.known.iter().find(|verdict| verdict.key == key);
        let verdict = known.copied().unwrap_or_else(|| Verdict {
            key,
            valid: self.verifier.verify(&key, &self.tx.body_bytes, signature(pair)),
        });
        self.verified.push(verdict);
        verdict.valid
    }
}

/// The pairs of a transaction that name whole keys, as what they claim; of several for one key, the first.
pub(crate) fn whole_claims(tx: &ParsedTx) -> Vec<Claim<'_>> {
    let mut claims = Vec::<Claim<'_>>::with_capacity(tx.sig_map.sig_pair.len());
    for pair in &tx.sig_map.sig_pair {
        if let Some(key) = whole_key(pair)
            && claims.iter().all(|claim| claim.key != key)
        {
            claims.push(Claim { key, message: &tx.body_bytes, signature: signature(pair) });
        }
    }
    claims
}

/// That a key signed, if a pair can be meant to say so.
pub(crate) fn claim(tx: &ParsedTx, key: PublicKey) -> Option<Claim<'_>> {
    let pair = matching(tx, &key)?;
    Some(Claim { key, message: &tx.body_bytes, signature: signature(pair) })
}

/// The pair that speaks for a key: the first of its kind whose prefix begins it.
fn matching<'a>(tx: &'a ParsedTx, key: &PublicKey) -> Option<&'a SignaturePair> {
    let is_meant =
        |pair: &&SignaturePair| is_of_kind(pair, key) && key.as_bytes().starts_with(&pair.pub_key_prefix);
    tx.sig_map.sig_pair.iter().find(is_meant)
}

fn whole_key(pair: &SignaturePair) -> Option<PublicKey> {
    let prefix = &*pair.pub_key_prefix;
    match pair.signature.as_ref()? {
        Signature::Ed25519(_) => Some(PublicKey::Ed25519(prefix.try_into().ok()?)),
        Signature::EcdsaSecp256k1(_) => Some(PublicKey::Ecdsa(prefix.try_into().ok()?)),
        _ => None,
    }
}

fn is_of_kind(pair: &SignaturePair, key: &PublicKey) -> bool {
    matches!(
        (pair.signature.as_ref(), key),
        (Some(Signature::Ed25519(_)), PublicKey::Ed25519(_))
            | (Some(Signature::EcdsaSecp256k1(_)), PublicKey::Ecdsa(_))
    )
}

fn signature(pair: &SignaturePair) -> &[u8] {
    match &pair.signature {
        Some(Signature::Ed25519(bytes) | Signature::EcdsaSecp256k1(bytes)) => bytes,
        _ => &[],
    }
}
