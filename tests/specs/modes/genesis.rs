//! Networks that start with properties of their own, side by side with all others.

use hapi_test::prelude::*;

/// The property of a network holds for its nodes' ingest
#[genesis_test(overrides = {"hedera.transaction.minValidDuration" = "60"})]
fn transactions_are_valid_as_long_as_the_network_says() -> impl IntoSpec {
    let transfer = || crypto_transfer(send(1.tinybars()).from(DEFAULT_PAYER).to(FUNDING));
    hapi_spec![
        transfer().valid_duration_secs(60),
        transfer().valid_duration_secs(59).has_precheck(InvalidTransactionDuration),
    ]
}

/// Several properties hold at once
#[genesis_test(overrides = {"bootstrap.rates.currentCentEquiv" = "24", "files.maxSizeKb" = "1"})]
fn a_genesis_takes_several_properties() -> impl IntoSpec {
    hapi_spec![
        crypto_transfer(send(1.tinybars()).from(DEFAULT_PAYER).to(FUNDING)).via("transfer"),
        // Half of what it costs at 12 cents.
        get_txn_record("transfer").has_priority(record_with().fee(41_666)),
        file_create("small").contents(vec![1; 1024]),
        file_append("small").contents(vec![2]).fails_with(MaxFileSizeExceeded),
    ]
}

/// What a network is started with is no override: file 0.0.121 does not have it
#[genesis_test(overrides = {"ledger.maxAutoAssociations" = "3"})]
fn properties_of_a_genesis_are_no_overrides() -> impl IntoSpec {
    let ceiling = "ledger.maxAutoAssociations";
    hapi_spec![
        get_file_contents("APP_PROPERTIES").has_no_setting(ceiling),
        do_with_startup_config(ceiling, |value| verify(is_three(value))),
    ]
}

/// Checks that a value is 3.
fn is_three(value: &str) -> impl FnOnce() + Send + 'static {
    let value = value.to_owned();
    move || assert_eq!(value, "3")
}

/// On a network of its own, a test may override what it likes, and count on numbers
#[genesis_test]
async fn nobody_else_uses_the_network(spec: &Spec) -> SpecResult {
    let first = spec.run(crypto_create("first")).await?.account_id;
    spec.run(overriding("ledger.maxAutoAssociations", 1)).await?;
    spec.run(overriding_throttles("mainnet-throttles")).await?;
    let second = spec.run(crypto_create("second")).await?.account_id;
    assert_eq!((first, second), (AccountId::from_num(1002), AccountId::from_num(1003)));
    Ok(())
}

/// The treasury has all hbar that are not the default payer's
#[genesis_test]
async fn hbar_begins_at_the_treasury(spec: &Spec) -> SpecResult {
    const ALL: u64 = 5_000_000_000_000_000_000;
    let treasury = spec.run(get_account_balance(GENESIS)).await?.balance;
    let payer = spec.run(get_account_balance(DEFAULT_PAYER)).await?.balance;
    let fees = spec.run(get_account_balance(FEE_COLLECTOR)).await?.balance;
    assert_eq!(treasury + payer + fees, ALL);
    Ok(())
}
