//! A member that is no node: it takes part in gossip, and creates what no node would.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use bytes::Bytes;
use ed25519_zebra::SigningKey;
use hapi_node_core::{
    Message,
    hashgraph::{
        Consensus, Descriptor, Event, Intake, Limits, MemberId, Nanos, Roster, Share, UnsignedEvent,
    },
};

use super::{SECOND, World, secret};
use crate::rng::Rng;

const HOUR: Nanos = 3_600 * SECOND;

/// One whose clock jumps by hours, mostly back, and who rests now and then until its own last event is just ancient: then some of the
/// others know that event, and see that the next one is earlier, and some do not.
pub(crate) struct Puppet {
    id: MemberId,
    intake: Intake,
    consensus: Consensus,
    /// Everything it knows, in the order in which it came.
    events: Vec<Arc<Event>>,
    /// The last event of each of the others.
    latest: BTreeMap<MemberId, Descriptor>,
    own: Option<(Descriptor, Nanos)>,
    is_resting: bool,
    pub(super) peers: BTreeSet<MemberId>,
    /// How many events it created when the one before was just ancient.
    pub(crate) rests: usize,
    /// How many of its events are earlier than the one before.
    pub(crate) backwards: usize,
}

impl Puppet {
    fn new(id: MemberId, weights: &[u64]) -> Self {
        let members = weights.iter().enumerate().map(|(id, weight)| (MemberId(id as u64), *weight));
        let consensus = Consensus::genesis(Roster::new(members).expect("the world's weights are right"));
        let each = Share { events: 10_000, bytes: 1 << 30 };
        Self {
            id,
            intake: Intake::new(consensus.window(), Limits::default(), each),
            consensus,
            events: Vec::new(),
            latest: BTreeMap::new(),
            own: None,
            is_resting: false,
            peers: BTreeSet::new(),
            rests: 0,
            backwards: 0,
        }
    }

    fn connected(&mut self, peer: MemberId) -> Message {
        self.peers.insert(peer);
        Message::Tips { window: self.consensus.window(), tips: vec![], waiting: vec![] }
    }

    /// Gives back what it answers, and an event of its own for everybody, if it creates one.
    fn received(&mut self, bytes: Bytes, now: Nanos, rng: &mut Rng) -> (Option<Message>, Option<Arc<Event>>) {
        match Message::from_bytes(bytes).expect("the others are honest") {
            Message::Tips { window, .. } => {
                let is_recent = |event: &&Arc<Event>| event.content().birth_round >= window.ancient_threshold;
                (Some(Message::Events(self.events.iter().filter(is_recent).cloned().collect())), None)
            }
            Message::Want(wanted) => {
                let is_wanted = |event: &&Arc<Event>| wanted.contains(&event.descriptor());
                (Some(Message::Events(self.events.iter().filter(is_wanted).cloned().collect())), None)
            }
            Message::Events(events) => {
                for event in events {
                    self.take(event);
                }
                (None, self.create(now, rng))
            }
        }
    }

    fn take(&mut self, event: Arc<Event>) {
        let mut ready = self.intake.add(event).unwrap_or_default();
        while !ready.is_empty() {
            let mut later = Vec::new();
            for event in ready {
                if event.creator() != self.id {
                    self.latest.insert(event.creator(), event.descriptor());
                }
                self.events.push(Arc::clone(&event));
                for round in self.consensus.add(event) {
                    later.extend(self.intake.advance(round.window));
                }
            }
            ready = later;
        }
    }

    fn create(&mut self, now: Nanos, rng: &mut Rng) -> Option<Arc<Event>> {
        let window = self.consensus.window();
        let is_forgotten = self.own.is_some_and(|(own, _)| own.birth_round < window.ancient_threshold);
        if self.is_resting && !is_forgotten || !self.is_resting && !rng.chance(30) {
            return None;
        }
        let time_created = match self.own {
            Some((_, before)) if self.is_resting || rng.chance(50) => before - rng.up_to(HOUR),
            _ => now + rng.up_to(2 * HOUR) - HOUR,
        };
        self.rests += usize::from(self.is_resting);
        self.backwards += usize::from(self.own.is_some_and(|(_, before)| time_created <= before));
        self.is_resting = rng.chance(30);
        let content = UnsignedEvent {
            creator: self.id,
            birth_round: window.pending_round(),
            time_created,
            self_parent: self.own.map(|(own, _)| own),
            other_parents: self.latest.values().copied().collect(),
            transactions: vec![],
        };
        let signature: [u8; 64] = SigningKey::from(secret(self.id)).sign(&content.hash().0).into();
        let event = Arc::new(Event::new(content, Bytes::copy_from_slice(&signature)));
        self.own = Some((event.descriptor(), time_created));
        self.take(Arc::clone(&event));
        Some(event)
    }
}

impl World {
    /// Has a puppet in the place of a node that did nothing yet.
    pub(crate) fn possess(&mut self, slot: usize) {
        self.stop(slot);
        let puppet = Puppet::new(self.slots[slot].id, &self.weights);
        self.slots[slot].puppet = Some(puppet);
        self.slots[slot].is_honest = false;
        self.connect_all();
    }

    pub(super) fn puppet_connected(&mut self, slot: usize, peer: MemberId) {
        if let Some(puppet) = &mut self.slots[slot].puppet {
            let message = puppet.connected(peer);
            self.send(slot, peer, message.to_bytes());
        }
    }

    pub(super) fn puppet_received(&mut self, slot: usize, from: MemberId, message: Bytes) {
        let Some(puppet) = &mut self.slots[slot].puppet else { return };
        let peers = puppet.peers.clone();
        let (answer, created) = puppet.received(message, self.now, &mut self.rng);
        if let Some(answer) = answer {
            self.send(slot, from, answer.to_bytes());
        }
        if let Some(event) = created {
            let message = Message::Events(vec![event]).to_bytes();
            for peer in peers {
                self.send(slot, peer, message.clone());
            }
        }
    }
}
