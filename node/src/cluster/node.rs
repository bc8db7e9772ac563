//! One node of a cluster: a process that is started, watched and stopped.

use std::{
    collections::BTreeMap,
    fs,
    future::pending,
    net::SocketAddr,
    path::Path,
    pin::pin,
    sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError},
    time::{Duration, Instant},
};

use hapi_daemon::{Daemon, Exit, Level, Usage, UsageError, WaitError};
use serde::Deserialize as _;
use tokio::time::{sleep, sleep_until, timeout};

use super::{
    ClusterError, NodeLog, NodeName,
    answer::first_answer,
    config::Program,
    error::LogEnd,
    patience::{LastSign, Patience, Signs},
};
use crate::{
    grpc::GrpcClient,
    process::{
        Addresses, Bound, Layout, Listen, LiveAddresses, NodeSettings, OperatorFront, SETTINGS_VARIABLE,
    },
};

/// How long a node has to finish what it has begun when it is stopped, before it is killed. It needs a moment; this is for
/// machines under load.
const STOP_LIMIT: Duration = Duration::from_secs(30);

/// The status that a node is to come to.
const ACTIVE: &str = "ACTIVE";

/// How many lines of a log stand behind an error.
const LOG_END: usize = 20;

/// The pause between two questions to a node that is about to answer.
const PAUSE: Duration = Duration::from_millis(2);

/// A node of a [`Cluster`](super::Cluster). A cheap handle: clones are the same node.
#[derive(Clone, Debug)]
pub struct NodeHandle(Arc<Node>);

#[derive(Debug)]
struct Node {
    name: NodeName,
    account: u64,
    layout: Layout,
    log: NodeLog,
    daemon: Daemon,
    limit: Duration,
    settings: Mutex<NodeSettings>,
    bound: OnceLock<Bound>,
    client: OnceLock<GrpcClient>,
    operator_client: OnceLock<GrpcClient>,
    /// When it or another of its network last showed that its start gets on.
    signs: Signs,
    last_sign: Arc<LastSign>,
    /// Why it did not start, in its own words.
    refusal: Arc<Mutex<Option<String>>>,
    /// One thing at a time is done to it.
    turn: tokio::sync::Mutex<Condition>,
}

/// Whether a process stands still, which no signal but one gets through to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Condition {
    Free,
    Suspended,
}

impl NodeHandle {
    pub(crate) fn new(settings: NodeSettings, program: &Program, limit: Duration, signs: Signs) -> Self {
        let name = NodeName(settings.node_id);
        let layout = Layout::new(&settings.dir);
        let daemon = Daemon::builder(name.to_string(), &program.path)
            .args(&program.arguments)
            .env(SETTINGS_VARIABLE, settings_file(&settings.dir))
            .directory(&settings.dir)
            .event_pipe(true)
            .event_level(Level::Info)
            .guards_itself(true)
            .stdin(true)
            .wait_limit(limit)
            .build();
        let refusal = Arc::<Mutex<Option<String>>>::default();
        let last_sign = Arc::<LastSign>::default();
        let (said, heard, told) = (Arc::clone(&refusal), Arc::clone(&last_sign), signs.clone());
        daemon.on_event(move |event| {
            heard.hear(event, &told);
            if event.name == "failed" {
                let reason = event.value["error"].as_str().map(ToOwned::to_owned);
                *locked(&said) = Some(reason.unwrap_or_else(|| event.value.to_string()));
            }
        });
        let account = settings.own().map_or(0, |own| own.account);
        Self(Arc::new(Node {
            name,
            account,
            log: NodeLog::at(layout.node_log()),
            layout,
            daemon,
            limit,
            settings: Mutex::new(settings),
            bound: OnceLock::new(),
            client: OnceLock::new(),
            operator_client: OnceLock::new(),
            signs,
            last_sign,
            refusal,
            turn: tokio::sync::Mutex::new(Condition::Free),
        }))
    }

    /// Its number in the address book.
    pub fn id(&self) -> u64 {
        self.0.name.0
    }

    /// Its name: `node1` is the one with number 0.
    pub fn name(&self) -> NodeName {
        self.0.name
    }

    /// The number of its account.
    pub fn account(&self) -> u64 {
        self.0.account
    }

    /// Where it keeps what.
    pub fn layout(&self) -> &Layout {
        &self.0.layout
    }

    /// Its log.
    pub fn log(&self) -> &NodeLog {
        &self.0.log
    }

    /// Its process, for those who want to hear its events.
    pub fn daemon(&self) -> &Daemon {
        &self.0.daemon
    }

    /// Where it serves gRPC, the address of its own first; the same after it was restarted.
    pub fn grpc(&self) -> &[SocketAddr] {
        self.0.bound.get().map_or(&[], |bound| &bound.grpc)
    }

    /// Where it gossips.
    pub fn gossip(&self) -> Option<SocketAddr> {
        self.0.bound.get().map(|bound| bound.gossip)
    }

    /// Where the one who runs the node may ask it for free.
    pub fn operator(&self) -> Option<SocketAddr> {
        self.0.bound.get().and_then(|bound| bound.operator)
    }

    /// A client of it, shared by all who ask.
    pub fn client(&self) -> Option<&GrpcClient> {
        let address = *self.grpc().first()?;
        Some(self.0.client.get_or_init(|| GrpcClient::new(address)))
    }

    /// A client of its front for the one who runs it, shared by all who ask; `None` if it has no such front.
    pub fn operator_client(&self) -> Option<&GrpcClient> {
        let address = self.operator()?;
        Some(self.0.operator_client.get_or_init(|| GrpcClient::new(address)))
    }

    /// The memory and the time that its process uses.
    ///
    /// # Errors
    /// When it does not run, or the system does not say.
    pub async fn usage(&self) -> Result<Usage, UsageError> {
        self.0.daemon.usage().await
    }

    /// Asks it to end, and waits until it has: it finishes what it has begun.
    ///
    /// # Errors
    /// When it does not run, or cannot be signalled.
    pub async fn stop(&self) -> Result<(), ClusterError> {
        let mut turn = self.0.turn.lock().await;
        self.end(&mut turn).await
    }

    /// Who stops what does not run has lost track of it.
    fn running(&self) -> Result<(), ClusterError> {
        if self.is_running() { Ok(()) } else { Err(ClusterError::NotRunning { node: self.0.name }) }
    }

    async fn end(&self, condition: &mut Condition) -> Result<(), ClusterError> {
        self.running()?;
        // One that stands still is woken for it.
        self.0.daemon.terminate(STOP_LIMIT).await?;
        *condition = Condition::Free;
        Ok(())
    }

    /// Ends it in order if it runs; that it does not is as well.
    pub(crate) async fn shut(&self) -> Result<(), ClusterError> {
        let mut turn = self.0.turn.lock().await;
        if self.is_running() { self.end(&mut turn).await } else { Ok(()) }
    }

    /// Starts it where it ended, at the same ports, and waits until it is active and answers, however long that takes, as long as it shows
    /// that it gets on ([`ClusterConfig::start_limit`](super::ClusterConfig::start_limit)).
    ///
    /// # Errors
    /// When it runs already, does not start, or does not get on.
    pub async fn start(&self) -> Result<(), ClusterError> {
        let _turn = self.0.turn.lock().await;
        self.begin().await
    }

    /// Stops it and starts it again.
    ///
    /// # Errors
    /// As [`NodeHandle::stop`] and [`NodeHandle::start`].
    pub async fn restart(&self) -> Result<(), ClusterError> {
        let mut turn = self.0.turn.lock().await;
        self.end(&mut turn).await?;
        self.begin().await
    }

    /// Has it run, whatever was done to it before: resumes it if it stands still, and starts it if it has ended.
    ///
    /// # Errors
    /// When it does not start, or does not get on.
    pub async fn revive(&self) -> Result<(), ClusterError> {
        let mut turn = self.0.turn.lock().await;
        if !self.is_running() {
            return self.begin().await;
        }
        if *turn == Condition::Suspended {
            self.0.daemon.resume().await?;
            *turn = Condition::Free;
            return self.answers().await;
        }
        Ok(())
    }

    async fn begin(&self) -> Result<(), ClusterError> {
        self.spawn().await?;
        self.bound().await?;
        self.active().await?;
        self.answers().await
    }

    /// Ends it at once, as the loss of its machine would, and waits until it has ended.
    ///
    /// # Errors
    /// When it does not run.
    pub async fn kill(&self) -> Result<(), ClusterError> {
        let mut turn = self.0.turn.lock().await;
        self.running()?;
        self.0.daemon.kill().await?;
        *turn = Condition::Free;
        Ok(())
    }

    /// Has it stand still.
    ///
    /// # Errors
    /// When it does not run.
    pub async fn suspend(&self) -> Result<(), ClusterError> {
        let mut turn = self.0.turn.lock().await;
        self.0.daemon.suspend().await?;
        *turn = Condition::Suspended;
        Ok(())
    }

    /// Has it go on.
    ///
    /// # Errors
    /// When it does not run.
    pub async fn resume(&self) -> Result<(), ClusterError> {
        let mut turn = self.0.turn.lock().await;
        self.0.daemon.resume().await?;
        *turn = Condition::Free;
        Ok(())
    }

    /// Returns when its process has ended, whoever ended it, and says how.
    pub async fn ended(&self) -> Exit {
        loop {
            if let Ok(exit) = self.0.daemon.wait_for_exit(Duration::MAX).await {
                return exit;
            }
        }
    }

    /// Whether its process is there.
    pub fn is_running(&self) -> bool {
        self.0.daemon.pid().is_some()
    }

    /// Waits until it says that its status has become this one, `ACTIVE` for example, in the present run of its process.
    ///
    /// # Errors
    /// When it ends before, or does not say so within `limit`.
    pub async fn wait_for_status(&self, status: &str, limit: Duration) -> Result<(), ClusterError> {
        let becomes = |value: &serde_json::Value| (value["to"] == status).then_some(());
        let reached = self.0.daemon.wait_for_full("status", &format!("to = {status}"), limit, becomes);
        reached.await.map_err(|error| self.failed(error))
    }

    /// Writes its settings and starts its process.
    pub(crate) async fn spawn(&self) -> Result<(), ClusterError> {
        locked(&self.0.refusal).take();
        self.0.last_sign.forget();
        let settings = self.settings().clone();
        // Somebody may have removed it, so that the node begins anew.
        fs::create_dir_all(&settings.dir)
            .map_err(|source| ClusterError::Dir { path: settings.dir.clone(), source })?;
        settings
            .write(&settings_file(&settings.dir))
            .map_err(|error| ClusterError::Settings { node: self.0.name, error })?;
        Ok(self.0.daemon.start().await?)
    }

    /// Waits until it listens, and says where.
    pub(crate) async fn bound(&self) -> Result<Bound, ClusterError> {
        let read = |value: &serde_json::Value| Bound::deserialize(value).ok();
        let bound = self.0.daemon.wait_for_full("bound", "", Duration::MAX, read);
        let bound = self.patiently("where it listens", bound).await?;
        Ok(self.0.bound.get_or_init(|| bound).clone())
    }

    /// Tells it where the others gossip, now and whenever it is started again.
    pub(crate) async fn tell(&self, gossip: &BTreeMap<u64, SocketAddr>) -> Result<(), ClusterError> {
        {
            let mut settings = self.settings();
            settings.addresses = Addresses::Listed;
            for member in &mut settings.members {
                member.gossip = gossip.get(&member.id).copied();
            }
            if let Some(Bound { gossip, grpc, operator }) = self.0.bound.get().cloned() {
                let operator = operator.map_or(OperatorFront::Off, OperatorFront::At);
                settings.listen = Listen { gossip, grpc, operator };
            }
        }
        let failed = |source| ClusterError::Tell { node: self.0.name, source };
        let live = LiveAddresses { gossip: gossip.clone() };
        let mut text = serde_json::to_vec(&live).map_err(|error| failed(error.into()))?;
        text.push(b'\n');
        self.0.daemon.write_stdin(&text).await.map_err(failed)
    }

    /// Waits until it is active.
    pub(crate) async fn active(&self) -> Result<(), ClusterError> {
        let becomes = |value: &serde_json::Value| (value["to"] == ACTIVE).then_some(());
        let reached = self.0.daemon.wait_for_full("status", "to = ACTIVE", Duration::MAX, becomes);
        self.patiently(ACTIVE, reached).await
    }

    /// Waits for what it is to say, as long as it or another node shows that its start gets on.
    async fn patiently<T>(
        &self,
        awaited: &'static str,
        wait: impl Future<Output = Result<T, WaitError>>,
    ) -> Result<T, ClusterError> {
        let mut wait = pin!(wait);
        let mut signs = self.0.signs.watch();
        let mut patience = Patience::new(self.0.limit, Instant::now());
        loop {
            let silence = async {
                match patience.end() {
                    Some(end) => sleep_until(end.into()).await,
                    None => pending().await,
                }
            };
            tokio::select! {
                // What comes in the last moment comes in time.
                biased;
                came = &mut wait => return came.map_err(|error| self.failed(error)),
                // This node holds the other end.
                _ = signs.changed() => patience.renew(*signs.borrow_and_update()),
                () = silence => return Err(ClusterError::NoProgress {
                    node: self.0.name,
                    awaited,
                    limit: self.0.limit,
                    last: self.0.last_sign.get(),
                    log: self.log_end(),
                }),
            }
        }
    }

    /// Waits until it answers a query.
    pub(crate) async fn answers(&self) -> Result<(), ClusterError> {
        let silent = |status: String| ClusterError::Silent { node: self.0.name, status, log: self.log_end() };
        let client = self.client().ok_or_else(|| silent("it serves no gRPC".to_owned()))?;
        let begun = Instant::now();
        loop {
            let left = self.0.limit.saturating_sub(begun.elapsed());
            let status = match timeout(left, first_answer(client)).await {
                Ok(Ok(())) => return Ok(()),
                Ok(Err(status)) => status,
                Err(_) => return Err(silent(format!("nothing came within {:?}", self.0.limit))),
            };
            if !self.is_running() || begun.elapsed() >= self.0.limit {
                return Err(silent(status));
            }
            // Whether it answers shows only by asking: readiness is a real answer, not a word about one.
            sleep(PAUSE).await;
        }
    }

    /// Its own words, where it had any.
    fn failed(&self, error: WaitError) -> ClusterError {
        match locked(&self.0.refusal).take() {
            Some(reason) => ClusterError::Refused { node: self.0.name, reason },
            None => ClusterError::Wait { error: Box::new(error), log: self.log_end() },
        }
    }

    fn log_end(&self) -> LogEnd {
        LogEnd(self.0.log.last(LOG_END))
    }

    fn settings(&self) -> MutexGuard<'_, NodeSettings> {
        locked(&self.0.settings)
    }
}

fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

fn settings_file(dir: &Path) -> std::path::PathBuf {
    dir.join("settings.json")
}
