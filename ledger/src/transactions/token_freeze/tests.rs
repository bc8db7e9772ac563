use alloc::{sync::Arc, vec};

use hapi_proto::services::{TokenFreezeAccountTransactionBody, transaction_body::Data};

use super::super::testing::{
    ALICE, BOB, Bench, GONE, NOBODY, TOKEN, codes::*, id, long_zero, role, signs, token_id,
};
use crate::{
    ResponseCode,
    state::{Relation, Token},
};

type Op = TokenFreezeAccountTransactionBody;

fn valid() -> Op {
    Op { token: Some(token_id(TOKEN)), account: Some(id(ALICE)) }
}

fn bench() -> Bench {
    Bench::new().fungible(TOKEN, |_| {}).holds(ALICE, TOKEN, 1)
}

fn run(mut bench: Bench) -> Result<Relation, ResponseCode> {
    bench.run(Data::TokenFreeze(valid())).map(|_| *bench.relation(ALICE, TOKEN))
}

#[test]
fn refuses() {
    bench().refuses(
        Data::TokenFreeze,
        &valid(),
        &[
            ("no token", |op| op.token = None, InvalidTokenId),
            ("no account", |op| op.account = None, InvalidAccountId),
            ("unknown token", |op| op.token = Some(token_id(NOBODY)), InvalidTokenId),
            ("unknown account", |op| op.account = Some(id(NOBODY)), InvalidAccountId),
            ("deleted account", |op| op.account = Some(id(GONE)), AccountDeleted),
            ("another", |op| op.account = Some(id(BOB)), TokenNotAssociatedToAccount),
        ],
    );
    let by_alias = hapi_proto::services::AccountId::from_evm_address(long_zero(ALICE));
    let op = Op { account: Some(by_alias), ..valid() };
    assert_eq!(bench().handle_only(Data::TokenFreeze(op)), Err(InvalidAccountId), "aliases name nobody");
}

#[test]
fn the_token_must_be_usable() {
    type Change = fn(&mut Token);
    let cases: [(Change, ResponseCode); 3] = [
        (|token| token.deleted = true, TokenWasDeleted),
        (|token| token.paused = true, TokenIsPaused),
        (|token| Arc::make_mut(&mut token.keys).freeze = None, TokenHasNoFreezeKey),
    ];
    for (change, code) in cases {
        assert_eq!(run(bench().fungible(TOKEN, change)), Err(code));
    }
}

#[test]
fn who_is_frozen_is_not_frozen_again() {
    assert!(run(bench()).unwrap().frozen);
    let frozen = bench().associated(ALICE, TOKEN, |relation| relation.frozen = true);
    assert_eq!(run(frozen), Err(AccountFrozenForToken));
    let unknown = bench().associated(ALICE, TOKEN, |relation| relation.kyc_granted = false);
    assert!(run(unknown).unwrap().frozen, "KYC does not matter");
}

#[test]
fn the_freeze_key_signs() {
    let data = Data::TokenFreeze(valid());
    assert_eq!(bench().signers(data.clone()), Ok(vec![signs(role::FREEZE)]), "not the account");
    let keyless = bench().fungible(TOKEN, |token| Arc::make_mut(&mut token.keys).freeze = None);
    assert_eq!(keyless.signers(data.clone()), Err(TokenHasNoFreezeKey));
    assert!(bench().usage(data).extras().is_empty());
}
