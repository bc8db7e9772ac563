//! A network of nodes in processes of their own on this machine.

mod action;
mod choice;
mod start;

use std::{
    fmt::Display,
    time::{Duration, SystemTime},
};

use bytes::Bytes;
use futures::future::{BoxFuture, join_all};
use hapi_node::{
    Clock as _, Config, OverrideError, WallClock,
    cluster::{Cluster, ClusterConfig, ClusterError, NodeHandle},
    grpc::{GrpcClient, client::Status},
};
use hapi_proto::services::{AccountId, HederaFunctionality, Response, Timestamp, TransactionResponse};
use prost::Message;

pub use action::NodeAction;
pub use choice::{CountError, NodeCount, Processes};
pub(crate) use start::{serve_node_if_asked, start_subprocess, start_told};

use super::{Capabilities, HederaNetwork, NetworkChoice, NetworkError, NetworkNode, NodeLogLine};

/// Nodes in processes of their own on this machine, which reach consensus by gossip over the loopback interface; specs talk to
/// them over gRPC, as any client does. So it takes a few milliseconds from a transaction to its receipt, and each node may
/// be a little behind or ahead of the others.
///
/// The nodes end with it, however that ends.
#[derive(Debug)]
pub struct SubProcessNetwork {
    cluster: Cluster,
    nodes: Vec<NetworkNode>,
    /// What the ledger was started with.
    config: Config,
}

impl SubProcessNetwork {
    /// Starts the nodes, and returns when all are active and answer. Must be called on a tokio runtime.
    ///
    /// # Errors
    /// When a node does not start, or is not active in time.
    pub async fn start(config: ClusterConfig) -> Result<Self, ClusterError> {
        let started_with = started_with(&config)?;
        let cluster = Cluster::start(config).await?;
        let nodes = cluster.nodes().iter().map(|node| NetworkNode {
            id: node.id(),
            account: AccountId::from_num(node.account()),
            grpc: node.grpc().first().copied(),
        });
        Ok(Self { nodes: nodes.collect(), cluster, config: started_with })
    }

    /// The processes behind it.
    pub fn cluster(&self) -> &Cluster {
        &self.cluster
    }

    /// The node with this account.
    fn node(&self, account: &AccountId) -> Result<&NodeHandle, NetworkError> {
        let place = self.nodes.iter().position(|node| node.account == *account);
        place.map(|place| &self.cluster.nodes()[place]).ok_or_else(|| self.unknown(account))
    }

    fn unknown(&self, account: &AccountId) -> NetworkError {
        let known: Vec<_> = self.nodes.iter().map(|node| node.account.to_string()).collect();
        NetworkError::UnknownNode { node: account.to_string(), known: known.join(", ") }
    }

    /// A client of the node with this account.
    fn client(&self, account: &AccountId) -> Result<&GrpcClient, NetworkError> {
        self.node(account)?.client().ok_or_else(|| self.unknown(account))
    }

    /// A client of its port for the one who runs it.
    fn operator_client(&self, account: &AccountId) -> Result<&GrpcClient, NetworkError> {
        let client = self.node(account)?.operator_client();
        client.ok_or_else(|| NetworkError::NoOperator { network: self.name().to_owned() })
    }

    async fn answered<M: Message + Default>(
        &self,
        node: &AccountId,
        answer: impl Future<Output = Result<Bytes, Status>>,
    ) -> Result<M, NetworkError> {
        let unavailable = |status: &dyn Display| NetworkError::Unavailable {
            node: node.to_string(),
            status: status.to_string(),
        };
        let bytes = answer.await.map_err(|status| unavailable(&status))?;
        M::decode(bytes).map_err(|error| unavailable(&error))
    }

    async fn control_all(&self, ids: &[u64], action: NodeAction) -> Result<(), NetworkError> {
        let failed = |error: String| NetworkError::Control { action, error };
        let nodes = self.cluster.select(&ids.to_vec().into()).map_err(|error| failed(error.to_string()))?;
        let done = join_all(nodes.into_iter().map(|node| act(node, action))).await;
        done.into_iter().collect::<Result<(), ClusterError>>().map_err(|error| failed(error.to_string()))
    }
}

async fn act(node: &NodeHandle, action: NodeAction) -> Result<(), ClusterError> {
    match action {
        NodeAction::Stop => node.stop().await,
        NodeAction::Start => node.start().await,
        NodeAction::Restart => node.restart().await,
        NodeAction::Kill => node.kill().await,
        NodeAction::Suspend => node.suspend().await,
        NodeAction::Resume => node.resume().await,
        NodeAction::Revive => node.revive().await,
    }
}

fn started_with(config: &ClusterConfig) -> Result<Config, OverrideError> {
    let properties = config.properties.iter().map(|(name, value)| (name.as_str(), value.as_str()));
    Ok(hapi_node::Genesis::default().with_properties(properties)?.config)
}

impl HederaNetwork for SubProcessNetwork {
    fn name(&self) -> &'static str {
        "subprocess"
    }

    fn nodes(&self) -> &[NetworkNode] {
        &self.nodes
    }

    fn capabilities(&self) -> Capabilities {
        NetworkChoice::SubProcess(Processes::default()).capabilities()
    }

    fn now(&self) -> Timestamp {
        WallClock.now()
    }

    fn sleep(&self, duration: Duration) -> BoxFuture<'_, ()> {
        Box::pin(tokio::time::sleep(duration))
    }

    fn startup_property(&self, name: &str) -> Option<String> {
        self.config.get(name)
    }

    fn stop(&self) -> BoxFuture<'_, Result<(), NetworkError>> {
        Box::pin(async {
            let stopped = self.cluster.stop().await;
            stopped
                .map_err(|error| NetworkError::Control { action: NodeAction::Stop, error: error.to_string() })
        })
    }

    fn control<'a>(
        &'a self,
        nodes: &'a [u64],
        action: NodeAction,
    ) -> BoxFuture<'a, Result<(), NetworkError>> {
        Box::pin(self.control_all(nodes, action))
    }

    fn node_log(&self, since: SystemTime) -> BoxFuture<'_, Vec<NodeLogLine>> {
        let mut lines: Vec<NodeLogLine> = self
            .cluster
            .nodes()
            .iter()
            .flat_map(|node| {
                // A log that cannot be read is no reason for a report without the others.
                let lines = node.log().since(since).unwrap_or_default().into_iter();
                lines.map(|text| NodeLogLine { node: node.id(), text })
            })
            .collect();
        // Each line begins with its time.
        lines.sort_by(|one, other| one.text.get(..24).cmp(&other.text.get(..24)));
        Box::pin(std::future::ready(lines))
    }

    fn submit<'a>(
        &'a self,
        node: &'a AccountId,
        function: HederaFunctionality,
        transaction: Bytes,
    ) -> BoxFuture<'a, Result<TransactionResponse, NetworkError>> {
        Box::pin(async move { self.answered(node, self.client(node)?.submit(function, transaction)).await })
    }

    fn query<'a>(
        &'a self,
        node: &'a AccountId,
        function: HederaFunctionality,
        query: Bytes,
    ) -> BoxFuture<'a, Result<Response, NetworkError>> {
        Box::pin(async move { self.answered(node, self.client(node)?.query(function, query)).await })
    }

    fn query_as_operator<'a>(
        &'a self,
        node: &'a AccountId,
        function: HederaFunctionality,
        query: Bytes,
    ) -> BoxFuture<'a, Result<Response, NetworkError>> {
        Box::pin(async move { self.answered(node, self.operator_client(node)?.query(function, query)).await })
    }
}
