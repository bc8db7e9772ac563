//! Tokens that change hands, and why they may not.

use super::*;

/// Alice has 100 units and the NFTs 1 and 2, Bob may have some.
fn bench() -> Bench {
    let bench = Bench::new().fungible(TOKEN, |_| {}).non_fungible(UNIQUE, |_| {});
    let bench = bench.holds(ALICE, TOKEN, 100).associated(BOB, TOKEN, |_| {});
    bench.owns(ALICE, UNIQUE, 1).owns(ALICE, UNIQUE, 2).associated(BOB, UNIQUE, |_| {})
}

fn units(amount: i64) -> Op {
    tokens(vec![moves(TOKEN, &[(ALICE, -amount), (BOB, amount)])])
}

fn nft() -> Op {
    tokens(vec![gives(UNIQUE, &[(ALICE, BOB, 1)])])
}

#[track_caller]
fn refused(bench: Bench, op: Op) -> crate::ResponseCode {
    let mut bench = bench;
    bench.run(transfer(op)).map(drop).unwrap_err()
}

#[test]
fn moves_units() {
    let mut bench = bench();
    bench.run(transfer(units(40))).unwrap();
    assert_eq!((bench.balance(ALICE, TOKEN), bench.balance(BOB, TOKEN)), (60, 40));
    bench.run(transfer(units(60))).unwrap();
    assert_eq!(bench.get(ALICE).tokens.positive_balances, 1, "of the NFTs");
    assert_eq!(bench.get(BOB).tokens.positive_balances, 1);
}

#[test]
fn moves_hbar_units_and_nfts_at_once() {
    let mut bench = bench();
    let lists = vec![moves(TOKEN, &[(ALICE, -1), (BOB, 1)]), gives(UNIQUE, &[(ALICE, BOB, 2)])];
    bench.run(transfer(Op { token_transfers: lists, ..send(id(BOB), id(ALICE), 7) })).unwrap();
    assert_eq!((bench.get(ALICE).balance, bench.balance(BOB, TOKEN)), (BALANCE + 7, 1));
    assert_eq!(bench.nft(UNIQUE, 2).owner, Some(BOB));
}

#[test]
fn moves_nfts_and_forgets_who_may_spend_them() {
    let mut bench = bench();
    bench.state.nfts.get_mut(&(UNIQUE, 1)).unwrap().spender = Some(PAYER);
    bench.run(transfer(nft())).unwrap();
    let nft = bench.nft(UNIQUE, 1);
    assert_eq!((nft.owner, nft.spender), (Some(BOB), None));
    let counts = |num| (bench.get(num).tokens.owned_nfts, bench.balance(num, UNIQUE));
    assert_eq!((counts(ALICE), counts(BOB)), ((1, 1), (1, 1)));
}

#[test]
fn what_the_treasury_has_belongs_to_whoever_is_the_treasury() {
    let mut bench = bench();
    bench.run(transfer(tokens(vec![gives(UNIQUE, &[(ALICE, TREASURY, 1)])]))).unwrap();
    assert_eq!(bench.nft(UNIQUE, 1).owner, None);
    bench.run(transfer(tokens(vec![gives(UNIQUE, &[(TREASURY, BOB, 1)])]))).unwrap();
    assert_eq!(bench.nft(UNIQUE, 1).owner, Some(BOB));
}

#[test]
fn a_serial_can_pass_only_once_but_hands_can_be_many() {
    let mut bench = bench();
    let both = gives(UNIQUE, &[(ALICE, BOB, 1), (ALICE, TREASURY, 2), (TREASURY, ALICE, 3)]);
    bench.run(transfer(tokens(vec![both]))).unwrap();
    assert_eq!([1, 2, 3].map(|serial| bench.nft(UNIQUE, serial).owner), [Some(BOB), None, Some(ALICE)]);
}

#[test]
fn tokens_must_be_usable() {
    assert_eq!(refused(bench().fungible(TOKEN, |token| token.paused = true), units(1)), TokenIsPaused);
    assert_eq!(refused(bench().fungible(TOKEN, |token| token.deleted = true), units(1)), TokenWasDeleted);
    assert_eq!(refused(bench().non_fungible(UNIQUE, |token| token.paused = true), nft()), TokenIsPaused);
    assert_eq!(refused(bench().non_fungible(UNIQUE, |token| token.deleted = true), nft()), TokenWasDeleted);
}

#[test]
fn relations_must_be_usable() {
    for account in [ALICE, BOB] {
        let frozen = |token| bench().associated(account, token, |relation| relation.frozen = true);
        let unknown = |token| bench().associated(account, token, |relation| relation.kyc_granted = false);
        assert_eq!(refused(frozen(TOKEN), units(1)), AccountFrozenForToken);
        assert_eq!(refused(frozen(UNIQUE), nft()), AccountFrozenForToken);
        assert_eq!(refused(unknown(TOKEN), units(1)), AccountKycNotGrantedForToken);
        assert_eq!(refused(unknown(UNIQUE), nft()), AccountKycNotGrantedForToken);
    }
    let to_payer = tokens(vec![moves(TOKEN, &[(ALICE, -1), (PAYER, 1)])]);
    assert_eq!(refused(bench(), to_payer), TokenNotAssociatedToAccount);
    let from_payer = tokens(vec![gives(UNIQUE, &[(PAYER, BOB, 1)])]);
    assert_eq!(refused(bench(), from_payer), TokenNotAssociatedToAccount);
}

#[test]
fn accounts_must_be_usable() {
    let to = |num| tokens(vec![moves(TOKEN, &[(ALICE, -1), (num, 1)])]);
    assert_eq!(refused(bench(), to(NOBODY)), InvalidAccountId);
    assert_eq!(refused(bench(), to(GONE)), AccountDeleted);
    let from = tokens(vec![moves(TOKEN, &[(NOBODY, -1), (BOB, 1)])]);
    assert_eq!(refused(bench(), from), InvalidAccountId);
    let nft = |to| tokens(vec![gives(UNIQUE, &[(ALICE, to, 1)])]);
    assert_eq!(refused(bench(), nft(NOBODY)), InvalidAccountId);
    assert_eq!(refused(bench(), nft(GONE)), AccountDeleted);
}

#[test]
fn accounts_that_pay_rewards_have_no_tokens() {
    for num in [800, 801] {
        let to = tokens(vec![moves(TOKEN, &[(ALICE, -1), (num, 1)])]);
        assert_eq!(refused(bench(), to), InvalidAccountId);
        assert_eq!(refused(bench(), tokens(vec![gives(UNIQUE, &[(ALICE, num, 1)])])), InvalidAccountId);
    }
}

#[test]
fn nobody_gives_what_is_not_there() {
    assert_eq!(refused(bench(), units(101)), InsufficientTokenBalance);
    let much = tokens(vec![moves(TOKEN, &[(ALICE, i64::MAX), (BOB, -i64::MAX)])]);
    assert_eq!(refused(bench(), much), InsufficientTokenBalance, "whoever is named first");
    let serial = |from, serial| tokens(vec![gives(UNIQUE, &[(from, BOB, serial)])]);
    assert_eq!(refused(bench(), serial(ALICE, 99)), InvalidNftId);
    assert_eq!(refused(bench(), serial(ALICE, 3)), SenderDoesNotOwnNftSerialNo, "the treasury does");
    assert_eq!(refused(bench(), serial(TREASURY, 1)), SenderDoesNotOwnNftSerialNo);
}

#[test]
fn a_kind_of_token_is_not_moved_as_the_other() {
    let amounts = tokens(vec![moves(UNIQUE, &[(ALICE, -1), (BOB, 1)])]);
    assert_eq!(refused(bench(), amounts), AccountAmountTransfersOnlyAllowedForFungibleCommon);
    assert_eq!(refused(bench(), tokens(vec![gives(TOKEN, &[(ALICE, BOB, 1)])])), InvalidNftId);
}

#[test]
fn expected_decimals_must_be_right() {
    let expecting = |decimals| {
        let mut op = units(1);
        op.token_transfers[0].expected_decimals = Some(decimals);
        op
    };
    bench().run(transfer(expecting(2))).unwrap();
    assert_eq!(refused(bench(), expecting(3)), UnexpectedTokenDecimals);
    assert_eq!(refused(bench(), expecting(0)), UnexpectedTokenDecimals);
    let mut nft = nft();
    nft.token_transfers[0].expected_decimals = Some(3);
    bench().run(transfer(nft)).expect("of NFTs nothing is expected");
}

#[test]
fn what_fails_moves_nothing() {
    let mut bench = bench();
    let before = bench.state.clone();
    let lists = vec![moves(TOKEN, &[(ALICE, -1), (BOB, 1)]), gives(UNIQUE, &[(ALICE, BOB, 3)])];
    let op = Op { token_transfers: lists, ..send(id(ALICE), id(BOB), 1) };
    bench.run(transfer(op)).unwrap_err();
    assert_eq!(bench.state.hash(), before.hash());
}
