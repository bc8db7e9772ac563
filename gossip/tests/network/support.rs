//! Members whose events tests can wait for.

use std::{
    net::{SocketAddr, TcpListener},
    time::Duration,
};

use bytes::Bytes;
use hapi_gossip::{Counts, Gossip, GossipEvent, Identity, Limits, Parcel, Peer};
use hapi_hashgraph::MemberId;
use tokio::sync::mpsc;

/// How long anything that a test waits for may take before the test fails.
pub(crate) const PATIENCE: Duration = Duration::from_secs(30);

/// The usual limits, with so long between keep-alives that nothing a test waits for happens only because one is due.
pub(crate) fn patient() -> Limits {
    let hour = Duration::from_secs(3_600);
    Limits { keep_alive: hour, silence: hour, ..Limits::default() }
}

pub(crate) fn seed(id: u64) -> [u8; 32] {
    let mut seed = [7; 32];
    seed[..8].copy_from_slice(&id.to_be_bytes());
    seed
}

pub(crate) fn identity(id: u64) -> Identity {
    Identity::from_seed(MemberId(id), seed(id))
}

pub(crate) fn peer(id: u64, address: SocketAddr) -> Peer {
    Peer { id: MemberId(id), certificate: identity(id).certificate().clone(), address }
}

/// An address at which nobody listens: that of a peer that dials.
pub(crate) fn nowhere() -> SocketAddr {
    SocketAddr::from(([127, 0, 0, 1], 1))
}

pub(crate) fn listen() -> (TcpListener, SocketAddr) {
    listen_at(SocketAddr::from(([127, 0, 0, 1], 0)))
}

pub(crate) fn listen_at(address: SocketAddr) -> (TcpListener, SocketAddr) {
    let listener = TcpListener::bind(address).expect("the address is free");
    let address = listener.local_addr().expect("a bound listener has an address");
    (listener, address)
}

/// A member, and what happens to it.
pub(crate) struct Node {
    pub(crate) gossip: Gossip,
    pub(crate) address: SocketAddr,
    events: mpsc::UnboundedReceiver<GossipEvent>,
}

impl Node {
    pub(crate) fn start(id: u64, listener: TcpListener, peers: Vec<Peer>, limits: Limits) -> Self {
        let address = listener.local_addr().expect("a bound listener has an address");
        let (sender, events) = mpsc::unbounded_channel();
        let told = move |event| {
            // A test that has seen enough no longer listens.
            let _ = sender.send(event);
        };
        let gossip = Gossip::start(&identity(id), listener, peers, limits, told).expect("gossip starts");
        Self { gossip, address, events }
    }

    /// Member 2 of two, whose peer is whoever has the certificate of member 1.
    pub(crate) fn second(limits: Limits) -> Self {
        Self::start(2, listen().0, vec![peer(1, nowhere())], limits)
    }

    pub(crate) async fn event(&mut self) -> GossipEvent {
        let event = tokio::time::timeout(PATIENCE, self.events.recv()).await;
        event.expect("something happens in time").expect("gossip tells of it")
    }

    pub(crate) async fn connected(&mut self, id: u64) {
        let event = self.event().await;
        assert!(
            matches!(event, GossipEvent::Connected(peer) if peer.0 == id),
            "{id} connects, not {event:?}"
        );
    }

    pub(crate) async fn disconnected(&mut self, id: u64) {
        let event = self.event().await;
        assert!(matches!(event, GossipEvent::Disconnected(peer) if peer.0 == id), "{id} goes, not {event:?}");
    }

    pub(crate) async fn received(&mut self, id: u64) -> Parcel {
        match self.event().await {
            GossipEvent::Received(peer, parcel) if peer.0 == id => parcel,
            other => panic!("{id} sends a message, not {other:?}"),
        }
    }

    /// What has been told already.
    pub(crate) fn told(&mut self) -> Vec<GossipEvent> {
        std::iter::from_fn(|| self.events.try_recv().ok()).collect()
    }

    pub(crate) fn send(&self, to: u64, message: impl Into<Bytes>) {
        self.gossip.send(MemberId(to), message.into());
    }

    pub(crate) fn counts(&self) -> Counts {
        self.gossip.counts()
    }

    /// Stops it, and says what was told that nobody has waited for.
    pub(crate) async fn stop(mut self) -> Vec<GossipEvent> {
        tokio::time::timeout(PATIENCE, self.gossip.stop()).await.expect("gossip stops in time");
        self.told()
    }
}

/// So many members from 1 on, all connected with one another.
pub(crate) async fn network(size: u64, limits: &Limits) -> Vec<Node> {
    let listeners: Vec<_> = (1..=size).map(|id| (id, listen())).collect();
    let peers: Vec<_> = listeners.iter().map(|(id, (_, address))| peer(*id, *address)).collect();
    let start = |(id, (listener, _))| Node::start(id, listener, peers.clone(), limits.clone());
    let mut nodes: Vec<_> = listeners.into_iter().map(start).collect();
    for node in &mut nodes {
        let mut left: Vec<_> = peers.iter().map(|peer| peer.id).collect();
        left.retain(|id| id.0 != 0);
        while left.len() > 1 {
            match node.event().await {
                GossipEvent::Connected(id) => left.retain(|other| *other != id),
                other => panic!("all connect first, not {other:?}"),
            }
        }
    }
    nodes
}
