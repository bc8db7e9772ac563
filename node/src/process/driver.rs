//! The thread that drives the node.

use std::{
    collections::VecDeque,
    mem,
    sync::Arc,
    time::{Duration, Instant, SystemTime},
};

use hapi_gossip::{Gossip, Parcel};
use hapi_node_core::{
    NodeCore, NodeEffect,
    hashgraph::{Event, MemberId, Nanos},
};

use super::{
    disk::DiskQueue,
    inbox::{Batch, Inbox, Input, Submission},
    verify::{Checker, ToVerify, Verifiers},
};

/// Events that came together and have no more than so many payloads are verified where they arrived: handing them to another thread
/// would take longer than that, and on a quiet network a transaction waits for about ten such events in a row.
const VERIFIED_AT_ONCE: usize = 16;

/// How many events of others wait before they are written.
const MOST_FOR_DISK: usize = 64;

/// Drives a node: gives it what comes, and has done what it wants done.
pub(super) struct Driver {
    pub(super) me: MemberId,
    pub(super) core: NodeCore,
    pub(super) inbox: Inbox,
    pub(super) gossip: Gossip,
    pub(super) disk: DiskQueue,
    pub(super) verifiers: Verifiers,
    pub(super) checker: Checker,
    /// Whether messages wait until all before is on disk.
    pub(super) sync_own_events: bool,
    pub(super) state: DriverState,
}

/// What only the driver itself needs.
#[derive(Debug, Default)]
pub(super) struct DriverState {
    /// Events of others that are to be written.
    for_disk: Vec<NodeEffect>,
    /// What came together and is to be verified.
    to_verify: Vec<ToVerify>,
    /// Transactions that the node has no room for at the moment.
    kept_back: VecDeque<Submission>,
    /// The node is to end when nothing of its own waits for an event, or at this moment.
    finish: Option<Instant>,
    /// The last time that the node was told.
    now: Nanos,
    is_over: bool,
}

impl Driver {
    /// Drives it, with what it wants done at its start, until it is to end.
    pub(super) fn run(mut self, effects: Vec<NodeEffect>) {
        self.carry_out(effects, None);
        let mut batch = Batch::default();
        while !self.is_done() {
            let wake = self.wake();
            batch = self.inbox.take(wake, batch);
            while let Some(input) = batch.inputs.pop_front() {
                self.take(input);
            }
            self.verify();
            self.state.kept_back.append(&mut batch.submissions);
            self.submit();
            let now = self.now();
            if now >= self.core.next_wake() {
                let effects = self.core.tick(now);
                self.carry_out(effects, None);
            }
        }
        let rest = mem::take(&mut self.state.for_disk);
        self.disk.push(rest);
    }

    /// Takes one thing.
    fn take(&mut self, input: Input) {
        let now = self.now();
        let (effects, parcel) = match input {
            Input::Connected(peer) => {
                tracing::info!(peer = peer.0, "connected");
                (self.core.connected(peer, now), None)
            }
            Input::Disconnected(peer) => {
                tracing::info!(peer = peer.0, "disconnected");
                (self.core.disconnected(peer, now), None)
            }
            Input::Received(from, parcel) => {
                (self.core.received(from, parcel.bytes.clone(), now), Some(parcel))
            }
            Input::Verified(from, events, parcel) => {
                drop(parcel);
                (self.core.verified(from, events, now), None)
            }
            Input::Saved(round) => (self.core.state_saved(round, now), None),
            Input::Finish(limit) => {
                self.state.finish = Some(limit);
                return;
            }
        };
        self.carry_out(effects, parcel);
    }

    fn submit(&mut self) {
        while let Some(next) = self.state.kept_back.front() {
            if !self.core.has_room(&next.transaction) {
                break;
            }
            let Some(Submission { transaction, room }) = self.state.kept_back.pop_front() else { break };
            let now = self.now();
            match self.core.submit(transaction, now) {
                Ok(effects) => self.carry_out(effects, None),
                Err(error) => unreachable!("there was room: {error}"),
            }
            drop(room);
        }
    }

    /// Carries out effects. What is to be verified waits for [`Driver::verify`], with what it came in.
    fn carry_out(&mut self, effects: Vec<NodeEffect>, mut parcel: Option<Parcel>) {
        let mut for_disk = Vec::new();
        for effect in effects {
            match effect {
                NodeEffect::Verify { from, events } => {
                    self.state.to_verify.push(ToVerify { from, events, parcel: parcel.take() });
                }
                NodeEffect::Send { to, message } if !self.sync_own_events => {
                    self.gossip.send(to, message);
                }
                NodeEffect::Disconnect { peer, reason } => {
                    tracing::warn!(peer = peer.0, %reason, "cut off");
                    self.gossip.disconnect(peer);
                }
                NodeEffect::Behind { peer, window } => {
                    let round = window.latest_consensus_round;
                    tracing::warn!(peer = peer.0, round, "a peer is too far ahead");
                }
                other => for_disk.push(other),
            }
        }
        self.hand_to_disk(for_disk);
    }

    /// Has all verified that came together: here and at once, if that is not much and nothing else is being verified.
    fn verify(&mut self) {
        while !self.state.to_verify.is_empty() {
            let jobs = mem::take(&mut self.state.to_verify);
            let payloads = |event: &Arc<Event>| 1 + event.content().transactions.len();
            let count: usize = jobs.iter().flat_map(|job| &job.events).map(payloads).sum();
            if count > VERIFIED_AT_ONCE || !self.verifiers.are_idle() {
                for job in jobs {
                    self.verifiers.verify(job);
                }
                return;
            }
            let events = jobs.iter().flat_map(|job| &job.events).map(Arc::clone).collect();
            let mut verified = self.checker.verify(self.core.ledger(), events).into_iter();
            for ToVerify { from, events, parcel } in jobs {
                let verified = verified.by_ref().take(events.len()).collect();
                drop(parcel);
                let now = self.now();
                let effects = self.core.verified(from, verified, now);
                self.carry_out(effects, None);
            }
        }
    }

    /// Hands on what has to do with the disk, in order. Events of others, which they would send again, wait for something that does
    /// not: to wake a thread for each of them would cost more than to write it.
    fn hand_to_disk(&mut self, effects: Vec<NodeEffect>) {
        let is_patient = |effect: &NodeEffect| match effect {
            NodeEffect::Append(event) => event.creator() != self.me,
            _ => false,
        };
        let waits = effects.iter().all(is_patient) && self.state.for_disk.len() < MOST_FOR_DISK;
        self.state.for_disk.extend(effects);
        if !waits && !self.disk.push(mem::take(&mut self.state.for_disk)) {
            // The disk thread has told why.
            self.state.is_over = true;
        }
    }

    /// When the node wants to be woken.
    fn wake(&mut self) -> Instant {
        if self.inbox.has_more() {
            return Instant::now();
        }
        let left = self.core.next_wake().saturating_sub(self.now());
        let wake = Instant::now() + Duration::from_nanos(u64::try_from(left).unwrap_or(0));
        self.state.finish.map_or(wake, |limit| wake.min(limit))
    }

    fn is_done(&self) -> bool {
        let waits = || self.core.kept().submitted > 0 || !self.state.kept_back.is_empty();
        let is_finished = |limit: Instant| !waits() || Instant::now() >= limit;
        self.state.is_over || self.state.finish.is_some_and(is_finished)
    }

    /// The time as the node is told it: the clock of the system, but never back.
    fn now(&mut self) -> Nanos {
        self.state.now = wall_clock().max(self.state.now);
        self.state.now
    }
}

/// The system's time.
pub(super) fn wall_clock() -> Nanos {
    let elapsed = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default();
    Nanos::try_from(elapsed.as_nanos()).unwrap_or(Nanos::MAX)
}
