//! What the hooks of a suite work with.

use crate::{
    networks::NetworkNode,
    spec::{IntoSpec, Spec, SpecResult},
};

/// What `#[before_all]` and `#[after_all]` functions get: a spec of the suite's own. The names and keys that it registers
/// before the first test of the suite are there in every test of the suite and of the suites in it.
#[derive(Debug)]
pub struct SpecManager {
    spec: Spec,
}

impl SpecManager {
    pub(super) fn new(spec: Spec) -> Self {
        Self { spec }
    }

    /// Runs operations at once.
    pub async fn do_adhoc(&self, operations: impl IntoSpec) -> SpecResult {
        self.spec.run_all(operations).await
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
