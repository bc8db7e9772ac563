//! Seeing and strongly seeing.

use alloc::{vec, vec::Vec};

use super::{Graph, Ix};
use crate::roster::Roster;

/// What an event sees of a member.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Seen {
    /// None of its events.
    Nothing,
    /// This one and those before it in its line.
    Event(Ix),
    /// Two branches: nothing of it counts.
    Branched,
}

impl Graph {
    /// What `x` sees of each member, from what its parents see.
    pub(super) fn look(&self, x: Ix, roster: &Roster) -> Vec<Seen> {
        let node = &self.nodes[x];
        let mut seen = vec![Seen::Nothing; roster.len()];
        for parent in &node.parents {
            for (seen, parents) in seen.iter_mut().zip(&self.nodes[*parent].seen) {
                *seen = self.both(*seen, *parents);
            }
        }
        if let Some(own) = roster.index(node.event.creator()) {
            seen[own] = match (seen[own], node.self_parent) {
                (Seen::Nothing, _) => Seen::Event(x),
                (Seen::Event(last), Some(parent)) if self.in_line(last, parent) => Seen::Event(x),
                _ => Seen::Branched,
            };
        }
        seen
    }

    /// What is seen by whom sees both.
    fn both(&self, a: Seen, b: Seen) -> Seen {
        match (a, b) {
            (Seen::Nothing, other) | (other, Seen::Nothing) => other,
            (Seen::Event(a), Seen::Event(b)) if a == b || self.in_line(a, b) => Seen::Event(b),
            (Seen::Event(a), Seen::Event(b)) if self.in_line(b, a) => Seen::Event(a),
            _ => Seen::Branched,
        }
    }

    /// Whether `a` is `b`, or comes before it in its line of self-parents.
    fn in_line(&self, a: Ix, b: Ix) -> bool {
        self.branches.in_line(self.nodes[a].position, self.nodes[b].position)
    }

    /// Whether `x` sees `y`, an event of the member at this place in the roster.
    fn sees_of(&self, x: Ix, y: Ix, member: usize) -> bool {
        matches!(self.nodes[x].seen[member], Seen::Event(last) if self.in_line(y, last))
    }

    /// Whether `x` sees `y`.
    pub(crate) fn sees(&self, x: Ix, y: Ix, roster: &Roster) -> bool {
        let member = roster.index(self.nodes[y].event.creator());
        member.is_some_and(|member| self.sees_of(x, y, member))
    }

    /// The witnesses of `round` that `x` strongly sees, at most one of each member.
    pub(crate) fn strongly_seen(&self, x: Ix, round: u64, roster: &Roster) -> Vec<Ix> {
        let witnesses =
            (0..roster.len()).filter_map(|member| Some((member, self.witness(x, member, round)?)));
        let strongly = witnesses.filter(|(member, witness)| self.strongly_sees(x, *witness, *member, roster));
        strongly.map(|(_, witness)| witness).collect()
    }

    /// The witness of `round` by a member that `x` sees.
    fn witness(&self, x: Ix, member: usize, round: u64) -> Option<Ix> {
        let Seen::Event(mut event) = self.nodes[x].seen[member] else { return None };
        loop {
            let node = &self.nodes[event];
            if node.round <= round {
                return (node.round == round).then_some(node.round_start);
            }
            event = self.nodes[node.round_start].self_parent?;
        }
    }

    /// Whether `x`, which sees the witness, strongly does.
    ///
    /// The last event that `x` sees of a member stands for all of that member's: if any of them sees the witness, so does the
    /// last, for the branches that it could see besides would be seen by `x`, too.
    fn strongly_sees(&self, x: Ix, witness: Ix, member: usize, roster: &Roster) -> bool {
        let through = |(index, seen): (usize, &Seen)| match seen {
            Seen::Event(last) if self.sees_of(*last, witness, member) => roster.weight(index),
            _ => 0,
        };
        roster.is_supermajority(self.nodes[x].seen.iter().enumerate().map(through).sum())
    }
}
