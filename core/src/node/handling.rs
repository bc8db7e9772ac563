//! From decided rounds to handled ones.

use alloc::{boxed::Box, vec::Vec};

use bytes::Bytes;
use hapi_hashgraph::{ConsensusEvent, ConsensusRound, Nanos};
use hapi_ledger::{
    Ledger,
    config::SettingsError,
    envelope::largest,
    handle::CheckedTx,
    state::{State, StateHash},
};
use hapi_proto::services::Timestamp;

use super::{
    HandledRound, HandledTransaction, VerifiedPayload, verdicts::Verdicts, verify::read_transaction,
};
use crate::Payload;

/// How far apart transactions are at least, in nanoseconds: in between stand the records of what precedes and follows each.
const STEP: i64 = 1000;

/// The ledger, and the hash of its state.
#[derive(Debug)]
pub(super) struct Handling {
    ledger: Ledger,
    state_hash: StateHash,
    /// The state is signed after each round whose number is a multiple of this, though nothing has changed.
    sign_every: u64,
}

impl Handling {
    pub(super) fn new(mut ledger: Ledger, sign_every: u64) -> Self {
        let state_hash = ledger.state_hash();
        Self { ledger, state_hash, sign_every }
    }

    pub(super) fn ledger(&self) -> &Ledger {
        &self.ledger
    }

    pub(super) fn state_hash(&self) -> StateHash {
        self.state_hash
    }

    pub(super) fn mutate<T>(&mut self, change: impl FnOnce(&mut State) -> T) -> Result<T, SettingsError> {
        let made = self.ledger.mutate(change)?;
        self.state_hash = self.ledger.state_hash();
        Ok(made)
    }

    /// Handles what a round orders, one transaction after the other.
    pub(super) fn round(
        &mut self,
        round: ConsensusRound,
        verdicts: &mut Verdicts,
        replayed: bool,
        freezes: bool,
    ) -> HandledRound {
        let ConsensusRound { round, events, time, window, snapshot, .. } = round;
        let most = events.iter().map(|ordered| ordered.event.content().transactions.len()).sum();
        let mut transactions = Vec::with_capacity(most);
        for (at, ordered) in events.iter().enumerate() {
            let mut found = verdicts.take(&ordered.event.descriptor()).into_iter();
            for (place, bytes) in ordered.event.content().transactions.iter().enumerate() {
                let found = found.next().unwrap_or(VerifiedPayload::Other);
                if let Some(checked) = self.transaction(bytes, found) {
                    transactions.push(self.handle(ordered, at, place, checked));
                }
            }
        }
        verdicts.forget_ancient(window.ancient_threshold);
        // No other thing that a round brings changes the state.
        if !transactions.is_empty() {
            self.state_hash = self.ledger.state_hash();
        }
        let (ledger, state_hash) = (self.ledger.fork(), self.state_hash);
        let is_signed = freezes || !transactions.is_empty() || round.is_multiple_of(self.sign_every);
        HandledRound {
            round,
            time,
            replayed,
            events,
            transactions,
            ledger,
            state_hash,
            snapshot,
            window,
            is_signed,
            freezes,
        }
    }

    /// The transaction that a payload is. Whether it is one must not depend on what was found before: there may have been other
    /// limits in force then.
    fn transaction(&self, payload: &Bytes, found: VerifiedPayload) -> Option<Box<CheckedTx>> {
        match found {
            VerifiedPayload::Transaction(checked) => {
                let limit = largest(&self.ledger.settings().config);
                (checked.parsed().signed_bytes.len() <= limit).then_some(checked)
            }
            VerifiedPayload::Signature(_) | VerifiedPayload::Other => match Payload::from_bytes(payload)? {
                Payload::User(signed) => {
                    let parsed = read_transaction(&self.ledger, &signed)?;
                    Some(Box::new(CheckedTx::new(parsed, Vec::new())))
                }
                Payload::System(_) | Payload::Heartbeat => None,
            },
        }
    }

    fn handle(
        &mut self,
        ordered: &ConsensusEvent,
        event: usize,
        place: usize,
        checked: Box<CheckedTx>,
    ) -> HandledTransaction {
        let time = self.time(ordered.transaction_time(place));
        let creator = ordered.event.creator().0;
        let (outcome, changes) = self.ledger.handle_and_tell(&checked, time, creator);
        HandledTransaction { event, place, checked, creator, time, outcome, changes }
    }

    /// The time of a transaction that consensus gives this one. Those that consensus gives grow; the ledger may begin later than
    /// its members' clocks are.
    fn time(&self, consensus: Nanos) -> Timestamp {
        let next = self.ledger.state().network.last_consensus_time.plus_nanos(STEP);
        Timestamp::from_nanos(consensus.into()).max(next)
    }
}
