//! Who may run beside whom: the rule, and the queue, without clocks, threads or sockets.
//!
//! # The rule
//!
//! Everybody states what it reads and what it writes ([`Access`]). Two may hold their locks at the same time unless one
//! of them writes what the other reads or writes. With the ten reasons as resources:
//!
//! | | plain | leaky, reason *a* | leaky, *a*, `reads = []` | leaky, *b*, `reads = []` | leaky, *b*, `reads = [a]` |
//! |---|---|---|---|---|---|
//! | plain (reads all) | together | apart | apart | apart | apart |
//! | leaky, reason *a* (writes *a*, reads all others) | apart | apart | apart | apart | apart |
//! | leaky, *a*, `reads = []` (writes *a*) | apart | apart | apart | **together** | apart |
//! | on a network of its own (neither) | together | together | together | together | together |
//!
//! # The order
//!
//! Requests queue in the order in which they are made. A request is granted once it conflicts with nothing that is held
//! and with nothing that waits before it. So a request never passes an earlier one that it conflicts with: readers that
//! keep coming do not starve a writer, writers that keep coming do not starve a reader, and a request waits only for those
//! that were there when it was made. Those that do not conflict pass freely.
//!
//! Everybody asks once, for all that it needs, and gets all of it or waits with nothing: there is no second lock to wait for
//! while holding a first, and so no deadlock. (The resources of a request are taken together; where they are listed, it is
//! in the order of [`ContextRequirement::ALL`](crate::test_case::ContextRequirement::ALL).)

use std::collections::{BTreeMap, VecDeque};

use crate::test_case::{Access, Resources};

/// The number of a request: whoever makes it chooses one that is not in use.
pub(crate) type Ticket = u64;

/// The locks of one network: what is held, and who waits for what.
#[derive(Clone, Debug, Default)]
pub(crate) struct LockTable {
    held: BTreeMap<Ticket, Access>,
    /// All that is held, as if one held it.
    sum: Held,
    waiting: VecDeque<(Ticket, Access)>,
}

/// What is held: how many read the same, and what all read and write together.
///
/// Nearly all tests read the same, so that one count says it for all of them.
#[derive(Clone, Debug, Default)]
struct Held {
    readers: Vec<(Resources, usize)>,
    access: Access,
}

impl Held {
    fn add(&mut self, access: Access) {
        self.access = self.access.and(access);
        match self.readers.iter_mut().find(|(reads, _)| *reads == access.reads) {
            Some((_, count)) => *count += 1,
            None => self.readers.push((access.reads, 1)),
        }
    }

    fn subtract(&mut self, access: Access) {
        let place = self.readers.iter().position(|(reads, _)| *reads == access.reads);
        let place = place.expect("what is given back was held");
        self.readers[place].1 -= 1;
        if self.readers[place].1 == 0 {
            self.readers.swap_remove(place);
            self.access.reads =
                self.readers.iter().fold(Resources::NONE, |all, (reads, _)| all.union(*reads));
        }
        // Nobody else can have written them meanwhile.
        self.access.writes = self.access.writes.without(access.writes);
    }
}

impl LockTable {
    /// Asks for locks: `true` when they are granted at once, `false` when the request waits from now on.
    pub(crate) fn request(&mut self, ticket: Ticket, access: Access) -> bool {
        let free = self.is_free(access);
        if free {
            self.grant(ticket, access);
        } else {
            self.waiting.push_back((ticket, access));
        }
        free
    }

    /// Whether a request made now would be granted at once.
    pub(crate) fn is_free(&self, access: Access) -> bool {
        access.may_overlap(self.sum.access)
            && self.waiting.iter().all(|(_, earlier)| access.may_overlap(*earlier))
    }

    /// Gives back what a request holds, or takes it out of the queue. Returns the requests that are granted by that, in
    /// their order.
    pub(crate) fn release(&mut self, ticket: Ticket) -> Vec<Ticket> {
        match self.held.remove(&ticket) {
            Some(access) => self.sum.subtract(access),
            None => self.waiting.retain(|(waiting, _)| *waiting != ticket),
        }
        self.advance()
    }

    /// Whether a request has been granted and not given back.
    pub(crate) fn holds(&self, ticket: Ticket) -> bool {
        self.held.contains_key(&ticket)
    }

    /// Whether nothing is held, and nobody waits.
    #[cfg(test)]
    pub(crate) fn is_idle(&self) -> bool {
        self.held.is_empty() && self.waiting.is_empty()
    }

    /// Those for whom a waiting request waits: they hold, or wait earlier for, something that it conflicts with.
    pub(crate) fn ahead_of(&self, ticket: Ticket) -> Vec<Ahead> {
        let Some(at) = self.waiting.iter().position(|(waiting, _)| *waiting == ticket) else {
            return Vec::new();
        };
        let access = self.waiting[at].1;
        let earlier = self.waiting.iter().take(at).map(|(ticket, access)| (*ticket, *access, false));
        self.conflicting(access, earlier)
    }

    /// Those for whom a request made now would wait.
    pub(crate) fn in_the_way_of(&self, access: Access) -> Vec<Ahead> {
        self.conflicting(access, self.waiting.iter().map(|(ticket, access)| (*ticket, *access, false)))
    }

    fn conflicting(
        &self,
        access: Access,
        earlier: impl Iterator<Item = (Ticket, Access, bool)>,
    ) -> Vec<Ahead> {
        let held = self.held.iter().map(|(ticket, access)| (*ticket, *access, true));
        let ahead = held.chain(earlier).filter(|(_, other, _)| !access.may_overlap(*other));
        ahead.map(|(ticket, other, holds)| Ahead { ticket, over: conflict(access, other), holds }).collect()
    }

    fn grant(&mut self, ticket: Ticket, access: Access) {
        self.sum.add(access);
        self.held.insert(ticket, access);
    }

    /// Grants what can be granted, first come first served among those that conflict.
    fn advance(&mut self) -> Vec<Ticket> {
        let mut granted = Vec::new();
        let mut earlier = Access::default();
        for (ticket, access) in std::mem::take(&mut self.waiting) {
            if access.may_overlap(self.sum.access) && access.may_overlap(earlier) {
                self.grant(ticket, access);
                granted.push(ticket);
            } else {
                earlier = earlier.and(access);
                self.waiting.push_back((ticket, access));
            }
        }
        granted
    }
}

/// Somebody for whom a request waits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Ahead {
    /// Whose request.
    pub(crate) ticket: Ticket,
    /// What the two cannot share.
    pub(crate) over: Resources,
    /// Whether it holds its locks already; otherwise it waits, too, and came earlier.
    pub(crate) holds: bool,
}

/// The resources over which two cannot run at the same time.
const fn conflict(a: Access, b: Access) -> Resources {
    let write_of_a = a.writes.intersection(b.reads.union(b.writes));
    write_of_a.union(b.writes.intersection(a.reads))
}

#[cfg(test)]
#[path = "table_tests.rs"]
mod tests;
