//! What a node begins with: everything that it has on disk.

use std::{fs, io, path::Path, sync::Arc};

use hapi_ledger::{
    Ledger,
    config::Config as Properties,
    crypto::sha384,
    genesis::{Genesis, OverrideError},
    queries::BEHAVIOUR,
    state::State,
};
use hapi_node_core::{
    Begin, Config, MemberInfo, NodeConfig, NodeCore, NodeEffect, Timing, VerifiedEvent,
    hashgraph::{Event, Limits, MemberId},
};
use hapi_storage::{Disk, EventLog, Owner, SavedState, StateHead, StateStore};
use hapi_streams::{Settings as StreamSettings, Signer};

use super::{
    driver::wall_clock, error::StartError, layout::Layout, settings::NodeSettings, streams::StreamWriter,
    verify::Checker,
};

/// How many signed states are kept.
const STATES_KEPT: usize = 2;

/// How many events may wait for their parents.
const WAITING_EVENTS: usize = 10_000;

/// How many events of the log are verified at once.
const VERIFIED_AT_ONCE: usize = 256;

/// A node that has read what it had on disk, and handled again what it had handled.
pub(super) struct Opened {
    pub(super) core: NodeCore,
    /// What is to be done before anything else.
    pub(super) effects: Vec<NodeEffect>,
    pub(super) log: EventLog,
    pub(super) states: StateStore,
    /// How many bytes the state has that it goes on from, 0 if it begins.
    pub(super) state_bytes: u64,
    pub(super) streams: Option<StreamWriter>,
    /// The ledger that it began with.
    pub(super) ledger: Ledger,
    pub(super) checker: Checker,
}

/// Reads what a node has on disk, and handles again what follows from its log.
pub(super) fn open(settings: &NodeSettings, disk: &Arc<dyn Disk>) -> Result<Opened, StartError> {
    let layout = Layout::new(&settings.dir);
    let properties = properties(settings)?;
    let beginning = Beginning::read(&layout, &settings.state)?;
    let owner = Owner { node: MemberId(settings.node_id), network: beginning.network };
    tracing::debug!("read the beginning");
    let events = layout.events();
    let (from_log, begun) = std::thread::scope(|scope| {
        // A new log is mostly waited for, a state mostly worked on: they go side by side.
        let limits = settings.tuning.log_limits();
        let log = scope.spawn(move || EventLog::open(Arc::clone(disk), &events, owner, limits));
        let begun = ledger(beginning.state, &properties);
        (log.join(), begun)
    });
    let (log, mut events) = from_log.map_err(|_| StartError::Panicked)??;
    let states = StateStore::open(Arc::clone(disk), &layout.states(), owner, STATES_KEPT)?;
    let latest = states.latest(log.reaches())?;
    for damaged in &latest.damaged {
        tracing::error!(%damaged, "passed over");
    }
    // The bytes of a large state are given up as soon as it is loaded.
    let (ledger, saved, state_bytes) = match latest.state {
        Some(SavedState { head, ledger: bytes }) => {
            (ledger(load(&bytes, &layout.states())?, &properties)?, Some(head), bytes.len() as u64)
        }
        None => (begun?, None, 0),
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
    let events = verified(&mut checker, &ledger, events);
    let from = match saved {
        Some(StateHead { snapshot, .. }) => Begin::Saved { ledger: ledger.fork(), snapshot },
        None => Begin::Genesis(ledger.fork()),
    };
    let (core, effects) = NodeCore::start(config, from, events, wall_clock())?;
    tracing::debug!("handled the log again");
    Ok(Opened { core, effects, log, states, state_bytes, streams, ledger, checker })
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
fn verified(checker: &mut Checker, ledger: &Ledger, events: Vec<Event>) -> Vec<VerifiedEvent> {
    let events: Vec<_> = events.into_iter().map(Arc::new).collect();
    let chunks = events.chunks(VERIFIED_AT_ONCE);
    chunks.flat_map(|chunk| checker.verify(ledger, chunk.to_vec())).collect()
}

impl From<io::Error> for StartError {
    fn from(source: io::Error) -> Self {
        Self::System(source)
    }
}
