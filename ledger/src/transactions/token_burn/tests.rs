use alloc::{sync::Arc, vec, vec::Vec};

use hapi_proto::services::{TokenBurnTransactionBody, transaction_body::Data};

use super::super::testing::{
    ALICE, Bench, NOBODY, TOKEN, TREASURY, UNIQUE, UNITS, codes::*, role, signs, token_id,
};
use crate::{
    ResponseCode,
    state::{Token, TokenKeys},
};

type Op = TokenBurnTransactionBody;

fn units(amount: u64) -> Op {
    Op { token: Some(token_id(TOKEN)), amount, serial_numbers: Vec::new() }
}

fn nfts(serials: &[i64]) -> Op {
    Op { token: Some(token_id(UNIQUE)), amount: 0, serial_numbers: serials.into() }
}

fn bench() -> Bench {
    Bench::new().fungible(TOKEN, |_| {}).non_fungible(UNIQUE, |_| {})
}

fn run(mut bench: Bench, op: Op) -> Result<(), ResponseCode> {
    bench.run(Data::TokenBurn(op)).map(drop)
}

#[test]
fn refuses() {
    bench().refuses(
        Data::TokenBurn,
        &units(1),
        &[
            ("no token", |op| op.token = None, InvalidTokenId),
            ("unknown", |op| op.token = Some(token_id(NOBODY)), InvalidTokenId),
            ("amount and serials", |op| op.serial_numbers = vec![1], InvalidTransactionBody),
            ("less than nothing", |op| op.amount = (-1_i64).cast_unsigned(), InvalidTokenBurnAmount),
            ("more than there is", |op| op.amount = UNITS.cast_unsigned() + 1, InvalidTokenBurnAmount),
        ],
    );
    bench().refuses(
        Data::TokenBurn,
        &nfts(&[1, 2]),
        &[
            ("none", |op| op.serial_numbers.clear(), InvalidTokenBurnMetadata),
            ("an amount", |op| *op = Op { amount: 1, ..nfts(&[]) }, InvalidTokenBurnMetadata),
            ("no serial number", |op| op.serial_numbers = vec![0], InvalidNftId),
            ("unknown", |op| op.serial_numbers = vec![1, 9], InvalidNftId),
            ("too many", |op| op.serial_numbers = (1..12).collect(), BatchSizeLimitExceeded),
        ],
    );
    assert_eq!(bench().handle_only(Data::TokenBurn(units(u64::MAX))), Err(InvalidTokenBurnAmount));
    assert_eq!(bench().handle_only(Data::TokenBurn(nfts(&[-1]))), Err(InvalidNftId));
}

#[test]
fn the_token_must_be_usable() {
    type Change = fn(&mut Token);
    let cases: [(Change, ResponseCode); 3] = [
        (|token| token.deleted = true, TokenWasDeleted),
        (|token| token.paused = true, TokenIsPaused),
        (|token| token.keys = Arc::new(TokenKeys::default()), TokenHasNoSupplyKey),
    ];
    for (change, code) in cases {
        assert_eq!(run(bench().fungible(TOKEN, change), units(1)), Err(code));
    }
    let frozen = bench().associated(TREASURY, TOKEN, |relation| relation.frozen = true);
    assert_eq!(run(frozen, units(1)), Err(AccountFrozenForToken));
    let unknown = bench().associated(TREASURY, TOKEN, |relation| relation.kyc_granted = false);
    assert_eq!(run(unknown, units(1)), Err(AccountKycNotGrantedForToken));
}

#[test]
fn only_the_treasury_burns() {
    let held = bench().holds(ALICE, TOKEN, 1).owns(ALICE, UNIQUE, 2);
    assert_eq!(run(held.clone(), units(UNITS.cast_unsigned())), Err(InsufficientTokenBalance));
    assert_eq!(run(held.clone(), units(UNITS.cast_unsigned() - 1)), Ok(()));
    assert_eq!(run(held.clone(), nfts(&[1, 2])), Err(TreasuryMustOwnBurnedNft));
    assert_eq!(run(held.clone(), nfts(&[2, 9])), Err(TreasuryMustOwnBurnedNft), "the first decides");
    assert_eq!(run(held, nfts(&[9, 2])), Err(InvalidNftId));
}

#[test]
fn units_end() {
    let mut bench = bench();
    let done = bench.run(Data::TokenBurn(units(30))).unwrap();
    assert_eq!(done.receipt.new_total_supply, 970);
    assert_eq!((bench.get_token(TOKEN).total_supply, bench.balance(TREASURY, TOKEN)), (970, 970));
    bench.run(Data::TokenBurn(units(0))).unwrap();
    bench.run(Data::TokenBurn(Op { serial_numbers: vec![1], ..units(0) })).unwrap();
    assert_eq!(bench.balance(TREASURY, TOKEN), 970, "units have no serial numbers");
    bench.run(Data::TokenBurn(units(970))).unwrap();
    assert_eq!(bench.get(TREASURY).tokens.positive_balances, 1, "that of the other token");
}

#[test]
fn nfts_end_once_however_often_they_are_named() {
    let mut bench = bench();
    let many = [1, 3, 1, 3, 1, 3, 1, 3, 1, 3, 1, 3];
    let done = bench.run(Data::TokenBurn(nfts(&many))).unwrap();
    assert_eq!(done.receipt.new_total_supply, 3);
    assert!(done.receipt.serial_numbers.is_empty());
    let token = bench.get_token(UNIQUE);
    assert_eq!((token.total_supply, token.last_serial), (3, 5), "numbers are not used again");
    assert_eq!((bench.balance(TREASURY, UNIQUE), bench.get(TREASURY).tokens.owned_nfts), (3, 3));
    let left: Vec<u64> = bench.state.nfts.iter().map(|((_, serial), _)| *serial).collect();
    assert_eq!(left, [2, 4, 5]);
}

#[test]
fn the_supply_key_signs() {
    assert_eq!(bench().signers(Data::TokenBurn(units(1))), Ok(vec![signs(role::SUPPLY)]));
    let keyless = bench().fungible(TOKEN, |token| token.keys = Arc::new(TokenKeys::default()));
    assert_eq!(keyless.signers(Data::TokenBurn(units(1))), Ok(vec![]), "which is refused later");
    assert!(bench().usage(Data::TokenBurn(nfts(&[1, 2]))).extras().is_empty());
}
