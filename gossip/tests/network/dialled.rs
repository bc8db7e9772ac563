//! A member that dials finds nobody, or somebody else.

use std::{
    io::Write,
    net::{Shutdown, TcpListener},
    time::Duration,
};

use hapi_gossip::Limits;
use hapi_hashgraph::MemberId;

use crate::{
    raw::{Credentials, KEEP_ALIVE, answer, read_all},
    support::{Node, listen, nowhere, patient, peer},
};

/// Lets member 1 dial somebody who is not member 2, or does not behave like it; then tells it where member 2 is. Answers how often it
/// failed to connect.
async fn not_taken(pretend: impl FnOnce(&TcpListener)) -> u64 {
    let limits = Limits { handshake: Duration::from_millis(300), ..patient() };
    let (listener, address) = listen();
    let peers = vec![peer(2, address), peer(3, nowhere())];
    let mut first = Node::start(1, listen().0, peers, limits.clone());
    pretend(&listener);
    assert!(first.told().is_empty(), "no connection came about");
    let mut second = Node::second(limits);
    first.gossip.set_address(MemberId(2), second.address);
    // A dial that is under way to the pretender ends, and the next one goes to the member.
    drop(listener);
    first.connected(2).await;
    second.connected(1).await;
    second.send(1, "the true one");
    assert_eq!(first.received(2).await.bytes, "the true one");
    first.counts().dial_failed
}

/// Asserts that the member does not take this for member 2.
async fn refused(credentials: Credentials) {
    let pretend = |listener: &TcpListener| {
        if let Ok(mut stream) = answer(listener, &credentials) {
            // It even welcomes the member as its peer would.
            let _ = stream.write_all(&KEEP_ALIVE);
            assert_eq!(read_all(&mut stream), 0, "it gets nothing");
        }
    };
    assert!(not_taken(pretend).await >= 1);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_stranger_is_not_taken_for_a_member() {
    refused(Credentials::of(9)).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn another_member_is_not_taken_for_the_one_that_was_dialled() {
    refused(Credentials::of(3)).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_members_certificate_is_not_enough_without_its_key() {
    refused(Credentials::mixed(2, 3)).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn another_protocol_is_not_taken_for_gossip() {
    refused(Credentials::of(2).speaking(&[b"h2"])).await;
    refused(Credentials::of(2).speaking(&[])).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_peer_that_says_nothing_is_given_up() {
    let pretend = |listener: &TcpListener| {
        let (mut stream, _) = listener.accept().expect("the member dials");
        read_all(&mut stream);
    };
    assert!(not_taken(pretend).await >= 1);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_peer_that_is_no_tls_is_given_up() {
    let pretend = |listener: &TcpListener| {
        let (mut stream, _) = listener.accept().expect("the member dials");
        stream.write_all(b"220 mail.example.com ESMTP\r\n").expect("the member takes it");
        read_all(&mut stream);
    };
    assert!(not_taken(pretend).await >= 1);
}

/// A dial that hangs does not delay the next one when the peer is said to be elsewhere.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_dial_to_an_old_address_is_broken_off() {
    let (listener, address) = listen();
    let limits = Limits { handshake: Duration::from_secs(3_600), ..patient() };
    let mut first = Node::start(1, listen().0, vec![peer(2, address)], limits);
    let (mut stream, _) = listener.accept().expect("the member dials");
    let second = Node::second(patient());
    first.gossip.set_address(MemberId(2), second.address);
    first.connected(2).await;
    read_all(&mut stream);
}

/// The right certificate, but no word of welcome: the peer may have refused.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_peer_that_does_not_welcome_is_given_up() {
    let closes = |listener: &TcpListener| {
        let stream = answer(listener, &Credentials::of(2)).expect("the handshake succeeds");
        stream.sock.shutdown(Shutdown::Both).expect("the stream is open");
    };
    assert!(not_taken(closes).await >= 1);
    let waits = |listener: &TcpListener| {
        let mut stream = answer(listener, &Credentials::of(2)).expect("the handshake succeeds");
        assert_eq!(read_all(&mut stream), 0, "nothing is sent to who does not welcome");
    };
    assert!(not_taken(waits).await >= 1);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_message_is_no_welcome() {
    let pretend = |listener: &TcpListener| {
        let mut stream = answer(listener, &Credentials::of(2)).expect("the handshake succeeds");
        stream.write_all(b"\0\0\0\x02hi").expect("the member takes it");
        assert_eq!(read_all(&mut stream), 0, "nothing is sent to who does not welcome");
    };
    assert!(not_taken(pretend).await >= 1);
}

/// What comes right behind the welcome is not lost.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn messages_may_come_with_the_welcome() {
    let (listener, address) = listen();
    let mut first = Node::start(1, listen().0, vec![peer(2, address)], patient());
    let mut stream = answer(&listener, &Credentials::of(2)).expect("the handshake succeeds");
    let mut bytes = KEEP_ALIVE.to_vec();
    bytes.extend_from_slice(b"\0\0\0\x03one\0\0\0\x03two");
    stream.write_all(&bytes).expect("the member takes it");
    first.connected(2).await;
    assert_eq!(first.received(2).await.bytes, "one");
    assert_eq!(first.received(2).await.bytes, "two");
}

/// It is dialled again and again, with growing pauses, but never gives up.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_peer_that_is_away_is_found_when_it_comes() {
    let limits = Limits { longest_retry: Duration::from_millis(20), ..patient() };
    let (listener, address) = listen();
    drop(listener);
    let mut first = Node::start(1, listen().0, vec![peer(2, address)], limits.clone());
    while first.counts().dial_failed < 5 {
        tokio::task::yield_now().await;
    }
    let (listener, _) = crate::support::listen_at(address);
    let mut second = Node::start(2, listener, vec![peer(1, nowhere())], limits);
    first.connected(2).await;
    second.connected(1).await;
}
