//! One suite on one network, from its set-up to its end.

use std::{sync::Arc, time::Duration};

use tokio::sync::Mutex;

use super::{Inherited, Kept, hook, plan::Plan};
use crate::{
    session::{SpecManager, overrides::Guard},
    spec::{Spec, SpecContext, SpecError, SpecResult, SpecSetup, Target},
    test_case::{ContextRequirement, Hook, Leaky, Moment, Resources},
};

/// One suite on one network.
pub(super) struct Stage {
    path: &'static str,
    before: Vec<Hook>,
    after: Vec<Hook>,
    limit: Option<Duration>,
    /// What it says that it changes for others.
    leaky: Option<Leaky>,
    /// What of that is to be restored.
    guard: Mutex<Option<Kept>>,
    /// What its hooks work with; an error where there is no spec for them.
    manager: Result<Arc<SpecManager>, Arc<SpecError>>,
    outer: Inherited,
}

impl Stage {
    pub(super) fn new(
        plan: &Plan,
        path: &'static str,
        outer: Inherited,
        target: Target,
        setup: SpecSetup,
        limit: Option<Duration>,
    ) -> Arc<Self> {
        let around = plan.around(path);
        let own = around.last();
        let hooks = |moment| own.map_or_else(Vec::new, |own| own.hooks(moment).to_vec());
        let (before, after) = (hooks(Moment::BeforeAll), hooks(Moment::AfterAll));
        let writes = around.iter().filter_map(|suite| suite.leaky()).map(|leaky| leaky.access().writes);
        let may_write = writes.fold(Resources::NONE, Resources::union);
        let advice = own.map(|own| own.advice(ContextRequirement::PropertyOverrides)).unwrap_or_default();
        let context = SpecContext { may_write, ..SpecContext::new(target, path, setup) };
        let manager = Spec::of_suite(context).map(|spec| {
            outer.include_in(&spec);
            Arc::new(SpecManager::new(spec, advice))
        });
        Arc::new(Self {
            path,
            before,
            after,
            limit,
            leaky: own.and_then(|own| own.leaky()),
            guard: Mutex::default(),
            manager: manager.map_err(Arc::new),
            outer,
        })
    }

    /// Runs the `before_all` hooks, up to the first that fails; what was changed for others is then restored.
    pub(super) async fn set_up(self: Arc<Self>) -> (Arc<Self>, Result<(), Arc<SpecError>>) {
        let result = match &self.manager {
            Ok(manager) => self.run_before(manager).await.map_err(Arc::new),
            Err(error) => Err(Arc::clone(error)),
        };
        (self, result)
    }

    async fn run_before(&self, manager: &Arc<SpecManager>) -> SpecResult {
        let failed = match self.prepare(manager).await {
            Ok(()) => return Ok(()),
            Err(failed) => failed,
        };
        let errors = self.restore(manager).await;
        Err(failed.followed_by(&errors.join("\n")))
    }

    async fn prepare(&self, manager: &Arc<SpecManager>) -> SpecResult {
        if let Some(leaky) = &self.leaky {
            let named = |error: SpecError| error.context(format!("suite `{}`", self.path));
            let guard = Kept::remember(manager.spec(), leaky, self.path.to_owned()).await.map_err(named)?;
            *self.guard.lock().await = Some(guard);
            Guard::apply(manager.spec(), leaky).await.map_err(named)?;
        }
        for hook in &self.before {
            hook::run(*hook, Arc::clone(manager), self.limit).await?;
        }
        Ok(())
    }

    /// Runs the `after_all` hooks, all of them, and restores what was changed for others. Gives what failed.
    pub(super) async fn take_down(self: Arc<Self>) -> Vec<String> {
        let Ok(manager) = &self.manager else { return Vec::new() };
        let mut errors = Vec::new();
        for hook in &self.after {
            if let Err(error) = hook::run(*hook, Arc::clone(manager), self.limit).await {
                errors.push(format!("{error:?}"));
            }
        }
        errors.extend(self.restore(manager).await);
        errors
    }

    async fn restore(&self, manager: &SpecManager) -> Vec<String> {
        let mut errors = manager.restore().await;
        if let Some(guard) = self.guard.lock().await.take() {
            errors.extend(guard.restore().await.err());
        }
        errors
    }

    /// What its tests and the suites in it have: what its hooks registered, on top of what is around.
    pub(super) fn inherited(&self) -> Inherited {
        match &self.manager {
            Ok(manager) if !self.before.is_empty() => Inherited::of(manager.spec()),
            // What is around is shared as it is.
            _ => self.outer.clone(),
        }
    }
}
