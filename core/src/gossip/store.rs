//! The events that others may still ask for.

use alloc::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
    vec::Vec,
};

use bytes::Bytes;
use hapi_hashgraph::{Descriptor, Event, EventWindow, Hash};

/// How many bytes of expired events are kept all the same: a network under load decides a thousand rounds in seconds, and who was
/// away for longer would need a state.
const SPARE: usize = 16 << 20;
/// About how much an event takes besides what it carries.
const OVERHEAD: usize = 512;

/// Every event that is not expired, and as many of the expired ones as there is room for, in the order in which consensus was given
/// them.
#[derive(Debug)]
pub(crate) struct Store {
    /// By number; parents have smaller ones.
    events: BTreeMap<u64, Arc<Event>>,
    numbers: BTreeMap<Hash, u64>,
    next: u64,
    /// All events born in this round or later are here.
    floor: u64,
    /// About how much memory they take.
    bytes: usize,
    /// Those without a child.
    tips: BTreeMap<Hash, Descriptor>,
}

impl Store {
    /// A store of events that come from now on, born in `floor` or later.
    pub(crate) fn new(floor: u64) -> Self {
        Self {
            events: BTreeMap::new(),
            numbers: BTreeMap::new(),
            next: 0,
            floor,
            bytes: 0,
            tips: BTreeMap::new(),
        }
    }

    pub(crate) fn insert(&mut self, event: Arc<Event>) {
        for parent in event.parents() {
            self.tips.remove(&parent.hash);
        }
        self.tips.insert(event.hash(), event.descriptor());
        self.bytes += size(&event);
        self.numbers.insert(event.hash(), self.next);
        self.events.insert(self.next, event);
        self.next += 1;
    }

    pub(crate) fn tips(&self) -> impl Iterator<Item = &Descriptor> {
        self.tips.values()
    }

    /// Drops what is expired, as far as there is no room for it; a tip goes when it is ancient, for nothing will build on it.
    pub(crate) fn prune(&mut self, window: &EventWindow) {
        self.tips.retain(|_, tip| tip.birth_round >= window.ancient_threshold);
        let born = |event: &Event| event.content().birth_round;
        // Birth rounds rise with numbers but for stragglers, which go when their turn comes.
        while self.bytes > SPARE
            && let Some(first) = self.events.first_entry()
            && born(first.get()) < window.expired_threshold
        {
            let event = first.remove();
            self.bytes -= size(&event);
            self.floor = self.floor.max(born(&event) + 1);
            self.numbers.remove(&event.hash());
        }
    }

    /// All events born in this round or later can be had from here.
    pub(crate) fn floor(&self) -> u64 {
        self.floor
    }

    /// About how much memory it takes.
    pub(crate) fn bytes(&self) -> usize {
        self.bytes
    }

    /// What a peer with these tips lacks and still needs, parents before children.
    pub(crate) fn lacking(&self, window: &EventWindow, tips: &[Descriptor]) -> Vec<Arc<Event>> {
        let known = self.below(tips.iter().map(|tip| &tip.hash), window);
        let needed = self.events.iter().filter(|(number, event)| {
            event.content().birth_round >= window.ancient_threshold && !known.contains(number)
        });
        needed.map(|(_, event)| Arc::clone(event)).collect()
    }

    /// Those of the events that are here, in order.
    pub(crate) fn wanted(&self, wanted: &[Descriptor]) -> Vec<Arc<Event>> {
        let numbers: BTreeSet<_> =
            wanted.iter().filter_map(|descriptor| self.numbers.get(&descriptor.hash)).collect();
        numbers.into_iter().filter_map(|number| self.events.get(number)).map(Arc::clone).collect()
    }

    /// The numbers of these events and of their ancestors, as far as a peer may need any.
    fn below<'a>(&self, events: impl Iterator<Item = &'a Hash>, window: &EventWindow) -> BTreeSet<u64> {
        let mut below = BTreeSet::new();
        let mut open: Vec<u64> = events.filter_map(|hash| self.numbers.get(hash).copied()).collect();
        while let Some(number) = open.pop() {
            let Some(event) = self.events.get(&number) else { continue };
            if event.content().birth_round >= window.ancient_threshold && below.insert(number) {
                open.extend(event.parents().filter_map(|parent| self.numbers.get(&parent.hash)));
            }
        }
        below
    }

    pub(crate) fn len(&self) -> usize {
        self.events.len()
    }
}

fn size(event: &Event) -> usize {
    OVERHEAD + event.content().transactions.iter().map(Bytes::len).sum::<usize>()
}
