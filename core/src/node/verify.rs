//! What is verified outside of the node's own thread.

use alloc::{boxed::Box, collections::BTreeMap, sync::Arc, vec::Vec};

use bytes::Bytes;
use hapi_hashgraph::{Event, MemberId};
use hapi_ledger::{
    Ledger,
    crypto::{Claim, PublicKey, Seed, Verifier},
    envelope::{Envelope, ParsedTx, Verdict},
    handle::{self, CheckedTx},
};

use super::StateSignature;
use crate::{Config, Payload};

/// Verifies the signatures of events and of all that is in them, for
/// [`NodeEffect::Verify`](super::NodeEffect::Verify), on any thread. A clone is cheap.
#[derive(Clone, Debug)]
pub struct EventVerifier {
    keys: Arc<BTreeMap<MemberId, PublicKey>>,
}

/// An event, and what is known about the signatures in it.
#[derive(Clone, Debug)]
pub struct VerifiedEvent {
    /// The event.
    pub event: Arc<Event>,
    /// Whether its creator signed it.
    pub is_signed: bool,
    /// What is in it, in order; empty where nobody looked.
    pub payloads: Vec<VerifiedPayload>,
}

/// What an event carries, as it was read, with verdicts on its signatures.
#[derive(Clone, Debug)]
pub enum VerifiedPayload {
    /// A transaction.
    Transaction(Box<CheckedTx>),
    /// The valid signature of a state by the event's creator.
    Signature(StateSignature),
    /// Something else, or nothing that can be read.
    Other,
}

impl VerifiedEvent {
    /// An event of the node's own log: it was verified before it was written. Signatures of transactions in it are verified
    /// again, one by one, when they are handled; whoever has other threads to spare lets an [`EventVerifier`] look at the log.
    pub fn logged(event: Event) -> Self {
        Self { event: Arc::new(event), is_signed: true, payloads: Vec::new() }
    }
}

/// What an event carries, read but not verified.
enum Read {
    Transaction(Box<CheckedTx>),
    Signature { state: StateSignature, message: [u8; 64] },
    Other,
}

impl EventVerifier {
    /// A verifier of the events of these members.
    pub fn new(config: &Config) -> Self {
        let keys = config.members.iter().map(|member| (member.id, PublicKey::Ed25519(member.key)));
        Self { keys: Arc::new(keys.collect()) }
    }

    /// Verifies all signatures of these events at once. Verdicts do not depend on the ledger, which only tells what to look at: any
    /// recent one will do, and where it is too old handling verifies what is lacking.
    pub fn verify(
        &self,
        ledger: &Ledger,
        verifier: &mut Verifier,
        seed: Seed,
        events: Vec<Arc<Event>>,
    ) -> Vec<VerifiedEvent> {
        let contents: Vec<_> = events.iter().map(|event| self.read(ledger, event)).collect();
        let hashes: Vec<_> = events.iter().map(|event| event.hash()).collect();
        let mut claims = Vec::new();
        // How many claims each event and each payload has.
        let mut counts = Vec::new();
        for ((event, hash), content) in events.iter().zip(&hashes).zip(&contents) {
            let key = self.keys.get(&event.creator());
            claims.extend(key.map(|key| Claim { key: *key, message: &hash.0, signature: event.signature() }));
            counts.push(usize::from(key.is_some()));
            for payload in content {
                let before = claims.len();
                payload.claim(ledger, key, &mut claims);
                counts.push(claims.len() - before);
            }
        }
        let keys: Vec<_> = claims.iter().map(|claim| claim.key).collect();
        let valid = verifier.verify_all(&claims, seed);
        let mut verdicts = keys.into_iter().zip(valid).map(|(key, valid)| Verdict { key, valid });
        let mut counts = counts.into_iter();
        let mut next = || -> Vec<Verdict> { verdicts.by_ref().take(counts.next().unwrap_or(0)).collect() };
        let judge = |(event, content): (Arc<Event>, Vec<Read>)| VerifiedEvent {
            event,
            is_signed: next().iter().any(|verdict| verdict.valid),
            payloads: content.into_iter().map(|payload| payload.judge(next())).collect(),
        };
        events.into_iter().zip(contents).map(judge).collect()
    }

    /// The key of a member.
    pub(super) fn key(&self, member: MemberId) -> Option<PublicKey> {
        self.keys.get(&member).copied()
    }

    /// What is in an event. Nobody looks at what strangers send.
    fn read(&self, ledger: &Ledger, event: &Event) -> Vec<Read> {
        let payloads = event.content().transactions.iter();
        let is_member = self.keys.contains_key(&event.creator());
        payloads.filter(|_| is_member).map(|bytes| Read::new(ledger, bytes)).collect()
    }
}

impl Read {
    fn new(ledger: &Ledger, bytes: &Bytes) -> Self {
        match Payload::from_bytes(bytes) {
            Some(Payload::User(signed)) => {
                // Transactions are large: they stay in this box until they are handled.
                let tx = read_transaction(ledger, &signed).map(|tx| Box::new(CheckedTx::new(tx, Vec::new())));
                tx.map_or(Self::Other, Self::Transaction)
            }
            Some(Payload::System(bytes)) => StateSignature::from_bytes(&bytes).map_or(Self::Other, |state| {
                Self::Signature { state, message: StateSignature::message(state.round, &state.hash) }
            }),
            Some(Payload::Heartbeat) | None => Self::Other,
        }
    }

    fn claim<'a>(&'a self, ledger: &Ledger, creator: Option<&PublicKey>, claims: &mut Vec<Claim<'a>>) {
        match self {
            Self::Transaction(tx) => claims.extend(handle::claims(ledger, tx.parsed())),
            Self::Signature { state, message } => {
                claims.extend(creator.map(|key| Claim { key: *key, message, signature: &state.signature }));
            }
            Self::Other => {}
        }
    }

    fn judge(self, verdicts: Vec<Verdict>) -> VerifiedPayload {
        match self {
            Self::Transaction(mut tx) => {
                tx.judge(verdicts);
                VerifiedPayload::Transaction(tx)
            }
            Self::Signature { state, .. } if verdicts.iter().any(|verdict| verdict.valid) => {
                VerifiedPayload::Signature(state)
            }
            Self::Signature { .. } | Self::Other => VerifiedPayload::Other,
        }
    }
}

/// The transaction that members gossip as these bytes; `None` when it is none, or longer than any may be now.
pub(super) fn read_transaction(ledger: &Ledger, signed: &Bytes) -> Option<ParsedTx> {
    ParsedTx::parse(signed, Envelope::SignedTransaction, &ledger.settings().config).ok()
}
