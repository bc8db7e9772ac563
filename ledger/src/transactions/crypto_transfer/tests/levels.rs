//! Custom fees on custom fees, and how many there may be.

use super::*;

/// Who collects fees.
const COLLECTOR: EntityNum = 1101;

/// Alice holds a chain of tokens, each of which costs one of the next; the last one costs what is given.
fn chain(length: u64, last: &[CustomFee]) -> Bench {
    let bench = Bench::new().account(COLLECTOR, |collector| collector.max_auto_associations = -1);
    let link = |bench, token| {
        let fees = [fee(fixed(1, Some(token + 1)), COLLECTOR)];
        let fees = if token + 1 == TOKEN_CHAIN + length { last } else { &fees };
        charging(bench, token, fees).holds(ALICE, token, 10)
    };
    (TOKEN_CHAIN..TOKEN_CHAIN + length).fold(bench, link).associated(BOB, TOKEN_CHAIN, |_| {})
}

const TOKEN_CHAIN: EntityNum = 1200;

fn units() -> Op {
    tokens(vec![moves(TOKEN_CHAIN, &[(ALICE, -1), (BOB, 1)])])
}

fn run(bench: Bench) -> Result<Done, crate::ResponseCode> {
    let mut bench = bench;
    bench.run(transfer(units()))
}

#[test]
fn fees_are_due_on_fees() {
    let done = run(chain(3, &[])).unwrap();
    let told =
        [(1, num(1201), id(COLLECTOR), vec![id(ALICE)]), (1, num(1202), id(COLLECTOR), vec![id(ALICE)])];
    assert_eq!(assessed(&done), told);
    let associated =
        done.record.automatic_token_associations.iter().map(|one| one.token_id.unwrap().token_num);
    assert_eq!(associated.collect::<Vec<_>>(), [1201, 1202]);
}

#[test]
fn but_not_more_than_twice_in_tokens() {
    let in_hbar = [fee(fixed(5, None), COLLECTOR)];
    assert_eq!(assessed(&run(chain(3, &in_hbar)).unwrap()).len(), 3, "hbar costs nothing further");
    assert_eq!(run(chain(4, &[])).map(drop), Err(CustomFeeChargingExceededMaxRecursionDepth));
    let deeper = chain(4, &[]).config(|config| config.tokens.max_custom_fee_depth = 3);
    assert_eq!(assessed(&run(deeper).unwrap()).len(), 3);
    let flat = chain(2, &[]).config(|config| config.tokens.max_custom_fee_depth = 0);
    assert_eq!(run(flat).map(drop), Err(CustomFeeChargingExceededMaxRecursionDepth));
}

#[test]
fn tokens_that_cost_each_other_come_to_an_end() {
    let circle = [fee(fixed(1, Some(TOKEN_CHAIN)), COLLECTOR)];
    assert_eq!(run(chain(2, &circle)).map(drop), Err(CustomFeeChargingExceededMaxRecursionDepth));
    let endless = chain(2, &circle).config(|config| config.tokens.max_custom_fee_depth = usize::MAX);
    assert_eq!(run(endless).map(drop), Err(CustomFeeChargingExceededMaxRecursionDepth));
}

#[test]
fn a_fee_on_a_fee_may_be_a_part_of_it() {
    let part = Fee::Fractional { numerator: 1, denominator: 2, min: 0, max: 0, net_of_transfers: false };
    let mut bench = chain(2, &[fee(part, PAYER)]).associated(PAYER, TOKEN_CHAIN + 1, |_| {});
    bench = bench.fungible(TOKEN_CHAIN, |token| {
        token.custom_fees = Arc::new(vec![fee(fixed(4, Some(TOKEN_CHAIN + 1)), COLLECTOR)]);
    });
    let done = bench.run(transfer(units())).unwrap();
    let second = TOKEN_CHAIN + 1;
    assert_eq!([ALICE, COLLECTOR, PAYER].map(|num| bench.balance(num, second)), [6, 2, 2]);
    assert_eq!(assessed(&done)[1], (2, num(second), id(PAYER), vec![id(COLLECTOR)]));
}

/// One token that costs hbar for each of so many collectors.
fn wide(collectors: u64) -> Bench {
    let all: Vec<_> = (3000..3000 + collectors).map(|num| fee(fixed(1, None), num)).collect();
    let bench = (3000..3000 + collectors).fold(Bench::new(), |bench, num| bench.account(num, |_| {}));
    charging(bench, TOKEN_CHAIN, &all).holds(ALICE, TOKEN_CHAIN, 10).associated(BOB, TOKEN_CHAIN, |_| {})
}

#[test]
fn at_most_twenty_balances_change() {
    // Two of the token, one that pays in hbar, and the collectors.
    assert_eq!(assessed(&run(wide(17)).unwrap()).len(), 17);
    assert_eq!(run(wide(18)).map(drop), Err(CustomFeeChargingExceededMaxAccountAmounts));
}

#[test]
fn nfts_count_as_balances_that_change() {
    let with = |nfts: &[(EntityNum, EntityNum, i64)]| {
        let mut bench = wide(15).non_fungible(UNIQUE, |_| {}).associated(BOB, UNIQUE, |_| {});
        let lists = vec![units().token_transfers.remove(0), gives(UNIQUE, nfts)];
        bench.run(transfer(tokens(lists))).map(drop)
    };
    let nfts = [1, 2, 3].map(|serial| (TREASURY, BOB, serial));
    assert_eq!(with(&nfts[..2]), Ok(()));
    assert_eq!(with(&nfts), Err(CustomFeeChargingExceededMaxAccountAmounts));
}

#[test]
fn the_same_balance_counts_once() {
    let fees: Vec<_> = (0..30).map(|_| fee(fixed(1, None), COLLECTOR)).collect();
    let bench = charging(chain(1, &[]), TOKEN_CHAIN, &fees);
    assert_eq!(assessed(&run(bench).unwrap()).len(), 30);
}

#[test]
fn without_fees_many_balances_may_change() {
    let bench = charging(Bench::new(), TOKEN_CHAIN, &[]).config(|config| {
        config.ledger.token_transfers_max_len = 30;
    });
    let bench = (3000..3025).fold(bench.holds(ALICE, TOKEN_CHAIN, 100), |bench, num| {
        bench.account(num, |_| {}).associated(num, TOKEN_CHAIN, |_| {})
    });
    let mut changes = vec![(ALICE, -25)];
    changes.extend((3000..3025).map(|num| (num, 1)));
    let mut bench = bench;
    bench.run(transfer(tokens(vec![moves(TOKEN_CHAIN, &changes)]))).unwrap();
}
