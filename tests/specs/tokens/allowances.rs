//! Allowances of fungible tokens: what an owner lets a spender spend (HIP-336).
//!
//! - <https://hips.hedera.com/hip/hip-336>

use hapi_test::{
    ops::{BlockingOrder, CryptoApproveAllowance, CryptoTransfer},
    prelude::*,
};

use super::{card, coin, coins, fungible, give, has, hold_coins};

/// A number that no entity has.
const UNKNOWN: TokenId = TokenId { shard_num: 0, realm_num: 0, token_num: 999_999_999 };

/// The treasury `owner` lets `spender` spend so many units of `coin`.
fn allow(owner: &SpecAccount, spender: &SpecAccount, units: i64) -> Txn<CryptoApproveAllowance> {
    owner.approve_token_allowance("coin", spender, units)
}

/// `spender` gives away so many units of `owner`'s, and only the spender signs.
fn spend(units: i64, owner: &SpecAccount, spender: &SpecAccount, to: &SpecAccount) -> Txn<CryptoTransfer> {
    crypto_transfer(send(units.of("coin")).from_allowance(owner).to(to))
        .paying_with(spender)
        .signed_by(spender)
}

/// An approval is shown by the details of the owner; a new one takes its place, and zero takes it away
#[hapi_test]
fn approval_and_adjustment(alice: SpecAccount, bob: SpecAccount) -> impl IntoSpec {
    let allowed = |units| {
        account_details_with().token_allowances_count(1).token_allowances_containing("coin", &bob, units)
    };
    hapi_spec![
        coin(&alice),
        allow(&alice, &bob, 5),
        get_account_details(&alice).has(allowed(5)),
        allow(&alice, &bob, 8),
        get_account_details(&alice).has(allowed(8)),
        allow(&alice, &bob, 0),
        get_account_details(&alice).has(account_details_with().no_allowances()),
    ]
}

/// Allowances are told apart by token and by spender
#[hapi_test]
fn allowances_of_several(alice: SpecAccount, bob: SpecAccount, carol: SpecAccount) -> impl IntoSpec {
    hapi_spec![
        coin(&alice),
        fungible("gem", &alice),
        allow(&alice, &bob, 5)
            .add_token_allowance(&alice, "gem", &bob, 6)
            .add_token_allowance(&alice, "coin", &carol, 7),
        get_account_details(&alice).has(
            account_details_with()
                .token_allowances_count(3)
                .token_allowances_containing("coin", &bob, 5)
                .token_allowances_containing("gem", &bob, 6)
                .token_allowances_containing("coin", &carol, 7),
        ),
        get_account_details(&bob).has(account_details_with().no_allowances()),
    ]
}

/// The payer is the owner where an approval names none
#[hapi_test]
fn the_payer_is_the_owner(alice: SpecAccount, bob: SpecAccount) -> impl IntoSpec {
    hapi_spec![
        coin(&alice),
        crypto_approve_allowance().missing_owner_token_allowance("coin", &bob, 5).paying_with(&alice),
        get_account_details(&alice).has(account_details_with().token_allowances_containing("coin", &bob, 5)),
    ]
}

/// A spender spends without the owner's signature; what is left stays allowed, and no more
#[hapi_test]
fn spending(alice: SpecAccount, bob: SpecAccount, carol: SpecAccount) -> impl IntoSpec {
    let left = || account_details_with().token_allowances_containing("coin", &bob, 30);
    hapi_spec![
        coins(&alice, &carol),
        allow(&alice, &bob, 50),
        spend(20, &alice, &bob, &carol),
        get_account_details(&alice).has(left()),
        spend(31, &alice, &bob, &carol).fails_with(AmountExceedsAllowance),
        get_account_details(&alice).has(left()),
        has(&carol, 20),
    ]
}

/// An allowance pays for the fee that its own token takes, too
#[hapi_test]
fn fees_in_the_same_token_are_spent(
    treasury: SpecAccount,
    alice: SpecAccount,
    bob: SpecAccount,
    carol: SpecAccount,
) -> impl IntoSpec {
    hapi_spec![
        coin(&treasury).with_custom(fixed_hts_fee(3, THIS_TOKEN, &treasury)),
        hold_coins(20, &treasury, &alice, &carol),
        allow(&alice, &bob, 15),
        spend(13, &alice, &bob, &carol).fails_with(AmountExceedsAllowance),
        spend(10, &alice, &bob, &carol),
        get_account_details(&alice).has(account_details_with().token_allowances_containing("coin", &bob, 2)),
        has(&alice, 7),
    ]
}

/// An allowance that is spent in parts is gone with the last of them
#[hapi_test]
fn spending_all(alice: SpecAccount, bob: SpecAccount, carol: SpecAccount) -> impl IntoSpec {
    hapi_spec![
        coins(&alice, &carol),
        allow(&alice, &bob, 50),
        spend(20, &alice, &bob, &carol),
        spend(30, &alice, &bob, &carol),
        get_account_details(&alice).has(account_details_with().no_allowances()),
        spend(1, &alice, &bob, &carol).fails_with(SpenderDoesNotHaveAllowance),
        has(&carol, 50),
    ]
}

/// An allowance is good for no other token and no other spender
#[hapi_test]
fn allowances_are_personal(alice: SpecAccount, bob: SpecAccount, carol: SpecAccount) -> impl IntoSpec {
    hapi_spec![
        coin(&alice),
        fungible("gem", &alice),
        token_associate(&carol, ["coin", "gem"]),
        allow(&alice, &bob, 50),
        spend(1, &alice, &carol, &carol).fails_with(SpenderDoesNotHaveAllowance),
        crypto_transfer(send(1.of("gem")).from_allowance(&alice).to(&carol))
            .paying_with(&bob)
            .signed_by(&bob)
            .fails_with(SpenderDoesNotHaveAllowance),
    ]
}

/// What an owner may not use nobody spends for it, though it may be allowed
#[hapi_test]
fn frozen_owners_allow_in_vain(alice: SpecAccount, bob: SpecAccount, carol: SpecAccount) -> impl IntoSpec {
    hapi_spec![
        coin(&alice).freeze_key(&alice),
        token_associate(&carol, "coin"),
        token_freeze("coin", &alice),
        allow(&alice, &bob, 5),
        spend(5, &alice, &bob, &carol).fails_with(AccountFrozenForToken),
        token_unfreeze("coin", &alice),
        spend(5, &alice, &bob, &carol),
    ]
}

/// An owner may be its own spender, as in ERC-20
#[hapi_test]
fn owners_may_be_their_own_spenders(alice: SpecAccount, bob: SpecAccount) -> impl IntoSpec {
    hapi_spec![
        coin(&alice),
        token_associate(&bob, "coin"),
        allow(&alice, &alice, 5),
        spend(5, &alice, &alice, &bob),
        has(&bob, 5),
    ]
}

/// More than the owner has may be allowed, but not more than there can be
#[hapi_test]
fn amounts_are_possible(alice: SpecAccount, bob: SpecAccount) -> impl IntoSpec {
    hapi_spec![
        coin(&alice).supply_type(TokenSupplyType::Finite).max_supply(2000),
        allow(&alice, &bob, 2001).fails_with(AmountExceedsTokenMaxSupply),
        allow(&alice, &bob, 2000),
        fungible("gem", &alice),
        alice.approve_token_allowance("gem", &bob, i64::MAX),
    ]
}

/// Less than nothing is refused at once
#[hapi_test]
fn negative_amounts_are_refused(alice: SpecAccount, bob: SpecAccount) -> impl IntoSpec {
    hapi_spec![coin(&alice), allow(&alice, &bob, -1).has_precheck(NegativeAllowanceAmount)]
}

/// Only who is associated with a token allows anything of it
#[hapi_test]
fn owners_are_associated(alice: SpecAccount, bob: SpecAccount) -> impl IntoSpec {
    hapi_spec![
        coin(&alice),
        allow(&bob, &alice, 5).fails_with(TokenNotAssociatedToAccount),
        token_associate(&bob, "coin"),
        allow(&bob, &alice, 5),
    ]
}

/// NFTs are not allowed by amount
#[hapi_test]
fn nfts_have_no_amount(alice: SpecAccount, bob: SpecAccount) -> impl IntoSpec {
    hapi_spec![
        card(&alice),
        alice.approve_token_allowance("card", &bob, 1).fails_with(NftInFungibleTokenAllowances),
    ]
}

/// A token that was deleted or never was is allowed to nobody
#[hapi_test]
fn tokens_exist(alice: SpecAccount, bob: SpecAccount) -> impl IntoSpec {
    hapi_spec![
        alice.approve_token_allowance(UNKNOWN, &bob, 1).fails_with(InvalidTokenId),
        coin(&alice).admin_key(&alice),
        allow(&alice, &bob, 5),
        token_delete("coin"),
        allow(&alice, &bob, 5).fails_with(TokenWasDeleted),
        allow(&alice, &bob, 0).fails_with(TokenWasDeleted),
    ]
}

/// A token that is paused is allowed
#[hapi_test]
fn paused_tokens_are_allowed(alice: SpecAccount, bob: SpecAccount) -> impl IntoSpec {
    hapi_spec![coin(&alice).pause_key(&alice), token_pause("coin"), allow(&alice, &bob, 5)]
}

/// A spender exists, unless something is taken from it
#[hapi_test]
fn spenders_exist(alice: SpecAccount, bob: SpecAccount) -> impl IntoSpec {
    let unknown = AccountId::from_num(999_999_999);
    hapi_spec![
        coin(&alice),
        alice.approve_token_allowance("coin", unknown.clone(), 5).fails_with(InvalidAllowanceSpenderId),
        alice.approve_token_allowance("coin", unknown, 0),
        crypto_delete(&bob),
        allow(&alice, &bob, 5).fails_with(InvalidAllowanceSpenderId),
        allow(&alice, &bob, 0),
    ]
}

/// An owner exists
#[hapi_test]
fn owners_exist(alice: SpecAccount, bob: SpecAccount) -> impl IntoSpec {
    let unknown = AccountId::from_num(999_999_999);
    hapi_spec![
        coin(&alice),
        crypto_approve_allowance()
            .add_token_allowance(unknown, "coin", &bob, 5)
            .has_known_status(InvalidAllowanceOwnerId),
    ]
}

/// Owners sign what they allow
#[hapi_test]
fn owners_sign(alice: SpecAccount, bob: SpecAccount) -> impl IntoSpec {
    let by_bob = || crypto_approve_allowance().add_token_allowance(&alice, "coin", &bob, 5).paying_with(&bob);
    hapi_spec![
        coin(&alice),
        by_bob().signed_by(&bob).has_known_status(InvalidSignature),
        by_bob().signed_by_payer_and(&alice),
        get_account_details(&alice).has(account_details_with().token_allowances_containing("coin", &bob, 5)),
    ]
}

/// A transaction approves twenty allowances at most, and nothing comes of one that fails
#[hapi_test]
fn a_transaction_approves_twenty(#[account_spec(balance = 50.hbar())] alice: SpecAccount) -> impl IntoSpec {
    let approve = |count: u64| {
        (400..400 + count).fold(crypto_approve_allowance().paying_with(&alice), |approve, spender| {
            approve.add_token_allowance(&alice, "coin", AccountId::from_num(spender), 1)
        })
    };
    hapi_spec![
        coin(&alice),
        approve(21).fails_with(MaxAllowancesExceeded),
        get_account_details(&alice).has(account_details_with().no_allowances()),
        approve(20),
        get_account_details(&alice).has(account_details_with().token_allowances_count(20)),
    ]
}

/// `owner` lets `spender` spend an hbar and a coin, and move all of its cards.
fn three_allowances(owner: &SpecAccount, spender: &SpecAccount) -> BlockingOrder {
    blocking_order((
        coin(owner),
        card(owner),
        owner.approve_crypto_allowance(spender, 1.hbar()),
        owner.approve_nft_allowance("card", spender, true, []),
        allow(owner, spender, 1),
    ))
}

/// An account grants so many allowances in all, of hbar, tokens and all NFTs of a token
#[leaky_test(PropertyOverrides, overrides = ["hedera.allowances.maxAccountLimit"])]
fn an_account_grants_so_many(alice: SpecAccount, bob: SpecAccount) -> impl IntoSpec {
    hapi_spec![
        overriding("hedera.allowances.maxAccountLimit", 3),
        three_allowances(&alice, &bob),
        alice.approve_token_allowance("coin", DEFAULT_PAYER, 1).fails_with(MaxAllowancesExceeded),
        allow(&alice, &bob, 2),
        alice.approve_crypto_allowance(&bob, 0.hbar()),
        alice.approve_token_allowance("coin", DEFAULT_PAYER, 1),
    ]
}

/// An allowance stays when what it allows is gone, and is good for what comes back
#[hapi_test]
fn allowances_outlast_balances(alice: SpecAccount, bob: SpecAccount, carol: SpecAccount) -> impl IntoSpec {
    hapi_spec![
        coin(&alice),
        hold_coins(5, &alice, &bob, &carol),
        allow(&bob, &alice, 5),
        give(5, &bob, &carol),
        spend(5, &bob, &alice, &carol).fails_with(InsufficientTokenBalance),
        give(5, &carol, &bob),
        spend(5, &bob, &alice, &carol),
    ]
}

/// Each allowance beyond the first costs
#[hapi_test]
fn each_allowance_costs(alice: SpecAccount, bob: SpecAccount, carol: SpecAccount) -> impl IntoSpec {
    hapi_spec![
        coin(&alice),
        allow(&alice, &bob, 5).via("one"),
        allow(&alice, &bob, 5).add_token_allowance(&alice, "coin", &carol, 6).via("two"),
        validate_charged_usd("one", 0.05),
        validate_charged_usd("two", 0.1),
    ]
}
