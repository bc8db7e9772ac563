//! What members send arrives, whole and in order.

use std::sync::{Arc, OnceLock};

use bytes::Bytes;
use hapi_gossip::{Gossip, GossipEvent};
use hapi_hashgraph::MemberId;

use crate::{
    raw::{Caller, Credentials, client, connect},
    support::{Node, identity, listen, network, nowhere, patient, peer},
};

fn message(from: u64, to: u64, number: usize) -> Bytes {
    let length = [0, 1, 100, 16_384, 70_000][number % 5];
    let mut message = format!("{from} to {to}: {number} ").into_bytes();
    message.resize(message.len() + length, u8::try_from(number % 251).expect("a small number"));
    message.into()
}

async fn all_exchange(size: u64) {
    const MESSAGES: usize = 50;
    let mut nodes = network(size, &patient()).await;
    for (node, from) in nodes.iter().zip(1..) {
        for to in (1..=size).filter(|to| *to != from) {
            for number in 0..MESSAGES {
                node.send(to, message(from, to, number));
            }
        }
    }
    for (node, to) in nodes.iter_mut().zip(1..) {
        let mut counts = vec![0; usize::try_from(size).expect("few members") + 1];
        for _ in 0..MESSAGES * (counts.len() - 2) {
            let GossipEvent::Received(MemberId(from), parcel) = node.event().await else {
                panic!("members only send");
            };
            let number = &mut counts[usize::try_from(from).expect("few members")];
            assert_eq!(parcel.bytes, message(from, to, *number), "the messages of a peer come in order");
            *number += 1;
        }
    }
    for node in nodes {
        assert_eq!(node.counts().connected, size - 1);
        node.stop().await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_members_exchange_messages() {
    all_exchange(2).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn three_members_exchange_messages() {
    all_exchange(3).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn four_members_exchange_messages() {
    all_exchange(4).await;
}

/// On one thread, where sends and reads cannot overlap.
#[tokio::test]
async fn five_members_exchange_messages_on_one_thread() {
    all_exchange(5).await;
}

#[tokio::test]
async fn empty_messages_are_messages() {
    let mut nodes = network(2, &patient()).await;
    nodes[0].send(2, Bytes::new());
    nodes[0].send(2, "next");
    assert_eq!(nodes[1].received(1).await.bytes, "");
    assert_eq!(nodes[1].received(1).await.bytes, "next");
}

#[tokio::test]
async fn messages_to_who_is_not_connected_are_dropped() {
    let mut first = Node::start(1, listen().0, vec![peer(2, nowhere())], patient());
    first.send(1, "to itself");
    first.send(2, "too early");
    first.send(3, "to nobody");
    let mut second = Node::second(patient());
    first.gossip.set_address(MemberId(2), second.address);
    first.connected(2).await;
    second.connected(1).await;
    first.send(2, "in time");
    assert_eq!(second.received(1).await.bytes, "in time");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_is_told_of_a_message_may_answer_at_once() {
    let (listener, address) = listen();
    let echo = Arc::new(OnceLock::<Gossip>::new());
    let told = {
        let echo = Arc::clone(&echo);
        move |event| {
            if let GossipEvent::Received(from, parcel) = event {
                echo.get().expect("it is set before anybody connects").send(from, parcel.bytes.clone());
            }
        }
    };
    let second = Gossip::start(&identity(2), listener, vec![peer(1, nowhere())], patient(), told)
        .expect("gossip starts");
    echo.set(second.clone()).expect("it is set once");
    let mut first = Node::start(1, listen().0, vec![peer(2, address)], patient());
    first.connected(2).await;
    for number in 0..100 {
        first.send(2, message(1, 2, number));
    }
    for number in 0..100 {
        assert_eq!(first.received(2).await.bytes, message(1, 2, number));
    }
    second.stop().await;
    first.disconnected(2).await;
}

/// The bytes of a frame may come one by one.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn frames_may_come_in_pieces() {
    use std::io::Write;
    let mut node = Node::second(patient());
    let mut caller = Caller::member(node.address, 1);
    node.connected(1).await;
    for byte in b"\0\0\0\x05hello\xff\xff\xff\xff\0\0\0\x01!" {
        caller.stream.write_all(&[*byte]).expect("the member takes it");
        caller.stream.flush().expect("the member takes it");
    }
    assert_eq!(node.received(1).await.bytes, "hello");
    assert_eq!(node.received(1).await.bytes, "!");
}

/// The side that dials may send together with the last bytes of its handshake.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn messages_may_come_with_the_end_of_the_handshake() {
    use std::io::Write;
    let mut node = Node::second(patient());
    let mut stream = connect(node.address);
    let mut tls = client(&Credentials::of(1));
    tls.write_tls(&mut stream).expect("the member takes it");
    while tls.is_handshaking() {
        tls.read_tls(&mut stream).expect("the member answers");
        tls.process_new_packets().expect("it is the member's answer");
    }
    tls.writer().write_all(b"\0\0\0\x05early").expect("TLS takes it");
    let mut bytes = Vec::new();
    while tls.wants_write() {
        tls.write_tls(&mut bytes).expect("a vector takes it");
    }
    stream.write_all(&bytes).expect("the member takes it");
    node.connected(1).await;
    assert_eq!(node.received(1).await.bytes, "early");
}
