//! What a node begins with: everything that it has on disk.

use std::{fs, io, iter, path::Path, sync::Arc, thread};

use bytes::Bytes;
use hapi_ledger::{
    Ledger,
    config::Config as Properties,
    crypto::sha384,
    genesis::{Genesis, OverrideError},
    queries::BEHAVIOUR,
    state::{State, StateHash},
};
use hapi_node_core::{
    Begin, Config, MemberInfo, NodeConfig, NodeCore, PlatformStatus, Replay, Timing, VerifiedEvent,
    hashgraph::{Event, Limits, MemberId},
};
use hapi_storage::{Disk, EventLog, Owner, SavedState, StateHead, StateStore};
use hapi_streams::{Settings as StreamSettings, Signer};

use tokio::sync::oneshot;

use super::{
    driver::wall_clock,
    error::StartError,
    inbox::Inbox,
    layout::Layout,
    progress::{Progress, Voice},
    settings::NodeSettings,
    shown::Shown,
    streams::StreamWriter,
    verify::Checker,
};

/// How many signed states are kept.
const STATES_KEPT: usize = 2;

/// How many events may wait for their parents.
const WAITING_EVENTS: usize = 10_000;

/// How many events of the log are verified at once.
const VERIFIED_AT_ONCE: usize = 256;

/// A node that has read what it had on disk, and what it handled before from its log.
pub(super) struct Opened {
    pub(super) replay: Replay,
    pub(super) log: EventLog,
    pub(super) states: StateStore,
    /// How many bytes the state has that it goes on from, 0 if it begins.
    pub(super) state_bytes: u64,
    pub(super) streams: Option<StreamWriter>,
    pub(super) checker: Checker,
    pub(super) progress: Progress,
}

/// How a node that reads its directory is seen.
pub(super) struct Face {
    pub(super) inbox: Inbox,
    pub(super) voice: Voice,
    /// Gets what the node shows as soon as there is something to show, long before all is read.
    pub(super) shown: oneshot::Sender<Arc<Shown>>,
}

/// Reads what a node has on disk, and finds out what follows from its log.
pub(super) fn open(settings: &NodeSettings, disk: &Arc<dyn Disk>, face: Face) -> Result<Opened, StartError> {
    let Face { inbox, voice, shown: told } = face;
    let mut progress = Progress::new(voice.clone(), settings.tuning.progress_interval());
    let layout = Layout::new(&settings.dir);
    let properties = properties(settings)?;
    let account = settings.own()?.account;
    let beginning = Beginning::read(&layout, &settings.state)?;
    let owner = Owner { node: MemberId(settings.node_id), network: beginning.network };
    tracing::debug!("read the beginning");
    let events = layout.events();
    let (from_log, begun) = thread::scope(|scope| {
        // A new log is mostly waited for, a state mostly worked on: they go side by side.
        let limits = settings.tuning.log_limits();
        let log = scope.spawn(move || EventLog::open(Arc::clone(disk), &events, owner, limits));
        let begun = ledger(beginning.state, &properties).map(|ledger| {
            let shown = Arc::new(Shown::new(account, ledger.fork(), inbox));
            // Nobody waits for it when the node is told to stop before.
            let _ = told.send(Arc::clone(&shown));
            (ledger, shown)
        });
        (log.join(), begun)
    });
    let (log, mut events) = from_log.map_err(|_| StartError::Panicked)??;
    let (begun, shown) = begun?;
    let states = StateStore::open(Arc::clone(disk), &layout.states(), owner, STATES_KEPT)?;
    let latest = states.latest(log.reaches())?;
    for damaged in &latest.damaged {
        tracing::error!(%damaged, "passed over");
    }
    let (ledger, saved, state_bytes) = match latest.state {
        Some(SavedState { head, ledger: bytes }) => {
            let bytes_read = bytes.len() as u64;
            let ledger = saved_ledger(bytes, &head, &layout, &properties, &mut progress)?;
            shown.advance(ledger.fork(), iter::empty());
            (ledger, Some(head), bytes_read)
        }
        None => (begun, None, 0),
    };
    // The log reaches back to the oldest state: most of it may be ancient for the latest.
    let needed = saved.as_ref().map_or(0, StateHead::needs);
    events.retain(|event| event.content().birth_round >= needed);
    let round = saved.as_ref().map_or(0, |saved| saved.round);
    tracing::info!(events = events.len(), round, "read from disk");
    let streams = streams(settings, &layout, &ledger, saved.as_ref())?;
    tracing::debug!("opened the streams");
    let config = config(settings);
    let mut checker = Checker::new(hapi_node_core::EventVerifier::new(&config.member))?;
    let from = match saved {
        Some(StateHead { snapshot, .. }) => Begin::Saved { ledger: ledger.fork(), snapshot },
        None => Begin::Genesis(ledger.fork()),
    };
    voice.say(|emitter| shown.enter(PlatformStatus::ReplayingEvents, emitter));
    let events = verified(&mut checker, &ledger, events, &mut progress);
    let replay = NodeCore::begin(config, from, events, wall_clock())?;
    tracing::debug!(rounds = replay.rounds_left(), "read the log again");
    Ok(Opened { replay, log, states, state_bytes, streams, checker, progress })
}

/// The ledger of a saved state, whose bytes are given up as soon as it is loaded: they may be many.
fn saved_ledger(
    bytes: Bytes,
    head: &StateHead,
    layout: &Layout,
    properties: &Arc<Properties>,
    progress: &mut Progress,
) -> Result<Ledger, StartError> {
    let (path, size) = (layout.states(), bytes.len() as u64);
    let what = "bytes of the state loaded";
    progress.tell(what, 0, size);
    let state = load(&bytes, &path)?;
    drop(bytes);
    progress.tell(what, size, size);
    let mut ledger = ledger(state, properties)?;
    let (found, signed) = (ledger.state_hash(), StateHash(head.hash));
    progress.tell("bytes of the state checked", size, size);
    if found == signed {
        Ok(ledger)
    } else {
        Err(StartError::Hash { path, round: head.round, found, signed })
    }
}

/// The state that the network began with.
struct Beginning {
    state: State,
    /// What tells this network from others.
    network: [u8; 32],
}

impl Beginning {
    /// The node's own copy; at its first start, or when that is damaged, the one that its settings name.
    fn read(layout: &Layout, given: &Path) -> Result<Self, StartError> {
        let failed = |path: &Path| {
            let path = path.to_owned();
            move |source| StartError::Beginning { path, source }
        };
        let own = layout.genesis();
        if let Ok(bytes) = fs::read(&own)
            && let Ok(state) = State::load(&bytes)
        {
            return Ok(Self::of(&bytes, state));
        }
        let bytes = fs::read(given).map_err(failed(given))?;
        let state = load(&bytes, given)?;
        let unfinished = own.with_extension("tmp");
        fs::write(&unfinished, &bytes).and_then(|()| fs::rename(&unfinished, &own)).map_err(failed(&own))?;
        Ok(Self::of(&bytes, state))
    }

    fn of(bytes: &[u8], state: State) -> Self {
        let mut network = [0; 32];
        network.copy_from_slice(&sha384(bytes)[..32]);
        Self { state, network }
    }
}

fn load(bytes: &[u8], from: &Path) -> Result<State, StartError> {
    State::load(bytes).map_err(|source| StartError::Load { path: from.to_owned(), source })
}

/// The ledger with this state.
fn ledger(state: State, properties: &Arc<Properties>) -> Result<Ledger, StartError> {
    let mut ledger = Ledger::from_state(state, Arc::clone(properties))?;
    // Once, and not by each of those who go on from here.
    ledger.state_hash();
    Ok(ledger)
}

fn properties(settings: &NodeSettings) -> Result<Arc<Properties>, OverrideError> {
    Ok(Arc::new(Genesis::default().with_properties(&settings.properties)?.config))
}

/// The node's part in consensus.
fn config(settings: &NodeSettings) -> NodeConfig {
    let tuning = &settings.tuning;
    let members = settings.members.iter().map(|member| MemberInfo {
        id: MemberId(member.id),
        weight: member.weight,
        key: member.key,
    });
    NodeConfig::new(Config {
        me: MemberId(settings.node_id),
        key: settings.secret.0,
        members: members.collect(),
        timing: Timing { heartbeat: tuning.heartbeat(), ..Timing::default() },
        limits: Limits::default(),
        sync_own_events: tuning.sync_own_events,
        pool_bytes: tuning.pool_bytes,
        waiting_events: WAITING_EVENTS,
    })
}

/// The streams, from where the ledger is.
fn streams(
    settings: &NodeSettings,
    layout: &Layout,
    ledger: &Ledger,
    saved: Option<&StateHead>,
) -> Result<Option<StreamWriter>, StartError> {
    if !settings.streams {
        return Ok(None);
    }
    let account = format!("0.0.{}", settings.own()?.account);
    let signer = Signer::from_seed(settings.secret.0);
    let stream = StreamSettings {
        keep: settings.tuning.streams_kept,
        ..StreamSettings::new(layout.streams(), account, BEHAVIOUR, signer)
    };
    let writer = match saved {
        Some(saved) => StreamWriter::resume(&stream, saved.round)?,
        None => StreamWriter::begin(&stream, ledger)?,
    };
    Ok(Some(writer))
}

/// The events of the log, with verdicts on all signatures in them: many at once cost half of what they cost one by one.
fn verified<'a>(
    checker: &'a mut Checker,
    ledger: &'a Ledger,
    events: Vec<Event>,
    progress: &'a mut Progress,
) -> impl Iterator<Item = VerifiedEvent> + 'a {
    let (mut done, of) = (0, events.len() as u64);
    let mut events = events.into_iter();
    let chunks = iter::from_fn(move || {
        let chunk: Vec<_> = events.by_ref().take(VERIFIED_AT_ONCE).map(Arc::new).collect();
        done += chunk.len() as u64;
        progress.tell("events of the log read again", done, of);
        if chunk.is_empty() { None } else { Some(checker.verify(ledger, chunk)) }
    });
    chunks.flatten()
}

impl From<io::Error> for StartError {
    fn from(source: io::Error) -> Self {
        Self::System(source)
    }
}
