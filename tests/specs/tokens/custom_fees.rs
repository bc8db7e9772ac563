//! What a token's transfers cost besides the network's fees: its custom fees.
//!
//! - <https://hips.hedera.com/hip/hip-18>
//! - <https://hips.hedera.com/hip/hip-573>

use hapi_test::{ops::TokenFee, prelude::*};

use super::{coin, fungible, give, has, has_money, hold_coins, money};

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
        money(&alice, &carol),
        coin(&treasury).with_custom(fixed_hts_fee(7, "money", &carol)),
        hold_coins(10, &treasury, &alice, &bob),
        give(4, &alice, &bob).via("gift"),
        has_money(&alice, 993),
        has_money(&carol, 7),
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
        has(&carol, 3),
        get_txn_record("gift").has_assessed_custom_fee(assessed_fee(3.of("coin"), &carol).paid_by(&alice)),
        give(1, &alice, &bob).fails_with(InsufficientSenderAccountBalanceForCustomFee),
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

/// Who cannot pay a fee in another token cannot give
#[hapi_test]
fn fees_in_tokens_must_be_affordable(
    treasury: SpecAccount,
    alice: SpecAccount,
    bob: SpecAccount,
    carol: SpecAccount,
) -> impl IntoSpec {
    hapi_spec![
        money(&treasury, &carol),
        coin(&treasury).with_custom(fixed_hts_fee(1, "money", &carol)),
        hold_coins(10, &treasury, &alice, &bob),
        token_associate(&alice, "money"),
        give(1, &alice, &bob).fails_with(InsufficientSenderAccountBalanceForCustomFee),
        has(&alice, 10),
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
        coin(&treasury).with_custom(fixed_hbar_fee(2.hbar(), &carol)),
        hold_coins(10, &treasury, &alice, &bob),
        give(1, &alice, &bob).fails_with(InsufficientSenderAccountBalanceForCustomFee),
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
        money(&alice, &carol),
        coin(&treasury).with_custom(fixed_hts_fee(1, "money", &carol)),
        hold_coins(10, &treasury, &alice, &bob),
        token_dissociate(&carol, "money"),
        give(1, &alice, &bob).fails_with(TokenNotAssociatedToFeeCollector),
        crypto_update(&carol).max_automatic_associations(1),
        give(1, &alice, &bob),
    ]
}

/// A fee in a token that is paused keeps what owes it from moving
#[hapi_test]
fn fees_that_cannot_be_moved(
    treasury: SpecAccount,
    alice: SpecAccount,
    bob: SpecAccount,
    carol: SpecAccount,
    keys: SpecKey,
) -> impl IntoSpec {
    hapi_spec![
        fungible("money", &alice).pause_key(&keys),
        token_associate(&carol, "money"),
        coin(&treasury).with_custom(fixed_hts_fee(1, "money", &carol)),
        hold_coins(10, &treasury, &alice, &bob),
        token_pause("money"),
        give(1, &alice, &bob).fails_with(TokenIsPaused),
        token_unpause("money"),
    ]
}

/// A collector that is frozen for what it collects gets nothing, and so nothing moves
#[hapi_test]
fn frozen_collectors(
    treasury: SpecAccount,
    alice: SpecAccount,
    bob: SpecAccount,
    carol: SpecAccount,
    keys: SpecKey,
) -> impl IntoSpec {
    hapi_spec![
        fungible("money", &alice).freeze_key(&keys),
        token_associate(&carol, "money"),
        coin(&treasury).with_custom(fixed_hts_fee(1, "money", &carol)),
        hold_coins(10, &treasury, &alice, &bob),
        token_freeze("money", &carol),
        give(1, &alice, &bob).fails_with(AccountFrozenForToken),
        has_money(&alice, 1000),
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
        hold_coins(10, &treasury, &alice, &bob),
        endowed(&treasury, &alice, "money"),
        give(1, &alice, &bob).via("gift"),
        get_txn_record("gift")
            .has_assessed_custom_fees_size(2)
            .has_assessed_custom_fee(assessed_fee(5.of("money"), &carol).paid_by(&alice))
            .has_assessed_custom_fee(assessed_fee(1.hbar(), &carol).paid_by(&alice)),
    ]
}

/// Tokens of which each costs one of the next, in this order; the first is `coin`, the last costs nothing. Alice has ten of
/// each, and Bob may hold coins.
fn chain(
    tokens: &[&'static str],
    treasury: &SpecAccount,
    (alice, bob): (&SpecAccount, &SpecAccount),
    collector: &SpecAccount,
) -> BlockingOrder {
    let mut operations = hapi_spec![];
    for (at, token) in tokens.iter().enumerate().rev() {
        let fees = tokens.get(at + 1).map(|next| fixed_hts_fee(1, *next, collector));
        operations.extend(hapi_spec![
            fungible(token, treasury).with_custom(fees.into_iter().collect::<Vec<_>>()),
            token_associate(collector, *token),
            endowed(treasury, alice, token),
        ]);
    }
    operations.extend(hapi_spec![token_associate(bob, "coin")]);
    blocking_order(operations)
}

/// An account is associated with a token, and gets ten units of it.
fn endowed(treasury: &SpecAccount, account: &SpecAccount, token: &'static str) -> BlockingOrder {
    let gift = send(10.of(token)).from(treasury).to(account);
    blocking_order((token_associate(account, token), crypto_transfer(gift)))
}

/// Fees on fees on fees are due
#[hapi_test]
fn fees_go_on(
    treasury: SpecAccount,
    alice: SpecAccount,
    bob: SpecAccount,
    carol: SpecAccount,
) -> impl IntoSpec {
    hapi_spec![
        chain(&["coin", "second", "third"], &treasury, (&alice, &bob), &carol),
        give(1, &alice, &bob).via("gift"),
        get_txn_record("gift")
            .has_assessed_custom_fees_size(2)
            .has_assessed_custom_fee(assessed_fee(1.of("third"), &carol).paid_by(&alice)),
    ]
}

/// But fees do not go on for ever
#[hapi_test]
fn fees_do_not_go_on_for_ever(
    treasury: SpecAccount,
    alice: SpecAccount,
    bob: SpecAccount,
    carol: SpecAccount,
) -> impl IntoSpec {
    hapi_spec![
        chain(&["coin", "second", "third", "fourth"], &treasury, (&alice, &bob), &carol),
        give(1, &alice, &bob).fails_with(CustomFeeChargingExceededMaxRecursionDepth),
        has(&alice, 10),
    ]
}

/// A unit of `money` each for ten accounts that may hold it, which are created.
fn ten_fees_in_money() -> (BlockingOrder, Vec<TokenFee>) {
    let names: Vec<String> = (0..10).map(|index| format!("collector{index}")).collect();
    let creations: Vec<_> = names.iter().map(|name| crypto_create(name.as_str())).collect();
    let associations: Vec<_> = names.iter().map(|name| token_associate(name.as_str(), "money")).collect();
    let fees = names.iter().map(|name| fixed_hts_fee(1, "money", name.as_str())).collect();
    (blocking_order((in_parallel(creations), in_parallel(associations))), fees)
}

/// A tinybar each for so many system accounts.
fn fees_in_hbar(count: u64) -> Vec<TokenFee> {
    (400..400 + count).map(AccountId::from_num).map(|account| fixed_hbar_fee(1.tinybars(), account)).collect()
}

/// With its custom fees, a transfer changes at most twenty balances
#[hapi_test]
fn at_most_twenty_balances(
    treasury: SpecAccount,
    alice: SpecAccount,
    bob: SpecAccount,
    #[case(4, 5)] in_hbar: u64,
) -> impl IntoSpec {
    // Four of the tokens, two that pay, ten that get money: four are left.
    let (collectors, fees) = ten_fees_in_money();
    let both = [send(1.of("coin")).from(&alice).to(&bob), send(1.of("other")).from(&alice).to(&bob)];
    let code = if in_hbar > 4 { CustomFeeChargingExceededMaxAccountAmounts } else { Success };
    hapi_spec![
        fungible("money", &alice),
        collectors,
        coin(&treasury).with_custom(fees),
        fungible("other", &treasury).with_custom(fees_in_hbar(in_hbar)),
        hold_coins(10, &treasury, &alice, &bob),
        blocking_order((endowed(&treasury, &alice, "other"), token_associate(&bob, "other"))),
        crypto_transfer(both).has_known_status(code),
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
        crypto_approve_allowance().add_token_allowance(&alice, "coin", &bob, 10).signed_by_payer_and(&alice),
        spend(8).fails_with(AmountExceedsAllowance),
        spend(7).via("spent"),
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
