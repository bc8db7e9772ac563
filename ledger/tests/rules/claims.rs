//! Signatures that are verified before a transaction is handled.

use std::collections::BTreeSet;

use hapi_ledger::{
    ResponseCode,
    crypto::{PublicKey, SecretKey, Seed, Verifier},
    envelope::{Envelope, ParsedTx, Verdict},
    handle::{CheckedTx, claims},
};
use hapi_proto::services::{Key, KeyList, ThresholdKey, Transaction, key};
use prost::Message;

use crate::support::{HBAR, Network, ecdsa, ed25519, pair, public, transfer, wrap};

const ENOUGH: i64 = 1_000 * HBAR;

/// A key that two of three sign for, one of them of the other kind.
fn two_of(keys: &[SecretKey; 3]) -> Key {
    let list = KeyList { keys: keys.iter().map(public).collect() };
    Key { key: Some(key::Key::ThresholdKey(ThresholdKey { threshold: 2, keys: Some(list) })) }
}

fn read(network: &Network, bytes: bytes::Bytes) -> ParsedTx {
    let gossiped = Transaction::decode(bytes).unwrap().signed_transaction_bytes;
    ParsedTx::parse(&gossiped, Envelope::SignedTransaction, &network.ledger.settings().config).unwrap()
}

fn verdicts(tx: &ParsedTx, network: &Network) -> Vec<Verdict> {
    let claims = claims(&network.ledger, tx);
    let valid = Verifier::default().verify_all(&claims, Seed([1; 32]));
    claims.iter().zip(valid).map(|(claim, valid)| Verdict { key: claim.key, valid }).collect()
}

#[test]
fn handling_asks_for_nothing_but_what_was_claimed() {
    let keys = [ed25519(1), ecdsa(2), ed25519(3)];
    for prefix in [1, 4, 33] {
        for lie in [false, true] {
            let mut network = Network::new();
            let payer = network.account_with(two_of(&keys), ENOUGH);
            let body = network.body(payer, transfer(&[(payer, -5), (98, 5)]));
            let bytes = body.encode_to_vec();
            let signers = &keys[1..];
            let pairs = signers.iter().map(|key| pair(key, &bytes, prefix)).collect();
            let tx = read(&network, wrap(bytes, pairs));
            let mut found = verdicts(&tx, &network);
            let claimed: BTreeSet<PublicKey> = found.iter().map(|verdict| verdict.key).collect();
            assert_eq!(claimed.len(), found.len(), "each key is claimed once");
            assert!(signers.iter().all(|key| claimed.contains(&key.public())));
            // Whoever is told that nobody signed believes it, and looks at nothing else.
            for verdict in &mut found {
                verdict.valid &= !lie;
            }
            let status = network.handle(&CheckedTx::new(tx, found)).status();
            let expected = if lie { ResponseCode::InvalidPayerSignature } else { ResponseCode::Success };
            assert_eq!(status, expected, "with {prefix} bytes of each key");
        }
    }
}

#[test]
fn a_forged_signature_is_found_out_beforehand() {
    let (key, other) = (ed25519(1), ed25519(2));
    let mut network = Network::new();
    let payer = network.account(&key, ENOUGH);
    let body = network.body(payer, transfer(&[(payer, -5), (98, 5)]));
    let bytes = body.encode_to_vec();
    let mut forged = pair(&key, &bytes, 33);
    forged.signature = pair(&other, &bytes, 33).signature;
    let tx = read(&network, wrap(bytes, vec![forged]));
    assert_eq!(verdicts(&tx, &network), [Verdict { key: key.public(), valid: false }]);
}

#[test]
fn a_payer_that_is_not_there_claims_nothing() {
    let mut network = Network::new();
    let body = network.body(9_999_999, transfer(&[(2, -5), (98, 5)]));
    let bytes = body.encode_to_vec();
    let pairs = vec![pair(&ed25519(1), &bytes, 4)];
    let tx = read(&network, wrap(bytes, pairs));
    assert_eq!(verdicts(&tx, &network), []);
}
