//! What becomes of airdrops that wait: their receivers claim them, or their senders cancel them (HIP-904).
//!
//! - <https://hips.hedera.com/hip/hip-904>

use hapi_test::{
    ops::{BlockingOrder, TokenCancelAirdrop, TokenClaimAirdrop},
    prelude::*,
};

use super::{
    airdrops::{airdrop, airdrop_card},
    card, cards, coin, coins, deck, fungible, give, give_card, has, three_cards,
};

/// `to` claims the units of `coin` that `from` airdropped, and pays for that.
fn claim(from: &SpecAccount, to: &SpecAccount) -> Txn<TokenClaimAirdrop> {
    token_claim_airdrop(pending_airdrop(from, to, "coin")).paying_with(to)
}

/// `from` cancels the airdrop of units of `coin`, and pays for that.
fn cancel(from: &SpecAccount, to: &SpecAccount) -> Txn<TokenCancelAirdrop> {
    token_cancel_airdrop(pending_airdrop(from, to, "coin")).paying_with(from)
}

/// There are a thousand coins, and ten of them wait for `to`.
fn waiting(treasury: &SpecAccount, to: &SpecAccount) -> BlockingOrder {
    blocking_order((coin(treasury), airdrop(10, treasury, to)))
}

/// `from` gets ten coins, and airdrops them to `to`, for whom they wait.
fn passed_on(treasury: &SpecAccount, from: &SpecAccount, to: &SpecAccount) -> BlockingOrder {
    blocking_order((token_associate(from, "coin"), give(10, treasury, from), airdrop(10, from, to)))
}

/// For `to` wait ten coins and the first of three cards from the treasury, and twenty coins from `other`.
fn three_wait(treasury: &SpecAccount, other: &SpecAccount, to: &SpecAccount) -> BlockingOrder {
    blocking_order((
        coins(treasury, other),
        deck(treasury),
        give(20, treasury, other),
        airdrop(10, treasury, to),
        airdrop(20, other, to),
        airdrop_card(1, treasury, to),
    ))
}

/// Ten units wait for `to`, of a token that asks for KYC, and can be frozen, paused and deleted.
fn guarded(treasury: &SpecAccount, to: &SpecAccount) -> BlockingOrder {
    blocking_order((
        coin(treasury).admin_key(treasury).kyc_key(treasury).freeze_key(treasury).pause_key(treasury),
        airdrop(10, treasury, to),
    ))
}

/// The same, and `to` is associated and has its KYC.
fn admitted(treasury: &SpecAccount, to: &SpecAccount) -> BlockingOrder {
    blocking_order((guarded(treasury, to), token_associate(to, "coin"), grant_token_kyc("coin", to)))
}

/// What is claimed arrives, with an association that takes no slot
#[hapi_test]
fn claims_arrive(alice: SpecAccount, bob: SpecAccount) -> impl IntoSpec {
    hapi_spec![
        waiting(&alice, &bob),
        airdrop(5, &alice, &bob),
        claim(&alice, &bob).via("claim"),
        has(&bob, 15),
        has(&alice, 985),
        get_account_info(&bob).has_already_used_automatic_associations(0),
        get_txn_record("claim").has_token_amount("coin", &bob, 15).has_no_new_token_associations(),
    ]
}

/// A claim has its price, and leaves nothing to be claimed again
#[hapi_test]
fn claims_are_made_once(alice: SpecAccount, bob: SpecAccount) -> impl IntoSpec {
    hapi_spec![
        waiting(&alice, &bob),
        airdrop(5, &alice, &bob),
        claim(&alice, &bob).via("claim"),
        validate_charged_usd("claim", 0.001),
        claim(&alice, &bob).fails_with(InvalidPendingAirdropId),
    ]
}

/// NFTs are claimed one by one
#[hapi_test]
fn nfts_are_claimed(alice: SpecAccount, bob: SpecAccount) -> impl IntoSpec {
    hapi_spec![
        deck(&alice),
        airdrop_card(1, &alice, &bob),
        airdrop_card(2, &alice, &bob),
        token_claim_airdrop(pending_nft_airdrop(&alice, &bob, "card", 1)).paying_with(&bob).via("claim"),
        get_token_nft_info("card", 1).has_account_id(&bob),
        get_token_nft_info("card", 2).has_account_id(&alice),
        get_txn_record("claim").has_nft_transfer("card".serial(1), &alice, &bob),
    ]
}

/// Several are claimed together, from several senders, or none of them is
#[hapi_test]
fn all_or_nothing(alice: SpecAccount, bob: SpecAccount, carol: SpecAccount) -> impl IntoSpec {
    let all = |serial| {
        token_claim_airdrop([
            pending_airdrop(&alice, &carol, "coin"),
            pending_airdrop(&bob, &carol, "coin"),
            pending_nft_airdrop(&alice, &carol, "card", serial),
        ])
        .paying_with(&carol)
    };
    hapi_spec![
        three_wait(&alice, &bob, &carol),
        all(2).fails_with(InvalidPendingAirdropId),
        get_account_info(&carol).has_no_token_relationship("coin"),
        all(1),
        has(&carol, 30),
        get_token_nft_info("card", 1).has_account_id(&carol),
    ]
}

/// Custom fees were paid at the airdrop
#[hapi_test]
fn claims_are_free_of_custom_fees(
    alice: SpecAccount,
    bob: SpecAccount,
    carol: SpecAccount,
    #[account_spec(balance = 0.hbar())] dora: SpecAccount,
) -> impl IntoSpec {
    hapi_spec![
        coin(&alice).with_custom(fixed_hbar_fee(1.hbar(), &dora)),
        passed_on(&alice, &bob, &carol),
        claim(&bob, &carol).via("claim"),
        has(&carol, 10),
        dora.get_balance().has_hbar(1.hbar()),
        get_txn_record("claim").has_assessed_custom_fees_size(0),
    ]
}

/// What the sender no longer has cannot be claimed
#[hapi_test]
fn senders_may_run_out(alice: SpecAccount, bob: SpecAccount, carol: SpecAccount) -> impl IntoSpec {
    hapi_spec![
        coin(&alice),
        passed_on(&alice, &bob, &carol),
        give(1, &bob, &alice),
        claim(&bob, &carol).fails_with(InsufficientTokenBalance),
        give(1, &alice, &bob),
        claim(&bob, &carol),
    ]
}

/// NFTs that the sender no longer has cannot be claimed
#[hapi_test]
fn senders_may_lose_nfts(alice: SpecAccount, bob: SpecAccount, carol: SpecAccount) -> impl IntoSpec {
    hapi_spec![
        cards(&alice, &bob),
        give_card(1, &alice, &bob),
        airdrop_card(1, &bob, &carol),
        give_card(1, &bob, &alice),
        token_claim_airdrop(pending_nft_airdrop(&bob, &carol, "card", 1))
            .paying_with(&carol)
            .fails_with(SenderDoesNotOwnNftSerialNo),
    ]
}

/// Receivers sign their claims, and nobody else can
#[hapi_test]
fn receivers_sign(alice: SpecAccount, bob: SpecAccount) -> impl IntoSpec {
    let by_alice = || token_claim_airdrop(pending_airdrop(&alice, &bob, "coin")).paying_with(&alice);
    hapi_spec![
        waiting(&alice, &bob),
        by_alice().signed_by(&alice).has_known_status(InvalidSignature),
        by_alice().signed_by_payer_and(&bob),
        has(&bob, 10),
    ]
}

/// What a token asks for, it asks of claims
#[hapi_test]
fn claims_need_a_token_that_can_be_used(alice: SpecAccount, bob: SpecAccount) -> impl IntoSpec {
    hapi_spec![
        guarded(&alice, &bob),
        claim(&alice, &bob).fails_with(AccountKycNotGrantedForToken),
        token_pause("coin"),
        claim(&alice, &bob).fails_with(TokenIsPaused),
        token_unpause("coin"),
        claim(&alice, &bob).fails_with(AccountKycNotGrantedForToken),
    ]
}

/// Frozen accounts claim nothing, and what is deleted can only be cancelled
#[hapi_test]
fn claims_need_a_token_that_is_there(alice: SpecAccount, bob: SpecAccount) -> impl IntoSpec {
    hapi_spec![
        admitted(&alice, &bob),
        token_freeze("coin", &bob),
        claim(&alice, &bob).fails_with(AccountFrozenForToken),
        token_unfreeze("coin", &bob),
        token_delete("coin"),
        claim(&alice, &bob).fails_with(TokenWasDeleted),
        cancel(&alice, &bob),
    ]
}

/// NFTs that have come to cost something wait in vain
#[hapi_test]
fn fallback_fees_forbid_claims(alice: SpecAccount, bob: SpecAccount) -> impl IntoSpec {
    let fallback = fixed_hbar_fee_inheriting_royalty_collector(1.hbar());
    let royalty = royalty_fee_with_fallback(1, 10, fallback, &alice);
    hapi_spec![
        card(&alice).fee_schedule_key(&alice),
        three_cards(),
        airdrop_card(1, &alice, &bob),
        token_fee_schedule_update("card").with_custom(royalty),
        token_claim_airdrop(pending_nft_airdrop(&alice, &bob, "card", 1))
            .paying_with(&bob)
            .fails_with(TokenAirdropWithFallbackRoyalty),
    ]
}

/// What is cancelled waits no more
#[hapi_test]
fn cancelled_airdrops_are_gone(alice: SpecAccount, bob: SpecAccount) -> impl IntoSpec {
    hapi_spec![
        waiting(&alice, &bob),
        cancel(&alice, &bob).via("cancel"),
        validate_charged_usd("cancel", 0.001),
        claim(&alice, &bob).fails_with(InvalidPendingAirdropId),
        cancel(&alice, &bob).fails_with(InvalidPendingAirdropId),
        has(&alice, 1000),
    ]
}

/// What was cancelled can be airdropped anew
#[hapi_test]
fn cancelled_airdrops_can_be_repeated(alice: SpecAccount, bob: SpecAccount) -> impl IntoSpec {
    hapi_spec![
        waiting(&alice, &bob),
        cancel(&alice, &bob),
        airdrop(5, &alice, &bob),
        claim(&alice, &bob),
        has(&bob, 5),
    ]
}

/// Senders sign what they cancel, and nobody else can
#[hapi_test]
fn senders_sign(alice: SpecAccount, bob: SpecAccount) -> impl IntoSpec {
    let by_bob = || token_cancel_airdrop(pending_airdrop(&alice, &bob, "coin")).paying_with(&bob);
    hapi_spec![
        waiting(&alice, &bob),
        by_bob().signed_by(&bob).has_known_status(InvalidSignature),
        by_bob().signed_by_payer_and(&alice),
    ]
}

/// Who still gives something away is not deleted
#[hapi_test]
fn senders_stay(alice: SpecAccount, bob: SpecAccount, carol: SpecAccount) -> impl IntoSpec {
    hapi_spec![
        coin(&alice),
        passed_on(&alice, &bob, &carol),
        give(10, &bob, &alice),
        token_dissociate(&bob, "coin"),
        crypto_delete(&bob).has_known_status(AccountHasPendingAirdrops),
        cancel(&bob, &carol),
        crypto_delete(&bob),
    ]
}

/// Lists say something, and nothing twice
#[hapi_test]
fn lists_are_checked(alice: SpecAccount, bob: SpecAccount) -> impl IntoSpec {
    let nft = |serial| pending_nft_airdrop(&alice, &bob, "card", serial);
    hapi_spec![
        card(&alice),
        token_claim_airdrop(Vec::<PendingAirdrop>::new()).has_precheck(EmptyPendingAirdropIdList),
        token_cancel_airdrop(Vec::<PendingAirdrop>::new()).has_precheck(EmptyPendingAirdropIdList),
        token_claim_airdrop([nft(1), nft(1)]).has_precheck(PendingAirdropIdRepeated),
        token_cancel_airdrop([nft(1), nft(1)]).has_precheck(PendingAirdropIdRepeated),
    ]
}

/// Lists say at most ten things, each of a serial number and a token that there can be
#[hapi_test]
fn lists_are_limited(alice: SpecAccount, bob: SpecAccount) -> impl IntoSpec {
    let nft = |serial| pending_nft_airdrop(&alice, &bob, "card", serial);
    let eleven = || (1..=11).map(nft).collect::<Vec<_>>();
    hapi_spec![
        card(&alice),
        token_claim_airdrop(eleven()).has_known_status(PendingAirdropIdListTooLong),
        token_cancel_airdrop(eleven()).has_known_status(PendingAirdropIdListTooLong),
        token_cancel_airdrop(nft(0)).has_precheck(InvalidTokenNftSerialNumber),
        token_cancel_airdrop(pending_airdrop(&alice, &bob, TokenId::default())).has_precheck(InvalidTokenId),
    ]
}

/// Ids are of airdrops that there are
#[hapi_test]
fn airdrops_exist(alice: SpecAccount, bob: SpecAccount) -> impl IntoSpec {
    let unknown = || AccountId::from_num(999_999_999);
    hapi_spec![
        waiting(&alice, &bob),
        fungible("gem", &alice),
        token_claim_airdrop(pending_airdrop(&alice, &bob, "gem"))
            .paying_with(&bob)
            .fails_with(InvalidPendingAirdropId),
        claim(&bob, &alice).fails_with(InvalidPendingAirdropId),
        token_claim_airdrop(pending_airdrop(unknown(), &bob, "coin"))
            .paying_with(&bob)
            .fails_with(InvalidPendingAirdropId),
        token_claim_airdrop(pending_airdrop(&alice, unknown(), "coin"))
            .paying_with(&bob)
            .signed_by(&bob)
            .fails_with(InvalidAccountId),
        token_cancel_airdrop(pending_airdrop(unknown(), &bob, "coin"))
            .paying_with(&bob)
            .signed_by(&bob)
            .fails_with(InvalidPendingAirdropId),
    ]
}

/// Networks may do without
#[leaky_test(PropertyOverrides, overrides = ["tokens.airdrops.claim.enabled", "tokens.airdrops.cancel.enabled"])]
fn claims_and_cancellations_can_be_turned_off(alice: SpecAccount, bob: SpecAccount) -> impl IntoSpec {
    hapi_spec![
        waiting(&alice, &bob),
        overriding("tokens.airdrops.claim.enabled", false),
        claim(&alice, &bob).has_precheck(NotSupported),
        overriding("tokens.airdrops.cancel.enabled", false),
        cancel(&alice, &bob).fails_with(NotSupported),
    ]
}
