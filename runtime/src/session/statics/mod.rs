//! Static fixtures: one entity of each on a network, for all tests that name it.
//!
//! Whoever names a static first has it created, in a task of its own and by a spec of its own; whoever names it
//! meanwhile waits for the same task. So nobody's waiting keeps a creation from going on, whichever order tests name
//! statics in. A static whose attributes name another has that one created first, in the same way; statics that need each
//! other are told apart from statics that wait for each other, and fail. What a creation came to is kept, be it a
//! failure: that fails everyone who names the static, and is not tried again.
//!
//! Where several processes share the session, a static is made by the first of them that names it, and the others get its names
//! and keys.
//!
//! A name is looked up in the middle of operations, in code that cannot wait asynchronously. So it is the thread that
//! waits, in a way that the runtime knows of.

mod needs;
mod source;
mod travel;

use std::{
    collections::BTreeMap,
    fmt,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use futures::{
    FutureExt,
    future::{BoxFuture, Shared},
};
use tokio::runtime::{Handle, RuntimeFlavor};

use super::program_salt;
use needs::Needs;
pub(crate) use source::StaticsOfSpec;

use crate::{
    fixtures::StaticEntry,
    keys::KeyFactory,
    registry::Registry,
    spec::{Spec, SpecContext, SpecError, SpecSetup, Target},
};

/// A creation is one transaction, or few, and none takes longer than this.
const LIMIT: Duration = Duration::from_secs(120);

/// The statics of one network.
#[derive(Default)]
pub(crate) struct Statics(Mutex<State>);

#[derive(Default)]
struct State {
    /// By path.
    creations: BTreeMap<&'static str, Creation>,
    /// Which of those that are being created wait for which.
    needs: Needs,
}

/// What is known once a static is created: names and private keys. Everyone gets the same.
type Creation = Shared<BoxFuture<'static, Result<Arc<Created>, Arc<str>>>>;

struct Created {
    registry: Registry,
    keys: Arc<KeyFactory>,
}

impl Statics {
    /// The statics of a network that starts as this one is now: those that exist.
    pub(crate) fn inherited(&self) -> Self {
        let state = self.state();
        let exist = state.creations.iter().filter(|(_, creation)| matches!(creation.peek(), Some(Ok(_))));
        let creations = exist.map(|(path, creation)| (*path, creation.clone())).collect();
        Self(Mutex::new(State { creations, needs: Needs::default() }))
    }

    /// What the static `entry` is on the network of `context`, created if nobody has named it there before. `within` is the
    /// static whose creation names it, if it is one.
    fn get(
        &self,
        entry: StaticEntry,
        within: Option<&'static str>,
        context: impl FnOnce() -> SpecContext,
    ) -> Result<Arc<Created>, Arc<str>> {
        let path = entry.path();
        let creation = {
            let mut state = self.state();
            if let Some(done) = state.creations.get(path).and_then(Shared::peek) {
                return done.clone();
            }
            if let Some(within) = within {
                state.needs.add(within, path).map_err(|circle| Arc::from(circle.to_string()))?;
            }
            state.creation(entry, context)
        };
        let created = creation.and_then(waited_for);
        if let Some(within) = within {
            self.state().needs.remove(within, path);
        }
        created
    }

    /// Has the statics exist that are declared in the modules around `path`, on the network of `target`: before a fork is
    /// taken for what is at `path`, so that the fork inherits them and they are made once for all forks. One that cannot be
    /// created fails whoever names it, and nobody here. Statics from elsewhere are created on the fork when they are named
    /// there.
    pub(crate) async fn create_around(path: &str, target: &Target, setup: &SpecSetup) {
        let around = inventory::iter::<StaticEntry>.into_iter().filter(|entry| entry.is_around(path));
        let creations: Vec<_> = around
            .filter_map(|entry| {
                let context = || SpecContext::new(target.clone(), entry.path(), setup.clone());
                target.statics().state().creation(*entry, context).ok()
            })
            .collect();
        futures::future::join_all(creations).await;
    }

    /// A panic elsewhere must not become another one here, so a poisoned lock is as good as any.
    fn state(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl State {
    /// The creation of `entry`, which begins with the first who asks for it.
    fn creation(
        &mut self,
        entry: StaticEntry,
        context: impl FnOnce() -> SpecContext,
    ) -> Result<Creation, Arc<str>> {
        if let Some(known) = self.creations.get(entry.path()) {
            return Ok(known.clone());
        }
        let begun = begun(entry, context())?;
        self.creations.insert(entry.path(), begun.clone());
        Ok(begun)
    }
}

/// Begins to create a static.
fn begun(entry: StaticEntry, context: SpecContext) -> Result<Creation, Arc<str>> {
    let task = runtime()?.spawn(async move {
        let limited = tokio::time::timeout(LIMIT, create(entry, context)).await;
        limited.unwrap_or_else(|_| Err(SpecError::new(format!("its creation did not end in {LIMIT:?}"))))
    });
    let creation = async move {
        let created = match task.await {
            Ok(created) => created,
            Err(ended) => Err(SpecError::new(match ended.try_into_panic() {
                Ok(payload) => format!("its creation panicked: {}", super::panics::message(&*payload)),
                Err(_) => "the session ended before it was created".to_owned(),
            })),
        };
        created.map(Arc::new).map_err(|error| Arc::from(format!("{error} (declared at {})", entry.place())))
    };
    Ok(creation.boxed().shared())
}

/// The static of the session: where that has several processes, what the first of them made. Statics of different processes
/// that need each other in a circle are found out by their time limit.
async fn create(entry: StaticEntry, context: SpecContext) -> Result<Created, SpecError> {
    let Some(link) = context.target.link().cloned() else { return make(entry, context).await };
    let key = format!("static {}{} seed {}", entry.path(), program_salt(), context.setup.seed);
    let mut own = None;
    let made = async {
        let created = make(entry, context.clone()).await?;
        let bytes = travel::packed(&created).unwrap_or_default();
        own = Some(created);
        Ok(bytes.into())
    };
    let bytes = link.once(&key, made.boxed()).await?;
    match own {
        Some(own) => Ok(own),
        // It does not travel: each process has its own.
        None if bytes.is_empty() => make(entry, context).await,
        None => travel::unpacked(&bytes),
    }
}

async fn make(entry: StaticEntry, context: SpecContext) -> Result<Created, SpecError> {
    let spec = Spec::of_static(context, entry.path())?;
    let before = spec.registry().copied();
    entry.create(&spec).await?;
    spec.finish().await?;
    Ok(Created { registry: spec.registry().since(&before), keys: spec.shared_keys() })
}

/// Waits on this thread for a task on others.
fn waited_for(creation: Creation) -> Result<Arc<Created>, Arc<str>> {
    let runtime = runtime()?;
    tokio::task::block_in_place(|| runtime.block_on(creation))
}

/// The runtime that this thread belongs to, if it has threads of its own.
fn runtime() -> Result<Handle, Arc<str>> {
    match Handle::try_current() {
        Ok(runtime) if runtime.runtime_flavor() == RuntimeFlavor::MultiThread => Ok(runtime),
        _ => {
            Err("a static is created by a task of its own: run the spec in a multi-threaded tokio runtime"
                .into())
        }
    }
}

impl fmt::Debug for Statics {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.state().creations.keys()).finish()
    }
}
