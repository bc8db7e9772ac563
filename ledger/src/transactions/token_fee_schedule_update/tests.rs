use alloc::vec;

use hapi_proto::services::{CustomFee, TokenFeeScheduleUpdateTransactionBody, transaction_body::Data};

use super::super::testing::{
    ALICE, BOB, Bench, GONE, NOBODY, TOKEN, UNIQUE, codes::*, fixed, fractional, role, royalty, signs,
    token_id,
};
use crate::{
    config::Config,
    state::{Fee, FixedFee, TokenKeys},
    transactions::tokens::custom_fees::to_proto,
};

type Op = TokenFeeScheduleUpdateTransactionBody;

fn of(num: u64, custom_fees: &[CustomFee]) -> Op {
    Op { token_id: Some(token_id(num)), custom_fees: custom_fees.to_vec() }
}

fn bench() -> Bench {
    Bench::new()
        .fungible(TOKEN, |_| {})
        .non_fungible(UNIQUE, |_| {})
        .fungible(1100, |token| token.paused = true)
        .fungible(1101, |token| token.keys = TokenKeys::default().into())
        .associated(BOB, TOKEN, |_| {})
}

#[test]
fn refuses() {
    bench().refuses(
        Data::TokenFeeScheduleUpdate,
        &of(TOKEN, &[fractional(BOB, 5)]),
        &[
            ("nothing", |op| op.token_id = None, InvalidTokenId),
            ("unknown", |op| op.token_id = Some(token_id(NOBODY)), InvalidTokenId),
            ("paused", |op| op.token_id = Some(token_id(1100)), TokenIsPaused),
            ("without key", |op| op.token_id = Some(token_id(1101)), TokenHasNoFeeScheduleKey),
            ("too many", |op| op.custom_fees = vec![fixed(BOB, 1, None); 11], CustomFeesListTooLong),
            ("none before", |op| op.custom_fees.clear(), CustomScheduleAlreadyHasNoFees),
            (
                "unknown collector",
                |op| op.custom_fees = vec![fixed(NOBODY, 1, None)],
                InvalidCustomFeeCollector,
            ),
            (
                "deleted collector",
                |op| op.custom_fees = vec![fixed(GONE, 1, None)],
                InvalidCustomFeeCollector,
            ),
            ("0.0.802", |op| op.custom_fees = vec![fixed(802, 1, None)], InvalidCustomFeeCollector),
            ("no fee", |op| op.custom_fees[0].fee = None, CustomFeeNotFullySpecified),
            ("0.0.0", |op| op.custom_fees = vec![fixed(BOB, 1, Some(0))], InvalidTokenIdInCustomFees),
            (
                "not associated",
                |op| op.custom_fees = vec![fractional(ALICE, 5)],
                TokenNotAssociatedToFeeCollector,
            ),
            (
                "not associated with its token",
                |op| op.custom_fees = vec![fixed(ALICE, 5, Some(TOKEN))],
                TokenNotAssociatedToFeeCollector,
            ),
            (
                "royalty",
                |op| op.custom_fees = vec![royalty(BOB, 5, None)],
                CustomRoyaltyFeeOnlyAllowedForNonFungibleUnique,
            ),
        ],
    );
}

#[test]
fn the_new_fees_replace_the_old() {
    let mut bench = bench();
    bench.run(Data::TokenFeeScheduleUpdate(of(TOKEN, &[fractional(BOB, 5), fixed(ALICE, 1, None)]))).unwrap();
    let fees = bench.get_token(TOKEN).custom_fees.clone();
    assert_eq!(fees.len(), 2);
    assert_eq!(fees[1].fee, Fee::Fixed(FixedFee { amount: 1, token: None }));

    bench.run(Data::TokenFeeScheduleUpdate(of(TOKEN, &[]))).unwrap();
    assert!(bench.get_token(TOKEN).custom_fees.is_empty());
    assert_eq!(
        bench.run(Data::TokenFeeScheduleUpdate(of(TOKEN, &[]))).map(drop),
        Err(CustomScheduleAlreadyHasNoFees)
    );
}

#[test]
fn what_is_kept_can_be_said_again() {
    let mut bench = bench();
    let mut exempt = royalty(BOB, 7, Some((3, Some(TOKEN))));
    exempt.all_collectors_are_exempt = true;
    let said = [exempt, royalty(ALICE, 1, None), fixed(BOB, 4, None)];
    bench.run(Data::TokenFeeScheduleUpdate(of(UNIQUE, &said))).unwrap();
    assert_eq!(to_proto(&Config::default(), &bench.get_token(UNIQUE).custom_fees), said);
}

#[test]
fn who_has_the_role_signs_and_collectors_who_want_to_be_asked() {
    let data = Data::TokenFeeScheduleUpdate(of(TOKEN, &[fixed(BOB, 1, None)]));
    assert_eq!(bench().signers(data.clone()), Ok(vec![signs(role::FEE_SCHEDULE)]));
    let asks = bench().account(BOB, |bob| bob.receiver_sig_required = true);
    assert_eq!(asks.signers(data.clone()), Ok(vec![signs(role::FEE_SCHEDULE), signs(BOB)]));
    let unchangeable = Data::TokenFeeScheduleUpdate(of(1101, &[fixed(NOBODY, 1, None)]));
    assert_eq!(asks.signers(unchangeable), Ok(vec![]), "found out when it is handled");
    assert!(bench().usage(data).extras().is_empty());
}
