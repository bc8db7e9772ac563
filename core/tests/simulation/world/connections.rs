//! Who is connected with whom.

use bytes::Bytes;
use hapi_node_core::hashgraph::MemberId;

use super::{Happening, World};

impl World {
    /// Cuts the connection between two processes, with all that is under way on it.
    pub(crate) fn disconnect(&mut self, a: usize, b: usize) {
        if self.connections.remove(&pair(a, b)).is_some() {
            for (one, other) in [(a, b), (b, a)] {
                let (id, now) = (self.slots[other].id, self.now);
                self.with(one, |node| node.disconnected(id, now));
                if let Some(puppet) = &mut self.slots[one].puppet {
                    puppet.peers.remove(&id);
                }
            }
        }
    }

    /// Cuts a process off from all others.
    pub(crate) fn isolate(&mut self, slot: usize) {
        for other in (0..self.slots.len()).filter(|other| *other != slot) {
            self.forbidden.insert(pair(slot, other));
            self.disconnect(slot, other);
        }
    }

    /// Lets a process that was cut off connect again.
    pub(crate) fn rejoin(&mut self, slot: usize) {
        self.forbidden.retain(|(a, b)| *a != slot && *b != slot);
        self.connect_all();
    }

    pub(crate) fn connect_all(&mut self) {
        for b in 0..self.slots.len() {
            for a in 0..b {
                self.later(0, Happening::Connect { a, b });
            }
        }
    }

    pub(super) fn connect(&mut self, a: usize, b: usize) {
        let (a, b) = pair(a, b);
        let may = a != b && self.runs(a) && self.runs(b) && !self.forbidden.contains(&(a, b));
        if !may || self.connections.contains_key(&(a, b)) {
            return;
        }
        self.next += 1;
        self.connections.insert((a, b), self.next);
        for (one, other) in [(a, b), (b, a)] {
            let (id, now) = (self.slots[other].id, self.now);
            self.with(one, |node| node.connected(id, now));
            self.puppet_connected(one, id);
        }
    }

    pub(super) fn send(&mut self, from: usize, to: MemberId, message: Bytes) {
        let to = (0..self.slots.len())
            .find(|slot| self.slots[*slot].id == to && self.connections.contains_key(&pair(from, *slot)));
        let Some(to) = to else { return };
        let connection = self.connections[&pair(from, to)];
        let delay = self.rng.up_to(self.delay);
        self.later(delay, Happening::Deliver { from, to, connection, message });
    }

    /// Gives a member a second process, each of which knows nothing of the other, and half of the others each.
    pub(crate) fn twin(&mut self, id: usize) {
        let others: Vec<_> = (0..self.slots.len()).filter(|other| *other != id).collect();
        self.slots[id].is_honest = false;
        let twin = self.add(id, false);
        self.forbidden.insert(pair(id, twin));
        for (n, other) in others.into_iter().enumerate() {
            let (own, foreign) = if n % 2 == 0 { (id, twin) } else { (twin, id) };
            self.forbidden.insert(pair(foreign, other));
            self.disconnect(foreign, other);
            self.later(0, Happening::Connect { a: own, b: other });
        }
    }
}

pub(super) fn pair(a: usize, b: usize) -> (usize, usize) {
    (a.min(b), a.max(b))
}
