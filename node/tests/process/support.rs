//! Four nodes with directories and sockets of their own, and clients of them.

use std::{
    collections::BTreeMap,
    fs, io,
    path::{Path, PathBuf},
    sync::{
        Arc,
        atomic::{AtomicU32, Ordering},
    },
};

use hapi_daemon::Emitter;
use hapi_gossip::Identity;
use hapi_ledger::genesis::{Genesis, GenesisNode};
use hapi_node::{
    Clock as _, WallClock,
    process::{
        Addresses, Bound, Listen, LiveAddresses, LogLevel, MemberSettings, Node, NodeSettings, OperatorFront,
        Secret, Sockets, StartError, Tuning,
    },
};
use hapi_node_core::{PlatformStatus, hashgraph::MemberId};
use hapi_storage::{Disk, RealDisk};

use crate::client::{Client, LONG};

/// A directory that goes with the test.
#[derive(Debug)]
pub(crate) struct Directory(PathBuf);

impl Directory {
    pub(crate) fn new() -> Self {
        static COUNT: AtomicU32 = AtomicU32::new(0);
        let count = COUNT.fetch_add(1, Ordering::Relaxed);
        let path = std::env::temp_dir().join(format!("hapi-process-{}-{count}", std::process::id()));
        fs::create_dir_all(&path).unwrap();
        Self(path)
    }

    pub(crate) fn path(&self) -> &Path {
        &self.0
    }
}

impl Drop for Directory {
    fn drop(&mut self) {
        if !std::thread::panicking() {
            let _ = fs::remove_dir_all(&self.0);
        }
    }
}

/// What the nodes of a network are told.
#[derive(Debug)]
pub(crate) struct Plan {
    pub(crate) settings: Vec<NodeSettings>,
    /// Goes with the plan.
    _dir: Directory,
}

fn secret(id: u64) -> [u8; 32] {
    [u8::try_from(id + 1).unwrap(); 32]
}

impl Plan {
    /// A network of so many nodes, at its beginning.
    pub(crate) fn new(nodes: u64) -> Self {
        let dir = Directory::new();
        let members: Vec<_> = (0..nodes)
            .map(|id| {
                let identity = Identity::from_seed(MemberId(id), secret(id));
                MemberSettings {
                    id,
                    account: 3 + id,
                    weight: 500,
                    key: identity.public_key(),
                    certificate: identity.certificate().clone(),
                    gossip: None,
                }
            })
            .collect();
        let state = dir.path().join("beginning.state");
        let genesis = Genesis {
            nodes: (0..nodes).map(GenesisNode::local).collect(),
            consensus_time: WallClock.now(),
            ..Genesis::default()
        };
        fs::write(&state, genesis.build().save()).unwrap();
        let any = "127.0.0.1:0".parse().unwrap();
        let settings = (0..nodes).map(|id| NodeSettings {
            dir: dir.path().join(format!("node{}", id + 1)),
            node_id: id,
            secret: Secret(secret(id)),
            members: members.clone(),
            state: state.clone(),
            properties: BTreeMap::new(),
            listen: Listen { gossip: any, grpc: vec![any], operator: OperatorFront::At(any) },
            addresses: Addresses::Stdin,
            log: LogLevel::Debug,
            streams: true,
            tuning: Tuning::default(),
        });
        Self { settings: settings.collect(), _dir: dir }
    }

    /// Starts all of them in this process, with the disk that each is given.
    pub(crate) async fn start_with(&self, disks: &[Arc<dyn Disk>]) -> Result<Network, StartError> {
        let sockets: Vec<_> = self.settings.iter().map(Sockets::bind).collect::<Result<_, _>>()?;
        let bound: Vec<_> = sockets.iter().map(|sockets| sockets.bound().unwrap()).collect();
        let gossip = (0..).zip(bound.iter().map(|bound| bound.gossip)).collect();
        let live = LiveAddresses { gossip };
        let starts = self.settings.iter().zip(sockets).zip(disks).map(|((settings, sockets), disk)| {
            let settings = Arc::new(settings.clone());
            Node::start(settings, sockets, Some(&live), Arc::clone(disk), Emitter::disconnected())
        });
        let nodes = futures::future::try_join_all(starts).await?;
        let network = Network { nodes, bound };
        network.are(PlatformStatus::Active).await;
        Ok(network)
    }

    /// As [`Plan::start_with`], on the real disk.
    pub(crate) async fn start(&self) -> Network {
        let disks: Vec<_> = self.settings.iter().map(|_| Arc::new(RealDisk) as Arc<dyn Disk>).collect();
        self.start_with(&disks).await.unwrap()
    }
}

/// Nodes that run in this process.
#[derive(Debug)]
pub(crate) struct Network {
    pub(crate) nodes: Vec<Node>,
    pub(crate) bound: Vec<Bound>,
}

impl Network {
    /// Returns when all nodes are up to this.
    pub(crate) async fn are(&self, wanted: PlatformStatus) {
        for node in &self.nodes {
            let mut status = node.status();
            let reached = tokio::time::timeout(LONG, status.wait_for(|status| *status == wanted)).await;
            assert!(reached.is_ok(), "it is {:?}, not {wanted:?}", *node.status().borrow());
        }
    }

    /// A client of a node.
    pub(crate) async fn client(&self, node: usize) -> Client {
        Client::connect(self.bound[node].grpc[0], 3 + node as u64).await
    }

    pub(crate) async fn stop(self) {
        futures::future::join_all(self.nodes.into_iter().map(Node::stop)).await;
    }
}

/// What a node wrote to its log.
pub(crate) fn log_of(settings: &NodeSettings) -> io::Result<String> {
    fs::read_to_string(settings.dir.join("logs").join("node.log"))
}
