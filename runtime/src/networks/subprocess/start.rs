//! How a session starts such a network: its nodes are the test program itself, once more.

use std::{
    io::{self, Write as _},
    process::ExitCode,
    sync::{Arc, Mutex, PoisonError},
};

use futures::future::BoxFuture;
use hapi_node::cluster::{ClusterConfig, Program, default_cache};

use super::{Processes, SubProcessNetwork};
use crate::{networks::HederaNetwork, session::Reentry, spec::SpecError};

/// Starts the network of a session. `reentry` is how this program is started to become a node; a program that cannot be has
/// an installed `hapi-node` stand in.
pub(crate) fn start_subprocess(
    Processes { nodes, clean_genesis }: Processes,
    reentry: Option<Reentry>,
) -> BoxFuture<'static, Result<Arc<dyn HederaNetwork>, SpecError>> {
    Box::pin(async move {
        let program = match reentry {
            Some(reentry) => Program::this()?.with_arguments(reentry.arguments()),
            None => Program::installed()?,
        };
        let cache = if clean_genesis { None } else { default_cache() };
        let config = ClusterConfig { cache, ..ClusterConfig::new(nodes.get(), program) };
        let network = SubProcessNetwork::start(config).await?;
        tell_start(network.cluster().times().to_string());
        Ok(Arc::new(network) as Arc<dyn HederaNetwork>)
    })
}

/// How long the start of the network took whose nodes this process has started last, and the parts of that.
static STARTED: Mutex<Option<String>> = Mutex::new(None);

/// Says how long a start took, at once and in the report.
pub(crate) fn tell_start(times: String) {
    // Nobody need read it.
    let _ = writeln!(io::stderr(), "hapi-test: the nodes have started in {times}");
    *STARTED.lock().unwrap_or_else(PoisonError::into_inner) = Some(times);
}

/// How long the start of the session's network took, where it has nodes that are started.
pub(crate) fn start_told() -> Option<String> {
    STARTED.lock().unwrap_or_else(PoisonError::into_inner).clone()
}

/// Is a node until its end, if this process was started for that.
pub(crate) fn serve_node_if_asked() -> Option<ExitCode> {
    hapi_node::process::run_if_asked()
}
