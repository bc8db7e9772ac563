//! Tokens that the payer spends for others.

use super::*;
use crate::state::{ApprovalForAll, TokenAllowance};

/// Alice, who lets the payer spend 30 of her 100 units; and whose NFT 1 the payer may give away.
fn bench() -> Bench {
    let bench = Bench::new().fungible(TOKEN, |_| {}).non_fungible(UNIQUE, |_| {});
    let bench = bench.holds(ALICE, TOKEN, 100).associated(BOB, TOKEN, |_| {});
    let mut bench = bench.owns(ALICE, UNIQUE, 1).owns(ALICE, UNIQUE, 2).associated(BOB, UNIQUE, |_| {});
    bench.state.nfts.get_mut(&(UNIQUE, 1)).unwrap().spender = Some(PAYER);
    bench.account(ALICE, |alice| {
        alice.tokens.token_allowances = vec![TokenAllowance { spender: PAYER, token: TOKEN, amount: 30 }];
    })
}

fn units(amount: i64) -> Op {
    let mut op = tokens(vec![moves(TOKEN, &[(ALICE, -amount), (BOB, amount)])]);
    op.token_transfers[0].transfers[0].is_approval = true;
    op
}

fn nft(serial: i64) -> Op {
    let mut op = tokens(vec![gives(UNIQUE, &[(ALICE, BOB, serial)])]);
    op.token_transfers[0].nft_transfers[0].is_approval = true;
    op
}

fn code(bench: Bench, op: Op) -> Result<(), crate::ResponseCode> {
    let mut bench = bench;
    bench.run(transfer(op)).map(drop)
}

#[test]
fn allowances_of_units_are_used_up() {
    let mut bench = bench();
    bench.run(transfer(units(20))).unwrap();
    let left = TokenAllowance { spender: PAYER, token: TOKEN, amount: 10 };
    assert_eq!(bench.get(ALICE).tokens.token_allowances, [left]);
    assert_eq!(code(bench.clone(), units(11)), Err(AmountExceedsAllowance));
    bench.run(transfer(units(10))).unwrap();
    assert!(bench.get(ALICE).tokens.token_allowances.is_empty());
    assert_eq!(code(bench, units(1)), Err(SpenderDoesNotHaveAllowance));
}

#[test]
fn an_allowance_is_for_one_spender_and_one_token() {
    assert_eq!(code(bench().paid_by(BOB), units(1)), Err(SpenderDoesNotHaveAllowance));
    let other = bench().account(ALICE, |alice| alice.tokens.token_allowances[0].token = UNIQUE);
    assert_eq!(code(other, units(1)), Err(SpenderDoesNotHaveAllowance));
}

#[test]
fn an_allowance_does_not_make_a_balance() {
    let rich = bench().account(ALICE, |alice| alice.tokens.token_allowances[0].amount = 1000);
    assert_eq!(code(rich, units(101)), Err(InsufficientTokenBalance));
}

#[test]
fn a_credit_by_allowance_is_a_credit() {
    let mut bench = bench();
    let mut op = tokens(vec![moves(TOKEN, &[(ALICE, -40), (BOB, 40)])]);
    op.token_transfers[0].transfers[1].is_approval = true;
    bench.run(transfer(op)).unwrap();
    assert_eq!(bench.get(ALICE).tokens.token_allowances[0].amount, 30);
}

#[test]
fn the_spender_of_a_serial_gives_it_away() {
    let mut bench = bench();
    assert_eq!(code(bench.clone(), nft(2)), Err(SpenderDoesNotHaveAllowance));
    assert_eq!(code(bench.clone().paid_by(BOB), nft(1)), Err(SpenderDoesNotHaveAllowance));
    bench.run(transfer(nft(1))).unwrap();
    assert_eq!(bench.nft(UNIQUE, 1).owner, Some(BOB));
}

#[test]
fn who_may_give_all_may_give_each() {
    let all = ApprovalForAll { spender: PAYER, token: UNIQUE };
    let mut bench = bench().account(ALICE, |alice| alice.tokens.nft_allowances = vec![all]);
    assert_eq!(code(bench.clone(), nft(3)), Err(SenderDoesNotOwnNftSerialNo));
    bench.run(transfer(nft(2))).unwrap();
    assert_eq!(bench.nft(UNIQUE, 2).owner, Some(BOB));
    assert_eq!(bench.get(ALICE).tokens.nft_allowances, [all], "that does not wear off");
}

#[test]
fn without_association_the_allowance_is_what_is_missing_first() {
    let mut op = tokens(vec![moves(TOKEN, &[(PAYER, -1), (BOB, 1)])]);
    assert_eq!(code(bench(), op.clone()), Err(TokenNotAssociatedToAccount));
    op.token_transfers[0].transfers[0].is_approval = true;
    assert_eq!(code(bench(), op.clone()), Err(SpenderDoesNotHaveAllowance));
    let allowance = |amount| {
        bench().account(PAYER, |payer| {
            payer.tokens.token_allowances = vec![TokenAllowance { spender: PAYER, token: TOKEN, amount }];
        })
    };
    assert_eq!(code(allowance(1), op.clone()), Err(TokenNotAssociatedToAccount));
    op.token_transfers[0].transfers[0].amount = -2;
    op.token_transfers[0].transfers[1].amount = 2;
    assert_eq!(code(allowance(1), op), Err(AmountExceedsAllowance));

    let mut nft = tokens(vec![gives(UNIQUE, &[(PAYER, BOB, 2)])]);
    nft.token_transfers[0].nft_transfers[0].is_approval = true;
    assert_eq!(code(bench(), nft.clone()), Err(SpenderDoesNotHaveAllowance));
    nft.token_transfers[0].nft_transfers[0].serial_number = 1;
    assert_eq!(code(bench(), nft), Err(TokenNotAssociatedToAccount), "the payer is this one's spender");
}
