//! What a member knows of its peers.

use alloc::{
    collections::{BTreeMap, BTreeSet},
    vec::Vec,
};

use hapi_hashgraph::{Consensus, Descriptor, Hash, MemberId, Nanos};

use super::Timing;

/// The peers, and what is awaited from them.
#[derive(Debug, Default)]
pub(super) struct Peers {
    connected: BTreeSet<MemberId>,
    /// Who has told its tips since this member's start, with those that are not here yet.
    told: BTreeMap<MemberId, Vec<Descriptor>>,
    /// Events that others wait for, and when they were last asked for.
    missing: BTreeMap<Hash, Missing>,
}

#[derive(Debug)]
struct Missing {
    descriptor: Descriptor,
    asked: Option<Nanos>,
}

impl Peers {
    pub(super) fn connect(&mut self, peer: MemberId) {
        self.connected.insert(peer);
    }

    pub(super) fn disconnect(&mut self, peer: MemberId) {
        self.connected.remove(&peer);
        // Whatever was asked for may have been asked of this one.
        self.missing.values_mut().for_each(|missing| missing.asked = None);
    }

    pub(super) fn is_connected(&self, peer: MemberId) -> bool {
        self.connected.contains(&peer)
    }

    pub(super) fn connected(&self) -> impl Iterator<Item = MemberId> {
        self.connected.iter().copied()
    }

    /// A peer has told its tips; of these, the ones that are not here. They will come without being asked for.
    pub(super) fn told_tips(&mut self, peer: MemberId, lacking: Vec<Descriptor>, now: Nanos) {
        for descriptor in &lacking {
            let missing = Missing { descriptor: *descriptor, asked: Some(now) };
            self.missing.entry(descriptor.hash).or_insert(missing);
        }
        self.told.insert(peer, lacking);
    }

    /// An event is here.
    pub(super) fn arrived(&mut self, hash: &Hash) {
        self.missing.remove(hash);
    }

    /// Whether so many members have told what they know, and all of it is here: among it is whatever this member created before
    /// its start that anybody could build on.
    pub(super) fn all_have_told(&self, others: usize) -> bool {
        let is_here = |tip: &Descriptor| !self.missing.contains_key(&tip.hash);
        self.told.values().filter(|tips| tips.iter().all(is_here)).count() == others
    }

    /// Whether members with more than two thirds of the weight have told what they know. What of it did not come by now may be lost
    /// for good: events can descend from some that nobody has any more.
    pub(super) fn have_told(&self, me: MemberId, consensus: &Consensus) -> bool {
        let weight = self.told.keys().map(|peer| consensus.weight(*peer));
        consensus.roster().is_supermajority(weight.fold(consensus.weight(me), u64::saturating_add))
    }

    /// Notes events that others wait for.
    pub(super) fn miss(&mut self, events: impl IntoIterator<Item = Descriptor>) {
        for descriptor in events {
            self.missing.entry(descriptor.hash).or_insert(Missing { descriptor, asked: None });
        }
    }

    pub(super) fn forget_ancient(&mut self, threshold: u64) {
        self.missing.retain(|_, missing| missing.descriptor.birth_round >= threshold);
    }

    /// The events to ask for now; those that are not needed any more are forgotten.
    pub(super) fn questions(
        &mut self,
        now: Nanos,
        timing: &Timing,
        is_needed: impl Fn(&Hash, u64) -> bool,
    ) -> Vec<Descriptor> {
        self.missing.retain(|hash, missing| is_needed(hash, missing.descriptor.birth_round));
        let mut questions = Vec::new();
        for missing in self.missing.values_mut() {
            if questions.len() < crate::gossip::MOST && missing.is_due(now, timing) {
                missing.asked = Some(now);
                questions.push(missing.descriptor);
            }
        }
        questions
    }

    /// When to ask again, if anything is missing.
    pub(super) fn next_question(&self, now: Nanos, timing: &Timing) -> Option<Nanos> {
        let times =
            self.missing.values().map(|missing| missing.asked.map_or(now, |asked| asked + timing.repeat));
        times.min()
    }
}

impl Missing {
    fn is_due(&self, now: Nanos, timing: &Timing) -> bool {
        self.asked.is_none_or(|asked| now >= asked.saturating_add(timing.repeat))
    }
}
