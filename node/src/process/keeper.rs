//! The thread that writes what nobody waits for: streams, and signed states.

use std::{
    io,
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
        mpsc::{self, Receiver, SyncSender},
    },
};

use bytes::Bytes;
use hapi_daemon::Emitter;
use hapi_node_core::{HandledRound, SignedState};
use hapi_storage::{Saved, StateHead, StateStore};
use serde_json::json;

use super::{
    inbox::{Inbox, Input},
    streams::StreamWriter,
    threads::{Fault, Threads},
};

/// How many rounds may wait to be written; when that is slower than all else, the node waits for it.
const MOST_WAITING: usize = 256;

/// What is to be kept.
#[derive(Debug)]
pub(super) enum Keep {
    /// A round, in the streams.
    Round {
        /// The round.
        round: Arc<HandledRound>,
        /// Whether the state after it may be saved, so that the streams must be able to go on from there.
        checkpoint: bool,
    },
    /// The state after a round, with its signatures.
    State(Arc<HandledRound>, SignedState),
}

/// Where to put it. When this is dropped, the thread ends after the rest.
#[derive(Debug)]
pub(super) struct Keeper(SyncSender<Keep>);

/// The thread is gone: it has told why.
#[derive(Debug, thiserror::Error)]
#[error("nobody writes streams and states any more")]
struct Gone;

impl Keeper {
    /// Has something kept. Waits while too much waits.
    pub(super) fn push(&self, keep: Keep) -> Result<(), Fault> {
        self.0.send(keep).map_err(|_| Gone.into())
    }
}

/// What came of the last state that was saved: the keeper tells, and the log and the choice of states go by it.
#[derive(Debug)]
pub(super) struct LastSaved {
    obsolete: AtomicU64,
    bytes: AtomicU64,
}

impl LastSaved {
    /// Nothing was saved yet; the state that the node started from has so many bytes, 0 if there was none.
    pub(super) fn new(bytes: u64) -> Self {
        Self { obsolete: AtomicU64::new(0), bytes: AtomicU64::new(bytes) }
    }

    fn tell(&self, saved: &Saved) {
        self.bytes.store(saved.bytes, Ordering::Release);
        self.obsolete.store(saved.obsolete, Ordering::Release);
    }

    /// Events born before this round can go from the log.
    pub(super) fn obsolete(&self) -> u64 {
        self.obsolete.load(Ordering::Acquire)
    }

    /// How large the state is.
    pub(super) fn bytes(&self) -> u64 {
        self.bytes.load(Ordering::Acquire)
    }
}

/// Keeps it.
pub(super) struct KeeperThread {
    pub(super) streams: Option<StreamWriter>,
    pub(super) states: StateStore,
    pub(super) last_saved: Arc<LastSaved>,
    pub(super) inbox: Inbox,
    pub(super) emitter: Emitter,
}

impl KeeperThread {
    /// Starts it.
    pub(super) fn start(mut self, threads: &mut Threads) -> io::Result<Keeper> {
        let (sender, receiver) = mpsc::sync_channel(MOST_WAITING);
        threads.spawn("keeper", move || self.run(&receiver))?;
        Ok(Keeper(sender))
    }

    fn run(&mut self, waiting: &Receiver<Keep>) -> Result<(), Fault> {
        for keep in waiting {
            match keep {
                Keep::Round { round, checkpoint } => {
                    if let Some(streams) = &mut self.streams {
                        streams.round(&round, checkpoint)?;
                    }
                }
                Keep::State(round, signed) => self.save(&round, &signed)?,
            }
        }
        if let Some(streams) = &mut self.streams {
            streams.flush()?;
        }
        Ok(())
    }

    fn save(&self, round: &HandledRound, signed: &SignedState) -> Result<(), Fault> {
        let signatures = signed.signatures.iter();
        let head = StateHead {
            round: round.round,
            snapshot: round.snapshot.clone(),
            hash: round.state_hash.0,
            signatures: signatures.map(|(id, signature)| (*id, Bytes::copy_from_slice(signature))).collect(),
        };
        let state = round.ledger.state();
        let saved = self.states.save(&head, |sink| state.save_to(sink))?;
        let Saved { obsolete, bytes } = saved;
        tracing::info!(round = round.round, bytes, obsolete, "saved a state");
        self.emitter.emit("saved", &json!({ "round": round.round, "bytes": bytes }));
        self.last_saved.tell(&saved);
        self.inbox.push(Input::Saved(round.round));
        Ok(())
    }
}
