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
    const ALL: [Self; 3] = [Self::Precheck, Self::Answer, Self::Status];

    /// Its number, as processes tell each other.
    pub(crate) const fn number(self) -> u32 {
        match self {
            Self::Precheck => 0,
            Self::Answer => 1,
            Self::Status => 2,
        }
    }

    /// The stage with this number.
    pub(crate) fn of_number(number: u32) -> Option<Self> {
        Self::ALL.into_iter().find(|stage| stage.number() == number)
    }

    pub(super) fn is_call(self) -> bool {
        self != Self::Status
    }
}

/// How often each function gave each code at each stage.
pub(crate) type Counts = BTreeMap<(HederaFunctionality, Stage, ResponseCodeEnum), u64>;

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

    /// Adds what others have counted.
    pub(super) fn add(&self, counts: &Counts) {
        let mut own = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        for (what, count) in counts {
            let total = own.entry(*what).or_insert(0);
            *total = total.saturating_add(*count);
        }
    }

    pub(super) fn counts(&self) -> Counts {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}
