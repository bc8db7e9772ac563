//! The recent graph, and what its events see of each other.

mod branches;
mod sight;

use alloc::{collections::BTreeMap, sync::Arc, vec::Vec};

use branches::{Branches, Position};
pub(crate) use sight::Seen;

use crate::{
    event::{Descriptor, Event, Hash},
    roster::Roster,
};

/// Where an event is in a graph. Parents are before their children.
pub(crate) type Ix = usize;

/// One event of the graph.
#[derive(Debug)]
pub(crate) struct Node {
    pub(crate) event: Arc<Event>,
    /// Whether it was ordered: then it is here as a judge only.
    pub(crate) is_ordered: bool,
    /// Those of its parents that are in the graph.
    pub(crate) parents: Vec<Ix>,
    /// Its self-parent, if that is in the graph.
    pub(crate) self_parent: Option<Ix>,
    /// Its round; 0 when it is too old to matter.
    pub(crate) round: u64,
    /// Whether it is the first of its creator in its round, in sight of the creator's line.
    pub(crate) is_witness: bool,
    /// The first event in its line of self-parents that is of its round.
    round_start: Ix,
    position: Position,
    /// The last event that it sees of each member.
    seen: Vec<Seen>,
}

/// What rounds are computed from.
#[derive(Clone, Debug, Default)]
pub(crate) struct Base {
    /// The last round that was decided; 0 at the beginning.
    pub(crate) round: u64,
    /// Its judges, sorted.
    pub(crate) judges: Vec<Hash>,
}

/// The recent graph.
#[derive(Debug, Default)]
pub(crate) struct Graph {
    nodes: Vec<Node>,
    index: BTreeMap<Hash, Ix>,
    branches: Branches,
    /// How many of the nodes have their rounds.
    computed: usize,
}

impl Graph {
    pub(crate) fn len(&self) -> usize {
        self.nodes.len()
    }

    pub(crate) fn node(&self, x: Ix) -> &Node {
        &self.nodes[x]
    }

    pub(crate) fn find(&self, hash: &Hash) -> Option<Ix> {
        self.index.get(hash).copied()
    }

    /// The event that a descriptor names. One that is wrong about who created an event, or when, names none: some members have the
    /// event when they are given its child, and some are not made to wait for it, as they take it for an ancient one.
    fn named(&self, descriptor: &Descriptor) -> Option<Ix> {
        self.find(&descriptor.hash).filter(|x| self.nodes[*x].event.descriptor() == *descriptor)
    }

    /// Adds an event; parents that are not in the graph count as absent.
    pub(crate) fn push(&mut self, event: Arc<Event>) {
        self.insert(event, false);
    }

    fn insert(&mut self, event: Arc<Event>, is_ordered: bool) {
        let self_parent = event.content().self_parent.as_ref().and_then(|parent| self.named(parent));
        let parents = event.parents().filter_map(|parent| self.named(parent)).collect();
        let x = self.nodes.len();
        self.index.insert(event.hash(), x);
        self.nodes.push(Node {
            event,
            is_ordered,
            parents,
            self_parent,
            // Later than any, until it is known: it is no witness of a round before its own.
            round: u64::MAX,
            is_witness: false,
            round_start: x,
            position: Position::default(),
            seen: Vec::new(),
        });
    }

    /// Keeps only some of the events, and forgets all rounds. Of an event that is kept, `keep` says whether it is ordered.
    pub(crate) fn rebase(&mut self, keep: impl Fn(Ix, &Node) -> Option<bool>) {
        let nodes = core::mem::take(&mut self.nodes);
        self.index.clear();
        self.branches.clear();
        self.computed = 0;
        for (x, node) in nodes.into_iter().enumerate() {
            if let Some(is_ordered) = keep(x, &node) {
                self.insert(node.event, is_ordered);
            }
        }
    }

    /// Gives the next event its round.
    pub(crate) fn compute_next(&mut self, base: &Base, roster: &Roster) -> Option<Ix> {
        let x = self.computed;
        if x == self.nodes.len() {
            return None;
        }
        self.computed += 1;
        self.nodes[x].position = self.branches.extend(&self.nodes, x);
        self.nodes[x].seen = self.look(x, roster);
        let round = self.round_of(x, base, roster);
        let before = self.nodes[x].self_parent.filter(|parent| self.nodes[*parent].round == round);
        let round_start = before.map_or(x, |parent| self.nodes[parent].round_start);
        let in_roster = roster.index(self.nodes[x].event.creator()).is_some();
        let node = &mut self.nodes[x];
        node.round = round;
        node.round_start = round_start;
        node.is_witness = round > 0 && before.is_none() && in_roster;
        Some(x)
    }

    fn round_of(&self, x: Ix, base: &Base, roster: &Roster) -> u64 {
        let node = &self.nodes[x];
        let round = node.parents.iter().map(|parent| self.nodes[*parent].round).max().unwrap_or(0);
        if round == 0 {
            if base.judges.binary_search(&node.event.hash()).is_ok() {
                return base.round;
            }
            let is_first = base.round == 0 && node.event.parents().next().is_none();
            return u64::from(is_first);
        }
        let strong = self.strongly_seen(x, round, roster);
        let weight = strong.iter().map(|witness| self.weight(*witness, roster)).sum();
        if roster.is_supermajority(weight) { round + 1 } else { round }
    }

    fn weight(&self, x: Ix, roster: &Roster) -> u64 {
        roster.index(self.nodes[x].event.creator()).map_or(0, |index| roster.weight(index))
    }

    /// The line of self-parents that ends with `x`, from its oldest event in the graph.
    pub(crate) fn line(&self, x: Ix) -> Vec<Ix> {
        let mut line: Vec<_> =
            core::iter::successors(Some(x), |event| self.nodes[*event].self_parent).collect();
        line.reverse();
        line
    }
}
