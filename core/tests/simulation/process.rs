//! One process: a node, its disk, and what came out of it.

use std::{collections::BTreeMap, sync::Arc};

use hapi_node_core::{
    Begin, HandledRound, IssReport, NodeCore, PlatformStatus, Saving, VerifiedEvent,
    hashgraph::{Event, Hash, MemberId, Nanos, Snapshot},
    ledger::{Ledger, ingest::Ingest, state::StateHash},
};

use crate::{traffic::node_account, world::Puppet};

/// How many events a segment of the log has.
pub(crate) const SEGMENT: usize = 1_000;

/// Usually a member's only process.
pub(crate) struct Process {
    pub(crate) id: MemberId,
    pub(crate) node: Option<NodeCore>,
    /// What runs in place of a node, if something does.
    pub(crate) puppet: Option<Puppet>,
    pub(crate) ingest: Ingest,
    /// Which of its starts this is.
    pub(crate) life: u64,
    pub(crate) disk: Disk,
    /// What says which states it saves, unless the world does.
    pub(crate) saving: Option<Saving>,
    /// The last round that it has handled since it started.
    pub(crate) handled: u64,
    /// The last round that it ever showed to anybody.
    pub(crate) shown: u64,
    pub(crate) last: Option<Arc<HandledRound>>,
    /// Whether it does as it should.
    pub(crate) is_honest: bool,
    /// Whether its ledger is what follows from its past.
    pub(crate) is_sound: bool,
    pub(crate) wake: Option<Nanos>,
    /// What it was up to, and since when.
    pub(crate) statuses: Vec<(Nanos, PlatformStatus)>,
    /// States that enough members signed.
    pub(crate) signed: BTreeMap<u64, StateHash>,
    pub(crate) reports: Vec<IssReport>,
}

/// What a process finds when it starts again.
#[derive(Default)]
pub(crate) struct Disk {
    pub(crate) log: Vec<Arc<Event>>,
    /// How many events were ever written to it.
    pub(crate) appended: usize,
    /// How much of the log is there for sure.
    pub(crate) synced: usize,
    pub(crate) saved: Option<Saved>,
}

/// A saved state.
pub(crate) struct Saved {
    pub(crate) ledger: Ledger,
    pub(crate) snapshot: Snapshot,
}

impl Process {
    pub(crate) fn new(id: MemberId, is_honest: bool) -> Self {
        Self {
            id,
            node: None,
            puppet: None,
            ingest: Ingest::new(node_account(id.0)),
            life: 0,
            disk: Disk::default(),
            saving: None,
            handled: 0,
            shown: 0,
            last: None,
            is_honest,
            is_sound: true,
            wake: None,
            statuses: Vec::new(),
            signed: BTreeMap::new(),
            reports: Vec::new(),
        }
    }

    /// What it is up to, if it runs.
    pub(crate) fn status(&self) -> Option<PlatformStatus> {
        self.node.as_ref().map(NodeCore::status)
    }
}

impl Disk {
    /// What a node begins with.
    pub(crate) fn begin(&self, genesis: &Ledger) -> Begin {
        match &self.saved {
            None => Begin::Genesis(genesis.fork()),
            Some(Saved { ledger, snapshot }) => {
                Begin::Saved { ledger: ledger.fork(), snapshot: snapshot.clone() }
            }
        }
    }

    /// The log as a node reads it, with verdicts as far as they are known.
    pub(crate) fn events(&self, known: &BTreeMap<Hash, VerifiedEvent>) -> Vec<VerifiedEvent> {
        let verified = |event: &Arc<Event>| match known.get(&event.hash()) {
            Some(verified) => verified.clone(),
            None => VerifiedEvent::logged((**event).clone()),
        };
        self.log.iter().map(verified).collect()
    }

    /// Takes an event.
    pub(crate) fn append(&mut self, event: Arc<Event>) {
        self.log.push(event);
        self.appended += 1;
    }

    /// The number of the segment that the log goes on in.
    pub(crate) fn segment(&self) -> u64 {
        (self.appended / SEGMENT) as u64
    }

    /// Loses what was not synced, as a power loss does.
    pub(crate) fn lose(&mut self) {
        self.log.truncate(self.synced);
    }

    /// Saves a state, and drops what is not needed any more after it.
    pub(crate) fn save(&mut self, ledger: &Ledger, snapshot: &Snapshot, ancient_threshold: u64) {
        self.saved = Some(Saved { ledger: ledger.fork(), snapshot: snapshot.clone() });
        let is_needed = |event: &Arc<Event>| event.content().birth_round >= ancient_threshold;
        self.synced = self.log[..self.synced].iter().filter(|event| is_needed(event)).count();
        self.log.retain(is_needed);
    }
}
