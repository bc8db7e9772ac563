use alloc::{sync::Arc, vec, vec::Vec};

use hapi_proto::{
    fees::Extra,
    services::{AccountId, TokenAssociateTransactionBody, TokenId, transaction_body::Data},
};

use super::super::testing::{
    ALICE, Bench, GONE, NOBODY, TOKEN, TREASURY, UNIQUE, codes::*, id, long_zero, signs, token_id,
};
use crate::{
    ResponseCode,
    keys::{Key, Requirement},
    state::{EntityNum, Store, Token},
};

type Op = TokenAssociateTransactionBody;

fn valid() -> Op {
    Op { account: Some(id(ALICE)), tokens: vec![token_id(UNIQUE), token_id(TOKEN)] }
}

fn bench() -> Bench {
    Bench::new().fungible(TOKEN, |_| {}).non_fungible(UNIQUE, |_| {})
}

fn run(mut bench: Bench) -> Result<(), ResponseCode> {
    bench.run(Data::TokenAssociate(valid())).map(drop)
}

#[test]
fn refuses() {
    bench().refuses(
        Data::TokenAssociate,
        &valid(),
        &[
            ("nobody", |op| op.account = None, InvalidAccountId),
            ("0.0.0", |op| op.account = Some(id(0)), InvalidAccountId),
            ("unknown", |op| op.account = Some(id(NOBODY)), InvalidAccountId),
            ("deleted", |op| op.account = Some(id(GONE)), AccountDeleted),
            (
                "by address",
                |op| op.account = Some(AccountId::from_evm_address(long_zero(ALICE))),
                InvalidAccountId,
            ),
            ("token 0.0.0", |op| op.tokens.push(TokenId::default()), InvalidTokenId),
            ("unknown token", |op| op.tokens.push(token_id(NOBODY)), InvalidTokenId),
            ("twice", |op| op.tokens.push(token_id(TOKEN)), TokenIdRepeatedInTokenList),
        ],
    );
    assert_eq!(bench().handle_only(Data::TokenAssociate(Op::default())), Err(InvalidAccountId));
}

#[test]
fn all_tokens_must_be_usable_and_new() {
    type Change = fn(&mut Token);
    let cases: [(Change, ResponseCode); 2] =
        [(|token| token.deleted = true, TokenWasDeleted), (|token| token.paused = true, TokenIsPaused)];
    for (change, code) in cases {
        assert_eq!(run(bench().fungible(TOKEN, change)), Err(code));
    }
    let known = bench().associated(ALICE, TOKEN, |_| {});
    assert_eq!(run(known.clone()), Err(TokenAlreadyAssociatedToAccount));
    let (paused, deleted) =
        (|token: &mut Token| token.paused = true, |token: &mut Token| token.deleted = true);
    assert_eq!(run(known.non_fungible(UNIQUE, paused)), Err(TokenIsPaused), "usable comes before new");
    let both = bench().fungible(TOKEN, paused).non_fungible(UNIQUE, deleted);
    assert_eq!(run(both), Err(TokenIsPaused), "the lower number decides");
}

#[test]
fn there_is_a_limit() {
    let limited = |limit| {
        bench().config(|config| {
            config.entities.limit_associations = true;
            config.tokens.max_per_account = limit;
        })
    };
    assert_eq!(run(limited(1)), Err(TokensPerAccountLimitExceeded));
    assert_eq!(run(limited(2)), Ok(()));
    assert_eq!(run(limited(1).config(|config| config.entities.limit_associations = false)), Ok(()));
    let known = limited(1).associated(ALICE, TOKEN, |_| {});
    assert_eq!(run(known), Err(TokensPerAccountLimitExceeded), "the limit comes before what is known");
    let of_all = |limit| bench().config(|config| config.tokens.max_relations = limit);
    assert_eq!(run(of_all(3)), Err(MaxEntitiesInPriceRegimeHaveBeenCreated), "the treasury has two");
    assert_eq!(run(of_all(4)), Ok(()));
}

#[test]
fn relations_begin_as_the_token_says() {
    let bench = bench().non_fungible(UNIQUE, |token| {
        token.freeze_default = true;
        Arc::make_mut(&mut token.keys).kyc = None;
    });
    let mut bench = bench.account(ALICE, |alice| alice.max_auto_associations = 1);
    let done = bench.run(Data::TokenAssociate(valid())).unwrap();
    assert!(done.record.automatic_token_associations.is_empty());
    let of = |token| {
        let relation = bench.relation(ALICE, token);
        assert!((relation.balance, relation.automatic) == (0, false));
        (relation.frozen, relation.kyc_granted)
    };
    assert_eq!((of(TOKEN), of(UNIQUE)), ((false, false), (true, true)));
    assert_eq!(bench.get(ALICE).tokens.associations, 2);
    bench.run(Data::TokenAssociate(Op { tokens: vec![], ..valid() })).unwrap();
    assert_eq!(bench.get(ALICE).tokens.associations, 2, "with nothing");
}

#[test]
fn the_latest_come_first_and_of_one_transaction_the_lowest() {
    let other = TREASURY + 100;
    let mut bench = bench().fungible(other, |_| {});
    bench.run(Data::TokenAssociate(Op { tokens: vec![token_id(other)], ..valid() })).unwrap();
    bench.run(Data::TokenAssociate(valid())).unwrap();
    let store = Store::new(&bench.state);
    let listed: Vec<EntityNum> = store.relations_of(ALICE).into_iter().map(|(token, _)| token).collect();
    assert_eq!(listed, [TOKEN, UNIQUE, other]);
}

#[test]
fn the_account_signs() {
    let data = Data::TokenAssociate(valid());
    assert_eq!(bench().signers(data.clone()), Ok(vec![signs(ALICE)]));
    assert_eq!(bench().paid_by(ALICE).signers(data.clone()), Ok(vec![]));
    let immutable = bench().account(ALICE, |alice| alice.key = Arc::new(Key::EMPTY));
    assert_eq!(immutable.signers(data.clone()), Err(InvalidAccountId));
    let hollow = immutable.account(ALICE, |alice| alice.alias = vec![5; 20].into());
    assert_eq!(hollow.signers(data), Ok(vec![Requirement::Hollow { account: ALICE }]));
}

#[test]
fn each_token_costs() {
    assert_eq!(bench().usage(Data::TokenAssociate(valid())).extras(), [(Extra::TokenAssociate, 2)]);
}
