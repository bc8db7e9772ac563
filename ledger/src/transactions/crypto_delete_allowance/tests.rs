use alloc::vec;

use hapi_proto::{
    fees::Extra,
    services::{AccountId, CryptoDeleteAllowanceTransactionBody, NftRemoveAllowance, transaction_body::Data},
};

use super::super::testing::{
    ALICE, BOB, Bench, GONE, NOBODY, PAYER, TOKEN, TREASURY, UNIQUE, codes::*, id, long_zero, signs, token_id,
};
use crate::state::ApprovalForAll;

type Op = CryptoDeleteAllowanceTransactionBody;

fn one() -> NftRemoveAllowance {
    NftRemoveAllowance { token_id: Some(token_id(UNIQUE)), owner: Some(id(ALICE)), serial_numbers: vec![1] }
}

fn op(allowance: NftRemoveAllowance) -> Data {
    Data::CryptoDeleteAllowance(Op { nft_allowances: vec![allowance] })
}

/// Bob may move the NFTs 1 and 2 of Alice's, and 3 of the treasury's.
fn bench() -> Bench {
    let tokens = Bench::new().fungible(TOKEN, |_| {}).non_fungible(UNIQUE, |_| {});
    let mut bench = tokens.owns(ALICE, UNIQUE, 1).owns(ALICE, UNIQUE, 2).associated(ALICE, TOKEN, |_| {});
    for serial in 1..=3 {
        bench.state.nfts.get_mut(&(UNIQUE, serial)).unwrap().spender = Some(BOB);
    }
    bench
}

#[test]
fn refuses() {
    bench().refuses(
        op,
        &one(),
        &[
            ("no token", |entry| (entry.token_id, entry.serial_numbers) = (None, vec![]), InvalidTokenId),
            ("no serials", |entry| entry.serial_numbers.clear(), EmptyAllowances),
            ("unknown owner", |entry| entry.owner = Some(id(NOBODY)), InvalidAllowanceOwnerId),
            ("owner of no form", |entry| entry.owner = Some(id(0)), InvalidAllowanceOwnerId),
            (
                "owner by alias",
                |entry| {
                    entry.owner = Some(AccountId::from_evm_address(long_zero(ALICE)));
                },
                InvalidAllowanceOwnerId,
            ),
            ("too many", |entry| entry.serial_numbers = vec![1; 21], MaxAllowancesExceeded),
            ("unknown token", |entry| entry.token_id = Some(token_id(NOBODY)), InvalidTokenId),
            ("fungible", |entry| entry.token_id = Some(token_id(TOKEN)), FungibleTokenInNftAllowances),
            ("deleted owner", |entry| entry.owner = Some(id(GONE)), InvalidAllowanceOwnerId),
            ("owner without it", |entry| entry.owner = Some(id(BOB)), TokenNotAssociatedToAccount),
            ("serial 0", |entry| entry.serial_numbers = vec![0], InvalidTokenNftSerialNumber),
            ("unknown serial", |entry| entry.serial_numbers = vec![9], InvalidTokenNftSerialNumber),
            ("another's", |entry| entry.serial_numbers = vec![3], SenderDoesNotOwnNftSerialNo),
        ],
    );
    assert_eq!(
        bench().run(Data::CryptoDeleteAllowance(Op::default())).map(drop),
        Err(EmptyAllowances),
        "nothing at all"
    );
    assert_eq!(bench().paid_by(NOBODY).run(op(one())).map(drop), Err(InvalidPayerAccountId));
    assert_eq!(bench().paid_by(GONE).run(op(one())).map(drop), Err(AccountDeleted));
}

#[test]
fn refuses_a_deleted_token_but_not_a_paused_one() {
    let with = |change: fn(&mut crate::state::Token)| bench().non_fungible(UNIQUE, change).run(op(one()));
    assert_eq!(with(|token| token.deleted = true).map(drop), Err(TokenWasDeleted));
    assert_eq!(with(|token| token.paused = true).map(drop), Ok(()));
}

#[test]
fn takes_back_the_serials_that_are_named() {
    let mut bench = bench();
    let treasury = NftRemoveAllowance { owner: Some(id(TREASURY)), serial_numbers: vec![3], ..one() };
    let again = NftRemoveAllowance { serial_numbers: vec![1, 1], ..one() };
    bench.run(Data::CryptoDeleteAllowance(Op { nft_allowances: vec![one(), treasury, again] })).unwrap();
    let spender = |serial| bench.nft(UNIQUE, serial).spender;
    assert_eq!([spender(1), spender(2), spender(3)], [None, Some(BOB), None]);
}

#[test]
fn without_an_owner_it_is_the_payers() {
    let mut bench = bench();
    let unnamed = NftRemoveAllowance { owner: None, ..one() };
    assert_eq!(bench.run(op(unnamed.clone())).map(drop), Err(TokenNotAssociatedToAccount));
    assert_eq!(bench.paid_by(ALICE).run(op(unnamed)).map(drop), Ok(()));
}

#[test]
fn owners_sign_but_for_who_may_move_all() {
    assert_eq!(bench().signers(op(one())), Ok(vec![signs(ALICE)]));
    assert_eq!(bench().signers(op(NftRemoveAllowance { owner: None, ..one() })), Ok(vec![]));
    assert_eq!(bench().paid_by(ALICE).signers(op(one())), Ok(vec![]));
    let approved = |spender, token| {
        bench().account(ALICE, |alice| {
            alice.tokens.nft_allowances.push(ApprovalForAll { spender, token });
        })
    };
    assert_eq!(approved(PAYER, UNIQUE).signers(op(one())), Ok(vec![]));
    assert_eq!(approved(PAYER, TOKEN).signers(op(one())), Ok(vec![signs(ALICE)]));
    assert_eq!(approved(BOB, UNIQUE).signers(op(one())), Ok(vec![signs(ALICE)]));
}

#[test]
fn is_charged_by_entries() {
    let two = Op { nft_allowances: vec![one(), one()] };
    let usage = Bench::new().usage(Data::CryptoDeleteAllowance(two));
    assert_eq!(usage.extras(), [(Extra::Allowances, 2)]);
}
