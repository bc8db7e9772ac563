//! What is to be done for a member.

use alloc::{sync::Arc, vec::Vec};

use bytes::Bytes;
use hapi_hashgraph::{ConsensusRound, Event, EventWindow, Hash, MemberId, Refused};

use crate::gossip::MalformedMessage;

/// What is to be done for a member, in this order.
#[derive(Clone, Debug)]
pub enum Effect {
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
    /// See whether these events are signed by their creators, and say so with [`Member::verified`](crate::Member::verified).
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
    /// A round was decided.
    Round(ConsensusRound),
    /// A peer is so far ahead that what this member lacks cannot be had from it any more, other than as a state.
    Behind {
        /// The peer.
        peer: MemberId,
        /// How far it is.
        window: EventWindow,
    },
}

/// What no honest peer does.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Misbehaviour {
    /// It sent bytes that are no message.
    #[error(transparent)]
    Malformed(#[from] MalformedMessage),
    /// It sent an event that cannot be.
    #[error(transparent)]
    Refused(#[from] Refused),
    /// It sent an event that its creator did not sign.
    #[error("event {0:?} is not signed by its creator")]
    Signature(Hash),
    /// It told its tips a second time on one connection, which would have it sent all that it lacks again.
    #[error("it told twice on one connection what it has")]
    ToldTwice,
}
