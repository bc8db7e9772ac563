//! Royalties and their fallback fees.

use super::*;

/// A token that NFTs are paid in.
const MONEY: EntityNum = 1100;
/// Who collects fees.
const COLLECTOR: EntityNum = 1101;

/// Alice owns the NFTs 1 and 2 of a token with these fees; Bob may own some and has 100 of a token to pay in.
fn bench(fees: &[CustomFee]) -> Bench {
    let bench = charging(Bench::new(), MONEY, &[]).non_fungible(UNIQUE, |token| {
        token.custom_fees = Arc::new(fees.to_vec());
        Arc::make_mut(&mut token.keys).kyc = None;
    });
    let bench = bench.account(COLLECTOR, |_| {}).associated(COLLECTOR, MONEY, |_| {});
    let bench = bench.owns(ALICE, UNIQUE, 1).owns(ALICE, UNIQUE, 2).associated(BOB, UNIQUE, |_| {});
    bench.holds(BOB, MONEY, 100).associated(ALICE, MONEY, |_| {})
}

fn royalty(numerator: i64, denominator: i64, fallback: Option<FixedFee>) -> Fee {
    Fee::Royalty { numerator, denominator, fallback }
}

/// A tenth, or this.
fn tenth(fallback: Option<FixedFee>) -> [CustomFee; 1] {
    [fee(royalty(1, 10, fallback), COLLECTOR)]
}

/// So much hbar where nothing is paid; 0 is no fee.
fn hbar_instead(amount: i64) -> Option<FixedFee> {
    (amount > 0).then_some(FixedFee { amount, token: None })
}

/// Alice gives Bob her NFT 1.
fn gift() -> TokenTransferList {
    gives(UNIQUE, &[(ALICE, BOB, 1)])
}

/// For so much hbar, and so much money.
fn sale(hbar: i64, money: i64) -> Op {
    let lists = match money {
        0 => vec![gift()],
        _ => vec![gift(), moves(MONEY, &[(BOB, -money), (ALICE, money)])],
    };
    match hbar {
        0 => tokens(lists),
        _ => Op { token_transfers: lists, ..send(id(BOB), id(ALICE), hbar) },
    }
}

#[track_caller]
fn refused(bench: Bench, op: Op) -> crate::ResponseCode {
    let mut bench = bench;
    bench.run(transfer(op)).map(drop).unwrap_err()
}

#[test]
fn of_hbar() {
    let mut bench = bench(&tenth(hbar_instead(5)));
    let done = bench.run(transfer(sale(109, 0))).unwrap();
    let hbar = [ALICE, BOB, COLLECTOR].map(|num| bench.get(num).balance);
    assert_eq!(hbar, [BALANCE + 99, BALANCE - 109, 10]);
    assert_eq!(bench.nft(UNIQUE, 1).owner, Some(BOB));
    assert_eq!(assessed(&done), [(10, None, id(COLLECTOR), vec![id(ALICE)])]);
}

#[test]
fn of_tokens() {
    let mut bench = bench(&tenth(hbar_instead(5)));
    let done = bench.run(transfer(sale(0, 50))).unwrap();
    assert_eq!([ALICE, BOB, COLLECTOR].map(|num| bench.balance(num, MONEY)), [45, 50, 5]);
    assert_eq!(assessed(&done), [(5, num(MONEY), id(COLLECTOR), vec![id(ALICE)])]);
}

#[test]
fn of_all_that_is_given() {
    let mut bench = bench(&tenth(None));
    let done = bench.run(transfer(sale(100, 50))).unwrap();
    let told = [(10, None, id(COLLECTOR), vec![id(ALICE)]), (5, num(MONEY), id(COLLECTOR), vec![id(ALICE)])];
    assert_eq!(assessed(&done), told);
    assert_eq!((bench.get(COLLECTOR).balance, bench.balance(COLLECTOR, MONEY)), (10, 5));
}

#[test]
fn of_nothing_that_rounds_down_is_told_all_the_same() {
    let done = bench(&tenth(None)).run(transfer(sale(9, 0))).unwrap();
    assert_eq!(assessed(&done), [(0, None, id(COLLECTOR), vec![id(ALICE)])]);
}

#[test]
fn once_for_several_nfts() {
    let mut bench = bench(&tenth(hbar_instead(5)));
    let both = gives(UNIQUE, &[(ALICE, BOB, 1), (ALICE, BOB, 2)]);
    let sold = Op { token_transfers: vec![both.clone()], ..send(id(BOB), id(ALICE), 100) };
    assert_eq!(assessed(&bench.clone().run(transfer(sold)).unwrap()).len(), 1);
    let given = bench.run(transfer(tokens(vec![both]))).unwrap();
    assert_eq!(assessed(&given), [(5, None, id(COLLECTOR), vec![id(BOB)])]);
}

#[test]
fn for_each_who_gets_something_for_nothing() {
    let mut bench = bench(&tenth(hbar_instead(5))).associated(PAYER, UNIQUE, |_| {});
    let both = gives(UNIQUE, &[(ALICE, BOB, 1), (ALICE, PAYER, 2)]);
    let done = bench.run(transfer(tokens(vec![both]))).unwrap();
    assert_eq!(assessed(&done).len(), 2);
    assert_eq!([ALICE, BOB, PAYER].map(|num| bench.get(num).balance), [BALANCE, BALANCE - 5, BALANCE - 5]);
}

#[test]
fn each_royalty_in_turn() {
    let fees = [fee(royalty(1, 10, None), COLLECTOR), fee(royalty(1, 4, hbar_instead(3)), PAYER)];
    let mut bench = bench(&fees);
    bench.clone().run(transfer(sale(100, 0))).map(|done| assert_eq!(assessed(&done).len(), 2)).unwrap();
    let done = bench.run(transfer(sale(0, 0))).unwrap();
    assert_eq!(assessed(&done), [(3, None, id(PAYER), vec![id(BOB)])]);
}

#[test]
fn in_tokens_instead() {
    let in_money = Some(FixedFee { amount: 7, token: Some(MONEY) });
    let mut bench = bench(&tenth(in_money));
    let done = bench.run(transfer(sale(0, 0))).unwrap();
    assert_eq!((bench.balance(BOB, MONEY), bench.balance(COLLECTOR, MONEY)), (93, 7));
    assert_eq!(assessed(&done), [(7, num(MONEY), id(COLLECTOR), vec![id(BOB)])]);
}

#[test]
fn nothing_instead() {
    let mut bench = bench(&tenth(None));
    let done = bench.run(transfer(sale(0, 0))).unwrap();
    assert!(assessed(&done).is_empty());
}

#[test]
fn the_treasury_neither_owes_nor_is_owed() {
    let mut bench = bench(&tenth(hbar_instead(5)));
    let from = tokens(vec![gives(UNIQUE, &[(TREASURY, BOB, 3)])]);
    assert!(assessed(&bench.run(transfer(from)).unwrap()).is_empty());
    let to = tokens(vec![gives(UNIQUE, &[(ALICE, TREASURY, 1)])]);
    assert!(assessed(&bench.run(transfer(to)).unwrap()).is_empty());
}

#[test]
fn collectors_keep_all_they_get() {
    let mut bench = bench(&[fee(royalty(1, 10, hbar_instead(5)), ALICE)]);
    let done = bench.clone().run(transfer(sale(100, 0))).unwrap();
    assert!(assessed(&done).is_empty());
    let mut others = fee(royalty(1, 10, hbar_instead(5)), COLLECTOR);
    others.all_collectors_are_exempt = true;
    bench = bench
        .non_fungible(UNIQUE, |token| token.custom_fees = Arc::new(vec![others, fee(fixed(1, None), BOB)]));
    let done = bench.run(transfer(sale(0, 0))).unwrap();
    assert_eq!(assessed(&done), [(1, None, id(BOB), vec![id(ALICE)])]);
}

#[test]
fn all_of_it_at_most() {
    let mut bench = bench(&[fee(royalty(1, 1, None), COLLECTOR)]);
    bench.run(transfer(sale(100, 0))).unwrap();
    assert_eq!((bench.get(ALICE).balance, bench.get(COLLECTOR).balance), (BALANCE, 100));
    let two = [fee(royalty(2, 3, None), COLLECTOR), fee(royalty(2, 3, None), PAYER)];
    let mut bench = super::royalties::bench(&two);
    let done = bench.run(transfer(sale(99, 0))).unwrap();
    assert_eq!(assessed(&done).len(), 2, "together they may take what the seller had before");
    assert_eq!(bench.get(ALICE).balance, BALANCE - 33);
}

#[test]
fn nobody_pays_instead_what_he_has_not() {
    let code = refused(bench(&tenth(hbar_instead(BALANCE + 1))), sale(0, 0));
    assert_eq!(code, InsufficientSenderAccountBalanceForCustomFee);
    let in_money = |amount| Some(FixedFee { amount, token: Some(MONEY) });
    let code = refused(bench(&tenth(in_money(101))), sale(0, 0));
    assert_eq!(code, InsufficientSenderAccountBalanceForCustomFee);
    let to = tokens(vec![gives(UNIQUE, &[(ALICE, PAYER, 1)])]);
    let open = bench(&tenth(in_money(1))).associated(PAYER, UNIQUE, |_| {});
    assert_eq!(refused(open, to), TokenNotAssociatedToAccount);
}

#[test]
fn who_is_created_for_an_nft_cannot_pay_for_it() {
    let mut op = sale(0, 0);
    op.token_transfers[0].nft_transfers[0].receiver_account_id = Some(evm([5; 20]));
    let code = refused(bench(&tenth(hbar_instead(5))), op.clone());
    assert_eq!(code, InsufficientSenderAccountBalanceForCustomFee);
    let in_money = Some(FixedFee { amount: 1, token: Some(MONEY) });
    let code = refused(bench(&tenth(in_money)), op.clone());
    assert_eq!(code, InsufficientSenderAccountBalanceForCustomFee);
    let mut free = bench(&tenth(None));
    free.run(transfer(op)).expect("without a fee it is");
}

#[test]
fn collectors_of_a_royalty_in_tokens_must_be_able_to_hold_them() {
    let fees = [fee(royalty(1, 10, None), PAYER)];
    assert_eq!(refused(bench(&fees), sale(0, 50)), TokenNotAssociatedToFeeCollector);
    let mut open = bench(&fees).account(PAYER, |payer| payer.max_auto_associations = -1);
    let done = open.run(transfer(sale(0, 50))).unwrap();
    assert_eq!(done.record.automatic_token_associations[0].account_id, Some(id(PAYER)));
    assert_eq!(open.balance(PAYER, MONEY), 5);
}
