//! How processes begin and end.

use hapi_node_core::{Begin, NodeConfig, NodeCore, NodeEffect, hashgraph::MemberId, ledger::ingest::Ingest};

use super::{Happening, World, config};
use crate::{process::Process, traffic::node_account};

impl World {
    /// Adds a process of member `id` and starts it.
    pub(super) fn add(&mut self, id: usize, honest: bool) -> usize {
        self.slots.push(Process::new(MemberId(id as u64), honest));
        self.start(self.slots.len() - 1);
        self.slots.len() - 1
    }

    /// Starts a process with what it has on disk.
    pub(crate) fn start(&mut self, slot: usize) {
        let begin = self.slots[slot].disk.begin(&self.genesis);
        self.begin(slot, begin);
    }

    fn begin(&mut self, slot: usize, begin: Begin) {
        let process = &self.slots[slot];
        let member = config(process.id, &self.weights, self.sync_own_events);
        let config = NodeConfig { freeze_at: self.freeze_at, ..NodeConfig::new(member) };
        let log = process.disk.events(&self.verified);
        let (node, effects) =
            NodeCore::start(config, begin, log, self.now).expect("the configuration is right");
        let replayed =
            effects.iter().filter(|effect| matches!(effect, NodeEffect::Handled(_))).count() as u64;
        let started = &mut self.slots[slot];
        started.node = Some(node);
        started.ingest = Ingest::new(node_account(started.id.0));
        started.life += 1;
        started.disk.synced = started.disk.log.len();
        started.handled = started.disk.saved.as_ref().map_or(0, |saved| saved.snapshot.round);
        let (saved, shown) = (started.handled, started.shown);
        assert!(
            saved + replayed >= shown,
            "what was shown is on disk: {saved} + {replayed} of {shown} rounds"
        );
        self.perform(slot, effects);
        for other in 0..self.slots.len() {
            self.later(0, Happening::Connect { a: slot, b: other });
        }
    }

    /// Gives a process that has fallen behind the state of the one that is furthest.
    pub(super) fn reconnect(&mut self, slot: usize) {
        let donors = self.slots.iter().filter(|donor| donor.node.is_some() && donor.is_sound);
        let state = donors.filter_map(|donor| donor.last.clone()).max_by_key(|round| round.round);
        let Some(state) = state else { return };
        self.reconnected += 1;
        self.stop(slot);
        self.slots[slot].disk.save(&state.ledger, &state.snapshot, state.window.ancient_threshold);
        self.slots[slot].shown = state.round;
        let (ledger, snapshot) = (state.ledger.fork(), state.snapshot.clone());
        self.begin(slot, Begin::Received { ledger, snapshot });
        let now = self.now;
        self.with(slot, |node| node.state_saved(state.round, now));
    }

    /// Ends a process as a power loss does: what was not synced is gone.
    pub(crate) fn stop(&mut self, slot: usize) {
        for other in 0..self.slots.len() {
            self.disconnect(slot, other);
        }
        self.slots[slot].node = None;
        self.slots[slot].disk.lose();
    }
}
