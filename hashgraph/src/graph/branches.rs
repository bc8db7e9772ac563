//! Lines of self-parents, and where they part.
//!
//! An honest member's events are one line. One who creates two events on the same self-parent has branches, each a line that starts
//! somewhere on another.

use alloc::vec::Vec;

use super::{Ix, Node};

/// Where an event is in the lines of its creator.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Position {
    branch: usize,
    /// Its place in the branch, where the branch's first event has the place after its self-parent's.
    place: usize,
}

/// All branches of a graph.
#[derive(Debug, Default)]
pub(super) struct Branches(Vec<Branch>);

#[derive(Debug)]
struct Branch {
    /// The event it starts after, unless it starts the line.
    parent: Option<Position>,
    /// The place of its last event.
    last: usize,
}

impl Branches {
    pub(super) fn clear(&mut self) {
        self.0.clear();
    }

    /// Adds the event `x`, whose self-parent has its position.
    pub(super) fn extend(&mut self, nodes: &[Node], x: Ix) -> Position {
        let parent = nodes[x].self_parent.map(|parent| nodes[parent].position);
        if let Some(parent) = parent {
            let branch = &mut self.0[parent.branch];
            if branch.last == parent.place {
                branch.last += 1;
                return Position { place: branch.last, ..parent };
            }
        }
        let place = parent.map_or(0, |parent| parent.place + 1);
        self.0.push(Branch { parent, last: place });
        Position { branch: self.0.len() - 1, place }
    }

    /// Whether the event at `a` is the one at `b`, or comes before it in its line.
    pub(super) fn in_line(&self, a: Position, b: Position) -> bool {
        let mut at = b;
        loop {
            if at.branch == a.branch {
                return a.place <= at.place;
            }
            match self.0[at.branch].parent {
                Some(parent) => at = parent,
                None => return false,
            }
        }
    }
}
