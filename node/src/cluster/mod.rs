//! A network of nodes on this machine, each a process of its own.
//!
//! A cluster makes what its nodes begin with (keys, and a genesis state that knows their certificates), starts a process for
//! each, tells each where the others are, and waits until all are active and answer. After that it stops, starts, kills and
//! suspends them one by one or all together, and knows their logs. When it is dropped, or its own process ends in any way,
//! no node is left.
//!
//! What is started is any program that calls [`run_if_asked`](crate::process::run_if_asked) first of all: `hapi-node`, or a
//! test program that stands in for it.

mod answer;
mod beginning;
mod config;
mod dir;
mod error;
mod holder;
mod log;
mod node;
mod patience;
mod ports;
mod prepared;
mod selector;
mod times;

use std::{collections::BTreeMap, fmt, net::SocketAddr, time::Instant};

use futures::future::{join_all, try_join_all};

pub use config::{ClusterConfig, NoProgram, Ports, Program, default_cache};
pub use error::{ClusterError, LogEnd};
pub use holder::{Holder, holder_of};
pub use log::NodeLog;
pub use node::NodeHandle;
pub use selector::{NoSuchNode, NodeSelector};
pub use times::StartTimes;

use dir::ClusterDir;
use patience::Signs;
use prepared::Prepared;

/// What a node is called: the one with number 0 is `node1`, as in its address book.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct NodeName(
    /// The number of the node.
    pub u64,
);

impl fmt::Display for NodeName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "node{}", self.0 + 1)
    }
}

/// A running network.
#[derive(Debug)]
pub struct Cluster {
    nodes: Vec<NodeHandle>,
    times: StartTimes,
    // After the nodes, which are in it.
    dir: ClusterDir,
}

impl Cluster {
    /// Starts a network; returns when every node is active and has answered a query. Must be called on a tokio runtime.
    ///
    /// # Errors
    /// When a node cannot be started or its start does not get on; those that were started are ended then.
    pub async fn start(config: ClusterConfig) -> Result<Self, ClusterError> {
        let begun = Instant::now();
        let dir = match &config.dir {
            Some(path) => ClusterDir::at(path),
            None => ClusterDir::temporary(),
        };
        let path = || config.dir.clone().unwrap_or_else(std::env::temp_dir);
        let dir = dir.map_err(|source| ClusterError::Dir { path: path(), source })?;
        let (asked, at) = (config.clone(), dir.path().to_owned());
        let prepared = tokio::task::spawn_blocking(move || prepared::prepare(&asked, &at)).await;
        let Prepared { settings, cached } =
            prepared.map_err(|error| ClusterError::Beginning(error.into()))??;
        ports::check(&settings)?;
        let signs = Signs::new();
        let new = |settings| NodeHandle::new(settings, &config.program, config.start_limit, signs.clone());
        let mut cluster =
            Self { nodes: settings.into_iter().map(new).collect(), times: StartTimes::default(), dir };
        cluster.times = StartTimes { prepared: begun.elapsed(), cached, ..StartTimes::default() };
        match cluster.start_nodes().await {
            Ok(()) => Ok(cluster),
            Err(error) => {
                cluster.kill_all().await;
                Err(error)
            }
        }
    }

    async fn start_nodes(&mut self) -> Result<(), ClusterError> {
        let nodes = &self.nodes;
        let mut begun = Instant::now();
        let mut lap = || std::mem::replace(&mut begun, Instant::now()).elapsed();
        try_join_all(nodes.iter().map(NodeHandle::spawn)).await?;
        let bound = try_join_all(nodes.iter().map(NodeHandle::bound)).await?;
        let ids = nodes.iter().map(NodeHandle::id);
        let gossip: BTreeMap<u64, SocketAddr> = ids.zip(bound.iter().map(|bound| bound.gossip)).collect();
        try_join_all(nodes.iter().map(|node| node.tell(&gossip))).await?;
        self.times.bound = lap();
        try_join_all(nodes.iter().map(NodeHandle::active)).await?;
        self.times.active = lap();
        try_join_all(nodes.iter().map(NodeHandle::answers)).await?;
        self.times.answered = lap();
        Ok(())
    }

    async fn kill_all(&self) {
        // Those that do not run cannot be killed.
        join_all(self.nodes.iter().filter(|node| node.is_running()).map(NodeHandle::kill)).await;
    }

    /// Its nodes, by their numbers.
    pub fn nodes(&self) -> &[NodeHandle] {
        &self.nodes
    }

    /// The nodes that a selector means.
    ///
    /// # Errors
    /// When it selects none.
    pub fn select(&self, selector: &NodeSelector) -> Result<Vec<&NodeHandle>, NoSuchNode> {
        let known: Vec<(u64, u64)> = self.nodes.iter().map(|node| (node.id(), node.account())).collect();
        let selected = selector.select(&known)?;
        Ok(self.nodes.iter().filter(|node| selected.contains(&node.id())).collect())
    }

    /// How long its start took.
    pub fn times(&self) -> &StartTimes {
        &self.times
    }

    /// Where it keeps what it keeps.
    pub fn dir(&self) -> &std::path::Path {
        self.dir.path()
    }

    /// Ends all nodes that run, side by side; each finishes what it has begun. Those that have ended already are no error.
    ///
    /// # Errors
    /// The first that went wrong; the others are ended all the same.
    pub async fn stop(&self) -> Result<(), ClusterError> {
        join_all(self.nodes.iter().map(NodeHandle::shut)).await.into_iter().collect()
    }
}
