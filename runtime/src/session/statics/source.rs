//! The statics as a spec sees them.

use std::{
    collections::BTreeSet,
    sync::{Arc, Mutex, PoisonError},
};

use super::Created;
use crate::{
    fixtures::StaticEntry,
    keys::KeyFactory,
    registry::{Registry, Source},
    spec::SpecContext,
};

/// Enters statics into the registry and the keys of a spec when it first names them.
pub(crate) struct StaticsOfSpec {
    /// What the spec was started with: where statics are created, and how.
    context: SpecContext,
    keys: Arc<KeyFactory>,
    /// The static that the spec creates, if it does.
    within: Option<&'static str>,
    /// Those entered before: what the spec then does with their names is its own affair.
    entered: Mutex<BTreeSet<&'static str>>,
}

impl StaticsOfSpec {
    /// Those for the spec that `context` starts; none if the program declares no statics.
    pub(crate) fn new(
        context: &SpecContext,
        keys: &Arc<KeyFactory>,
        within: Option<&'static str>,
    ) -> Option<Self> {
        StaticEntry::any().then(|| Self {
            context: context.clone(),
            keys: Arc::clone(keys),
            within,
            entered: Mutex::new(within.into_iter().collect()),
        })
    }

    /// How the spec of a static is started: as those that name it, but with a name of its own and no rights to change
    /// anything for others.
    fn context(&self, path: &'static str) -> SpecContext {
        let SpecContext { target, setup, .. } = self.context.clone();
        SpecContext::new(target, path, setup)
    }
}

impl Source for StaticsOfSpec {
    fn enter(&self, name: &str, registry: &Registry) -> Result<bool, String> {
        let Some(entry) = StaticEntry::named(name)? else { return Ok(false) };
        let path = entry.path();
        if self.entered.lock().unwrap_or_else(PoisonError::into_inner).contains(path) {
            return Ok(true);
        }
        let statics = self.context.target.statics();
        let created = statics.get(entry, self.within, || self.context(path));
        let Created { registry: names, keys } = &*created.map_err(|cause| cause.to_string())?;
        // Held until the names are in: whoever asks meanwhile, beside this operation, must not miss them.
        let mut entered = self.entered.lock().unwrap_or_else(PoisonError::into_inner);
        if entered.insert(path) {
            self.keys.include(keys);
            registry.include(names);
        }
        Ok(true)
    }
}
