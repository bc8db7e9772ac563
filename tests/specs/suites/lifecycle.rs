//! What is set up before the first test of a suite, and taken down after the last.

use std::sync::atomic::{AtomicU32, Ordering};

use hapi_test::prelude::*;

suite! {
    /// Hooks
    tags("suites")
}

static SET_UP: AtomicU32 = AtomicU32::new(0);

#[before_all]
async fn open_the_till(manager: &SpecManager) -> SpecResult {
    assert_eq!(SET_UP.fetch_add(1, Ordering::Relaxed), 0, "once for all tests of this process");
    assert!(!manager.nodes().is_empty());
    manager.do_adhoc((new_key_named("clerk"), crypto_create("till").key("clerk").balance(100.hbar()))).await
}

#[after_all]
async fn close_the_till(manager: &SpecManager) -> SpecResult {
    manager.do_adhoc(crypto_delete("till").transfer(FUNDING)).await
}

/// What a hook registers is there, and its keys sign
#[hapi_test]
fn names_and_keys_of_hooks_are_shared(bob: SpecAccount) -> impl IntoSpec {
    hapi_spec![
        crypto_transfer(send(1.hbar()).from("till").to(&bob)).paying_with("till"),
        get_account_info("till").has(account_with().key("clerk")),
    ]
}

/// What a test registers is its own
#[hapi_test]
async fn names_of_tests_are_their_own(spec: &Spec) -> SpecResult {
    spec.run(crypto_create("till")).await?;
    spec.run_all(get_account_balance("till").has_hbar(10.hbar())).await
}

/// Suites in suites
#[hapi_suite]
mod inner {
    use hapi_test::prelude::*;

    /// A hook may have fixtures, and names what is set up around it
    #[before_all]
    async fn hire(
        manager: &SpecManager,
        #[account_spec(balance = 5.hbar())] helper: SpecAccount,
    ) -> SpecResult {
        manager.do_adhoc(crypto_transfer(send(2.hbar()).from("till").to(&helper))).await
    }

    /// The hooks of all suites around a test have run
    #[hapi_test]
    fn what_is_around_is_there_too() -> impl IntoSpec {
        hapi_spec![
            get_account_balance("helper").has_hbar(7.hbar()),
            crypto_transfer(send(1.tinybars()).from("till").to(DEFAULT_PAYER)),
        ]
    }
}
