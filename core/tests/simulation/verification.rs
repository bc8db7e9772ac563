//! What is found in events by those who verify them.

use std::sync::Arc;

use bytes::Bytes;
use ed25519_zebra::SigningKey;
use hapi_node_core::{
    EventVerifier, Payload, StateSignature, VerifiedEvent, VerifiedPayload,
    hashgraph::{Event, MemberId, UnsignedEvent},
    ledger::{
        Ledger,
        crypto::{Seed, Verifier},
        state::StateHash,
    },
};
use hapi_proto::services::{SignedTransaction, Timestamp, Transaction};
use prost::Message;

use crate::{
    traffic,
    world::{config, secret},
};

fn verify(ledger: &Ledger, events: Vec<Arc<Event>>) -> Vec<VerifiedEvent> {
    let verifier = EventVerifier::new(&config(MemberId(0), &[1; 4], true));
    verifier.verify(ledger, &mut Verifier::default(), Seed([3; 32]), events)
}

fn event(creator: MemberId, key: MemberId, transactions: Vec<Bytes>) -> Arc<Event> {
    let content = UnsignedEvent {
        creator,
        birth_round: 1,
        time_created: 1,
        self_parent: None,
        other_parents: Vec::new(),
        transactions,
    };
    let signature: [u8; 64] = SigningKey::from(secret(key)).sign(&content.hash().0).into();
    Arc::new(Event::new(content, Bytes::copy_from_slice(&signature)))
}

/// The transfer number `n` as it is gossiped.
fn transfer(n: u64) -> SignedTransaction {
    let bytes = traffic::transfer(n, 0, Timestamp::new(1_800_000_000, 0));
    let transaction = Transaction::decode(bytes).expect("it was encoded here");
    SignedTransaction::decode(transaction.signed_transaction_bytes).expect("it was encoded here")
}

fn user(signed: &SignedTransaction) -> Bytes {
    Payload::User(signed.encode_to_vec().into()).to_bytes()
}

fn state(signer: MemberId, round: u64, claimed: u64) -> Bytes {
    let hash = StateHash([9; 32]);
    let message = StateSignature::message(round, &hash);
    let signature: [u8; 64] = SigningKey::from(secret(signer)).sign(&message).into();
    let mut bytes = vec![1];
    bytes.extend_from_slice(&claimed.to_be_bytes());
    bytes.extend_from_slice(&hash.0);
    bytes.extend_from_slice(&signature);
    Payload::System(bytes.into()).to_bytes()
}

#[test]
fn each_signature_has_its_own_verdict() {
    let ledger = traffic::genesis();
    let (alice, bob, stranger) = (MemberId(1), MemberId(2), MemberId(9));
    let mut forged = transfer(2);
    forged.body_bytes = transfer(3).body_bytes;
    let events = vec![
        event(alice, alice, vec![user(&transfer(1)), user(&forged), user(&transfer(4))]),
        event(alice, bob, vec![user(&transfer(5))]),
        event(stranger, stranger, vec![user(&transfer(6))]),
        event(bob, bob, vec![state(bob, 7, 7), state(bob, 7, 8), state(alice, 7, 7)]),
    ];
    let verified = verify(&ledger, events.clone());
    let signed: Vec<_> = verified.iter().map(|event| event.is_signed).collect();
    assert_eq!(signed, [true, false, false, true]);
    assert!(verified.iter().zip(&events).all(|(verified, event)| Arc::ptr_eq(&verified.event, event)));
    let verdicts = |payload: &VerifiedPayload| match payload {
        VerifiedPayload::Transaction(tx) => tx.verdicts().iter().map(|verdict| verdict.valid).collect(),
        VerifiedPayload::Signature(_) | VerifiedPayload::Other => Vec::new(),
    };
    let found: Vec<_> = verified[0].payloads.iter().map(verdicts).collect();
    assert_eq!(found, [[true], [false], [true]]);
    assert!(verified[2].payloads.is_empty(), "nobody looks at what strangers send");
    let [VerifiedPayload::Signature(first), VerifiedPayload::Other, VerifiedPayload::Other] =
        &verified[3].payloads[..]
    else {
        panic!("{:?}", verified[3].payloads);
    };
    assert_eq!((first.round, first.hash), (7, StateHash([9; 32])));
}

#[test]
fn what_cannot_be_read_is_nothing() {
    let junk: [&[u8]; 6] = [b"", &[0], &[0, 0xff], &[1], &[1, 1, 2], &[9, 9]];
    let junk = junk.iter().map(|bytes| Bytes::from_static(bytes)).collect();
    let verified = verify(&traffic::genesis(), vec![event(MemberId(1), MemberId(1), junk)]);
    assert!(verified[0].is_signed);
    assert_eq!(verified[0].payloads.len(), 6);
    assert!(verified[0].payloads.iter().all(|payload| matches!(payload, VerifiedPayload::Other)));
}
