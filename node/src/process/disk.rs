//! The thread that writes the event log, and shows what may be shown once it is on disk.

use std::{
    collections::VecDeque,
    io,
    sync::{
        Arc,
        mpsc::{self, Receiver, SyncSender},
    },
};

use hapi_daemon::{Emitter, Level};
use hapi_gossip::Gossip;
use hapi_node_core::{HandledRound, IssReport, NodeEffect, PlatformStatus, Saving, hashgraph::MemberId};
use hapi_storage::EventLog;
use serde_json::json;

use super::{
    keeper::{Keep, Keeper, LastSaved},
    layout::{Layout, Marker},
    progress::Progress,
    shown::Shown,
    threads::{Fault, Threads},
};

/// How many steps of the node may wait for the disk: when it is slower than that, the node waits for it.
const MOST_WAITING: usize = 512;

/// How many steps share a sync at most: all that came while the last one was under way.
const MOST_AT_ONCE: usize = 128;

/// Where the driving thread puts what has to do with the disk. When this is dropped, the thread ends after the rest.
#[derive(Debug)]
pub(super) struct DiskQueue(SyncSender<Vec<NodeEffect>>);

impl DiskQueue {
    /// Has effects carried out, after those before. Waits while too much waits. False when the disk takes nothing more.
    pub(super) fn push(&self, effects: Vec<NodeEffect>) -> bool {
        self.0.send(effects).is_ok()
    }
}

/// Carries out effects that wait for the disk.
pub(super) struct DiskThread {
    pub(super) me: MemberId,
    pub(super) log: EventLog,
    pub(super) last_saved: Arc<LastSaved>,
    pub(super) shown: Arc<Shown>,
    pub(super) gossip: Gossip,
    pub(super) keeper: Keeper,
    pub(super) saving: Saving,
    pub(super) layout: Layout,
    pub(super) emitter: Emitter,
    pub(super) replayed: Replayed,
}

/// How much of its log the node has handled again.
#[derive(Debug)]
pub(super) struct Replayed {
    pub(super) progress: Progress,
    pub(super) done: u64,
    pub(super) of: u64,
}

impl Replayed {
    fn another(&mut self) {
        self.done += 1;
        self.progress.tell("rounds of the log handled again", self.done, self.of);
    }
}

impl DiskThread {
    /// Starts it.
    pub(super) fn start(mut self, threads: &mut Threads) -> io::Result<DiskQueue> {
        let (sender, receiver) = mpsc::sync_channel(MOST_WAITING);
        threads.spawn("disk", move || self.run(&receiver))?;
        Ok(DiskQueue(sender))
    }

    fn run(&mut self, waiting: &Receiver<Vec<NodeEffect>>) -> Result<(), Fault> {
        let mut pruned = 0;
        while let Ok(first) = waiting.recv() {
            let mut effects = VecDeque::from(first);
            for more in waiting.try_iter().take(MOST_AT_ONCE) {
                effects.extend(more);
            }
            self.carry_out(effects)?;
            let obsolete = self.last_saved.obsolete();
            if obsolete > pruned {
                self.log.prune(obsolete)?;
                pruned = obsolete;
            }
        }
        Ok(self.log.sync()?)
    }

    /// One sync for all that has come: what waits for a sync waits for no less than it has to.
    fn carry_out(&mut self, effects: VecDeque<NodeEffect>) -> Result<(), Fault> {
        let mut syncs = false;
        for effect in &effects {
            match effect {
                NodeEffect::Append(event) => self.log.append(event)?,
                NodeEffect::Sync => syncs = true,
                _ => {}
            }
        }
        if syncs {
            self.log.sync()?;
        } else {
            self.log.flush()?;
        }
        effects.into_iter().try_for_each(|effect| self.after(effect))
    }

    /// Does what was waiting for the disk.
    fn after(&mut self, effect: NodeEffect) -> Result<(), Fault> {
        match effect {
            NodeEffect::Handled(round) => self.handled(&round),
            NodeEffect::Signed(state) => {
                if let Some(round) = self.saving.signed(&state) {
                    self.keeper.push(Keep::State(round, state))?;
                }
                Ok(())
            }
            NodeEffect::Status(status) => {
                self.enter(status);
                Ok(())
            }
            NodeEffect::Iss(report) => self.disagree(&report),
            NodeEffect::Send { to, message } => {
                self.gossip.send(to, message);
                Ok(())
            }
            NodeEffect::Append(_)
            | NodeEffect::Sync
            | NodeEffect::Disconnect { .. }
            | NodeEffect::Verify { .. }
            | NodeEffect::Behind { .. } => Ok(()),
        }
    }

    /// Shows a round: from now on, what is in it is final for everybody.
    fn handled(&mut self, round: &Arc<HandledRound>) -> Result<(), Fault> {
        let own = round.transactions.iter().filter(|handled| handled.creator == self.me.0);
        self.shown.advance(round.ledger.fork(), own.map(|handled| (&*handled.checked, &handled.outcome)));
        if self.emitter.emits("rounds", Level::Debug) {
            let value = json!({
                "round": round.round,
                "transactions": round.transactions.len(),
                "state_hash": round.state_hash.to_string(),
                "replayed": round.replayed,
            });
            self.emitter.emit_at(Level::Debug, "rounds", "round", &value);
        }
        tracing::debug!(round = round.round, transactions = round.transactions.len(), "handled");
        if round.replayed {
            self.replayed.another();
        }
        let checkpoint = self.saving.chooses(round, *self.log.segments().end(), self.last_saved.bytes());
        self.keeper.push(Keep::Round { round: Arc::clone(round), checkpoint })
    }

    fn enter(&self, status: PlatformStatus) {
        self.shown.enter(status, &self.emitter);
        let marked = match status {
            PlatformStatus::FreezeComplete => self.layout.mark(Marker::NowFrozen, "the network is frozen"),
            _ => Ok(()),
        };
        if let Err(error) = marked {
            tracing::error!(%error, "the marker of a frozen network cannot be written");
        }
    }

    fn disagree(&self, report: &IssReport) -> Result<(), Fault> {
        let (text, is_fatal) = (report.to_string(), report.is_fatal());
        let member = match report {
            IssReport::Own { .. } => Some(self.me.0),
            IssReport::Other { member, .. } => Some(member.0),
            IssReport::Split { .. } => None,
        };
        let value = json!({ "round": report.round(), "node": member, "fatal": is_fatal, "report": text });
        self.emitter.emit_at(Level::Error, "", "iss", &value);
        if !is_fatal {
            tracing::warn!(report = text, "another node has another state");
            return Ok(());
        }
        tracing::error!(report = text, "this node has another state than the others");
        Ok(self.layout.mark(Marker::Iss, &text)?)
    }
}
