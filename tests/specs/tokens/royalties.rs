//! Royalties: a part of what is paid for an NFT, or a fallback where nothing is.
//!
//! - <https://hips.hedera.com/hip/hip-18>

use hapi_test::{
    ops::{BlockingOrder, FixedTokenFee, TokenFee},
    prelude::*,
};

use super::{card, fungible, give_card, has_money, money, three_cards};

/// A tenth, or else a hbar.
fn tenth(collector: &SpecAccount) -> TokenFee {
    royalty_fee_with_fallback(1, 10, a_hbar(), collector)
}

/// A fallback fee of a hbar.
fn a_hbar() -> FixedTokenFee {
    fixed_hbar_fee_inheriting_royalty_collector(1.hbar())
}

/// There are cards with this royalty: Alice has the first two, Bob may hold some.
fn cards(treasury: &SpecAccount, alice: &SpecAccount, bob: &SpecAccount, royalty: TokenFee) -> BlockingOrder {
    blocking_order((
        card(treasury).with_custom(royalty),
        three_cards(),
        token_associate(alice, "card"),
        token_associate(bob, "card"),
        crypto_transfer(send("card".serials([1, 2])).from(treasury).to(alice)),
    ))
}

/// Of hbar that is paid for an NFT, the collector gets a part
#[hapi_test]
fn a_part_of_hbar(
    treasury: SpecAccount,
    #[account_spec(balance = 10.hbar())] alice: SpecAccount,
    #[account_spec(balance = 10.hbar())] bob: SpecAccount,
    #[account_spec(balance = 0.hbar())] carol: SpecAccount,
) -> impl IntoSpec {
    let sale = [send("card".serial(1)).from(&alice).to(&bob), send(5.hbar()).from(&bob).to(&alice)];
    hapi_spec![
        cards(&treasury, &alice, &bob, tenth(&carol)),
        crypto_transfer(sale).via("sale"),
        get_token_nft_info("card", 1).has_account_id(&bob),
        alice.get_balance().has_tiny_bars(1_450_000_000),
        bob.get_balance().has_hbar(5.hbar()),
        carol.get_balance().has_tiny_bars(50_000_000),
        get_txn_record("sale")
            .has_assessed_custom_fees_size(1)
            .has_assessed_custom_fee(assessed_fee(50_000_000.tinybars(), &carol).paid_by(&alice)),
    ]
}

/// Of units that are paid for an NFT, the collector gets a part
#[hapi_test]
fn a_part_of_units(
    treasury: SpecAccount,
    alice: SpecAccount,
    bob: SpecAccount,
    carol: SpecAccount,
) -> impl IntoSpec {
    let sale = [send("card".serial(1)).from(&alice).to(&bob), send(50.of("money")).from(&bob).to(&alice)];
    hapi_spec![
        money(&bob, &carol),
        token_associate(&alice, "money"),
        cards(&treasury, &alice, &bob, tenth(&carol)),
        crypto_transfer(sale).via("sale"),
        has_money(&alice, 45),
        has_money(&carol, 5),
        get_txn_record("sale")
            .has_assessed_custom_fee(assessed_fee(5.of("money"), &carol).paid_by(&alice))
            .has_token_amount("money", &alice, 45),
    ]
}

/// Of everything that is paid, the collector gets a part; once, however many NFTs there are
#[hapi_test]
fn a_part_of_everything(
    treasury: SpecAccount,
    alice: SpecAccount,
    bob: SpecAccount,
    carol: SpecAccount,
) -> impl IntoSpec {
    let sale = [
        send("card".serials([1, 2])).from(&alice).to(&bob),
        send(50.of("money")).from(&bob).to(&alice),
        send(1.hbar()).from(&bob).to(&alice),
    ];
    hapi_spec![
        money(&bob, &carol),
        token_associate(&alice, "money"),
        cards(&treasury, &alice, &bob, tenth(&carol)),
        crypto_transfer(sale).via("sale"),
        get_txn_record("sale")
            .has_assessed_custom_fees_size(2)
            .has_assessed_custom_fee(assessed_fee(5.of("money"), &carol))
            .has_assessed_custom_fee(assessed_fee(10_000_000.tinybars(), &carol)),
    ]
}

/// Who gets an NFT for nothing pays the fallback fee, once, and signs for it
#[hapi_test]
fn a_fallback_for_gifts(
    treasury: SpecAccount,
    alice: SpecAccount,
    #[account_spec(balance = 10.hbar())] bob: SpecAccount,
    carol: SpecAccount,
) -> impl IntoSpec {
    let gift = || crypto_transfer(send("card".serials([1, 2])).from(&alice).to(&bob));
    hapi_spec![
        cards(&treasury, &alice, &bob, tenth(&carol)),
        gift().signed_by((DEFAULT_PAYER, &alice)).fails_with(InvalidSignature),
        gift().signed_by((DEFAULT_PAYER, &alice, &bob)).via("gift"),
        bob.get_balance().has_hbar(9.hbar()),
        get_txn_record("gift")
            .has_assessed_custom_fees_size(1)
            .has_assessed_custom_fee(assessed_fee(1.hbar(), &carol).paid_by(&bob)),
    ]
}

/// A fallback fee may be in units, too
#[hapi_test]
fn a_fallback_in_units(
    treasury: SpecAccount,
    alice: SpecAccount,
    bob: SpecAccount,
    carol: SpecAccount,
) -> impl IntoSpec {
    let in_money = fixed_hts_fee_inheriting_royalty_collector(7, "money");
    let gift = || give_card(1, &alice, &bob).signed_by((DEFAULT_PAYER, &alice, &bob));
    hapi_spec![
        money(&treasury, &carol),
        cards(&treasury, &alice, &bob, royalty_fee_with_fallback(1, 10, in_money, &carol)),
        gift().fails_with(TokenNotAssociatedToAccount),
        token_associate(&bob, "money"),
        crypto_transfer(send(7.of("money")).from(&treasury).to(&bob)),
        gift(),
        has_money(&carol, 7),
    ]
}

/// Without a fallback, gifts are free
#[hapi_test]
fn gifts_without_a_fallback_are_free(
    treasury: SpecAccount,
    alice: SpecAccount,
    bob: SpecAccount,
    carol: SpecAccount,
) -> impl IntoSpec {
    hapi_spec![
        cards(&treasury, &alice, &bob, royalty_fee_no_fallback(1, 10, &carol)),
        give_card(1, &alice, &bob).via("gift"),
        get_txn_record("gift").has_assessed_custom_fees_size(0),
    ]
}

/// Who cannot pay the fallback fee is given nothing
#[hapi_test]
fn an_unaffordable_fallback(
    treasury: SpecAccount,
    alice: SpecAccount,
    #[account_spec(balance = 0.hbar())] bob: SpecAccount,
    carol: SpecAccount,
) -> impl IntoSpec {
    hapi_spec![
        cards(&treasury, &alice, &bob, tenth(&carol)),
        give_card(1, &alice, &bob)
            .signed_by((DEFAULT_PAYER, &alice, &bob))
            .fails_with(InsufficientSenderAccountBalanceForCustomFee),
    ]
}

/// Nobody owes a royalty for what the treasury gives or gets
#[hapi_test]
fn the_treasury_is_exempt(
    treasury: SpecAccount,
    alice: SpecAccount,
    bob: SpecAccount,
    carol: SpecAccount,
) -> impl IntoSpec {
    hapi_spec![
        cards(&treasury, &alice, &bob, tenth(&carol)),
        give_card(3, &treasury, &bob).signed_by((DEFAULT_PAYER, &treasury)).via("from"),
        get_txn_record("from").has_assessed_custom_fees_size(0),
        give_card(1, &alice, &treasury).via("to"),
        get_txn_record("to").has_assessed_custom_fees_size(0),
    ]
}

/// Who is created for being given an NFT cannot pay a fallback fee
#[hapi_test]
fn newcomers_pay_no_fallback(
    treasury: SpecAccount,
    alice: SpecAccount,
    bob: SpecAccount,
    carol: SpecAccount,
    newcomer: SpecKey,
) -> impl IntoSpec {
    hapi_spec![
        cards(&treasury, &alice, &bob, tenth(&carol)),
        crypto_transfer(send("card".serial(1)).from(&alice).to(by_alias(&newcomer)))
            .fails_with(InsufficientSenderAccountBalanceForCustomFee),
    ]
}

/// A collector that cannot hold what is paid gets nothing of it, and so nothing is sold
#[hapi_test]
fn collectors_hold_what_they_collect(
    treasury: SpecAccount,
    alice: SpecAccount,
    bob: SpecAccount,
    carol: SpecAccount,
) -> impl IntoSpec {
    let sale = || {
        crypto_transfer([
            send("card".serial(1)).from(&alice).to(&bob),
            send(50.of("money")).from(&bob).to(&alice),
        ])
    };
    hapi_spec![
        fungible("money", &bob),
        token_associate(&alice, "money"),
        cards(&treasury, &alice, &bob, royalty_fee_no_fallback(1, 10, &carol)),
        sale().fails_with(TokenNotAssociatedToFeeCollector),
        crypto_update(&carol).max_automatic_associations(-1),
        sale().via("sale"),
        get_txn_record("sale").has_new_token_association("money", &carol),
    ]
}

/// Each NFT that is given owes the fixed fees of its token
#[hapi_test]
fn fixed_fees_are_due_for_each_nft(
    treasury: SpecAccount,
    #[account_spec(balance = 10.hbar())] alice: SpecAccount,
    bob: SpecAccount,
    carol: SpecAccount,
) -> impl IntoSpec {
    hapi_spec![
        cards(&treasury, &alice, &bob, fixed_hbar_fee(2.hbar(), &carol)),
        crypto_transfer(send("card".serials([1, 2])).from(&alice).to(&bob)).via("gift"),
        get_txn_record("gift").has_assessed_custom_fees_size(2),
        alice.get_balance().has_hbar(6.hbar()),
    ]
}
