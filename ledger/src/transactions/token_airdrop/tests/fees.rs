//! Custom fees: senders pay them before anything is sent, and for what waits, too.

use alloc::{sync::Arc, vec};

use super::{
    super::super::testing::{ALICE, BALANCE, BOB, Bench, TOKEN, codes::*},
    FRIEND, STRANGER, bench, data, ends, units,
};
use crate::state::{CustomFee, Fee, FixedFee};

fn with_fee(fee: Fee) -> Bench {
    bench().fungible(TOKEN, |token| {
        let fee = CustomFee { fee, collector: BOB, all_collectors_are_exempt: false };
        token.custom_fees = Arc::new(vec![fee]);
    })
}

fn fixed(amount: i64, token: Option<u64>) -> Fee {
    Fee::Fixed(FixedFee { amount, token })
}

#[test]
fn fixed_fees_are_paid_even_for_what_waits() {
    let mut bench = with_fee(fixed(7, None));
    let done = bench.run(data(vec![units(&[(STRANGER, 10)])])).unwrap();
    assert_eq!(bench.get(BOB).balance, BALANCE + 7);
    assert_eq!(bench.get(ALICE).balance, BALANCE - 7);
    assert_eq!(bench.waiting(ALICE, STRANGER, TOKEN), Some(10));
    assert!(done.record.assessed_custom_fees.is_empty(), "only the transfers tell of them");
}

#[test]
fn fees_in_the_token_itself_are_paid_on_top() {
    let mut bench = with_fee(fixed(7, Some(TOKEN))).associated(BOB, TOKEN, |_| {});
    bench.run(data(vec![units(&[(STRANGER, 10), (FRIEND, 5)])])).unwrap();
    assert_eq!([ALICE, BOB, FRIEND].map(|account| bench.balance(account, TOKEN)), [88, 7, 5]);
    assert_eq!(bench.waiting(ALICE, STRANGER, TOKEN), Some(10));
}

#[test]
fn fractional_fees_lessen_what_arrives_and_what_waits() {
    let fee = Fee::Fractional { numerator: 1, denominator: 10, min: 0, max: 0, net_of_transfers: false };
    let mut bench = with_fee(fee).associated(BOB, TOKEN, |_| {});
    bench.run(data(vec![units(&[(STRANGER, 50), (FRIEND, 50)])])).unwrap();
    assert_eq!(bench.waiting(ALICE, STRANGER, TOKEN), Some(45));
    assert_eq!([ALICE, BOB, FRIEND].map(|account| bench.balance(account, TOKEN)), [45, 10, 45]);
}

#[test]
fn a_fee_in_the_token_itself_waits_for_a_collector_that_is_not_ready() {
    let mut bench = with_fee(fixed(7, Some(TOKEN)));
    bench.run(data(vec![units(&[(FRIEND, 5)])])).unwrap();
    assert_eq!(bench.waiting(ALICE, BOB, TOKEN), Some(7));
    assert_eq!([ALICE, FRIEND].map(|account| bench.balance(account, TOKEN)), [95, 5]);
}

#[test]
fn who_cannot_pay_them_sends_nothing() {
    const OTHER: u64 = 1020;
    let ends = |bench: &Bench| ends(bench, units(&[(STRANGER, 1)]));
    let too_much = with_fee(fixed(BALANCE + 1, None));
    assert_eq!(ends(&too_much), Err(InsufficientSenderAccountBalanceForCustomFee));
    let in_other = with_fee(fixed(3, Some(OTHER))).fungible(OTHER, |_| {});
    assert_eq!(ends(&in_other), Err(TokenNotAssociatedToAccount));
    let poor = in_other.holds(ALICE, OTHER, 2);
    assert_eq!(ends(&poor), Err(TokenNotAssociatedToFeeCollector));
    let poor = poor.associated(BOB, OTHER, |_| {});
    assert_eq!(ends(&poor), Err(InsufficientSenderAccountBalanceForCustomFee));
    let mut able = poor.holds(ALICE, OTHER, 1);
    able.run(data(vec![units(&[(STRANGER, 1)])])).unwrap();
    assert_eq!([ALICE, BOB].map(|account| able.balance(account, OTHER)), [0, 3]);
}
