//! What is known of events' contents from when they came until their round is handled.

use alloc::{
    boxed::Box,
    collections::{BTreeMap, VecDeque},
    vec::Vec,
};

use bytes::Bytes;
use hapi_hashgraph::{Descriptor, Event, Hash};
use hapi_ledger::handle::CheckedTx;

use super::VerifiedPayload;
use crate::Payload;

/// Keeps verdicts. What it does not know is no worse for it than verified once more.
#[derive(Debug, Default)]
pub(super) struct Verdicts {
    /// By the round that events were born in, so that they go when they are ancient.
    events: BTreeMap<u64, BTreeMap<Hash, Vec<VerifiedPayload>>>,
    /// The transactions that wait for an event of the node's own, in the order in which events take them.
    waiting: VecDeque<(Bytes, VerifiedPayload)>,
}

impl Verdicts {
    /// A transaction waits for an event.
    pub(super) fn submitted(&mut self, tx: CheckedTx) {
        let bytes = tx.parsed().signed_bytes.clone();
        self.waiting.push_back((bytes, VerifiedPayload::Transaction(Box::new(tx))));
    }

    /// An event of the node's own has what waits, as far as there was room.
    pub(super) fn created(&mut self, event: &Event) {
        let payloads = event.content().transactions.iter().map(|bytes| self.waited(bytes)).collect();
        self.keep(&event.descriptor(), payloads);
    }

    fn waited(&mut self, payload: &Bytes) -> VerifiedPayload {
        let Some(signed) = Payload::user(payload) else { return VerifiedPayload::Other };
        // What it created before its start, and others send back now, did not wait here.
        let is_first = self.waiting.front().is_some_and(|(bytes, _)| *bytes == signed);
        let first = if is_first { self.waiting.pop_front() } else { None };
        first.map_or(VerifiedPayload::Other, |(_, payload)| payload)
    }

    /// An event of the node's own came to nothing: what is in it waits again.
    pub(super) fn stale(&mut self, event: &Event) {
        let mut payloads = self.take(&event.descriptor()).into_iter();
        for bytes in &event.content().transactions {
            let payload = payloads.next().unwrap_or(VerifiedPayload::Other);
            self.waiting.extend(Payload::user(bytes).map(|signed| (signed, payload)));
        }
    }

    /// Keeps what was found in an event.
    pub(super) fn keep(&mut self, event: &Descriptor, payloads: Vec<VerifiedPayload>) {
        if !payloads.is_empty() {
            self.events.entry(event.birth_round).or_default().insert(event.hash, payloads);
        }
    }

    /// What was found in an event.
    pub(super) fn get(&self, event: &Descriptor) -> &[VerifiedPayload] {
        let payloads = self.events.get(&event.birth_round).and_then(|born| born.get(&event.hash));
        payloads.map_or(&[], Vec::as_slice)
    }

    /// Gives out what was found in an event; nothing if it is not known.
    pub(super) fn take(&mut self, event: &Descriptor) -> Vec<VerifiedPayload> {
        let born = self.events.get_mut(&event.birth_round);
        born.and_then(|born| born.remove(&event.hash)).unwrap_or_default()
    }

    /// Forgets events born before a round: they cannot reach consensus any more.
    pub(super) fn forget_ancient(&mut self, threshold: u64) {
        self.events = self.events.split_off(&threshold);
    }

    /// How many events it knows something of, and how many transactions wait for one.
    pub(super) fn kept(&self) -> (usize, usize) {
        (self.events.values().map(BTreeMap::len).sum(), self.waiting.len())
    }
}
