//! Hashgraph consensus: events in, ordered rounds out.
//!
//! Members of a [`Roster`] create [`Event`]s, each pointing at its creator's last one and at what it last heard of others. From
//! the shape of this graph alone every member computes the same rounds, the same famous witnesses and the same order of all
//! events, without a single vote being sent.
//!
//! The crate is a pure state machine: no clock, no randomness, no input or output. [`Intake`] takes events in any order and
//! gives them on as soon as their parents are there; [`Consensus`] takes those and gives back [`ConsensusRound`]s.
//!
//! # Definitions
//!
//! After round `R` is decided, everything is computed from the *recent* graph: the judges of `R`, and events that neither have
//! consensus nor are ancient. Parents outside of it count as absent. So what a member computes depends on the judges of `R` and on recent events only,
//! and a member that starts from a [`Snapshot`] computes the same as one that was there all along.
//!
//! - `x` *sees* `y` when `y` is `x` or an ancestor of it, and no two events by `y`'s creator among these are on different branches.
//! - `x` *strongly sees* `y` when it sees `y`, and sees events by members with more than 2/3 of the weight of which each sees `y`.
//! - The *round* of a judge of `R` that descends from no other is `R`; that of an event without any parent is 1 while nothing was
//!   decided; else it is the greatest of its parents' rounds, 0 if there is none, and one more if it strongly sees witnesses
//!   of that round by more than 2/3 of the weight. Round 0 means: too old to matter.
//! - A *witness* is the first event of its creator in a round. It is *famous* when the witnesses of later rounds decide so:
//!   those of the next round vote whether they see it, those after that take the majority of the votes that they strongly see, and
//!   decide when that is more than 2/3 of the weight. Every 12th round is a coin round, in which nothing is decided.
//! - The *judges* of a round are its famous witnesses, one for each creator. What all judges descend from has consensus in that
//!   round.

#![no_std]

extern crate alloc;

mod consensus;
mod event;
mod graph;
mod intake;
mod roster;

pub use consensus::{
    Consensus, ConsensusEvent, ConsensusRound, EventWindow, InvalidSnapshot, Judge, LateRoster, Snapshot,
};
pub use event::{
    Descriptor, Event, Hash, InvalidEvent, Limits, MalformedEvent, MemberId, Nanos, UnsignedEvent,
};
pub use intake::{Intake, Refused, Share};
pub use roster::{InvalidRoster, Roster};
