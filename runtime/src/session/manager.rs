//! What the hooks of a suite work with.

use crate::spec::{IntoSpec, Spec, SpecResult};

/// What `#[before_all]` and `#[after_all]` functions get: a spec whose names and keys all tests of the suite have.
#[derive(Debug)]
pub struct SpecManager {
    spec: Spec,
}

impl SpecManager {
    /// Runs operations at once; the names they register are there for every test of the suite.
    pub async fn do_adhoc(&self, operations: impl IntoSpec) -> SpecResult {
        self.spec.run_all(operations).await
    }

    /// The spec behind it, for flows that need values.
    pub fn spec(&self) -> &Spec {
        &self.spec
    }
}
