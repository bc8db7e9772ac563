//! What the network was started with.

// lint: allow(closures): what a test does with the configuration is a closure

use std::time::Duration;

use hapi_test::prelude::*;

const CEILING: &str = "ledger.maxAutoAssociations";

/// An operation is built from what the network was started with, whatever is overridden
#[leaky_test(PropertyOverrides)]
fn overrides_do_not_count() -> impl IntoSpec {
    hapi_spec![
        overriding(CEILING, 1),
        do_with_startup_config(CEILING, |value| overriding(CEILING, value)),
        do_with_startup_config(CEILING, |value| {
            let value = value.to_owned();
            get_file_contents("APP_PROPERTIES").has_settings([(CEILING, value)])
        }),
    ]
}

/// Several operations are built from one value, and run in order
#[hapi_test]
fn several_operations() -> impl IntoSpec {
    do_several_with_startup_config(CEILING, |value| {
        let ceiling: i32 = value.parse().expect("a number");
        hapi_spec![
            crypto_create("carol").max_automatic_token_associations(ceiling),
            crypto_create("dave")
                .max_automatic_token_associations(ceiling + 1)
                .fails_with(InvalidMaxAutoAssociations),
        ]
    })
}

/// The present time can be part of it
#[hapi_test]
fn the_present_time() -> impl IntoSpec {
    let latest = |value: &str, now: hapi_test::proto::services::Timestamp| {
        now.seconds + value.parse::<i64>().expect("a number")
    };
    hapi_spec![
        do_with_startup_config_now("entities.maxLifetime", move |value, now| {
            file_create("longest").expiry(latest(value, now))
        }),
        do_several_with_startup_config_now("entities.maxLifetime", move |value, now| {
            file_create("too long").expiry(latest(value, now) + 100).fails_with(AutorenewDurationNotInRange)
        }),
    ]
}

/// Lengths of time are read as such
#[hapi_test]
fn lengths_of_time() -> impl IntoSpec {
    do_with_startup_duration("blockStream.blockPeriod", |period| {
        verify(move || assert!(period > Duration::ZERO && period < Duration::from_secs(60)))
    })
}

/// A property that there is not, and one that is no length of time, are errors
#[hapi_test]
async fn mistakes_are_errors(spec: &Spec) -> SpecResult {
    let error =
        spec.run(do_with_startup_config("ledger.id.", |_| no_op())).await.expect_err("it is misspelt");
    assert!(error.message().contains("did you mean `ledger.id`?"), "{error}");
    let error = spec.run(do_with_startup_duration(CEILING, |_| no_op())).await.expect_err("it is a number");
    assert!(error.message().contains("is no length of time"), "{error}");
    Ok(())
}
