//! A ledger in this process.

use std::{sync::Arc, time::Duration};

use bytes::Bytes;
use futures::future::{BoxFuture, ready};
use hapi_node::{EmbeddedConfig, EmbeddedNode};
use hapi_proto::services::{AccountId, HederaFunctionality, Response, Timestamp, TransactionResponse};

use super::{Capabilities, HederaNetwork, NetworkError, NetworkNode};
use crate::spec::SpecError;

/// One ledger in this process, on the wall clock: its one node handles a transaction in the moment it is submitted, so
/// that the receipt is there as soon as the node has answered.
#[derive(Clone, Debug)]
pub struct EmbeddedNetwork {
    node: EmbeddedNode,
    nodes: [NetworkNode; 1],
}

impl EmbeddedNetwork {
    /// A new ledger, at its genesis.
    pub fn start(config: EmbeddedConfig) -> Self {
        let grpc = config.grpc;
        let node = EmbeddedNode::start(config);
        let nodes = [NetworkNode { id: 0, account: node.account().clone(), grpc }];
        Self { node, nodes }
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

    fn try_query(&self, node: &AccountId, query: &Bytes) -> Result<Response, NetworkError> {
        self.addressed(node)?.query(query).map_err(|error| NetworkError::Unavailable {
            node: node.to_string(),
            // What the gRPC front of a node answers to the same bytes.
            status: format!("INVALID_ARGUMENT: {error}"),
        })
    }
}

impl HederaNetwork for EmbeddedNetwork {
    fn name(&self) -> &'static str {
        "embedded"
    }

    fn nodes(&self) -> &[NetworkNode] {
        &self.nodes
    }

    fn capabilities(&self) -> Capabilities {
        Capabilities::default()
    }

    fn now(&self) -> Timestamp {
        self.node.now()
    }

    fn sleep(&self, duration: Duration) -> BoxFuture<'_, ()> {
        Box::pin(tokio::time::sleep(duration))
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
        Box::pin(async move { self.try_query(node, &query) })
    }
}

/// Starts the network of a session that was asked for no other.
pub fn start_default() -> BoxFuture<'static, Result<Arc<dyn HederaNetwork>, SpecError>> {
    let network = EmbeddedNetwork::start(EmbeddedConfig::default());
    Box::pin(ready(Ok(Arc::new(network) as Arc<dyn HederaNetwork>)))
}
