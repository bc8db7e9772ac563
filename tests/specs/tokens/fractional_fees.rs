//! Custom fees that are a part of what is given.
//!
//! - <https://hips.hedera.com/hip/hip-18>

use hapi_test::{
    ops::{BlockingOrder, FractionalTokenFee},
    prelude::*,
};

use super::{coin, give, has, hold_coins};

/// There is a token that costs this: Alice has 500 units, Bob may hold some.
fn costing(
    fee: FractionalTokenFee,
    treasury: &SpecAccount,
    alice: &SpecAccount,
    bob: &SpecAccount,
) -> BlockingOrder {
    blocking_order((coin(treasury).with_custom(fee), hold_coins(500, treasury, alice, bob)))
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
        costing(fractional_fee(1, 10, &carol), &treasury, &alice, &bob),
        give(205, &alice, &bob).via("gift"),
        has(&bob, 185),
        has(&carol, 20),
        get_txn_record("gift")
            .has_assessed_custom_fee(assessed_fee(20.of("coin"), &carol).paid_by(&bob))
            .has_token_amount("coin", &alice, -205),
    ]
}

/// Of little, a part may be nothing
#[hapi_test]
fn parts_may_be_nothing(
    treasury: SpecAccount,
    alice: SpecAccount,
    bob: SpecAccount,
    carol: SpecAccount,
) -> impl IntoSpec {
    hapi_spec![
        costing(fractional_fee(1, 10, &carol), &treasury, &alice, &bob),
        give(9, &alice, &bob).via("little"),
        has(&bob, 9),
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
        costing(fractional_fee(1, 10, &carol).min(5).max(8), &treasury, &alice, &bob),
        give(10, &alice, &bob),
        has(&carol, 5),
        give(70, &alice, &bob),
        give(100, &alice, &bob),
        has(&carol, 20),
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
        costing(fractional_fee(1, 10, &carol).min(5), &treasury, &alice, &bob),
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
        costing(fractional_fee(1, 10, &carol), &treasury, &alice, &bob),
        token_associate(&dave, "coin"),
        crypto_transfer(both).via("gifts"),
        has(&bob, 29),
        has(&dave, 61),
        get_txn_record("gifts")
            .has_assessed_custom_fee(assessed_fee(10.of("coin"), &carol).paid_by((&bob, &dave))),
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
