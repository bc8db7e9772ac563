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
///
/// A state that is much larger than a segment of the log has to be worth its writing: none is saved before the segments that came since
/// the last one take a part of the space of the last one, [`Saving::WRITING`]. So states take at most that many times the writing of
/// events, however large they are, and what is handled again at a start is at most that part of what is saved.
#[derive(Debug)]
pub struct Saving {
    every: Nanos,
    segment_bytes: u64,
    /// The consensus time of the last one that was chosen; at first, of the first round that could be.
    last: Option<Nanos>,
    /// The log's segment at that time.
    segment: u64,
    /// The one that waits for its signatures.
    chosen: Option<Arc<HandledRound>>,
}

impl Saving {
    /// How many times as much as events states are written at most. Less would be cheaper for a node under load, but it takes longer
    /// to handle an event again than to write a state of the same size: after minutes of as many transfers as two processors take,
    /// this many lets four nodes that were killed be back within half a minute.
    pub const WRITING: u64 = 8;

    /// A state every so many nanoseconds of consensus time, at most; with a log whose segments have so many bytes, the oldest of them
    /// with this number.
    pub fn new(every: Nanos, segment_bytes: u64, oldest_segment: u64) -> Self {
        Self { every, segment_bytes, last: None, segment: oldest_segment, chosen: None }
    }

    /// Whether the state after this round is to be saved as soon as it is [signed](Self::signed), when the log is in this segment and
    /// the last state that was saved has so many bytes, 0 if there is none.
    pub fn chooses(&mut self, round: &Arc<HandledRound>, segment: u64, last_bytes: u64) -> bool {
        let waits_in_vain = self.chosen.as_ref().is_some_and(|chosen| chosen.round + PATIENCE < round.round);
        if waits_in_vain {
            self.chosen = None;
        }
        let last = *self.last.get_or_insert(round.time);
        let has_changed = !round.transactions.is_empty();
        let is_time = has_changed && round.time.saturating_sub(last) >= self.every;
        let is_due = self.chosen.is_none() && (is_time || segment > self.segment);
        let can_be = round.is_signed && !round.replayed && is_due && self.is_worth_it(segment, last_bytes);
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

    /// Whether the log has grown by its part of what a state takes. The first segment counts before it is full, or small states
    /// would have to wait for one.
    fn is_worth_it(&self, segment: u64, last_bytes: u64) -> bool {
        let segments = segment.saturating_sub(self.segment).max(1);
        segments.saturating_mul(self.segment_bytes).saturating_mul(Self::WRITING) >= last_bytes
    }
}

#[cfg(test)]
mod tests {
    use alloc::{boxed::Box, vec::Vec};

    use bytes::Bytes;
    use hapi_hashgraph::{EventWindow, Snapshot};
    use hapi_ledger::{
        Ledger,
        crypto::sha384,
        envelope::ParsedTx,
        genesis::Genesis,
        handle::{CheckedTx, Outcome},
        state::{ChangeSet, StateHash},
    };
    use hapi_proto::services::{HederaFunctionality, SignatureMap, Timestamp, TransactionBody};

    use super::*;
    use crate::HandledTransaction;

    const SEGMENT_BYTES: u64 = 1_000;
    /// The largest state that need not wait.
    const SMALL: u64 = SEGMENT_BYTES * Saving::WRITING;

    /// Rounds without a transaction, one after the other.
    struct Rounds(Arc<HandledRound>);

    impl Rounds {
        fn new() -> Self {
            let genesis = Genesis::default();
            let ledger = Ledger::from_state(genesis.build(), Arc::new(genesis.config)).unwrap();
            Self(Arc::new(HandledRound {
                round: 0,
                time: 0,
                replayed: false,
                events: Vec::new(),
                transactions: Vec::new(),
                ledger,
                state_hash: StateHash([1; 32]),
                snapshot: Snapshot {
                    round: 0,
                    judges: Vec::new(),
                    births: Vec::new(),
                    next_number: 0,
                    time: 0,
                },
                window: EventWindow::GENESIS,
                is_signed: true,
                freezes: false,
            }))
        }

        fn next(&mut self) -> &mut HandledRound {
            let round = Arc::make_mut(&mut self.0);
            round.round += 1;
            round.time += 1;
            round
        }
    }

    /// In which segments a state is chosen, and signed at once, when each has a few rounds and the last state is always this large.
    fn chosen(last_bytes: u64) -> Vec<u64> {
        let (mut rounds, mut saving) = (Rounds::new(), Saving::new(Nanos::MAX, SEGMENT_BYTES, 1));
        let mut chosen = Vec::new();
        for segment in 1..=13 {
            for _ in 0..3 {
                rounds.next();
                if saving.chooses(&rounds.0, segment, last_bytes) {
                    chosen.push(segment);
                    let HandledRound { round, state_hash, .. } = *rounds.0;
                    let signed = SignedState { round, hash: state_hash, signatures: Vec::new() };
                    assert_eq!(saving.signed(&signed).unwrap().round, round);
                }
            }
        }
        chosen
    }

    #[test]
    fn small_states_are_chosen_with_each_segment() {
        for last_bytes in [0, 1, SMALL] {
            assert_eq!(chosen(last_bytes), (2..=13).collect::<Vec<_>>(), "{last_bytes} bytes");
        }
    }

    #[test]
    fn a_large_one_waits_until_the_log_weighs_enough() {
        assert_eq!(chosen(SMALL + 1), [3, 5, 7, 9, 11, 13]);
        assert_eq!(chosen(3 * SMALL), [4, 7, 10, 13]);
        assert_eq!(chosen(3 * SMALL + 1), [5, 9, 13]);
        assert_eq!(chosen(u64::MAX), []);
    }

    /// Whether a round that changes something is chosen that long after the first.
    fn is_chosen_after(time: Nanos, last_bytes: u64) -> bool {
        const EVERY: Nanos = 100;
        let (mut rounds, mut saving) = (Rounds::new(), Saving::new(EVERY, SEGMENT_BYTES, 1));
        rounds.next();
        assert!(!saving.chooses(&rounds.0, 1, last_bytes));
        let round = rounds.next();
        round.time += time - 1;
        round.transactions.push(transaction());
        saving.chooses(&rounds.0, 1, last_bytes)
    }

    fn transaction() -> HandledTransaction {
        let parsed = ParsedTx {
            signed_bytes: Bytes::new(),
            body_bytes: Bytes::new(),
            body: TransactionBody::default(),
            sig_map: SignatureMap::default(),
            function: HederaFunctionality::CryptoTransfer,
            hash: sha384(b""),
        };
        HandledTransaction {
            event: 0,
            place: 0,
            checked: Box::new(CheckedTx::new(parsed, Vec::new())),
            creator: 0,
            time: Timestamp::default(),
            outcome: Outcome::default(),
            changes: ChangeSet::default(),
        }
    }

    #[test]
    fn time_is_enough_for_a_small_state_and_not_for_a_large_one() {
        assert!(!is_chosen_after(99, SMALL));
        assert!(is_chosen_after(100, SMALL));
        assert!(!is_chosen_after(Nanos::MAX - 10, SMALL + 1));
    }

    #[test]
    fn a_freeze_waits_for_nothing() {
        let (mut rounds, mut saving) = (Rounds::new(), Saving::new(Nanos::MAX, SEGMENT_BYTES, 1));
        rounds.next();
        assert!(!saving.chooses(&rounds.0, 1, u64::MAX));
        rounds.next().freezes = true;
        assert!(saving.chooses(&rounds.0, 1, u64::MAX));
    }
}
