use alloc::{vec, vec::Vec};

use hapi_proto::services::{NftAllowance, TokenId, transaction_body::Data};

use super::{
    super::super::testing::{
        ALICE, BOB, Bench, GONE, NOBODY, PAYER, TOKEN, TREASURY, UNIQUE, codes::*, id, signs, token_id,
    },
    Op, aliased,
};
use crate::state::HbarAllowance;

/// Alice lets Bob move her NFT 1.
pub(super) fn one() -> NftAllowance {
    NftAllowance {
        token_id: Some(token_id(UNIQUE)),
        owner: Some(id(ALICE)),
        spender: Some(id(BOB)),
        serial_numbers: vec![1],
        ..Default::default()
    }
}

/// Alice lets Bob move all she has, or not.
fn all(approved: bool) -> NftAllowance {
    NftAllowance { serial_numbers: vec![], approved_for_all: Some(approved), ..one() }
}

/// Bob, who may move all of Alice's, lets the payer move 1.
fn delegated() -> NftAllowance {
    NftAllowance { delegating_spender: Some(id(BOB)), spender: Some(id(PAYER)), ..one() }
}

fn data(allowances: &[NftAllowance]) -> Data {
    Data::CryptoApproveAllowance(Op { nft_allowances: allowances.to_vec(), ..Default::default() })
}

/// Alice owns the NFTs 1 and 2; the treasury owns the others.
fn bench() -> Bench {
    let tokens = Bench::new().fungible(TOKEN, |_| {}).non_fungible(UNIQUE, |_| {});
    tokens.owns(ALICE, UNIQUE, 1).owns(ALICE, UNIQUE, 2).associated(ALICE, TOKEN, |_| {})
}

fn for_all(bench: &Bench) -> Vec<u64> {
    let allowances = &bench.get(ALICE).tokens.nft_allowances;
    assert!(allowances.iter().all(|one| one.token == UNIQUE));
    allowances.iter().map(|one| one.spender).collect()
}

#[test]
fn refuses() {
    bench().refuses(
        |entry| data(&[entry]),
        &one(),
        &[
            ("owner of no form", |entry| entry.owner = Some(id(0)), InvalidAccountId),
            ("no spender", |entry| entry.spender = None, InvalidAllowanceSpenderId),
            ("no token", |entry| entry.token_id = None, InvalidTokenId),
            ("owner by alias", |entry| entry.owner = Some(aliased(ALICE)), InvalidAllowanceOwnerId),
            (
                "unknown delegating spender",
                |entry| entry.delegating_spender = Some(id(NOBODY)),
                InvalidDelegatingSpender,
            ),
            ("unknown token", |entry| entry.token_id = Some(token_id(NOBODY)), InvalidTokenId),
            ("no token's id", |entry| entry.token_id = Some(TokenId::default()), InvalidTokenId),
            ("fungible", |entry| entry.token_id = Some(token_id(TOKEN)), FungibleTokenInNftAllowances),
            ("unknown spender", |entry| entry.spender = Some(id(NOBODY)), InvalidAllowanceSpenderId),
            ("deleted spender", |entry| entry.spender = Some(id(GONE)), InvalidAllowanceSpenderId),
            ("deleted owner", |entry| entry.owner = Some(id(GONE)), InvalidAllowanceOwnerId),
            ("to oneself", |entry| entry.spender = Some(id(ALICE)), SpenderAccountSameAsOwner),
            ("owner without it", |entry| entry.owner = Some(id(PAYER)), TokenNotAssociatedToAccount),
            (
                "deleted delegating spender",
                |entry| entry.delegating_spender = Some(id(GONE)),
                InvalidDelegatingSpender,
            ),
            (
                "approval for all by a spender",
                |entry| *entry = NftAllowance { delegating_spender: Some(id(BOB)), ..all(true) },
                DelegatingSpenderCannotGrantApproveForAll,
            ),
            (
                "spender without approval for all",
                |entry| entry.delegating_spender = Some(id(PAYER)),
                DelegatingSpenderDoesNotHaveApproveForAll,
            ),
            ("serial 0", |entry| entry.serial_numbers = vec![0], InvalidTokenNftSerialNumber),
            ("unknown serial", |entry| entry.serial_numbers = vec![9], InvalidTokenNftSerialNumber),
            ("another's", |entry| entry.serial_numbers = vec![3], SenderDoesNotOwnNftSerialNo),
            ("too many", |entry| entry.serial_numbers = vec![1; 21], MaxAllowancesExceeded),
        ],
    );
    let none = NftAllowance { serial_numbers: vec![], ..one() };
    assert_eq!(bench().run(data(&vec![none; 21])).map(drop), Err(MaxAllowancesExceeded), "none count as one");
    assert_eq!(
        bench().run(data(&[NftAllowance { spender: Some(id(NOBODY)), ..all(true) }])).map(drop),
        Err(InvalidAllowanceSpenderId)
    );
}

#[test]
fn refuses_a_deleted_token_but_not_a_paused_one() {
    let with =
        |change: fn(&mut crate::state::Token)| bench().non_fungible(UNIQUE, change).run(data(&[one()]));
    assert_eq!(with(|token| token.deleted = true).map(drop), Err(TokenWasDeleted));
    assert_eq!(with(|token| token.paused = true).map(drop), Ok(()));
}

#[test]
fn names_the_spender_of_serials_in_place_of_the_one_before() {
    let mut bench = bench();
    bench.run(data(&[NftAllowance { serial_numbers: vec![1, 2, 2], ..one() }])).unwrap();
    bench.run(data(&[NftAllowance { spender: Some(id(PAYER)), ..one() }])).unwrap();
    let spender = |serial| bench.nft(UNIQUE, serial).spender;
    assert_eq!([spender(1), spender(2), spender(3)], [Some(PAYER), Some(BOB), None]);
    assert!(for_all(&bench).is_empty());
}

#[test]
fn a_treasury_lets_its_own_be_moved() {
    let mut bench = bench();
    let treasury = NftAllowance { owner: Some(id(TREASURY)), serial_numbers: vec![3], ..one() };
    bench.run(data(&[treasury])).unwrap();
    assert_eq!(bench.nft(UNIQUE, 3).spender, Some(BOB));
}

#[test]
fn approves_for_all_and_takes_it_back() {
    let mut bench = bench();
    let mut approve = |entry: NftAllowance| {
        bench.run(data(&[entry])).unwrap();
        for_all(&bench)
    };
    assert_eq!(approve(all(true)), [BOB]);
    assert_eq!(approve(all(true)), [BOB]);
    assert_eq!(approve(NftAllowance { spender: Some(id(PAYER)), ..all(true) }), [PAYER, BOB]);
    assert_eq!(approve(one()), [PAYER, BOB], "nothing is said of all");
    assert_eq!(approve(NftAllowance { spender: Some(id(NOBODY)), ..all(false) }), [PAYER, BOB]);
    assert_eq!(approve(all(false)), [PAYER]);
}

#[test]
fn approval_for_all_counts_among_the_hundred_of_an_account() {
    let hbar: Vec<_> = (3000..3100).map(|spender| HbarAllowance { spender, amount: 1 }).collect();
    let mut full = bench().account(ALICE, |alice| alice.hbar_allowances = hbar.into());
    assert_eq!(full.run(data(&[all(true)])).map(drop), Err(MaxAllowancesExceeded));
    assert_eq!(full.run(data(&[one()])).map(drop), Ok(()), "those of serials do not count");
    assert_eq!(full.run(data(&[all(false)])).map(drop), Ok(()));
}

#[test]
fn who_may_move_all_passes_on_single_ones() {
    let mut bench = bench();
    bench.run(data(&[all(true)])).unwrap();
    bench.run(data(&[delegated()])).unwrap();
    assert_eq!(bench.nft(UNIQUE, 1).spender, Some(PAYER));
    let of_all = NftAllowance { approved_for_all: Some(false), ..delegated() };
    assert_eq!(bench.run(data(&[of_all])).map(drop), Ok(()));
    let others = NftAllowance { serial_numbers: vec![3], ..delegated() };
    assert_eq!(bench.run(data(&[others])).map(drop), Err(SenderDoesNotOwnNftSerialNo));
}

#[test]
fn a_delegating_spender_of_number_zero_is_none_where_it_need_not_sign() {
    let entry = NftAllowance { delegating_spender: Some(id(0)), ..all(true) };
    assert_eq!(bench().run(data(&[entry])).map(drop), Ok(()));
}

#[test]
fn owners_sign_or_who_may_act_for_them() {
    let signers = |entry| bench().signers(data(&[entry]));
    assert_eq!(signers(one()), Ok(vec![signs(ALICE)]));
    assert_eq!(signers(all(true)), Ok(vec![signs(ALICE)]));
    assert_eq!(signers(delegated()), Ok(vec![signs(BOB)]));
    assert_eq!(
        signers(NftAllowance { delegating_spender: Some(id(BOB)), ..all(true) }),
        Ok(vec![signs(ALICE)])
    );
    assert_eq!(signers(NftAllowance { owner: None, ..one() }), Ok(vec![]));
}
