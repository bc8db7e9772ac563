//! Fee schedules.

use hapi_test::{prelude::*, proto::services::HederaFunctionality::CryptoCreate};

/// A test's own prices hold during the test; what its file leaves out costs as ever
#[leaky_test(FeeScheduleOverrides, fees = "tests/resources/dear-transfers.json")]
fn own_prices_hold(alice: SpecAccount, bob: SpecAccount) -> impl IntoSpec {
    hapi_spec![
        alice.transfer_hbars_to(&bob, 1).via("transfer"),
        crypto_create("carol").balance(0).paying_with(&alice).via("creation"),
        validate_charged_usd("transfer", 0.0101),
        validate_charged_usd("creation", 0.05),
    ]
}

/// The client follows when prices change in the middle of a spec
#[leaky_test(FeeScheduleOverrides)]
fn prices_change_at_once(alice: SpecAccount) -> impl IntoSpec {
    // lint: allow(operations): each price needs a transaction before it
    hapi_spec![
        crypto_create("before").balance(0).paying_with(&alice).via("before"),
        reduce_fee_for([CryptoCreate], 1_000_000),
        crypto_create("after").balance(0).paying_with(&alice).via("after"),
        overriding_fees("tests/resources/dear-transfers.json"),
        alice.transfer_hbars_to(FUNDING, 1).via("dear"),
        validate_charged_usd("before", 0.05),
        validate_charged_usd("after", 0.0002),
        validate_charged_usd("dear", 0.0101),
    ]
}

/// The prices of scheduled contract calls are uploaded like any
#[leaky_test(FeeScheduleOverrides)]
fn scheduled_contract_prices() -> impl IntoSpec {
    hapi_spec![upload_scheduled_contract_prices(), crypto_create("carol")]
}
