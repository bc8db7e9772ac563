//! Which events are recent, and what a member needs to start from a decided round.

use alloc::{collections::VecDeque, vec::Vec};

use crate::event::{Hash, MemberId, Nanos};

/// Rounds that an event has to reach consensus in, counted from the round it was born in.
const ROUNDS_NON_ANCIENT: u64 = 26;
/// Rounds that are kept for members who lag behind.
const ROUNDS_EXPIRED: u64 = 1000;

/// Which events matter, as of the last decided round.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct EventWindow {
    /// The last round that was decided; 0 at the beginning.
    pub latest_consensus_round: u64,
    /// Events born before this round are ancient: they cannot reach consensus any more.
    pub ancient_threshold: u64,
    /// Events born before this round need not be kept for anyone.
    pub expired_threshold: u64,
}

impl EventWindow {
    /// The window before any round was decided.
    pub const GENESIS: Self = Self { latest_consensus_round: 0, ancient_threshold: 1, expired_threshold: 1 };

    /// The round that new events are born in.
    pub fn pending_round(&self) -> u64 {
        self.latest_consensus_round + 1
    }

    /// The last round that an event can be born in for whom this is the window: who is asked to take a later one has fallen behind.
    pub fn last_birth_round(&self) -> u64 {
        self.pending_round().saturating_add(ROUNDS_NON_ANCIENT)
    }
}

/// A judge of a decided round.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Judge {
    /// Who created it.
    pub creator: MemberId,
    /// Its hash.
    pub hash: Hash,
}

/// What a member needs to go on from a decided round, besides the events that are not ancient.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Snapshot {
    /// The round.
    pub round: u64,
    /// Its judges, by creator.
    pub judges: Vec<Judge>,
    /// The smallest birth round of the judges of each round that is kept, oldest first.
    pub births: Vec<(u64, u64)>,
    /// The consensus number of the next event.
    pub next_number: u64,
    /// The time of the last transaction.
    pub time: Nanos,
}

/// The smallest birth rounds of the judges of past rounds.
#[derive(Clone, Debug, Default)]
pub(super) struct Births(VecDeque<(u64, u64)>);

impl Births {
    pub(super) fn of(snapshot: &Snapshot) -> Self {
        Self(snapshot.births.iter().copied().collect())
    }

    pub(super) fn push(&mut self, round: u64, birth: u64) {
        self.0.push_back((round, birth));
        while self.0.front().is_some_and(|(oldest, _)| oldest + ROUNDS_EXPIRED < round) {
            self.0.pop_front();
        }
    }

    /// Those that decide what is ancient; older ones only say what others may still ask for.
    pub(super) fn recent(&self) -> Vec<(u64, u64)> {
        let latest = self.0.back().map_or(0, |(round, _)| *round);
        self.0.iter().filter(|(round, _)| round + ROUNDS_NON_ANCIENT > latest).copied().collect()
    }

    pub(super) fn window(&self) -> EventWindow {
        let Some((latest, _)) = self.0.back().copied() else { return EventWindow::GENESIS };
        let oldest = (latest + 1).saturating_sub(ROUNDS_NON_ANCIENT).max(1);
        let birth_of = |round| self.0.iter().find(|(kept, _)| *kept >= round).map_or(1, |(_, birth)| *birth);
        EventWindow {
            latest_consensus_round: latest,
            ancient_threshold: birth_of(oldest),
            expired_threshold: birth_of(latest.saturating_sub(ROUNDS_EXPIRED)),
        }
    }
}
