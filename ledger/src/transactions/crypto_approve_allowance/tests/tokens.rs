use alloc::{vec, vec::Vec};

use hapi_proto::services::{TokenAllowance as Entry, TokenId, transaction_body::Data};

use super::{
    super::super::testing::{
        ALICE, BOB, Bench, GONE, NOBODY, PAYER, TOKEN, TREASURY, UNIQUE, UNITS, codes::*, id, signs, token_id,
    },
    Op, aliased,
};
use crate::{
    ResponseCode,
    state::{HbarAllowance, TokenAllowance},
};

/// Alice lets Bob spend so much.
pub(super) fn of(amount: i64) -> Entry {
    let (owner, spender) = (Some(id(ALICE)), Some(id(BOB)));
    Entry { token_id: Some(token_id(TOKEN)), owner, spender, amount }
}

fn data(allowances: &[Entry]) -> Data {
    Data::CryptoApproveAllowance(Op { token_allowances: allowances.to_vec(), ..Default::default() })
}

/// Alice is associated with both tokens.
fn bench() -> Bench {
    let tokens = Bench::new().fungible(TOKEN, |_| {}).non_fungible(UNIQUE, |_| {});
    tokens.associated(ALICE, TOKEN, |_| {}).associated(ALICE, UNIQUE, |_| {})
}

fn granted(bench: &Bench, owner: u64) -> &[TokenAllowance] {
    &bench.get(owner).tokens.token_allowances
}

#[test]
fn refuses() {
    bench().refuses(
        |entry| data(&[entry]),
        &of(5),
        &[
            ("owner of no form", |entry| entry.owner = Some(id(0)), InvalidAccountId),
            ("negative", |entry| entry.amount = -1, NegativeAllowanceAmount),
            ("no spender", |entry| entry.spender = None, InvalidAllowanceSpenderId),
            ("no token", |entry| entry.token_id = None, InvalidTokenId),
            ("owner by alias", |entry| entry.owner = Some(aliased(ALICE)), InvalidAllowanceOwnerId),
            ("unknown owner", |entry| entry.owner = Some(id(NOBODY)), InvalidAllowanceOwnerId),
            ("unknown token", |entry| entry.token_id = Some(token_id(NOBODY)), InvalidTokenId),
            ("no token's id", |entry| entry.token_id = Some(TokenId::default()), InvalidTokenId),
            ("deleted owner", |entry| entry.owner = Some(id(GONE)), InvalidAllowanceOwnerId),
            ("of NFTs", |entry| entry.token_id = Some(token_id(UNIQUE)), NftInFungibleTokenAllowances),
            ("unknown spender", |entry| entry.spender = Some(id(NOBODY)), InvalidAllowanceSpenderId),
            ("deleted spender", |entry| entry.spender = Some(id(GONE)), InvalidAllowanceSpenderId),
            ("owner without it", |entry| entry.owner = Some(id(BOB)), TokenNotAssociatedToAccount),
        ],
    );
}

#[test]
fn refuses_a_deleted_token_but_not_a_paused_one() {
    let with = |change: fn(&mut crate::state::Token)| bench().fungible(TOKEN, change).run(data(&[of(5)]));
    assert_eq!(with(|token| token.deleted = true).map(drop), Err(TokenWasDeleted));
    assert_eq!(with(|token| token.paused = true).map(drop), Ok(()));
}

#[test]
fn allows_no_more_than_there_can_be() {
    let mut finite = bench().fungible(TOKEN, |token| token.max_supply = Some(UNITS));
    assert_eq!(finite.run(data(&[of(UNITS + 1)])).map(drop), Err(AmountExceedsTokenMaxSupply));
    assert_eq!(finite.run(data(&[of(UNITS)])).map(drop), Ok(()));
    assert_eq!(bench().run(data(&[of(i64::MAX)])).map(drop), Ok(()));
}

#[test]
fn counts_as_one_of_those_in_a_transaction() {
    let many = |count| bench().run(data(&vec![of(5); count])).map(drop);
    assert_eq!(many(20), Ok(()));
    assert_eq!(many(21), Err(MaxAllowancesExceeded));
}

#[test]
fn an_account_grants_a_hundred_of_all_kinds() {
    let hbar: Vec<_> = (3000..3099).map(|spender| HbarAllowance { spender, amount: 1 }).collect();
    let mut bench = bench().account(ALICE, |alice| alice.hbar_allowances = hbar.into());
    let mut approve = |entries: &[Entry]| bench.run(data(entries)).map(drop);
    let other = |amount| Entry { spender: Some(id(PAYER)), ..of(amount) };
    assert_eq!(approve(&[of(1), other(1)]), Err(MaxAllowancesExceeded));
    assert_eq!(approve(&[of(1), other(0)]), Ok(()));
    assert_eq!(approve(&[other(1)]), Err(MaxAllowancesExceeded));
    assert_eq!(approve(&[of(0), other(1)]), Ok(()));
}

#[test]
fn sets_replaces_and_takes_away() {
    let mut bench = bench();
    let mut approve = |entries: &[Entry]| {
        bench.run(data(entries)).unwrap();
        granted(&bench, ALICE).to_vec()
    };
    let to = |spender, amount| Entry { spender: Some(id(spender)), ..of(amount) };
    let is = |spender, amount| TokenAllowance { spender, token: TOKEN, amount };
    assert_eq!(approve(&[of(5), to(PAYER, 6)]), [is(PAYER, 6), is(BOB, 5)]);
    assert_eq!(approve(&[of(7)]), [is(PAYER, 6), is(BOB, 7)]);
    assert_eq!(approve(&[of(0), to(NOBODY, 0), to(GONE, 0)]), [is(PAYER, 6)]);
}

#[test]
fn a_treasury_grants_and_so_does_the_payer_where_nobody_is_named() {
    let mut bench = bench().associated(PAYER, TOKEN, |_| {});
    let treasury = Entry { owner: Some(id(TREASURY)), ..of(5) };
    bench.run(data(&[treasury, Entry { owner: None, ..of(6) }])).unwrap();
    let granted = |owner| granted(&bench, owner).iter().map(|one| one.amount).collect::<Vec<_>>();
    assert_eq!((granted(TREASURY), granted(PAYER), granted(ALICE)), (vec![5], vec![6], vec![]));
}

#[test]
fn one_may_be_ones_own_spender() {
    let own = Entry { spender: Some(id(ALICE)), ..of(5) };
    assert_eq!(bench().run(data(&[own])).map(drop), Ok(()));
}

#[test]
fn what_fails_grants_nothing() {
    let mut bench = bench();
    let bad = Entry { spender: Some(id(NOBODY)), ..of(1) };
    assert_eq!(bench.run(data(&[of(5), bad])).map(drop), Err(ResponseCode::InvalidAllowanceSpenderId));
    assert!(granted(&bench, ALICE).is_empty());
}

#[test]
fn owners_sign() {
    assert_eq!(bench().signers(data(&[of(5)])), Ok(vec![signs(ALICE)]));
    assert_eq!(bench().signers(data(&[Entry { owner: None, ..of(5) }])), Ok(vec![]));
}
