//! Rejection: tokens that somebody does not want go back to their treasuries (HIP-904).
//!
//! - <https://hips.hedera.com/hip/hip-904>

use hapi_test::{
    ops::{BlockingOrder, TokenReject},
    prelude::*,
};

use super::{card, cards, coin, coins, coins_and_cards, deck, fungible, give, give_card, has};

/// A number that no entity has.
const UNKNOWN: TokenId = TokenId { shard_num: 0, realm_num: 0, token_num: 999_999_999 };

/// An account rejects its units of `coin`, and pays for that.
fn reject(account: &SpecAccount) -> Txn<TokenReject> {
    token_reject(rejecting_token("coin")).paying_with(account)
}

/// An account rejects a card, and pays for that.
fn reject_card(account: &SpecAccount, serial: i64) -> Txn<TokenReject> {
    token_reject(rejecting_nft("card", serial)).paying_with(account)
}

/// The first account has coins, gems and cards, and gives 30 coins, 40 gems and a card to the other.
fn some_of_each(alice: &SpecAccount, bob: &SpecAccount) -> BlockingOrder {
    blocking_order((
        coin(alice),
        fungible("gem", alice),
        deck(alice),
        token_associate(bob, ["coin", "gem", "card"]),
        give(30, alice, bob),
        crypto_transfer(send(40.of("gem")).from(alice).to(bob)),
        give_card(1, alice, bob),
    ))
}

/// The first account can freeze, pause and delete `coin`, of which the other has 30 units.
fn controlled_coins(alice: &SpecAccount, bob: &SpecAccount) -> BlockingOrder {
    blocking_order((
        coin(alice).admin_key(alice).freeze_key(alice).pause_key(alice),
        token_associate(bob, "coin"),
        give(30, alice, bob),
    ))
}

/// All units go back to the treasury; the association stays
#[hapi_test]
fn units_go_back(alice: SpecAccount, bob: SpecAccount) -> impl IntoSpec {
    hapi_spec![
        coins(&alice, &bob),
        give(30, &alice, &bob),
        reject(&bob).via("reject"),
        has(&alice, 1000),
        get_account_info(&bob).has_token(relationship_with("coin").balance(0)),
        get_txn_record("reject").has_token_amount("coin", &bob, -30).has_token_amount("coin", &alice, 30),
        validate_charged_usd("reject", 0.001),
    ]
}

/// NFTs go back one by one
#[hapi_test]
fn nfts_go_back(alice: SpecAccount, bob: SpecAccount) -> impl IntoSpec {
    hapi_spec![
        cards(&alice, &bob),
        give_card(1, &alice, &bob),
        give_card(2, &alice, &bob),
        reject_card(&bob, 1).via("reject"),
        get_token_nft_info("card", 1).has_account_id(&alice),
        get_token_nft_info("card", 2).has_account_id(&bob),
        get_txn_record("reject").has_nft_transfer("card".serial(1), &bob, &alice),
    ]
}

/// Several tokens go back together, or none
#[hapi_test]
fn all_or_nothing(alice: SpecAccount, bob: SpecAccount) -> impl IntoSpec {
    let several = |serial| {
        token_reject([rejecting_token("coin"), rejecting_nft("card", serial), rejecting_token("gem")])
            .paying_with(&bob)
    };
    hapi_spec![
        some_of_each(&alice, &bob),
        several(2).fails_with(InvalidOwnerId),
        has(&bob, 30),
        several(1),
        get_account_balance(&bob).has_token_balance("coin", 0).has_token_balance("gem", 0),
        get_token_nft_info("card", 1).has_account_id(&alice),
    ]
}

/// Custom fees are not owed
#[hapi_test]
fn rejection_is_free_of_custom_fees(alice: SpecAccount, bob: SpecAccount) -> impl IntoSpec {
    hapi_spec![
        coin(&alice).with_custom(fixed_hbar_fee(1.hbar(), &alice)).with_custom(fractional_fee(1, 2, &alice)),
        token_associate(&bob, "coin"),
        give(30, &alice, &bob),
        reject(&bob).via("reject"),
        has(&alice, 1000),
        get_txn_record("reject").has_assessed_custom_fees_size(0),
    ]
}

/// Somebody else pays if the owner signs
#[hapi_test]
fn the_owner_signs(alice: SpecAccount, bob: SpecAccount) -> impl IntoSpec {
    let paid_by_alice = || token_reject(rejecting_token("coin")).owner(&bob).paying_with(&alice);
    hapi_spec![
        coin(&alice),
        token_associate(&bob, "coin"),
        give(30, &alice, &bob),
        paid_by_alice().signed_by(&alice).has_known_status(InvalidSignature),
        paid_by_alice().signed_by_payer_and(&bob),
        has(&bob, 0),
    ]
}

/// There is something to reject
#[hapi_test]
fn something_is_rejected(alice: SpecAccount, bob: SpecAccount) -> impl IntoSpec {
    hapi_spec![
        blocking_order((coin(&alice), deck(&alice))),
        reject(&bob).fails_with(TokenNotAssociatedToAccount),
        token_associate(&bob, ["coin", "card"]),
        reject(&bob).fails_with(InsufficientTokenBalance),
        reject_card(&bob, 1).fails_with(InvalidOwnerId),
        reject_card(&bob, 9).fails_with(InvalidNftId),
        token_reject(rejecting_token(UNKNOWN)).paying_with(&bob).fails_with(InvalidTokenId),
    ]
}

/// The treasury keeps what it has
#[hapi_test]
fn treasuries_reject_nothing(alice: SpecAccount) -> impl IntoSpec {
    hapi_spec![
        coin(&alice),
        deck(&alice),
        reject(&alice).fails_with(AccountIsTreasury),
        reject_card(&alice, 1).fails_with(AccountIsTreasury),
    ]
}

/// NFTs are rejected by their serial numbers, not as units
#[hapi_test]
fn nfts_are_no_units(alice: SpecAccount, bob: SpecAccount) -> impl IntoSpec {
    hapi_spec![
        cards(&alice, &bob),
        give_card(1, &alice, &bob),
        token_reject(rejecting_token("card"))
            .paying_with(&bob)
            .fails_with(AccountAmountTransfersOnlyAllowedForFungibleCommon),
    ]
}

/// Lists say something, nothing twice, and at most ten things
#[hapi_test]
fn lists_are_checked(alice: SpecAccount) -> impl IntoSpec {
    let twice = [rejecting_nft("card", 1), rejecting_nft("card", 1)];
    let eleven: Vec<_> = (1..=11).map(|serial| rejecting_nft("card", serial)).collect();
    hapi_spec![
        card(&alice),
        token_reject(Vec::<Rejection>::new()).has_precheck(EmptyTokenReferenceList),
        token_reject(twice).has_precheck(TokenReferenceRepeated),
        token_reject(eleven).has_known_status(TokenReferenceListSizeLimitExceeded),
        token_reject(rejecting_nft("card", 0)).has_precheck(InvalidTokenNftSerialNumber),
        token_reject(rejecting_token(TokenId::default())).has_precheck(InvalidTokenId),
    ]
}

/// An owner exists and has a key
#[hapi_test]
fn owners_exist(alice: SpecAccount) -> impl IntoSpec {
    let owned_by = |num| {
        let owner = AccountId::from_num(num);
        token_reject(rejecting_token("coin")).owner(owner).paying_with(&alice).signed_by(&alice)
    };
    hapi_spec![
        coin(&alice),
        owned_by(999_999_999).has_known_status(InvalidOwnerId),
        owned_by(800).has_known_status(AccountIsImmutable),
    ]
}

/// What is frozen cannot be rejected, be it with its holder or with its treasury
#[hapi_test]
fn frozen_tokens_stay(alice: SpecAccount, bob: SpecAccount) -> impl IntoSpec {
    hapi_spec![
        controlled_coins(&alice, &bob),
        token_freeze("coin", &bob),
        reject(&bob).fails_with(AccountFrozenForToken),
        token_unfreeze("coin", &bob),
        token_freeze("coin", &alice),
        reject(&bob).fails_with(AccountFrozenForToken),
    ]
}

/// What is paused or deleted cannot be rejected
#[hapi_test]
fn unusable_tokens_stay(alice: SpecAccount, bob: SpecAccount) -> impl IntoSpec {
    hapi_spec![
        controlled_coins(&alice, &bob),
        token_pause("coin"),
        reject(&bob).fails_with(TokenIsPaused),
        token_unpause("coin"),
        token_delete("coin"),
        reject(&bob).fails_with(TokenWasDeleted),
    ]
}

/// Allowances of units outlast a rejection; who might move a rejected NFT no longer may
#[hapi_test]
fn what_becomes_of_allowances(alice: SpecAccount, bob: SpecAccount) -> impl IntoSpec {
    hapi_spec![
        coins_and_cards(&alice, &bob),
        blocking_order((give(30, &alice, &bob), give_card(1, &alice, &bob))),
        bob.approve_token_allowance("coin", &alice, 30),
        bob.approve_nft_allowance("card", DEFAULT_PAYER, false, [1]),
        token_reject([rejecting_token("coin"), rejecting_nft("card", 1)]).paying_with(&bob),
        get_account_details(&bob).has(account_details_with().token_allowances_containing("coin", &alice, 30)),
        get_token_nft_info("card", 1).has_no_spender(),
    ]
}

/// Networks may do without
#[leaky_test(PropertyOverrides, overrides = ["tokens.reject.enabled"])]
fn rejection_can_be_turned_off(alice: SpecAccount) -> impl IntoSpec {
    hapi_spec![
        coin(&alice),
        overriding("tokens.reject.enabled", false),
        reject(&alice).fails_with(NotSupported),
    ]
}
