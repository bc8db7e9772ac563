//! Nodes that are processes.

use std::{net::SocketAddr, path::PathBuf};

use hapi_daemon::{Daemon, DaemonBuilder, Exit, Level, fresh_name};
use hapi_node::process::{Bound, LiveAddresses, NodeSettings, SETTINGS_VARIABLE};

use crate::{
    client::{Client, LONG},
    support::Plan,
};

/// A node that is a process.
#[derive(Debug)]
pub(crate) struct Child {
    pub(crate) daemon: Daemon,
    account: u64,
}

impl Child {
    /// The node with these settings, which does not run yet.
    pub(crate) fn new(settings: &NodeSettings) -> Self {
        Self::with(settings, |builder| builder)
    }

    pub(crate) fn with(settings: &NodeSettings, change: impl FnOnce(DaemonBuilder) -> DaemonBuilder) -> Self {
        let builder = Daemon::builder(fresh_name("node"), env!("CARGO_BIN_EXE_hapi-node"))
            .env(SETTINGS_VARIABLE, write(settings))
            .event_pipe(true)
            .section_level("rounds", Level::Debug)
            .guards_itself(true)
            .stdin(true)
            .replay(1_000_000)
            .wait_limit(LONG);
        Self { daemon: change(builder).build(), account: 3 + settings.node_id }
    }

    /// Starts it and says where it serves.
    pub(crate) async fn start(&self) -> Bound {
        self.daemon.start().await.unwrap();
        self.bound().await
    }

    pub(crate) async fn bound(&self) -> Bound {
        self.daemon.wait_for("bound", |value| serde_json::from_value(value.clone()).ok()).await.unwrap()
    }

    /// Tells it where the others are.
    pub(crate) async fn tell(&self, live: &LiveAddresses) {
        let mut told = serde_json::to_vec(live).unwrap();
        told.push(b'\n');
        self.daemon.write_stdin(&told).await.unwrap();
    }

    pub(crate) async fn ready(&self) {
        self.daemon.wait_for("ready", |_| Some(())).await.unwrap();
    }

    pub(crate) async fn client(&self) -> Client {
        Client::connect(self.bound().await.grpc[0], self.account).await
    }

    /// Returns when it has ended by itself.
    pub(crate) async fn ended(&self) -> Exit {
        self.daemon.wait_for_exit(LONG).await.unwrap()
    }

    pub(crate) async fn terminate(&self) {
        assert_eq!(self.daemon.terminate(LONG).await.unwrap(), Exit::Code(0));
    }

    /// The names of what it has said, rounds left out.
    pub(crate) fn said(&self) -> Vec<String> {
        let events = self.daemon.events();
        let names = events.into_iter().filter(|event| event.section.is_empty()).map(|event| event.name);
        names.collect()
    }

    /// The number and the state hash of each round that it has shown, replayed ones included.
    pub(crate) fn rounds(&self) -> Vec<(u64, String)> {
        let events = self.daemon.events();
        let rounds = events.iter().filter(|event| event.name == "round");
        rounds
            .map(|event| {
                let hash = event.value["state_hash"].as_str().unwrap().to_owned();
                (event.value["round"].as_u64().unwrap(), hash)
            })
            .collect()
    }
}

/// Writes settings where the node's directory will be beside.
fn write(settings: &NodeSettings) -> PathBuf {
    let path = settings.dir.with_extension("json");
    settings.write(&path).unwrap();
    path
}

/// A network of processes.
#[derive(Debug)]
pub(crate) struct Children {
    pub(crate) nodes: Vec<Child>,
    live: LiveAddresses,
}

impl Children {
    /// Starts all nodes of a plan. They keep their gossip addresses for later starts.
    pub(crate) async fn start(plan: &mut Plan) -> Self {
        let nodes: Vec<_> = plan.settings.iter().map(Child::new).collect();
        let mut children = Self { nodes, live: LiveAddresses::default() };
        let bound = futures::future::join_all(children.nodes.iter().map(Child::start)).await;
        children.live.gossip = (0..).zip(bound.iter().map(|bound| bound.gossip)).collect();
        for (settings, bound) in plan.settings.iter_mut().zip(&bound) {
            settings.listen.gossip = bound.gossip;
            write(settings);
        }
        for child in &children.nodes {
            child.tell(&children.live).await;
        }
        children.ready().await;
        children
    }

    pub(crate) async fn ready(&self) {
        futures::future::join_all(self.nodes.iter().map(Child::ready)).await;
    }

    /// Starts one again, which has ended.
    pub(crate) async fn restart(&self, node: usize) {
        self.nodes[node].start().await;
        self.nodes[node].tell(&self.live).await;
    }

    pub(crate) async fn stop(&self) {
        futures::future::join_all(self.nodes.iter().map(Child::terminate)).await;
    }
}

/// An address of this machine at which nobody listens at the moment.
pub(crate) fn free_address() -> SocketAddr {
    std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap()
}
