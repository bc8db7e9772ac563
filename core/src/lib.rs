//! A node of the network as a pure state machine: what comes in are messages, transactions and the time; what goes out are
//! [`Effect`]s.
//!
//! A [`Member`] gossips events with its peers, creates its own, and gives back the rounds that consensus decides. It neither
//! reads a clock nor sends a byte: whoever drives it does, be it a process with sockets and a disk, or a simulation of many members in
//! one thread, in which every run can be run again.
//!
//! # Gossip
//!
//! What gossip looks like is this project's own; no client sees it. Members send a new event of their own to all peers at once. Who
//! gets an event without its parents asks the sender for them. When a connection begins, both sides tell their tips, and each sends what
//! the other lacks. So nothing is sent when nothing is new.
//!
//! # What a hostile member can do to another one's memory
//!
//! Not much. Whoever sends what no honest member does is cut off ([`Misbehaviour`]). What might be an honest one's is kept, as far as each
//! member's share goes ([`Config::waiting_events`]): events that wait for others, in number and in bytes; and events that are
//! asked for because a peer says that it has them. Nobody asks for what strangers created or for what could not be taken yet. So whoever
//! speaks of events that there are not fills no room but its own. Events that do have all their parents are taken, whatever
//! they are, for others may have taken them; but they stay no longer than until rounds are decided, and many undecided events are work.
//! Of those that are ancient, which lie here for members that lag behind, a limited number of bytes is kept.
//!
//! # When events are created
//!
//! There is no fixed rate. While there is *work*, that is transactions without consensus, a member creates an event as soon as it would
//! build on news from members with more than 2/3 of the weight, its own included; besides, once in between, when it has transactions of
//! its own or hears of somebody's. State signatures are no work, or each round would be the cause of the next. Without work nobody creates
//! anything, but for a heartbeat every few seconds. The more transactions are under way, the longer a member waits from one event to
//! the next, up to some milliseconds, so that under load few large events are made instead of many small ones.
//!
//! # Nodes
//!
//! A [`NodeCore`] is a member with a [`Ledger`](hapi_ledger::Ledger): what it gives back are rounds that were handled. Verdicts on signatures are reached
//! outside of it, by [`EventVerifier`]s, and kept until an event's round is decided. After each round with transactions, and now and then after others, it signs the state; as
//! soon as members with more than half of the weight signed the same one, it says so, and it says which members have another one.
//! Its [`PlatformStatus`] follows the rules of the reference, but that a network is active as fast as its first events travel.

#![no_std]

extern crate alloc;

mod gossip;
mod member;
mod node;

pub use gossip::{MalformedMessage, Message};
pub use hapi_hashgraph as hashgraph;
pub use hapi_ledger as ledger;
pub use member::{
    Config, ConfigError, Effect, Member, MemberInfo, Misbehaviour, Payload, PoolFull, Start, Timing,
};
pub use node::{
    Begin, EventVerifier, HandledRound, HandledTransaction, IssReport, Kept, NodeConfig, NodeCore,
    NodeEffect, PlatformStatus, Replay, Saving, SignedState, StartError, StateSignature, VerifiedEvent,
    VerifiedPayload,
};
