//! Operations on the nodes of a network, rather than through them.
//!
//! They are for networks whose nodes are processes of their own: `--network subprocess`. A selector that means no node is an
//! error, always: a spec that stops nothing proves nothing.

mod control;
mod logs;

pub use control::{kill_nodes, restart_nodes, resume_nodes, start_nodes, stop_nodes, suspend_nodes};
pub use hapi_node::cluster::NodeSelector;
pub use logs::{AssertLog, assert_log_contains, assert_log_does_not_contain};

use crate::spec::{OpError, Spec};

/// The numbers of the nodes of the spec's network that are meant.
fn selected(spec: &Spec, selector: &NodeSelector) -> Result<Vec<u64>, OpError> {
    let nodes = spec.network().nodes().iter();
    let known: Vec<(u64, u64)> = nodes
        .map(|node| (node.id, node.account.num().and_then(|num| u64::try_from(num).ok()).unwrap_or_default()))
        .collect();
    Ok(selector.select(&known)?)
}
