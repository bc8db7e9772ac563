//! Members stop, restart and move.

use std::{
    net::{TcpListener, TcpStream},
    time::Duration,
};

use hapi_gossip::{GossipEvent, Limits};
use hapi_hashgraph::MemberId;

use crate::{
    raw::{Caller, connect, read_all},
    support::{Node, PATIENCE, listen, listen_at, network, nowhere, patient, peer},
};

/// On one thread, because others count a task for a moment longer than it runs.
#[tokio::test]
async fn a_stop_leaves_no_task_no_port_and_no_connection() {
    let tasks = || tokio::runtime::Handle::current().metrics().num_alive_tasks();
    assert_eq!(tasks(), 0, "only what gossip starts is counted");
    let mut nodes = network(3, &patient()).await;
    let stranger = connect(nodes[1].address);
    assert!(tasks() > 3);
    let addresses: Vec<_> = nodes.iter().map(|node| node.address).collect();
    let third = nodes.pop().expect("three members");
    let told = third.stop().await;
    assert_eq!(told.len(), 2, "the end of each connection is told before the stop is over: {told:?}");
    assert!(told.iter().all(|event| matches!(event, GossipEvent::Disconnected(_))));
    for node in &mut nodes {
        node.disconnected(3).await;
    }
    for node in nodes {
        node.stop().await;
    }
    assert_eq!(tasks(), 0, "all tasks are joined");
    for address in addresses {
        TcpStream::connect(address).expect_err("nobody listens");
        TcpListener::bind(address).expect("the port is free");
    }
    let mut stranger = stranger;
    assert_eq!(read_all(&mut stranger), 0);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_was_sent_before_a_stop_arrives() {
    let limits = Limits { farewell: PATIENCE, ..patient() };
    let mut nodes = network(2, &limits).await;
    let (mut second, first) = (nodes.remove(1), nodes.remove(0));
    for number in 0..100_u8 {
        first.send(2, vec![number; 100_000]);
    }
    let stop = tokio::spawn(first.stop());
    for number in 0..100_u8 {
        assert_eq!(second.received(1).await.bytes, vec![number; 100_000]);
    }
    second.disconnected(1).await;
    assert_eq!(second.counts().closed, 1, "it was closed in good order");
    assert_eq!(stop.await.expect("the stop ends").len(), 1);
}

/// A peer that does not take what waits for it, or does not close its side, holds a stop up only so long.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_peer_that_does_not_read_does_not_prevent_a_stop() {
    let mut node = Node::second(Limits { farewell: Duration::from_millis(50), ..patient() });
    let mut caller = Caller::member(node.address, 1);
    node.connected(1).await;
    node.send(1, vec![0; 16 << 20]);
    let told = node.stop().await;
    assert!(matches!(told.as_slice(), [GossipEvent::Disconnected(_)]), "{told:?}");
    assert!(read_all(&mut caller.stream.sock) < 16 << 20, "not all of it was sent");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn all_may_stop_at_once_and_each_twice() {
    let nodes = network(4, &Limits { farewell: PATIENCE, ..patient() }).await;
    let mut stops = tokio::task::JoinSet::new();
    for node in &nodes {
        for _ in 0..2 {
            let gossip = node.gossip.clone();
            stops.spawn(async move { gossip.stop().await });
        }
    }
    tokio::time::timeout(PATIENCE, stops.join_all()).await.expect("all stop");
    for mut node in nodes {
        assert_eq!(node.told().len(), 3, "three connections have ended");
        node.send(1, "nobody hears this");
        node.gossip.disconnect(MemberId(1));
        assert!(node.stop().await.is_empty(), "nothing more happens");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_is_forgotten_goes() {
    let mut nodes = network(2, &patient()).await;
    drop(nodes.remove(0));
    nodes[0].disconnected(1).await;
}

/// The side that is dialled restarts.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_peer_that_restarts_at_its_address_is_found_again() {
    let mut nodes = network(2, &patient()).await;
    let (second, mut first) = (nodes.remove(1), nodes.remove(0));
    let address = second.address;
    second.stop().await;
    first.disconnected(2).await;
    let peers = vec![peer(1, first.address), peer(2, address)];
    let mut second = Node::start(2, listen_at(address).0, peers, patient());
    first.connected(2).await;
    second.connected(1).await;
    first.send(2, "welcome back");
    assert_eq!(second.received(1).await.bytes, "welcome back");
}

/// The side that dials restarts.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_peer_that_dials_comes_back_after_its_restart() {
    let mut nodes = network(2, &patient()).await;
    let (mut second, first) = (nodes.remove(1), nodes.remove(0));
    first.stop().await;
    second.disconnected(1).await;
    let mut first = Node::start(1, listen().0, vec![peer(2, second.address)], patient());
    first.connected(2).await;
    second.connected(1).await;
    second.send(1, "welcome back");
    assert_eq!(first.received(2).await.bytes, "welcome back");
}

/// The address is told before the peer has gone, or while it is away.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_peer_that_moves_is_found_at_its_new_address() {
    // Without being told, the member would not dial again in the time of the test.
    let limits = Limits { shortest_retry: PATIENCE, longest_retry: PATIENCE, ..patient() };
    let mut second = Node::second(limits.clone());
    let mut first = Node::start(1, listen().0, vec![peer(2, second.address)], limits.clone());
    first.connected(2).await;
    second.connected(1).await;
    for is_told_before in [true, false] {
        let (listener, address) = listen();
        if is_told_before {
            first.gossip.set_address(MemberId(2), address);
            first.send(2, "still here");
            assert_eq!(second.received(1).await.bytes, "still here", "the connection stays");
        }
        second.stop().await;
        first.disconnected(2).await;
        second = Node::start(2, listener, vec![peer(1, nowhere())], limits.clone());
        if !is_told_before {
            first.gossip.set_address(MemberId(2), address);
        }
        first.connected(2).await;
        second.connected(1).await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_peer_that_is_cut_off_on_request_may_come_back() {
    let mut nodes = network(2, &patient()).await;
    for (cuts, peer) in [(0, 2), (1, 1)] {
        // When a message has arrived, both sides are at rest.
        nodes[0].send(2, "there");
        assert_eq!(nodes[1].received(1).await.bytes, "there");
        nodes[1].send(1, "and back");
        assert_eq!(nodes[0].received(2).await.bytes, "and back");
        nodes[cuts].gossip.disconnect(MemberId(peer));
        for (node, other) in nodes.iter_mut().zip([2, 1]) {
            node.disconnected(other).await;
            node.connected(other).await;
        }
        assert_eq!(nodes[cuts].counts().asked, 1);
    }
    nodes[0].send(2, "again");
    assert_eq!(nodes[1].received(1).await.bytes, "again");
}
