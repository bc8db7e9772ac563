//! What all nodes must agree on.

use std::collections::BTreeMap;

use bytes::Bytes;
use hapi_node_core::{
    HandledRound,
    hashgraph::{Hash, Nanos},
    ledger::{ResponseCode, state::StateHash},
};
use hapi_proto::services::Timestamp;

/// Of each round: its judges, its events with their numbers and times, its own time, what became of its transactions, and what the
/// state was after it.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Essence {
    judges: Vec<Hash>,
    events: Vec<(Hash, u64, Nanos)>,
    time: Nanos,
    transactions: Vec<(Timestamp, u64, ResponseCode)>,
    freezes: bool,
}

/// The rounds so far, as the first node to handle each did.
#[derive(Debug, Default)]
pub(crate) struct Chain {
    rounds: Vec<(Essence, StateHash)>,
    /// The time of the last record.
    last: Option<Timestamp>,
    /// What was handled, and how it ended.
    pub(crate) outcomes: BTreeMap<Bytes, ResponseCode>,
}

impl Chain {
    pub(crate) fn len(&self) -> u64 {
        self.rounds.len() as u64
    }

    pub(crate) fn state_hash(&self, round: u64) -> StateHash {
        self.rounds[usize::try_from(round).expect("few rounds") - 1].1
    }

    pub(crate) fn transactions(&self, round: u64) -> usize {
        self.rounds[usize::try_from(round).expect("few rounds") - 1].0.transactions.len()
    }

    /// The time of the last record.
    pub(crate) fn last(&self) -> Option<Timestamp> {
        self.last
    }

    /// Compares a round with what others made of it. Whose ledger was tampered with need agree on the order alone.
    pub(crate) fn check(&mut self, process: usize, round: &HandledRound, is_sound: bool) {
        let essence = Essence::of(round);
        let place = usize::try_from(round.round).expect("few rounds") - 1;
        match self.rounds.get(place) {
            Some((first, hash)) => {
                if is_sound {
                    assert_eq!(essence, *first, "process {process} disagrees on round {}", round.round);
                    assert_eq!(
                        round.state_hash, *hash,
                        "process {process} has another state {}",
                        round.round
                    );
                } else {
                    assert_eq!(essence.events, first.events, "process {process} has another order");
                }
            }
            // What it would say is nothing to compare others with.
            None if !is_sound => {}
            None => {
                assert_eq!(place, self.rounds.len(), "no round is left out");
                self.append(round);
                self.rounds.push((essence, round.state_hash));
            }
        }
    }

    fn append(&mut self, round: &HandledRound) {
        for handled in &round.transactions {
            for record in &handled.outcome.records {
                let time = record.consensus_timestamp.expect("a record has its time");
                assert!(self.last.is_none_or(|last| last < time), "times grow: {time} after {:?}", self.last);
                self.last = Some(time);
            }
            let bytes = handled.checked.parsed().signed_bytes.clone();
            let status = handled.outcome.status();
            if let Some(first) = self.outcomes.insert(bytes.clone(), status) {
                self.outcomes.insert(bytes.clone(), first);
            }
        }
    }
}

impl Essence {
    fn of(round: &HandledRound) -> Self {
        let events = round.events.iter().map(|ordered| (ordered.event.hash(), ordered.number, ordered.time));
        let transactions = round.transactions.iter();
        Self {
            judges: round.snapshot.judges.iter().map(|judge| judge.hash).collect(),
            events: events.collect(),
            time: round.time,
            transactions: transactions
                .map(|handled| (handled.time, handled.creator, handled.outcome.status()))
                .collect(),
            freezes: round.freezes,
        }
    }
}
