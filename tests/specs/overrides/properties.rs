//! Network properties.

use std::collections::BTreeMap;

use hapi_test::prelude::*;

const CEILING: &str = "ledger.maxAutoAssociations";
const ABOVE: ResponseCodeEnum = InvalidMaxAutoAssociations;

/// A property holds from the next transaction on
#[leaky_test(PropertyOverrides, overrides = ["ledger.maxAutoAssociations"])]
fn overrides_hold_at_once() -> impl IntoSpec {
    hapi_spec![
        crypto_create("before").max_automatic_token_associations(2),
        overriding(CEILING, 1),
        crypto_create("at the ceiling").max_automatic_token_associations(1),
        crypto_create("above").max_automatic_token_associations(2).fails_with(ABOVE),
        overriding(CEILING, 2),
        crypto_create("after").max_automatic_token_associations(2),
    ]
}

/// Several properties change in one update
#[leaky_test(PropertyOverrides)]
fn several_at_once() -> impl IntoSpec {
    // lint: allow(operations): there and back again
    const LIFETIME: &str = "entities.maxLifetime";
    const SIZE: &str = "files.maxSizeKb";
    hapi_spec![
        overriding_two(CEILING, 1, LIFETIME, 3_000_000),
        get_file_contents("APP_PROPERTIES").has_settings([(CEILING, "1"), (LIFETIME, "3000000")]),
        crypto_create("above").max_automatic_token_associations(2).fails_with(ABOVE),
        file_create("too long").lifetime(3_100_000).fails_with(AutorenewDurationNotInRange),
        overriding_three(CEILING, 2, LIFETIME, 8_000_001, SIZE, 1),
        crypto_create("at the ceiling").max_automatic_token_associations(2),
        file_create("long").lifetime(3_100_000),
        file_create("large").contents(vec![1; 1_025]).fails_with(MaxFileSizeExceeded),
        overriding_all_of([(CEILING, 3), (SIZE, 1_024)]),
        get_file_contents("APP_PROPERTIES").has_settings([
            (CEILING, "3"),
            (LIFETIME, "8000001"),
            (SIZE, "1024"),
        ]),
    ]
}

/// A limit on allowances is one on a transaction
#[leaky_test(PropertyOverrides)]
fn allowances_are_limited(alice: SpecAccount, bob: SpecAccount, carol: SpecAccount) -> impl IntoSpec {
    hapi_spec![
        overriding("hedera.allowances.maxTransactionLimit", 1),
        crypto_approve_allowance()
            .add_crypto_allowance(&alice, &bob, 1.hbar())
            .add_crypto_allowance(&alice, &carol, 1.hbar())
            .paying_with(&alice)
            .fails_with(MaxAllowancesExceeded),
        alice.approve_crypto_allowance(&bob, 1.hbar()),
    ]
}

/// The default comes back when the override is taken away
#[leaky_test(PropertyOverrides)]
fn defaults_come_back() -> impl IntoSpec {
    hapi_spec![
        overriding(CEILING, 1),
        restore_default(CEILING),
        get_file_contents("APP_PROPERTIES").has_no_setting(CEILING),
        crypto_create("carol").max_automatic_token_associations(5_000),
        crypto_create("dave").max_automatic_token_associations(5_001).fails_with(ABOVE),
    ]
}

/// What is remembered is what holds: the override, or else what the network was started with
#[leaky_test(PropertyOverrides)]
async fn what_holds_is_remembered(spec: &Spec) -> SpecResult {
    let names = [CEILING, "entities.maxLifetime"];
    let before = spec.run(remembering(names)).await?;
    assert_eq!(before[CEILING], spec.network().startup_property(CEILING).unwrap_or_default());
    spec.run(overriding(CEILING, 1)).await?;
    let now = spec.run(remembering(names)).await?;
    assert_eq!(now[CEILING], "1");
    assert_eq!(now["entities.maxLifetime"], before["entities.maxLifetime"]);
    spec.run(overriding_all_of(before.clone())).await?;
    assert_eq!(spec.run(remembering(names)).await?, before);
    Ok(())
}

/// The list of settings can be changed by hand
#[leaky_test(PropertyOverrides)]
async fn settings_are_edited(spec: &Spec) -> SpecResult {
    let edit = || file_update("APP_PROPERTIES").paying_with(GENESIS);
    spec.run(edit().overriding_props([(CEILING, "1"), ("no.such.property", "x")])).await?;
    spec.run(edit().erasing_props([CEILING])).await?;
    let seen = std::sync::Arc::new(std::sync::Mutex::new(BTreeMap::new()));
    let sink = std::sync::Arc::clone(&seen);
    let expose = move |settings| *sink.lock().expect("nobody panicked") = settings;
    spec.run(get_file_contents("APP_PROPERTIES").exposing_settings_to(expose)).await?;
    let seen = seen.lock().expect("nobody panicked");
    assert_eq!(seen.get("no.such.property").map(String::as_str), Some("x"), "unknown names do no harm");
    assert_eq!(seen.get(CEILING), None);
    Ok(())
}

/// A misspelt property is told from one that exists, before anything is sent
#[leaky_test(PropertyOverrides)]
async fn unknown_properties_are_errors(spec: &Spec) -> SpecResult {
    let error = spec.run(overriding("ledger.maxAutoAsociations", 1)).await.expect_err("it is misspelt");
    assert!(error.message().contains("did you mean `ledger.maxAutoAssociations`?"), "{error}");
    let error = spec.run(restore_default("ledger.nothing.like.it")).await.expect_err("there is none");
    assert!(error.message().contains("there is no property `ledger.nothing.like.it`"), "{error}");
    spec.run(get_file_contents("APP_PROPERTIES").has_no_setting("ledger.maxAutoAsociations")).await?;
    Ok(())
}

/// A value that a property cannot have is an error, before anything is sent
#[leaky_test(PropertyOverrides)]
async fn wrong_values_are_errors(spec: &Spec) -> SpecResult {
    let error = spec.run(overriding(CEILING, "a few")).await.expect_err("it is no number");
    assert!(error.message().contains("`a few` is not a value of property"), "{error}");
    spec.run(get_file_contents("APP_PROPERTIES").has_no_setting(CEILING)).await?;
    Ok(())
}
