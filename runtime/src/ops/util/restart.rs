//! A network that stops and starts again.

use futures::FutureExt;
use hapi_node::Genesis;

use super::step::Step;
use crate::{
    spec::{OpError, Spec, here, recreate_default_payer},
    test_case::{Restart, RestartType},
};

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
/// names and keys of the spec are kept, and so is its default payer. A spec may restart its network several times.
#[track_caller]
pub fn restart_network() -> Step<()> {
    Step::new("restart_network", "", here(), |spec| restart(spec).boxed())
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
