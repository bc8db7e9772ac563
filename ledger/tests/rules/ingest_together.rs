//! Transactions that ingest looks at together: nothing comes out differently.

use std::collections::BTreeSet;

use bytes::Bytes;
use hapi_ledger::{
    ResponseCode,
    crypto::{SecretKey, Seed, Verifier},
    envelope::Verdict,
    handle::CheckedTx,
    ingest::{Ingest, Prechecked, Rejection, begin, precheck, precheck_all},
};
use hapi_proto::services::{Key, SystemDeleteTransactionBody, TransactionBody, transaction_body::Data};
use prost::Message;

use crate::support::{
    HBAR, NODE, Network, TREASURY, ecdsa, ed25519, pair, public, sign, transfer, treasury_key, wrap,
};

/// A body signed by these keys, each with the first `prefix` bytes of the key.
fn sign_briefly(body: &TransactionBody, keys: &[&SecretKey], prefix: usize) -> Bytes {
    let bytes = body.encode_to_vec();
    let pairs = keys.iter().map(|key| pair(key, &bytes, prefix)).collect();
    wrap(bytes, pairs)
}

/// A body with a pair that names the whole key, but not for these bytes.
fn forge(body: &TransactionBody, key: &SecretKey, prefix: usize) -> Bytes {
    wrap(body.encode_to_vec(), vec![pair(key, b"something else", prefix)])
}

/// Accounts with keys of all kinds.
struct Accounts {
    alice: u64,
    bob: u64,
    list: u64,
    threshold: u64,
}

const ALICE: u8 = 1;
const BOB: u8 = 2;

impl Accounts {
    fn create(network: &mut Network) -> Self {
        let [alice, bob, third] = [ed25519(ALICE), ecdsa(BOB), ed25519(3)];
        let keys = || [&alice, &bob, &third].map(public).to_vec();
        Self {
            alice: network.account(&alice, 100 * HBAR),
            bob: network.account(&bob, 100 * HBAR),
            list: network.account_with(Key::list(keys()), 100 * HBAR),
            threshold: network.account_with(
                Key::threshold(2, vec![Key::threshold(2, keys()), public(&third), public(&ed25519(4))]),
                100 * HBAR,
            ),
        }
    }
}

/// Transactions of all sorts, and the code that each has when it comes first.
fn submissions(network: &mut Network) -> Vec<(ResponseCode, Bytes)> {
    let accounts = Accounts::create(network);
    let Accounts { alice, bob, list, threshold } = accounts;
    let (a, b, c, d) = (ed25519(ALICE), ecdsa(BOB), ed25519(3), ed25519(4));
    let mut paid_by = |payer: u64| network.body(payer, transfer(&[(payer, -1), (3, 1)]));
    let once = sign(&paid_by(alice), &[&a]);
    let mut poor = paid_by(alice);
    poor.transaction_fee = 1;
    let mut late = paid_by(alice);
    late.node_account_id = None;
    let mut unbalanced = paid_by(alice);
    unbalanced.data = Some(transfer(&[(alice, -2), (3, 1)]));
    let mut unsupported = paid_by(alice);
    unsupported.data = Some(Data::SystemDelete(SystemDeleteTransactionBody::default()));
    let mut of_both = paid_by(alice);
    of_both.data = Some(transfer(&[(alice, 1), (bob, -1)]));
    vec![
        (ResponseCode::Ok, once.clone()),
        (ResponseCode::Ok, sign_briefly(&paid_by(alice), &[&a], 3)),
        (ResponseCode::InvalidSignature, forge(&paid_by(alice), &a, 33)),
        (ResponseCode::InvalidSignature, forge(&paid_by(alice), &a, 3)),
        (ResponseCode::InvalidSignature, sign(&paid_by(alice), &[&b])),
        (ResponseCode::InvalidSignature, sign(&paid_by(alice), &[])),
        (ResponseCode::Ok, sign(&paid_by(bob), &[&b])),
        (ResponseCode::Ok, sign_briefly(&paid_by(bob), &[&b], 5)),
        (ResponseCode::InvalidSignature, forge(&paid_by(bob), &b, 33)),
        (ResponseCode::Ok, sign(&paid_by(list), &[&c, &b, &a])),
        (ResponseCode::InvalidSignature, sign(&paid_by(list), &[&a, &b])),
        (ResponseCode::Ok, sign_briefly(&paid_by(threshold), &[&a, &c], 4)),
        (ResponseCode::Ok, sign(&paid_by(threshold), &[&c, &d])),
        (ResponseCode::InvalidSignature, sign(&paid_by(threshold), &[&a, &b])),
        (ResponseCode::PayerAccountNotFound, sign(&paid_by(9_999_999), &[&a])),
        (ResponseCode::DuplicateTransaction, once),
        (ResponseCode::InsufficientTxFee, sign(&poor, &[&a])),
        (ResponseCode::InvalidSignature, forge(&poor, &a, 33)),
        (ResponseCode::InvalidNodeAccount, sign(&late, &[&a])),
        (ResponseCode::InvalidAccountAmounts, forge(&unbalanced, &a, 33)),
        (ResponseCode::NotSupported, forge(&unsupported, &a, 33)),
        (ResponseCode::KeyPrefixMismatch, {
            let bytes = paid_by(alice).encode_to_vec();
            let pairs = vec![pair(&a, &bytes, 4), pair(&a, &bytes, 33)];
            wrap(bytes, pairs)
        }),
        // Who else has to sign is none of the payer's business, but is verified on the way.
        (ResponseCode::Ok, sign(&of_both, &[&a, &b])),
        (ResponseCode::Ok, sign_briefly(&paid_by(TREASURY), &[&treasury_key(), &d], 2)),
        (ResponseCode::InvalidTransactionBody, Bytes::new()),
        (ResponseCode::InvalidTransaction, Bytes::from_static(b"\xff")),
    ]
}

/// What a node that has not seen anything says of these, one after the other.
fn admit(network: &Network, found: Vec<Result<Prechecked, Rejection>>) -> Vec<Result<CheckedTx, Rejection>> {
    let mut ingest = Ingest::new(NODE);
    let admit = |found: Result<Prechecked, Rejection>| ingest.admit(&network.ledger, found?, network.now);
    found.into_iter().map(admit).collect()
}

fn one_by_one(network: &Network, transactions: &[Bytes]) -> Vec<Result<Prechecked, Rejection>> {
    let mut verifier = Verifier::default();
    let check = |bytes| precheck(&network.ledger, &mut verifier, NODE, bytes, network.now);
    transactions.iter().map(check).collect()
}

fn together(network: &Network, transactions: &[Bytes]) -> Vec<Result<Prechecked, Rejection>> {
    let mut verifier = Verifier::default();
    precheck_all(&network.ledger, &mut verifier, NODE, transactions, network.now, Seed([7; 32]))
}

/// All that can be seen of a result.
fn seen(result: &Result<CheckedTx, Rejection>) -> Result<(Option<u64>, Vec<Verdict>), Rejection> {
    match result {
        Ok(tx) => Ok((tx.parsed().payer(), tx.verdicts().to_vec())),
        Err(rejection) => Err(*rejection),
    }
}

fn code(result: &Result<CheckedTx, Rejection>) -> ResponseCode {
    result.as_ref().map_or_else(|rejection| rejection.code, |_| ResponseCode::Ok)
}

fn assert_same(network: &Network, transactions: &[Bytes]) {
    let alone = admit(network, one_by_one(network, transactions));
    let together = admit(network, together(network, transactions));
    assert_eq!(
        together.iter().map(seen).collect::<Vec<_>>(),
        alone.iter().map(seen).collect::<Vec<_>>(),
        "{} transactions",
        transactions.len()
    );
}

#[test]
fn together_they_have_the_codes_that_they_have_alone() {
    let mut network = Network::new();
    let (codes, transactions): (Vec<_>, Vec<_>) = submissions(&mut network).into_iter().unzip();
    let found = admit(&network, together(&network, &transactions));
    let found: Vec<_> = found.iter().map(code).collect();
    assert_eq!(found, codes);
    assert_same(&network, &transactions);
}

#[test]
fn it_makes_no_difference_which_come_together() {
    let mut network = Network::new();
    let (_, mut transactions): (Vec<_>, Vec<_>) = submissions(&mut network).into_iter().unzip();
    for _ in 0..transactions.len() {
        transactions.rotate_left(1);
        for count in [0, 1, 2, 5, 12] {
            assert_same(&network, &transactions[..count]);
        }
    }
}

#[test]
fn one_that_is_forged_spoils_nothing_for_the_others() {
    let mut network = Network::new();
    let key = ed25519(ALICE);
    let alice = network.account(&key, 100 * HBAR);
    for at in 0..8 {
        let submission = |index| {
            let body = network.body(alice, transfer(&[(alice, -1), (3, 1)]));
            if index == at { forge(&body, &key, 33) } else { sign(&body, &[&key]) }
        };
        let transactions: Vec<_> = (0..8).map(submission).collect();
        let found = admit(&network, together(&network, &transactions));
        for (index, found) in found.iter().enumerate() {
            let expected = if index == at { ResponseCode::InvalidSignature } else { ResponseCode::Ok };
            assert_eq!(code(found), expected, "{index}, when {at} is forged");
        }
    }
}

/// Whoever is told that nobody signed believes it; so what is claimed is all that is looked at.
#[test]
fn nothing_is_verified_but_what_was_claimed() {
    let mut network = Network::new();
    for (code, bytes) in submissions(&mut network) {
        let Ok(begun) = begin(&network.ledger, NODE, &bytes, network.now) else { continue };
        let keys: Vec<_> = begun.claims(&network.ledger).iter().map(|claim| claim.key).collect();
        assert_eq!(keys.iter().collect::<BTreeSet<_>>().len(), keys.len(), "each key is claimed once");
        let finish = |valid| {
            let known: Vec<_> = keys.iter().map(|key| Verdict { key: *key, valid }).collect();
            let found = begun.clone().finish(&network.ledger, &mut Verifier::default(), &known, network.now);
            admit(&network, vec![Ok(found)]).remove(0)
        };
        let denied = finish(false).expect_err("nobody signed").code;
        match code {
            ResponseCode::Ok | ResponseCode::DuplicateTransaction | ResponseCode::InsufficientTxFee => {
                assert_eq!(denied, ResponseCode::InvalidSignature);
            }
            other => assert_eq!(denied, other),
        }
        if let Ok(tx) = finish(true) {
            assert!(tx.verdicts().iter().all(|verdict| keys.contains(&verdict.key)), "{keys:?}");
        } else {
            assert_ne!(code, ResponseCode::Ok);
        }
    }
}

#[test]
fn who_has_failed_already_claims_nothing() {
    let mut network = Network::new();
    let key = ed25519(ALICE);
    let alice = network.account(&key, 100 * HBAR);
    for (payer, data) in [
        (9_999_999, transfer(&[(2, -1), (3, 1)])),
        (alice, transfer(&[(alice, -2), (3, 1)])),
        (alice, Data::SystemDelete(SystemDeleteTransactionBody::default())),
    ] {
        let bytes = sign(&network.body(payer, data), &[&key]);
        let begun = begin(&network.ledger, NODE, &bytes, network.now).unwrap();
        assert_eq!(begun.claims(&network.ledger).len(), 0);
    }
}
