//! What can go wrong with a cluster.

use std::{fmt, io, net::SocketAddr, path::PathBuf, time::Duration};

use hapi_daemon::{SignalError, StartError, WaitError};
use hapi_ledger::genesis::OverrideError;

use super::{NodeName, holder::Holder, selector::NoSuchNode};
use crate::process::SettingsError;

/// What can go wrong with a cluster.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ClusterError {
    /// A network has at least one node.
    #[error("a network needs at least one node")]
    NoNodes,
    /// The directory cannot be used.
    #[error("cannot use the directory {} for the network: {source}", path.display())]
    Dir {
        /// Which one.
        path: PathBuf,
        /// Why not.
        source: io::Error,
    },
    /// What the network begins with cannot be made or kept.
    #[error("cannot make what the network begins with: {0}")]
    Beginning(#[source] Box<dyn std::error::Error + Send + Sync>),
    /// A property that it was to be started with.
    #[error(transparent)]
    Property(#[from] OverrideError),
    /// Another one listens where a node was to.
    #[error("{node} cannot listen at {address}: the port is taken{}", by(holder.as_ref()))]
    PortTaken {
        /// Which node.
        node: NodeName,
        /// Where.
        address: SocketAddr,
        /// By whom, if that is known.
        holder: Option<Holder>,
    },
    /// The settings of a node cannot be written.
    #[error("{node}: {error}: {}", source_of(error))]
    Settings {
        /// Which node.
        node: NodeName,
        /// Why not.
        error: SettingsError,
    },
    /// A process cannot be started.
    #[error(transparent)]
    Start(Box<StartError>),
    /// A process cannot be signalled.
    #[error(transparent)]
    Signal(Box<SignalError>),
    /// There is nothing to be done to a node that does not run.
    #[error("{node} does not run: start it first")]
    NotRunning {
        /// Which node.
        node: NodeName,
    },
    /// A node said why it does not start.
    #[error("{node} does not start: {reason}")]
    Refused {
        /// Which node.
        node: NodeName,
        /// What it said.
        reason: String,
    },
    /// A node did not come to where it should.
    #[error("{error}{log}")]
    Wait {
        /// Why not.
        error: Box<WaitError>,
        /// The end of its log.
        log: LogEnd,
    },
    /// A node does not show that its start gets on.
    #[error(
        "{node} has not said {awaited} yet, and no node has shown for {limit:?} that its start gets on; the last that {node} said was \
         {}. If it needs more time (a large state on a slow machine), raise the start limit (`hapi-node --start-limit`){log}",
        last.as_deref().unwrap_or("nothing")
    )]
    NoProgress {
        /// Which node.
        node: NodeName,
        /// What was waited for.
        awaited: &'static str,
        /// For how long there was no sign.
        limit: Duration,
        /// The last sign that it gave, if any.
        last: Option<String>,
        /// The end of its log.
        log: LogEnd,
    },
    /// A node cannot be told what it waits for.
    #[error("cannot tell {node} where the others are: {source}")]
    Tell {
        /// Which node.
        node: NodeName,
        /// Why not.
        source: io::Error,
    },
    /// A node does not answer, though it is active.
    #[error("{node} is active and does not answer a query: {status}{log}")]
    Silent {
        /// Which node.
        node: NodeName,
        /// What came instead.
        status: String,
        /// The end of its log.
        log: LogEnd,
    },
    /// A selector that selects nothing.
    #[error(transparent)]
    Selector(#[from] NoSuchNode),
}

impl From<StartError> for ClusterError {
    fn from(error: StartError) -> Self {
        Self::Start(Box::new(error))
    }
}

impl From<SignalError> for ClusterError {
    fn from(error: SignalError) -> Self {
        Self::Signal(Box::new(error))
    }
}

/// The last lines of a log, to stand behind an error.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LogEnd(pub(crate) Vec<String>);

impl fmt::Display for LogEnd {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.0.is_empty() {
            return Ok(());
        }
        write!(f, "\nthe end of its log:\n{}", self.0.join("\n"))
    }
}

fn by(holder: Option<&Holder>) -> String {
    holder.map(|holder| format!(" by {holder}")).unwrap_or_default()
}

fn source_of(error: &SettingsError) -> String {
    std::error::Error::source(error).map(ToString::to_string).unwrap_or_default()
}
