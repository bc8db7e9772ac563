//! The network's clock.

use std::time::Duration;

use futures::FutureExt;

use super::step::Step;
use crate::spec::{OpResult, Spec, here};

/// Waits for so many milliseconds on the network's consensus clock; a network in virtual time advances at once. A sleep that is
/// longer than a test may take (a minute, unless the run gives tests more time) is an error at once on a wall clock, and
/// on any network in a test that does not say that it needs virtual time.
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
    spec.may_sleep(duration)?;
    spec.network().sleep(duration).await;
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
        test_case::{Need, Traits},
    };

    static DECLARES: Traits = Traits { needs: &[Need::VirtualTime], ..Traits::PLAIN };
    const LIMIT: Duration = Duration::from_secs(60);
    const MONTHS: u64 = 60 * 86_400;

    fn slept(
        network: impl HederaNetwork + 'static,
        traits: &'static Traits,
        limit: Option<Duration>,
        step: Step<()>,
    ) -> Result<(), SpecError> {
        let context = SpecContext::new(Target::new(Arc::new(network)), "sleeper", SpecSetup::default());
        let spec = Spec::of_test(SpecContext { limit, ..context }, traits)?;
        let runtime = Builder::new_current_thread().enable_time().build()?;
        runtime.block_on(spec.run(step))
    }

    #[test]
    fn what_no_test_would_see_the_end_of_fails_at_once_and_says_what_it_needs() {
        let on_the_wall = || ConcurrentEmbeddedNetwork::start(EmbeddedConfig::default());
        let in_virtual_time = || RepeatableEmbeddedNetwork::start(Genesis::default());
        for step in [sleep_for_seconds(MONTHS), sleep_for(60_000)] {
            let error =
                slept(on_the_wall(), &Traits::PLAIN, Some(LIMIT), step).expect_err("it would be cut off");
            assert!(error.message().contains("NeedsVirtualTimeForFastExecution"), "{error}");
        }
        let undeclared = slept(in_virtual_time(), &Traits::PLAIN, Some(LIMIT), sleep_for_seconds(MONTHS));
        let error = undeclared.expect_err("it would fail elsewhere");
        assert!(error.message().contains("NeedsVirtualTimeForFastExecution"), "{error}");
        let error = slept(on_the_wall(), &DECLARES, Some(LIMIT), sleep_for_seconds(MONTHS));
        let error = error.expect_err("the clock is on the wall all the same");
        assert!(error.message().contains("--timeout-factor"), "{error}");
        slept(in_virtual_time(), &DECLARES, Some(LIMIT), sleep_for_seconds(MONTHS))
            .expect("it takes no time");
        slept(on_the_wall(), &Traits::PLAIN, Some(LIMIT), sleep_for(1)).expect("a moment passes");
        slept(in_virtual_time(), &Traits::PLAIN, None, sleep_for_seconds(MONTHS)).expect("nothing limits it");
    }
}
