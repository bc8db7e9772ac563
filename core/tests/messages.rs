//! What members send each other, as bytes: there is one way to write each message, and nothing else is one.

use std::sync::Arc;

use bytes::Bytes;
use hapi_node_core::{
    MalformedMessage, Message,
    hashgraph::{Descriptor, Event, EventWindow, Hash, MemberId, UnsignedEvent},
};
use proptest::{collection::vec, option, prelude::*};

fn descriptors() -> impl Strategy<Value = Descriptor> {
    (any::<u64>(), any::<u64>(), any::<[u8; 16]>()).prop_map(|(creator, birth_round, start)| {
        let mut hash = Hash([0; 48]);
        hash.0[..16].copy_from_slice(&start);
        Descriptor { creator: MemberId(creator), birth_round, hash }
    })
}

fn some_bytes() -> impl Strategy<Value = Bytes> {
    vec(any::<u8>(), 0..40).prop_map(Bytes::from)
}

fn events() -> impl Strategy<Value = Arc<Event>> {
    let numbers = (any::<u64>(), any::<u64>(), any::<i64>());
    let parents = (option::of(descriptors()), vec(descriptors(), 0..3));
    (numbers, parents, vec(some_bytes(), 0..3), some_bytes()).prop_map(
        |((creator, birth_round, time_created), (self_parent, other_parents), transactions, signature)| {
            let creator = MemberId(creator);
            let content = UnsignedEvent {
                creator,
                birth_round,
                time_created,
                self_parent,
                other_parents,
                transactions,
            };
            Arc::new(Event::new(content, signature))
        },
    )
}

fn windows() -> impl Strategy<Value = EventWindow> {
    any::<[u64; 3]>().prop_map(|[latest_consensus_round, ancient_threshold, expired_threshold]| EventWindow {
        latest_consensus_round,
        ancient_threshold,
        expired_threshold,
    })
}

fn messages() -> impl Strategy<Value = Message> {
    let lists = || vec(descriptors(), 0..4);
    prop_oneof![
        (windows(), lists(), lists()).prop_map(|(window, tips, waiting)| Message::Tips {
            window,
            tips,
            waiting
        }),
        vec(events(), 0..4).prop_map(Message::Events),
        lists().prop_map(Message::Want),
    ]
}

/// Whatever bytes are read, they are what is written for that.
fn reads_nothing_but_what_is_written(bytes: &Bytes) -> Option<Message> {
    let message = Message::from_bytes(bytes.clone()).ok()?;
    assert_eq!(message.to_bytes(), bytes);
    Some(message)
}

proptest! {
    #[test]
    fn every_message_comes_back_from_its_bytes(message in messages()) {
        prop_assert_eq!(Message::from_bytes(message.to_bytes()), Ok(message));
    }

    #[test]
    fn a_part_of_a_message_is_none(message in messages(), at in any::<prop::sample::Index>()) {
        let bytes = message.to_bytes();
        let part = bytes.slice(..at.index(bytes.len()));
        prop_assert_eq!(Message::from_bytes(part), Err(MalformedMessage::Truncated));
    }

    #[test]
    fn what_follows_a_message_is_noticed(message in messages(), more in vec(any::<u8>(), 1..20)) {
        let longer = [&message.to_bytes()[..], &more].concat();
        prop_assert_eq!(Message::from_bytes(longer.into()), Err(MalformedMessage::Trailing(more.len())));
    }

    #[test]
    fn a_flipped_bit_makes_it_another_message_or_none(
        message in messages(),
        at in any::<prop::sample::Index>(),
        bit in 0..8,
    ) {
        let mut bytes = message.to_bytes().to_vec();
        let at = at.index(bytes.len());
        bytes[at] ^= 1_u8 << bit;
        prop_assert_ne!(reads_nothing_but_what_is_written(&bytes.into()), Some(message));
    }

    #[test]
    fn any_bytes_are_read_or_refused(kind in 0_u8..5, bytes in vec(any::<u8>(), 0..300)) {
        let mut all = vec![kind];
        all.extend(bytes);
        reads_nothing_but_what_is_written(&all.into());
    }
}

#[test]
fn lists_have_a_greatest_length_that_is_looked_at_first() {
    for kind in [2_u8, 3] {
        for (count, error) in [
            (10_000_u32, MalformedMessage::Truncated),
            (10_001, MalformedMessage::TooLong(10_001)),
            (u32::MAX, MalformedMessage::TooLong(u32::MAX as usize)),
        ] {
            let bytes = [&[kind][..], &count.to_be_bytes()].concat();
            assert_eq!(Message::from_bytes(bytes.into()), Err(error), "kind {kind}");
        }
    }
    for kind in [0, 4, 255] {
        assert_eq!(Message::from_bytes(vec![kind].into()), Err(MalformedMessage::Kind(kind)));
    }
}

#[test]
fn one_of_many_events_does_not_keep_the_others_in_memory() {
    let event = |bytes: usize| {
        let content = UnsignedEvent {
            creator: MemberId(0),
            birth_round: 1,
            time_created: 1,
            self_parent: None,
            other_parents: vec![],
            transactions: vec![vec![7; bytes].into()],
        };
        Arc::new(Event::new(content, Bytes::from_static(&[0; 64])))
    };
    let shares = |events: Vec<Arc<Event>>| {
        let bytes = Message::Events(events).to_bytes();
        let Ok(Message::Events(events)) = Message::from_bytes(bytes.clone()) else { panic!("it is none") };
        let inside =
            |event: &Arc<Event>| bytes.as_ptr_range().contains(&event.content().transactions[0].as_ptr());
        events.iter().filter(|event| inside(event)).count()
    };
    assert_eq!(shares(vec![event(100_000), event(1)]), 0);
    assert_eq!(shares(vec![event(100_000)]), 1, "a single one is the message");
}
