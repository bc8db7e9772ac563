//! What a member does with the events that its graph can take.

use alloc::{sync::Arc, vec::Vec};

use hapi_hashgraph::{ConsensusRound, Event};

use super::{Effect, Member, open::Open};

impl Member {
    /// Takes events whose parents are here into account.
    pub(super) fn accept(&mut self, mut ready: Vec<Arc<Event>>) {
        while !ready.is_empty() {
            let mut later = Vec::new();
            for event in ready {
                self.note(&event);
                self.effects.push(Effect::Append(Arc::clone(&event)));
                self.store.insert(Arc::clone(&event));
                let was_waiting = self.consensus.is_waiting();
                let rounds = self.consensus.add(event);
                if was_waiting && !self.consensus.is_waiting() {
                    self.forget_ordered();
                }
                for round in rounds {
                    later.extend(self.intake.advance(round.window));
                    self.settle(&round);
                    // Nobody is told of what a loss of power could undo.
                    self.effects.extend([Effect::Sync, Effect::Round(round)]);
                }
            }
            ready = later;
        }
    }

    /// Only now it is known what had consensus in the round that it starts from, or before.
    fn forget_ordered(&mut self) {
        self.open = Open::default();
        for event in self.consensus.undecided() {
            self.open.insert(event);
        }
    }

    fn note(&mut self, event: &Event) {
        self.peers.arrived(&event.descriptor());
        self.active = self.now;
        let content = event.content();
        let has_work = self.open.insert(event);
        if content.creator == self.config.me {
            let is_later = self.creation.last.is_none_or(|(_, time)| time < content.time_created);
            if is_later {
                self.creation.last = Some((event.descriptor(), content.time_created));
            }
        } else {
            self.creation.heard(content.creator, has_work);
        }
    }

    fn settle(&mut self, round: &ConsensusRound) {
        for ordered in &round.events {
            self.open.remove(&ordered.event.hash());
        }
        for stale in &round.stale {
            self.open.remove(&stale.hash());
            if stale.creator() == self.config.me {
                for payload in &stale.content().transactions {
                    self.pool.insert(payload.clone());
                }
            }
        }
        self.store.prune(&round.window);
        self.peers.forget_ancient(round.window.ancient_threshold);
    }
}
