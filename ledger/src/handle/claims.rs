//! Which signatures a transaction's handling will ask about.

use alloc::{sync::Arc, vec::Vec};

use crate::{
    Ledger,
    crypto::{Claim, PublicKey},
    envelope::{self, ParsedTx},
    keys::{Key, RequiredKeys, Requirement},
    state::Store,
    transactions,
};

/// The signatures of a transaction that its handling will want verdicts on, as far as a ledger can tell beforehand, so that those
/// of many transactions can be verified at once, elsewhere. A verdict on each, with its key, is what
/// [`CheckedTx::new`](super::CheckedTx::new) takes.
///
/// Pairs that name whole keys tell by themselves. For the others, the keys that are required now are looked at.
pub fn claims<'a>(ledger: &Ledger, tx: &'a ParsedTx) -> Vec<Claim<'a>> {
    let mut claims = envelope::whole_claims(tx);
    if claims.len() < tx.sig_map.sig_pair.len() {
        for key in required_keys(ledger, tx) {
            claim_all(&key, tx, &mut claims);
        }
    }
    claims
}

/// The keys that must sign as things stand, the payer's first.
fn required_keys(ledger: &Ledger, tx: &ParsedTx) -> Vec<Arc<Key>> {
    let store = Store::new(ledger.state());
    let Some(payer) = tx.payer().and_then(|num| store.account(&num)) else { return Vec::new() };
    let mut all = alloc::vec![Arc::clone(&payer.key)];
    let Some(data) = &tx.body.data else { return all };
    let mut required = RequiredKeys::new(&store, &ledger.settings().config, &tx.body, payer.num);
    if transactions::typed(data).required_keys(&mut required).is_ok() {
        all.extend(required.finish().into_iter().filter_map(|requirement| match requirement {
            Requirement::Key(key) | Requirement::Optional(key) => Some(key),
            // Only pairs with whole keys count for these.
            Requirement::Hollow { .. } | Requirement::Address(_) => None,
        }));
    }
    all
}

fn claim_all<'a>(key: &Key, tx: &'a ParsedTx, claims: &mut Vec<Claim<'a>>) {
    let key = match key {
        Key::Ed25519(key) => PublicKey::Ed25519(*key),
        Key::Ecdsa(key) => PublicKey::Ecdsa(*key),
        Key::List(keys) | Key::Threshold { keys, .. } => {
            return keys.iter().for_each(|key| claim_all(key, tx, claims));
        }
        Key::Contract(_) | Key::DelegatableContract(_) => return,
    };
    if claims.iter().all(|claim| claim.key != key) {
        claims.extend(envelope::claim(tx, key));
    }
}
