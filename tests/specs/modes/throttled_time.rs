//! Throttles, as time refills them.

use hapi_test::prelude::*;

/// A bucket that is full has room again after a while, and not before
#[leaky_repeatable_test(ThrottleOverrides, NeedsVirtualTimeForFastExecution)]
fn buckets_empty_with_time(alice: SpecAccount, bob: SpecAccount) -> impl IntoSpec {
    // A transfer in three seconds, and room for one at a time.
    let gift = || crypto_transfer(send(1).from(&alice).to(&bob)).paying_with(&alice).fee(1.hbar());
    hapi_spec![
        overriding_throttles("extreme-limits"),
        gift(),
        gift().has_precheck(Busy),
        sleep_for_seconds(1),
        gift().has_precheck(Busy),
        sleep_for_seconds(10),
        gift(),
    ]
}
