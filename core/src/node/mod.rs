//! A node: a member, and the ledger that it handles transactions on.

mod agreement;
mod config;
mod drive;
mod effects;
mod freeze;
mod handling;
mod replay;
mod saving;
mod signature;
mod status;
mod verdicts;
mod verify;

use alloc::{collections::BTreeSet, vec::Vec};

use agreement::Agreement;
pub use agreement::{IssReport, SignedState};
use bytes::Bytes;
pub use config::{Begin, NodeConfig, StartError};
use ed25519_zebra::SigningKey;
pub use effects::{HandledRound, HandledTransaction, Kept, NodeEffect};
use freeze::Freeze;
use handling::Handling;
use hapi_hashgraph::{EventWindow, MemberId, Nanos};
use hapi_ledger::{
    Ledger,
    config::SettingsError,
    crypto::Verifier,
    handle::CheckedTx,
    state::{State, StateHash},
};
pub use replay::Replay;
pub use saving::Saving;
pub use signature::StateSignature;
pub use status::PlatformStatus;
use status::Status;
use verdicts::Verdicts;
pub use verify::{EventVerifier, VerifiedEvent, VerifiedPayload};

use crate::{Member, Payload, PoolFull, Start};

/// One node of the network: gossip, consensus and ledger.
///
/// It is driven by one thread, which carries out its [`NodeEffect`]s. What takes long, verifying signatures, is done elsewhere
/// by [`EventVerifier`]s.
#[derive(Debug)]
pub struct NodeCore {
    me: MemberId,
    key: SigningKey,
    verifier: EventVerifier,
    /// For signatures of states that nobody else verified.
    signatures: Verifier,
    member: Member,
    handling: Handling,
    verdicts: Verdicts,
    agreement: Agreement,
    status: Status,
    /// Peers that are too far ahead.
    ahead: BTreeSet<MemberId>,
    peers: usize,
    freeze: Freeze,
    now: Nanos,
    effects: Vec<NodeEffect>,
}

impl NodeCore {
    /// A node that begins with what it has on disk: a ledger, and the events of its log in the order in which it wrote them. The
    /// rounds that follow from the log are handled again, and marked as such.
    ///
    /// # Errors
    /// When its configuration is none.
    pub fn start(
        config: NodeConfig,
        begin: Begin,
        log: Vec<VerifiedEvent>,
        now: Nanos,
    ) -> Result<(Self, Vec<NodeEffect>), StartError> {
        let mut replay = Self::begin(config, begin, log, now)?;
        let mut effects: Vec<_> = replay.by_ref().flatten().collect();
        let (node, rest) = replay.finish(now);
        effects.extend(rest);
        Ok((node, effects))
    }

    /// As [`NodeCore::start`], for a log that may be long: its events are taken one after the other, and what follows from them is handled
    /// as fast as the caller wants it.
    ///
    /// # Errors
    /// When its configuration is none.
    pub fn begin(
        config: NodeConfig,
        begin: Begin,
        log: impl IntoIterator<Item = VerifiedEvent>,
        now: Nanos,
    ) -> Result<Replay, StartError> {
        let NodeConfig { member: config, cut_off, rounds_signed, sign_every, freeze_at } = config;
        let (me, key, verifier) = (config.me, SigningKey::from(config.key), EventVerifier::new(&config));
        let (peers, roster) = (config.members.len() - 1, config.roster()?);
        let (ledger, snapshot, is_received) = match begin {
            Begin::Genesis(ledger) => (ledger, None, false),
            Begin::Saved { ledger, snapshot } => (ledger, Some(snapshot), false),
            Begin::Received { ledger, snapshot } => (ledger, Some(snapshot), true),
        };
        let saved = snapshot.as_ref().map(|snapshot| snapshot.round);
        let mut verdicts = Verdicts::default();
        let events = log.into_iter().map(|VerifiedEvent { event, payloads, .. }| {
            verdicts.keep(&event.descriptor(), payloads);
            event
        });
        let (member, effects) = Member::start(config, Start { snapshot, events }, now)?;
        let node = Self {
            me,
            key,
            verifier,
            signatures: Verifier::with_capacity(peers + 1),
            member,
            handling: Handling::new(ledger, sign_every),
            verdicts,
            agreement: Agreement::new(me, roster, rounds_signed),
            status: Status::new(cut_off),
            ahead: BTreeSet::new(),
            peers,
            freeze: Freeze { at: freeze_at, round: None },
            now,
            effects: Vec::new(),
        };
        Ok(Replay::new(node, saved, effects, is_received))
    }

    /// A connection to a peer begins.
    pub fn connected(&mut self, peer: MemberId, now: Nanos) -> Vec<NodeEffect> {
        self.now = now;
        // It will tell again how far it is.
        self.ahead.remove(&peer);
        let effects = self.member.connected(peer, now);
        self.done(effects)
    }

    /// The connection to a peer is over.
    pub fn disconnected(&mut self, peer: MemberId, now: Nanos) -> Vec<NodeEffect> {
        self.now = now;
        let effects = self.member.disconnected(peer, now);
        self.done(effects)
    }

    /// A message has come.
    pub fn received(&mut self, from: MemberId, message: Bytes, now: Nanos) -> Vec<NodeEffect> {
        self.now = now;
        let effects = self.member.received(from, message, now);
        self.done(effects)
    }

    /// Takes what an [`EventVerifier`] found in the events of a [`NodeEffect::Verify`].
    pub fn verified(&mut self, from: MemberId, events: Vec<VerifiedEvent>, now: Nanos) -> Vec<NodeEffect> {
        self.now = now;
        let mut found = Vec::with_capacity(events.len());
        let mut judged = Vec::with_capacity(events.len());
        for VerifiedEvent { event, is_signed, payloads } in events {
            let descriptor = event.descriptor();
            if is_signed && !self.member.holds(&descriptor) {
                found.push((descriptor, payloads));
            }
            judged.push((event, is_signed));
        }
        let effects = self.member.verified(from, judged, now);
        for (descriptor, payloads) in found {
            if self.member.holds(&descriptor) {
                self.verdicts.keep(&descriptor, payloads);
            }
        }
        self.done(effects)
    }

    /// Whether [`NodeCore::submit`] would take a transaction now: for whoever wants to keep it until then.
    pub fn has_room(&self, tx: &CheckedTx) -> bool {
        self.member.has_room(tx.parsed().signed_bytes.len())
    }

    /// Takes a transaction that passed ingest, to have it ordered.
    ///
    /// # Errors
    /// When too much waits already.
    pub fn submit(&mut self, tx: CheckedTx, now: Nanos) -> Result<Vec<NodeEffect>, PoolFull> {
        self.now = now;
        let payload = Payload::User(tx.parsed().signed_bytes.clone());
        let effects = self.member.submit(&payload, now)?;
        self.verdicts.submitted(tx);
        Ok(self.done(effects))
    }

    /// Time has passed: to be called at [`NodeCore::next_wake`] at the latest.
    pub fn tick(&mut self, now: Nanos) -> Vec<NodeEffect> {
        self.now = now;
        if self.freeze.is_due(now) {
            self.member.show_life();
        }
        let effects = self.member.tick(now);
        self.done(effects)
    }

    /// When it wants to be woken, if nothing happens before.
    pub fn next_wake(&self) -> Nanos {
        let others = self.status.next_wake().into_iter().chain(self.freeze.next_wake(self.now));
        let wake = others.fold(self.member.next_wake(), Nanos::min);
        wake.max(self.now.saturating_add(1))
    }

    /// A state is on disk: that of a round which the driver was told of, or the one that the node started with.
    pub fn state_saved(&mut self, round: u64, now: Nanos) -> Vec<NodeEffect> {
        self.now = now;
        match self.status.current() {
            PlatformStatus::ReconnectComplete => self.enter(PlatformStatus::Checking),
            PlatformStatus::Freezing if self.freeze.round == Some(round) => {
                self.enter(PlatformStatus::FreezeComplete);
            }
            _ => {}
        }
        self.done(Vec::new())
    }

    /// Has the network freeze with the first round at or after a consensus time, or no more: that round is the last one that is
    /// handled. All nodes must be told the same between the same two rounds.
    pub fn freeze_at(&mut self, time: Option<Nanos>, now: Nanos) -> Vec<NodeEffect> {
        self.now = now;
        self.freeze.at = time;
        self.done(Vec::new())
    }

    /// Changes the state of the ledger outside of consensus, as tests of what no transaction can bring about do. Unless all nodes do
    /// so between the same two rounds, they disagree from then on.
    ///
    /// # Errors
    /// When a system file is missing or unusable after the change, which is undone then.
    pub fn mutate<T>(&mut self, change: impl FnOnce(&mut State) -> T) -> Result<T, SettingsError> {
        self.handling.mutate(change)
    }

    /// The ledger after the last handled round. What of it may be shown, [`NodeEffect::Handled`] tells.
    pub fn ledger(&self) -> &Ledger {
        self.handling.ledger()
    }

    /// The hash of its state.
    pub fn state_hash(&self) -> StateHash {
        self.handling.state_hash()
    }

    /// What the node is up to.
    pub fn status(&self) -> PlatformStatus {
        self.status.current()
    }

    /// A verifier of the members' events.
    pub fn verifier(&self) -> &EventVerifier {
        &self.verifier
    }

    /// Which events matter to it.
    pub fn window(&self) -> EventWindow {
        self.member.window()
    }

    /// How many events with work have no consensus, and how much work waits for an event. State signatures are no work.
    pub fn open_work(&self) -> (usize, usize) {
        self.member.open_work()
    }

    /// How much it keeps in memory.
    pub fn kept(&self) -> Kept {
        let (events, bytes, waiting) = self.member.kept();
        let (verdicts, submitted) = self.verdicts.kept();
        Kept { events, bytes, waiting, verdicts, submitted }
    }
}
