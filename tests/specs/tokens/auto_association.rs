//! Who is sent a token is associated with it, if slots for that are left.
//!
//! - <https://hips.hedera.com/hip/hip-23>
//! - <https://hips.hedera.com/hip/hip-904>

use hapi_test::prelude::*;

use super::{coin, coins, deck, fungible, give, give_card, has};

/// A slot is used up by the first token that is sent, and the record tells
#[hapi_test]
fn slots_are_used_up(
    alice: SpecAccount,
    #[account_spec(max_auto_associations = 1)] bob: SpecAccount,
) -> impl IntoSpec {
    hapi_spec![
        coin(&alice),
        give(1, &alice, &bob).via("first"),
        get_txn_record("first").has_new_token_association("coin", &bob),
        get_account_info(&bob)
            .has_already_used_automatic_associations(1)
            .has_token(relationship_with("coin").balance(1).automatic(true)),
        give(1, &alice, &bob).via("second"),
        get_txn_record("second").has_no_new_token_associations(),
    ]
}

/// Without a slot that is left, nothing is received
#[hapi_test]
fn slots_run_out(
    alice: SpecAccount,
    #[account_spec(max_auto_associations = 1)] bob: SpecAccount,
) -> impl IntoSpec {
    hapi_spec![
        deck(&alice),
        coin(&alice),
        give(1, &alice, &bob),
        give_card(1, &alice, &bob).fails_with(NoRemainingAutomaticAssociations),
        crypto_update(&bob).max_automatic_associations(2),
        give_card(1, &alice, &bob),
    ]
}

/// Slots may be unlimited
#[hapi_test]
fn slots_may_be_unlimited(
    alice: SpecAccount,
    #[account_spec(max_auto_associations = -1)] bob: SpecAccount,
) -> impl IntoSpec {
    hapi_spec![
        coin(&alice),
        fungible("other", &alice),
        deck(&alice),
        crypto_transfer([
            send(1.of("coin")).from(&alice).to(&bob),
            send(1.of("other")).from(&alice).to(&bob),
            send("card".serial(1)).from(&alice).to(&bob),
        ])
        .via("all"),
        get_txn_record("all").has_priority(record_with().auto_association_count(3)),
        get_account_info(&bob).has_already_used_automatic_associations(3).has_max_automatic_associations(-1),
    ]
}

/// A slot that is dissociated is free again
#[hapi_test]
fn slots_are_freed(
    alice: SpecAccount,
    #[account_spec(max_auto_associations = 1)] bob: SpecAccount,
) -> impl IntoSpec {
    hapi_spec![
        coin(&alice),
        fungible("other", &alice),
        give(1, &alice, &bob),
        give(1, &bob, &alice),
        token_dissociate(&bob, "coin"),
        crypto_transfer(send(1.of("other")).from(&alice).to(&bob)),
        get_account_info(&bob).has_already_used_automatic_associations(1).has_no_token_relationship("coin"),
    ]
}

/// Who associates himself uses no slot
#[hapi_test]
fn associating_oneself_uses_no_slot(
    alice: SpecAccount,
    #[account_spec(max_auto_associations = 1)] bob: SpecAccount,
) -> impl IntoSpec {
    hapi_spec![
        coins(&alice, &bob),
        give(1, &alice, &bob).via("gift"),
        get_txn_record("gift").has_no_new_token_associations(),
        get_account_info(&bob)
            .has_already_used_automatic_associations(0)
            .has_token(relationship_with("coin").automatic(false)),
    ]
}

/// Nobody is associated automatically with a token that asks for KYC or freezes by default
#[hapi_test]
fn tokens_that_are_not_for_everybody(
    alice: SpecAccount,
    #[account_spec(max_auto_associations = -1)] bob: SpecAccount,
    keys: SpecKey,
) -> impl IntoSpec {
    let other = || crypto_transfer(send(1.of("other")).from(&alice).to(&bob));
    hapi_spec![
        coin(&alice).kyc_key(&keys),
        fungible("other", &alice).freeze_key(&keys).freeze_default(true),
        give(1, &alice, &bob).fails_with(AccountKycNotGrantedForToken),
        other().fails_with(AccountFrozenForToken),
        token_associate(&bob, "other"),
        token_unfreeze("other", &bob),
        other(),
    ]
}

/// Who sends what he is not associated with is associated, and has nothing
#[hapi_test]
fn senders_are_associated_too(
    alice: SpecAccount,
    #[account_spec(max_auto_associations = 1)] bob: SpecAccount,
) -> impl IntoSpec {
    hapi_spec![
        coin(&alice),
        give(1, &bob, &alice).fails_with(InsufficientTokenBalance),
        give(0, &bob, &alice),
        get_account_info(&bob).has_already_used_automatic_associations(1),
    ]
}

/// An association that turns out to be for nothing is not made
#[hapi_test]
fn what_fails_associates_nobody(
    alice: SpecAccount,
    #[account_spec(max_auto_associations = 1)] bob: SpecAccount,
) -> impl IntoSpec {
    hapi_spec![
        coin(&alice),
        give(1001, &alice, &bob).fails_with(InsufficientTokenBalance),
        get_account_info(&bob).has_already_used_automatic_associations(0).has_no_token_relationship("coin"),
    ]
}

/// The payer of a transfer pays five US cents for each association that it makes
#[hapi_test]
fn the_payer_pays_for_associations(
    #[account_spec(balance = 100.hbar(), key = ed25519)] alice: SpecAccount,
    #[account_spec(max_auto_associations = -1)] bob: SpecAccount,
    #[account_spec(max_auto_associations = 1)] carol: SpecAccount,
) -> impl IntoSpec {
    hapi_spec![
        coin(&alice),
        give(1, &alice, &bob).paying_with(&alice).via("unlimited"),
        give(1, &alice, &carol).paying_with(&alice).via("limited"),
        give(1, &alice, &carol).paying_with(&alice).via("again"),
        validate_charged_usd("unlimited", 0.051),
        validate_charged_usd("limited", 0.051),
        validate_charged_usd("again", 0.001),
    ]
}

/// Who cannot pay for the association cannot send, but pays for the attempt
#[hapi_test]
fn associations_must_be_affordable(
    alice: SpecAccount,
    #[account_spec(cents = 5, key = ed25519)] payer: SpecAccount,
    #[account_spec(max_auto_associations = -1)] bob: SpecAccount,
) -> impl IntoSpec {
    hapi_spec![
        coin(&alice),
        give(1, &alice, &bob).paying_with(&payer).via("attempt").fails_with(InsufficientPayerBalance),
        validate_charged_usd("attempt", 0.0011),
        get_account_info(&bob).has_no_token_relationship("coin"),
        has(&alice, 1000),
    ]
}

/// Collectors of custom fees are associated with what they get, too
#[hapi_test]
fn collectors_are_associated(
    treasury: SpecAccount,
    alice: SpecAccount,
    bob: SpecAccount,
    carol: SpecAccount,
) -> impl IntoSpec {
    hapi_spec![
        coin(&treasury).with_custom(fractional_fee(1, 10, &carol)),
        super::hold_coins(100, &treasury, &alice, &bob),
        token_dissociate(&carol, "coin"),
        give(50, &alice, &bob).fails_with(TokenNotAssociatedToAccount),
        crypto_update(&carol).max_automatic_associations(-1),
        give(50, &alice, &bob).via("gift"),
        get_txn_record("gift").has_new_token_association("coin", &carol),
    ]
}

/// An allowance that is missing counts more than an association that is
#[hapi_test]
fn allowances_come_before_associations(alice: SpecAccount, bob: SpecAccount) -> impl IntoSpec {
    let spend = |units: i64| {
        crypto_transfer(send(units.of("coin")).from_allowance(&bob).to(&alice)).paying_with(&alice)
    };
    hapi_spec![
        coin(&alice),
        spend(1).fails_with(SpenderDoesNotHaveAllowance),
        token_associate(&bob, "coin"),
        crypto_approve_allowance().add_token_allowance(&bob, "coin", &alice, 1).signed_by_payer_and(&bob),
        token_dissociate(&bob, "coin"),
        spend(2).fails_with(AmountExceedsAllowance),
        spend(1).fails_with(TokenNotAssociatedToAccount),
    ]
}
