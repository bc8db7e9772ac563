//! The events that others may still ask for.

use alloc::{
    boxed::Box,
    collections::{BTreeMap, BTreeSet, VecDeque},
    sync::Arc,
    vec::Vec,
};
use core::cmp::Reverse;

use bytes::Bytes;
use hapi_hashgraph::{Descriptor, Event, EventWindow, Hash};

/// How many bytes of expired events are kept all the same: a network under load decides a thousand rounds in seconds, and who was
/// away for longer would need a state.
const SPARE: usize = 16 << 20;
/// How many bytes are kept at most of events that are ancient, but not expired: a thousand rounds of the largest events take gigabytes.
const MOST_ANCIENT: usize = 256 << 20;
/// About how much an event takes besides its bytes, all indices and what allocating costs included.
const OVERHEAD: usize = 200;
/// About how much more one takes that is not packed, besides its bytes.
const UNPACKED: usize = 600;

/// Every event that is not expired, and as many of the expired ones as there is room for, in the order in which consensus was given
/// them.
#[derive(Debug)]
pub(crate) struct Store {
    /// Consecutive numbers, of which this is the first; parents have smaller ones.
    first: u64,
    events: VecDeque<Kept>,
    /// How many of them, from the first on, are packed.
    packed: usize,
    numbers: BTreeMap<Hash, u64>,
    /// All events born in this round or later are here.
    floor: u64,
    /// About how much memory they take.
    bytes: usize,
    /// [`SPARE`] and [`MOST_ANCIENT`].
    room: (usize, usize),
    /// Those without a child.
    tips: BTreeMap<Hash, Descriptor>,
}

/// An event, in one of two forms.
#[derive(Debug)]
enum Kept {
    /// As consensus has it, too.
    Shared(Arc<Event>),
    /// An ancient one, which nobody but a member that lags behind will ever ask for: takes half of the memory, and does not
    /// keep the message alive that it came in.
    Packed { birth_round: u64, hash: Hash, bytes: Box<[u8]> },
}

impl Kept {
    fn birth_round(&self) -> u64 {
        match self {
            Self::Shared(event) => event.content().birth_round,
            Self::Packed { birth_round, .. } => *birth_round,
        }
    }

    fn hash(&self) -> Hash {
        match self {
            Self::Shared(event) => event.hash(),
            Self::Packed { hash, .. } => *hash,
        }
    }

    fn event(&self) -> Arc<Event> {
        match self {
            Self::Shared(event) => Arc::clone(event),
            Self::Packed { bytes, .. } => {
                let event = Event::from_bytes(Bytes::copy_from_slice(bytes));
                Arc::new(event.expect("these bytes were made of an event"))
            }
        }
    }

    fn pack(&mut self) {
        if let Self::Shared(event) = self {
            let bytes = event.to_bytes();
            *self = Self::Packed {
                birth_round: event.content().birth_round,
                hash: event.hash(),
                bytes: Box::from(&bytes[..]),
            };
        }
    }

    /// About how much memory it takes.
    fn size(&self) -> usize {
        match self {
            Self::Shared(event) => {
                OVERHEAD + UNPACKED + event.content().transactions.iter().map(Bytes::len).sum::<usize>()
            }
            Self::Packed { bytes, .. } => OVERHEAD + bytes.len(),
        }
    }
}

impl Store {
    /// A store of events that come from now on, born in `floor` or later.
    pub(crate) fn new(floor: u64) -> Self {
        Self {
            first: 0,
            events: VecDeque::new(),
            packed: 0,
            numbers: BTreeMap::new(),
            floor,
            bytes: 0,
            room: (SPARE, MOST_ANCIENT),
            tips: BTreeMap::new(),
        }
    }

    pub(crate) fn insert(&mut self, event: Arc<Event>) {
        for parent in event.parents() {
            self.tips.remove(&parent.hash);
        }
        self.tips.insert(event.hash(), event.descriptor());
        self.numbers.insert(event.hash(), self.first + self.events.len() as u64);
        let kept = Kept::Shared(event);
        self.bytes += kept.size();
        self.events.push_back(kept);
    }

    fn get(&self, number: u64) -> Option<&Kept> {
        self.events.get(usize::try_from(number.checked_sub(self.first)?).ok()?)
    }

    pub(crate) fn tips(&self) -> impl Iterator<Item = &Descriptor> {
        self.tips.values()
    }

    /// The tips to tell a peer: of each creator not more than `most`, the latest. Only one who branches has many; a peer is sent what
    /// is below those that are left out though it may have it.
    pub(crate) fn latest_tips(&self, most: usize) -> Vec<Descriptor> {
        let mut tips: Vec<_> = self.tips.values().copied().collect();
        tips.sort_unstable_by_key(|tip| (tip.creator, Reverse(tip.birth_round), tip.hash));
        let mut creator = None;
        let mut count = 0;
        tips.retain(|tip| {
            count = if creator == Some(tip.creator) { count + 1 } else { 1 };
            creator = Some(tip.creator);
            count <= most
        });
        tips.truncate(super::MOST);
        tips
    }

    /// Packs what is ancient, and drops what is expired, as far as there is no room for it; a tip goes when it is ancient, for
    /// nothing will build on it.
    pub(crate) fn prune(&mut self, window: &EventWindow) {
        self.tips.retain(|_, tip| tip.birth_round >= window.ancient_threshold);
        // Birth rounds rise with numbers but for stragglers, which go when their turn comes.
        while let Some(next) = self.events.get_mut(self.packed)
            && next.birth_round() < window.ancient_threshold
        {
            self.bytes -= next.size();
            next.pack();
            self.bytes += next.size();
            self.packed += 1;
        }
        let (spare, most) = self.room;
        let is_too_much = |bytes: usize, birth: u64| {
            bytes > spare && birth < window.expired_threshold
                || bytes > most && birth < window.ancient_threshold
        };
        while let Some(oldest) = self.events.front()
            && is_too_much(self.bytes, oldest.birth_round())
        {
            self.bytes -= oldest.size();
            self.floor = self.floor.max(oldest.birth_round() + 1);
            self.numbers.remove(&oldest.hash());
            self.events.pop_front();
            self.first += 1;
            self.packed -= 1;
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
        let needed = (self.first..).zip(&self.events).filter(|(number, kept)| {
            kept.birth_round() >= window.ancient_threshold && !known.contains(number)
        });
        needed.map(|(_, kept)| kept.event()).collect()
    }

    /// Those of the events that are here, in order.
    pub(crate) fn wanted(&self, wanted: &[Descriptor]) -> Vec<Arc<Event>> {
        let numbers: BTreeSet<_> =
            wanted.iter().filter_map(|descriptor| self.numbers.get(&descriptor.hash)).collect();
        numbers.into_iter().filter_map(|number| self.get(*number)).map(Kept::event).collect()
    }

    /// The numbers of these events and of their ancestors, as far as a peer may need any.
    fn below<'a>(&self, events: impl Iterator<Item = &'a Hash>, window: &EventWindow) -> BTreeSet<u64> {
        let mut below = BTreeSet::new();
        let mut open: Vec<u64> = events.filter_map(|hash| self.numbers.get(hash).copied()).collect();
        while let Some(number) = open.pop() {
            let Some(kept) = self.get(number) else { continue };
            if kept.birth_round() >= window.ancient_threshold && below.insert(number) {
                let event = kept.event();
                open.extend(event.parents().filter_map(|parent| self.numbers.get(&parent.hash)));
            }
        }
        below
    }

    pub(crate) fn len(&self) -> usize {
        self.events.len()
    }
}

#[cfg(test)]
mod tests {
    use alloc::vec;

    use hapi_hashgraph::{MemberId, UnsignedEvent};

    use super::*;

    /// A line of events, one born in each round from 1 on.
    fn line(count: u64) -> Vec<Arc<Event>> {
        let mut events: Vec<Arc<Event>> = Vec::new();
        for round in 1..=count {
            let content = UnsignedEvent {
                creator: MemberId(0),
                birth_round: round,
                time_created: 1,
                self_parent: events.last().map(|last| last.descriptor()),
                other_parents: vec![],
                transactions: vec![vec![7; 100_000].into()],
            };
            events.push(Arc::new(Event::new(content, Bytes::from_static(&[0; 64]))));
        }
        events
    }

    fn window(latest: u64, ancient: u64, expired: u64) -> EventWindow {
        EventWindow { latest_consensus_round: latest, ancient_threshold: ancient, expired_threshold: expired }
    }

    #[test]
    fn what_is_ancient_is_given_as_it_was_and_shared_with_nobody() {
        let events = line(20);
        let mut store = Store::new(1);
        for event in &events {
            store.insert(Arc::clone(event));
        }
        store.prune(&window(20, 15, 1));
        let shared: Vec<_> = events.iter().map(|event| Arc::strong_count(event) == 2).collect();
        assert_eq!(shared, [[false; 14].as_slice(), &[true; 6]].concat());
        let behind = window(5, 3, 1);
        assert_eq!(store.lacking(&behind, &[]), events[2..], "one that lags behind needs some of them");
        assert_eq!(store.lacking(&behind, &[events[9].descriptor()]), events[10..]);
        assert_eq!(
            store.wanted(&[events[16].descriptor(), events[0].descriptor()]),
            [Arc::clone(&events[0]), Arc::clone(&events[16])]
        );
    }

    #[test]
    fn what_is_ancient_goes_when_there_is_far_too_much_of_it() {
        let mut store = Store { room: (1_000_000, 3_000_000), ..Store::new(1) };
        for event in line(100) {
            store.insert(event);
        }
        store.prune(&window(100, 90, 1));
        assert!(store.bytes() <= 3_000_000 && store.bytes() > 2_800_000, "{}", store.bytes());
        assert_eq!(store.floor(), 101 - store.len() as u64);
        store.prune(&window(100, 90, 80));
        assert_eq!(store.floor(), 80, "that much of what is not expired has room");
        let mut store = Store { room: (0, 0), ..Store::new(1) };
        for event in line(100) {
            store.insert(event);
        }
        store.prune(&window(100, 90, 80));
        assert_eq!((store.len(), store.floor()), (11, 90), "what is not ancient stays");
    }

    #[test]
    fn of_one_who_branches_the_latest_tips_are_told() {
        let mut store = Store::new(1);
        let tip = |creator, birth_round, time_created| {
            let content = UnsignedEvent {
                creator: MemberId(creator),
                birth_round,
                time_created,
                self_parent: None,
                other_parents: vec![],
                transactions: vec![],
            };
            Arc::new(Event::new(content, Bytes::new()))
        };
        for n in 0..20_i64 {
            store.insert(tip(1, 1 + n.unsigned_abs() % 2, n));
        }
        store.insert(tip(0, 1, 1));
        store.insert(tip(2, 1, 1));
        let told: Vec<_> = store.latest_tips(4).iter().map(|tip| (tip.creator.0, tip.birth_round)).collect();
        assert_eq!(told, [(0, 1), (1, 2), (1, 2), (1, 2), (1, 2), (2, 1)]);
    }

    #[test]
    fn what_is_expired_goes_when_there_is_no_room() {
        let events = line(200);
        let mut store = Store::new(1);
        for event in &events {
            store.insert(Arc::clone(event));
        }
        store.prune(&window(200, 190, 180));
        assert!(store.bytes() <= SPARE && store.bytes() > SPARE - 200_000, "{}", store.bytes());
        let gone = 200 - store.len() as u64;
        assert_eq!(store.floor(), gone + 1);
        assert_eq!(store.wanted(&[events[0].descriptor()]), []);
        assert_eq!(store.lacking(&window(150, 150, 1), &[]), events[149..]);
    }
}
