//! What no honest member sends ends the connection, and changes nothing.

use std::{collections::BTreeSet, sync::Arc};

use bytes::Bytes;
use ed25519_zebra::SigningKey;
use hapi_node_core::{
    Begin, MalformedMessage, Message, Misbehaviour, NodeConfig, NodeCore, NodeEffect, VerifiedEvent,
    hashgraph::{
        Descriptor, Event, EventWindow, Hash, InvalidEvent, MalformedEvent, MemberId, Refused, UnsignedEvent,
    },
    ledger::{
        Ledger,
        crypto::{Seed, Verifier},
    },
};

use crate::{
    traffic,
    world::{SECOND, config, secret},
};

const NOW: i64 = 1_800_000_000 * SECOND;
/// Who misbehaves.
const PEER: MemberId = MemberId(1);
const OTHER: MemberId = MemberId(2);
const STRANGER: MemberId = MemberId(9);

/// A node that is connected with two others, who have told it what they have.
fn node(genesis: &Ledger) -> NodeCore {
    let member = config(MemberId(0), &[1; 4], true);
    let begin = Begin::Genesis(genesis.fork());
    let (mut node, _) = NodeCore::start(NodeConfig::new(member), begin, Vec::new(), NOW).unwrap();
    for peer in [PEER, OTHER] {
        node.connected(peer, NOW);
        node.received(peer, tips().to_bytes(), NOW);
    }
    node
}

fn tips() -> Message {
    Message::Tips { window: EventWindow::GENESIS, tips: vec![], waiting: vec![] }
}

/// The first event of a member, without anything in it.
pub(crate) fn content(creator: MemberId) -> UnsignedEvent {
    UnsignedEvent {
        creator,
        birth_round: 1,
        time_created: NOW,
        self_parent: None,
        other_parents: vec![],
        transactions: vec![],
    }
}

fn signed_by(signer: MemberId, content: UnsignedEvent) -> Arc<Event> {
    let signature: [u8; 64] = SigningKey::from(secret(signer)).sign(&content.hash().0).into();
    Arc::new(Event::new(content, Bytes::copy_from_slice(&signature)))
}

fn nobody(creator: MemberId, birth_round: u64) -> Descriptor {
    Descriptor { creator, birth_round, hash: Hash([7; 48]) }
}

/// Has a node receive a message, and tells it what is found in its events. Gives back why the peer is cut off, if it is.
fn receive(node: &mut NodeCore, from: MemberId, message: Bytes) -> Option<Misbehaviour> {
    let mut effects = node.received(from, message, NOW);
    if let [NodeEffect::Verify { from, events }] = &effects[..] {
        let found: Vec<VerifiedEvent> =
            node.verifier().verify(node.ledger(), &mut Verifier::default(), Seed([1; 32]), events.clone());
        effects = node.verified(*from, found, NOW);
    }
    let reasons = effects.into_iter().filter_map(|effect| match effect {
        NodeEffect::Disconnect { peer, reason } => {
            assert_eq!(peer, from);
            Some(reason)
        }
        _ => None,
    });
    let reasons: Vec<_> = reasons.collect();
    assert!(reasons.len() <= 1, "{reasons:?}");
    reasons.into_iter().next()
}

/// A message of one event as it is written here, with its length.
fn event_bytes(change: impl Fn(&mut Vec<u8>)) -> Bytes {
    let mut event = signed_by(PEER, content(PEER)).to_bytes().to_vec();
    change(&mut event);
    let length = u32::try_from(event.len()).unwrap().to_be_bytes();
    [&[2, 0, 0, 0, 1][..], &length, &event].concat().into()
}

fn malformed() -> Vec<(Bytes, Misbehaviour)> {
    let whole = tips().to_bytes();
    let longer = [&Message::Want(vec![]).to_bytes()[..], b"?"].concat();
    let cases = [
        (Bytes::new(), MalformedMessage::Truncated),
        (whole.slice(..whole.len() - 1), MalformedMessage::Truncated),
        (longer.into(), MalformedMessage::Trailing(1)),
        (Bytes::from_static(&[9]), MalformedMessage::Kind(9)),
        (Bytes::from_static(&[3, 0, 1, 0, 0]), MalformedMessage::TooLong(65_536)),
        // The flag that tells whether there is a self-parent comes after three integers.
        (event_bytes(|event| event[24] = 2), MalformedMessage::Event(MalformedEvent::Flag(2))),
        (event_bytes(|event| event.push(0)), MalformedMessage::Event(MalformedEvent::Trailing(1))),
        (
            event_bytes(|event| event.truncate(event.len() - 5)),
            MalformedMessage::Event(MalformedEvent::Truncated(5)),
        ),
    ];
    cases.into_iter().map(|(bytes, error)| (bytes, error.into())).collect()
}

fn unsigned() -> Vec<Arc<Event>> {
    let cut = |event: &Event, length: usize| {
        Arc::new(Event::new(event.content().clone(), event.signature().slice(..length)))
    };
    let good = signed_by(PEER, content(PEER));
    let mut changed = content(PEER);
    changed.time_created += 1;
    vec![
        signed_by(OTHER, content(PEER)),
        signed_by(STRANGER, content(STRANGER)),
        cut(&good, 63),
        cut(&good, 0),
        Arc::new(Event::new(changed, good.signature().clone())),
    ]
}

type Wrong = fn(Hash) -> InvalidEvent;

fn invalid() -> Vec<(Arc<Event>, Misbehaviour)> {
    let large = Bytes::from(vec![0; (1 << 20) + 1]);
    // four members have three others.
    let parents = (2..=6).map(|id| nobody(MemberId(id), 1)).collect();
    let cases: [(UnsignedEvent, Wrong); 8] = [
        (UnsignedEvent { birth_round: 0, ..content(PEER) }, InvalidEvent::NoBirthRound),
        (
            UnsignedEvent { self_parent: Some(nobody(OTHER, 1)), ..content(PEER) },
            InvalidEvent::ForeignSelfParent,
        ),
        (
            UnsignedEvent { other_parents: vec![nobody(PEER, 1)], ..content(PEER) },
            InvalidEvent::ParentsOfOneCreator,
        ),
        (
            UnsignedEvent { other_parents: vec![nobody(OTHER, 1); 2], ..content(PEER) },
            InvalidEvent::ParentsOfOneCreator,
        ),
        (UnsignedEvent { other_parents: parents, ..content(PEER) }, InvalidEvent::TooManyParents),
        (
            UnsignedEvent { other_parents: vec![nobody(OTHER, 2)], ..content(PEER) },
            InvalidEvent::YoungerParent,
        ),
        (
            UnsignedEvent { transactions: vec![Bytes::new(); 10_001], ..content(PEER) },
            InvalidEvent::TooManyTransactions,
        ),
        (UnsignedEvent { transactions: vec![large], ..content(PEER) }, InvalidEvent::TooLarge),
    ];
    let case = |(content, error): (UnsignedEvent, Wrong)| {
        let event = signed_by(PEER, content);
        let reason = Misbehaviour::Refused(Refused::Invalid(error(event.hash())));
        (event, reason)
    };
    cases.into_iter().map(case).collect()
}

/// Everything that ends a connection, as messages, with what is said of it.
fn cases() -> Vec<(Bytes, Misbehaviour)> {
    let message = |event: Arc<Event>| Message::Events(vec![event]).to_bytes();
    let mut cases = malformed();
    cases.push((tips().to_bytes(), Misbehaviour::ToldTwice));
    cases.extend(unsigned().into_iter().map(|event| {
        let reason = Misbehaviour::Signature(event.hash());
        (message(event), reason)
    }));
    cases.extend(invalid().into_iter().map(|(event, reason)| (message(event), reason)));
    cases
}

/// What of all that can be said a reason says. Whoever adds a way to misbehave is reminded here to add a case.
fn kind(reason: &Misbehaviour) -> u8 {
    match reason {
        Misbehaviour::Malformed(error) => match error {
            MalformedMessage::Truncated => 0,
            MalformedMessage::Trailing(_) => 1,
            MalformedMessage::Kind(_) => 2,
            MalformedMessage::TooLong(_) => 3,
            MalformedMessage::Event(MalformedEvent::Truncated(_)) => 4,
            MalformedMessage::Event(MalformedEvent::Trailing(_)) => 5,
            MalformedMessage::Event(MalformedEvent::Flag(_)) => 6,
        },
        Misbehaviour::ToldTwice => 7,
        Misbehaviour::Signature(_) => 8,
        Misbehaviour::Refused(Refused::Invalid(error)) => match error {
            InvalidEvent::TooManyTransactions(_) => 9,
            InvalidEvent::TooLarge(_) => 10,
            InvalidEvent::NoBirthRound(_) => 11,
            InvalidEvent::ForeignSelfParent(_) => 12,
            InvalidEvent::ParentsOfOneCreator(_) => 13,
            InvalidEvent::TooManyParents(_) => 14,
            InvalidEvent::YoungerParent(_) => 15,
        },
        Misbehaviour::Refused(other) => panic!("nobody is cut off because {other}"),
    }
}

#[test]
fn whatever_no_honest_member_sends_ends_the_connection_and_changes_nothing() {
    let genesis = traffic::genesis();
    let mut without = node(&genesis);
    without.disconnected(PEER, NOW);
    let unchanged = format!("{without:?}");
    let mut seen = BTreeSet::new();
    for (n, (message, reason)) in cases().into_iter().enumerate() {
        let mut node = node(&genesis);
        assert_ne!(format!("{node:?}"), unchanged, "what is compared shows who is connected");
        assert_eq!(receive(&mut node, PEER, message), Some(reason.clone()), "case {n}");
        seen.insert(kind(&reason));
        node.disconnected(PEER, NOW);
        assert!(format!("{node:?}") == unchanged, "case {n}, {reason}, left something behind");
    }
    assert_eq!(seen, (0..=15).collect(), "there is a case of each kind");
}

#[test]
fn who_was_cut_off_is_listened_to_no_more_until_it_connects_again() {
    let genesis = traffic::genesis();
    let mut node = node(&genesis);
    let good = || Message::Events(vec![signed_by(PEER, content(PEER))]).to_bytes();
    assert!(receive(&mut node, PEER, Bytes::new()).is_some());
    for message in [good(), Bytes::new(), tips().to_bytes()] {
        let effects = node.received(PEER, message, NOW);
        assert!(effects.is_empty(), "what was under way is passed over: {effects:?}");
    }
    node.disconnected(PEER, NOW);
    node.connected(PEER, NOW);
    assert_eq!(receive(&mut node, PEER, tips().to_bytes()), None, "it may tell what it has again");
    let events = node.kept().events;
    assert_eq!(receive(&mut node, PEER, good()), None);
    assert_eq!(node.kept().events, events + 1);
}

#[test]
fn what_may_be_an_honest_member_s_is_no_reason_to_cut_it_off() {
    let genesis = traffic::genesis();
    let mut node = node(&genesis);
    let first = signed_by(OTHER, content(OTHER));
    let earlier =
        UnsignedEvent { self_parent: Some(first.descriptor()), time_created: NOW - SECOND, ..content(OTHER) };
    let ahead = UnsignedEvent { birth_round: 1_000, ..content(OTHER) };
    let orphan = UnsignedEvent { other_parents: vec![nobody(MemberId(3), 1)], ..content(OTHER) };
    let events = [
        Arc::clone(&first),
        first,
        signed_by(OTHER, earlier),
        signed_by(OTHER, ahead),
        signed_by(OTHER, orphan.clone()),
        signed_by(OTHER, orphan),
    ];
    let before = node.kept();
    for event in events {
        assert_eq!(receive(&mut node, PEER, Message::Events(vec![event]).to_bytes()), None);
    }
    let kept = node.kept();
    assert_eq!((kept.events, kept.waiting), (before.events + 2, 1));
}
