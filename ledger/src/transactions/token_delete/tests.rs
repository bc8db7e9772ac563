use alloc::vec;

use hapi_proto::services::{TokenDeleteTransactionBody, transaction_body::Data};

use super::super::testing::{ALICE, Bench, NOBODY, TOKEN, TREASURY, UNITS, codes::*, role, signs, token_id};
use crate::state::TokenKeys;

type Op = TokenDeleteTransactionBody;

fn of(num: u64) -> Op {
    Op { token: Some(token_id(num)) }
}

fn bench() -> Bench {
    Bench::new().fungible(TOKEN, |_| {}).holds(ALICE, TOKEN, 1)
}

#[test]
fn refuses() {
    let bench = bench()
        .fungible(1100, |token| token.deleted = true)
        .fungible(1101, |token| token.paused = true)
        .fungible(1102, |token| token.keys = TokenKeys::default().into());
    bench.refuses(
        Data::TokenDeletion,
        &of(TOKEN),
        &[
            ("nothing", |op| op.token = None, InvalidTokenId),
            ("unknown", |op| *op = of(NOBODY), InvalidTokenId),
            ("other realm", |op| op.token.as_mut().unwrap().realm_num = 1, InvalidTokenId),
            ("deleted", |op| *op = of(1100), TokenWasDeleted),
            ("paused", |op| *op = of(1101), TokenIsPaused),
            ("immutable", |op| *op = of(1102), TokenIsImmutable),
        ],
    );
}

#[test]
fn holders_keep_what_they_have_and_the_treasury_has_no_title() {
    let mut bench = bench();
    bench.run(Data::TokenDeletion(of(TOKEN))).unwrap();
    assert!(bench.get_token(TOKEN).deleted);
    assert_eq!((bench.balance(ALICE, TOKEN), bench.balance(TREASURY, TOKEN)), (1, UNITS - 1));
    assert_eq!(bench.get(TREASURY).tokens.treasury_titles, 0);
}

#[test]
fn the_admin_signs() {
    let data = Data::TokenDeletion(of(TOKEN));
    assert_eq!(bench().signers(data.clone()), Ok(vec![signs(role::ADMIN)]));
    assert!(bench().usage(data).extras().is_empty());
}
