//! When the network stops.

use hapi_hashgraph::Nanos;

/// How often a round is asked for once the time to freeze has come.
const ASK_AGAIN: Nanos = 100_000_000;

/// Whether the network is to freeze, and with which round it did.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Freeze {
    /// The first round at or after this time is the last.
    pub(super) at: Option<Nanos>,
    /// That round, when it was handled.
    pub(super) round: Option<u64>,
}

impl Freeze {
    /// Whether the round of this time is the last.
    pub(super) fn begins(&self, time: Nanos) -> bool {
        self.at.is_some_and(|at| time >= at)
    }

    /// Whether a round is lacking to freeze with, however idle the network is.
    pub(super) fn is_due(&self, now: Nanos) -> bool {
        self.round.is_none() && self.begins(now)
    }

    /// When a round is lacking.
    pub(super) fn next_wake(&self, now: Nanos) -> Option<Nanos> {
        let at = self.at.filter(|_| self.round.is_none())?;
        Some(if at > now { at } else { now.saturating_add(ASK_AGAIN) })
    }
}
