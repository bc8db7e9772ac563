//! What goes into the streams: rounds of consensus, and what their transactions came to.

use bytes::Bytes;
use hapi_proto::{
    block::output::StateChange,
    platform::event::{EventCore, EventDescriptor, StateSignatureTransaction},
    services::{
        SignedTransaction, Timestamp, TransactionBody, TransactionRecord, TransactionSidecarRecord,
        transaction_body::Data,
    },
};
use prost::Message;

use crate::Hash;

/// A round of consensus that was handled.
pub struct Round<'a> {
    /// Its number, from 1.
    pub number: u64,
    /// Its consensus time.
    pub time: Timestamp,
    /// Its events in consensus order.
    pub events: Vec<Event<'a>>,
    /// The state after it ([`Hash::of_state`]).
    pub state: Hash,
    /// Whether the network freezes after it: all open files are closed.
    pub freezes: bool,
    /// The singletons of the state after it, all of them; asked for when a block closes, which then tells those that changed.
    pub singletons: &'a dyn Fn() -> Vec<StateChange>,
}

/// An event in consensus order.
#[derive(Clone, Debug)]
pub struct Event<'a> {
    /// Who created it and when.
    pub core: EventCore,
    /// Its hash, by which other events name it.
    pub hash: Hash,
    /// Its parents, its creator's own first.
    pub parents: Vec<EventDescriptor>,
    /// Its consensus time.
    pub time: Timestamp,
    /// What it carried, in order.
    pub contents: Vec<Content<'a>>,
}

/// One thing that an event carried.
#[derive(Clone, Debug)]
pub enum Content<'a> {
    /// What nodes tell each other, as [`state_signature`] makes it of the signature of a state, or bytes that could not be
    /// handled: in the block stream it stands without a result.
    System(Bytes),
    /// A transaction that was handled.
    Handled(Handled<'a>),
}

/// A transaction that was handled, with those that the ledger made for its sake.
#[derive(Clone, Debug)]
pub struct Handled<'a> {
    /// Each transaction with its record, in the order of their consensus times. The last is the one that was submitted.
    pub entries: Vec<Entry<'a>>,
    /// What they changed in the state's maps and queues.
    pub changes: Changes,
    /// What contracts did, in detail.
    pub sidecars: &'a [TransactionSidecarRecord],
}

/// What changed in a state.
#[derive(Clone, Debug)]
pub enum Changes {
    /// The changes.
    Told(Vec<StateChange>),
    /// The changes, encoded as the field `state_changes` of a `StateChanges`: a ledger can write them so faster than make
    /// messages of them.
    Encoded(Vec<u8>),
}

impl Default for Changes {
    fn default() -> Self {
        Self::Told(Vec::new())
    }
}

impl From<Vec<StateChange>> for Changes {
    fn from(changes: Vec<StateChange>) -> Self {
        Self::Told(changes)
    }
}

impl Handled<'_> {
    /// When it reached consensus: the time of the transaction that was submitted.
    pub fn time(&self) -> Timestamp {
        self.entries.last().and_then(|entry| entry.record.consensus_timestamp).unwrap_or_default()
    }
}

/// A transaction and its record.
#[derive(Clone, Copy, Debug)]
pub struct Entry<'a> {
    /// The transaction: a serialized `SignedTransaction`.
    pub signed: &'a Bytes,
    /// Its record.
    pub record: &'a TransactionRecord,
    /// Its record, encoded, where whoever handled it has that already.
    pub encoded: Option<&'a [u8]>,
}

/// The transaction in which a node signs the state after a round, as a serialized `SignedTransaction`.
pub fn state_signature(round: u64, signature: Bytes, hash: Bytes) -> Bytes {
    let signed =
        StateSignatureTransaction { round: i64::try_from(round).unwrap_or(i64::MAX), signature, hash };
    let body =
        TransactionBody { data: Some(Data::StateSignatureTransaction(signed)), ..TransactionBody::default() };
    let signed =
        SignedTransaction { body_bytes: body.encode_to_vec().into(), ..SignedTransaction::default() };
    signed.encode_to_vec().into()
}
