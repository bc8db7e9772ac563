//! Who a node is, and where it begins.

use hapi_hashgraph::{Nanos, Snapshot};
use hapi_ledger::Ledger;

use crate::{Config, ConfigError};

/// What a node is told at its start.
#[derive(Clone, Debug)]
pub struct NodeConfig {
    /// Its part in consensus. Ids of members are the ids of nodes in the ledger.
    pub member: Config,
    /// How long none of its own events may reach consensus before it counts as cut off, in nanoseconds.
    pub cut_off: Nanos,
    /// For how many of the last rounds signatures of states are collected.
    pub rounds_signed: usize,
    /// States are signed after rounds with transactions, and besides after each round whose number is a multiple of this: in an idle
    /// network members see that they agree, and have signed states to save. The same for all nodes.
    pub sign_every: u64,
    /// When the network is to freeze, as of the state that the node begins with:
    /// [`NodeCore::freeze_at`](super::NodeCore::freeze_at).
    pub freeze_at: Option<Nanos>,
}

impl NodeConfig {
    /// The configuration of a node with this part in consensus, as the reference has the rest: 10 seconds.
    pub fn new(member: Config) -> Self {
        Self { member, cut_off: 10_000_000_000, rounds_signed: 100, sign_every: 50, freeze_at: None }
    }
}

/// Where a node begins, besides the events of its log.
#[derive(Debug)]
pub enum Begin {
    /// At the beginning of the network.
    Genesis(Ledger),
    /// After a round that was decided before.
    Saved {
        /// The ledger as it was after the round.
        ledger: Ledger,
        /// The round.
        snapshot: Snapshot,
    },
    /// As [`Begin::Saved`], with a state that came from a peer and is not on disk yet:
    /// [`NodeCore::state_saved`](super::NodeCore::state_saved) tells when it is.
    Received {
        /// The ledger as it was after the round.
        ledger: Ledger,
        /// The round.
        snapshot: Snapshot,
    },
}

/// A node cannot start with this.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum StartError {
    /// Its part in consensus is wrong.
    #[error(transparent)]
    Config(#[from] ConfigError),
}
