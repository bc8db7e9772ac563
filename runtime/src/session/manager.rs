//! What the hooks of a suite work with.

use std::{fmt::Display, mem};

use tokio::sync::Mutex;

use super::suites::Kept;
use crate::{
    networks::NetworkNode,
    ops::overriding_all_of,
    spec::{IntoSpec, Spec, SpecError, SpecResult},
    test_case::{ContextRequirement, Leaky},
};

/// What the hooks of a suite may override: network properties.
const PROPERTIES: Leaky = Leaky::new(&[ContextRequirement::PropertyOverrides]);

/// What `#[before_all]` and `#[after_all]` functions get: a spec of the suite's own. The names and keys that it registers
/// before the first test of the suite are there in every test of the suite and of the suites in it.
#[derive(Debug)]
pub struct SpecManager {
    spec: Spec,
    /// How to declare that the suite overrides properties.
    advice: String,
    /// What is to be restored, in the order in which it was overridden.
    overridden: Mutex<Vec<Kept>>,
}

impl SpecManager {
    pub(super) fn new(spec: Spec, advice: String) -> Self {
        Self { spec, advice, overridden: Mutex::default() }
    }

    /// Runs operations at once.
    pub async fn do_adhoc(&self, operations: impl IntoSpec) -> SpecResult {
        self.spec.run_all(operations).await
    }

    /// Gives these network properties other values until the suite ends: a map, or an array of pairs. What they are now is
    /// restored after its `after_all` hooks, or at once if `before_all` fails. Calls stack, and so do suites in suites.
    ///
    /// # Errors
    /// When neither the suite nor one around it is declared `leaky(PropertyOverrides)`: tests of other suites would run
    /// meanwhile. When there is no such property; nothing is overridden then.
    #[track_caller]
    pub fn override_in_suite<N: Into<String>, V: Display>(
        &self,
        properties: impl IntoIterator<Item = (N, V)>,
    ) -> impl Future<Output = SpecResult> + Send {
        // Made here, and not once it is polled, so that it has the line of the caller.
        let overriding = overriding_all_of(properties);
        async {
            if !self.spec.may_write().contains(ContextRequirement::PropertyOverrides) {
                return Err(SpecError::new(format!(
                    "what a suite overrides, tests of other suites would meet, too: {}",
                    self.advice
                )));
            }
            let mut overridden = self.overridden.lock().await;
            let name = format!("{} ({})", self.spec.name(), overridden.len() + 1);
            overridden.push(Kept::remember(&self.spec, &PROPERTIES, name).await?);
            self.spec.run(overriding).await
        }
    }

    /// Restores what [`SpecManager::override_in_suite`] overrode, the last first.
    pub(super) async fn restore(&self) -> Vec<String> {
        let overridden = mem::take(&mut *self.overridden.lock().await);
        let mut errors = Vec::new();
        for kept in overridden.into_iter().rev() {
            errors.extend(kept.restore().await.err());
        }
        errors
    }

    /// The nodes of the network.
    pub fn nodes(&self) -> &[NetworkNode] {
        self.spec.network().nodes()
    }

    /// The spec behind it, for flows that need values.
    pub fn spec(&self) -> &Spec {
        &self.spec
    }
}
