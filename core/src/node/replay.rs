//! From the end of the log to the present.

use alloc::{collections::VecDeque, vec::Vec};

use hapi_hashgraph::Nanos;

use super::{EventVerifier, NodeCore, NodeEffect, PlatformStatus, StateSignature};
use crate::Effect;

/// A node that handles again what its log decides: an iterator over what is to be done, a step for each round. Then it is to be told to
/// [`finish`](Replay::finish).
///
/// What it said of states before is said again only for the last one: peers may lack that.
#[derive(Debug)]
pub struct Replay {
    node: NodeCore,
    /// The rounds of the log, and behind them what is to be done besides.
    rest: VecDeque<Effect>,
    rounds: usize,
    /// What it says of the last state that members sign.
    last: Option<StateSignature>,
    is_received: bool,
}

impl Replay {
    /// A node that goes on from a saved round, if from any, and the rounds that follow from its log.
    pub(super) fn new(
        mut node: NodeCore,
        saved: Option<u64>,
        effects: Vec<Effect>,
        is_received: bool,
    ) -> Self {
        node.enter(PlatformStatus::ReplayingEvents);
        // A process that ended may have left its log to the operating system.
        node.effects.push(NodeEffect::Sync);
        let last = saved.map(|round| node.reach(round));
        let rounds = effects.iter().take_while(|effect| matches!(effect, Effect::Round(_))).count();
        Self { node, rest: effects.into(), rounds, last, is_received }
    }

    /// How many rounds are still to be handled.
    pub fn rounds_left(&self) -> usize {
        self.rounds
    }

    /// A verifier of the members' events.
    pub fn verifier(&self) -> &EventVerifier {
        self.node.verifier()
    }

    /// The node, with all that was left handled, and what is to be done at first.
    pub fn finish(mut self, now: Nanos) -> (NodeCore, Vec<NodeEffect>) {
        let mut left: Vec<_> = self.by_ref().flatten().collect();
        let Self { mut node, rest, last, is_received, .. } = self;
        node.now = now;
        let undecided: Vec<_> = node.member.undecided().cloned().collect();
        for event in undecided {
            node.collect(&event);
        }
        let mut effects = rest;
        if let Some(signature) = last {
            effects.extend(node.tell(&signature));
        }
        node.perform(effects);
        node.enter(if is_received { PlatformStatus::ReconnectComplete } else { PlatformStatus::Observing });
        node.member.show_life();
        let effects = node.member.tick(now);
        left.extend(node.done(effects));
        (node, left)
    }
}

impl Iterator for Replay {
    type Item = Vec<NodeEffect>;

    fn next(&mut self) -> Option<Vec<NodeEffect>> {
        self.rounds = self.rounds.checked_sub(1)?;
        if let Some(Effect::Round(round)) = self.rest.pop_front() {
            for ordered in &round.events {
                self.node.collect(&ordered.event);
            }
            self.last = self.node.round(round, true).or(self.last.take());
        }
        Some(core::mem::take(&mut self.node.effects))
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        (self.rounds, Some(self.rounds))
    }
}

impl ExactSizeIterator for Replay {}
