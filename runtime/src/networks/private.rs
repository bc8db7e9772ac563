//! Networks that one test has to itself.

use std::sync::Arc;

use hapi_node::{EmbeddedConfig, Genesis, OverrideError};

use super::{ConcurrentEmbeddedNetwork, HederaNetwork};

/// Starts an embedded network with other values of these properties than the defaults; any number of them live side by
/// side.
///
/// # Errors
/// When there is no such property, or a value does not parse.
pub(crate) fn start_private(
    properties: &[(&'static str, &'static str)],
) -> Result<Arc<dyn HederaNetwork>, OverrideError> {
    let genesis = Genesis::default().with_properties(properties.iter().copied())?;
    let config = EmbeddedConfig { genesis, ..EmbeddedConfig::default() };
    Ok(Arc::new(ConcurrentEmbeddedNetwork::start(config)))
}
