//! `TokenFeeScheduleUpdate`: other custom fees for a token.
//!
//! - <https://hips.hedera.com/hip/hip-18>
//! - <https://hips.hedera.com/hip/hip-573>

use hapi_test::prelude::*;

/// New custom fees of `gold`.
fn fees(fees: impl hapi_test::registry::IntoMany<TokenFee>) -> Txn<TokenFeeScheduleUpdate> {
    token_fee_schedule_update("gold").with_custom(fees)
}

/// New fees take the place of all old ones
#[hapi_test]
fn new_fees_replace_the_old(alice: SpecAccount, seal: SpecKey) -> impl IntoSpec {
    let old = (fixed_hbar_fee(1, &alice), fixed_hbar_fee(2, &alice));
    let new = fixed_hbar_fee(3, &alice).all_collectors_exempt();
    hapi_spec![
        token_create("gold").fee_schedule_key(&seal).with_custom(old.clone()),
        get_token_info("gold").has_custom_fees(old),
        fees(new.clone()),
        get_token_info("gold").has_custom_fees(new),
    ]
}

/// Every kind of fee is told as it was given, in its order
#[hapi_test]
fn fees_are_as_they_were_given(
    #[account_spec(max_auto_associations = 1)] alice: SpecAccount,
    seal: SpecKey,
) -> impl IntoSpec {
    let all = || {
        (
            fractional_fee(1, 10, &alice).min(2).max(9),
            fixed_hts_fee(4, "gold", &alice).all_collectors_exempt(),
            fractional_fee_net_of_transfers(3, 10, &alice).all_collectors_exempt(),
            fixed_hbar_fee(5, FUNDING),
        )
    };
    hapi_spec![
        token_create("gold").fee_schedule_key(&seal),
        token_associate(&alice, "gold"),
        fees(all()),
        get_token_info("gold").has_custom_fees(all()),
    ]
}

/// Royalties are told as they were given, with what falls due in their place
#[hapi_test]
fn royalties_are_as_they_were_given(alice: SpecAccount, seal: SpecKey) -> impl IntoSpec {
    let silver = || fixed_hts_fee_inheriting_royalty_collector(7, "silver");
    let hbar = || fixed_hbar_fee_inheriting_royalty_collector(8.hbar());
    let all = || {
        (
            royalty_fee_no_fallback(1, 10, &alice),
            royalty_fee_with_fallback(1, 1, silver(), &alice),
            royalty_fee_with_fallback(1, 3, hbar(), &alice).all_collectors_exempt(),
        )
    };
    hapi_spec![
        token_create("silver"),
        token_associate(&alice, "silver"),
        token_create("cards").non_fungible().supply_key(&seal).fee_schedule_key(&seal),
        token_fee_schedule_update("cards").with_custom(all()),
        get_token_info("cards").has_custom_fees(all()),
    ]
}

/// No fees take all fees away, once
#[hapi_test]
fn fees_can_be_taken_away(alice: SpecAccount, seal: SpecKey) -> impl IntoSpec {
    hapi_spec![
        token_create("gold").fee_schedule_key(&seal).with_custom(fixed_hbar_fee(1, &alice)),
        token_fee_schedule_update("gold"),
        get_token_info("gold").has_no_custom_fees(),
        token_fee_schedule_update("gold").fails_with(CustomScheduleAlreadyHasNoFees),
    ]
}

/// Only the holder of the fee schedule key changes fees, not even the admin does
#[hapi_test]
fn only_who_sets_prices_changes_them(alice: SpecAccount, admin: SpecKey, seal: SpecKey) -> impl IntoSpec {
    let update = || fees(fixed_hbar_fee(1, &alice));
    hapi_spec![
        token_create("gold").admin_key(&admin).fee_schedule_key(&seal),
        update().signed_by_payer_and(&admin).fails_with(InvalidSignature),
        get_token_info("gold").has_no_custom_fees(),
        update().signed_by_payer_and(&seal),
    ]
}

/// Without a fee schedule key fees stay
#[hapi_test]
fn some_fees_stay(alice: SpecAccount, admin: SpecKey) -> impl IntoSpec {
    hapi_spec![
        token_create("gold").admin_key(&admin).with_custom(fixed_hbar_fee(1, &alice)),
        token_fee_schedule_update("gold").signed_by_payer_and(&admin).fails_with(TokenHasNoFeeScheduleKey),
        get_token_info("gold").has_custom_fees_size(1),
    ]
}

/// A collector signs if it signs for all that it receives
#[hapi_test]
fn shy_collectors_sign(
    #[account_spec(receiver_sig_required = true)] shy: SpecAccount,
    seal: SpecKey,
) -> impl IntoSpec {
    let update = || fees(fixed_hbar_fee(1, &shy));
    hapi_spec![
        token_create("gold").fee_schedule_key(&seal),
        update().signed_by_payer_and(&seal).fails_with(InvalidSignature),
        update().signed_by_payer_and((&seal, &shy)),
    ]
}

/// A token has at most ten custom fees
#[hapi_test]
fn ten_fees_are_enough(alice: SpecAccount, seal: SpecKey) -> impl IntoSpec {
    let with =
        |count: i64| fees((1..=count).map(|amount| fixed_hbar_fee(amount, &alice)).collect::<Vec<_>>());
    hapi_spec![
        token_create("gold").fee_schedule_key(&seal),
        with(11).fails_with(CustomFeesListTooLong),
        with(10),
        get_token_info("gold").has_custom_fees_size(10),
    ]
}

/// Fees of a token of units are fees, collected by somebody
#[hapi_test]
fn fees_of_units(
    #[case(
        (fixed_hbar_fee(0, FUNDING), CustomFeeMustBePositive),
        (fixed_hbar_fee(-1, FUNDING), CustomFeeMustBePositive),
        (fixed_hbar_fee(1, FUNDING).without_collector(), InvalidCustomFeeCollector),
        (fixed_hbar_fee(1, "0.0.999999"), InvalidCustomFeeCollector),
        (fixed_hbar_fee(1, FEE_COLLECTOR), InvalidCustomFeeCollector),
        (incomplete_custom_fee(FUNDING), CustomFeeNotFullySpecified),
        (fractional_fee(1, 0, DEFAULT_PAYER).into(), FractionDividesByZero),
        (fractional_fee(0, 2, DEFAULT_PAYER).into(), CustomFeeMustBePositive),
        (fractional_fee(1, -2, DEFAULT_PAYER).into(), CustomFeeMustBePositive),
        (fractional_fee(1, 2, DEFAULT_PAYER).max(-1).into(), CustomFeeMustBePositive),
        (fractional_fee(1, 2, DEFAULT_PAYER).min(3).max(2).into(), FractionalFeeMaxAmountLessThanMinAmount),
        (royalty_fee_no_fallback(1, 2, FUNDING), CustomRoyaltyFeeOnlyAllowedForNonFungibleUnique),
        (fixed_hts_fee(1, "0.0.999999", FUNDING), InvalidTokenIdInCustomFees),
        (fixed_hts_fee(1, THIS_TOKEN, FUNDING), InvalidTokenIdInCustomFees)
    )]
    refused: (TokenFee, ResponseCodeEnum),
    seal: SpecKey,
) -> impl IntoSpec {
    let (fee, code) = refused;
    (token_create("gold").fee_schedule_key(&seal), fees(fee).fails_with(code))
}

/// Fees of NFTs are royalties or fixed, and a royalty takes at most all
#[hapi_test]
fn fees_of_nfts(
    #[case(
        (fractional_fee(1, 2, DEFAULT_PAYER).into(), CustomFractionalFeeOnlyAllowedForFungibleCommon),
        (royalty_fee_no_fallback(1, 0, FUNDING), FractionDividesByZero),
        (royalty_fee_no_fallback(-1, 2, FUNDING), CustomFeeMustBePositive),
        (royalty_fee_no_fallback(3, 2, FUNDING), RoyaltyFractionCannotExceedOne),
        (
            royalty_fee_with_fallback(1, 2, fixed_hbar_fee_inheriting_royalty_collector(0), FUNDING),
            CustomFeeMustBePositive
        ),
        (
            royalty_fee_with_fallback(1, 2, fixed_hts_fee_inheriting_royalty_collector(1, "cards"), FUNDING),
            CustomFeeDenominationMustBeFungibleCommon
        ),
        (fixed_hts_fee(1, "cards", FUNDING), CustomFeeDenominationMustBeFungibleCommon)
    )]
    refused: (TokenFee, ResponseCodeEnum),
    seal: SpecKey,
) -> impl IntoSpec {
    let (fee, code) = refused;
    (
        token_create("cards").non_fungible().supply_key(&seal).fee_schedule_key(&seal),
        token_fee_schedule_update("cards").with_custom(fee).fails_with(code),
    )
}

/// Who collects units is associated with their token already
#[hapi_test]
fn collectors_of_units_are_associated(alice: SpecAccount, seal: SpecKey) -> impl IntoSpec {
    let fraction = || fees(fractional_fee(1, 2, &alice));
    let fixed = || fees(fixed_hts_fee(1, "gold", &alice));
    hapi_spec![
        token_create("gold").fee_schedule_key(&seal),
        fraction().fails_with(TokenNotAssociatedToFeeCollector),
        fixed().fails_with(TokenNotAssociatedToFeeCollector),
        token_associate(&alice, "gold"),
        fraction(),
        fixed(),
    ]
}

/// A collector that is deleted collects nothing
#[hapi_test]
fn collectors_live(gone: SpecAccount, seal: SpecKey) -> impl IntoSpec {
    hapi_spec![
        token_create("gold").fee_schedule_key(&seal),
        crypto_delete(&gone),
        fees(fixed_hbar_fee(1, &gone)).fails_with(InvalidCustomFeeCollector),
    ]
}

/// The fees of what is deleted, paused or was never made do not change
#[hapi_test]
fn only_usable_tokens_change(alice: SpecAccount, seal: SpecKey) -> impl IntoSpec {
    // lint: allow(operations): before and after
    let update = || fees(fixed_hbar_fee(1, &alice));
    let keyed = token_create("gold").fee_schedule_key(&seal).pause_key(&seal).admin_key(&seal);
    hapi_spec![
        keyed,
        token_pause("gold"),
        update().fails_with(TokenIsPaused),
        token_unpause("gold"),
        update(),
        token_delete("gold"),
        update().fails_with(TokenWasDeleted),
        token_fee_schedule_update("0.0.999999").fails_with(InvalidTokenId),
    ]
}

/// A change of fees costs a tenth of a cent, however many there are
#[hapi_test]
fn price(#[account_spec(balance = 100.hbar(), key = ed25519)] payer: SpecAccount) -> impl IntoSpec {
    let many: Vec<_> = (1..=10).map(|amount| fixed_hbar_fee(amount, &payer)).collect();
    hapi_spec![
        token_create("gold").fee_schedule_key(&payer),
        fees(many).paying_with(&payer).via("update"),
        validate_charged_usd_within("update", 0.001, 0.01),
    ]
}

/// Each id in an update is needed: without it, the update fails with that id's own code
#[hapi_test]
fn cleared_ids_are_missed(alice: SpecAccount, seal: SpecKey) -> impl IntoSpec {
    (
        token_create("gold").fee_schedule_key(&seal),
        submit_modified(with_successively_varied_body_ids(), move || fees(fixed_hbar_fee(1, &alice))),
    )
}
