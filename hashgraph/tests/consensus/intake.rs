//! Events in any order, and events that nobody honest creates.

use std::collections::BTreeSet;

use bytes::Bytes;
use hapi_hashgraph::{
    Descriptor, Event, EventWindow, Hash, Intake, InvalidEvent, Limits, MalformedEvent, MemberId, Refused,
    Share, UnsignedEvent,
};
use proptest::prelude::*;

use crate::{
    gossip::{Gossip, Plan},
    rng::Rng,
};

fn intake() -> Intake {
    Intake::new(EventWindow::GENESIS, Limits::default(), Share { events: 10, bytes: 1 << 20 })
}

fn content(creator: u64) -> UnsignedEvent {
    UnsignedEvent {
        creator: MemberId(creator),
        birth_round: 1,
        time_created: 5,
        self_parent: None,
        other_parents: vec![],
        transactions: vec![],
    }
}

fn event(content: UnsignedEvent) -> Event {
    Event::new(content, Bytes::from_static(b"signature"))
}

fn nobody(creator: u64, birth_round: u64) -> Descriptor {
    Descriptor { creator: MemberId(creator), birth_round, hash: Hash([7; 48]) }
}

#[test]
fn whatever_the_order_parents_come_out_first_and_all_come_out_once() {
    for seed in 0..50 {
        let mut rng = Rng::new(seed);
        let plan = Plan::honest(4, 60);
        // All of one window: nothing becomes ancient.
        let mut events: Vec<_> = Gossip::run(&plan, &mut rng)
            .events
            .into_iter()
            .filter(|event| event.content().birth_round <= 20)
            .collect();
        rng.shuffle(&mut events);
        let each = Share { events: 1_000, bytes: 1 << 30 };
        let mut intake = Intake::new(EventWindow::GENESIS, Limits::default(), each);
        let mut out = Vec::new();
        for event in &events {
            out.extend(intake.add((**event).clone()).unwrap());
        }
        let later = EventWindow { latest_consensus_round: 30, ..EventWindow::GENESIS };
        out.extend(intake.advance(later));
        assert_eq!((out.len(), intake.waiting()), (events.len(), 0), "seed {seed}");
        assert_eq!(intake.waiting_bytes(), 0, "seed {seed}: all room was given back");
        let mut given = BTreeSet::new();
        for event in out {
            assert!(event.parents().all(|parent| given.contains(&parent.hash)), "seed {seed}");
            assert!(given.insert(event.hash()), "seed {seed}");
        }
    }
}

#[test]
fn an_event_is_taken_once() {
    let mut intake = intake();
    let first = event(content(0));
    assert_eq!(intake.add(first.clone()).unwrap().len(), 1);
    assert_eq!(intake.add(first.clone()), Err(Refused::Known(first.hash())));
    let orphan = event(UnsignedEvent { other_parents: vec![nobody(1, 1)], ..content(0) });
    assert_eq!(intake.add(orphan.clone()).unwrap(), []);
    assert!(intake.is_awaited(&nobody(1, 1)) && !intake.is_awaited(&nobody(1, 2)));
    assert_eq!(intake.add(orphan.clone()), Err(Refused::Known(orphan.hash())));
}

#[test]
fn a_parent_that_becomes_ancient_is_waited_for_no_more() {
    let mut intake = intake();
    let orphan = event(UnsignedEvent { birth_round: 3, other_parents: vec![nobody(1, 1)], ..content(0) });
    assert_eq!(intake.add(orphan.clone()).unwrap(), []);
    assert_eq!(intake.waiting(), 1);
    let pending = EventWindow { latest_consensus_round: 2, ..EventWindow::GENESIS };
    assert_eq!(intake.advance(pending), []);
    let later = EventWindow { latest_consensus_round: 28, ancient_threshold: 2, expired_threshold: 1 };
    assert_eq!(intake.advance(later).iter().map(|event| event.hash()).collect::<Vec<_>>(), [orphan.hash()]);
    assert_eq!(intake.waiting(), 0);
}

/// An event that waits for one that is not there.
fn orphan(creator: u64, parent: u8, bytes: usize) -> Event {
    let parent = Descriptor { hash: Hash([parent; 48]), ..nobody(9, 1) };
    let transactions = vec![vec![0; bytes].into()];
    event(UnsignedEvent { other_parents: vec![parent], transactions, ..content(creator) })
}

#[test]
fn what_waits_of_one_member_is_bounded_in_number_and_others_have_room() {
    let mut intake = intake();
    for n in 0..10 {
        assert_eq!(intake.add(orphan(0, n, 0)).unwrap(), []);
    }
    let is_full = |refused| matches!(refused, Err(Refused::Full { creator: MemberId(0), events: 10, .. }));
    assert!(is_full(intake.add(orphan(0, 10, 0))));
    assert!(is_full(intake.add(event(UnsignedEvent { birth_round: 2, ..content(0) }))), "nor what is early");
    assert_eq!(intake.add(event(content(0))).unwrap().len(), 1, "what need not wait is taken");
    assert_eq!(intake.add(orphan(1, 0, 0)).unwrap(), [], "another has its own share");
    assert_eq!(intake.waiting(), 11);
    // The window moves on, and what waited in vain makes room.
    let later = EventWindow { latest_consensus_round: 28, ancient_threshold: 2, expired_threshold: 1 };
    intake.advance(later);
    assert_eq!((intake.waiting(), intake.waiting_bytes()), (0, 0));
}

#[test]
fn what_waits_of_one_member_is_bounded_in_bytes() {
    let mut intake = intake();
    let mut refused = 0;
    for n in 0..10 {
        refused += usize::from(intake.add(orphan(0, n, 300_000)).is_err());
    }
    assert_eq!((intake.waiting(), refused), (3, 7));
    assert!(intake.waiting_bytes() > 900_000 && intake.waiting_bytes() <= 1 << 20);
    assert_eq!(intake.add(orphan(0, 11, 100_000)).unwrap(), [], "a small one has room");
    // Empty transactions take memory, too.
    let empty = UnsignedEvent { transactions: vec![Bytes::new(); 10_000], ..content(1) };
    let empty = event(UnsignedEvent { other_parents: vec![nobody(9, 1)], ..empty });
    assert!(matches!(intake.add(empty), Err(Refused::Full { events: 0, .. })));
}

#[test]
fn no_event_is_larger_than_the_limits_say() {
    let limits = Limits { transactions: 3, bytes: 100, parents: 2 };
    let content = UnsignedEvent {
        self_parent: Some(nobody(0, 1)),
        other_parents: vec![nobody(1, 1), nobody(2, 1)],
        transactions: vec![vec![0; 50].into(), Bytes::new(), vec![0; 50].into()],
        ..content(0)
    };
    assert_eq!(event(content).size(), limits.largest());
}

#[test]
fn who_is_wrong_about_a_parent_s_birth_waits_until_that_would_be_ancient() {
    let parent = event(UnsignedEvent { birth_round: 2, ..content(1) });
    let wrong = Descriptor { birth_round: 1, ..parent.descriptor() };
    let child = event(UnsignedEvent { birth_round: 2, other_parents: vec![wrong], ..content(0) });
    let second = EventWindow { latest_consensus_round: 1, ..EventWindow::GENESIS };
    let ancient = EventWindow { latest_consensus_round: 28, ancient_threshold: 2, expired_threshold: 1 };
    for child_first in [false, true] {
        let mut intake = intake();
        intake.advance(second);
        let mut events = [parent.clone(), child.clone()];
        if child_first {
            events.reverse();
        }
        let out: Vec<_> = events.into_iter().flat_map(|event| intake.add(event).unwrap()).collect();
        assert_eq!(out.iter().map(|event| event.hash()).collect::<Vec<_>>(), [parent.hash()]);
        assert_eq!(
            intake.advance(ancient).iter().map(|event| event.hash()).collect::<Vec<_>>(),
            [child.hash()]
        );
    }
}

#[test]
fn events_of_other_times_are_refused() {
    let mut intake = intake();
    let ahead = event(UnsignedEvent { birth_round: 28, ..content(0) });
    let refused = Refused::Ahead { hash: ahead.hash(), birth_round: 28, pending: 1 };
    assert_eq!(intake.add(ahead), Err(refused));
    intake.advance(EventWindow { latest_consensus_round: 40, ancient_threshold: 14, expired_threshold: 1 });
    let ancient = event(content(0));
    let refused = Refused::Ancient { hash: ancient.hash(), birth_round: 1, threshold: 14 };
    assert_eq!(intake.add(ancient), Err(refused));
}

#[test]
fn what_nobody_honest_creates_is_refused() {
    let check = |content: UnsignedEvent, error: fn(Hash) -> InvalidEvent| {
        let event = event(content);
        let expected = Refused::Invalid(error(event.hash()));
        assert_eq!(intake().add(event), Err(expected));
    };
    check(UnsignedEvent { birth_round: 0, ..content(0) }, InvalidEvent::NoBirthRound);
    check(UnsignedEvent { self_parent: Some(nobody(1, 1)), ..content(0) }, InvalidEvent::ForeignSelfParent);
    check(
        UnsignedEvent { other_parents: vec![nobody(0, 1)], ..content(0) },
        InvalidEvent::ParentsOfOneCreator,
    );
    check(
        UnsignedEvent { other_parents: vec![nobody(1, 1); 2], ..content(0) },
        InvalidEvent::ParentsOfOneCreator,
    );
    check(UnsignedEvent { other_parents: vec![nobody(1, 2)], ..content(0) }, InvalidEvent::YoungerParent);
    let parents = (1..=1_001).map(|creator| nobody(creator, 1)).collect();
    check(UnsignedEvent { other_parents: parents, ..content(0) }, InvalidEvent::TooManyParents);
    check(
        UnsignedEvent { transactions: vec![Bytes::new(); 10_001], ..content(0) },
        InvalidEvent::TooManyTransactions,
    );
    let large = Bytes::from(vec![0; (1 << 20) + 1]);
    check(UnsignedEvent { transactions: vec![large], ..content(0) }, InvalidEvent::TooLarge);
}

#[test]
fn a_clock_that_goes_backwards_is_no_reason_to_refuse() {
    let mut intake = intake();
    let first = event(content(0));
    intake.add(first.clone()).unwrap();
    for time_created in [5, 4, i64::MIN] {
        let self_parent = Some(first.descriptor());
        let second = event(UnsignedEvent { self_parent, time_created, ..content(0) });
        assert_eq!(intake.add(second).unwrap().len(), 1, "whoever does not know the first takes it, too");
    }
}

fn descriptors() -> impl Strategy<Value = Descriptor> {
    (any::<u64>(), any::<u64>(), any::<[u8; 32]>()).prop_map(|(creator, birth_round, start)| {
        let mut hash = Hash([0; 48]);
        hash.0[..32].copy_from_slice(&start);
        Descriptor { creator: MemberId(creator), birth_round, hash }
    })
}

fn events() -> impl Strategy<Value = Event> {
    let bytes = || proptest::collection::vec(any::<u8>(), 0..40).prop_map(Bytes::from);
    (
        (any::<u64>(), any::<u64>(), any::<i64>()),
        proptest::option::of(descriptors()),
        proptest::collection::vec(descriptors(), 0..4),
        proptest::collection::vec(bytes(), 0..4),
        bytes(),
    )
        .prop_map(
            |((creator, birth_round, time_created), self_parent, other_parents, transactions, signature)| {
                let creator = MemberId(creator);
                let content = UnsignedEvent {
                    creator,
                    birth_round,
                    time_created,
                    self_parent,
                    other_parents,
                    transactions,
                };
                Event::new(content, signature)
            },
        )
}

proptest! {
    #[test]
    fn every_event_comes_back_from_its_bytes(event in events()) {
        prop_assert_eq!(Event::from_bytes(event.to_bytes()), Ok(event));
    }

    #[test]
    fn no_bytes_but_an_event_s_own_are_that_event(event in events(), at in any::<usize>(), flip in 1_u8..) {
        let bytes = event.to_bytes();
        let at = at % bytes.len();
        let truncated = Event::from_bytes(bytes.slice(..at));
        prop_assert!(matches!(truncated, Err(MalformedEvent::Truncated(_))), "{:?}", truncated);
        let mut other = bytes.to_vec();
        other[at] ^= flip;
        if let Ok(other) = Event::from_bytes(other.into()) {
            prop_assert!(other != event);
        }
        let longer = [&bytes[..], b"x"].concat();
        prop_assert_eq!(Event::from_bytes(longer.into()), Err(MalformedEvent::Trailing(1)));
    }
}
