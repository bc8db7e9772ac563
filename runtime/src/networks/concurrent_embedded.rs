//! A ledger in this process.

use std::{fmt::Display, io, net::SocketAddr, sync::Arc, time::Duration};

use bytes::Bytes;
use futures::future::{BoxFuture, ready};
use hapi_node::{
    EmbeddedConfig, EmbeddedNode,
    grpc::{self, GrpcError, GrpcServer},
};
use hapi_proto::services::{AccountId, HederaFunctionality, Response, Timestamp, TransactionResponse};
use tokio::net::TcpListener;

use super::{Capabilities, HederaNetwork, NetworkChoice, NetworkError, NetworkNode, front::Front};
use crate::spec::SpecError;

/// One ledger in this process, on the wall clock: its one node handles a transaction in the moment it is submitted, so
/// that the receipt is there as soon as the node has answered. Any number of specs submit at once.
///
/// Several of them live side by side in one process; they share nothing.
#[derive(Debug)]
pub struct ConcurrentEmbeddedNetwork {
    name: &'static str,
    node: EmbeddedNode,
    /// The node as it was at genesis; nobody changes it, all resets are forks of it.
    genesis: EmbeddedNode,
    nodes: [NetworkNode; 1],
    front: Front,
}

impl ConcurrentEmbeddedNetwork {
    /// A new ledger, at its genesis, that only this process can reach, unless somebody asks for its
    /// [`grpc_endpoint`](HederaNetwork::grpc_endpoint).
    pub fn start(config: EmbeddedConfig) -> Self {
        Self::started(EmbeddedNode::start(config), None)
    }

    /// A new ledger that also serves gRPC at `address`; port 0 takes a free one. [`HederaNetwork::nodes`] tells where.
    ///
    /// # Errors
    /// When `address` cannot be served at.
    pub async fn start_with_grpc(config: EmbeddedConfig, address: SocketAddr) -> io::Result<Self> {
        let listener = TcpListener::bind(address).await?;
        let node = EmbeddedNode::start(EmbeddedConfig { grpc: Some(listener.local_addr()?), ..config });
        let front = grpc::serve(node.clone(), listener)?;
        Ok(Self::started(node, Some(front)))
    }

    /// A network around a node that is there already.
    pub(super) fn of(node: EmbeddedNode) -> Self {
        Self::started(node, None)
    }

    fn started(node: EmbeddedNode, front: Option<GrpcServer>) -> Self {
        let genesis = node.fork();
        Self::around("embedded", node, genesis, front)
    }

    fn around(
        name: &'static str,
        node: EmbeddedNode,
        genesis: EmbeddedNode,
        front: Option<GrpcServer>,
    ) -> Self {
        let grpc = front.as_ref().map(GrpcServer::local_addr);
        let nodes = [NetworkNode { id: 0, account: node.account().clone(), grpc }];
        Self { name, node, genesis, nodes, front: front.map_or_else(Front::unopened, Front::open) }
    }

    /// Ends the gRPC front, if there is one, when it has answered the requests under way.
    ///
    /// # Errors
    /// What made the front end before.
    pub async fn shutdown(self) -> Result<(), GrpcError> {
        self.front.end().await
    }

    /// The node behind it.
    pub fn node(&self) -> &EmbeddedNode {
        &self.node
    }

    /// The node with this account, which is ours or none.
    fn addressed(&self, account: &AccountId) -> Result<&EmbeddedNode, NetworkError> {
        let own = self.node.account();
        if account == own {
            return Ok(&self.node);
        }
        Err(NetworkError::UnknownNode { node: account.to_string(), known: own.to_string() })
    }

    fn try_query<E: Display>(
        &self,
        node: &AccountId,
        ask: impl FnOnce(&EmbeddedNode) -> Result<Response, E>,
    ) -> Result<Response, NetworkError> {
        ask(self.addressed(node)?).map_err(|error| NetworkError::Unavailable {
            node: node.to_string(),
            // What the gRPC front of a node answers to the same bytes.
            status: format!("INVALID_ARGUMENT: {error}"),
        })
    }
}

impl HederaNetwork for ConcurrentEmbeddedNetwork {
    fn name(&self) -> &'static str {
        self.name
    }

    fn nodes(&self) -> &[NetworkNode] {
        &self.nodes
    }

    fn capabilities(&self) -> Capabilities {
        NetworkChoice::Embedded.capabilities()
    }

    fn now(&self) -> Timestamp {
        self.node.now()
    }

    fn sleep(&self, duration: Duration) -> BoxFuture<'_, ()> {
        Box::pin(tokio::time::sleep(duration))
    }

    fn startup_property(&self, name: &str) -> Option<String> {
        self.node.startup_property(name)
    }

    fn grpc_endpoint(&self) -> BoxFuture<'_, Result<SocketAddr, NetworkError>> {
        Box::pin(async {
            let opened = self.front.address(&self.node).await;
            opened.map_err(|error| NetworkError::Front { network: self.name().into(), error })
        })
    }

    fn stop(&self) -> BoxFuture<'_, Result<(), NetworkError>> {
        Box::pin(async {
            let ended = self.front.end().await.map_err(io::Error::other);
            ended.map_err(|error| NetworkError::Front { network: self.name().into(), error })
        })
    }

    fn fork(&self) -> Option<Arc<dyn HederaNetwork>> {
        let (node, genesis) = (self.node.fork(), self.genesis.clone());
        Some(Arc::new(Self::around("embedded (fork)", node, genesis, None)))
    }

    fn reset(&self) -> Option<Arc<dyn HederaNetwork>> {
        let (node, genesis) = (self.genesis.fork(), self.genesis.clone());
        Some(Arc::new(Self::around("embedded (reset)", node, genesis, None)))
    }

    fn embedded(&self) -> Option<&EmbeddedNode> {
        Some(&self.node)
    }

    fn submit<'a>(
        &'a self,
        node: &'a AccountId,
        _function: HederaFunctionality,
        transaction: Bytes,
    ) -> BoxFuture<'a, Result<TransactionResponse, NetworkError>> {
        // Microseconds of work: not worth another thread.
        Box::pin(async move { Ok(self.addressed(node)?.submit(&transaction)) })
    }

    fn query<'a>(
        &'a self,
        node: &'a AccountId,
        _function: HederaFunctionality,
        query: Bytes,
    ) -> BoxFuture<'a, Result<Response, NetworkError>> {
        Box::pin(async move { self.try_query(node, |node| node.query(&query)) })
    }

    fn query_as_operator<'a>(
        &'a self,
        node: &'a AccountId,
        _function: HederaFunctionality,
        query: Bytes,
    ) -> BoxFuture<'a, Result<Response, NetworkError>> {
        Box::pin(async move { self.try_query(node, |node| node.query_as_operator(&query)) })
    }
}

/// Starts the network of a session that was asked for no other.
pub fn start_default() -> BoxFuture<'static, Result<Arc<dyn HederaNetwork>, SpecError>> {
    let network = ConcurrentEmbeddedNetwork::start(EmbeddedConfig::default());
    Box::pin(ready(Ok(Arc::new(network) as Arc<dyn HederaNetwork>)))
}
