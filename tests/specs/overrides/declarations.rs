//! What a test changes of a network that others use, it says before.

use hapi_test::prelude::*;

/// The line that a message tells to write.
fn asks_for(error: &SpecError, reason: &str) {
    let wanted = format!("`#[leaky_test({reason})]`");
    assert!(error.message().contains(&wanted), "{error} does not ask for {wanted}");
}

/// A test that has not said so changes nothing, and is told what to write
#[hapi_test]
async fn undeclared_changes_fail(spec: &Spec) -> SpecResult {
    // lint: allow(operations): a table of changes
    let ceiling = "ledger.maxAutoAssociations";
    asks_for(&spec.run(overriding(ceiling, 1)).await.expect_err("undeclared"), "PropertyOverrides");
    asks_for(&spec.run(restore_default(ceiling)).await.expect_err("undeclared"), "PropertyOverrides");
    let permission = overriding_permission("createAccount", "2-50");
    asks_for(&spec.run(permission).await.expect_err("undeclared"), "PermissionOverrides");
    let throttles = overriding_throttles("extreme-limits");
    asks_for(&spec.run(throttles).await.expect_err("undeclared"), "ThrottleOverrides");
    asks_for(&spec.run(update_rates(1, 1)).await.expect_err("undeclared"), "FeeScheduleOverrides");
    let fees = upload_scheduled_contract_prices();
    asks_for(&spec.run(fees).await.expect_err("undeclared"), "FeeScheduleOverrides");
    spec.run(get_file_contents("APP_PROPERTIES").has_no_setting(ceiling)).await?;
    spec.run(crypto_create("carol")).await?;
    Ok(())
}

/// An update by hand is a change like any other
#[hapi_test]
async fn updates_by_hand_are_changes(spec: &Spec) -> SpecResult {
    let update = file_update("THROTTLE_DEFINITIONS").contents("x").paying_with(GENESIS);
    asks_for(&spec.run(update).await.expect_err("undeclared"), "ThrottleOverrides");
    let append = file_append("UPDATE_FEATURE").contents("x").paying_with(GENESIS);
    asks_for(&spec.run(append).await.expect_err("undeclared"), "UpgradeFileContent");
    Ok(())
}

/// An update that is to be refused is none
#[hapi_test]
fn refused_updates_are_no_changes() -> impl IntoSpec {
    file_update("APP_PROPERTIES").contents("x").fails_with(AuthorizationFailed)
}

/// The reason must be the one for the file
#[leaky_test(ThrottleOverrides)]
async fn reasons_are_for_their_files(spec: &Spec) -> SpecResult {
    let error = spec.run(overriding("ledger.maxAutoAssociations", 1)).await.expect_err("undeclared");
    asks_for(&error, "PropertyOverrides");
    spec.run(overriding_throttles("mainnet-throttles")).await
}
