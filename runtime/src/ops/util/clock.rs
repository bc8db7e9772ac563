//! The network's clock.

use std::time::Duration;

use futures::FutureExt;

use super::step::Step;
use crate::spec::here;

/// Waits for so many milliseconds on the network's consensus clock; a network in virtual time advances at once.
#[track_caller]
pub fn sleep_for(milliseconds: u64) -> Step<()> {
    Step::new("sleep_for", format!("{milliseconds} ms"), here(), move |spec| {
        async move {
            spec.network().sleep(Duration::from_millis(milliseconds)).await;
            Ok(())
        }
        .boxed()
    })
}

/// Waits for so many seconds on the network's consensus clock; a network in virtual time advances at once.
#[track_caller]
pub fn sleep_for_seconds(seconds: u64) -> Step<()> {
    Step::new("sleep_for_seconds", format!("{seconds} s"), here(), move |spec| {
        async move {
            spec.network().sleep(Duration::from_secs(seconds)).await;
            Ok(())
        }
        .boxed()
    })
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
