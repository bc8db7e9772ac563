//! The network's clock.

use std::time::Duration;

use futures::FutureExt;

use super::step::Step;
use crate::spec::{OpError, OpResult, Spec, here};

/// What a test may last, unless the run gives tests more time.
const TEST: Duration = Duration::from_secs(60);

/// Waits for so many milliseconds on the network's consensus clock; a network in virtual time advances at once. On a wall
/// clock, a sleep of a minute or more is an error at once, as a test lasts no longer.
#[track_caller]
pub fn sleep_for(milliseconds: u64) -> Step<()> {
    Step::new("sleep_for", format!("{milliseconds} ms"), here(), move |spec| {
        sleep(spec, Duration::from_millis(milliseconds)).boxed()
    })
}

/// Waits for so many seconds; see [`sleep_for`].
#[track_caller]
pub fn sleep_for_seconds(seconds: u64) -> Step<()> {
    Step::new("sleep_for_seconds", format!("{seconds} s"), here(), move |spec| {
        sleep(spec, Duration::from_secs(seconds)).boxed()
    })
}

async fn sleep(spec: &Spec, duration: Duration) -> OpResult {
    let network = spec.network();
    if duration >= TEST && !network.capabilities().virtual_time {
        return Err(OpError::new(format!(
            "no test lasts so long on the network `{}`, whose clock is that on the wall: mark the test \
             `#[repeatable_test(NeedsVirtualTimeForFastExecution)]`, or give its attribute `needs(virtual_time)`",
            network.name()
        )));
    }
    network.sleep(duration).await;
    Ok(())
}

/// Shows `observer` the present consensus time, in seconds since 1970.
#[track_caller]
pub fn expose_spec_second_to(observer: impl FnOnce(i64) + Send + 'static) -> Step<()> {
    Step::new("expose_spec_second_to", "", here(), move |spec| {
        observer(spec.consensus_time().seconds);
        async { Ok(()) }.boxed()
    })
}

/// Stores the present consensus time in the registry under `name`.
#[track_caller]
pub fn save_spec_time(name: impl Into<String>) -> Step<()> {
    let name = name.into();
    Step::new("save_spec_time", name.clone(), here(), move |spec| {
        spec.registry().put(name, spec.consensus_time());
        async { Ok(()) }.boxed()
    })
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use hapi_node::{EmbeddedConfig, Genesis};
    use tokio::runtime::Builder;

    use super::*;
    use crate::{
        networks::{ConcurrentEmbeddedNetwork, HederaNetwork, RepeatableEmbeddedNetwork},
        spec::{SpecContext, SpecError, SpecSetup, Target},
    };

    fn slept(network: Arc<dyn HederaNetwork>, step: Step<()>) -> Result<(), SpecError> {
        let context = SpecContext::new(Target::new(network), "sleeper", SpecSetup::default());
        let spec = Spec::new(context)?;
        let runtime = Builder::new_current_thread().enable_time().build()?;
        runtime.block_on(spec.run(step))
    }

    #[test]
    fn what_no_test_would_see_the_end_of_fails_at_once_and_names_what_it_needs() {
        let on_the_wall = || Arc::new(ConcurrentEmbeddedNetwork::start(EmbeddedConfig::default()));
        for step in [sleep_for_seconds(60 * 86_400), sleep_for(60_000)] {
            let error = slept(on_the_wall(), step).expect_err("nobody waits for that");
            assert!(error.message().contains("`needs(virtual_time)`"), "{error}");
            assert!(error.message().contains("NeedsVirtualTimeForFastExecution"), "{error}");
        }
        slept(on_the_wall(), sleep_for(1)).expect("a moment passes");
        let in_virtual_time = Arc::new(RepeatableEmbeddedNetwork::start(Genesis::default()));
        slept(in_virtual_time, sleep_for_seconds(60 * 86_400)).expect("it takes no time");
    }
}
