mod nfts;
mod tokens;

use alloc::{vec, vec::Vec};

use hapi_proto::{
    fees::Extra,
    services::{AccountId, CryptoAllowance, CryptoApproveAllowanceTransactionBody, transaction_body::Data},
};

use super::super::testing::{ALICE, BOB, Bench, GONE, NOBODY, PAYER, codes::*, id, long_zero, signs};
use crate::state::HbarAllowance;

type Op = CryptoApproveAllowanceTransactionBody;

fn hbar(owner: u64, spender: u64, amount: i64) -> CryptoAllowance {
    CryptoAllowance { owner: Some(id(owner)), spender: Some(id(spender)), amount }
}

fn valid() -> Op {
    Op { crypto_allowances: vec![hbar(ALICE, BOB, 5)], ..Default::default() }
}

#[test]
fn refuses() {
    Bench::new().refuses(
        Data::CryptoApproveAllowance,
        &valid(),
        &[
            ("nothing", |op| op.crypto_allowances.clear(), EmptyAllowances),
            (
                "owner of no form",
                |op| op.crypto_allowances[0].owner = Some(AccountId::default()),
                InvalidAccountId,
            ),
            ("negative", |op| op.crypto_allowances[0].amount = -1, NegativeAllowanceAmount),
            ("no spender", |op| op.crypto_allowances[0].spender = None, InvalidAllowanceSpenderId),
            (
                "spender of no form",
                |op| op.crypto_allowances[0].spender = Some(id(0)),
                InvalidAllowanceSpenderId,
            ),
            ("unknown owner", |op| op.crypto_allowances[0].owner = Some(id(NOBODY)), InvalidAllowanceOwnerId),
            (
                "owner by alias",
                |op| op.crypto_allowances[0].owner = Some(aliased(ALICE)),
                InvalidAllowanceOwnerId,
            ),
            ("deleted owner", |op| op.crypto_allowances[0].owner = Some(id(GONE)), InvalidAllowanceOwnerId),
            (
                "unknown spender",
                |op| op.crypto_allowances[0].spender = Some(id(NOBODY)),
                InvalidAllowanceSpenderId,
            ),
            (
                "spender by alias",
                |op| op.crypto_allowances[0].spender = Some(aliased(BOB)),
                InvalidAllowanceSpenderId,
            ),
            (
                "deleted spender",
                |op| op.crypto_allowances[0].spender = Some(id(GONE)),
                InvalidAllowanceSpenderId,
            ),
            ("to oneself", |op| op.crypto_allowances[0].spender = Some(id(ALICE)), SpenderAccountSameAsOwner),
            ("too many", |op| op.crypto_allowances = vec![hbar(ALICE, BOB, 5); 21], MaxAllowancesExceeded),
        ],
    );
}

#[test]
fn refuses_a_payer_that_is_not_there() {
    let data = Data::CryptoApproveAllowance(valid());
    assert_eq!(Bench::new().paid_by(NOBODY).run(data.clone()).map(drop), Err(InvalidPayerAccountId));
    assert_eq!(Bench::new().paid_by(GONE).run(data).map(drop), Err(AccountDeleted));
}

#[test]
fn an_account_grants_at_most_a_hundred() {
    let full: Vec<_> = (3000..3100).map(|spender| HbarAllowance { spender, amount: 1 }).collect();
    let mut bench = Bench::new().account(ALICE, |alice| alice.hbar_allowances = full.into());
    let mut approve = |spender, amount| {
        let op = Op { crypto_allowances: vec![hbar(ALICE, spender, amount)], ..Default::default() };
        bench.run(Data::CryptoApproveAllowance(op)).map(drop)
    };
    assert_eq!(approve(BOB, 1), Err(MaxAllowancesExceeded));
    assert_eq!(approve(BOB, 0), Ok(()));
}

#[test]
fn sets_replaces_and_takes_away() {
    let mut bench = Bench::new();
    let mut approve = |allowances: Vec<CryptoAllowance>| {
        bench
            .run(Data::CryptoApproveAllowance(Op { crypto_allowances: allowances, ..Default::default() }))
            .unwrap();
        bench.get(ALICE).hbar_allowances.to_vec()
    };
    let of = |spender, amount| HbarAllowance { spender, amount };
    assert_eq!(approve(vec![hbar(ALICE, BOB, 5), hbar(ALICE, PAYER, 6)]), [of(PAYER, 6), of(BOB, 5)]);
    assert_eq!(approve(vec![hbar(ALICE, BOB, 7)]), [of(PAYER, 6), of(BOB, 7)]);
    assert_eq!(approve(vec![hbar(ALICE, BOB, 0), hbar(ALICE, NOBODY, 0)]), [of(PAYER, 6)]);
}

#[test]
fn without_an_owner_it_is_the_payers() {
    let mut bench = Bench::new();
    let allowance = CryptoAllowance { owner: None, ..hbar(ALICE, BOB, 5) };
    let data = Data::CryptoApproveAllowance(Op { crypto_allowances: vec![allowance], ..Default::default() });
    assert_eq!(bench.signers(data.clone()), Ok(vec![]));
    bench.run(data).unwrap();
    assert_eq!(*bench.get(PAYER).hbar_allowances, [HbarAllowance { spender: BOB, amount: 5 }]);
}

#[test]
fn owners_sign() {
    assert_eq!(Bench::new().signers(Data::CryptoApproveAllowance(valid())), Ok(vec![signs(ALICE)]));
}

#[test]
fn is_charged_by_entries() {
    let op = Op { token_allowances: vec![tokens::of(5)], nft_allowances: vec![nfts::one()], ..valid() };
    assert_eq!(Bench::new().usage(Data::CryptoApproveAllowance(op)).extras(), [(Extra::Allowances, 3)]);
}

fn aliased(num: u64) -> AccountId {
    AccountId::from_evm_address(long_zero(num))
}
