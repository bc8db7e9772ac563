//! A node that runs.

use std::{
    io,
    net::{SocketAddr, TcpListener},
    sync::Arc,
    time::{Duration, Instant},
};

use futures::future::join_all;
use hapi_daemon::Emitter;
use hapi_gossip::{Gossip, GossipEvent, Identity, Limits, Peer};
use hapi_ledger::Ledger;
use hapi_node_core::{PlatformStatus, Saving, hashgraph::MemberId};
use hapi_storage::Disk;
use tokio::sync::{oneshot, watch};

use super::{
    desk::Desk,
    disk::{DiskThread, Replayed},
    error::StartError,
    inbox::{Inbox, Input},
    keeper::{KeeperThread, LastSaved},
    layout::Layout,
    open::{Face, Opened, open},
    progress::{Silencer, Voice},
    replay::Starting,
    settings::{Listen, LiveAddresses, NodeSettings},
    shown::Shown,
    threads::{Fault, Faults, Threads},
    verify::Verifiers,
};
use crate::{
    cluster::holder_of,
    grpc::{self, Drained, GrpcServer},
};

/// How long a node that ends waits for what it has accepted to go into an event that others have.
const FINISH_LIMIT: Duration = Duration::from_secs(2);

/// The sockets of a node, taken before anything else, so that everybody can be told of them.
#[derive(Debug)]
pub struct Sockets {
    gossip: TcpListener,
    grpc: Vec<TcpListener>,
    operator: Option<TcpListener>,
}

/// Where a node serves: with the real ports, where port 0 was asked for.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Bound {
    /// Other members.
    pub gossip: SocketAddr,
    /// Clients.
    pub grpc: Vec<SocketAddr>,
    /// The one who runs it.
    pub operator: Option<SocketAddr>,
}

impl Sockets {
    /// Takes the sockets of a node with these settings.
    ///
    /// # Errors
    /// When one cannot be had; the error says who has it, if that can be seen.
    pub fn bind(settings: &NodeSettings) -> Result<Self, StartError> {
        let bind = |address: SocketAddr| {
            TcpListener::bind(address).map_err(|source| {
                let is_taken = source.kind() == io::ErrorKind::AddrInUse;
                let holder = if is_taken { holder_of(address) } else { None };
                StartError::Listen { address, holder, source }
            })
        };
        let operator = settings.operator()?;
        if let Some(open) = operator.filter(|operator| !operator.ip().is_loopback()) {
            return Err(StartError::OpenOperator(open));
        }
        let Listen { gossip, grpc, .. } = &settings.listen;
        Ok(Self {
            gossip: bind(*gossip)?,
            grpc: grpc.iter().map(|address| bind(*address)).collect::<Result<_, _>>()?,
            operator: operator.map(bind).transpose()?,
        })
    }

    /// Where they are.
    ///
    /// # Errors
    /// When the system does not say.
    pub fn bound(&self) -> io::Result<Bound> {
        Ok(Bound {
            gossip: self.gossip.local_addr()?,
            grpc: self.grpc.iter().map(TcpListener::local_addr).collect::<io::Result<_>>()?,
            operator: self.operator.as_ref().map(TcpListener::local_addr).transpose()?,
        })
    }
}

/// A node that runs, with threads and sockets of its own.
#[derive(Debug)]
pub struct Node {
    shown: Arc<Shown>,
    inbox: Inbox,
    gossip: Gossip,
    fronts: Vec<GrpcServer>,
    threads: Threads,
    faults: Faults,
    drain: Duration,
    _silencer: Silencer,
}

impl Node {
    /// Starts a node: serves, reads what it has in its directory, and connects with its peers. It is active when it has handled its log
    /// again and the network is: see [`Node::status`]. Must be called on a tokio runtime, on which it serves and gossips, from the
    /// first moment: who asks while this waits is told that it is not active.
    ///
    /// # Errors
    /// What keeps it from starting.
    pub async fn start(
        settings: Arc<NodeSettings>,
        sockets: Sockets,
        live: Option<&LiveAddresses>,
        disk: Arc<dyn Disk>,
        emitter: Emitter,
    ) -> Result<Self, StartError> {
        let layout = Layout::new(&settings.dir);
        layout.create().map_err(|source| StartError::Directory { path: settings.dir.clone(), source })?;
        let (mut threads, faults) = Threads::new();
        let inbox = Inbox::new(settings.tuning.pool_bytes);
        let (told, shown) = oneshot::channel();
        let (voice, silencer) = Voice::new(emitter.clone());
        let face = Face { inbox: inbox.clone(), voice, shown: told };
        let opened = open_aside(&settings, &disk, face, &mut threads)?;
        let Sockets { gossip, grpc, operator } = sockets;
        // Connecting takes as long as reading: they go side by side.
        let gossip = start_gossip(&settings, gossip, live, &inbox)?;
        let Ok(shown) = shown.await else { return Err(why_not(opened).await) };
        let fronts = serve(&shown, grpc, operator)?;
        let drain = settings.tuning.drain_limit();
        let opened = tokio::select! {
            opened = opened => opened.unwrap_or(Err(StartError::Panicked)),
            () = shown.stop.notified() => Err(StartError::Stopped),
        };
        let opened = match opened {
            Ok(opened) => opened,
            Err(error) => {
                close(fronts, drain).await;
                return Err(error);
            }
        };
        let parts =
            Parts { settings: &settings, layout, shown: &shown, inbox: &inbox, gossip: &gossip, emitter };
        parts.start_threads(opened, &mut threads)?;
        Ok(Self { shown, inbox, gossip, fronts, threads, faults, drain, _silencer: silencer })
    }

    /// What it is up to, now and whenever that changes.
    pub fn status(&self) -> watch::Receiver<PlatformStatus> {
        self.shown.status()
    }

    /// The ledger that it shows.
    pub fn ledger(&self) -> Arc<Ledger> {
        self.shown.ledger()
    }

    /// How often what has happened between it and its peers.
    pub fn gossip_counts(&self) -> hapi_gossip::Counts {
        self.gossip.counts()
    }

    /// Returns when the node should be stopped, and says why. To be called again and again, if wanted.
    pub async fn interrupted(&mut self) -> Interruption {
        tokio::select! {
            () = self.shown.stop.notified() => Interruption::Operator,
            // There is always somebody who could tell: the node's own threads are counted here too.
            Some(fault) = self.faults.recv() => Interruption::Fault(fault),
        }
    }

    /// Ends in order: refuses new requests, answers those under way, lets others have what it has accepted, and returns when
    /// all of its sockets are closed and all of its threads have ended.
    pub async fn stop(self) -> Drained {
        let Self { inbox, gossip, fronts, threads, drain, .. } = self;
        fronts.iter().for_each(GrpcServer::refuse);
        let drained = close(fronts, drain).await;
        inbox.push(Input::Finish(Instant::now() + FINISH_LIMIT));
        tracing::debug!("the threads are to end");
        threads.join().await;
        gossip.stop().await;
        drained
    }
}

/// Ends fronts in order; what takes longer than `limit` is cut off.
async fn close(fronts: Vec<GrpcServer>, limit: Duration) -> Drained {
    let mut worst = Drained::InOrder;
    for front in join_all(fronts.into_iter().map(|front| front.drain(limit))).await {
        match front {
            Ok(Drained::InOrder) => {}
            Ok(Drained::CutOff) => worst = Drained::CutOff,
            Err(error) => tracing::error!(%error, "a front ended badly"),
        }
    }
    worst
}

/// Why nothing was opened.
async fn why_not(opened: oneshot::Receiver<Result<Opened, StartError>>) -> StartError {
    opened.await.ok().and_then(Result::err).unwrap_or(StartError::Panicked)
}

/// Why a node should be stopped.
#[derive(Debug)]
pub enum Interruption {
    /// Somebody asked for it at the operator's front.
    Operator,
    /// It cannot go on.
    Fault(Fault),
}

/// Reads the node's directory on a thread of its own: it may take long, and there is more to do.
fn open_aside(
    settings: &Arc<NodeSettings>,
    disk: &Arc<dyn Disk>,
    face: Face,
    threads: &mut Threads,
) -> io::Result<oneshot::Receiver<Result<Opened, StartError>>> {
    let (sender, receiver) = oneshot::channel();
    let (settings, disk) = (Arc::clone(settings), Arc::clone(disk));
    threads.spawn("open", move || {
        // Nobody waits for it when the node is told to stop before it runs.
        let _ = sender.send(open(&settings, &disk, face));
        Ok(())
    })?;
    Ok(receiver)
}

fn start_gossip(
    settings: &NodeSettings,
    listener: TcpListener,
    live: Option<&LiveAddresses>,
    inbox: &Inbox,
) -> Result<Gossip, StartError> {
    let identity = Identity::from_seed(MemberId(settings.node_id), settings.secret.0);
    let peers = settings.peers(live)?.into_iter().map(|(member, address)| Peer {
        id: MemberId(member.id),
        certificate: member.certificate.clone(),
        address,
    });
    let inbox = inbox.clone();
    let gossip = Gossip::start(&identity, listener, peers.collect(), Limits::default(), move |event| {
        inbox.push(match event {
            GossipEvent::Connected(peer) => Input::Connected(peer),
            GossipEvent::Disconnected(peer) => Input::Disconnected(peer),
            GossipEvent::Received(peer, parcel) => Input::Received(peer, parcel),
        });
    })?;
    Ok(gossip)
}

fn serve(
    shown: &Arc<Shown>,
    grpc: Vec<TcpListener>,
    operator: Option<TcpListener>,
) -> Result<Vec<GrpcServer>, StartError> {
    let listener = |listener: TcpListener| {
        listener.set_nonblocking(true)?;
        tokio::net::TcpListener::from_std(listener)
    };
    let mut fronts = Vec::with_capacity(grpc.len() + 1);
    let desk = Arc::new(Desk::new(Arc::clone(shown))?);
    for clients in grpc {
        fronts.push(grpc::serve_shared(Arc::<Desk>::clone(&desk), listener(clients)?)?);
    }
    if let Some(operator) = operator {
        fronts.push(grpc::serve_operator(Arc::<Shown>::clone(shown), listener(operator)?)?);
    }
    Ok(fronts)
}

/// What threads are made of.
struct Parts<'a> {
    settings: &'a NodeSettings,
    layout: Layout,
    shown: &'a Arc<Shown>,
    inbox: &'a Inbox,
    gossip: &'a Gossip,
    emitter: Emitter,
}

impl Parts<'_> {
    fn start_threads(self, opened: Opened, threads: &mut Threads) -> Result<(), StartError> {
        let Self { settings, layout, shown, inbox, gossip, emitter } = self;
        let Opened { replay, log, states, state_bytes, streams, checker, progress } = opened;
        let tuning = &settings.tuning;
        let last_saved = Arc::new(LastSaved::new(state_bytes));
        let keeper = KeeperThread {
            streams,
            states,
            last_saved: Arc::clone(&last_saved),
            inbox: inbox.clone(),
            emitter: emitter.clone(),
        };
        let disk = DiskThread {
            me: MemberId(settings.node_id),
            saving: Saving::new(tuning.state_interval(), tuning.segment_bytes, *log.segments().start()),
            log,
            last_saved,
            shown: Arc::clone(shown),
            gossip: gossip.clone(),
            keeper: keeper.start(threads)?,
            layout,
            emitter,
            replayed: Replayed { progress, done: 0, of: replay.rounds_left() as u64 },
        };
        let starting = Starting {
            me: MemberId(settings.node_id),
            disk: disk.start(threads)?,
            verifiers: Verifiers::start(tuning.verifiers, replay.verifier(), shown, inbox, threads)?,
            replay,
            inbox: inbox.clone(),
            gossip: gossip.clone(),
            checker,
            sync_own_events: tuning.sync_own_events,
        };
        starting.start(threads)?;
        Ok(())
    }
}
