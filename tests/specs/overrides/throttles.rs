//! Throttle definitions.

use hapi_test::prelude::*;

/// What no definition allows, nobody does but the exempt
#[leaky_test(ThrottleOverrides, throttles = "extreme-limits")]
fn what_has_no_bucket_is_busy(alice: SpecAccount) -> impl IntoSpec {
    hapi_spec![
        crypto_create("carol").balance(0).paying_with(&alice).has_precheck(Busy),
        crypto_create("dave").paying_with(GENESIS),
        get_account_balance("dave").has_hbar(10.hbar()),
    ]
}

/// A bucket has room for what its burst says, and then for none
#[leaky_test(ThrottleOverrides)]
fn buckets_fill_up(alice: SpecAccount, bob: SpecAccount) -> impl IntoSpec {
    let transfer = || crypto_transfer(send(1).from(&alice).to(&bob)).paying_with(&alice);
    let first = transfer().fee(1.hbar());
    let second = transfer().fee(1.hbar()).has_precheck(Busy);
    hapi_spec![overriding_throttles("extreme-limits"), first, second]
}

/// A test's own definitions are found from its crate
#[leaky_test(ThrottleOverrides, throttles = "tests/resources/no-file-creations.json")]
fn own_definitions_are_found(alice: SpecAccount) -> impl IntoSpec {
    hapi_spec![
        file_create("notes").paying_with(&alice).has_precheck(Busy),
        crypto_create("carol").balance(0).paying_with(&alice),
    ]
}

/// Definitions that forget a functionality hold, and the status says so
#[leaky_test(ThrottleOverrides)]
fn incomplete_definitions_hold() -> impl IntoSpec {
    hapi_spec![
        get_file_contents("THROTTLE_DEFINITIONS").save_to_registry("before"),
        overriding_throttles("only-mint-allowed"),
        file_update("THROTTLE_DEFINITIONS")
            .named_contents("before")
            .paying_with(GENESIS)
            .has_known_status(Success),
        crypto_create("carol"),
    ]
}

/// All definitions that come with hapi-test are taken, but for those that are to be refused
#[leaky_test(ThrottleOverrides)]
fn known_definitions_are_taken(
    #[case(
        "artificial-limits",
        "artificial-limits-congestion",
        "mainnet-throttles",
        "mainnet-throttles-sans-reservations",
        "node-operator-throttles",
        "one-tps-nft-mint",
        "throttles-sans-mint"
    )]
    name: &'static str,
) -> impl IntoSpec {
    overriding_throttles(name)
}

/// A file that there is not is an error that tells those that there are
#[leaky_test(ThrottleOverrides)]
async fn unknown_files_are_errors(spec: &Spec) -> SpecResult {
    let error = spec.run(overriding_throttles("extreme-limit")).await.expect_err("it is misspelt");
    assert!(error.message().contains("extreme-limits"), "{error}");
    Ok(())
}
