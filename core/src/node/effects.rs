//! What is to be done for a node.

use alloc::{boxed::Box, sync::Arc, vec::Vec};

use bytes::Bytes;
use hapi_hashgraph::{ConsensusEvent, Event, EventWindow, MemberId, Nanos, Snapshot};
use hapi_ledger::{
    Ledger,
    handle::{CheckedTx, Outcome},
    state::{ChangeSet, StateHash},
};
use hapi_proto::services::Timestamp;

use super::{IssReport, PlatformStatus, SignedState};
use crate::Misbehaviour;

/// What is to be done for a node, in this order.
#[derive(Clone, Debug)]
pub enum NodeEffect {
    /// Send these bytes to a peer. They may be lost only together with the connection.
    Send {
        /// The peer.
        to: MemberId,
        /// The message.
        message: Bytes,
    },
    /// End the connection: the peer has sent what no honest one does.
    Disconnect {
        /// The peer.
        peer: MemberId,
        /// What it sent.
        reason: Misbehaviour,
    },
    /// Have an [`EventVerifier`](super::EventVerifier) look at these events, and tell what it found with
    /// [`NodeCore::verified`](super::NodeCore::verified).
    Verify {
        /// Who sent them.
        from: MemberId,
        /// The events.
        events: Vec<Arc<Event>>,
    },
    /// Write the event to the log.
    Append(Arc<Event>),
    /// Have what was appended on disk before the effects after this one are carried out.
    Sync,
    /// A round was handled. It comes after a [`NodeEffect::Sync`]: nothing of it may be shown to anybody before.
    Handled(Arc<HandledRound>),
    /// Members with more than half of the weight signed the same state.
    Signed(SignedState),
    /// The node is in another status now.
    Status(PlatformStatus),
    /// Members disagree on a state.
    Iss(IssReport),
    /// A peer is so far ahead that what this node lacks cannot be had from it any more, other than as a state.
    Behind {
        /// The peer.
        peer: MemberId,
        /// How far it is.
        window: EventWindow,
    },
}

/// A decided round, and what became of what is in it.
#[derive(Clone, Debug)]
pub struct HandledRound {
    /// Its number.
    pub round: u64,
    /// The consensus time of its last transaction, or of the round itself where it has none.
    pub time: Nanos,
    /// Whether the node handled it before, as far as it can know: it follows from the log that the node started with. What
    /// leaves the node, such as streams, may have it already.
    pub replayed: bool,
    /// Its events, in consensus order.
    pub events: Vec<ConsensusEvent>,
    /// The transactions that were handled, in consensus order.
    pub transactions: Vec<HandledTransaction>,
    /// The ledger after the round. While it lives, later changes copy what they share with it.
    pub ledger: Ledger,
    /// The hash of that ledger's state.
    pub state_hash: StateHash,
    /// What the node needs to go on from here, besides the ledger and its log.
    pub snapshot: Snapshot,
    /// Which events matter from now on: those born before the ancient threshold need not be in the log.
    pub window: EventWindow,
    /// Whether members sign the state after it.
    pub is_signed: bool,
    /// Whether the network freezes with this round: no later one is handled.
    pub freezes: bool,
}

/// A transaction that was handled.
#[derive(Clone, Debug)]
pub struct HandledTransaction {
    /// At which place among the round's events the one stands that it was in.
    pub event: usize,
    /// At which place in that event it was, among everything that members put into events.
    pub place: usize,
    /// What was handled; [`ParsedTx::signed_bytes`](hapi_ledger::envelope::ParsedTx::signed_bytes) is what was gossiped.
    pub checked: Box<CheckedTx>,
    /// The id of the node that submitted it.
    pub creator: u64,
    /// When it reached consensus.
    pub time: Timestamp,
    /// What became of it.
    pub outcome: Outcome,
    /// What it changed, for the block stream.
    pub changes: ChangeSet,
}

/// How much a node keeps in memory.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Kept {
    /// Events that it has for others.
    pub events: usize,
    /// About how many bytes these take.
    pub bytes: usize,
    /// Events that wait for others.
    pub waiting: usize,
    /// Events whose round was not handled, with verdicts on what is in them.
    pub verdicts: usize,
    /// Transactions of its own that wait for an event.
    pub submitted: usize,
}
