//! What a spec runs against.

#[cfg(target_os = "linux")]
mod attached;
mod choice;
mod concurrent_embedded;
mod front;
mod private;
mod repeatable_embedded;
mod subprocess;

use std::{
    fmt,
    net::SocketAddr,
    sync::Arc,
    time::{Duration, SystemTime},
};

#[cfg(target_os = "linux")]
pub use attached::AttachedNetwork;
use bytes::Bytes;
pub use choice::{ChoiceError, NetworkChoice, unmet};
pub use concurrent_embedded::{ConcurrentEmbeddedNetwork, start_default};
use futures::future::BoxFuture;
use hapi_node::EmbeddedNode;
use hapi_proto::services::{AccountId, HederaFunctionality, Response, Timestamp, TransactionResponse};
pub(crate) use private::start_private;
pub use repeatable_embedded::{RepeatableEmbeddedNetwork, start_repeatable};
pub use subprocess::{CountError, NodeAction, NodeCount, Processes, SubProcessNetwork};
pub(crate) use subprocess::{serve_node_if_asked, start_subprocess, start_told};

/// A network that specs can run against.
///
/// Transactions and queries travel as bytes, so that a spec can also send what no protobuf library would write.
pub trait HederaNetwork: Send + Sync + fmt::Debug {
    /// What reports call it.
    fn name(&self) -> &str;

    /// Its nodes, at least one; the first is the default node of a spec.
    fn nodes(&self) -> &[NetworkNode];

    /// What can be done with it beyond HAPI.
    fn capabilities(&self) -> Capabilities;

    /// The present time of its consensus clock.
    fn now(&self) -> Timestamp;

    /// Returns once `duration` has passed on its consensus clock.
    fn sleep(&self, duration: Duration) -> BoxFuture<'_, ()>;

    /// The value that a property has where file 0.0.121 does not override it; `None` if there is no such property. A
    /// network that does not say what it was started with answers the reference's defaults.
    fn startup_property(&self, name: &str) -> Option<String> {
        hapi_node::Config::default().get(name)
    }

    /// Where programs that speak gRPC reach its first node. A network that serves none yet, but can, begins to.
    fn grpc_endpoint(&self) -> BoxFuture<'_, Result<SocketAddr, NetworkError>> {
        let served = self.nodes().iter().find_map(|node| node.grpc);
        let none = || NetworkError::NoGrpc { network: self.name().to_owned() };
        Box::pin(std::future::ready(served.ok_or_else(none)))
    }

    /// Ends what it has open, such as a gRPC front, when the requests under way are answered: when nobody uses it any
    /// longer.
    fn stop(&self) -> BoxFuture<'_, Result<(), NetworkError>> {
        Box::pin(std::future::ready(Ok(())))
    }

    /// Does something to the processes of these nodes, by their numbers in the address book, and returns when it is done:
    /// started nodes are active and answer. On a network whose nodes are no processes of ours an error.
    fn control<'a>(
        &'a self,
        nodes: &'a [u64],
        action: NodeAction,
    ) -> BoxFuture<'a, Result<(), NetworkError>> {
        let (_, network) = ((nodes, action), self.name().to_owned());
        Box::pin(std::future::ready(Err(NetworkError::NoControl { network })))
    }

    /// What its nodes have logged since, the latest lines of each, in the order of their times; nothing on a network whose
    /// nodes do not log to us.
    fn node_log(&self, _since: SystemTime) -> BoxFuture<'_, Vec<NodeLogLine>> {
        Box::pin(std::future::ready(Vec::new()))
    }

    /// A network of its own that begins with the state of this one as it is now; `None` where that cannot be had in no time.
    fn fork(&self) -> Option<Arc<dyn HederaNetwork>> {
        None
    }

    /// A network of its own that begins with the state that this one had at genesis; `None` where that cannot be had.
    fn reset(&self) -> Option<Arc<dyn HederaNetwork>> {
        None
    }

    /// The node whose state can be read and changed directly, on a network in this process that has state access.
    fn embedded(&self) -> Option<&EmbeddedNode> {
        None
    }

    /// Sends a serialized `Transaction` to the node with this account.
    fn submit<'a>(
        &'a self,
        node: &'a AccountId,
        function: HederaFunctionality,
        transaction: Bytes,
    ) -> BoxFuture<'a, Result<TransactionResponse, NetworkError>>;

    /// Sends a serialized `Query` to the node with this account.
    fn query<'a>(
        &'a self,
        node: &'a AccountId,
        function: HederaFunctionality,
        query: Bytes,
    ) -> BoxFuture<'a, Result<Response, NetworkError>>;

    /// Sends a serialized `Query` to the port where the node with this account answers whoever runs it, for free. An error where
    /// a network shows none.
    fn query_as_operator<'a>(
        &'a self,
        node: &'a AccountId,
        function: HederaFunctionality,
        query: Bytes,
    ) -> BoxFuture<'a, Result<Response, NetworkError>> {
        let (_, network) = ((node, function, query), self.name().to_owned());
        Box::pin(std::future::ready(Err(NetworkError::NoOperator { network })))
    }
}

/// A line of the log of a node.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NodeLogLine {
    /// The node's number in the address book.
    pub node: u64,
    /// The line, as the node wrote it.
    pub text: String,
}

/// A node of a network.
#[derive(Clone, Debug)]
pub struct NetworkNode {
    /// Its number in the address book.
    pub id: u64,
    /// The account that is paid for its work, and that transactions name as their node.
    pub account: AccountId,
    /// Where it serves gRPC, if it does.
    pub grpc: Option<SocketAddr>,
}

/// What a network can do beyond HAPI.
#[expect(clippy::struct_excessive_bools, reason = "each is an independent ability")]
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Capabilities {
    /// Sleeping advances time at once.
    pub virtual_time: bool,
    /// State can be read and changed directly.
    pub state_access: bool,
    /// It can be forked, and forks of its genesis be had.
    pub fork: bool,
    /// It serves gRPC, or can begin to.
    pub grpc: bool,
    /// Its nodes are processes that can be stopped and started one by one.
    pub node_control: bool,
    /// A transaction is handled before the node answers that it took it: nothing has to be waited for.
    pub at_once: bool,
}

/// A request that got no HAPI answer.
#[derive(Debug, thiserror::Error)]
pub enum NetworkError {
    /// The network has no node with this account.
    #[error("no node of this network has the account {node}; its nodes are {known}")]
    UnknownNode {
        /// The account asked for.
        node: String,
        /// The accounts there are.
        known: String,
    },
    /// The transport failed; `status` is what it said.
    #[error("node {node} did not answer: {status}")]
    Unavailable {
        /// The account of the node asked.
        node: String,
        /// What the transport said.
        status: String,
    },
    /// It has no gRPC, and cannot begin to serve any.
    #[error("the network `{network}` serves no gRPC; write `needs(grpc)` on tests that need it")]
    NoGrpc {
        /// The network.
        network: String,
    },
    /// Its nodes have no port for their operators, or do not show it.
    #[error(
        "the nodes of the network `{network}` show no port for their operators; ask without `.as_node_operator()`"
    )]
    NoOperator {
        /// The network.
        network: String,
    },
    /// Its nodes cannot be stopped and started.
    #[error(
        "the nodes of the network `{network}` are no processes of their own; write `needs(node_control)` on tests that need such"
    )]
    NoControl {
        /// The network.
        network: String,
    },
    /// Something could not be done to a node.
    #[error("cannot {action} the nodes asked for: {error}")]
    Control {
        /// What was to be done.
        action: NodeAction,
        /// Why not.
        error: String,
    },
    /// Its gRPC front could not be opened, or ended early.
    #[error("the gRPC front of the network `{network}` failed: {error}")]
    Front {
        /// The network.
        network: String,
        /// Why.
        error: std::io::Error,
    },
}
