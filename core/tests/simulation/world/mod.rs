//! A world of processes: the connections between them, their disks, and the time.

mod connections;
mod lives;
mod puppet;

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use bytes::Bytes;
use connections::pair;
use ed25519_zebra::{SigningKey, VerificationKey};
use hapi_node_core::{
    Config, EventVerifier, HandledRound, Kept, MemberInfo, NodeCore, NodeEffect, PlatformStatus, Saving,
    Timing, VerifiedEvent,
    hashgraph::{Event, Hash, Limits, MemberId, Nanos},
    ledger::{
        Ledger,
        crypto::{Seed, Verifier},
    },
};
use hapi_proto::services::Timestamp;
pub(crate) use puppet::Puppet;

use crate::{chain::Chain, process::Process, rng::Rng, traffic};

pub(crate) const MILLISECOND: Nanos = 1_000_000;
pub(crate) const SECOND: Nanos = 1_000 * MILLISECOND;

/// What can happen at a time.
enum Happening {
    Deliver { from: usize, to: usize, connection: u64, message: Bytes },
    Connect { a: usize, b: usize },
    Wake { slot: usize, life: u64 },
    Reconnect { slot: usize, life: u64 },
}

/// The processes, and everything that is under way between them.
pub(crate) struct World {
    genesis: Ledger,
    pub(crate) slots: Vec<Process>,
    weights: Vec<u64>,
    /// Which connection there is between two slots, if any, the smaller slot first.
    connections: BTreeMap<(usize, usize), u64>,
    /// Which pairs may connect.
    forbidden: BTreeSet<(usize, usize)>,
    happenings: BTreeMap<(Nanos, u64), Happening>,
    next: u64,
    pub(crate) now: Nanos,
    pub(crate) rng: Rng,
    /// The longest time that a message takes.
    pub(crate) delay: Nanos,
    /// Whether members sync their own events before they send them.
    pub(crate) sync_own_events: bool,
    /// After how many rounds each process saves its state.
    save_every: u64,
    /// How many segments of the log have to come between two states, for [`World::save_when_due`].
    weight: u64,
    /// When the network freezes.
    freeze_at: Option<Nanos>,
    pub(crate) chain: Chain,
    /// Events that were created, as far as somebody wrote them down.
    pub(crate) events: BTreeSet<Hash>,
    verifier: EventVerifier,
    signatures: Verifier,
    /// What was found in events, so that it need be looked at but once for all.
    verified: BTreeMap<Hash, VerifiedEvent>,
    submitted: u64,
    /// How often a process got a state from another.
    pub(crate) reconnected: usize,
}

pub(crate) fn secret(id: MemberId) -> [u8; 32] {
    let mut secret = [7; 32];
    secret[..8].copy_from_slice(&id.0.to_be_bytes());
    secret
}

impl World {
    /// A world of members with these weights, all started and connected.
    pub(crate) fn new(seed: u64, weights: &[u64], genesis: &Ledger) -> Self {
        let mut rng = Rng::new(seed);
        let delay = MILLISECOND * [1, 2, 10, 50][rng.below(4)];
        let save_every = [1, 3, 10, u64::MAX][rng.below(4)];
        let sync_own_events = seed.is_multiple_of(2);
        let mut world = Self {
            genesis: genesis.fork(),
            slots: Vec::new(),
            weights: weights.to_vec(),
            connections: BTreeMap::new(),
            forbidden: BTreeSet::new(),
            happenings: BTreeMap::new(),
            next: 0,
            now: 1_800_000_000 * SECOND,
            rng,
            delay,
            sync_own_events,
            save_every,
            weight: 0,
            freeze_at: None,
            chain: Chain::default(),
            events: BTreeSet::new(),
            verifier: EventVerifier::new(&config(MemberId(0), weights, sync_own_events)),
            signatures: Verifier::default(),
            verified: BTreeMap::new(),
            submitted: 0,
            reconnected: 0,
        };
        for id in 0..weights.len() {
            world.add(id, true);
        }
        world.connect_all();
        world
    }

    /// How many processes there are.
    pub(crate) fn len(&self) -> usize {
        self.slots.len()
    }

    pub(crate) fn runs(&self, slot: usize) -> bool {
        let process = &self.slots[slot];
        process.node.is_some() || process.puppet.is_some()
    }

    /// Hands a transfer to a process, if it runs. Gives back how it is gossiped.
    pub(crate) fn submit(&mut self, slot: usize) -> Option<Bytes> {
        let Process { node: Some(node), ingest, id, .. } = &mut self.slots[slot] else { return None };
        let (now, time) = (self.now, Timestamp::from_nanos(self.now.into()));
        self.submitted += 1;
        let transfer = traffic::transfer(self.submitted, id.0, time);
        let checked = ingest.check(node.ledger(), &transfer, time).expect("it passes ingest");
        let gossiped = checked.parsed().signed_bytes.clone();
        self.with(slot, |node| node.submit(checked, now).expect("the pool has room"));
        Some(gossiped)
    }

    /// Has something done with a node, if it runs.
    pub(crate) fn with(&mut self, slot: usize, act: impl FnOnce(&mut NodeCore) -> Vec<NodeEffect>) {
        if let Some(node) = &mut self.slots[slot].node {
            let effects = act(node);
            self.perform(slot, effects);
        }
    }

    fn perform(&mut self, slot: usize, effects: Vec<NodeEffect>) {
        for effect in effects {
            let process = &mut self.slots[slot];
            match effect {
                NodeEffect::Send { to, message } => self.send(slot, to, message),
                NodeEffect::Verify { from, events } => {
                    let (now, events) = (self.now, events.iter().map(|event| self.verify(event)).collect());
                    self.with(slot, |node| node.verified(from, events, now));
                }
                NodeEffect::Append(event) => {
                    self.events.insert(event.hash());
                    process.disk.append(event);
                }
                NodeEffect::Sync => process.disk.synced = process.disk.log.len(),
                NodeEffect::Handled(round) => {
                    let segment = process.disk.segment();
                    if let Some(saving) = &mut process.saving {
                        saving.chooses(&round, segment, self.weight * Saving::WRITING);
                    }
                    self.show(slot, &round);
                    self.slots[slot].last = Some(round);
                }
                NodeEffect::Signed(state) => {
                    process.signed.insert(state.round, state.hash);
                    if let Some(round) = process.saving.as_mut().and_then(|saving| saving.signed(&state)) {
                        process.disk.save(&round.ledger, &round.snapshot, round.window.ancient_threshold);
                    }
                }
                NodeEffect::Status(status) => {
                    process.statuses.push((self.now, status));
                    if status == PlatformStatus::Behind {
                        let (slot, life) = (slot, process.life);
                        self.later(MILLISECOND, Happening::Reconnect { slot, life });
                    }
                }
                NodeEffect::Iss(report) => process.reports.push(report),
                NodeEffect::Disconnect { peer, reason } => panic!("{peer} misbehaves: {reason}"),
                NodeEffect::Behind { .. } => {}
            }
        }
        let Some(node) = &self.slots[slot].node else { return };
        let wake = node.next_wake();
        if self.slots[slot].wake.is_none_or(|set| wake < set || set <= self.now) {
            self.slots[slot].wake = Some(wake);
            let life = self.slots[slot].life;
            self.at(wake, Happening::Wake { slot, life });
        }
    }

    /// What an event verifier finds, be it for one process or another.
    fn verify(&mut self, event: &Arc<Event>) -> VerifiedEvent {
        let found = self.verified.entry(event.hash()).or_insert_with(|| {
            let events = vec![Arc::clone(event)];
            let found = self.verifier.verify(&self.genesis, &mut self.signatures, Seed([1; 32]), events);
            found.into_iter().next().expect("one for each event")
        });
        found.clone()
    }

    /// A round was handled: it is what everyone else made of it, and follows from what is on disk.
    fn show(&mut self, slot: usize, round: &HandledRound) {
        let process = &mut self.slots[slot];
        assert_eq!(process.disk.synced, process.disk.log.len(), "process {slot} shows what is on disk");
        process.handled += 1;
        assert_eq!(round.round, process.handled, "process {slot} handles one round after the other");
        assert!(round.replayed || round.round > process.shown, "process {slot} says what it shows again");
        process.shown = process.shown.max(round.round);
        if round.round.is_multiple_of(self.save_every) {
            process.disk.save(&round.ledger, &round.snapshot, round.window.ancient_threshold);
        }
        self.chain.check(slot, round, process.is_sound);
    }

    fn later(&mut self, delay: Nanos, happening: Happening) {
        self.at(self.now + delay, happening);
    }

    fn at(&mut self, time: Nanos, happening: Happening) {
        self.next += 1;
        self.happenings.insert((time, self.next), happening);
    }

    /// Lets so much time pass.
    pub(crate) fn run(&mut self, duration: Nanos) {
        let end = self.now + duration;
        while let Some(first) = self.happenings.first_entry().filter(|first| first.key().0 <= end) {
            let ((time, _), happening) = first.remove_entry();
            self.now = time;
            match happening {
                Happening::Deliver { from, to, connection, message } => {
                    if self.connections.get(&pair(from, to)) == Some(&connection) {
                        let id = self.slots[from].id;
                        if self.slots[to].puppet.is_some() {
                            self.puppet_received(to, id, message);
                        } else {
                            self.with(to, |node| node.received(id, message, time));
                        }
                    }
                }
                Happening::Connect { a, b } => self.connect(a, b),
                Happening::Reconnect { slot, life } => {
                    if self.slots[slot].life == life && self.runs(slot) {
                        self.reconnect(slot);
                    }
                }
                Happening::Wake { slot, life } => {
                    if self.slots[slot].life == life {
                        self.slots[slot].wake = None;
                        self.with(slot, |node| node.tick(time));
                    }
                }
            }
        }
        self.now = end;
    }

    /// Starts everyone, connects everyone, and waits until nothing is left to do.
    pub(crate) fn settle(&mut self) {
        for slot in 0..self.slots.len() {
            if !self.runs(slot) {
                self.start(slot);
            }
        }
        self.connect_all();
        for _ in 0..600 {
            self.run(SECOND / 10);
            if self.is_settled() {
                return;
            }
        }
        let handled: Vec<_> = self.slots.iter().map(|process| process.handled).collect();
        panic!("open work remains after a minute: {:?}; handled: {handled:?}", self.open_work());
    }

    /// Those who do as they should, and whose ledger is as it should be.
    pub(crate) fn sound(&self) -> impl Iterator<Item = &Process> {
        self.slots.iter().filter(|process| process.is_honest && process.is_sound)
    }

    fn open_work(&self) -> Vec<(usize, usize)> {
        self.sound().filter_map(|process| process.node.as_ref()).map(NodeCore::open_work).collect()
    }

    fn is_settled(&self) -> bool {
        let is_over = |process: &Process| {
            let frozen = [PlatformStatus::Freezing, PlatformStatus::FreezeComplete];
            process.status().is_some_and(|status| frozen.contains(&status))
        };
        self.open_work().iter().all(|open| *open == (0, 0))
            && self.sound().all(|process| process.handled == self.chain.len() || is_over(process))
    }

    /// Has processes save their states after so many rounds.
    pub(crate) fn save_every(&mut self, rounds: u64) {
        self.save_every = rounds;
    }

    /// Has each process save the states that a node would whose states are so large that so many segments of its log are worth one.
    pub(crate) fn save_when_due(&mut self, weight: u64) {
        (self.save_every, self.weight) = (u64::MAX, weight);
        for process in &mut self.slots {
            process.saving = Some(Saving::new(Nanos::MAX, 1, 0));
        }
    }

    /// Has the network freeze at a time.
    pub(crate) fn freeze_at(&mut self, time: Nanos) {
        self.freeze_at = Some(time);
        for slot in 0..self.slots.len() {
            let now = self.now;
            self.with(slot, |node| node.freeze_at(Some(time), now));
        }
    }

    /// What each process keeps in memory.
    pub(crate) fn kept(&self) -> impl Iterator<Item = Kept> {
        self.slots.iter().filter_map(|process| process.node.as_ref()).map(NodeCore::kept)
    }
}

pub(crate) fn config(me: MemberId, weights: &[u64], sync_own_events: bool) -> Config {
    let member = |(id, weight): (usize, &u64)| {
        let id = MemberId(id as u64);
        let key = VerificationKey::from(&SigningKey::from(secret(id))).into();
        MemberInfo { id, weight: *weight, key }
    };
    Config {
        me,
        key: secret(me),
        members: weights.iter().enumerate().map(member).collect(),
        timing: Timing::default(),
        limits: Limits::default(),
        sync_own_events,
        pool_bytes: 1 << 20,
        waiting_events: 10_000,
    }
}
