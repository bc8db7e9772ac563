//! Tokens change hands, or do not.
//!
//! - <https://hips.hedera.com/hip/hip-336>
//! - <https://hips.hedera.com/hip/hip-376>

use hapi_test::{
    ops::{BlockingOrder, CryptoApproveAllowance, CryptoTransfer},
    prelude::*,
};

use super::{card, cards, coin, coins, coins_and_cards, deck, fungible, give, give_card, has, three_cards};

/// An account has a thousand coins and three cards.
fn coins_and_deck(treasury: &SpecAccount) -> BlockingOrder {
    blocking_order((coin(treasury), deck(treasury)))
}

/// Units move from account to account, and the record shows who gained and who lost
#[hapi_test]
fn units_move(alice: SpecAccount, bob: SpecAccount) -> impl IntoSpec {
    hapi_spec![
        coins(&alice, &bob),
        give(400, &alice, &bob).via("gift"),
        has(&alice, 600),
        has(&bob, 400),
        get_txn_record("gift").has_token_amount("coin", &alice, -400).has_token_amount("coin", &bob, 400),
        give(400, &bob, &alice),
        has(&alice, 1000),
    ]
}

/// An NFT moves from account to account, and whoever was allowed to spend it no longer is
#[hapi_test]
fn nfts_move(alice: SpecAccount, bob: SpecAccount) -> impl IntoSpec {
    hapi_spec![
        cards(&alice, &bob),
        crypto_approve_allowance()
            .add_nft_allowance(&alice, "card", DEFAULT_PAYER, None, [2])
            .signed_by_payer_and(&alice),
        get_token_nft_info("card", 2).has_account_id(&alice).has_spender_id(DEFAULT_PAYER),
        give_card(2, &alice, &bob).via("gift"),
        get_token_nft_info("card", 2).has_account_id(&bob).has_no_spender(),
        get_txn_record("gift").has_nft_transfer("card".serial(2), &alice, &bob),
    ]
}

/// Hbar, units and NFTs move together, or none of them does
#[hapi_test]
fn all_or_nothing(
    alice: SpecAccount,
    #[account_spec(balance = 10.hbar())] bob: SpecAccount,
) -> impl IntoSpec {
    let trade = |serial| {
        crypto_transfer([
            send(3.hbar()).from(&bob).to(&alice),
            send(5.of("coin")).from(&alice).to(&bob),
            send("card".serial(serial)).from(&alice).to(&bob),
        ])
    };
    hapi_spec![
        coins_and_cards(&alice, &bob),
        trade(9).fails_with(InvalidNftId),
        bob.get_balance().has_hbar(10.hbar()).has_token_balance("coin", 0),
        trade(1),
        bob.get_balance().has_hbar(7.hbar()).has_token_balance("coin", 5),
        get_token_nft_info("card", 1).has_account_id(&bob),
    ]
}

/// One account gives to several, and several to one
#[hapi_test]
fn many_hands(alice: SpecAccount, bob: SpecAccount, carol: SpecAccount) -> impl IntoSpec {
    hapi_spec![
        coins(&alice, &bob),
        token_associate(&carol, "coin"),
        crypto_transfer(send(11.of("coin")).from(&alice).distributing([&bob, &carol])),
        has(&bob, 5),
        has(&carol, 6),
        crypto_transfer([
            send(5.of("coin")).from(&bob).to(&alice),
            send(6.of("coin")).from(&carol).to(&alice)
        ]),
        has(&alice, 1000),
    ]
}

/// Nobody gives more units than he has
#[hapi_test]
fn nobody_gives_more_than_he_has(alice: SpecAccount, bob: SpecAccount) -> impl IntoSpec {
    hapi_spec![
        coins(&alice, &bob),
        give(1001, &alice, &bob).fails_with(InsufficientTokenBalance),
        give(1000, &alice, &bob),
        give(1, &alice, &bob).fails_with(InsufficientTokenBalance),
    ]
}

/// Nobody gives an NFT that is another's, or that there is not
#[hapi_test]
fn nobody_gives_anothers_nft(alice: SpecAccount, bob: SpecAccount) -> impl IntoSpec {
    hapi_spec![
        cards(&alice, &bob),
        give_card(1, &bob, &alice).fails_with(SenderDoesNotOwnNftSerialNo),
        give_card(4, &alice, &bob).fails_with(InvalidNftId),
        give_card(0, &alice, &bob).has_precheck(InvalidTokenNftSerialNumber),
    ]
}

/// Without an association, and without slots for one, nothing is received
#[hapi_test]
fn receivers_are_associated(alice: SpecAccount, bob: SpecAccount) -> impl IntoSpec {
    hapi_spec![
        coins_and_deck(&alice),
        give(1, &alice, &bob).fails_with(TokenNotAssociatedToAccount),
        give_card(1, &alice, &bob).fails_with(TokenNotAssociatedToAccount),
        give(1, &bob, &alice).fails_with(TokenNotAssociatedToAccount),
        give_card(1, &bob, &alice).fails_with(TokenNotAssociatedToAccount),
    ]
}

/// A frozen account neither gives nor receives units
#[hapi_test]
fn frozen_accounts_are_left_alone(alice: SpecAccount, bob: SpecAccount, keys: SpecKey) -> impl IntoSpec {
    hapi_spec![
        coin(&alice).freeze_key(&keys),
        token_associate(&bob, "coin"),
        token_freeze("coin", &bob),
        give(1, &alice, &bob).fails_with(AccountFrozenForToken),
        give(1, &bob, &alice).fails_with(AccountFrozenForToken),
        token_unfreeze("coin", &bob),
        give(1, &alice, &bob),
    ]
}

/// A frozen account neither gives nor receives NFTs
#[hapi_test]
fn frozen_accounts_get_no_nfts(alice: SpecAccount, bob: SpecAccount, keys: SpecKey) -> impl IntoSpec {
    hapi_spec![
        card(&alice).freeze_key(&keys),
        three_cards(),
        token_associate(&bob, "card"),
        token_freeze("card", &bob),
        give_card(1, &alice, &bob).fails_with(AccountFrozenForToken),
        give_card(1, &bob, &alice).fails_with(AccountFrozenForToken),
    ]
}

/// Where a token asks for KYC, an account neither gives nor receives units before it has passed it
#[hapi_test]
fn kyc_comes_first(alice: SpecAccount, bob: SpecAccount, keys: SpecKey) -> impl IntoSpec {
    hapi_spec![
        coin(&alice).kyc_key(&keys),
        token_associate(&bob, "coin"),
        give(1, &alice, &bob).fails_with(AccountKycNotGrantedForToken),
        grant_token_kyc("coin", &bob),
        give(1, &alice, &bob),
        revoke_token_kyc("coin", &bob),
        give(1, &bob, &alice).fails_with(AccountKycNotGrantedForToken),
    ]
}

/// Nor does it receive NFTs
#[hapi_test]
fn kyc_comes_before_nfts(alice: SpecAccount, bob: SpecAccount, keys: SpecKey) -> impl IntoSpec {
    hapi_spec![
        card(&alice).kyc_key(&keys),
        three_cards(),
        token_associate(&bob, "card"),
        give_card(1, &alice, &bob).fails_with(AccountKycNotGrantedForToken),
        grant_token_kyc("card", &bob),
        give_card(1, &alice, &bob),
    ]
}

/// A paused token stays where it is
#[hapi_test]
fn paused_tokens_stay(alice: SpecAccount, bob: SpecAccount, keys: SpecKey) -> impl IntoSpec {
    hapi_spec![
        coin(&alice).pause_key(&keys),
        token_associate(&bob, "coin"),
        token_pause("coin"),
        give(1, &alice, &bob).fails_with(TokenIsPaused),
        token_unpause("coin"),
        give(1, &alice, &bob),
    ]
}

/// A deleted token stays where it is
#[hapi_test]
fn deleted_tokens_stay(alice: SpecAccount, bob: SpecAccount, keys: SpecKey) -> impl IntoSpec {
    hapi_spec![
        coin(&alice).admin_key(&keys),
        token_associate(&bob, "coin"),
        token_delete("coin"),
        give(1, &alice, &bob).fails_with(TokenWasDeleted),
    ]
}

/// A token or an account that there is not takes no part
#[hapi_test]
fn strangers_take_no_part(alice: SpecAccount, bob: SpecAccount) -> impl IntoSpec {
    let nobody = || AccountId::from_num(9_999_999);
    let nothing = TokenId::from_num(9_999_999);
    hapi_spec![
        coins_and_deck(&alice),
        crypto_transfer(send(1.of(nothing)).from(&alice).to(&bob)).fails_with(InvalidTokenId),
        crypto_transfer(send(1.of("coin")).from(&alice).to(nobody())).fails_with(InvalidAccountId),
        crypto_transfer(send(1.of("coin")).from(nobody()).to(&alice)).fails_with(InvalidAccountId),
        crypto_transfer(send("card".serial(1)).from(&alice).to(nobody())).fails_with(InvalidAccountId),
        crypto_transfer(send("card".serial(1)).from(nobody()).to(&alice)).fails_with(InvalidAccountId),
    ]
}

/// A deleted account receives nothing
#[hapi_test]
fn the_deleted_receive_nothing(alice: SpecAccount, bob: SpecAccount) -> impl IntoSpec {
    hapi_spec![coins(&alice, &bob), crypto_delete(&bob), give(1, &alice, &bob).fails_with(AccountDeleted),]
}

/// The accounts that pay rewards and the one that collects fees have no tokens
#[hapi_test]
fn system_accounts_have_no_tokens(alice: SpecAccount) -> impl IntoSpec {
    let to = |account: &'static str| crypto_transfer(send(1.of("coin")).from(&alice).to(account));
    hapi_spec![
        coins_and_deck(&alice),
        to(STAKING_REWARD).fails_with(InvalidAccountId),
        to(NODE_REWARD).fails_with(InvalidAccountId),
        to(FEE_COLLECTOR).fails_with(TransferToFeeCollectionAccountNotAllowed),
        crypto_transfer(send("card".serial(1)).from(&alice).to(NODE_REWARD)).fails_with(InvalidAccountId),
        crypto_transfer(send("card".serial(1)).from(&alice).to(FEE_COLLECTOR))
            .fails_with(TransferToFeeCollectionAccountNotAllowed),
    ]
}

/// NFTs are not moved as units, nor units as NFTs
#[hapi_test]
fn kinds_do_not_mix(alice: SpecAccount, bob: SpecAccount) -> impl IntoSpec {
    hapi_spec![
        coins_and_cards(&alice, &bob),
        crypto_transfer(send(1.of("card")).from(&alice).to(&bob))
            .fails_with(AccountAmountTransfersOnlyAllowedForFungibleCommon),
        crypto_transfer(send("coin".serial(1)).from(&alice).to(&bob)).fails_with(InvalidNftId),
    ]
}

/// Who expects other decimals than the token has moves nothing
#[hapi_test]
fn decimals_are_as_expected(alice: SpecAccount, bob: SpecAccount) -> impl IntoSpec {
    let expecting =
        |decimals| crypto_transfer(send(1.of("coin").with_decimals(decimals)).from(&alice).to(&bob));
    hapi_spec![
        coin(&alice).decimals(3),
        token_associate(&bob, "coin"),
        expecting(2).fails_with(UnexpectedTokenDecimals),
        expecting(0).fails_with(UnexpectedTokenDecimals),
        expecting(3),
        has(&bob, 1),
    ]
}

/// Who gives signs, and so does who wants to sign what he gets
#[hapi_test]
fn those_concerned_sign(
    alice: SpecAccount,
    #[account_spec(receiver_sig_required = true)] bob: SpecAccount,
) -> impl IntoSpec {
    hapi_spec![
        coins_and_cards(&alice, &bob),
        give(1, &alice, &bob).signed_by((DEFAULT_PAYER, &bob)).fails_with(InvalidSignature),
        give(1, &alice, &bob).signed_by((DEFAULT_PAYER, &alice)).fails_with(InvalidSignature),
        give_card(1, &alice, &bob).signed_by((DEFAULT_PAYER, &bob)).fails_with(InvalidSignature),
        give_card(1, &alice, &bob).signed_by((DEFAULT_PAYER, &alice)).fails_with(InvalidSignature),
        give(1, &alice, &bob).signed_by((DEFAULT_PAYER, &alice, &bob)),
        give_card(1, &alice, &bob).signed_by((DEFAULT_PAYER, &alice, &bob)),
    ]
}

/// Units that a spender gives for their owner.
fn spend(units: i64, owner: &SpecAccount, spender: &SpecAccount, to: &SpecAccount) -> Txn<CryptoTransfer> {
    let movement = send(units.of("coin")).from_allowance(owner).to(to);
    crypto_transfer(movement).paying_with(spender).signed_by(spender)
}

/// An NFT that a spender gives for its owner.
fn spend_card(
    serial: i64,
    owner: &SpecAccount,
    spender: &SpecAccount,
    to: &SpecAccount,
) -> Txn<CryptoTransfer> {
    let movement = send("card".serial(serial)).from_allowance(owner).to(to);
    crypto_transfer(movement).paying_with(spender).signed_by(spender)
}

/// An owner lets a spender give so many units.
fn allow(units: i64, owner: &SpecAccount, spender: &SpecAccount) -> Txn<CryptoApproveAllowance> {
    crypto_approve_allowance().add_token_allowance(owner, "coin", spender, units).signed_by_payer_and(owner)
}

/// An owner lets a spender give all its NFTs, or no longer.
fn allow_all(all: bool, owner: &SpecAccount, spender: &SpecAccount) -> Txn<CryptoApproveAllowance> {
    crypto_approve_allowance()
        .add_nft_allowance(owner, "card", spender, Some(all), [])
        .signed_by_payer_and(owner)
}

/// A spender gives an owner's units without the owner's signature; what is left stays allowed
#[hapi_test]
fn allowances_of_units(alice: SpecAccount, bob: SpecAccount, carol: SpecAccount) -> impl IntoSpec {
    hapi_spec![
        coins(&alice, &carol),
        allow(10, &alice, &bob),
        spend(7, &alice, &bob, &carol),
        get_account_details(&alice).has(account_details_with().token_allowances_containing("coin", &bob, 3)),
        spend(3, &alice, &bob, &carol),
        get_account_details(&alice).has(account_details_with().token_allowances_count(0)),
        has(&carol, 10),
    ]
}

/// Nobody spends units that are not allowed, or no longer
#[hapi_test]
fn allowances_have_limits(alice: SpecAccount, bob: SpecAccount, carol: SpecAccount) -> impl IntoSpec {
    hapi_spec![
        coins(&alice, &carol),
        spend(1, &alice, &bob, &carol).fails_with(SpenderDoesNotHaveAllowance),
        allow(10, &alice, &bob),
        spend(11, &alice, &bob, &carol).fails_with(AmountExceedsAllowance),
        spend(10, &alice, &bob, &carol),
        spend(1, &alice, &bob, &carol).fails_with(SpenderDoesNotHaveAllowance),
    ]
}

/// An allowance of units does not make them
#[hapi_test]
fn allowances_are_no_units(alice: SpecAccount, bob: SpecAccount) -> impl IntoSpec {
    hapi_spec![
        coins(&alice, &bob),
        allow(10, &bob, &alice),
        spend(1, &bob, &alice, &alice).fails_with(InsufficientTokenBalance),
    ]
}

/// A spender gives the NFTs that the owner named, each once
#[hapi_test]
fn allowances_of_nfts(alice: SpecAccount, bob: SpecAccount, carol: SpecAccount) -> impl IntoSpec {
    let first = crypto_approve_allowance().add_nft_allowance(&alice, "card", &bob, None, [1]);
    hapi_spec![
        cards(&alice, &carol),
        first.signed_by_payer_and(&alice),
        spend_card(2, &alice, &bob, &carol).fails_with(SpenderDoesNotHaveAllowance),
        spend_card(1, &alice, &bob, &carol),
        get_token_nft_info("card", 1).has_account_id(&carol).has_no_spender(),
        give_card(1, &carol, &alice),
        spend_card(1, &alice, &bob, &carol).fails_with(SpenderDoesNotHaveAllowance),
    ]
}

/// A spender for all NFTs of a token gives each of them, also those that come later, until that is taken back
#[hapi_test]
fn allowances_of_all_nfts(alice: SpecAccount, bob: SpecAccount, carol: SpecAccount) -> impl IntoSpec {
    hapi_spec![
        card(&alice),
        token_associate(&carol, "card"),
        allow_all(true, &alice, &bob),
        three_cards(),
        spend_card(3, &alice, &bob, &carol),
        allow_all(false, &alice, &bob),
        spend_card(2, &alice, &bob, &carol).fails_with(SpenderDoesNotHaveAllowance),
    ]
}

/// The first token adds 0.0009 dollars to the price, each other one 0.0001
#[hapi_test]
fn transfers_of_tokens_cost(
    #[account_spec(balance = 100.hbar(), key = ed25519)] alice: SpecAccount,
    bob: SpecAccount,
) -> impl IntoSpec {
    let both = [send(1.of("coin")).from(&alice).to(&bob), send(1.of("other")).from(&alice).to(&bob)];
    hapi_spec![
        coins(&alice, &bob),
        fungible("other", &alice),
        token_associate(&bob, "other"),
        give(1, &alice, &bob).paying_with(&alice).via("one"),
        crypto_transfer(both).paying_with(&alice).via("two"),
        validate_charged_usd("one", 0.001),
        validate_charged_usd("two", 0.0011),
    ]
}

/// So does the first NFT, and each other one
#[hapi_test]
fn transfers_of_nfts_cost(
    #[account_spec(balance = 100.hbar(), key = ed25519)] alice: SpecAccount,
    bob: SpecAccount,
) -> impl IntoSpec {
    let three = send("card".serials([1, 2, 3])).from(&alice).to(&bob);
    hapi_spec![
        cards(&alice, &bob),
        crypto_transfer(three).paying_with(&alice).via("three"),
        give_card(1, &bob, &alice).via("one"),
        validate_charged_usd("three", 0.0012),
        validate_charged_usd("one", 0.0011),
    ]
}
