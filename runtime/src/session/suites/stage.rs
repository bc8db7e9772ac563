//! One suite on one network, from its set-up to its end.

use std::{sync::Arc, time::Duration};

use super::{Inherited, hook, plan::Plan};
use crate::{
    session::SpecManager,
    spec::{Spec, SpecContext, SpecError, SpecSetup, Target},
    test_case::{Hook, Moment, Resources},
};

/// One suite on one network.
pub(super) struct Stage {
    before: Vec<Hook>,
    after: Vec<Hook>,
    limit: Option<Duration>,
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
        let hooks = |moment| around.last().map_or_else(Vec::new, |own| own.hooks(moment).to_vec());
        let (before, after) = (hooks(Moment::BeforeAll), hooks(Moment::AfterAll));
        let writes = around.iter().filter_map(|suite| suite.leaky()).map(|leaky| leaky.access().writes);
        let may_write = writes.fold(Resources::NONE, Resources::union);
        let context = SpecContext { may_write, ..SpecContext::new(target, path, setup) };
        let manager = Spec::of_suite(context).map(|spec| {
            outer.include_in(&spec);
            Arc::new(SpecManager::new(spec))
        });
        Arc::new(Self { before, after, limit, manager: manager.map_err(Arc::new), outer })
    }

    /// Runs the `before_all` hooks, up to the first that fails; what was overridden is then restored.
    pub(super) async fn set_up(self: Arc<Self>) -> (Arc<Self>, Result<(), Arc<SpecError>>) {
        let result = self.run_before().await;
        (self, result)
    }

    async fn run_before(&self) -> Result<(), Arc<SpecError>> {
        let manager = self.manager.as_ref().map_err(Arc::clone)?;
        for hook in &self.before {
            hook::run(*hook, Arc::clone(manager), self.limit).await.map_err(Arc::new)?;
        }
        Ok(())
    }

    /// Runs the `after_all` hooks, all of them, and restores what was overridden. Gives what failed.
    pub(super) async fn take_down(self: Arc<Self>) -> Vec<String> {
        let Ok(manager) = &self.manager else { return Vec::new() };
        let mut errors = Vec::new();
        for hook in &self.after {
            if let Err(error) = hook::run(*hook, Arc::clone(manager), self.limit).await {
                errors.push(format!("{error:?}"));
            }
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
