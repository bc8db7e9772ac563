//! Fractional custom fees.

use super::*;

/// Who collects fees.
const COLLECTOR: EntityNum = 1101;

/// Alice has 500 of a token with these fees; Bob, the payer and the collector may hold it.
fn bench(fees: &[CustomFee]) -> Bench {
    let bench = charging(Bench::new(), TOKEN, fees).account(COLLECTOR, |_| {});
    let bench =
        [BOB, PAYER, COLLECTOR].into_iter().fold(bench, |bench, num| bench.associated(num, TOKEN, |_| {}));
    bench.holds(ALICE, TOKEN, 500)
}

/// A part of what is sent, within bounds.
fn part(numerator: i64, denominator: i64, min: i64, max: i64) -> Fee {
    Fee::Fractional { numerator, denominator, min, max, net_of_transfers: false }
}

/// As [`part`], on top of what is sent.
fn on_top(numerator: i64, denominator: i64, min: i64, max: i64) -> Fee {
    Fee::Fractional { numerator, denominator, min, max, net_of_transfers: true }
}

fn to_collector(amount: Fee) -> [CustomFee; 1] {
    [fee(amount, COLLECTOR)]
}

fn units(amount: i64) -> Op {
    tokens(vec![moves(TOKEN, &[(ALICE, -amount), (BOB, amount)])])
}

/// What Alice, Bob and the collector then have.
fn after(fees: &[CustomFee], op: Op) -> [i64; 3] {
    let mut bench = bench(fees);
    bench.run(transfer(op)).unwrap();
    [ALICE, BOB, COLLECTOR].map(|num| bench.balance(num, TOKEN))
}

#[track_caller]
fn refused(fees: &[CustomFee], op: Op) -> crate::ResponseCode {
    bench(fees).run(transfer(op)).map(drop).unwrap_err()
}

#[test]
fn receivers_get_less() {
    let mut bench = bench(&to_collector(part(1, 10, 0, 0)));
    let done = bench.run(transfer(units(105))).unwrap();
    assert_eq!([ALICE, BOB, COLLECTOR].map(|num| bench.balance(num, TOKEN)), [395, 95, 10]);
    assert_eq!(assessed(&done), [(10, num(TOKEN), id(COLLECTOR), vec![id(BOB)])]);
}

#[test]
fn senders_give_more() {
    let mut bench = bench(&to_collector(on_top(1, 10, 0, 0)));
    let done = bench.run(transfer(units(105))).unwrap();
    assert_eq!([ALICE, BOB, COLLECTOR].map(|num| bench.balance(num, TOKEN)), [385, 105, 10]);
    assert_eq!(assessed(&done), [(10, num(TOKEN), id(COLLECTOR), vec![id(ALICE)])]);
}

#[test]
fn within_bounds() {
    for (amount, less) in [(10, 5), (50, 5), (60, 6), (200, 20), (210, 20), (400, 20)] {
        assert_eq!(
            after(&to_collector(part(1, 10, 5, 20)), units(amount)),
            [500 - amount, amount - less, less]
        );
        assert_eq!(
            after(&to_collector(on_top(1, 10, 5, 20)), units(amount)),
            [500 - amount - less, amount, less]
        );
    }
}

#[test]
fn nothing_of_little() {
    let mut bench = bench(&to_collector(part(1, 100, 0, 0)));
    let done = bench.run(transfer(units(99))).unwrap();
    assert_eq!(bench.balance(BOB, TOKEN), 99);
    assert!(assessed(&done).is_empty(), "what rounds down to nothing is not told");
    let net = to_collector(on_top(1, 100, 0, 0));
    let done = super::fractional_fees::bench(&net).run(transfer(units(99))).unwrap();
    assert_eq!(assessed(&done)[0].0, 0, "but what the sender pays on top is");
}

#[test]
fn the_least_fee_must_be_there_to_take() {
    assert_eq!(after(&to_collector(part(1, 10, 9, 0)), units(9)), [491, 0, 9]);
    let code = refused(&to_collector(part(1, 10, 9, 0)), units(8));
    assert_eq!(code, InsufficientSenderAccountBalanceForCustomFee);
    let code = refused(&to_collector(on_top(1, 10, 5, 0)), units(496));
    assert_eq!(code, InsufficientSenderAccountBalanceForCustomFee);
    assert_eq!(after(&to_collector(on_top(1, 10, 5, 5)), units(495)), [0, 495, 5]);
}

#[test]
fn receivers_give_in_proportion_and_the_first_one_the_rest() {
    let mut bench = bench(&to_collector(part(1, 10, 0, 0)));
    let op = tokens(vec![moves(TOKEN, &[(ALICE, -100), (BOB, 33), (PAYER, 67)])]);
    let done = bench.run(transfer(op)).unwrap();
    // Of 10, 3.3 and 6.7 are due: 3 and 6, and one more from the first.
    assert_eq!([BOB, PAYER, COLLECTOR].map(|num| bench.balance(num, TOKEN)), [29, 61, 10]);
    assert_eq!(assessed(&done), [(10, num(TOKEN), id(COLLECTOR), vec![id(BOB), id(PAYER)])]);
}

#[test]
fn senders_owe_in_proportion() {
    let mut bench = bench(&to_collector(part(1, 10, 0, 0))).holds(PAYER, TOKEN, 100);
    let op = tokens(vec![moves(TOKEN, &[(ALICE, -60), (PAYER, -40), (BOB, 100)])]);
    let done = bench.run(transfer(op)).unwrap();
    assert_eq!((bench.balance(BOB, TOKEN), bench.balance(COLLECTOR, TOKEN)), (90, 10));
    let told: Vec<_> = assessed(&done).into_iter().map(|(amount, ..)| amount).collect();
    assert_eq!(told, [6, 4]);
}

#[test]
fn what_a_fee_collected_the_next_one_takes_from() {
    let half = |collector| fee(part(1, 2, 0, 0), collector);
    let mut bench = bench(&[half(COLLECTOR), half(PAYER)]);
    let done = bench.run(transfer(units(100))).unwrap();
    assert_eq!([BOB, COLLECTOR, PAYER].map(|num| bench.balance(num, TOKEN)), [25, 25, 50]);
    let payers = || vec![id(BOB)];
    let told = [(50, num(TOKEN), id(COLLECTOR), payers()), (50, num(TOKEN), id(PAYER), payers())];
    assert_eq!(assessed(&done), told);
}

#[test]
fn fees_take_no_more_than_was_sent() {
    let two_thirds = |collector| fee(part(2, 3, 0, 0), collector);
    let code = refused(&[two_thirds(COLLECTOR), two_thirds(PAYER)], units(99));
    assert_eq!(code, InsufficientSenderAccountBalanceForCustomFee);
    assert_eq!(after(&to_collector(part(2, 1, 0, 0)), units(100)), [400, 0, 100], "one takes what there is");
}

#[test]
fn fixed_fees_in_the_token_come_first() {
    let fees = [fee(part(1, 10, 0, 0), COLLECTOR), fee(fixed(7, Some(TOKEN)), PAYER)];
    let mut bench = bench(&fees);
    let done = bench.run(transfer(units(100))).unwrap();
    let told: Vec<_> = assessed(&done).into_iter().map(|(amount, ..)| amount).collect();
    assert_eq!(told, [7, 10]);
    // The payer's 7 are a credit that is taken from, in what is left; the fraction is of what was sent.
    assert_eq!([ALICE, BOB, PAYER, COLLECTOR].map(|num| bench.balance(num, TOKEN)), [393, 90, 7, 10]);
}

#[test]
fn collectors_and_the_treasury_give_nothing_up() {
    let fees = to_collector(part(1, 10, 0, 0));
    for to in [COLLECTOR, TREASURY] {
        let mut bench = bench(&fees);
        let done = bench.run(transfer(tokens(vec![moves(TOKEN, &[(ALICE, -100), (to, 100)])]))).unwrap();
        assert!(assessed(&done).is_empty(), "to {to}");
    }
    let mut bench = bench(&fees).holds(COLLECTOR, TOKEN, 100);
    bench.run(transfer(tokens(vec![moves(TOKEN, &[(COLLECTOR, -100), (BOB, 100)])]))).unwrap();
    assert_eq!(bench.balance(BOB, TOKEN), 100, "from the collector all of it");
}

#[test]
fn only_what_others_get_counts() {
    let op = tokens(vec![moves(TOKEN, &[(ALICE, -100), (BOB, 50), (COLLECTOR, 50)])]);
    assert_eq!(after(&to_collector(part(1, 10, 0, 0)), op), [400, 45, 55]);
}

#[test]
fn exempt_collectors_give_nothing_up_either() {
    let mut first = fee(part(1, 10, 0, 0), COLLECTOR);
    first.all_collectors_are_exempt = true;
    let fees = [first, fee(fixed(1, None), BOB)];
    assert_eq!(after(&fees, units(100)), [400, 100, 0]);
}

#[test]
fn an_exempt_sender_and_nobody_else_fails_as_in_the_reference() {
    let mut first = fee(part(1, 10, 0, 0), COLLECTOR);
    first.all_collectors_are_exempt = true;
    let fees = [first, fee(fixed(1, None), ALICE)];
    assert_eq!(refused(&fees, units(100)), FailInvalid, "its part of what others sent, who sent nothing");
}

#[test]
fn parts_that_are_no_amounts() {
    let much = to_collector(part(i64::MAX, 1, 0, 0));
    assert_eq!(refused(&much, units(100)), CustomFeeOutsideNumericRange);
    let much = to_collector(on_top(i64::MAX, 1, 0, 0));
    assert_eq!(refused(&much, units(100)), CustomFeeOutsideNumericRange);
    let fees = to_collector(part(1, 10, 0, 0));
    let op = tokens(vec![moves(TOKEN, &[(ALICE, i64::MIN), (BOB, i64::MAX), (PAYER, 1)])]);
    assert_eq!(refused(&fees, op), CustomFeeOutsideNumericRange);
    let most = tokens(vec![moves(TOKEN, &[(ALICE, -i64::MAX), (BOB, i64::MAX)])]);
    assert_eq!(refused(&fees, most), InsufficientTokenBalance);
}

#[test]
fn all_that_is_sent_may_be_taken() {
    let mut bench = bench(&to_collector(part(1, 1, 0, 0))).holds(PAYER, TOKEN, 100);
    let op = tokens(vec![moves(TOKEN, &[(ALICE, -100), (PAYER, -100), (BOB, 200)])]);
    bench.run(transfer(op)).unwrap();
    assert_eq!((bench.balance(BOB, TOKEN), bench.balance(COLLECTOR, TOKEN)), (0, 200));
}

#[test]
fn a_collector_of_a_part_is_associated_if_it_can_be() {
    let bench = charging(Bench::new(), TOKEN, &to_collector(part(1, 10, 0, 0)));
    let bench = bench.holds(ALICE, TOKEN, 500).associated(BOB, TOKEN, |_| {});
    let with = |slots| bench.clone().account(COLLECTOR, |collector| collector.max_auto_associations = slots);
    assert_eq!(with(0).run(transfer(units(100))).map(drop), Err(TokenNotAssociatedToAccount));
    let done = with(1).run(transfer(units(100))).unwrap();
    assert_eq!(done.record.automatic_token_associations.len(), 1);
}
