//! Fixed custom fees.

use super::*;

/// A token that fees are in.
const MONEY: EntityNum = 1100;
/// Who collects fees.
const COLLECTOR: EntityNum = 1101;

/// Alice has 100 of a token with these fees and, as Bob, 100 of what fees are in; the collector may hold both.
fn bench(fees: &[CustomFee]) -> Bench {
    let bench = charging(charging(Bench::new(), TOKEN, fees), MONEY, &[]);
    let bench = bench.account(COLLECTOR, |_| {}).associated(COLLECTOR, MONEY, |_| {});
    let bench =
        bench.associated(COLLECTOR, TOKEN, |_| {}).holds(ALICE, TOKEN, 100).associated(BOB, TOKEN, |_| {});
    bench.holds(ALICE, MONEY, 100).holds(BOB, MONEY, 100)
}

fn units(amount: i64) -> Op {
    tokens(vec![moves(TOKEN, &[(ALICE, -amount), (BOB, amount)])])
}

#[track_caller]
fn refused(bench: Bench, op: Op) -> crate::ResponseCode {
    let mut bench = bench;
    bench.run(transfer(op)).map(drop).unwrap_err()
}

#[test]
fn in_hbar() {
    let mut bench = bench(&[fee(fixed(7, None), COLLECTOR)]);
    let done = bench.run(transfer(units(10))).unwrap();
    assert_eq!((bench.get(ALICE).balance, bench.get(COLLECTOR).balance), (BALANCE - 7, 7));
    assert_eq!(bench.balance(BOB, TOKEN), 10);
    assert_eq!(assessed(&done), [(7, None, id(COLLECTOR), vec![id(ALICE)])]);
}

#[test]
fn in_another_token() {
    let mut bench = bench(&[fee(fixed(7, Some(MONEY)), COLLECTOR)]);
    let done = bench.run(transfer(units(10))).unwrap();
    assert_eq!((bench.balance(ALICE, MONEY), bench.balance(COLLECTOR, MONEY)), (93, 7));
    assert_eq!(assessed(&done), [(7, num(MONEY), id(COLLECTOR), vec![id(ALICE)])]);
}

#[test]
fn in_the_token_itself() {
    let mut bench = bench(&[fee(fixed(7, Some(TOKEN)), COLLECTOR)]);
    let done = bench.run(transfer(units(10))).unwrap();
    assert_eq!([ALICE, BOB, COLLECTOR].map(|num| bench.balance(num, TOKEN)), [83, 10, 7]);
    assert_eq!(assessed(&done), [(7, num(TOKEN), id(COLLECTOR), vec![id(ALICE)])]);
    assert_eq!(refused(bench, units(77)), InsufficientSenderAccountBalanceForCustomFee);
}

#[test]
fn each_in_turn() {
    let fees =
        [fee(fixed(7, None), COLLECTOR), fee(fixed(8, Some(MONEY)), COLLECTOR), fee(fixed(9, None), BOB)];
    let done = bench(&fees).run(transfer(units(10))).unwrap();
    let told: Vec<_> = assessed(&done).into_iter().map(|(amount, ..)| amount).collect();
    assert_eq!(told, [7, 8, 9]);
}

#[test]
fn each_sender_pays() {
    let mut bench = bench(&[fee(fixed(7, None), COLLECTOR)]).holds(PAYER, TOKEN, 100);
    let done =
        bench.run(transfer(tokens(vec![moves(TOKEN, &[(ALICE, -10), (PAYER, -5), (BOB, 15)])]))).unwrap();
    assert_eq!([ALICE, PAYER, COLLECTOR].map(|num| bench.get(num).balance), [BALANCE - 7, BALANCE - 7, 14]);
    assert_eq!(assessed(&done).len(), 2);
}

#[test]
fn the_treasury_and_the_collector_do_not_pay() {
    let mut bench = bench(&[fee(fixed(7, None), COLLECTOR)]).holds(COLLECTOR, TOKEN, 10);
    for from in [TREASURY, COLLECTOR] {
        let done = bench.run(transfer(tokens(vec![moves(TOKEN, &[(from, -5), (BOB, 5)])]))).unwrap();
        assert!(assessed(&done).is_empty(), "{from}");
    }
    assert_eq!(bench.get(COLLECTOR).balance, 0);
}

#[test]
fn collectors_pay_each_other_unless_all_are_exempt() {
    let alices = fee(fixed(3, None), ALICE);
    let mut others = fee(fixed(7, None), COLLECTOR);
    let mut bench_with = |exempt| {
        others.all_collectors_are_exempt = exempt;
        let mut bench = bench(&[alices.clone(), others.clone()]);
        bench.run(transfer(units(10))).unwrap();
        bench.get(ALICE).balance
    };
    assert_eq!(bench_with(false), BALANCE - 7);
    assert_eq!(bench_with(true), BALANCE);
}

#[test]
fn nobody_pays_what_he_has_not() {
    let dear = bench(&[fee(fixed(BALANCE + 1, None), COLLECTOR)]);
    assert_eq!(refused(dear, units(1)), InsufficientSenderAccountBalanceForCustomFee);
    let dear = bench(&[fee(fixed(101, Some(MONEY)), COLLECTOR)]);
    assert_eq!(refused(dear, units(1)), InsufficientSenderAccountBalanceForCustomFee);
    let some = bench(&[fee(fixed(7, None), COLLECTOR)]);
    let all = Op { token_transfers: units(1).token_transfers, ..send(id(BOB), id(ALICE), BALANCE + 1) };
    assert_eq!(refused(some, all), InsufficientAccountBalance, "who owes no fee lacks plain hbar");
}

#[test]
fn sums_of_fees_do_not_overflow() {
    let fees = [fee(fixed(i64::MAX, None), COLLECTOR), fee(fixed(i64::MAX, None), COLLECTOR)];
    assert_eq!(refused(bench(&fees), units(1)), InsufficientSenderAccountBalanceForCustomFee);
    let fees = [fee(fixed(i64::MAX, Some(TOKEN)), COLLECTOR)];
    assert_eq!(refused(bench(&fees), units(100)), InsufficientSenderAccountBalanceForCustomFee);
}

#[test]
fn who_pays_must_be_associated_with_what_it_pays_in() {
    let fees = [fee(fixed(1, Some(MONEY)), COLLECTOR)];
    let base = charging(charging(Bench::new(), TOKEN, &fees), MONEY, &[]);
    let base = base.account(COLLECTOR, |_| {}).associated(COLLECTOR, MONEY, |_| {});
    let base = base.holds(ALICE, TOKEN, 100).associated(BOB, TOKEN, |_| {});
    assert_eq!(refused(base.clone(), units(1)), TokenNotAssociatedToAccount);
    let slots = base.clone().account(ALICE, |alice| alice.max_auto_associations = -1);
    assert_eq!(refused(slots, units(1)), TokenNotAssociatedToAccount);

    // Who gets it by the same transfer may be associated for that, but only by a slot that is counted.
    let base = base.holds(PAYER, MONEY, 10);
    let with_money =
        || tokens(vec![units(1).token_transfers.remove(0), moves(MONEY, &[(PAYER, -2), (ALICE, 2)])]);
    let with = |slots| base.clone().account(ALICE, |alice| alice.max_auto_associations = slots);
    let mut bench = with(1);
    bench.run(transfer(with_money())).unwrap();
    assert_eq!(bench.balance(ALICE, MONEY), 1);
    assert_eq!(refused(with(-1), with_money()), TokenNotAssociatedToAccount);
}

#[test]
fn collectors_are_associated_where_they_can_be() {
    let fees = [fee(fixed(1, Some(MONEY)), COLLECTOR)];
    let base = charging(charging(Bench::new(), TOKEN, &fees), MONEY, &[]);
    let base = base.holds(ALICE, TOKEN, 100).holds(ALICE, MONEY, 100).associated(BOB, TOKEN, |_| {});
    let with = |slots| base.clone().account(COLLECTOR, |collector| collector.max_auto_associations = slots);
    assert_eq!(refused(with(0), units(1)), TokenNotAssociatedToFeeCollector);
    for slots in [1, -1] {
        let mut bench = with(slots);
        let done = bench.run(transfer(units(1))).unwrap();
        assert_eq!(bench.balance(COLLECTOR, MONEY), 1);
        let told = &done.record.automatic_token_associations;
        assert_eq!(told.len(), 1);
        assert_eq!(told[0].account_id, Some(id(COLLECTOR)));
    }
}

#[test]
fn fees_in_what_cannot_be_moved_cannot_be_paid() {
    let fees = [fee(fixed(1, Some(MONEY)), COLLECTOR)];
    let with = |change: fn(&mut crate::state::Token)| bench(&fees).fungible(MONEY, change);
    assert_eq!(refused(with(|money| money.paused = true), units(1)), TokenIsPaused);
    assert_eq!(refused(with(|money| money.deleted = true), units(1)), TokenWasDeleted);
    let frozen = |num| bench(&fees).associated(num, MONEY, |relation| relation.frozen = true);
    assert_eq!(refused(frozen(ALICE), units(1)), AccountFrozenForToken);
    assert_eq!(refused(frozen(COLLECTOR), units(1)), AccountFrozenForToken);
    let unknown = bench(&fees).associated(COLLECTOR, MONEY, |relation| relation.kyc_granted = false);
    assert_eq!(refused(unknown, units(1)), AccountKycNotGrantedForToken);
    let gone =
        bench(&[fee(fixed(1, None), COLLECTOR)]).account(COLLECTOR, |collector| collector.deleted = true);
    assert_eq!(refused(gone, units(1)), AccountDeleted);
}

#[test]
fn who_is_named_by_alias_pays_no_fees() {
    let mut op = units(1);
    op.token_transfers[0].transfers[0].account_id = Some(evm(long_zero(ALICE)));
    let code = |fees: &[CustomFee]| bench(fees).run(transfer(op.clone())).map(drop);
    assert_eq!(code(&[]), Ok(()));
    assert_eq!(code(&[fee(fixed(1, None), COLLECTOR)]), Err(InsufficientSenderAccountBalanceForCustomFee));
    assert_eq!(code(&[fee(fixed(1, Some(MONEY)), COLLECTOR)]), Ok(()), "of tokens it may, that it holds");
}

#[test]
fn an_nft_owes_for_each_of_its_moves() {
    let fees = vec![fee(fixed(7, None), COLLECTOR)];
    let mut bench = bench(&[]).non_fungible(UNIQUE, |token| token.custom_fees = Arc::new(fees));
    bench = bench.owns(ALICE, UNIQUE, 1).owns(ALICE, UNIQUE, 2).associated(BOB, UNIQUE, |_| {});
    let list = gives(UNIQUE, &[(ALICE, BOB, 1), (ALICE, BOB, 2), (TREASURY, BOB, 3)]);
    let done = bench.run(transfer(tokens(vec![list]))).unwrap();
    assert_eq!(assessed(&done).len(), 2);
    assert_eq!((bench.get(ALICE).balance, bench.get(TREASURY).balance), (BALANCE - 14, 0));
    let mixed = tokens(vec![moves(UNIQUE, &[(ALICE, -1), (BOB, 1)])]);
    assert_eq!(refused(bench.clone(), mixed), AccountAmountTransfersOnlyAllowedForFungibleCommon);
}

#[test]
fn nfts_under_a_fungible_token_with_fees_are_named_so() {
    let mut list = moves(TOKEN, &[(ALICE, -1), (BOB, 1)]);
    list.nft_transfers = gives(TOKEN, &[(ALICE, BOB, 1)]).nft_transfers;
    let code = refused(bench(&[fee(fixed(7, None), COLLECTOR)]), tokens(vec![list]));
    assert_eq!(code, NftTransfersOnlyAllowedForNonFungibleUnique);
}

#[test]
fn spending_by_allowance_owes_the_owners_fee() {
    let mut bench = bench(&[fee(fixed(7, Some(TOKEN)), COLLECTOR)]).account(ALICE, |alice| {
        let allowance = crate::state::TokenAllowance { spender: PAYER, token: TOKEN, amount: 17 };
        alice.tokens.token_allowances = vec![allowance];
    });
    let mut op = units(10);
    op.token_transfers[0].transfers[0].is_approval = true;
    let mut more = units(11);
    more.token_transfers[0].transfers[0].is_approval = true;
    assert_eq!(refused(bench.clone(), more), AmountExceedsAllowance, "the fee counts too");
    bench.run(transfer(op)).unwrap();
    assert!(bench.get(ALICE).tokens.token_allowances.is_empty());
    assert_eq!(bench.balance(ALICE, TOKEN), 83);
}
