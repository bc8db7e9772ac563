//! Allowances of hbar: what an owner lets a spender spend (HIP-336).
//!
//! - <https://hips.hedera.com/hip/hip-336>

use hapi_test::prelude::*;

/// System accounts that do nothing: somebody to allow something.
fn spenders(count: u64) -> impl Iterator<Item = AccountId> {
    (400..400 + count).map(AccountId::from_num)
}

/// An approval is shown by the details of the owner
#[hapi_test]
fn approval(alice: SpecAccount, bob: SpecAccount, carol: SpecAccount) -> impl IntoSpec {
    hapi_spec![
        get_account_details(&alice).has(account_details_with().no_allowances()),
        alice.approve_crypto_allowance(&bob, 5.hbar()).add_crypto_allowance(&alice, &carol, 7.tinybars()),
        get_account_details(&alice).has(
            account_details_with()
                .crypto_allowances_count(2)
                .crypto_allowances_containing(&bob, 5.hbar())
                .crypto_allowances_containing(&carol, 7.tinybars()),
        ),
        get_account_details(&bob).has(account_details_with().no_allowances()),
    ]
}

/// The payer is the owner where an approval names none
#[hapi_test]
fn the_payer_is_the_owner(alice: SpecAccount, bob: SpecAccount) -> impl IntoSpec {
    (
        crypto_approve_allowance().missing_owner_crypto_allowance(&bob, 5.hbar()).paying_with(&alice),
        get_account_details(&alice).has(account_details_with().crypto_allowances_containing(&bob, 5.hbar())),
    )
}

/// A new approval takes the place of the one before, and zero takes it away
#[hapi_test]
fn adjustment(alice: SpecAccount, bob: SpecAccount) -> impl IntoSpec {
    let allowed = |amount: Hbar| {
        account_details_with().crypto_allowances_count(1).crypto_allowances_containing(&bob, amount)
    };
    hapi_spec![
        alice.approve_crypto_allowance(&bob, 5.hbar()),
        alice.approve_crypto_allowance(&bob, 8.hbar()),
        get_account_details(&alice).has(allowed(8.hbar())),
        alice.approve_crypto_allowance(&bob, 1.tinybars()),
        get_account_details(&alice).has(allowed(1.tinybars())),
        alice.approve_crypto_allowance(&bob, 0.hbar()),
        get_account_details(&alice).has(account_details_with().no_allowances()),
    ]
}

/// A spender spends without the owner's signature; what is left stays allowed
#[hapi_test]
fn spending(
    #[account_spec(balance = 20.hbar())] alice: SpecAccount,
    bob: SpecAccount,
    #[account_spec(balance = 0.hbar())] carol: SpecAccount,
) -> impl IntoSpec {
    hapi_spec![
        crypto_approve_allowance().add_crypto_allowance(&alice, &bob, 5.hbar()).signed_by_payer_and(&alice),
        crypto_transfer(send(2.hbar()).from_allowance(&alice).to(&carol)).paying_with(&bob).signed_by(&bob),
        get_account_balance(&alice).has_hbar(18.hbar()),
        get_account_balance(&carol).has_hbar(2.hbar()),
        get_account_details(&alice).has(account_details_with().crypto_allowances_containing(&bob, 3.hbar())),
        crypto_transfer(send(3.hbar()).from_allowance(&alice).to(&carol)).paying_with(&bob).signed_by(&bob),
        get_account_details(&alice).has(account_details_with().no_allowances()),
    ]
}

/// A spender spends the hbar of several owners at once, or of none
#[hapi_test]
fn spending_of_several_owners(
    #[account_spec(balance = 20.hbar())] alice: SpecAccount,
    #[account_spec(balance = 20.hbar())] bob: SpecAccount,
    carol: SpecAccount,
) -> impl IntoSpec {
    let spend = |of_alice: Hbar, of_bob: Hbar| {
        crypto_transfer([
            send(of_alice).from_allowance(&alice).to(&carol),
            send(of_bob).from_allowance(&bob).to(&carol),
        ])
        .paying_with(&carol)
        .signed_by(&carol)
    };
    hapi_spec![
        crypto_approve_allowance()
            .add_crypto_allowance(&alice, &carol, 5.hbar())
            .add_crypto_allowance(&bob, &carol, 5.hbar())
            .signed_by_payer_and((&alice, &bob)),
        spend(5.hbar(), 6.hbar()).fails_with(AmountExceedsAllowance),
        spend(5.hbar(), 4.hbar()),
        get_account_balance(&alice).has_hbar(15.hbar()),
        get_account_balance(&bob).has_hbar(16.hbar()),
        get_account_details(&alice).has(account_details_with().no_allowances()),
        get_account_details(&bob).has(account_details_with().crypto_allowances_containing(&carol, 1.hbar())),
    ]
}

/// Nobody spends more than is allowed
#[hapi_test]
fn overspending(
    #[account_spec(balance = 20.hbar())] alice: SpecAccount,
    bob: SpecAccount,
    carol: SpecAccount,
) -> impl IntoSpec {
    hapi_spec![
        crypto_approve_allowance().add_crypto_allowance(&alice, &bob, 5.hbar()).signed_by_payer_and(&alice),
        crypto_transfer(send(5.hbar() + 1.tinybars()).from_allowance(&alice).to(&carol))
            .paying_with(&bob)
            .fails_with(AmountExceedsAllowance),
        get_account_balance(&alice).has_hbar(20.hbar()),
        get_account_details(&alice).has(account_details_with().crypto_allowances_containing(&bob, 5.hbar())),
    ]
}

/// An allowance is no hbar: it can be more than the owner has, but not be spent beyond that
#[hapi_test]
fn allowances_beyond_the_balance(
    #[account_spec(balance = 1.hbar())] alice: SpecAccount,
    bob: SpecAccount,
    carol: SpecAccount,
) -> impl IntoSpec {
    hapi_spec![
        crypto_approve_allowance().add_crypto_allowance(&alice, &bob, i64::MAX).signed_by_payer_and(&alice),
        crypto_transfer(send(2.hbar()).from_allowance(&alice).to(&carol))
            .paying_with(&bob)
            .fails_with(InsufficientAccountBalance),
        get_account_balance(&alice).has_hbar(1.hbar()),
        get_account_details(&alice).has(account_details_with().crypto_allowances_containing(&bob, i64::MAX)),
    ]
}

/// Nobody spends who was not allowed to, be it the owner's friend or the owner
#[hapi_test]
fn spending_without_allowance(
    #[account_spec(balance = 20.hbar())] alice: SpecAccount,
    bob: SpecAccount,
    mallory: SpecAccount,
) -> impl IntoSpec {
    let spend = || crypto_transfer(send(1.hbar()).from_allowance(&alice).to(&mallory));
    hapi_spec![
        crypto_approve_allowance().add_crypto_allowance(&alice, &bob, 5.hbar()).signed_by_payer_and(&alice),
        spend().paying_with(&mallory).fails_with(SpenderDoesNotHaveAllowance),
        spend().paying_with(&mallory).signed_by((&mallory, &bob)).fails_with(SpenderDoesNotHaveAllowance),
        spend().paying_with(&mallory).signed_by((&mallory, &alice)).fails_with(SpenderDoesNotHaveAllowance),
        spend().paying_with(&alice).fails_with(SpenderDoesNotHaveAllowance),
        get_account_details(&alice).has(account_details_with().crypto_allowances_containing(&bob, 5.hbar())),
    ]
}

/// The owner signs for what it allows
#[hapi_test]
fn owners_sign(alice: SpecAccount, mallory: SpecAccount) -> impl IntoSpec {
    hapi_spec![
        crypto_approve_allowance()
            .add_crypto_allowance(&alice, &mallory, 5.hbar())
            .paying_with(&mallory)
            .fails_with(InvalidSignature),
        get_account_details(&alice).has(account_details_with().no_allowances()),
    ]
}

/// Of several owners each signs
#[hapi_test]
fn several_owners(alice: SpecAccount, bob: SpecAccount, carol: SpecAccount) -> impl IntoSpec {
    let approve = || {
        crypto_approve_allowance().add_crypto_allowance(&alice, &carol, 1.hbar()).add_crypto_allowance(
            &bob,
            &carol,
            2.hbar(),
        )
    };
    hapi_spec![
        approve().signed_by_payer_and(&alice).fails_with(InvalidSignature),
        get_account_details(&alice).has(account_details_with().no_allowances()),
        approve().signed_by_payer_and((&alice, &bob)),
        get_account_details(&alice)
            .has(account_details_with().crypto_allowances_containing(&carol, 1.hbar())),
        get_account_details(&bob).has(account_details_with().crypto_allowances_containing(&carol, 2.hbar())),
    ]
}

/// Allowances outlast a change of the owner's key
#[hapi_test]
fn allowances_outlast_keys(alice: SpecAccount, bob: SpecAccount, new: SpecKey) -> impl IntoSpec {
    hapi_spec![
        alice.approve_crypto_allowance(&bob, 5.hbar()),
        crypto_update(&alice).key(&new),
        balance_snapshot("before", &alice),
        crypto_transfer(send(5.hbar()).from_allowance(&alice).to("0.0.400")).paying_with(&bob),
        get_account_balance(&alice).has_tiny_bars(change_from_snapshot("before", -5.hbar())),
    ]
}

/// Nobody needs an allowance of the own hbar
#[hapi_test]
fn owners_are_no_spenders(alice: SpecAccount) -> impl IntoSpec {
    hapi_spec![
        alice.approve_crypto_allowance(&alice, 5.hbar()).fails_with(SpenderAccountSameAsOwner),
        crypto_approve_allowance()
            .missing_owner_crypto_allowance(&alice, 5.hbar())
            .paying_with(&alice)
            .fails_with(SpenderAccountSameAsOwner),
    ]
}

/// No allowance is negative
#[hapi_test]
fn negative_allowances(
    #[case(-1, i64::MIN)] tinybars: i64,
    alice: SpecAccount,
    bob: SpecAccount,
) -> impl IntoSpec {
    alice.approve_crypto_allowance(&bob, tinybars).has_precheck(NegativeAllowanceAmount)
}

/// An approval approves something
#[hapi_test]
fn empty_approvals() -> impl IntoSpec {
    crypto_approve_allowance().has_precheck(EmptyAllowances)
}

/// Who is allowed something exists; to withdraw an allowance it need not
#[hapi_test]
fn unknown_spenders(alice: SpecAccount, bob: SpecAccount) -> impl IntoSpec {
    hapi_spec![
        alice.approve_crypto_allowance("0.0.999999999", 5.hbar()).fails_with(InvalidAllowanceSpenderId),
        alice.approve_crypto_allowance("0.0.999999999", 0.hbar()),
        alice.approve_crypto_allowance(&bob, 5.hbar()),
        crypto_delete(&bob),
        alice.approve_crypto_allowance(&bob, 6.hbar()).fails_with(InvalidAllowanceSpenderId),
        alice.approve_crypto_allowance(&bob, 0.hbar()),
        get_account_details(&alice).has(account_details_with().no_allowances()),
    ]
}

/// Who allows something exists
#[hapi_test]
fn unknown_owners(alice: SpecAccount, bob: SpecAccount) -> impl IntoSpec {
    let approve = crypto_approve_allowance;
    hapi_spec![
        approve().add_crypto_allowance("0.0.999999999", &bob, 5.hbar()).fails_with(InvalidAllowanceOwnerId),
        crypto_delete(&alice),
        approve()
            .add_crypto_allowance(&alice, &bob, 5.hbar())
            .signed_by_payer_and(&alice)
            .fails_with(InvalidAllowanceOwnerId),
    ]
}

/// Twenty allowances are approved at once, and not one more
#[hapi_test]
fn twenty_at_once(#[account_spec(balance = 100.hbar())] alice: SpecAccount) -> impl IntoSpec {
    let approve = |count| {
        let approve = crypto_approve_allowance().paying_with(&alice);
        spenders(count)
            .fold(approve, |approve, spender| approve.add_crypto_allowance(&alice, spender, 1.hbar()))
    };
    hapi_spec![
        approve(21).fails_with(MaxAllowancesExceeded),
        get_account_details(&alice).has(account_details_with().no_allowances()),
        approve(20).via("twenty"),
        get_account_details(&alice).has(account_details_with().crypto_allowances_count(20)),
        validate_charged_usd("twenty", 20.0 * 0.05),
    ]
}

/// An owner grants at most a hundred allowances; to adjust one is not to grant another
#[hapi_test]
async fn a_hundred_in_all(
    spec: &Spec,
    #[account_spec(balance = 200.hbar())] alice: SpecAccount,
    bob: SpecAccount,
) -> SpecResult {
    let all: Vec<AccountId> = spenders(100).collect();
    for some in all.chunks(20) {
        let approve = crypto_approve_allowance().paying_with(&alice);
        let approve =
            some.iter().fold(approve, |approve, spender| approve.add_crypto_allowance(&alice, spender, 1));
        spec.run(approve).await?;
    }
    spec.run(alice.approve_crypto_allowance(&bob, 1).fails_with(MaxAllowancesExceeded)).await?;
    spec.run(alice.approve_crypto_allowance(&all[0], 2)).await?;
    let granted =
        account_details_with().crypto_allowances_count(100).crypto_allowances_containing(&all[0], 2);
    spec.run(get_account_details(&alice).has(granted)).await?;
    Ok(())
}

/// Only privileged accounts are told the details of an account
#[hapi_test]
fn details_are_not_for_everybody(alice: SpecAccount) -> impl IntoSpec {
    get_account_details(&alice).paying_with(DEFAULT_PAYER).has_answer_only_precheck(NotSupported)
}

/// An approval costs 0.05 USD
#[hapi_test]
fn price(alice: SpecAccount, bob: SpecAccount) -> impl IntoSpec {
    (alice.approve_crypto_allowance(&bob, 5.hbar()).via("approve"), validate_charged_usd("approve", 0.05))
}

/// A withdrawal of allowances of NFTs names some
#[hapi_test]
fn empty_withdrawals() -> impl IntoSpec {
    (
        crypto_delete_allowance().has_precheck(EmptyAllowances),
        crypto_delete_allowance()
            .missing_owner_nft_delete_allowance("0.0.98", [])
            .has_precheck(EmptyAllowances),
    )
}

/// No allowance of a token that never was is given or taken away
#[hapi_test]
fn unknown_tokens(alice: SpecAccount, bob: SpecAccount) -> impl IntoSpec {
    hapi_spec![
        crypto_approve_allowance()
            .add_token_allowance(&alice, "0.0.999999999", &bob, 1)
            .paying_with(&alice)
            .fails_with(InvalidTokenId),
        crypto_approve_allowance()
            .add_nft_allowance(&alice, "0.0.999999999", &bob, Some(true), [])
            .paying_with(&alice)
            .fails_with(InvalidTokenId),
        crypto_delete_allowance()
            .add_nft_delete_allowance(&alice, "0.0.999999999", [1])
            .paying_with(&alice)
            .fails_with(InvalidTokenId),
    ]
}
