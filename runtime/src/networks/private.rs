//! Networks that one test has to itself.

use std::sync::Arc;

use hapi_node::{EmbeddedConfig, Genesis, OverrideError};

use super::{ConcurrentEmbeddedNetwork, HederaNetwork, NetworkChoice, RepeatableEmbeddedNetwork};

/// Starts an embedded network, in virtual time where the session's is, with other values of these properties than the
/// defaults; any number of them live side by side.
///
/// # Errors
/// When there is no such property, or a value does not parse.
pub(crate) fn start_private(
    choice: &NetworkChoice,
    properties: &[(&'static str, &'static str)],
) -> Result<Arc<dyn HederaNetwork>, OverrideError> {
    let genesis = Genesis::default().with_properties(properties.iter().copied())?;
    if *choice == NetworkChoice::Repeatable {
        return Ok(Arc::new(RepeatableEmbeddedNetwork::start(genesis)));
    }
    let config = EmbeddedConfig { genesis, ..EmbeddedConfig::default() };
    Ok(Arc::new(ConcurrentEmbeddedNetwork::start(config)))
}
