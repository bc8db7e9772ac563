//! Airdrops: tokens sent to accounts that may not be ready for them (HIP-904).
//!
//! - <https://hips.hedera.com/hip/hip-904>
//! - <https://hips.hedera.com/hip/hip-1313>

use hapi_test::{
    ops::{BlockingOrder, TokenAirdrop},
    prelude::*,
};

use super::{card, coin, coins_and_cards, deck, fungible, give, give_card, has, three_cards};

/// `from` airdrops so many units of `coin`, and pays for that.
pub(super) fn airdrop(units: i64, from: &SpecAccount, to: &SpecAccount) -> Txn<TokenAirdrop> {
    from.do_airdrops(moving(units, "coin").between(from, to))
}

/// `from` airdrops a card, and pays for that.
pub(super) fn airdrop_card(serial: i64, from: &SpecAccount, to: &SpecAccount) -> Txn<TokenAirdrop> {
    from.do_airdrops(moving_unique("card", [serial]).between(from, to))
}

/// Three cards are minted, and the first of them goes from the treasury to an account that may hold some.
fn hold_a_card(treasury: &SpecAccount, to: &SpecAccount) -> BlockingOrder {
    blocking_order((three_cards(), token_associate(to, "card"), give_card(1, treasury, to)))
}

/// Who is associated gets it at once, as by a transfer, and at the price of one
#[hapi_test]
fn associated_receivers_get_it_at_once(alice: SpecAccount, bob: SpecAccount) -> impl IntoSpec {
    hapi_spec![
        coin(&alice),
        token_associate(&bob, "coin"),
        airdrop(10, &alice, &bob).via("airdrop"),
        has(&bob, 10),
        get_txn_record("airdrop")
            .has_priority(record_with().pending_airdrops_count(0))
            .has_token_amount("coin", &bob, 10),
        validate_charged_usd("airdrop", 0.001),
    ]
}

/// Who has a slot is associated for it; the payer pays for the airdrop and the association
#[hapi_test]
fn receivers_with_slots_are_associated(
    alice: SpecAccount,
    #[account_spec(max_auto_associations = 1)] bob: SpecAccount,
    #[account_spec(max_auto_associations = -1)] carol: SpecAccount,
) -> impl IntoSpec {
    hapi_spec![
        coin(&alice),
        airdrop(10, &alice, &bob).via("airdrop"),
        has(&bob, 10),
        get_txn_record("airdrop").has_new_token_association("coin", &bob),
        validate_charged_usd("airdrop", 0.101),
        airdrop(10, &alice, &carol),
        has(&carol, 10),
    ]
}

/// Who has used all of its slots has none for another token
#[hapi_test]
fn slots_are_used_up(
    alice: SpecAccount,
    #[account_spec(max_auto_associations = 1)] bob: SpecAccount,
) -> impl IntoSpec {
    hapi_spec![
        coin(&alice),
        fungible("gem", &alice),
        airdrop(10, &alice, &bob),
        has(&bob, 10),
        alice.do_airdrops(moving(5, "gem").between(&alice, &bob)).via("late"),
        get_txn_record("late").has_priority(record_with().pending_airdrops_count(1)),
    ]
}

/// For who has no slot it waits, and the sender keeps it; it costs as much as an association more
#[hapi_test]
fn for_the_others_it_waits(alice: SpecAccount, bob: SpecAccount) -> impl IntoSpec {
    hapi_spec![
        coin(&alice),
        airdrop(10, &alice, &bob).via("airdrop"),
        has(&alice, 1000),
        get_account_info(&bob).has_no_token_relationship("coin"),
        get_txn_record("airdrop").has_priority(
            record_with()
                .pending_airdrops_count(1)
                .pending_airdrops(including_fungible_pending_airdrop(
                    moving(10, "coin").between(&alice, &bob)
                ))
                .no_token_transfers(),
        ),
        validate_charged_usd("airdrop", 0.101),
    ]
}

/// What waits already grows, for the price of an airdrop alone
#[hapi_test]
fn what_waits_adds_up(alice: SpecAccount, bob: SpecAccount) -> impl IntoSpec {
    hapi_spec![
        coin(&alice),
        airdrop(10, &alice, &bob),
        airdrop(5, &alice, &bob).via("more"),
        get_txn_record("more").has_priority(
            record_with().pending_airdrops_count(1).pending_airdrops(including_fungible_pending_airdrop(
                moving(15, "coin").between(&alice, &bob)
            )),
        ),
        validate_charged_usd("more", 0.051),
    ]
}

/// One airdrop serves the ready and the unready alike
#[hapi_test]
fn receivers_are_told_apart(alice: SpecAccount, bob: SpecAccount, carol: SpecAccount) -> impl IntoSpec {
    hapi_spec![
        coins_and_cards(&alice, &bob),
        alice
            .do_airdrops([
                moving(10, "coin").between(&alice, &bob),
                moving(20, "coin").between(&alice, &carol),
                moving_unique("card", [1]).between(&alice, &bob),
                moving_unique("card", [2]).between(&alice, &carol),
            ])
            .via("airdrop"),
        has(&bob, 10),
        has(&alice, 990),
        get_token_nft_info("card", 1).has_account_id(&bob),
        get_token_nft_info("card", 2).has_account_id(&alice),
        get_txn_record("airdrop").has_priority(
            record_with().pending_airdrops_count(2).pending_airdrops(
                including_fungible_pending_airdrop(moving(20, "coin").between(&alice, &carol))
                    .and(including_nft_pending_airdrop(moving_unique("card", [2]).between(&alice, &carol))),
            )
        ),
    ]
}

/// Who asks to sign what it gets, gets it at once only when it signs
#[hapi_test]
fn who_asks_to_sign(alice: SpecAccount) -> impl IntoSpec {
    let send = || alice.do_airdrops(moving(10, "coin").between(&alice, "bob"));
    hapi_spec![
        coin(&alice),
        crypto_create("bob").receiver_sig_required(true).max_automatic_token_associations(-1),
        send().signed_by_payer_and(&alice).via("unsigned"),
        get_txn_record("unsigned").has_priority(record_with().pending_airdrops_count(1)),
        send().signed_by_payer_and("bob").via("signed"),
        get_txn_record("signed").has_priority(record_with().pending_airdrops_count(0)),
        get_account_balance("bob").has_token_balance("coin", 10),
    ]
}

/// Sent to an alias that nobody has, it comes to a new account
#[hapi_test]
fn unknown_aliases_get_accounts(alice: SpecAccount) -> impl IntoSpec {
    hapi_spec![
        coin(&alice),
        new_key_named("bob").shape(SECP256K1),
        alice.do_airdrops(moving(10, "coin").between(&alice, by_alias("bob"))).via("airdrop"),
        get_receipt("airdrop").and_child_receipts().has_child_auto_account_creations(1),
        get_account_balance(by_alias("bob")).has_token_balance("coin", 10),
        get_account_info(by_alias("bob")).has_max_automatic_associations(-1),
    ]
}

/// The sender pays custom fees, also for what waits, and receivers never do
#[hapi_test]
fn senders_pay_custom_fees(
    alice: SpecAccount,
    bob: SpecAccount,
    carol: SpecAccount,
    #[account_spec(balance = 0.hbar())] dora: SpecAccount,
) -> impl IntoSpec {
    hapi_spec![
        coin(&alice).with_custom(fixed_hbar_fee(1.hbar(), &dora)),
        token_associate(&bob, "coin"),
        give(100, &alice, &bob),
        airdrop(10, &bob, &carol).via("airdrop"),
        dora.get_balance().has_hbar(1.hbar()),
        get_txn_record("airdrop").has_assessed_custom_fees_size(0),
        validate_charged_usd("airdrop", 0.102),
    ]
}

/// Fractional fees lessen what waits
#[hapi_test]
fn fractional_fees_lessen_what_waits(
    alice: SpecAccount,
    bob: SpecAccount,
    carol: SpecAccount,
) -> impl IntoSpec {
    hapi_spec![
        coin(&alice).with_custom(fractional_fee(1, 10, &alice)),
        token_associate(&bob, "coin"),
        give(100, &alice, &bob),
        airdrop(50, &bob, &carol).via("airdrop"),
        get_txn_record("airdrop").has_priority(
            record_with().pending_airdrops(including_fungible_pending_airdrop(
                moving(45, "coin").between(&bob, &carol)
            )),
        ),
        has(&bob, 95),
    ]
}

/// NFTs that their receivers would have to pay for are not airdropped
#[hapi_test]
fn fallback_fees_are_not_airdropped(
    alice: SpecAccount,
    bob: SpecAccount,
    carol: SpecAccount,
) -> impl IntoSpec {
    let fallback = fixed_hbar_fee_inheriting_royalty_collector(1.hbar());
    hapi_spec![
        card(&alice).with_custom(royalty_fee_with_fallback(1, 10, fallback, &alice)),
        hold_a_card(&alice, &bob),
        airdrop_card(1, &bob, &carol).signed_by_payer_and(&carol).fails_with(TokenAirdropWithFallbackRoyalty),
        airdrop_card(1, &bob, &carol).has_known_status(InvalidSignature),
        airdrop_card(1, &bob, &alice),
        airdrop_card(2, &alice, &carol).fails_with(TokenAirdropWithFallbackRoyalty),
    ]
}

/// The sender has what it sends, and is able to send it
#[hapi_test]
fn senders_have_what_they_send(alice: SpecAccount, bob: SpecAccount, carol: SpecAccount) -> impl IntoSpec {
    hapi_spec![
        coin(&alice).freeze_key(&alice),
        airdrop(1001, &alice, &bob).fails_with(InsufficientTokenBalance),
        airdrop(1, &bob, &carol).fails_with(TokenNotAssociatedToAccount),
        token_associate(&bob, "coin"),
        token_freeze("coin", &bob),
        airdrop(1, &bob, &carol).fails_with(AccountFrozenForToken),
    ]
}

/// The sender has the NFTs that it sends
#[hapi_test]
fn senders_have_the_nfts_they_send(
    alice: SpecAccount,
    bob: SpecAccount,
    carol: SpecAccount,
) -> impl IntoSpec {
    hapi_spec![
        deck(&alice),
        airdrop_card(1, &bob, &carol).fails_with(TokenNotAssociatedToAccount),
        token_associate(&bob, "card"),
        airdrop_card(1, &bob, &carol).fails_with(SenderDoesNotOwnNftSerialNo),
        airdrop_card(4, &alice, &carol).fails_with(InvalidNftId),
    ]
}

/// What a token's keys ask of a receiver shows at once only where it would be associated
#[hapi_test]
fn kyc_shows_only_at_association(
    alice: SpecAccount,
    bob: SpecAccount,
    #[account_spec(max_auto_associations = 1)] carol: SpecAccount,
) -> impl IntoSpec {
    hapi_spec![
        coin(&alice).kyc_key(&alice),
        airdrop(1, &alice, &carol).fails_with(AccountKycNotGrantedForToken),
        airdrop(1, &alice, &bob),
    ]
}

/// A token can be used
#[hapi_test]
fn tokens_are_usable(alice: SpecAccount, bob: SpecAccount) -> impl IntoSpec {
    hapi_spec![
        coin(&alice).admin_key(&alice).pause_key(&alice),
        token_pause("coin"),
        airdrop(1, &alice, &bob).fails_with(TokenIsPaused),
        token_unpause("coin"),
        token_delete("coin"),
        airdrop(1, &alice, &bob).fails_with(TokenWasDeleted),
    ]
}

/// An NFT waits only once for the same receiver
#[hapi_test]
fn nfts_wait_once(alice: SpecAccount, bob: SpecAccount, carol: SpecAccount) -> impl IntoSpec {
    hapi_spec![
        card(&alice),
        three_cards(),
        airdrop_card(1, &alice, &bob).via("airdrop"),
        airdrop_card(1, &alice, &bob).fails_with(PendingNftAirdropAlreadyExists),
        airdrop_card(1, &alice, &carol),
        validate_charged_usd("airdrop", 0.101),
    ]
}

/// High volume has a price, also of what waits (HIP-1313)
#[hapi_test]
fn high_volume_airdrops_cost_more(alice: SpecAccount, bob: SpecAccount) -> impl IntoSpec {
    hapi_spec![
        coin(&alice),
        airdrop(10, &alice, &bob).high_volume().fee(10.hbar()).via("airdrop"),
        validate_charged_usd("airdrop", 0.404),
        token_claim_airdrop(pending_airdrop(&alice, &bob, "coin"))
            .paying_with(&bob)
            .high_volume()
            .via("claim"),
        validate_charged_usd("claim", 0.004),
    ]
}

/// Superusers owe nothing but the airdrop itself
#[hapi_test]
fn superusers_pay_for_airdrops(alice: SpecAccount, bob: SpecAccount) -> impl IntoSpec {
    hapi_spec![
        coin(&alice),
        token_airdrop(moving(10, "coin").between(&alice, &bob)).paying_with(GENESIS).via("airdrop"),
        validate_charged_usd("airdrop", 0.05),
    ]
}

/// What fails costs what the attempt costs, and nothing for what it would have brought about
#[hapi_test]
fn failures_cost_no_more_than_transfers(alice: SpecAccount, bob: SpecAccount) -> impl IntoSpec {
    hapi_spec![
        coin(&alice).decimals(2),
        alice
            .do_airdrops(moving_with_decimals(10, "coin", 3).between(&alice, &bob))
            .via("failure")
            .fails_with(UnexpectedTokenDecimals),
        validate_charged_usd("failure", 0.001),
        token_cancel_airdrop(pending_airdrop(&alice, &bob, "coin"))
            .paying_with(&alice)
            .fails_with(InvalidPendingAirdropId),
    ]
}

/// There is an end to what may wait
#[leaky_test(PropertyOverrides, overrides = ["tokens.maxAllowedPendingAirdrops"])]
fn only_so_much_may_wait(alice: SpecAccount, bob: SpecAccount) -> impl IntoSpec {
    hapi_spec![
        coin(&alice),
        overriding("tokens.maxAllowedPendingAirdrops", 0),
        airdrop(1, &alice, &bob).fails_with(MaxEntitiesInPriceRegimeHaveBeenCreated),
    ]
}

/// Networks may do without
#[leaky_test(PropertyOverrides, overrides = ["tokens.airdrops.enabled"])]
fn airdrops_can_be_turned_off(alice: SpecAccount, bob: SpecAccount) -> impl IntoSpec {
    hapi_spec![
        coin(&alice),
        overriding("tokens.airdrops.enabled", false),
        airdrop(1, &alice, &bob).has_precheck(NotSupported),
    ]
}

/// Who cannot pay for what it brings about brings nothing about
#[hapi_test]
fn the_price_is_paid(
    alice: SpecAccount,
    #[account_spec(balance = 50_000_000.tinybars())] bob: SpecAccount,
    carol: SpecAccount,
) -> impl IntoSpec {
    hapi_spec![
        coin(&alice),
        token_associate(&bob, "coin"),
        give(10, &alice, &bob),
        airdrop(1, &bob, &carol).fee(1.hbar()).fails_with(InsufficientPayerBalance),
        get_account_info(&carol).has_no_token_relationship("coin"),
    ]
}
