//! Events in any order in, events after their parents out.

mod shares;

use alloc::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
    vec,
    vec::Vec,
};

pub use shares::Share;
use shares::Shares;

use crate::{
    consensus::EventWindow,
    event::{Descriptor, Event, Hash, InvalidEvent, Limits, MemberId},
};

/// Takes events as they come, and gives each on, once, when its parents were or are ancient.
///
/// Signatures are the caller's: an event that gets here was signed by its creator, and that is a member. What the intake keeps is
/// what is not ancient, and of what waits not more than each creator's [`Share`].
#[derive(Debug)]
pub struct Intake {
    limits: Limits,
    window: EventWindow,
    /// Every event that was given on and is not ancient, by the round it was born in.
    known: BTreeMap<u64, BTreeSet<Hash>>,
    /// Events that wait for parents, by hash.
    orphans: BTreeMap<Hash, Orphan>,
    /// Which orphans wait for an event, by the round that they say it was born in and its hash.
    children: BTreeMap<(u64, Hash), Vec<Hash>>,
    /// Events born in rounds that are not pending yet, by that round.
    early: BTreeMap<u64, BTreeMap<Hash, Arc<Event>>>,
    /// What all that wait take.
    shares: Shares,
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
    /// It would have to wait, and too much of its creator's does.
    #[error(
        "{events} events of member {creator} wait for others, of {bytes} bytes together; no more are kept"
    )]
    Full {
        /// The creator.
        creator: MemberId,
        /// How many of its events wait.
        events: usize,
        /// About how much memory these take.
        bytes: usize,
    },
}

impl Intake {
    /// An intake that knows no event. Of what each member created, not more than its share waits.
    pub fn new(window: EventWindow, limits: Limits, each: Share) -> Self {
        Self {
            limits,
            window,
            known: BTreeMap::new(),
            orphans: BTreeMap::new(),
            children: BTreeMap::new(),
            early: BTreeMap::new(),
            shares: Shares::new(each),
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
        if birth_round > self.window.last_birth_round() {
            return Err(Refused::Ahead { hash, birth_round, pending });
        }
        if birth_round > pending {
            self.shares.take(&event)?;
            self.early.entry(birth_round).or_default().insert(hash, event);
            return Ok(Vec::new());
        }
        self.place(event)
    }

    /// Whether an event was given on, and is not ancient.
    pub fn knows(&self, hash: &Hash, birth_round: u64) -> bool {
        self.known.get(&birth_round).is_some_and(|born| born.contains(hash))
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
        self.shares.events()
    }

    /// About how much memory those take, in bytes.
    pub fn waiting_bytes(&self) -> usize {
        self.shares.bytes()
    }

    /// The events that wait for parents or for their round.
    pub fn waiting_events(&self) -> impl Iterator<Item = &Arc<Event>> {
        let orphans = self.orphans.values().map(|orphan| &orphan.event);
        orphans.chain(self.early.values().flat_map(BTreeMap::values))
    }

    /// Whether orphans wait for the event that a descriptor names.
    pub fn is_awaited(&self, parent: &Descriptor) -> bool {
        self.children.contains_key(&(parent.birth_round, parent.hash))
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
            self.shares.give_back(&event);
            if event.content().birth_round >= window.ancient_threshold {
                ready.extend(self.place(event).unwrap_or_default());
            }
        }
        ready
    }

    /// Takes all orphans out that are not ancient themselves, to be looked at again: there is room for them, they had it before.
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
        let mut recent = Vec::new();
        for Orphan { event, .. } in core::mem::take(&mut self.orphans).into_values() {
            self.shares.give_back(&event);
            if event.content().birth_round >= threshold {
                recent.push(event);
            }
        }
        recent
    }

    /// Gives the event on with all that waited for it, or has it wait for its parents.
    fn place(&mut self, event: Arc<Event>) -> Result<Vec<Arc<Event>>, Refused> {
        let threshold = self.window.ancient_threshold;
        let is_missing = |(birth, hash): &(u64, Hash)| *birth >= threshold && !self.knows(hash, *birth);
        let parents = event.parents().map(|parent| (parent.birth_round, parent.hash));
        let missing: Vec<_> = parents.filter(is_missing).collect();
        if missing.is_empty() {
            return Ok(self.give_on(event));
        }
        self.shares.take(&event)?;
        let hash = event.hash();
        for parent in &missing {
            self.children.entry(*parent).or_default().push(hash);
        }
        self.orphans.insert(hash, Orphan { event, missing: missing.len() });
        Ok(Vec::new())
    }

    fn give_on(&mut self, event: Arc<Event>) -> Vec<Arc<Event>> {
        let mut ready = Vec::new();
        let mut open = vec![event];
        while let Some(event) = open.pop() {
            let (hash, birth_round) = (event.hash(), event.content().birth_round);
            self.known.entry(birth_round).or_default().insert(hash);
            for child in self.children.remove(&(birth_round, hash)).unwrap_or_default() {
                let Some(orphan) = self.orphans.get_mut(&child) else { continue };
                orphan.missing -= 1;
                if orphan.missing == 0
                    && let Some(orphan) = self.orphans.remove(&child)
                {
                    self.shares.give_back(&orphan.event);
                    open.push(orphan.event);
                }
            }
            ready.push(event);
        }
        ready
    }
}
