//! What is under way.

use alloc::collections::BTreeMap;

use hapi_hashgraph::{Event, Hash};

use super::Payload;

/// Events with work that have no consensus.
#[derive(Debug, Default)]
pub(super) struct Open {
    /// With how much of it each has.
    events: BTreeMap<Hash, usize>,
    transactions: usize,
}

impl Open {
    /// Notes an event, and says whether it has work.
    pub(super) fn insert(&mut self, event: &Event) -> bool {
        let work = event.content().transactions.iter().filter(|bytes| Payload::is_work(bytes)).count();
        if work > 0 {
            self.transactions += work;
            self.transactions -= self.events.insert(event.hash(), work).unwrap_or(0);
        }
        work > 0
    }

    /// An event has consensus now, or never will.
    pub(super) fn remove(&mut self, event: &Hash) {
        self.transactions -= self.events.remove(event).unwrap_or(0);
    }

    pub(super) fn is_empty(&self) -> bool {
        self.events.is_empty()
    }

    /// How many events there are.
    pub(super) fn len(&self) -> usize {
        self.events.len()
    }

    /// How much work there is in them.
    pub(super) fn transactions(&self) -> usize {
        self.transactions
    }
}
