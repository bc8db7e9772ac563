//! The handle that operations share.

use std::{
    fmt,
    panic::Location,
    sync::{Arc, Mutex, PoisonError},
    time::{Duration, SystemTime},
};

use futures::future::BoxFuture;
use hapi_proto::services::{AccountId, ResponseCodeEnum, Timestamp, TransactionId};
use tokio::sync::OnceCell;

use super::{
    IntoSpec, OpDescription, OpError, OpResult, Operation, Outcome, SpecError, SpecOperation, SpecResult,
    SpecSetup, Target, Trace, bootstrap,
    target::Beginning,
    trace::{Note, Recorder, Scope},
};
use crate::{
    keys::{KeyFactory, Origin},
    networks::HederaNetwork,
    registry::Registry,
    session::{StaticsOfSpec, process_salt, program_salt},
    test_case::{Resources, Traits},
    txns::TxnFactory,
};

/// What a spec is started with.
#[derive(Clone, Debug)]
pub struct SpecContext {
    /// The network, with what all specs on it share.
    pub target: Target,
    /// The test's name: the memo of its transactions, and part of the seed of its keys.
    pub name: String,
    /// Its settings, which specs have in common.
    pub setup: Arc<SpecSetup>,
    /// How often this test was tried before in this session: a retry has other keys, as aliases are used up.
    pub attempt: u32,
    /// What of a shared network it may change for others: operations that would change more fail, and say what the test
    /// has to declare.
    pub may_write: Resources,
    /// How long it may take, if there is a limit: an operation that would take longer by itself fails at once.
    pub limit: Option<Duration>,
}

impl SpecContext {
    /// The context of a spec that is tried for the first time, changes nothing for others, and may take its time.
    pub fn new(target: Target, name: impl Into<String>, setup: impl Into<Arc<SpecSetup>>) -> Self {
        let (name, setup) = (name.into(), setup.into());
        Self { target, name, setup, attempt: 0, may_write: Resources::NONE, limit: None }
    }
}

/// A running spec: a cheap handle on the network, the registry, the keys, the fees and the settings that its
/// operations share. Every test that is an `async fn` gets one.
#[derive(Clone)]
pub struct Spec {
    shared: Arc<Shared>,
    local: Arc<Local>,
    scope: Scope,
}

struct Shared {
    name: String,
    /// On this machine's clock, as logs have it.
    began: SystemTime,
    target: Target,
    registry: Registry,
    keys: Arc<KeyFactory>,
    recorder: Recorder,
    ready: OnceCell<()>,
    may_write: Resources,
    limit: Option<Duration>,
    /// Those of its test, if it is one's.
    traits: Option<&'static Traits>,
    deferred: Mutex<Vec<Deferred>>,
}

/// Operations in the order in which they run, with what the report calls them.
pub(crate) type Planned = Vec<(OpDescription, Box<dyn SpecOperation>)>;

/// The settings, and what follows from them: parts of a spec may differ in these.
struct Local {
    setup: Arc<SpecSetup>,
    node: AccountId,
    txns: TxnFactory,
}

impl Local {
    fn new(setup: Arc<SpecSetup>, network: &dyn HederaNetwork) -> Result<Self, SpecError> {
        let node = if let Some(account) = &setup.default_node {
            account.parse()?
        } else {
            let first = network.nodes().first();
            first.ok_or_else(|| SpecError::new("the network has no nodes"))?.account.clone()
        };
        Ok(Self { txns: TxnFactory::new(setup.wire_form, setup.seed), node, setup })
    }
}

struct Deferred {
    scope: Scope,
    description: OpDescription,
    resolve: BoxFuture<'static, OpResult>,
}

impl Spec {
    /// A spec that has run nothing yet. Fails if the setup names a key or an account that it cannot be.
    pub fn new(context: SpecContext) -> Result<Self, SpecError> {
        Self::begin(context, "", None, None)
    }

    /// The spec of a test with these traits: what it needs of its network beyond HAPI, it has to have declared.
    pub(crate) fn of_test(context: SpecContext, traits: &'static Traits) -> Result<Self, SpecError> {
        Self::begin(context, "", None, Some(traits))
    }

    /// The spec that creates a static fixture.
    pub(crate) fn of_static(context: SpecContext, path: &'static str) -> Result<Self, SpecError> {
        Self::begin(context, process_salt(), Some(path), None)
    }

    /// A spec whose names and keys several tests get: the hooks of a suite run in one.
    pub(crate) fn of_suite(context: SpecContext) -> Result<Self, SpecError> {
        Self::begin(context, process_salt(), None, None)
    }

    /// `salt` sets its keys apart from those of other specs with its name, `creates` is the static that it creates.
    fn begin(
        context: SpecContext,
        salt: &'static str,
        creates: Option<&'static str>,
        traits: Option<&'static Traits>,
    ) -> Result<Self, SpecError> {
        // Tests of other programs have the same names, and may be on the same network.
        let program = context.target.link().map_or("", |_| program_salt());
        let local = Local::new(Arc::clone(&context.setup), context.target.network())?;
        let shares_payer = local.setup.default_payer.is_none();
        let beginning = context.target.beginning(&local.setup.genesis, &local.node, shares_payer)?;
        let Beginning { keys: known, registry, has_payer } = beginning;
        let origin = Origin {
            seed: local.setup.seed,
            attempt: context.attempt,
            spec: context.name.clone(),
            salts: [salt, program],
        };
        let keys = Arc::new(KeyFactory::with(origin, local.setup.key_algorithm, known));
        let registry = match StaticsOfSpec::new(&context, &keys, creates) {
            Some(statics) => registry.with_source(statics),
            None => registry,
        };
        let SpecContext { target, name, may_write, limit, .. } = context;
        let shared = Shared {
            registry,
            recorder: Recorder::default(),
            ready: OnceCell::new_with(has_payer.then_some(())),
            deferred: Mutex::default(),
            name,
            began: SystemTime::now(),
            target,
            keys,
            may_write,
            limit,
            traits,
        };
        Ok(Self { shared: Arc::new(shared), local: Arc::new(local), scope: Scope::default() })
    }

    /// A handle on the same spec, with the same names, keys and trace, for operations with other settings.
    ///
    /// # Errors
    /// When `change` touches what is used up when a spec begins: `genesis`, `default_payer`, `default_payer_balance`,
    /// `key_algorithm` and `seed`; or names a node by what is no account.
    pub fn with_setup(&self, change: impl FnOnce(&mut SpecSetup)) -> Result<Self, SpecError> {
        let mut setup = self.setup().clone();
        change(&mut setup);
        if let Some(name) = self.setup().settled_difference(&setup) {
            return Err(SpecError::new(format!(
                "`{name}` is settled when a spec begins; set HAPI_SPEC_{} for the whole session instead",
                name.to_uppercase()
            )));
        }
        let local = Arc::new(Local::new(setup.into(), self.network())?);
        Ok(Self { shared: Arc::clone(&self.shared), local, scope: self.scope })
    }

    /// Runs one operation and gives what comes out of it.
    pub async fn run<O: Operation>(&self, operation: O) -> Result<O::Output, SpecError> {
        let description = Operation::describe(&operation);
        self.run_described(operation, description).await
    }

    async fn run_described<O: Operation>(
        &self,
        mut operation: O,
        description: OpDescription,
    ) -> Result<O::Output, SpecError> {
        self.ready().await?;
        let scope = self.shared.recorder.begin(self.scope, description.clone());
        let inside = Self { scope, ..self.clone() };
        let result = operation.perform(&inside).await;
        self.shared.recorder.end(scope, if result.is_ok() { Outcome::Passed } else { Outcome::Failed });
        result.map_err(|error| error.within(&description))
    }

    /// Runs operations in order, up to the first that fails, and then waits for the statuses that they deferred.
    pub async fn run_all(&self, operations: impl IntoSpec) -> SpecResult {
        let operations = operations.into_spec();
        self.in_order(operations).await?;
        self.finish().await
    }

    /// As [`Spec::run_all`], for operations that have been described.
    pub(crate) async fn run_planned(&self, planned: Planned) -> SpecResult {
        let mut result = Ok(());
        for (description, operation) in planned {
            self.run_unless_failed(&mut result, operation, description).await;
        }
        result?;
        self.finish().await
    }

    /// Runs operations in order, up to the first that fails; the trace shows the rest as skipped.
    pub async fn in_order(&self, operations: impl IntoIterator<Item = Box<dyn SpecOperation>>) -> SpecResult {
        let mut result = Ok(());
        for operation in operations {
            let description = (*operation).describe();
            self.run_unless_failed(&mut result, operation, description).await;
        }
        result
    }

    async fn run_unless_failed(
        &self,
        result: &mut SpecResult,
        operation: Box<dyn SpecOperation>,
        description: OpDescription,
    ) {
        match result {
            Ok(()) => *result = self.run_described(operation, description).await,
            Err(_) => self.shared.recorder.skip(self.scope, description),
        }
    }

    /// Waits for the statuses that operations deferred. The session calls this after an `async` test.
    pub async fn finish(&self) -> SpecResult {
        loop {
            let next = self.deferred(|deferred| (!deferred.is_empty()).then(|| deferred.remove(0)));
            let Some(Deferred { scope, description, resolve }) = next else { return Ok(()) };
            if let Err(error) = resolve.await {
                // The operation had passed as far as it went.
                self.shared.recorder.end(scope, Outcome::Failed);
                return Err(error.within(&description));
            }
        }
    }

    /// Has [`Spec::finish`] wait for `resolve` on behalf of the operation described.
    pub(crate) fn defer(&self, description: OpDescription, resolve: BoxFuture<'static, OpResult>) {
        self.deferred(|deferred| deferred.push(Deferred { scope: self.scope, description, resolve }));
    }

    /// The test's name.
    pub fn name(&self) -> &str {
        &self.shared.name
    }

    /// When it began, by the clock of this machine: what nodes have logged before has nothing to do with it.
    pub fn began(&self) -> SystemTime {
        self.shared.began
    }

    /// The network.
    pub fn network(&self) -> &dyn HederaNetwork {
        self.shared.target.network()
    }

    /// The network, with what all specs on it share.
    pub fn target(&self) -> &Target {
        &self.shared.target
    }

    /// The names of the spec.
    pub fn registry(&self) -> &Registry {
        &self.shared.registry
    }

    /// The private keys of the spec.
    pub fn keys(&self) -> &KeyFactory {
        &self.shared.keys
    }

    pub(crate) fn shared_keys(&self) -> Arc<KeyFactory> {
        Arc::clone(&self.shared.keys)
    }

    /// What of a shared network it may change for others.
    pub fn may_write(&self) -> Resources {
        self.shared.may_write
    }

    /// How long it may take, if there is a limit.
    pub fn limit(&self) -> Option<Duration> {
        self.shared.limit
    }

    /// The traits of its test; `None` for a spec that is no test's.
    pub(super) fn traits(&self) -> Option<&'static Traits> {
        self.shared.traits
    }

    /// Fails unless the test has declared that it changes all of these, with what to write where.
    pub(crate) fn require(&self, changed: Resources) -> SpecResult {
        let undeclared = changed.without(self.may_write());
        let Some(first) = undeclared.iter().next() else { return Ok(()) };
        let reasons: Vec<String> = undeclared.iter().map(|reason| reason.to_string()).collect();
        Err(SpecError::new(format!(
            "this changes {} of a network that other tests use, too: mark the test `#[leaky_test({})]`",
            first.subject(),
            reasons.join(", "),
        )))
    }

    /// Its settings.
    pub fn setup(&self) -> &SpecSetup {
        &self.local.setup
    }

    pub(crate) fn txns(&self) -> &TxnFactory {
        &self.local.txns
    }

    /// The account of the node that operations go to, when they do not say.
    pub fn default_node(&self) -> &AccountId {
        &self.local.node
    }

    /// The present consensus time.
    pub fn consensus_time(&self) -> Timestamp {
        self.network().now()
    }

    /// What the spec did so far.
    pub fn trace(&self) -> Trace {
        self.shared.recorder.trace()
    }

    /// The same, at the end: the spec forgets it.
    pub(crate) fn take_trace(&self) -> Trace {
        self.shared.recorder.take()
    }

    /// How many operations of no other the spec has begun.
    pub(crate) fn top_steps(&self) -> usize {
        self.shared.recorder.top_steps()
    }

    /// Adds a line to the operation that runs now, in the trace.
    pub fn note(&self, line: impl Into<String>) {
        self.shared.recorder.note(self.scope, Note::Text(line.into()));
    }

    /// Adds what became of a transaction to the operation that runs now.
    pub(crate) fn note_status(&self, id: &TransactionId, status: ResponseCodeEnum) {
        self.shared.recorder.note(self.scope, Note::Status(id.clone(), status));
    }

    /// Sees that the default payer exists, before the first operation.
    pub(crate) async fn ready(&self) -> Result<(), OpError> {
        let prepare = || async {
            let payer = bootstrap::default_payer(&self.shared.target, self.setup()).await?;
            payer.enter(&self.shared.registry);
            self.shared.keys.incorporate(payer.key);
            Ok(())
        };
        self.shared.ready.get_or_try_init(prepare).await.copied()
    }

    fn deferred<T>(&self, change: impl FnOnce(&mut Vec<Deferred>) -> T) -> T {
        change(&mut self.shared.deferred.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

impl fmt::Debug for Spec {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Spec")
            .field("name", &self.shared.name)
            .field("registry", &self.shared.registry)
            .finish_non_exhaustive()
    }
}

/// The line that calls the function this is called from: for the place of an operation.
#[track_caller]
pub(crate) fn here() -> &'static Location<'static> {
    Location::caller()
}
