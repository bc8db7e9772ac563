//! Who may use which functionality.

use hapi_test::prelude::*;

/// Nobody uses what they are not permitted to
#[leaky_test(PermissionOverrides)]
fn permissions_hold_at_once(alice: SpecAccount) -> impl IntoSpec {
    hapi_spec![
        overriding_permission("createAccount", "2-50"),
        crypto_create("carol").balance(0).paying_with(&alice).fails_with(Unauthorized),
        crypto_create("dave").paying_with(GENESIS),
        overriding_permission("createAccount", "0-*"),
        crypto_create("carol").balance(0).paying_with(&alice),
    ]
}

/// A test that knows what it reads keeps only those waiting who change that: here, what decides about an account's creation
#[leaky_test(PermissionOverrides, reads = [PropertyOverrides, ThrottleOverrides, FeeScheduleOverrides, NodeControl])]
fn narrowed_tests_run_beside_others(alice: SpecAccount) -> impl IntoSpec {
    hapi_spec![
        overriding_permission("createAccount", "0-0"),
        crypto_create("carol").balance(0).paying_with(&alice).fails_with(Unauthorized),
        crypto_create("dave").paying_with(GENESIS),
    ]
}

/// Queries that are not permitted are not supported
#[leaky_test(PermissionOverrides)]
fn queries_are_permitted_too(alice: SpecAccount) -> impl IntoSpec {
    // lint: allow(operations): there and back again
    hapi_spec![
        file_create("notes"),
        overriding_permissions([("getFileContent", "2-50"), ("getFileInfo", "2-50")]),
        get_file_contents("notes").paying_with(&alice).fails_with(NotSupported),
        get_file_info("notes").paying_with(&alice).fails_with(NotSupported),
        get_file_info("notes").paying_with(GENESIS),
        restore_default_permission("getFileInfo"),
        get_file_info("notes").paying_with(&alice),
        get_file_contents("notes").paying_with(&alice).fails_with(NotSupported),
    ]
}

/// Superusers are permitted everything
#[leaky_test(PermissionOverrides)]
fn superusers_may_everything() -> impl IntoSpec {
    hapi_spec![
        overriding_permissions([("updateFile", "0-0"), ("createAccount", "0-0")]),
        crypto_create("carol").paying_with(GENESIS),
        crypto_create("dave").paying_with("SYSTEM_ADMIN").balance(0),
        restore_default_permission("createAccount"),
        crypto_create("erin"),
    ]
}

/// What is no permission, and what is no range of payers, are errors before anything is sent
#[leaky_test(PermissionOverrides)]
async fn mistakes_are_errors(spec: &Spec) -> SpecResult {
    let error = spec.run(overriding_permission("createAcount", "0-*")).await.expect_err("it is misspelt");
    assert!(error.message().contains("did you mean `createAccount`?"), "{error}");
    let error = spec.run(overriding_permission("createAccount", "all")).await.expect_err("it is no range");
    assert!(error.message().contains("`all` is no range of payers"), "{error}");
    spec.run(crypto_create("carol")).await?;
    Ok(())
}
