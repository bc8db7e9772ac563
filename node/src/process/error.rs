//! Why a node does not start.

use std::{io, net::SocketAddr, path::PathBuf};

use hapi_ledger::{
    config::SettingsError as SystemFileError,
    genesis::OverrideError,
    state::{LoadError, StateHash},
};
use hapi_storage::{LogError, START_ANEW, StateError};

use super::settings::SettingsError;
use crate::cluster::Holder;

/// A node does not start.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum StartError {
    /// Its settings are wrong.
    #[error(transparent)]
    Settings(#[from] SettingsError),
    /// It cannot serve where it should.
    #[error("cannot listen at {address}: {source}{}", holder.as_ref().map(|holder| format!(" (the port is {holder}'s)")).unwrap_or_default())]
    Listen {
        /// Where.
        address: SocketAddr,
        /// Who is there, as far as the system tells.
        holder: Option<Holder>,
        /// Why not.
        source: io::Error,
    },
    /// The front for whoever runs the node would be open to others.
    #[error(
        "the operator's front at {0} would be open to other machines, and what it answers costs nothing: give it a loopback address"
    )]
    OpenOperator(SocketAddr),
    /// A room of its directory cannot be made.
    #[error("cannot make {}: {source}", path.display())]
    Directory {
        /// The node's directory.
        path: PathBuf,
        /// Why not.
        source: io::Error,
    },
    /// The state that the network began with cannot be read.
    #[error("cannot use {}, the state that the network begins with: {source}", path.display())]
    Beginning {
        /// Where it should be.
        path: PathBuf,
        /// Why not.
        source: io::Error,
    },
    /// A state cannot be loaded.
    #[error("the state in {}: {source}", path.display())]
    Load {
        /// Where it is from.
        path: PathBuf,
        /// What is wrong with it.
        source: LoadError,
    },
    /// A state is not the one that was signed.
    #[error(
        "the state after round {round} in {} has the hash {found}, and the members signed {signed}: the program that wrote it computes \
         states otherwise than this one, or somebody has changed it. Start the program that wrote it; or {START_ANEW}",
        path.display()
    )]
    Hash {
        /// Where it is from.
        path: PathBuf,
        /// The round that it is the state after.
        round: u64,
        /// Its hash.
        found: StateHash,
        /// The hash that it should have.
        signed: StateHash,
    },
    /// A state has a system file that is missing or unusable.
    #[error(transparent)]
    SystemFile(#[from] SystemFileError),
    /// A property cannot be what the settings say.
    #[error(transparent)]
    Property(#[from] OverrideError),
    /// The event log cannot be gone on with.
    #[error(transparent)]
    Log(#[from] LogError),
    /// No state can be gone on from.
    #[error(transparent)]
    State(#[from] StateError),
    /// The streams cannot be gone on with.
    #[error(transparent)]
    Streams(#[from] hapi_streams::OpenError),
    /// Its part in consensus is wrong.
    #[error(transparent)]
    Core(#[from] hapi_node_core::StartError),
    /// Gossip does not start.
    #[error(transparent)]
    Gossip(#[from] hapi_gossip::StartError),
    /// Its operator wanted its end before it had begun.
    #[error("its operator ended it")]
    Stopped,
    /// The thread that read its directory panicked.
    #[error("a thread panicked while the node started: this is a fault of the program")]
    Panicked,
    /// The system refuses what every program needs.
    #[error("the system refuses: {0}")]
    System(#[source] io::Error),
}
