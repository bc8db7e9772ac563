//! Events in any order in, events after their parents out.

use alloc::{collections::BTreeMap, sync::Arc, vec, vec::Vec};

use crate::{
    consensus::{EventWindow, ROUNDS_NON_ANCIENT},
    event::{Event, Hash, InvalidEvent, Limits, Nanos},
};

/// Takes events as they come, and gives each on, once, when its parents were or are ancient.
///
/// Signatures are the caller's: an event that gets here was signed by its creator.
#[derive(Debug)]
pub struct Intake {
    limits: Limits,
    window: EventWindow,
    /// Every event that was given on and is not ancient, by the round it was born in; with its time.
    known: BTreeMap<u64, BTreeMap<Hash, Nanos>>,
    /// Events that wait for parents, by hash.
    orphans: BTreeMap<Hash, Orphan>,
    /// Which orphans wait for an event.
    children: BTreeMap<Hash, Vec<Hash>>,
    /// Events born in rounds that are not pending yet, by that round.
    early: BTreeMap<u64, BTreeMap<Hash, Arc<Event>>>,
    /// How many events wait at most.
    capacity: usize,
}

#[derive(Debug)]
struct Orphan {
    event: Arc<Event>,
    missing: usize,
}

/// Why an event is not taken.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refused {
    /// No honest member creates such an event.
    #[error(transparent)]
    Invalid(#[from] InvalidEvent),
    /// It is here already.
    #[error("event {0:?} is known")]
    Known(Hash),
    /// It cannot reach consensus any more.
    #[error("event {hash:?} of round {birth_round} is ancient; round {threshold} is the oldest that is not")]
    Ancient {
        /// The event.
        hash: Hash,
        /// The round it was born in.
        birth_round: u64,
        /// The oldest round that is not ancient.
        threshold: u64,
    },
    /// It was born so much later that whoever takes it has fallen behind.
    #[error("event {hash:?} of round {birth_round} is too far ahead of round {pending}")]
    Ahead {
        /// The event.
        hash: Hash,
        /// The round it was born in.
        birth_round: u64,
        /// The pending round.
        pending: u64,
    },
    /// Too many events wait for others.
    #[error("{0} events wait for others; no more are kept")]
    Full(usize),
}

impl Intake {
    /// An intake that knows no event. At most `capacity` events wait in it.
    pub fn new(window: EventWindow, limits: Limits, capacity: usize) -> Self {
        Self {
            limits,
            window,
            known: BTreeMap::new(),
            orphans: BTreeMap::new(),
            children: BTreeMap::new(),
            early: BTreeMap::new(),
            capacity,
        }
    }

    /// Takes an event. Gives back those that can go on now, parents before children.
    pub fn add(&mut self, event: impl Into<Arc<Event>>) -> Result<Vec<Arc<Event>>, Refused> {
        let event = event.into();
        let (hash, birth_round) = (event.hash(), event.content().birth_round);
        event.check(&self.limits)?;
        let EventWindow { ancient_threshold: threshold, .. } = self.window;
        if birth_round < threshold {
            return Err(Refused::Ancient { hash, birth_round, threshold });
        }
        if self.holds(&hash, birth_round) {
            return Err(Refused::Known(hash));
        }
        let pending = self.window.pending_round();
        if birth_round > pending + ROUNDS_NON_ANCIENT {
            return Err(Refused::Ahead { hash, birth_round, pending });
        }
        let waiting = self.waiting();
        if birth_round > pending {
            if waiting >= self.capacity {
                return Err(Refused::Full(waiting));
            }
            self.early.entry(birth_round).or_default().insert(hash, event);
            return Ok(Vec::new());
        }
        self.place(event)
    }

    /// Whether an event was given on, and is not ancient.
    pub fn knows(&self, hash: &Hash, birth_round: u64) -> bool {
        self.known.get(&birth_round).is_some_and(|born| born.contains_key(hash))
    }

    /// Whether an event was taken, and is not ancient.
    pub fn holds(&self, hash: &Hash, birth_round: u64) -> bool {
        self.knows(hash, birth_round) || self.waits(hash, birth_round)
    }

    fn waits(&self, hash: &Hash, birth_round: u64) -> bool {
        self.orphans.contains_key(hash)
            || self.early.get(&birth_round).is_some_and(|early| early.contains_key(hash))
    }

    /// How many events wait for parents or for their round.
    pub fn waiting(&self) -> usize {
        self.orphans.len() + self.early.values().map(BTreeMap::len).sum::<usize>()
    }

    /// The events that wait for parents or for their round.
    pub fn waiting_events(&self) -> impl Iterator<Item = &Arc<Event>> {
        let orphans = self.orphans.values().map(|orphan| &orphan.event);
        orphans.chain(self.early.values().flat_map(BTreeMap::values))
    }

    /// The parents that orphans wait for, to be asked for.
    pub fn missing(&self) -> impl Iterator<Item = &Hash> {
        self.children.keys().filter(|hash| !self.orphans.contains_key(*hash))
    }

    /// Moves on to a later window: parents that became ancient are waited for no more. Gives back the events that can go on now.
    pub fn advance(&mut self, window: EventWindow) -> Vec<Arc<Event>> {
        self.window = window;
        self.known = self.known.split_off(&window.ancient_threshold);
        let mut ready = Vec::new();
        for orphan in self.forget_ancient() {
            ready.extend(self.place(orphan).unwrap_or_default());
        }
        let later = self.early.split_off(&(window.pending_round() + 1));
        for event in core::mem::replace(&mut self.early, later).into_values().flat_map(BTreeMap::into_values)
        {
            if event.content().birth_round >= window.ancient_threshold {
                ready.extend(self.place(event).unwrap_or_default());
            }
        }
        ready
    }

    /// Takes all orphans out that are not ancient themselves, to be looked at again.
    fn forget_ancient(&mut self) -> Vec<Arc<Event>> {
        let threshold = self.window.ancient_threshold;
        let waits_in_vain = |orphan: &Orphan| {
            orphan.event.parents().any(|parent| parent.birth_round < threshold)
                || orphan.event.content().birth_round < threshold
        };
        if !self.orphans.values().any(waits_in_vain) {
            return Vec::new();
        }
        self.children.clear();
        let orphans = core::mem::take(&mut self.orphans).into_values().map(|orphan| orphan.event);
        orphans.filter(|event| event.content().birth_round >= threshold).collect()
    }

    /// Gives the event on with all that waited for it, or has it wait for its parents.
    fn place(&mut self, event: Arc<Event>) -> Result<Vec<Arc<Event>>, Refused> {
        let threshold = self.window.ancient_threshold;
        let is_missing = |hash: &Hash, birth: u64| birth >= threshold && !self.knows(hash, birth);
        let missing: Vec<_> = event
            .parents()
            .filter(|parent| is_missing(&parent.hash, parent.birth_round))
            .map(|parent| parent.hash)
            .collect();
        if missing.is_empty() {
            return self.give_on(event);
        }
        let waiting = self.waiting();
        if waiting >= self.capacity {
            return Err(Refused::Full(waiting));
        }
        let hash = event.hash();
        for parent in &missing {
            self.children.entry(*parent).or_default().push(hash);
        }
        self.orphans.insert(hash, Orphan { event, missing: missing.len() });
        Ok(Vec::new())
    }

    fn give_on(&mut self, event: Arc<Event>) -> Result<Vec<Arc<Event>>, Refused> {
        self.check_time(&event)?;
        let mut ready = Vec::new();
        let mut open = vec![event];
        while let Some(event) = open.pop() {
            // What waited for an event that turns out to be wrong waits on, until it is ancient.
            if self.check_time(&event).is_err() {
                continue;
            }
            let born = self.known.entry(event.content().birth_round).or_default();
            born.insert(event.hash(), event.content().time_created);
            for child in self.children.remove(&event.hash()).unwrap_or_default() {
                if let Some(orphan) = self.orphans.get_mut(&child) {
                    orphan.missing -= 1;
                    if orphan.missing == 0 {
                        open.extend(self.orphans.remove(&child).map(|orphan| orphan.event));
                    }
                }
            }
            ready.push(event);
        }
        Ok(ready)
    }

    /// A creator's own clock never goes backwards.
    fn check_time(&self, event: &Event) -> Result<(), InvalidEvent> {
        let parent = event.content().self_parent.as_ref();
        let born = parent.and_then(|parent| self.known.get(&parent.birth_round)?.get(&parent.hash));
        match born {
            Some(time) if *time >= event.content().time_created => Err(InvalidEvent::NotLater(event.hash())),
            _ => Ok(()),
        }
    }
}
