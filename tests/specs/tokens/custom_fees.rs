//! What a token's transfers cost besides the network's fees: fixed and fractional custom fees.
//!
//! - <https://hips.hedera.com/hip/hip-18>
//! - <https://hips.hedera.com/hip/hip-573>

use hapi_test::prelude::*;

use super::{coin, fungible, give, has, hold_coins};

/// A fixed fee in hbar is paid by who gives, and the record tells of it
#[hapi_test]
fn fixed_in_hbar(
    treasury: SpecAccount,
    #[account_spec(balance = 10.hbar())] alice: SpecAccount,
    bob: SpecAccount,
    #[account_spec(balance = 0.hbar())] carol: SpecAccount,
) -> impl IntoSpec {
    hapi_spec![
        coin(&treasury).with_custom(fixed_hbar_fee(2.hbar(), &carol)),
        hold_coins(10, &treasury, &alice, &bob),
        give(4, &alice, &bob).via("gift"),
        has(&bob, 4),
        alice.get_balance().has_hbar(8.hbar()),
        carol.get_balance().has_hbar(2.hbar()),
        get_txn_record("gift")
            .has_assessed_custom_fees_size(1)
            .has_assessed_custom_fee(assessed_fee(2.hbar(), &carol).paid_by(&alice))
            .has_hbar_amount(&carol, 2.hbar()),
    ]
}

/// A fixed fee in another token is paid in that token
#[hapi_test]
fn fixed_in_another_token(
    treasury: SpecAccount,
    alice: SpecAccount,
    bob: SpecAccount,
    carol: SpecAccount,
) -> impl IntoSpec {
    hapi_spec![
        fungible("money", &alice),
        token_associate(&carol, "money"),
        coin(&treasury).with_custom(fixed_hts_fee(7, "money", &carol)),
        hold_coins(10, &treasury, &alice, &bob),
        give(4, &alice, &bob).via("gift"),
        get_account_balance(&alice).has_token_balance("money", 993),
        get_account_balance(&carol).has_token_balance("money", 7),
        get_txn_record("gift")
            .has_assessed_custom_fee(assessed_fee(7.of("money"), &carol).paid_by(&alice))
            .has_token_amount("money", &carol, 7),
    ]
}

/// A fixed fee in the token itself is paid on top of what is given
#[hapi_test]
fn fixed_in_the_token_itself(
    treasury: SpecAccount,
    alice: SpecAccount,
    bob: SpecAccount,
    carol: SpecAccount,
) -> impl IntoSpec {
    hapi_spec![
        coin(&treasury).with_custom(fixed_hts_fee(3, THIS_TOKEN, &carol)),
        hold_coins(10, &treasury, &alice, &bob),
        give(4, &alice, &bob).via("gift"),
        has(&alice, 3),
        has(&bob, 4),
        has(&carol, 3),
        get_txn_record("gift").has_assessed_custom_fee(assessed_fee(3.of("coin"), &carol).paid_by(&alice)),
        give(1, &alice, &bob).fails_with(InsufficientSenderAccountBalanceForCustomFee),
    ]
}

/// A part of what is given goes to the collector, and the receiver gets less
#[hapi_test]
fn a_part_of_what_is_given(
    treasury: SpecAccount,
    alice: SpecAccount,
    bob: SpecAccount,
    carol: SpecAccount,
) -> impl IntoSpec {
    hapi_spec![
        coin(&treasury).with_custom(fractional_fee(1, 10, &carol)),
        hold_coins(500, &treasury, &alice, &bob),
        give(205, &alice, &bob).via("gift"),
        has(&alice, 295),
        has(&bob, 185),
        has(&carol, 20),
        get_txn_record("gift").has_assessed_custom_fee(assessed_fee(20.of("coin"), &carol).paid_by(&bob)),
        give(9, &alice, &bob).via("little"),
        has(&bob, 194),
        get_txn_record("little").has_assessed_custom_fees_size(0),
    ]
}

/// A part on top of what is given is paid by who gives
#[hapi_test]
fn a_part_on_top(
    treasury: SpecAccount,
    alice: SpecAccount,
    bob: SpecAccount,
    carol: SpecAccount,
) -> impl IntoSpec {
    hapi_spec![
        coin(&treasury).with_custom(fractional_fee_net_of_transfers(1, 10, &carol)),
        hold_coins(220, &treasury, &alice, &bob),
        give(200, &alice, &bob).via("gift"),
        has(&alice, 0),
        has(&bob, 200),
        has(&carol, 20),
        get_txn_record("gift").has_assessed_custom_fee(assessed_fee(20.of("coin"), &carol).paid_by(&alice)),
        give(200, &bob, &alice).fails_with(InsufficientSenderAccountBalanceForCustomFee),
    ]
}

/// A part has a least and a greatest amount
#[hapi_test]
fn parts_have_bounds(
    treasury: SpecAccount,
    alice: SpecAccount,
    bob: SpecAccount,
    carol: SpecAccount,
) -> impl IntoSpec {
    hapi_spec![
        coin(&treasury).with_custom(fractional_fee(1, 10, &carol).min(5).max(8)),
        hold_coins(500, &treasury, &alice, &bob),
        give(10, &alice, &bob),
        has(&carol, 5),
        give(70, &alice, &bob),
        has(&carol, 12),
        give(100, &alice, &bob),
        has(&carol, 20),
        has(&bob, 160),
    ]
}

/// Who gets less than the least fee cannot be given anything
#[hapi_test]
fn the_least_fee_is_not_to_be_had(
    treasury: SpecAccount,
    alice: SpecAccount,
    bob: SpecAccount,
    carol: SpecAccount,
) -> impl IntoSpec {
    hapi_spec![
        coin(&treasury).with_custom(fractional_fee(1, 10, &carol).min(5)),
        hold_coins(500, &treasury, &alice, &bob),
        give(4, &alice, &bob).fails_with(InsufficientSenderAccountBalanceForCustomFee),
        give(5, &alice, &bob),
        has(&bob, 0),
        has(&carol, 5),
    ]
}

/// Several receivers lose their shares of a part; what does not divide, the first one loses
#[hapi_test]
fn receivers_share_a_part(
    treasury: SpecAccount,
    alice: SpecAccount,
    bob: SpecAccount,
    carol: SpecAccount,
    dave: SpecAccount,
) -> impl IntoSpec {
    let both = [send(33.of("coin")).from(&alice).to(&bob), send(67.of("coin")).from(&alice).to(&dave)];
    hapi_spec![
        coin(&treasury).with_custom(fractional_fee(1, 10, &carol)),
        token_associate(&alice, "coin"),
        token_associate(&bob, "coin"),
        token_associate(&dave, "coin"),
        give(500, &treasury, &alice),
        crypto_transfer(both).via("gifts"),
        has(&bob, 29),
        has(&dave, 61),
        get_txn_record("gifts")
            .has_assessed_custom_fee(assessed_fee(10.of("coin"), &carol).paid_by((&bob, &dave))),
    ]
}

/// All fees of a token are due, fixed ones first
#[hapi_test]
fn all_fees_are_due(
    treasury: SpecAccount,
    alice: SpecAccount,
    bob: SpecAccount,
    carol: SpecAccount,
    dave: SpecAccount,
) -> impl IntoSpec {
    hapi_spec![
        coin(&treasury)
            .with_custom([fractional_fee(1, 10, &carol).into(), fixed_hts_fee(7, THIS_TOKEN, &dave)])
            .with_custom(fixed_hbar_fee(1.hbar(), &dave)),
        hold_coins(500, &treasury, &alice, &bob),
        give(100, &alice, &bob).via("gift"),
        has(&alice, 393),
        has(&bob, 90),
        has(&carol, 10),
        has(&dave, 7),
        get_txn_record("gift")
            .has_assessed_custom_fees_size(3)
            .has_assessed_custom_fee(assessed_fee(1.hbar(), &dave).paid_by(&alice)),
    ]
}

/// The treasury owes no fees, and nobody owes any for what he gives the treasury but those that are fixed
#[hapi_test]
fn the_treasury_is_exempt(
    treasury: SpecAccount,
    #[account_spec(balance = 10.hbar())] alice: SpecAccount,
    carol: SpecAccount,
) -> impl IntoSpec {
    hapi_spec![
        coin(&treasury).with_custom([fixed_hbar_fee(1.hbar(), &carol), fractional_fee(1, 10, &carol).into()]),
        token_associate(&alice, "coin"),
        give(500, &treasury, &alice).via("from"),
        get_txn_record("from").has_assessed_custom_fees_size(0),
        give(500, &alice, &treasury).via("to"),
        get_txn_record("to")
            .has_assessed_custom_fees_size(1)
            .has_assessed_custom_fee(assessed_fee(1.hbar(), &carol)),
        has(&treasury, 1000),
    ]
}

/// A collector does not owe its own fees, but those of others, unless they exempt all collectors
#[hapi_test]
fn collectors_owe_each_other(
    treasury: SpecAccount,
    bob: SpecAccount,
    carol: SpecAccount,
    #[account_spec(balance = 10.hbar())] dave: SpecAccount,
    #[case(false, true)] exempt: bool,
) -> impl IntoSpec {
    let carols = fixed_hbar_fee(1.hbar(), &carol);
    let carols = if exempt { carols.all_collectors_exempt() } else { carols };
    hapi_spec![
        coin(&treasury).with_custom([carols, fixed_hbar_fee(2.hbar(), &dave)]),
        token_associate(&bob, "coin"),
        token_associate(&dave, "coin"),
        give(500, &treasury, &dave),
        give(1, &dave, &bob).via("gift"),
        get_txn_record("gift").has_assessed_custom_fees_size(usize::from(!exempt)),
        dave.get_balance().has_hbar(if exempt { 10.hbar() } else { 9.hbar() }),
    ]
}

/// Who cannot pay the fee cannot give
#[hapi_test]
fn fees_must_be_affordable(
    treasury: SpecAccount,
    #[account_spec(balance = 1.hbar())] alice: SpecAccount,
    bob: SpecAccount,
    carol: SpecAccount,
) -> impl IntoSpec {
    hapi_spec![
        fungible("money", &treasury),
        token_associate(&alice, "money"),
        token_associate(&carol, "money"),
        coin(&treasury).with_custom(fixed_hbar_fee(2.hbar(), &carol)),
        fungible("other", &treasury).with_custom(fixed_hts_fee(1, "money", &carol)),
        token_associate(&alice, ["coin", "other"]),
        token_associate(&bob, ["coin", "other"]),
        give(10, &treasury, &alice),
        crypto_transfer(send(10.of("other")).from(&treasury).to(&alice)),
        give(1, &alice, &bob).fails_with(InsufficientSenderAccountBalanceForCustomFee),
        crypto_transfer(send(1.of("other")).from(&alice).to(&bob))
            .fails_with(InsufficientSenderAccountBalanceForCustomFee),
        has(&alice, 10),
    ]
}

/// Who is not associated with the token that a fee is in cannot pay it
#[hapi_test]
fn payers_are_associated_with_what_they_pay_in(
    treasury: SpecAccount,
    #[account_spec(max_auto_associations = -1)] alice: SpecAccount,
    bob: SpecAccount,
    carol: SpecAccount,
) -> impl IntoSpec {
    hapi_spec![
        fungible("money", &treasury),
        token_associate(&carol, "money"),
        coin(&treasury).with_custom(fixed_hts_fee(1, "money", &carol)),
        token_associate(&bob, "coin"),
        give(10, &treasury, &alice),
        give(1, &alice, &bob).fails_with(TokenNotAssociatedToAccount),
    ]
}

/// A collector that is no longer associated with what it collects makes transfers fail, unless it has slots
#[hapi_test]
fn collectors_stay_associated(
    treasury: SpecAccount,
    alice: SpecAccount,
    bob: SpecAccount,
    carol: SpecAccount,
) -> impl IntoSpec {
    hapi_spec![
        fungible("money", &alice),
        token_associate(&carol, "money"),
        coin(&treasury).with_custom(fixed_hts_fee(1, "money", &carol)),
        hold_coins(10, &treasury, &alice, &bob),
        token_dissociate(&carol, "money"),
        give(1, &alice, &bob).fails_with(TokenNotAssociatedToFeeCollector),
        crypto_update(&carol).max_automatic_associations(1),
        give(1, &alice, &bob).via("gift"),
        get_txn_record("gift").has_new_token_association("money", &carol),
    ]
}

/// A fee in a token that is paused, or that its payer is frozen for, keeps what owes it from moving
#[hapi_test]
fn fees_that_cannot_be_moved(
    treasury: SpecAccount,
    alice: SpecAccount,
    bob: SpecAccount,
    carol: SpecAccount,
    keys: SpecKey,
) -> impl IntoSpec {
    hapi_spec![
        fungible("money", &alice).pause_key(&keys).freeze_key(&keys),
        token_associate(&carol, "money"),
        coin(&treasury).with_custom(fixed_hts_fee(1, "money", &carol)),
        hold_coins(10, &treasury, &alice, &bob),
        token_pause("money"),
        give(1, &alice, &bob).fails_with(TokenIsPaused),
        token_unpause("money"),
        token_freeze("money", &carol),
        give(1, &alice, &bob).fails_with(AccountFrozenForToken),
        token_unfreeze("money", &carol),
        give(1, &alice, &bob),
    ]
}

/// A token whose fees somebody pays in a second token owes the fees of the second one too
#[hapi_test]
fn fees_on_fees(
    treasury: SpecAccount,
    #[account_spec(balance = 10.hbar())] alice: SpecAccount,
    bob: SpecAccount,
    carol: SpecAccount,
) -> impl IntoSpec {
    hapi_spec![
        fungible("money", &treasury).with_custom(fixed_hbar_fee(1.hbar(), &carol)),
        token_associate(&carol, "money"),
        coin(&treasury).with_custom(fixed_hts_fee(5, "money", &carol)),
        token_associate(&alice, ["coin", "money"]),
        token_associate(&bob, "coin"),
        crypto_transfer([
            send(10.of("coin")).from(&treasury).to(&alice),
            send(10.of("money")).from(&treasury).to(&alice)
        ]),
        give(1, &alice, &bob).via("gift"),
        get_txn_record("gift")
            .has_assessed_custom_fees_size(2)
            .has_assessed_custom_fee(assessed_fee(5.of("money"), &carol).paid_by(&alice))
            .has_assessed_custom_fee(assessed_fee(1.hbar(), &carol).paid_by(&alice)),
        alice.get_balance().has_hbar(9.hbar()),
    ]
}

/// Fees on fees on fees are due, but no further ones in tokens
#[hapi_test]
fn fees_do_not_go_on_for_ever(
    treasury: SpecAccount,
    alice: SpecAccount,
    bob: SpecAccount,
    #[account_spec(max_auto_associations = -1)] carol: SpecAccount,
    keys: SpecKey,
) -> impl IntoSpec {
    let all = ["coin", "second", "third", "fourth"];
    hapi_spec![
        fungible("fourth", &treasury),
        fungible("third", &treasury).fee_schedule_key(&keys),
        token_associate(&carol, ["third", "fourth"]),
        fungible("second", &treasury).with_custom(fixed_hts_fee(1, "third", &carol)),
        token_associate(&carol, "second"),
        coin(&treasury).with_custom(fixed_hts_fee(1, "second", &carol)),
        token_associate(&alice, all),
        token_associate(&bob, "coin"),
        crypto_transfer(all.map(|token| send(10.of(token)).from(&treasury).to(&alice))),
        give(1, &alice, &bob).via("three"),
        get_txn_record("three").has_assessed_custom_fees_size(2),
        token_fee_schedule_update("third").with_custom(fixed_hts_fee(1, "fourth", &carol)),
        give(1, &alice, &bob).fails_with(CustomFeeChargingExceededMaxRecursionDepth),
        token_fee_schedule_update("third").with_custom(fixed_hbar_fee(1.tinybars(), &carol)),
        give(1, &alice, &bob).via("hbar"),
        get_txn_record("hbar").has_assessed_custom_fees_size(3),
    ]
}

/// With its custom fees, a transfer changes at most twenty balances
#[hapi_test]
fn at_most_twenty_balances(treasury: SpecAccount, alice: SpecAccount, bob: SpecAccount) -> impl IntoSpec {
    let names: Vec<String> = (0..10).map(|index| format!("collector{index}")).collect();
    let fees = |count| -> Vec<_> {
        names.iter().take(count).map(|name| fixed_hbar_fee(1.tinybars(), name.as_str())).collect()
    };
    let ten: Vec<_> = names.iter().map(|name| fixed_hts_fee(1, "money", name.as_str())).collect();
    let five = || {
        crypto_transfer([send(1.of("coin")).from(&alice).to(&bob), send(1.of("other")).from(&alice).to(&bob)])
    };
    hapi_spec![
        in_parallel(names.iter().map(|name| crypto_create(name.as_str())).collect::<Vec<_>>()),
        fungible("money", &treasury),
        in_parallel(names.iter().map(|name| token_associate(name.as_str(), "money")).collect::<Vec<_>>()),
        coin(&treasury).with_custom(ten),
        // Four of coins and others, one that pays in hbar, one that pays in money, ten that get money: four are left.
        fungible("other", &treasury).with_custom(fees(4)),
        fungible("more", &treasury).with_custom(fees(5)),
        token_associate(&alice, ["coin", "other", "more", "money"]),
        token_associate(&bob, ["coin", "other", "more"]),
        crypto_transfer(
            ["coin", "other", "more", "money"].map(|token| send(100.of(token)).from(&treasury).to(&alice))
        ),
        five().via("twenty"),
        get_txn_record("twenty").has_assessed_custom_fees_size(14),
        crypto_transfer([send(1.of("coin")).from(&alice).to(&bob), send(1.of("more")).from(&alice).to(&bob)])
            .fails_with(CustomFeeChargingExceededMaxAccountAmounts),
    ]
}

/// A part that is no amount cannot be paid
#[hapi_test]
fn parts_beyond_all_amounts(
    treasury: SpecAccount,
    alice: SpecAccount,
    bob: SpecAccount,
    carol: SpecAccount,
) -> impl IntoSpec {
    hapi_spec![
        coin(&treasury).with_custom(fractional_fee(i64::MAX, 1, &carol)),
        hold_coins(10, &treasury, &alice, &bob),
        give(2, &alice, &bob).fails_with(CustomFeeOutsideNumericRange),
    ]
}

/// Who gives by an alias instead of a number cannot be made to pay hbar
#[hapi_test]
fn givers_by_alias_pay_no_hbar(
    treasury: SpecAccount,
    alice: SpecKey,
    bob: SpecAccount,
    carol: SpecAccount,
) -> impl IntoSpec {
    let gift = |from: AccountRef| crypto_transfer(send(1.of("coin")).from(from).to(&bob));
    hapi_spec![
        coin(&treasury).with_custom(fixed_hbar_fee(1.tinybars(), &carol)),
        token_associate(&bob, "coin"),
        crypto_transfer([
            send(10.of("coin")).from(&treasury).to(by_alias(&alice)),
            send(1.hbar()).from(&treasury).to(by_alias(&alice)),
        ]),
        get_account_info(by_alias(&alice)).saving_id_as("alice account"),
        gift(by_alias(&alice)).fails_with(InsufficientSenderAccountBalanceForCustomFee),
        gift("alice account".into()).signed_by((DEFAULT_PAYER, &alice)),
    ]
}

/// Who spends by allowance has the owner pay the fee; a fee in the token uses up the allowance, too
#[hapi_test]
fn owners_pay_for_what_others_spend(
    treasury: SpecAccount,
    alice: SpecAccount,
    bob: SpecAccount,
    carol: SpecAccount,
) -> impl IntoSpec {
    let spend = |units: i64| {
        crypto_transfer(send(units.of("coin")).from_allowance(&alice).to(&bob)).paying_with(&bob)
    };
    hapi_spec![
        coin(&treasury).with_custom(fixed_hts_fee(3, THIS_TOKEN, &carol)),
        hold_coins(100, &treasury, &alice, &bob),
        crypto_approve_allowance().add_token_allowance(&alice, "coin", &bob, 10),
        spend(8).fails_with(AmountExceedsAllowance),
        spend(7).via("spent"),
        has(&alice, 90),
        get_txn_record("spent").has_assessed_custom_fee(assessed_fee(3.of("coin"), &carol).paid_by(&alice)),
        get_account_details(&alice).has(account_details_with().token_allowances_count(0)),
    ]
}

/// NFTs under a fungible token with fees, and units of NFTs with fees, are told apart before anything moves
#[hapi_test]
fn kinds_do_not_mix_under_fees(
    treasury: SpecAccount,
    alice: SpecAccount,
    bob: SpecAccount,
    carol: SpecAccount,
) -> impl IntoSpec {
    hapi_spec![
        coin(&treasury).with_custom(fixed_hbar_fee(1.tinybars(), &carol)),
        super::card(&treasury).with_custom(fixed_hbar_fee(1.tinybars(), &carol)),
        super::three_cards(),
        token_associate(&alice, ["coin", "card"]),
        token_associate(&bob, ["coin", "card"]),
        crypto_transfer(send("coin".serial(1)).from(&alice).to(&bob))
            .fails_with(NftTransfersOnlyAllowedForNonFungibleUnique),
        crypto_transfer(send(1.of("card")).from(&alice).to(&bob))
            .fails_with(AccountAmountTransfersOnlyAllowedForFungibleCommon),
    ]
}

/// A transfer of a token with custom fees costs twice what one without does
#[hapi_test]
fn custom_fees_cost_the_network(
    #[account_spec(balance = 100.hbar(), key = ed25519)] alice: SpecAccount,
    bob: SpecAccount,
    carol: SpecAccount,
) -> impl IntoSpec {
    hapi_spec![
        coin(&alice).with_custom(fixed_hbar_fee(1.tinybars(), &carol)),
        token_associate(&bob, "coin"),
        give(1, &alice, &bob).paying_with(&alice).via("gift"),
        validate_charged_usd("gift", 0.002),
    ]
}
