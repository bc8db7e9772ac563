//! The session's network, as it was at genesis.

use hapi_test::prelude::*;

/// Each reset begins at genesis, whatever others have done meanwhile
#[hapi_test(reset)]
async fn each_reset_begins_at_genesis(spec: &Spec, #[case(1, 2, 3)] creations: i64) -> SpecResult {
    for n in 0..creations {
        let created = spec.run(crypto_create(format!("account {n}"))).await?;
        assert_eq!(created.account_id.num(), Some(1002 + n));
    }
    Ok(())
}

/// What a test changes after a reset is its own: it declares nothing, and puts nothing back
#[hapi_test(reset)]
fn a_reset_network_may_be_overridden() -> impl IntoSpec {
    hapi_spec![
        overriding("ledger.maxAutoAssociations", 1),
        crypto_create("dave").max_automatic_token_associations(2).fails_with(InvalidMaxAutoAssociations),
    ]
}

/// A shared fixture, which a reset network has one of, too.
#[account_spec(balance = 9.hbar())]
static SHARED: SpecAccount;

/// A static is created on a network that is reset as on any other, and is another account there
#[hapi_test(reset)]
async fn statics_are_created_after_a_reset(spec: &Spec) -> SpecResult {
    assert_eq!(SHARED.id(spec)?.num(), Some(1002));
    spec.run_all(get_account_balance(&SHARED).has_hbar(9.hbar())).await
}

/// On the session's network the same static is as it was declared
#[hapi_test]
fn statics_of_the_session_are_untouched_by_resets() -> impl IntoSpec {
    get_account_balance(&SHARED).has_hbar(9.hbar())
}
