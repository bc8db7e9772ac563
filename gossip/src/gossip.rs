//! The handle of it all.

use std::{
    collections::{BTreeMap, BTreeSet},
    io,
    net::{SocketAddr, TcpListener},
    sync::Arc,
};

use bytes::Bytes;
use hapi_hashgraph::MemberId;
use tokio::{
    sync::{Mutex, watch},
    task::{JoinHandle, JoinSet},
    time::Instant,
};

use crate::{
    Counts, Identity, Limits, Parcel,
    accept::Acceptor,
    counts::Counters,
    dial::Dialler,
    peer::{Life, Remote, Shared, Stop, Way},
    tls,
};

/// Another member.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Peer {
    /// Its id.
    pub id: MemberId,
    /// Its certificate as the roster has it, DER encoded.
    pub certificate: Bytes,
    /// Where it listens. Only members with smaller ids use it.
    pub address: SocketAddr,
}

/// What happens between a member and its peers. Of each peer the events come one after the other: connected, what it sent, disconnected,
/// and so on.
#[derive(Debug)]
pub enum GossipEvent {
    /// Messages can be sent to this peer now.
    Connected(MemberId),
    /// The connection with this peer is over; what was sent on it may not have arrived.
    Disconnected(MemberId),
    /// A message has come from this peer.
    Received(MemberId, Parcel),
}

/// Gossip cannot start with this.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum StartError {
    /// A member is listed more than once.
    #[error("member {0} is listed twice")]
    Twice(MemberId),
    /// Two members could not be told apart.
    #[error("members {0} and {1} have the same certificate; give each its own key")]
    SharedCertificate(MemberId, MemberId),
    /// A certificate is none.
    #[error("the certificate of member {0} is no X.509 certificate: {1}")]
    Certificate(MemberId, #[source] rustls::Error),
    /// The list has another certificate for this member than it has itself.
    #[error("the certificate of member {0} in the list is not its own; is its key the one of this roster?")]
    ForeignIdentity(MemberId),
    /// TLS does not work with this identity.
    #[error("TLS cannot use the certificate of this member: {0}")]
    Tls(#[from] rustls::Error),
    /// The listener cannot be used.
    #[error("the listener cannot be used: {0}")]
    Listener(#[from] io::Error),
}

/// The connections of a member with all of its peers: a handle, cheap to clone. When the last one is dropped, all connections end; only
/// [`stop`](Self::stop) tells when they have.
#[derive(Clone)]
pub struct Gossip {
    inner: Arc<Inner>,
}

struct Inner {
    remotes: BTreeMap<MemberId, Arc<Remote>>,
    counters: Arc<Counters>,
    stop: watch::Sender<bool>,
    tasks: Mutex<Option<JoinHandle<()>>>,
}

impl Gossip {
    /// Connects a member with its peers, and keeps it connected.
    ///
    /// Members with smaller ids than this one dial `listener`; those with larger ids are dialled. The member itself may be among the
    /// peers. What happens is told to `events`, which is called from the tasks that read, so it must not block; it may send. Messages
    /// can be put into an unbounded channel there, because the [`Parcel`]s they come in bound how many there are.
    ///
    /// # Panics
    ///
    /// Outside of a tokio runtime with its I/O and time drivers enabled.
    pub fn start(
        identity: &Identity,
        listener: TcpListener,
        peers: Vec<Peer>,
        limits: Limits,
        events: impl Fn(GossipEvent) + Send + Sync + 'static,
    ) -> Result<Self, StartError> {
        check(identity, &peers)?;
        listener.set_nonblocking(true)?;
        let listener = tokio::net::TcpListener::from_std(listener)?;
        let counters = Arc::new(Counters::default());
        let shared = Arc::new(Shared { limits, counters: Arc::clone(&counters), events: Box::new(events) });
        let (sender, receiver) = watch::channel(false);
        let stop = Stop(receiver);

        let mut remotes = BTreeMap::new();
        let mut callers = BTreeMap::new();
        let mut lives = Vec::new();
        for Peer { id, certificate, address } in peers.into_iter().filter(|peer| peer.id != identity.id()) {
            let remote = Arc::new(Remote::new(id, address, &shared.limits));
            remotes.insert(id, Arc::clone(&remote));
            let way = if identity.id() < id {
                Way::Dial(Dialler::new(tls::dialler(identity, &certificate)?))
            } else {
                callers.insert(certificate, Arc::clone(&remote));
                Way::Wait(Instant::now())
            };
            lives.push(Life { shared: Arc::clone(&shared), remote, way });
        }
        let config = tls::acceptor(identity, callers.keys())?;
        let acceptor = Acceptor { listener, config, remotes: Arc::new(callers), shared };
        let tasks = Mutex::new(Some(tokio::spawn(run(acceptor, lives, stop))));
        Ok(Self { inner: Arc::new(Inner { remotes, counters, stop: sender, tasks }) })
    }

    /// Sends a message to a peer. This never blocks, and can be called on any thread: the message goes to the socket at once if the
    /// socket takes it, and waits for it otherwise. A peer for which too much waits is cut off. A message to a peer that is not
    /// connected is dropped, and one on a connection that ends may be lost: after [`GossipEvent::Connected`] both sides have to
    /// find out what the other one lacks.
    pub fn send(&self, to: MemberId, message: Bytes) {
        if let Some(remote) = self.inner.remotes.get(&to) {
            remote.send(message);
        }
    }

    /// Cuts a peer off. It may connect again, and is dialled again after a while if it is to be dialled.
    pub fn disconnect(&self, peer: MemberId) {
        if let Some(remote) = self.inner.remotes.get(&peer) {
            remote.disconnect();
        }
    }

    /// Takes note of where a peer listens from now on, and dials it there at once if it is not connected. A connection that there is
    /// stays.
    pub fn set_address(&self, peer: MemberId, address: SocketAddr) {
        if let Some(remote) = self.inner.remotes.get(&peer) {
            remote.set_address(address);
        }
    }

    /// How often what happened so far.
    pub fn counts(&self) -> Counts {
        self.inner.counters.read()
    }

    /// Ends all connections after what waits was sent, if peers take it soon enough ([`Limits::farewell`]). When this resolves, nothing
    /// listens any more, all connections are closed, all tasks have ended, and all events were told; and so for every caller.
    ///
    /// # Panics
    ///
    /// When the function that is told the events did.
    pub async fn stop(&self) {
        self.inner.stop.send_replace(true);
        let mut tasks = self.inner.tasks.lock().await;
        if let Some(running) = tasks.as_mut() {
            let result = running.await;
            *tasks = None;
            if let Err(error) = result
                && error.is_panic()
            {
                std::panic::resume_unwind(error.into_panic());
            }
        }
    }
}

impl std::fmt::Debug for Gossip {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Gossip").field("counts", &self.counts()).finish_non_exhaustive()
    }
}

/// Runs all tasks until all have ended.
async fn run(acceptor: Acceptor, lives: Vec<Life>, stop: Stop) {
    let mut tasks = JoinSet::new();
    tasks.spawn(acceptor.run(stop.clone()));
    for life in lives {
        tasks.spawn(life.run(stop.clone()));
    }
    while let Some(ended) = tasks.join_next().await {
        if let Err(error) = ended
            && error.is_panic()
        {
            // The others end with the set; whoever stops gossip is told.
            std::panic::resume_unwind(error.into_panic());
        }
    }
}

/// Whether all members can be told apart.
fn check(identity: &Identity, peers: &[Peer]) -> Result<(), StartError> {
    let mut ids = BTreeSet::new();
    let mut certificates = BTreeMap::from([(identity.certificate(), identity.id())]);
    for peer in peers {
        tls::check(&peer.certificate).map_err(|error| StartError::Certificate(peer.id, error))?;
        if !ids.insert(peer.id) {
            return Err(StartError::Twice(peer.id));
        }
        if peer.id == identity.id() {
            if peer.certificate != identity.certificate() {
                return Err(StartError::ForeignIdentity(peer.id));
            }
        } else if let Some(other) = certificates.insert(&peer.certificate, peer.id) {
            return Err(StartError::SharedCertificate(other, peer.id));
        }
    }
    Ok(())
}
