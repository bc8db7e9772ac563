//! Entities that tests share.

use std::sync::Mutex;

use hapi_test::prelude::*;

/// Pays for others
#[account_spec(balance = 50.hbar(), memo = "shared")]
pub(crate) static ALICE: SpecAccount;

#[key_spec(kind = ecdsa)]
static ADMIN: SpecKey;

/// Cannot be created before its key
#[account_spec(key = &ADMIN, receiver_sig_required = true)]
static GUARDED: SpecAccount;

/// Cannot be created before the account that it stakes to
#[account_spec(staked_account = &GUARDED)]
static FOLLOWER: SpecAccount;

static SEEN: Mutex<Option<AccountId>> = Mutex::new(None);

/// Every test that sees the account must see the same.
fn seen(account: &AccountId) {
    let mut seen = SEEN.lock().unwrap();
    assert_eq!(seen.get_or_insert_with(|| account.clone()), account);
}

/// A static stands wherever a parameter does
#[hapi_test]
fn a_static_is_an_account(bob: SpecAccount) -> impl IntoSpec {
    // lint: allow(closures): the id is known when the spec runs
    hapi_spec![
        crypto_transfer(send(1.hbar()).from(&ALICE).to(&bob)).paying_with(&ALICE),
        get_account_info(&ALICE).has(account_with().memo("shared")),
        with_op_context(|spec, _| {
            seen(&ALICE.id(&spec)?);
            Ok(())
        }),
    ]
}

/// Its id is there before any operation names it
#[hapi_test]
async fn a_static_is_there_for_code(spec: &Spec) -> SpecResult {
    seen(&ALICE.id(spec)?);
    spec.run_all(ALICE.get_balance()).await
}

/// Operations side by side may be the first to name it
#[hapi_test]
fn a_static_may_be_named_side_by_side() -> impl IntoSpec {
    in_parallel([get_account_info(&ALICE), get_account_info(&GUARDED), get_account_info(&FOLLOWER)])
}

/// What a static needs is created before it, and its keys sign wherever it is named
#[hapi_test]
fn what_a_static_needs_comes_first() -> impl IntoSpec {
    hapi_spec![
        get_account_info(&FOLLOWER).has(account_with().staked_account_id(&GUARDED)),
        get_account_info(&GUARDED).has(account_with().key(&ADMIN)),
        crypto_transfer(send(1.hbar()).from(&ALICE).to(&GUARDED)),
    ]
}

/// Where tests count on the order of creations, they can have it
#[leaky_test(NoConcurrentCreations)]
fn statics_can_be_created_in_order() -> impl IntoSpec {
    hapi_spec![
        force_create_and_register((&ALICE, &ADMIN, &GUARDED)),
        GUARDED.do_with(|guarded| {
            get_account_info(guarded.account_id).has(account_with().receiver_sig_req(true))
        }),
    ]
}

/// A touched balance changes by one tinybar
#[hapi_test]
fn balances_can_be_touched(
    #[account_spec(balance = 1.hbar())] bob: SpecAccount,
    #[account_spec(balance = 1.hbar())] carol: SpecAccount,
) -> impl IntoSpec {
    hapi_spec![
        touch_balance_of([&bob, &carol]).paying_with(&ALICE).and_assert_staking_reward_count(0),
        get_account_balance(&bob).has_tiny_bars(100_000_001),
        get_account_balance(&carol).has_tiny_bars(100_000_001),
    ]
}

mod elsewhere {
    use hapi_test::prelude::*;

    use super::{ALICE as OTHER, seen};

    /// Has the name of another module's
    #[account_spec(memo = "the other one")]
    static ALICE: SpecAccount;

    /// A static is the same in other modules, and one of the same name is not
    #[hapi_test]
    async fn a_static_is_shared_by_modules(spec: &Spec) -> SpecResult {
        spec.run(get_account_info(&ALICE).has(account_with().memo("the other one"))).await?;
        spec.run(get_account_info(&OTHER).has(account_with().memo("shared"))).await?;
        seen(&OTHER.id(spec)?);
        Ok(())
    }
}
