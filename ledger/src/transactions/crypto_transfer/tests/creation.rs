//! Accounts that come into being because tokens are sent to them.

use super::*;
use crate::transactions::crypto_transfer::aliases;

/// Alice has 100 units and the NFTs 1 and 2, of tokens that anybody may hold.
fn bench() -> Bench {
    let free = |token: &mut crate::state::Token| Arc::make_mut(&mut token.keys).kyc = None;
    let bench = Bench::new().fungible(TOKEN, free).non_fungible(UNIQUE, free);
    bench.holds(ALICE, TOKEN, 100).owns(ALICE, UNIQUE, 1).owns(ALICE, UNIQUE, 2)
}

fn units(to: AccountId) -> TokenTransferList {
    let mut list = moves(TOKEN, &[(ALICE, -1)]);
    list.transfers.push(amount(to, 1));
    list
}

fn nft(to: AccountId) -> TokenTransferList {
    let mut list = gives(UNIQUE, &[(ALICE, BOB, 1)]);
    list.nft_transfers[0].receiver_account_id = Some(to);
    list
}

fn created(done: &Done) -> Vec<AccountId> {
    done.preceding.iter().filter_map(|record| record.receipt.as_ref()?.account_id.clone()).collect()
}

#[test]
fn units_and_nfts_create_accounts() {
    for list in [units(evm([5; 20])), nft(evm([5; 20])), units(AccountId::from_alias(ed25519_alias()))] {
        let mut bench = bench();
        let token = EntityNum::try_from(list.token.unwrap().token_num).unwrap();
        let done = bench.run(transfer(tokens(vec![list]))).unwrap();
        assert_eq!(created(&done), [id(NEXT)]);
        assert_eq!((bench.get(NEXT).max_auto_associations, bench.get(NEXT).used_auto_associations), (-1, 1));
        assert_eq!(bench.balance(NEXT, token), 1);
        assert_eq!(done.record.automatic_token_associations.len(), 1);
    }
}

#[test]
fn an_alias_is_created_once_for_all_lists() {
    let mut bench = bench();
    let to = || evm([5; 20]);
    let op = Op { token_transfers: vec![units(to()), nft(to())], ..send(id(ALICE), to(), 3) };
    let done = bench.run(transfer(op)).unwrap();
    assert_eq!(created(&done), [id(NEXT)]);
    assert_eq!((bench.get(NEXT).balance, bench.balance(NEXT, TOKEN), bench.balance(NEXT, UNIQUE)), (3, 1, 1));
}

#[test]
fn those_who_get_hbar_are_created_first_then_token_by_token() {
    let mut bench = bench();
    let lists = vec![nft(evm([7; 20])), units(evm([6; 20]))];
    let op = Op { token_transfers: lists, ..send(id(ALICE), evm([5; 20]), 3) };
    let done = bench.run(transfer(op)).unwrap();
    assert_eq!(created(&done), [id(NEXT), id(NEXT + 1), id(NEXT + 2)]);
    assert_eq!(bench.get(NEXT).balance, 3);
    assert_eq!((bench.balance(NEXT + 1, UNIQUE), bench.balance(NEXT + 2, TOKEN)), (1, 1));
}

#[test]
fn at_most_three_are_created() {
    let to = |byte| {
        let mut list = units(evm([byte; 20]));
        list.transfers[0].amount = -2;
        list.transfers.push(amount(evm([byte + 1; 20]), 1));
        list
    };
    let op = |hbar: u8| Op { token_transfers: vec![to(20)], ..send(id(ALICE), evm([hbar; 20]), 3) };
    bench().run(transfer(op(5))).expect("three");
    let mut four = op(5);
    four.token_transfers[0].transfers[0].amount = -3;
    four.token_transfers[0].transfers.push(amount(evm([30; 20]), 1));
    assert_eq!(bench().run(transfer(four)).map(drop), Err(MaxChildRecordsExceeded));
}

#[test]
fn nobody_unknown_sends() {
    let code = |list: TokenTransferList| bench().run(transfer(tokens(vec![list]))).map(drop);
    let mut from = units(id(ALICE));
    from.transfers[0].account_id = Some(evm([5; 20]));
    assert_eq!(code(from), Err(InvalidAccountId));
    let mut nft = nft(id(BOB));
    nft.nft_transfers[0].sender_account_id = Some(evm([5; 20]));
    assert_eq!(code(nft), Err(InvalidAccountId));
    let mut nothing = units(id(ALICE));
    nothing.transfers = vec![amount(evm([5; 20]), 0)];
    assert_eq!(code(nothing), Err(InvalidAccountId), "nothing creates nobody");
}

#[test]
fn an_alias_comes_once_in_a_list() {
    let elsewhere = AccountId { realm_num: 5, ..evm([5; 20]) };
    let mut twice = units(evm([5; 20]));
    twice.transfers[0].amount = -2;
    twice.transfers.push(amount(elsewhere, 1));
    assert_eq!(bench().run(transfer(tokens(vec![twice]))).map(drop), Err(InvalidAliasKey));
}

#[test]
fn aliases_that_cannot_be_one() {
    let code = |to| bench().run(transfer(tokens(vec![units(to)]))).map(drop);
    assert_eq!(code(AccountId::from_alias(vec![5; 19])), Err(InvalidAliasKey));
    assert_eq!(code(evm(long_zero(NOBODY))), Err(InvalidAliasKey));
    assert_eq!(code(AccountId::from_alias(vec![])), Err(InvalidAccountId));
}

#[test]
fn who_cannot_hold_the_token_is_not_created() {
    let mut bench = bench().fungible(TOKEN, |token| token.freeze_default = true);
    let code = bench.run(transfer(tokens(vec![units(evm([5; 20]))]))).map(drop);
    assert_eq!(code, Err(AccountFrozenForToken));
    assert!(bench.state.accounts.get(&NEXT).is_none());
}

#[test]
fn without_unlimited_slots_an_account_gets_as_many_as_it_is_sent_tokens() {
    let mut bench = bench().config(|config| config.entities.unlimited_auto_associations = false);
    let to = || evm([5; 20]);
    let op = Op { token_transfers: vec![units(to()), nft(to())], ..send(id(ALICE), to(), 10) };
    bench.run(transfer(op)).unwrap();
    assert_eq!(bench.get(NEXT).max_auto_associations, 2);
    bench.run(transfer(send(id(ALICE), evm([6; 20]), 10))).unwrap();
    assert_eq!(bench.get(NEXT + 1).max_auto_associations, 0);
    let lists = [units(id(BOB)), nft(id(BOB))];
    assert_eq!(aliases::received_by(&lists, &id(BOB)), 2);
    assert_eq!(aliases::received_by(&lists, &id(ALICE)), 0);
}

#[test]
fn creations_count_to_the_throttles() {
    use crate::{state::Store, transactions::TransactionType as _};
    let bench = bench();
    let creations = |op: &Op| op.implicit_creations(&Store::new(&bench.state), &bench.config);
    let op = Op {
        token_transfers: vec![units(evm([6; 20])), nft(evm([7; 20]))],
        ..send(id(ALICE), evm([5; 20]), 1)
    };
    assert_eq!(creations(&op), 3);
    assert_eq!(creations(&tokens(vec![units(id(BOB)), nft(id(BOB))])), 0);
}
