//! Counters of calls and of what came of them.

use std::{
    collections::BTreeMap,
    sync::{Mutex, PoisonError},
};

use hapi_proto::services::{HederaFunctionality, ResponseCodeEnum};

/// Where a response code comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Stage {
    /// The answer to a transaction: a call.
    Precheck,
    /// The answer to a query: a call.
    Answer,
    /// The status of a transaction at consensus, which is no further call.
    Status,
}

impl Stage {
    pub(super) fn is_call(self) -> bool {
        self != Self::Status
    }
}

/// How often each function gave each code at each stage.
pub(super) type Counts = BTreeMap<(HederaFunctionality, Stage, ResponseCodeEnum), u64>;

/// Counters that many specs share.
#[derive(Debug)]
pub(crate) struct Tally(Mutex<Counts>);

impl Tally {
    pub(super) const fn new() -> Self {
        Self(Mutex::new(BTreeMap::new()))
    }

    pub(super) fn count(&self, function: HederaFunctionality, stage: Stage, code: ResponseCodeEnum) {
        let mut counts = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        *counts.entry((function, stage, code)).or_insert(0) += 1;
    }

    pub(super) fn counts(&self) -> Counts {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}
