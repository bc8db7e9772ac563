use alloc::{sync::Arc, vec};

use hapi_proto::services::{TokenRevokeKycTransactionBody, transaction_body::Data};

use super::super::testing::{
    ALICE, BOB, Bench, GONE, NOBODY, TOKEN, codes::*, id, long_zero, role, signs, token_id,
};
use crate::{
    ResponseCode,
    state::{Relation, Token},
};

type Op = TokenRevokeKycTransactionBody;

fn valid() -> Op {
    Op { token: Some(token_id(TOKEN)), account: Some(id(ALICE)) }
}

fn bench() -> Bench {
    Bench::new().fungible(TOKEN, |_| {}).holds(ALICE, TOKEN, 1)
}

fn run(mut bench: Bench) -> Result<Relation, ResponseCode> {
    bench.run(Data::TokenRevokeKyc(valid())).map(|_| *bench.relation(ALICE, TOKEN))
}

#[test]
fn refuses() {
    bench().refuses(
        Data::TokenRevokeKyc,
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
    assert_eq!(bench().handle_only(Data::TokenRevokeKyc(op)), Err(InvalidAccountId), "aliases name nobody");
}

#[test]
fn the_token_must_be_usable() {
    type Change = fn(&mut Token);
    let cases: [(Change, ResponseCode); 3] = [
        (|token| token.deleted = true, TokenWasDeleted),
        (|token| token.paused = true, TokenIsPaused),
        (|token| Arc::make_mut(&mut token.keys).kyc = None, TokenHasNoKycKey),
    ];
    for (change, code) in cases {
        assert_eq!(run(bench().fungible(TOKEN, change)), Err(code));
    }
}

#[test]
fn it_can_be_said_again() {
    for before in [false, true] {
        let relation =
            run(bench().associated(ALICE, TOKEN, |relation| relation.kyc_granted = before)).unwrap();
        assert_eq!((relation.kyc_granted, relation.balance), (false, 1));
    }
    let frozen = bench().associated(ALICE, TOKEN, |relation| relation.frozen = true);
    assert_eq!(run(frozen), Err(AccountFrozenForToken), "but not of a frozen account");
}

#[test]
fn the_kyc_key_signs() {
    let data = Data::TokenRevokeKyc(valid());
    assert_eq!(bench().signers(data.clone()), Ok(vec![signs(role::KYC)]), "not the account");
    let keyless = bench().fungible(TOKEN, |token| Arc::make_mut(&mut token.keys).kyc = None);
    assert_eq!(keyless.signers(data.clone()), Err(TokenHasNoKycKey));
    assert!(bench().usage(data).extras().is_empty());
}
