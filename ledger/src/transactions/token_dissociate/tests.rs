use alloc::vec;

use hapi_proto::services::{TokenDissociateTransactionBody, TokenId, transaction_body::Data};

use super::super::testing::{
    ALICE, BOB, Bench, GONE, NOBODY, TOKEN, TREASURY, UNIQUE, codes::*, id, signs, token_id,
};
use crate::{ResponseCode, state::Token};

type Op = TokenDissociateTransactionBody;

fn valid() -> Op {
    Op { account: Some(id(ALICE)), tokens: vec![token_id(UNIQUE), token_id(TOKEN)] }
}

/// Alice is associated with both tokens, and has nothing of them.
fn bench() -> Bench {
    let bench = Bench::new().fungible(TOKEN, |_| {}).non_fungible(UNIQUE, |_| {});
    bench.associated(ALICE, TOKEN, |_| {}).associated(ALICE, UNIQUE, |_| {})
}

fn run(mut bench: Bench) -> Result<(), ResponseCode> {
    bench.run(Data::TokenDissociate(valid())).map(drop)
}

#[test]
fn refuses() {
    bench().refuses(
        Data::TokenDissociate,
        &valid(),
        &[
            ("nobody", |op| op.account = None, InvalidAccountId),
            ("unknown", |op| op.account = Some(id(NOBODY)), InvalidAccountId),
            ("deleted", |op| op.account = Some(id(GONE)), AccountDeleted),
            ("another", |op| op.account = Some(id(BOB)), TokenNotAssociatedToAccount),
            ("the treasury", |op| op.account = Some(id(TREASURY)), AccountIsTreasury),
            ("token 0.0.0", |op| op.tokens.push(TokenId::default()), InvalidTokenId),
            ("unknown token", |op| op.tokens.push(token_id(NOBODY)), TokenNotAssociatedToAccount),
            ("twice", |op| op.tokens.push(token_id(TOKEN)), TokenIdRepeatedInTokenList),
        ],
    );
}

#[test]
fn what_is_held_back_is_not_let_go() {
    let frozen = |bench: Bench| bench.associated(ALICE, TOKEN, |relation| relation.frozen = true);
    assert_eq!(run(bench().fungible(TOKEN, |token| token.paused = true)), Err(TokenIsPaused));
    assert_eq!(run(frozen(bench())), Err(AccountFrozenForToken));
    assert_eq!(run(bench().holds(ALICE, TOKEN, 1)), Err(TransactionRequiresZeroTokenBalances));
    assert_eq!(run(bench().owns(ALICE, UNIQUE, 1)), Err(AccountStillOwnsNfts));
    assert_eq!(run(frozen(bench().owns(ALICE, UNIQUE, 1))), Err(AccountStillOwnsNfts), "in their order");
    let paused = frozen(bench().owns(ALICE, UNIQUE, 1)).fungible(TOKEN, |token| token.paused = true);
    assert_eq!(run(paused), Err(TokenIsPaused), "but pauses come first");
    let unknown = bench().associated(ALICE, TOKEN, |relation| relation.kyc_granted = false);
    assert_eq!(run(unknown), Ok(()), "KYC does not matter");
}

#[test]
fn relations_end() {
    let mut bench = bench().associated(ALICE, TOKEN, |relation| relation.automatic = true);
    bench.run(Data::TokenDissociate(valid())).unwrap();
    let alice = bench.get(ALICE);
    assert_eq!((alice.tokens.associations, alice.used_auto_associations), (0, 0));
    assert_eq!(bench.run(Data::TokenDissociate(valid())).map(drop), Err(TokenNotAssociatedToAccount));
    bench.run(Data::TokenDissociate(Op { tokens: vec![], ..valid() })).unwrap();
}

#[test]
fn what_is_left_of_a_deleted_token_is_given_up() {
    let ended = |token: &mut Token| token.deleted = true;
    let bench = bench().holds(ALICE, TOKEN, 7).owns(ALICE, UNIQUE, 1);
    let bench = bench.associated(ALICE, TOKEN, |relation| relation.frozen = true);
    let mut bench = bench.fungible(TOKEN, ended).non_fungible(UNIQUE, ended);
    bench.run(Data::TokenDissociate(valid())).unwrap();
    let alice = &bench.get(ALICE).tokens;
    assert_eq!((alice.associations, alice.positive_balances, alice.owned_nfts), (0, 0, 0));
    assert_eq!(bench.nft(UNIQUE, 1).owner, Some(ALICE), "it is still known");
    bench.run(Data::TokenDissociate(Op { account: Some(id(TREASURY)), ..valid() })).unwrap();
    assert_eq!(bench.get(TREASURY).tokens.owned_nfts, 0, "even by the treasury");
}

#[test]
fn the_account_signs() {
    let data = Data::TokenDissociate(valid());
    assert_eq!(bench().signers(data.clone()), Ok(vec![signs(ALICE)]));
    assert_eq!(bench().paid_by(ALICE).signers(data.clone()), Ok(vec![]));
    assert!(bench().usage(data).extras().is_empty());
}
