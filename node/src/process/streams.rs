//! From handled rounds to record and block streams.

use bytes::Bytes;
use hapi_ledger::{Ledger, config::Config};
use hapi_node_core::{
    HandledRound, HandledTransaction, Payload, StateSignature,
    hashgraph::{ConsensusEvent, Descriptor},
};
use hapi_proto::{
    platform::event::{EventCore, EventDescriptor},
    services::Timestamp,
};
use hapi_streams::{
    Changes, Content, Entry, Event, Handled, Hash, OpenError, Round, Settings, StreamError, Streams,
    state_signature,
};

/// Writes the streams of a node.
#[derive(Debug)]
pub(super) struct StreamWriter(Streams);

impl StreamWriter {
    /// The streams of a network that begins with this ledger.
    pub(super) fn begin(settings: &Settings, ledger: &Ledger) -> Result<Self, OpenError> {
        let (state, config) = (ledger.state(), &ledger.settings().config);
        Ok(Self(Streams::begin(settings, Hash::of_state(&state.hash().0), state.to_stream(config))?))
    }

    /// The streams of a node that goes on from a saved state.
    pub(super) fn resume(settings: &Settings, round: u64) -> Result<Self, OpenError> {
        Ok(Self(Streams::resume(settings, round)?))
    }

    /// Takes a round, and keeps what is needed to go on after it, if so wanted.
    pub(super) fn round(&mut self, round: &HandledRound, checkpoint: bool) -> Result<(), StreamError> {
        let (state, config) = (round.ledger.state(), &*round.ledger.settings().config);
        let mut transactions = round.transactions.iter().peekable();
        let mut events = Vec::with_capacity(round.events.len());
        for (at, ordered) in round.events.iter().enumerate() {
            let mut handled = Vec::new();
            while let Some(transaction) = transactions.next_if(|transaction| transaction.event == at) {
                handled.push(transaction);
            }
            events.push(event(config, ordered, &handled));
        }
        self.0.round(&Round {
            number: round.round,
            time: Timestamp::from_nanos(round.time.into()),
            events,
            state: Hash::of_state(&round.state_hash.0),
            freezes: round.freezes,
            singletons: &|| state.singletons(config),
        })?;
        if checkpoint { self.0.checkpoint(round.round) } else { Ok(()) }
    }

    /// Has all that was closed on disk.
    pub(super) fn flush(&mut self) -> Result<(), StreamError> {
        self.0.flush()
    }
}

fn event<'a>(config: &Config, ordered: &'a ConsensusEvent, handled: &[&'a HandledTransaction]) -> Event<'a> {
    let event = &*ordered.event;
    let content = event.content();
    let signed = |number: u64| i64::try_from(number).unwrap_or(i64::MAX);
    let mut handled = handled.iter().peekable();
    let contents = content.transactions.iter().enumerate().filter_map(|(place, payload)| {
        match handled.next_if(|handled| handled.place == place) {
            Some(transaction) => Some(Content::Handled(transaction_of(config, transaction))),
            None => other(payload).map(Content::System),
        }
    });
    Event {
        core: EventCore {
            creator_node_id: signed(content.creator.0),
            birth_round: signed(content.birth_round),
            time_created: Some(Timestamp::from_nanos(content.time_created.into())),
            coin: i64::from(event.hash().0[47] & 1),
        },
        hash: Hash(event.hash().0),
        parents: event.parents().map(descriptor).collect(),
        time: Timestamp::from_nanos(ordered.time.into()),
        contents: contents.collect(),
    }
}

fn descriptor(parent: &Descriptor) -> EventDescriptor {
    let signed = |number: u64| i64::try_from(number).unwrap_or(i64::MAX);
    EventDescriptor {
        hash: Bytes::copy_from_slice(&parent.hash.0),
        creator_node_id: signed(parent.creator.0),
        birth_round: signed(parent.birth_round),
    }
}

fn transaction_of<'a>(config: &Config, transaction: &'a HandledTransaction) -> Handled<'a> {
    let submitted = &transaction.checked.parsed().signed_bytes;
    let entries = transaction.outcome.entries(submitted);
    let entries = entries.map(|(signed, record, bytes)| Entry { signed, record, encoded: Some(bytes) });
    let changes = Changes::Encoded(transaction.changes.encode(config));
    Handled { entries: entries.collect(), changes, sidecars: &[] }
}

/// What an event carried that was not handled: the signature of a state as streams have it, other bytes as they are. A sign of life
/// is nothing to tell.
fn other(payload: &Bytes) -> Option<Bytes> {
    match Payload::from_bytes(payload) {
        Some(Payload::Heartbeat) => None,
        Some(Payload::System(bytes)) => Some(StateSignature::from_bytes(&bytes).map_or(bytes, |state| {
            let (signature, hash) =
                (Bytes::copy_from_slice(&state.signature), Bytes::copy_from_slice(&state.hash.0));
            state_signature(state.round, signature, hash)
        })),
        Some(Payload::User(bytes)) => Some(bytes),
        None => Some(payload.clone()),
    }
}
