//! The ids a node submitted lately.

use alloc::collections::BTreeSet;

use hapi_proto::services::Timestamp;

use crate::{records::TransactionKey, state::EntityNum};

/// A set of transaction ids, ordered by when they become valid, so that the oldest are dropped first.
#[derive(Clone, Debug, Default)]
pub(super) struct Dedup(BTreeSet<(Timestamp, EntityNum)>);

impl Dedup {
    pub(super) fn contains(&self, key: &TransactionKey) -> bool {
        self.0.contains(&(key.start, key.payer))
    }

    pub(super) fn insert(&mut self, key: TransactionKey) {
        self.0.insert((key.start, key.payer));
    }

    /// Drops ids that became valid before `earliest`: they are expired, and cannot come again.
    pub(super) fn forget_expired(&mut self, earliest: Timestamp) {
        while self.0.first().is_some_and(|(start, _)| *start < earliest) {
            self.0.pop_first();
        }
    }
}
