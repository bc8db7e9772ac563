//! What a test changes ends with it.

use hapi_test::prelude::*;

hapi_test::suite! {
    /// Each test finds the network as it was, in whatever state the one before left it
    ordered_in_isolation
}

const CEILING: &str = "ledger.maxAutoAssociations";

/// Leaves everything changed
#[leaky_test(PropertyOverrides, PermissionOverrides, ThrottleOverrides, FeeScheduleOverrides)]
#[order(1)]
fn leave_everything_changed() -> impl IntoSpec {
    hapi_spec![
        update_rates(7, 90),
        overriding_fees("tests/resources/dear-transfers.json"),
        overriding_permission("createAccount", "2-50"),
        overriding_throttles("only-mint-allowed"),
        // No transaction of the spec's is valid any more, nor would be the one that restores this.
        overriding_two(CEILING, 1, "hedera.transaction.maxValidDuration", 60),
    ]
}

/// Finds nothing changed
#[hapi_test]
#[order(2)]
fn find_nothing_changed(alice: SpecAccount) -> impl IntoSpec {
    hapi_spec![
        get_file_contents("APP_PROPERTIES")
            .has_no_setting(CEILING)
            .has_no_setting("hedera.transaction.maxValidDuration"),
        crypto_create("carol").balance(0).max_automatic_token_associations(2).paying_with(&alice),
        alice.transfer_hbars_to("carol", 1.hbar()).via("transfer"),
        validate_charged_usd("transfer", 0.0001),
        get_file_contents("API_PERMISSIONS").has_settings([("createAccount", "0-*")]),
    ]
}
