//! What follows from what a member does.

use alloc::{collections::VecDeque, sync::Arc, vec::Vec};

use hapi_hashgraph::{ConsensusRound, Event};

use super::{
    NodeCore, NodeEffect, PlatformStatus, StateSignature, VerifiedPayload, agreement::Finding, status::Facts,
};
use crate::{Effect, Payload};

impl NodeCore {
    /// Carries out what the member wants, as far as it is not for the driver.
    pub(super) fn perform(&mut self, mut effects: VecDeque<Effect>) {
        while let Some(effect) = effects.pop_front() {
            match effect {
                Effect::Send { to, message } => self.effects.push(NodeEffect::Send { to, message }),
                Effect::Disconnect { peer, reason } => {
                    self.effects.push(NodeEffect::Disconnect { peer, reason });
                }
                Effect::Verify { from, events } => self.effects.push(NodeEffect::Verify { from, events }),
                Effect::Append(event) => {
                    if event.creator() == self.me {
                        self.created(&event);
                    }
                    self.collect(&event);
                    self.effects.push(NodeEffect::Append(event));
                }
                Effect::Sync => self.effects.push(NodeEffect::Sync),
                Effect::Round(round) => {
                    if let Some(signature) = self.round(round, false) {
                        effects.extend(self.tell(&signature));
                    }
                }
                Effect::Behind { peer, window } => {
                    self.ahead.insert(peer);
                    self.effects.push(NodeEffect::Behind { peer, window });
                }
            }
        }
    }

    /// The node has an event of its own: as a rule it has created it just now.
    fn created(&mut self, event: &Event) {
        if self.verdicts.get(&event.descriptor()).is_empty() {
            self.verdicts.created(event);
        }
    }

    /// Whether the rounds that are decided from now on do not count: members go on only to tell each other what they have.
    fn is_over(&self) -> bool {
        self.freeze.round.is_some() || self.status.current() == PlatformStatus::CatastrophicFailure
    }

    /// Handles a round. Gives back what the node says of the state, if members sign it.
    pub(super) fn round(&mut self, round: ConsensusRound, replayed: bool) -> Option<StateSignature> {
        if self.is_over() {
            return None;
        }
        for stale in round.stale.iter().filter(|stale| stale.creator() == self.me) {
            self.verdicts.stale(stale);
        }
        if !replayed && round.events.iter().any(|ordered| ordered.event.creator() == self.me) {
            self.status.heard(self.now);
        }
        let freezes = self.freeze.begins(round.time);
        let handled = self.handling.round(round, &mut self.verdicts, replayed, freezes);
        let (number, is_signed) = (handled.round, handled.is_signed);
        self.effects.push(NodeEffect::Handled(Arc::new(handled)));
        if freezes {
            self.freeze.round = Some(number);
            self.enter(PlatformStatus::Freezing);
        }
        is_signed.then(|| self.reach(number))
    }

    /// The node has reached the state after a round, and signs it.
    pub(super) fn reach(&mut self, round: u64) -> StateSignature {
        let hash = self.handling.state_hash();
        let signature = self.key.sign(&StateSignature::message(round, &hash)).into();
        let signature = StateSignature { round, hash, signature };
        let findings = self.agreement.reached(&signature);
        self.report(findings);
        signature
    }

    /// Has the others know what it signed. It comes with the next event, whenever that is; but when the network freezes, there
    /// would be none.
    pub(super) fn tell(&mut self, signature: &StateSignature) -> Vec<Effect> {
        let payload = Payload::System(signature.to_bytes());
        let mut effects = self.member.submit(&payload, self.now).unwrap_or_default();
        if self.freeze.round.is_some() {
            self.member.show_life();
            effects.extend(self.member.tick(self.now));
        }
        effects
    }

    /// Takes note of what an event's creator says of states.
    pub(super) fn collect(&mut self, event: &Event) {
        if event.creator() == self.me {
            return;
        }
        for signature in self.state_signatures(event) {
            let findings = self.agreement.told(event.creator(), &signature);
            self.report(findings);
        }
    }

    /// The signatures of states in an event, as far as they are valid.
    fn state_signatures(&mut self, event: &Event) -> Vec<StateSignature> {
        let found = self.verdicts.get(&event.descriptor());
        if !found.is_empty() {
            let signature = |payload: &VerifiedPayload| match payload {
                VerifiedPayload::Signature(signature) => Some(*signature),
                VerifiedPayload::Transaction(_) | VerifiedPayload::Other => None,
            };
            return found.iter().filter_map(signature).collect();
        }
        let payloads = event.content().transactions.iter().filter_map(Payload::from_bytes);
        let signature = |payload| match payload {
            Payload::System(bytes) => StateSignature::from_bytes(&bytes),
            Payload::User(_) | Payload::Heartbeat => None,
        };
        let signatures = payloads.filter_map(signature).collect::<Vec<_>>();
        let is_valid = |signature: &StateSignature| {
            let message = StateSignature::message(signature.round, &signature.hash);
            let key = self.verifier.key(event.creator());
            key.is_some_and(|key| self.signatures.verify(&key, &message, &signature.signature))
        };
        signatures.into_iter().filter(is_valid).collect()
    }

    fn report(&mut self, findings: Vec<Finding>) {
        for finding in findings {
            match finding {
                // One who has failed has nothing more to say.
                _ if self.status.current() == PlatformStatus::CatastrophicFailure => {}
                Finding::Signed(state) => self.effects.push(NodeEffect::Signed(state)),
                Finding::Iss(report) => {
                    self.effects.push(NodeEffect::Iss(report));
                    if report.is_fatal() {
                        self.member.halt();
                        self.enter(PlatformStatus::CatastrophicFailure);
                    }
                }
            }
        }
    }

    pub(super) fn enter(&mut self, status: PlatformStatus) {
        if self.status.set(status) {
            self.effects.push(NodeEffect::Status(status));
        }
    }

    /// Everything that is to be done now.
    pub(super) fn done(&mut self, effects: Vec<Effect>) -> Vec<NodeEffect> {
        self.perform(effects.into());
        self.step();
        // Who waits to be heard has something to say, be it nothing but that; if that is under way, there is open work.
        if self.status.current() == PlatformStatus::Checking && self.member.open_work() == (0, 0) {
            self.member.show_life();
            let effects = self.member.tick(self.now);
            self.perform(effects.into());
            self.step();
        }
        core::mem::take(&mut self.effects)
    }

    /// Goes on to the status that it should be in.
    fn step(&mut self) {
        let facts = Facts {
            may_create: self.member.may_create(),
            is_behind: 2 * self.ahead.len() > self.peers,
            now: self.now,
        };
        while self.status.step(facts) {
            self.effects.push(NodeEffect::Status(self.status.current()));
        }
    }
}
