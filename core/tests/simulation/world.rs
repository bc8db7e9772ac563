//! A world of members: their connections, their logs, and the time.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use bytes::Bytes;
use ed25519_zebra::{SigningKey, VerificationKey};
use hapi_node_core::{
    Config, Effect, Member, MemberInfo, Payload, Start, Timing,
    hashgraph::{ConsensusRound, Event, Hash, Limits, MemberId, Nanos},
};

use crate::rng::Rng;

pub(crate) const MILLISECOND: Nanos = 1_000_000;
pub(crate) const SECOND: Nanos = 1_000 * MILLISECOND;

/// What can happen at a time.
enum Happening {
    Deliver { from: usize, to: usize, connection: u64, message: Bytes },
    Connect { a: usize, b: usize },
    Wake { slot: usize, life: u64 },
}

/// One process: usually a member's only one.
struct Slot {
    id: MemberId,
    member: Option<Member>,
    /// Which of its starts this is.
    life: u64,
    log: Vec<Arc<Event>>,
    /// How much of the log is on disk.
    synced: usize,
    /// The last round that it has served.
    served: u64,
    /// Whether it does as it should.
    honest: bool,
    wake: Option<Nanos>,
}

/// What all members must agree on: a round's judges, and its events with their numbers and times.
type Essence = (Vec<Hash>, Vec<(Hash, u64, Nanos)>, Nanos);

/// The members, and everything that is under way between them.
pub(crate) struct World {
    slots: Vec<Slot>,
    weights: Vec<u64>,
    /// Which connection there is between two slots, if any, the smaller slot first.
    connections: BTreeMap<(usize, usize), u64>,
    /// Which pairs may connect.
    forbidden: BTreeSet<(usize, usize)>,
    happenings: BTreeMap<(Nanos, u64), Happening>,
    next: u64,
    now: Nanos,
    pub(crate) rng: Rng,
    /// The longest time that a message takes.
    delay: Nanos,
    /// Whether members sync their own events before they send them.
    pub(crate) sync_own_events: bool,
    chain: Vec<Essence>,
    /// User transactions that have consensus.
    pub(crate) ordered: BTreeSet<Bytes>,
    /// Events that were created, as far as somebody wrote them down.
    pub(crate) events: BTreeSet<Hash>,
}

fn secret(id: MemberId) -> [u8; 32] {
    let mut secret = [7; 32];
    secret[..8].copy_from_slice(&id.0.to_be_bytes());
    secret
}

impl World {
    /// A world of members with these weights, all started and connected.
    pub(crate) fn new(seed: u64, weights: &[u64]) -> Self {
        let mut rng = Rng::new(seed);
        let delay = MILLISECOND * [1, 2, 10, 50][rng.below(4)];
        let mut world = Self {
            slots: Vec::new(),
            weights: weights.to_vec(),
            connections: BTreeMap::new(),
            forbidden: BTreeSet::new(),
            happenings: BTreeMap::new(),
            next: 0,
            now: 1_800_000_000 * SECOND,
            rng,
            delay,
            sync_own_events: seed.is_multiple_of(2),
            chain: Vec::new(),
            ordered: BTreeSet::new(),
            events: BTreeSet::new(),
        };
        for id in 0..weights.len() {
            world.add(id, true);
        }
        world.connect_all();
        world
    }

    /// Adds a process of member `id` and starts it.
    fn add(&mut self, id: usize, honest: bool) -> usize {
        let slot = Slot {
            id: MemberId(id as u64),
            member: None,
            life: 0,
            log: Vec::new(),
            synced: 0,
            served: 0,
            honest,
            wake: None,
        };
        self.slots.push(slot);
        self.start(self.slots.len() - 1);
        self.slots.len() - 1
    }

    /// Gives a member a second process, each of which knows nothing of the other, and half of the others each.
    pub(crate) fn twin(&mut self, id: usize) {
        let others: Vec<_> = (0..self.slots.len()).filter(|other| *other != id).collect();
        self.slots[id].honest = false;
        let twin = self.add(id, false);
        self.forbidden.insert(pair(id, twin));
        for (n, other) in others.into_iter().enumerate() {
            let (own, foreign) = if n % 2 == 0 { (id, twin) } else { (twin, id) };
            self.forbidden.insert(pair(foreign, other));
            self.disconnect(foreign, other);
            self.later(0, Happening::Connect { a: own, b: other });
        }
    }

    fn config(&self, id: MemberId) -> Config {
        let member = |(id, weight): (usize, &u64)| {
            let id = MemberId(id as u64);
            let key = VerificationKey::from(&SigningKey::from(secret(id))).into();
            MemberInfo { id, weight: *weight, key }
        };
        Config {
            me: id,
            key: secret(id),
            members: self.weights.iter().enumerate().map(member).collect(),
            timing: Timing::default(),
            limits: Limits::default(),
            sync_own_events: self.sync_own_events,
            pool_bytes: 1 << 20,
            waiting_events: 10_000,
        }
    }

    /// How many processes there are.
    pub(crate) fn len(&self) -> usize {
        self.slots.len()
    }

    pub(crate) fn runs(&self, slot: usize) -> bool {
        self.slots[slot].member.is_some()
    }

    /// Starts a process with what its log has on disk.
    pub(crate) fn start(&mut self, slot: usize) {
        let config = self.config(self.slots[slot].id);
        let events = self.slots[slot].log.clone();
        let (member, effects) = Member::start(config, Start { snapshot: None, events }, self.now)
            .expect("the configuration is right");
        let started = &mut self.slots[slot];
        started.member = Some(member);
        started.life += 1;
        started.synced = started.log.len();
        // It replays what it has served before.
        let replayed = effects.iter().filter(|effect| matches!(effect, Effect::Round(_))).count() as u64;
        assert!(
            replayed >= started.served,
            "what was served is on disk: {replayed} of {} rounds",
            started.served
        );
        started.served = 0;
        self.perform(slot, effects);
        for other in 0..self.slots.len() {
            self.later(0, Happening::Connect { a: slot, b: other });
        }
    }

    /// Ends a process as a power loss does: what was not synced is gone.
    pub(crate) fn stop(&mut self, slot: usize) {
        for other in 0..self.slots.len() {
            self.disconnect(slot, other);
        }
        let stopped = &mut self.slots[slot];
        stopped.member = None;
        stopped.log.truncate(stopped.synced);
    }

    /// Cuts the connection between two processes, with all that is under way on it.
    pub(crate) fn disconnect(&mut self, a: usize, b: usize) {
        if self.connections.remove(&pair(a, b)).is_some() {
            for (one, other) in [(a, b), (b, a)] {
                let (id, now) = (self.slots[other].id, self.now);
                self.with(one, |member| member.disconnected(id, now));
            }
        }
    }

    pub(crate) fn connect_all(&mut self) {
        for b in 0..self.slots.len() {
            for a in 0..b {
                self.later(0, Happening::Connect { a, b });
            }
        }
    }

    fn connect(&mut self, a: usize, b: usize) {
        let (a, b) = pair(a, b);
        let may = a != b && self.runs(a) && self.runs(b) && !self.forbidden.contains(&(a, b));
        if !may || self.connections.contains_key(&(a, b)) {
            return;
        }
        self.next += 1;
        self.connections.insert((a, b), self.next);
        for (one, other) in [(a, b), (b, a)] {
            let (id, now) = (self.slots[other].id, self.now);
            self.with(one, |member| member.connected(id, now));
        }
    }

    /// Hands a transaction to a process, if it runs.
    pub(crate) fn submit(&mut self, slot: usize, transaction: Bytes) {
        let now = self.now;
        self.with(slot, |member| member.submit(&Payload::User(transaction), now).expect("the pool has room"));
    }

    fn with(&mut self, slot: usize, act: impl FnOnce(&mut Member) -> Vec<Effect>) {
        if let Some(member) = &mut self.slots[slot].member {
            let effects = act(member);
            self.perform(slot, effects);
        }
    }

    fn perform(&mut self, slot: usize, effects: Vec<Effect>) {
        for effect in effects {
            match effect {
                Effect::Send { to, message } => self.send(slot, to, message),
                Effect::Verify { from, events } => {
                    let now = self.now;
                    self.with(slot, |member| {
                        let events = events.into_iter().map(|event| {
                            let signed = member.is_signed(&event);
                            (event, signed)
                        });
                        let events = events.collect();
                        member.verified(from, events, now)
                    });
                }
                Effect::Append(event) => {
                    self.events.insert(event.hash());
                    self.slots[slot].log.push(event);
                }
                Effect::Sync => self.slots[slot].synced = self.slots[slot].log.len(),
                Effect::Round(round) => self.serve(slot, &round),
                Effect::Disconnect { peer, reason } => panic!("{peer} misbehaves: {reason}"),
                Effect::Behind { peer, .. } => panic!("a process has fallen behind {peer} for good"),
            }
        }
        let Some(member) = &self.slots[slot].member else { return };
        let wake = member.next_wake();
        if self.slots[slot].wake.is_none_or(|set| wake < set || set <= self.now) {
            self.slots[slot].wake = Some(wake);
            let life = self.slots[slot].life;
            self.at(wake, Happening::Wake { slot, life });
        }
    }

    fn send(&mut self, from: usize, to: MemberId, message: Bytes) {
        let to = (0..self.slots.len())
            .find(|slot| self.slots[*slot].id == to && self.connections.contains_key(&pair(from, *slot)));
        let Some(to) = to else { return };
        let connection = self.connections[&pair(from, to)];
        let delay = self.rng.up_to(self.delay);
        self.later(delay, Happening::Deliver { from, to, connection, message });
    }

    /// A round is decided: it is what everyone else decided, and follows from what is on disk.
    fn serve(&mut self, slot: usize, round: &ConsensusRound) {
        let serving = &mut self.slots[slot];
        assert_eq!(serving.synced, serving.log.len(), "process {slot} serves what is on disk");
        serving.served += 1;
        assert_eq!(round.round, serving.served, "process {slot} decides one round after the other");
        let judges = round.snapshot.judges.iter().map(|judge| judge.hash).collect();
        let events = round.events.iter().map(|ordered| (ordered.event.hash(), ordered.number, ordered.time));
        let essence: Essence = (judges, events.collect(), round.time);
        let place = usize::try_from(round.round).expect("few rounds") - 1;
        match self.chain.get(place) {
            Some(first) => assert_eq!(essence, *first, "process {slot} disagrees on round {}", round.round),
            None => self.chain.push(essence),
        }
        let payloads = round.events.iter().flat_map(|ordered| &ordered.event.content().transactions);
        for payload in payloads.filter_map(Payload::from_bytes) {
            if let Payload::User(transaction) = payload {
                self.ordered.insert(transaction);
            }
        }
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
                        self.with(to, |member| member.received(id, message, time));
                    }
                }
                Happening::Connect { a, b } => self.connect(a, b),
                Happening::Wake { slot, life } => {
                    if self.slots[slot].life == life {
                        self.slots[slot].wake = None;
                        self.with(slot, |member| member.tick(time));
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
        let (open, branched) = (self.open_work(), self.branched());
        panic!("open work remains after a minute: {open:?}; members with branches: {branched:?}");
    }

    /// Members of whom there are two events on the same self-parent.
    fn branched(&self) -> BTreeSet<MemberId> {
        let events: BTreeMap<Hash, &Arc<Event>> =
            self.slots.iter().flat_map(|slot| &slot.log).map(|event| (event.hash(), event)).collect();
        let mut parents = BTreeSet::new();
        let key =
            |event: &&&Arc<Event>| (event.creator(), event.content().self_parent.map(|parent| parent.hash));
        events.values().filter(|event| !parents.insert(key(event))).map(|event| event.creator()).collect()
    }

    fn honest(&self) -> impl Iterator<Item = &Slot> {
        self.slots.iter().filter(|slot| slot.honest)
    }

    fn open_work(&self) -> Vec<(usize, usize)> {
        self.honest().filter_map(|slot| slot.member.as_ref()).map(Member::open_work).collect()
    }

    fn is_settled(&self) -> bool {
        self.open_work().iter().all(|open| *open == (0, 0))
            && self.honest().all(|slot| slot.served == self.chain.len() as u64)
    }

    /// How many rounds were decided by somebody.
    pub(crate) fn rounds(&self) -> usize {
        self.chain.len()
    }

    /// The most events that any process keeps, and the most that wait in one.
    pub(crate) fn kept(&self) -> (usize, usize) {
        let kept = self.slots.iter().filter_map(|slot| slot.member.as_ref()).map(Member::kept);
        kept.fold((0, 0), |(most, waiting), (kept, waits)| (most.max(kept), waiting.max(waits)))
    }
}

fn pair(a: usize, b: usize) -> (usize, usize) {
    (a.min(b), a.max(b))
}
