//! A network that another process keeps for this one.

use std::{
    io,
    net::SocketAddr,
    sync::Arc,
    time::{Duration, SystemTime},
};

use bytes::Bytes;
use futures::future::BoxFuture;
use hapi_node::{Clock as _, WallClock};
use hapi_proto::services::{AccountId, HederaFunctionality, Response, Timestamp, TransactionResponse};
use prost::Message;

use super::{Capabilities, HederaNetwork, NetworkError, NetworkNode, NodeAction, NodeLogLine};
use crate::session::broker::{Addressed, Answer, Ask, Client, Control, LinkError, LogLine, Nothing};

/// The network of a session that several processes share: whatever it is, reached through the broker that keeps it.
///
/// It is used like the network itself, but for its state, which is in another process and cannot be had directly.
#[derive(Debug)]
pub struct AttachedNetwork {
    link: Arc<Client>,
    nodes: Vec<NetworkNode>,
}

impl AttachedNetwork {
    /// The network that the broker at the other end keeps.
    pub(crate) fn new(link: Arc<Client>) -> Self {
        let nodes = link.welcome().nodes.iter().map(|node| NetworkNode {
            id: node.id,
            account: node.account.clone().unwrap_or_default(),
            grpc: node.grpc.as_ref().and_then(|address| address.parse().ok()),
        });
        Self { nodes: nodes.collect(), link }
    }

    /// Has a node answer, in the bytes of a message.
    async fn answered<M: Message + Default>(
        &self,
        node: &AccountId,
        ask: impl FnOnce(Addressed) -> Ask,
        function: HederaFunctionality,
        payload: Bytes,
    ) -> Result<M, NetworkError> {
        let unavailable = |status: String| NetworkError::Unavailable { node: node.to_string(), status };
        let addressed = Addressed { node: Some(node.clone()), function: function.into(), payload };
        match self.link.ask(ask(addressed)).await {
            Ok(Answer::Bytes(bytes)) => M::decode(bytes).map_err(|error| unavailable(error.to_string())),
            Ok(Answer::NetworkFailure(failure)) => Err(failure.into()),
            Ok(_) => Err(unavailable(LinkError::Confused.to_string())),
            Err(error) => Err(unavailable(error.to_string())),
        }
    }
}

impl HederaNetwork for AttachedNetwork {
    fn name(&self) -> &str {
        &self.link.welcome().network
    }

    fn nodes(&self) -> &[NetworkNode] {
        &self.nodes
    }

    fn capabilities(&self) -> Capabilities {
        let welcome = self.link.welcome();
        Capabilities {
            virtual_time: welcome.virtual_time,
            state_access: false,
            fork: false,
            grpc: welcome.grpc,
            node_control: welcome.node_control,
            at_once: welcome.at_once,
        }
    }

    fn now(&self) -> Timestamp {
        let welcome = self.link.welcome();
        if welcome.virtual_time {
            // Without the broker there is no such time any more, and the next thing that is asked of it will say so.
            if let Ok(Answer::Now(now)) = self.link.ask_at_once(Ask::Now(Nothing {})) {
                return now;
            }
        }
        WallClock.now().plus_nanos(welcome.ahead_nanos)
    }

    fn sleep(&self, duration: Duration) -> BoxFuture<'_, ()> {
        if !self.link.welcome().virtual_time {
            return Box::pin(tokio::time::sleep(duration));
        }
        let nanos = u64::try_from(duration.as_nanos()).unwrap_or(u64::MAX);
        // If it cannot be asked, what follows the sleep fails.
        Box::pin(async move { drop(self.link.ask(Ask::Sleep(nanos)).await) })
    }

    fn startup_property(&self, name: &str) -> Option<String> {
        match self.link.ask_at_once(Ask::StartupProperty(name.to_owned())) {
            Ok(Answer::Property(property)) => property.value,
            _ => None,
        }
    }

    fn grpc_endpoint(&self) -> BoxFuture<'_, Result<SocketAddr, NetworkError>> {
        let failed = |error: String| NetworkError::Front {
            network: self.name().to_owned(),
            error: io::Error::other(error),
        };
        Box::pin(async move {
            match self.link.ask(Ask::Endpoint(Nothing {})).await {
                Ok(Answer::Endpoint(address)) => address.parse().map_err(|_| failed(address)),
                Ok(Answer::NetworkFailure(failure)) => Err(failure.into()),
                Ok(_) => Err(failed(LinkError::Confused.to_string())),
                Err(error) => Err(failed(error.to_string())),
            }
        })
    }

    fn control<'a>(
        &'a self,
        nodes: &'a [u64],
        action: NodeAction,
    ) -> BoxFuture<'a, Result<(), NetworkError>> {
        Box::pin(async move {
            let failed = |error: LinkError| NetworkError::Control { action, error: error.to_string() };
            let control = Control { nodes: nodes.to_owned(), action: action.to_string() };
            match self.link.ask(Ask::Control(control)).await.map_err(failed)? {
                Answer::Done(_) => Ok(()),
                Answer::NetworkFailure(failure) => Err(failure.into()),
                _ => Err(failed(LinkError::Confused)),
            }
        })
    }

    fn node_log(&self, since: SystemTime) -> BoxFuture<'_, Vec<NodeLogLine>> {
        let since = since.duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default().as_nanos();
        let since = u64::try_from(since).unwrap_or(u64::MAX);
        Box::pin(async move {
            match self.link.ask(Ask::NodeLog(since)).await {
                Ok(Answer::NodeLog(log)) => {
                    let lines = log.lines.into_iter();
                    lines.map(|LogLine { node, text }| NodeLogLine { node, text }).collect()
                }
                // Reports can do without, and what is wrong with the session they say anyway.
                _ => Vec::new(),
            }
        })
    }

    fn submit<'a>(
        &'a self,
        node: &'a AccountId,
        function: HederaFunctionality,
        transaction: Bytes,
    ) -> BoxFuture<'a, Result<TransactionResponse, NetworkError>> {
        Box::pin(self.answered(node, Ask::Submit, function, transaction))
    }

    fn query<'a>(
        &'a self,
        node: &'a AccountId,
        function: HederaFunctionality,
        query: Bytes,
    ) -> BoxFuture<'a, Result<Response, NetworkError>> {
        Box::pin(self.answered(node, Ask::Query, function, query))
    }

    fn query_as_operator<'a>(
        &'a self,
        node: &'a AccountId,
        function: HederaFunctionality,
        query: Bytes,
    ) -> BoxFuture<'a, Result<Response, NetworkError>> {
        Box::pin(self.answered(node, Ask::QueryAsOperator, function, query))
    }
}
