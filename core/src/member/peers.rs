//! What a member knows of its peers.

use alloc::{
    collections::{BTreeMap, BTreeSet},
    vec::Vec,
};

use hapi_hashgraph::{Consensus, Descriptor, Hash, MemberId, Nanos};

use super::Timing;

/// How many events of one member are asked for again that there was no room for.
const POSTPONED: usize = 16;

/// The peers, and what is awaited from them. Whatever peers say, it does not grow beyond what one share for each of them allows, and what
/// events wait for of which the intake has room.
#[derive(Debug)]
pub(super) struct Peers {
    /// Who is connected, and whether it has told its tips on this connection.
    connected: BTreeMap<MemberId, bool>,
    /// Who has told its tips since this member's start, with those that are not here yet.
    told: BTreeMap<MemberId, Told>,
    /// Events that there was no room for, by creator.
    postponed: BTreeMap<MemberId, BTreeSet<Name>>,
    /// Events that others wait for, that were told of or postponed.
    missing: BTreeMap<Name, Missing>,
    /// How many events are awaited on the word of one peer.
    share: usize,
}

/// The round in which an event is said to be born, and its hash.
type Name = (u64, Hash);

#[derive(Debug, Default)]
struct Told {
    lacking: BTreeSet<Name>,
    /// Whether there were more than anybody honest has.
    has_more: bool,
}

#[derive(Debug)]
struct Missing {
    descriptor: Descriptor,
    /// When it was last asked for.
    asked: Option<Nanos>,
}

impl Peers {
    /// No peers, so many of whose events are awaited on the word of one.
    pub(super) fn new(share: usize) -> Self {
        Self {
            connected: BTreeMap::new(),
            told: BTreeMap::new(),
            postponed: BTreeMap::new(),
            missing: BTreeMap::new(),
            share,
        }
    }

    pub(super) fn connect(&mut self, peer: MemberId) {
        self.connected.insert(peer, false);
    }

    pub(super) fn disconnect(&mut self, peer: MemberId) {
        self.connected.remove(&peer);
        // Whatever was asked for may have been asked of this one.
        self.missing.values_mut().for_each(|missing| missing.asked = None);
    }

    pub(super) fn is_connected(&self, peer: MemberId) -> bool {
        self.connected.contains_key(&peer)
    }

    pub(super) fn connected(&self) -> impl Iterator<Item = MemberId> {
        self.connected.keys().copied()
    }

    /// A peer tells its tips. Whether that is for the first time on this connection.
    pub(super) fn begins_to_tell(&mut self, peer: MemberId) -> bool {
        self.connected.insert(peer, true) == Some(false)
    }

    /// A peer has told its tips; of these, the ones that are not here. They will come without being asked for. What it told before
    /// counts no more, unless events wait for it.
    pub(super) fn told_tips(
        &mut self,
        peer: MemberId,
        lacking: &[Descriptor],
        is_awaited: impl Fn(&Descriptor) -> bool,
        now: Nanos,
    ) {
        for name in self.told.remove(&peer).unwrap_or_default().lacking {
            let is_told = self.told.values().any(|told| told.lacking.contains(&name));
            let is_postponed = self.postponed.values().any(|postponed| postponed.contains(&name));
            let is_awaited = |missing: &Missing| is_awaited(&missing.descriptor);
            if !is_told && !is_postponed && !self.missing.get(&name).is_some_and(is_awaited) {
                self.missing.remove(&name);
            }
        }
        let mut told = Told { has_more: lacking.len() > self.share, ..Told::default() };
        for descriptor in lacking.iter().take(self.share) {
            self.miss_from(*descriptor, Some(now));
            told.lacking.insert(name(descriptor));
        }
        self.told.insert(peer, told);
    }

    /// There was no room for an event: it is asked for again later.
    pub(super) fn postpone(&mut self, event: Descriptor, now: Nanos) {
        let postponed = self.postponed.entry(event.creator).or_default();
        if postponed.len() < POSTPONED && postponed.insert(name(&event)) {
            self.miss_from(event, Some(now));
        }
    }

    /// An event is here.
    pub(super) fn arrived(&mut self, event: &Descriptor) {
        let name = name(event);
        if self.missing.remove(&name).is_some() {
            for told in self.told.values_mut() {
                told.lacking.remove(&name);
            }
            if let Some(postponed) = self.postponed.get_mut(&event.creator) {
                postponed.remove(&name);
            }
        }
    }

    /// Whether so many members have told what they know, and all of it is here: among it is whatever this member created before
    /// its start that anybody could build on.
    pub(super) fn all_have_told(&self, others: usize) -> bool {
        self.told.values().filter(|told| told.lacking.is_empty() && !told.has_more).count() == others
    }

    /// Whether members with more than two thirds of the weight have told what they know. What of it did not come by now may be lost
    /// for good: events can descend from some that nobody has any more.
    pub(super) fn have_told(&self, me: MemberId, consensus: &Consensus) -> bool {
        let weight = self.told.keys().map(|peer| consensus.weight(*peer));
        consensus.roster().is_supermajority(weight.fold(consensus.weight(me), u64::saturating_add))
    }

    /// Notes events that others wait for.
    pub(super) fn miss(&mut self, events: impl IntoIterator<Item = Descriptor>) {
        events.into_iter().for_each(|descriptor| self.miss_from(descriptor, None));
    }

    fn miss_from(&mut self, descriptor: Descriptor, asked: Option<Nanos>) {
        self.missing.entry(name(&descriptor)).or_insert(Missing { descriptor, asked });
    }

    pub(super) fn forget_ancient(&mut self, threshold: u64) {
        let is_recent = |(birth_round, _): &Name| *birth_round >= threshold;
        self.missing.retain(|name, _| is_recent(name));
        self.told.values_mut().for_each(|told| told.lacking.retain(is_recent));
        self.postponed.values_mut().for_each(|postponed| postponed.retain(is_recent));
    }

    /// How many events are missing.
    pub(super) fn missing(&self) -> usize {
        self.missing.len()
    }

    /// The events to ask for now, of those that are born no later than this: others could not be taken.
    pub(super) fn questions(&mut self, now: Nanos, timing: &Timing, last: u64) -> Vec<Descriptor> {
        let takable = self.missing.range_mut(..=(last, Hash([0xff; 48])));
        let due = takable.filter(|(_, missing)| missing.is_due(now, timing));
        let ask = |(_, missing): (&Name, &mut Missing)| {
            missing.asked = Some(now);
            missing.descriptor
        };
        due.take(crate::gossip::MOST).map(ask).collect()
    }

    /// When to ask again, if anything is missing that is born no later than this.
    pub(super) fn next_question(&self, now: Nanos, timing: &Timing, last: u64) -> Option<Nanos> {
        let takable = self.missing.range(..=(last, Hash([0xff; 48])));
        takable.map(|(_, missing)| missing.due(timing).unwrap_or(now)).min()
    }
}

impl Missing {
    /// When to ask for it again, if it was asked for.
    fn due(&self, timing: &Timing) -> Option<Nanos> {
        self.asked.map(|asked| asked.saturating_add(timing.repeat))
    }

    fn is_due(&self, now: Nanos, timing: &Timing) -> bool {
        self.due(timing).is_none_or(|due| now >= due)
    }
}

fn name(descriptor: &Descriptor) -> Name {
    (descriptor.birth_round, descriptor.hash)
}
