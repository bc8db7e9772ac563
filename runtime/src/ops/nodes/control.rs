//! Nodes that stop, start and stand still.

use std::panic::Location;

use futures::FutureExt as _;

use super::{NodeSelector, selected};
use crate::{
    networks::NodeAction,
    ops::util::Step,
    spec::{OpError, Spec, here},
    test_case::{ContextRequirement, Resources},
};

/// Asks these nodes to end, and waits until they have; each finishes what it has begun. The test needs the reason
/// `NodeControl`, and after it all nodes run again.
///
/// ```ignore
/// /// A network goes on when one of its four nodes does not
/// #[leaky_test(NodeControl)]
/// fn three_of_four_go_on() -> impl IntoSpec {
///     hapi_spec![
///         stop_nodes("node4"),
///         crypto_create("alice"),
///         start_nodes("node4"),
///         get_account_balance("alice").set_node("0.0.6"),
///     ]
/// }
/// ```
#[track_caller]
pub fn stop_nodes(nodes: impl Into<NodeSelector>) -> Step<()> {
    control("stop_nodes", nodes.into(), NodeAction::Stop, here())
}

/// Starts these nodes, which have ended, with the directories and the ports that they had, and waits until they are active
/// and answer.
#[track_caller]
pub fn start_nodes(nodes: impl Into<NodeSelector>) -> Step<()> {
    control("start_nodes", nodes.into(), NodeAction::Start, here())
}

/// Stops these nodes and starts them again: all at once, if they are all.
#[track_caller]
pub fn restart_nodes(nodes: impl Into<NodeSelector>) -> Step<()> {
    control("restart_nodes", nodes.into(), NodeAction::Restart, here())
}

/// Ends these nodes in the midst of whatever they do, as the loss of their machine would.
#[track_caller]
pub fn kill_nodes(nodes: impl Into<NodeSelector>) -> Step<()> {
    control("kill_nodes", nodes.into(), NodeAction::Kill, here())
}

/// Has these nodes stand still until they are resumed. They keep their connections and answer nothing.
#[track_caller]
pub fn suspend_nodes(nodes: impl Into<NodeSelector>) -> Step<()> {
    control("suspend_nodes", nodes.into(), NodeAction::Suspend, here())
}

/// Has these nodes go on that were suspended.
#[track_caller]
pub fn resume_nodes(nodes: impl Into<NodeSelector>) -> Step<()> {
    control("resume_nodes", nodes.into(), NodeAction::Resume, here())
}

fn control(
    verb: &'static str,
    selector: NodeSelector,
    action: NodeAction,
    place: &'static Location<'static>,
) -> Step<()> {
    Step::new(verb, selector.to_string(), place, move |spec| {
        async move { act(spec, &selector, action).await }.boxed()
    })
}

async fn act(spec: &Spec, selector: &NodeSelector, action: NodeAction) -> Result<(), OpError> {
    spec.may_control_nodes()?;
    spec.require(Resources::of(&[ContextRequirement::NodeControl]))?;
    let nodes = selected(spec, selector)?;
    Ok(spec.network().control(&nodes, action).await?)
}
