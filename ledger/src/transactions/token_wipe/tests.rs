use alloc::{sync::Arc, vec, vec::Vec};

use hapi_proto::services::{AccountId, TokenWipeAccountTransactionBody, transaction_body::Data};

use super::super::testing::{
    ALICE, BOB, Bench, GONE, NOBODY, TOKEN, TREASURY, UNIQUE, codes::*, id, long_zero, role, signs, token_id,
};
use crate::{
    ResponseCode,
    state::{Relation, Token, TokenKeys},
};

type Op = TokenWipeAccountTransactionBody;

fn units(amount: u64) -> Op {
    Op { token: Some(token_id(TOKEN)), account: Some(id(ALICE)), amount, serial_numbers: Vec::new() }
}

fn nfts(serials: &[i64]) -> Op {
    Op { token: Some(token_id(UNIQUE)), account: Some(id(ALICE)), amount: 0, serial_numbers: serials.into() }
}

/// Alice has 100 units, and the NFTs 1 and 2.
fn bench() -> Bench {
    let bench = Bench::new().fungible(TOKEN, |_| {}).non_fungible(UNIQUE, |_| {});
    bench.holds(ALICE, TOKEN, 100).owns(ALICE, UNIQUE, 1).owns(ALICE, UNIQUE, 2)
}

fn run(mut bench: Bench, op: Op) -> Result<(), ResponseCode> {
    bench.run(Data::TokenWipe(op)).map(drop)
}

#[test]
fn refuses() {
    bench().refuses(
        Data::TokenWipe,
        &units(1),
        &[
            ("no token", |op| op.token = None, InvalidTokenId),
            ("unknown", |op| op.token = Some(token_id(NOBODY)), InvalidTokenId),
            ("no account", |op| op.account = None, InvalidAccountId),
            ("unknown account", |op| op.account = Some(id(NOBODY)), InvalidAccountId),
            ("deleted account", |op| op.account = Some(id(GONE)), AccountDeleted),
            ("amount and serials", |op| op.serial_numbers = vec![1], InvalidTransactionBody),
            ("less than nothing", |op| op.amount = (-1_i64).cast_unsigned(), InvalidWipingAmount),
            ("more than it has", |op| op.amount = 101, InvalidWipingAmount),
            ("more than there is", |op| op.amount = 1001, InvalidWipingAmount),
            ("another's", |op| op.account = Some(id(BOB)), TokenNotAssociatedToAccount),
            ("the treasury's", |op| op.account = Some(id(TREASURY)), CannotWipeTokenTreasuryAccount),
        ],
    );
    bench().refuses(
        Data::TokenWipe,
        &nfts(&[1, 2]),
        &[
            ("none", |op| op.serial_numbers.clear(), InvalidWipingAmount),
            ("an amount", |op| *op = Op { amount: 1, ..nfts(&[]) }, InvalidWipingAmount),
            ("no serial number", |op| op.serial_numbers = vec![-1], InvalidNftId),
            ("unknown", |op| op.serial_numbers = vec![1, 9], InvalidNftId),
            ("another's", |op| op.serial_numbers = vec![1, 3], AccountDoesNotOwnWipedNft),
            ("too many", |op| op.serial_numbers = (1..12).collect(), BatchSizeLimitExceeded),
        ],
    );
    assert_eq!(bench().handle_only(Data::TokenWipe(units(u64::MAX))), Err(InvalidWipingAmount));
}

#[test]
fn the_token_and_the_relation_must_be_usable() {
    type Change = fn(&mut Token);
    let cases: [(Change, ResponseCode); 3] = [
        (|token| token.deleted = true, TokenWasDeleted),
        (|token| token.paused = true, TokenIsPaused),
        (|token| token.keys = Arc::new(TokenKeys::default()), TokenHasNoWipeKey),
    ];
    for (change, code) in cases {
        assert_eq!(run(bench().fungible(TOKEN, change), units(1)), Err(code));
    }
    let alice = |change: fn(&mut Relation)| bench().associated(ALICE, TOKEN, change);
    assert_eq!(run(alice(|relation| relation.frozen = true), units(1)), Err(AccountFrozenForToken));
    let unknown = alice(|relation| relation.kyc_granted = false);
    assert_eq!(run(unknown.clone(), units(1)), Err(AccountKycNotGrantedForToken));
    let no_longer_asked = unknown.fungible(TOKEN, |token| Arc::make_mut(&mut token.keys).kyc = None);
    assert_eq!(run(no_longer_asked, units(1)), Ok(()));
}

#[test]
fn units_end() {
    let mut bench = bench();
    let done = bench.run(Data::TokenWipe(units(30))).unwrap();
    assert_eq!(done.receipt.new_total_supply, 970);
    assert_eq!((bench.get_token(TOKEN).total_supply, bench.balance(ALICE, TOKEN)), (970, 70));
    assert_eq!(bench.balance(TREASURY, TOKEN), 900);
    bench.run(Data::TokenWipe(units(0))).unwrap();
    bench.run(Data::TokenWipe(Op { serial_numbers: vec![1], ..units(0) })).unwrap();
    assert_eq!(bench.get(ALICE).tokens.owned_nfts, 2, "units have no serial numbers");
    let by_address = Op { account: Some(AccountId::from_evm_address(long_zero(ALICE))), ..units(70) };
    bench.run(Data::TokenWipe(by_address)).unwrap();
    assert_eq!(bench.get(ALICE).tokens.positive_balances, 1, "that of the other token");
}

#[test]
fn nfts_end() {
    let mut bench = bench();
    let done = bench.run(Data::TokenWipe(nfts(&[1, 2, 1]))).unwrap();
    assert_eq!(done.receipt.new_total_supply, 3);
    assert_eq!((bench.get_token(UNIQUE).total_supply, bench.balance(ALICE, UNIQUE)), (3, 0));
    let alice = &bench.get(ALICE).tokens;
    assert_eq!((alice.owned_nfts, alice.positive_balances), (0, 1));
    let left: Vec<u64> = bench.state.nfts.iter().map(|((_, serial), _)| *serial).collect();
    assert_eq!(left, [3, 4, 5]);
}

#[test]
fn the_wipe_key_signs() {
    assert_eq!(bench().signers(Data::TokenWipe(units(1))), Ok(vec![signs(role::WIPE)]), "not the account");
    let keyless = bench().fungible(TOKEN, |token| token.keys = Arc::new(TokenKeys::default()));
    assert_eq!(keyless.signers(Data::TokenWipe(units(1))), Ok(vec![]), "which is refused later");
    assert!(bench().usage(Data::TokenWipe(nfts(&[1, 2]))).extras().is_empty());
}
