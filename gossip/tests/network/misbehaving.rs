//! What members can do to one another is limited.

use std::{
    io::Write,
    net::Shutdown,
    time::{Duration, Instant},
};

use hapi_gossip::{GossipEvent, Limits};

use crate::{
    raw::{Caller, KEEP_ALIVE, read_all},
    support::{Node, PATIENCE, patient},
};

/// Member 2 with the connection of member 1, which the test plays.
async fn pair(limits: Limits) -> (Node, Caller) {
    let mut node = Node::second(limits);
    let caller = Caller::member(node.address, 1);
    node.connected(1).await;
    (node, caller)
}

/// Asserts that the member can come back after it was cut off.
async fn comes_back(node: &mut Node) {
    let mut caller = Caller::member(node.address, 1);
    node.connected(1).await;
    caller.send(b"I am back");
    assert_eq!(node.received(1).await.bytes, "I am back");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_message_that_is_too_long_cuts_its_sender_off() {
    let (mut node, mut caller) = pair(Limits { message_bytes: 1_000, ..patient() }).await;
    caller.send(&[1; 1_000]);
    caller.stream.write_all(b"\0\0\x03\xe9").expect("the member takes it");
    assert_eq!(node.received(1).await.len(), 1_000, "what came before is told");
    node.disconnected(1).await;
    assert_eq!(node.counts().too_long, 1);
    read_all(&mut caller.stream);
    comes_back(&mut node).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn bytes_that_are_not_the_peers_cut_it_off() {
    let (mut node, mut caller) = pair(patient()).await;
    caller.send(b"genuine");
    caller.stream.sock.write_all(b"\x17\x03\x03\0\x20not encrypted with anybody's key").expect("it is taken");
    assert_eq!(node.received(1).await.bytes, "genuine");
    node.disconnected(1).await;
    assert_eq!(node.counts().tampered, 1);
    comes_back(&mut node).await;
}

/// An end without the closing word of TLS may be an attacker's doing; for members it is an end all the same.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_connection_that_breaks_off_is_over() {
    let (mut node, mut caller) = pair(patient()).await;
    caller.send(b"whole");
    caller.stream.write_all(b"\0\0\0\x09half").expect("the member takes it");
    caller.stream.sock.shutdown(Shutdown::Both).expect("the stream is open");
    assert_eq!(node.received(1).await.bytes, "whole");
    node.disconnected(1).await;
    assert_eq!(node.counts().broken, 1);
    comes_back(&mut node).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_peer_that_does_not_read_is_cut_off_when_too_many_bytes_wait() {
    does_not_read(Limits { queue_bytes: 1 << 20, queue_messages: usize::MAX, ..patient() }).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_peer_that_does_not_read_is_cut_off_when_too_many_messages_wait() {
    does_not_read(Limits { queue_messages: 10, queue_bytes: usize::MAX, ..patient() }).await;
}

/// Sends more than the system takes for a peer, which is some megabytes.
async fn does_not_read(limits: Limits) {
    let (mut node, mut caller) = pair(Limits { stall: 2 * PATIENCE, ..limits }).await;
    for _ in 0..1_000 {
        node.send(1, vec![0; 64 << 10]);
    }
    node.disconnected(1).await;
    assert_eq!(node.counts().overflowed, 1);
    read_all(&mut caller.stream.sock);
    comes_back(&mut node).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_peer_that_stops_reading_is_cut_off_in_time() {
    let (mut node, _caller) = pair(Limits { stall: Duration::from_millis(100), ..patient() }).await;
    node.send(1, vec![0; 16 << 20]);
    node.disconnected(1).await;
    assert_eq!(node.counts().stalled, 1);
    comes_back(&mut node).await;
}

/// A peer may be behind for as long as it likes, if it reads at all.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_peer_that_is_always_behind_is_not_cut_off() {
    const LENGTH: usize = 256 << 10;
    const BEHIND: u8 = 100;
    let stall = Duration::from_secs(1);
    let (mut node, mut caller) = pair(Limits { stall, ..patient() }).await;
    for number in 0..BEHIND {
        node.send(1, vec![number; LENGTH]);
    }
    let began = Instant::now();
    let mut number = 0_u8;
    while began.elapsed() < stall * 5 / 2 {
        assert_eq!(caller.read_frame().expect("the message comes"), Some(vec![number; LENGTH]));
        node.send(1, vec![number.wrapping_add(BEHIND); LENGTH]);
        number = number.wrapping_add(1);
    }
    for _ in 0..BEHIND {
        assert_eq!(caller.read_frame().expect("the message comes"), Some(vec![number; LENGTH]));
        number = number.wrapping_add(1);
    }
    caller.send(b"thanks");
    assert_eq!(node.received(1).await.bytes, "thanks");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_silent_peer_is_cut_off() {
    let limits =
        Limits { keep_alive: Duration::from_millis(50), silence: Duration::from_millis(200), ..patient() };
    let (mut node, mut caller) = pair(limits).await;
    node.disconnected(1).await;
    assert_eq!(node.counts().silent, 1);
    assert!(read_all(&mut caller.stream) >= 8, "it had signs of life itself");
}

/// Keep-alives are enough to stay connected, and all that is sent when there is nothing to say.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_gives_signs_of_life_stays() {
    let limits =
        Limits { keep_alive: Duration::from_millis(25), silence: Duration::from_millis(500), ..patient() };
    let (mut node, mut caller) = pair(limits).await;
    let began = Instant::now();
    let mut count = 0;
    while began.elapsed() < Duration::from_millis(1_500) {
        assert_eq!(caller.read_frame().expect("a sign of life"), None, "nothing else is sent");
        caller.send_keep_alive();
        count += 1;
    }
    assert!((10..=61).contains(&count), "one each time that nothing was sent for so long: {count}");
    assert!(node.told().is_empty(), "it stays, and is no message");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn keep_alives_without_end_cut_their_sender_off() {
    let (mut node, mut caller) = pair(patient()).await;
    // It may be cut off before it has written all.
    while caller.stream.write_all(&KEEP_ALIVE).is_ok() {}
    node.disconnected(1).await;
    assert_eq!(node.counts().restless, 1);
    comes_back(&mut node).await;
}

/// A peer that sends faster than its messages are handled is read no further, keeps its connection, and is read on later.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_flood_is_held_back() {
    const LENGTH: usize = 32 << 10;
    let limits = Limits {
        unhandled_messages: 8,
        // It is not silent only because nobody reads it.
        keep_alive: Duration::from_millis(50),
        silence: Duration::from_millis(200),
        ..patient()
    };
    let (mut node, mut caller) = pair(limits).await;
    caller.wait_for_no_longer_than(Duration::from_millis(300));
    let frame = [&u32::try_from(LENGTH).expect("short").to_be_bytes()[..], &vec![5; LENGTH]].concat();
    let mut sent = 0_usize;
    while sent < 100_000 * frame.len() {
        match caller.stream.write(&frame[sent % frame.len()..]) {
            Ok(count) => sent += count,
            Err(_) => break,
        }
    }
    let unhandled = node.told();
    assert!(
        (8..=12).contains(&unhandled.len()),
        "the allowance and one turn of reading: {}",
        unhandled.len()
    );
    assert!(sent / frame.len() > unhandled.len(), "more was sent");
    assert!(unhandled.iter().all(|event| matches!(event, GossipEvent::Received(..))), "{unhandled:?}");

    // What the socket did not take is still in TLS; it goes out now.
    let seen = unhandled.len();
    drop(unhandled);
    let rest = std::thread::spawn(move || {
        caller.wait_for_no_longer_than(PATIENCE);
        caller.stream.write_all(&frame[sent % frame.len()..]).expect("it is taken now");
        caller.stream.flush().expect("it is taken now");
        (caller, sent / frame.len() + 1)
    });
    for _ in seen..=sent / (LENGTH + 4) {
        assert_eq!(node.received(1).await.bytes, vec![5; LENGTH]);
    }
    let (_caller, total) = rest.join().expect("the flood ends");
    assert_eq!(total, sent / (LENGTH + 4) + 1);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn bytes_are_held_back_as_messages_are() {
    let limits = Limits { unhandled_bytes: 1 << 20, ..patient() };
    let (mut node, mut caller) = pair(limits).await;
    caller.send(&vec![1; 1 << 20]);
    caller.send(b"later");
    let large = node.received(1).await;
    assert_eq!(large.len(), 1 << 20);
    // The second may have been read in the same turn as the end of the first. A third is not.
    caller.wait_for_no_longer_than(Duration::from_millis(100));
    let zeros = vec![0; 1 << 16];
    while caller.stream.write(&zeros).is_ok() {}
    assert!(node.told().len() <= 1 + (1 << 16) / 4, "no more than a turn of reading");
    drop(large);
    assert!(matches!(node.event().await, GossipEvent::Received(..)), "there is room again");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_message_that_is_too_long_to_be_sent_ends_the_connection() {
    let (mut node, mut caller) = pair(Limits { message_bytes: 1_000, ..patient() }).await;
    node.send(1, vec![1; 1_000]);
    assert_eq!(caller.read_frame().expect("it is short enough"), Some(vec![1; 1_000]));
    node.send(1, vec![1; 1_001]);
    node.disconnected(1).await;
    assert_eq!(node.counts().unsendable, 1);
    assert_eq!(read_all(&mut caller.stream), 0);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_newest_connection_of_a_member_counts() {
    let (mut node, mut old) = pair(patient()).await;
    old.send(b"on the first");
    assert_eq!(node.received(1).await.bytes, "on the first");
    let mut new = Caller::member(node.address, 1);
    node.disconnected(1).await;
    node.connected(1).await;
    assert_eq!(node.counts().replaced, 1);
    assert_eq!(read_all(&mut old.stream), 0, "the old one is closed");
    new.send(b"on the second");
    assert_eq!(node.received(1).await.bytes, "on the second");
    node.send(1, "answer");
    assert_eq!(new.read_frame().expect("a message"), Some(b"answer".to_vec()));
}

/// A member that dials over and over: what happens stays in order, and the last connection works.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_member_that_dials_over_and_over_is_served() {
    let (mut node, first) = pair(patient()).await;
    let mut callers = vec![first];
    for _ in 0..20 {
        callers.push(
            Caller::dial(node.address, &crate::raw::Credentials::of(1)).expect("a member gets through"),
        );
    }
    let mut last = Caller::member(node.address, 1);
    last.send(b"the last");
    let mut is_connected = true;
    loop {
        match node.event().await {
            GossipEvent::Connected(_) => {
                assert!(!std::mem::replace(&mut is_connected, true), "they alternate");
            }
            GossipEvent::Disconnected(_) => assert!(std::mem::take(&mut is_connected), "they alternate"),
            GossipEvent::Received(_, parcel) => {
                assert_eq!(parcel.bytes, "the last");
                break;
            }
        }
    }
    assert!(is_connected, "messages come on connections");
    for caller in &mut callers {
        read_all(&mut caller.stream);
    }
}
