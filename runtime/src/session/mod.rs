//! One network for all tests of a run.
//!
//! The network and the asynchronous runtime are started for the first test that needs them, and live as long as the
//! session. A test is driven on the thread that runs it; the runtime's own threads serve timers, sockets and tasks.

mod attempt;
mod begun;
#[cfg(target_os = "linux")]
pub(crate) mod broker;
mod capture;
mod evidence;
mod execute;
mod exit_guard;
mod kept_locks;
mod libtest;
pub(crate) mod link;
pub(crate) mod locks;
mod manager;
pub(crate) mod overrides;
pub(crate) mod panics;
mod process;
pub(crate) mod schedule;
mod statics;
mod suites;
mod venues;

use std::{
    collections::BTreeMap,
    fmt,
    future::Future,
    sync::{Arc, Mutex, OnceLock},
    time::{Duration, Instant},
};

use futures::future::BoxFuture;
use tokio::{
    runtime::{Builder, Runtime},
    sync::OnceCell,
};

pub(crate) use evidence::Evidence;
pub(crate) use execute::Executor;
pub(crate) use exit_guard::{run_begins, run_completed};
pub use libtest::run_under_libtest;
pub(crate) use link::{Reentry, Sharing, Wish};
pub use manager::SpecManager;
pub(crate) use process::{process_salt, program_salt};
pub(crate) use statics::{Statics, StaticsOfSpec};
pub(crate) use venues::{Isolation, Units};

use begun::Begun;
use kept_locks::KeptLocks;
use venues::Venues;

use crate::{
    networks::{HederaNetwork, NetworkChoice},
    spec::{SpecError, SpecSetup, Target},
    test_case::TestCase,
};

/// Starts the network of a session; called at most once, inside the session's runtime.
pub type StartNetwork = fn() -> BoxFuture<'static, Result<Arc<dyn HederaNetwork>, SpecError>>;

/// The same, for a network that is started with something.
pub(crate) type Starter =
    Arc<dyn Fn() -> BoxFuture<'static, Result<Arc<dyn HederaNetwork>, SpecError>> + Send + Sync>;

/// What a session is told before it begins.
#[derive(Debug, Default)]
pub(crate) struct Terms {
    /// What kind of network it is.
    pub(crate) network: NetworkChoice,
    /// What keeps leaky tests from others.
    pub(crate) isolation: Isolation,
    /// The tests that are to run.
    pub(crate) selected: Vec<&'static TestCase>,
    /// What the time limits are multiplied with; 0 lifts them.
    pub(crate) factor: f64,
}

/// What all tests of a run share.
pub(crate) struct Session {
    start: Starter,
    venues: Venues,
    /// How long a test may take.
    limit: Option<Duration>,
    /// How long a test may wait for the locks of others.
    patience: Option<Duration>,
    /// The tests that have begun, with what is to be put back after them.
    begun: Mutex<BTreeMap<&'static str, Begun>>,
    /// The locks of other processes that tests have.
    kept_locks: KeptLocks,
    /// What went wrong after tests, of which no test is to blame alone.
    problems: Mutex<Vec<String>>,
    // Before the runtime, in which the network may have to close what it has open.
    target: OnceCell<Result<Target, String>>,
    runtime: OnceLock<Result<OwnedRuntime, String>>,
    setup: OnceLock<Result<Arc<SpecSetup>, String>>,
    /// Instead of the setup's own seed.
    seed: Option<u64>,
    /// How to share a session with other processes of the run, where that may be.
    wish: Option<Wish>,
}

impl Session {
    /// A session that has started nothing yet.
    pub(crate) fn new(start: Starter, terms: Terms) -> Self {
        let Terms { network, isolation, selected, factor } = terms;
        let limit = execute::limit(factor);
        Self {
            start,
            venues: Venues::new(network, isolation, selected, limit),
            limit,
            patience: limit.map(|limit| limit.saturating_mul(PATIENCE)),
            begun: Mutex::default(),
            kept_locks: KeptLocks::default(),
            problems: Mutex::default(),
            target: OnceCell::new(),
            runtime: OnceLock::new(),
            setup: OnceLock::new(),
            seed: None,
            wish: None,
        }
    }

    /// Shares the network, and what else is the session's, with other processes of the run, if it is a run of several.
    pub(crate) fn shared(self, wish: Option<Wish>) -> Self {
        Self { wish, ..self }
    }

    /// Has the keys of specs follow from `seed`, if there is one, instead of what their setup says.
    pub(crate) fn with_seed(self, seed: Option<u64>) -> Self {
        Self { seed, ..self }
    }

    /// Whether anything was started.
    fn has_begun(&self) -> bool {
        self.runtime.get().is_some()
    }

    /// Drives `future` to its end on this thread, inside the runtime.
    fn block_on<F: Future>(&self, future: F) -> Result<F::Output, String> {
        let runtime = self
            .runtime
            .get_or_init(|| OwnedRuntime::start().map_err(|e| format!("cannot start tokio: {e}")));
        match runtime {
            Ok(runtime) => Ok(runtime.get().block_on(future)),
            Err(error) => Err(error.clone()),
        }
    }

    /// The network, started if this is the first who asks. A network that did not start is not tried again: each test
    /// says why.
    async fn target(&self) -> Result<Target, String> {
        let start = || async {
            let begun = Instant::now();
            if let Some(wish) = self.wish.as_ref().filter(|wish| wish.is_for_several())
                && let Some(attached) = link::attach(wish).await?
            {
                tracing::debug!(micros = begun.elapsed().as_micros(), "attached to the session");
                return Ok(Target::attached(attached));
            }
            let network =
                (self.start)().await.map_err(|error| format!("the network did not start: {error}"))?;
            Ok(Target::new(network))
        };
        self.target.get_or_init(start).await.clone()
    }

    /// The settings of all specs.
    fn setup(&self) -> Result<Arc<SpecSetup>, String> {
        let read = || {
            let setup = SpecSetup::of_session().map_err(|error| error.to_string())?;
            Ok(setup.with(|setup| setup.seed = self.seed.unwrap_or(setup.seed)).into())
        };
        self.setup.get_or_init(read).clone()
    }
}

impl fmt::Debug for Session {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Session").field("target", &self.target.get()).finish_non_exhaustive()
    }
}

/// Checks what tests say that can be wrong before any of them runs: what they override, and what they start networks with.
///
/// # Errors
/// All that is wrong, a line each, with its place.
pub(crate) fn check(cases: &[&TestCase]) -> Result<(), String> {
    let wrong: Vec<String> =
        [overrides::check(cases), venues::check(cases)].into_iter().filter_map(Result::err).collect();
    if wrong.is_empty() { Ok(()) } else { Err(wrong.join("\n")) }
}

/// How many tests that take all their time one may have to wait for.
const PATIENCE: u32 = 10;

/// A runtime that does not wait for ever when it is dropped.
struct OwnedRuntime(Option<Runtime>);

/// Tasks that are in the middle of a poll have this long to end. They have no reason to need more than a moment.
const SHUTDOWN: Duration = Duration::from_secs(1);

impl OwnedRuntime {
    fn start() -> std::io::Result<Self> {
        let mut builder = Builder::new_multi_thread();
        builder.thread_name("hapi-test-runtime").enable_all().on_thread_start(capture::adopt_thread);
        builder.build().map(|runtime| Self(Some(runtime)))
    }

    fn get(&self) -> &Runtime {
        self.0.as_ref().expect("taken only when dropped")
    }
}

impl Drop for OwnedRuntime {
    fn drop(&mut self) {
        if let Some(runtime) = self.0.take() {
            runtime.shutdown_timeout(SHUTDOWN);
        }
    }
}
