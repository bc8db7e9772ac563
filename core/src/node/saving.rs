//! Which states a node saves.

use alloc::sync::Arc;

use hapi_hashgraph::Nanos;

use super::{HandledRound, SignedState};

/// How many rounds a state may wait for its signatures before another one is chosen to be saved.
const PATIENCE: u64 = 100;

/// Chooses the states that a node saves. What came after the last of them is handled again at a start, and what came before need
/// not be in the log.
///
/// While states change, one is saved every so often. Whatever happens or does not, one is saved when the log goes on in a new
/// segment: it grows in an idle network too, by signs of life, and could else give up nothing.
#[derive(Debug)]
pub struct Saving {
    every: Nanos,
    /// The consensus time of the last one that was chosen; at first, of the first round that could be.
    last: Option<Nanos>,
    /// The log's segment at that time.
    segment: u64,
    /// The one that waits for its signatures.
    chosen: Option<Arc<HandledRound>>,
}

impl Saving {
    /// A state every so many nanoseconds of consensus time, at most; with a log whose oldest segment has this number.
    pub fn new(every: Nanos, oldest_segment: u64) -> Self {
        Self { every, last: None, segment: oldest_segment, chosen: None }
    }

    /// Whether the state after this round is to be saved as soon as it is [signed](Self::signed), when the log is in this segment.
    pub fn chooses(&mut self, round: &Arc<HandledRound>, segment: u64) -> bool {
        let waits_in_vain = self.chosen.as_ref().is_some_and(|chosen| chosen.round + PATIENCE < round.round);
        if waits_in_vain {
            self.chosen = None;
        }
        let last = *self.last.get_or_insert(round.time);
        let has_changed = !round.transactions.is_empty();
        let is_time = has_changed && round.time.saturating_sub(last) >= self.every;
        let is_due = self.chosen.is_none() && (is_time || segment > self.segment);
        let can_be = round.is_signed && !round.replayed && is_due;
        if !can_be && !round.freezes {
            return false;
        }
        (self.last, self.segment) = (Some(round.time), segment);
        self.chosen = Some(Arc::clone(round));
        true
    }

    /// The chosen state, if it is the one that was signed: it is to be saved now.
    pub fn signed(&mut self, state: &SignedState) -> Option<Arc<HandledRound>> {
        self.chosen.take_if(|chosen| chosen.round == state.round && chosen.state_hash == state.hash)
    }
}
