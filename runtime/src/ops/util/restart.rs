//! A network that stops and starts again.

use futures::FutureExt;
use hapi_node::Genesis;

use super::step::Step;
use crate::{
    spec::{self, OpError, OpResult, Outcome, Spec, here, recreate_default_payer},
    test_case::{Restart, RestartType},
};

/// What the trace calls a restart.
const RESTART: &str = "restart_network";

/// Stops the network of a `#[restart_test(..)]` and starts it again: what stands before it in the spec is the set-up, what
/// stands after it meets the restarted network.
///
/// ```ignore
/// /// An account outlives its network
/// #[restart_test(restart_type = SameVersion, restart_overrides = { "ledger.maxAutoAssociations" = "7" })]
/// fn accounts_outlive_a_restart() -> impl IntoSpec {
///     hapi_spec![
///         crypto_create("alice").balance(5.hbar()),
///         restart_network(),
///         get_account_balance("alice").has_hbar(5.hbar()),
///     ]
/// }
/// ```
///
/// With `SameVersion` the state is saved, and loaded by the second start from the saved bytes alone; with `Genesis` the
/// second start finds nothing, so that what the set-up created is gone. The properties of the second start are
/// `restart_overrides`, over the defaults: those of the first do not last, unless they were written to file 0.0.121. The
/// names and keys of the spec are kept, and so is its default payer. A spec may restart its network several times; a
/// `#[restart_test(..)]` that never does fails.
#[track_caller]
pub fn restart_network() -> Step<()> {
    Step::new(RESTART, "", here(), |spec| restart(spec).boxed())
}

/// Fails unless the network has restarted: the last operation of every `#[restart_test(..)]`, which would show nothing
/// without a restart.
#[track_caller]
pub(crate) fn network_has_restarted() -> Step<()> {
    Step::new("network_has_restarted", "", here(), |spec| {
        let restarted = has_restarted(&spec.trace().steps);
        async move { restarted }.boxed()
    })
}

fn has_restarted(steps: &[spec::Step]) -> OpResult {
    fn any(steps: &[spec::Step]) -> bool {
        let is_restart =
            |step: &spec::Step| step.description.verb == RESTART && step.outcome == Outcome::Passed;
        steps.iter().any(|step| is_restart(step) || any(&step.children))
    }
    if any(steps) {
        return Ok(());
    }
    Err(OpError::new(
        "the network of this `#[restart_test]` was never restarted: add `restart_network()` between what sets it up and \
         what the restarted network is to show, or make the test a `#[genesis_test]`",
    ))
}

async fn restart(spec: &Spec) -> Result<(), OpError> {
    let (node, Restart { restart_type, restart_overrides, .. }) = spec.restarted()?;
    let genesis = Genesis::default().with_properties(restart_overrides.iter().copied())?;
    match restart_type {
        RestartType::Genesis => {
            node.begin_again(genesis);
            spec.target().fees().invalidate();
            recreate_default_payer(spec.target(), spec.setup()).await?;
        }
        RestartType::SameVersion => {
            let saved = node.save();
            spec.note(format!("saved {} bytes", saved.len()));
            node.resume(&saved, &genesis)?;
            spec.target().fees().invalidate();
        }
        RestartType::UpgradeBoundary => {
            return Err(OpError::new("state does not tell versions apart: use restart_type = SameVersion"));
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use hapi_node::EmbeddedConfig;
    use tokio::runtime::Builder;

    use super::*;
    use crate::{
        networks::ConcurrentEmbeddedNetwork,
        ops::blocking_order,
        spec::{SpecContext, SpecSetup, Target},
        test_case::{Traits, Venue},
    };

    static TRAITS: Traits = Traits {
        attribute: "restart_test",
        venue: Venue::Restart(Restart {
            restart_type: RestartType::SameVersion,
            setup_overrides: &[],
            restart_overrides: &[],
        }),
        ..Traits::PLAIN
    };

    fn spec() -> Spec {
        let network = ConcurrentEmbeddedNetwork::start(EmbeddedConfig::default());
        let context = SpecContext::new(Target::new(Arc::new(network)), "restarts", SpecSetup::default());
        Spec::of_test(context, &TRAITS).expect("the setup is the default")
    }

    #[test]
    fn a_restart_test_without_a_restart_fails_and_says_what_to_add() {
        let runtime = Builder::new_current_thread().enable_time().build().expect("a runtime");
        runtime.block_on(async {
            let spec = spec();
            let error = spec.run(network_has_restarted()).await.expect_err("nothing was restarted");
            assert!(error.message().contains("add `restart_network()`"), "{error}");
            spec.run(blocking_order(restart_network())).await.expect("it restarts");
            spec.run(network_has_restarted()).await.expect("inside another operation counts, too");
        });
    }
}
