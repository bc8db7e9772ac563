//! How much may wait, and for whom.

use alloc::collections::BTreeMap;

use super::Refused;
use crate::event::{Event, MemberId};

/// How much may wait of what one member created, so that whoever creates what nobody can use fills no room but its own.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Share {
    /// Events.
    pub events: usize,
    /// Bytes of all of them together, by [`Event::size`].
    pub bytes: usize,
}

/// What waits of each member's.
#[derive(Debug)]
pub(super) struct Shares {
    each: Share,
    taken: BTreeMap<MemberId, Share>,
}

impl Shares {
    pub(super) fn new(each: Share) -> Self {
        Self { each, taken: BTreeMap::new() }
    }

    /// Has an event count.
    pub(super) fn take(&mut self, event: &Event) -> Result<(), Refused> {
        let creator = event.creator();
        let Share { events, bytes } = self.taken.get(&creator).copied().unwrap_or_default();
        let taken = Share { events: events + 1, bytes: bytes.saturating_add(event.size()) };
        if taken.events > self.each.events || taken.bytes > self.each.bytes {
            return Err(Refused::Full { creator, events, bytes });
        }
        self.taken.insert(creator, taken);
        Ok(())
    }

    /// The event waits no more.
    pub(super) fn give_back(&mut self, event: &Event) {
        let Some(taken) = self.taken.get_mut(&event.creator()) else { return };
        taken.events -= 1;
        taken.bytes -= event.size();
        if taken.events == 0 {
            self.taken.remove(&event.creator());
        }
    }

    /// How many events wait.
    pub(super) fn events(&self) -> usize {
        self.taken.values().map(|taken| taken.events).sum()
    }

    /// About how much memory they take.
    pub(super) fn bytes(&self) -> usize {
        self.taken.values().map(|taken| taken.bytes).sum()
    }
}
