use alloc::{sync::Arc, vec, vec::Vec};

use hapi_proto::services::{
    AccountId, NftId, TokenId, TokenReference, TokenRejectTransactionBody, token_reference::TokenIdentifier,
    transaction_body::Data,
};

use super::super::testing::{
    ALICE, BOB, Bench, GONE, NOBODY, PAYER, TOKEN, TREASURY, UNIQUE, UNITS, codes::*, id, long_zero, signs,
    token_id,
};
use crate::{
    keys::Key,
    state::{CustomFee, Fee, FixedFee, Token, TokenAllowance},
};

type Op = TokenRejectTransactionBody;

fn units() -> TokenReference {
    TokenReference { token_identifier: Some(TokenIdentifier::FungibleToken(token_id(TOKEN))) }
}

fn nft(serial_number: i64) -> TokenReference {
    let nft = NftId { token_id: Some(token_id(UNIQUE)), serial_number };
    TokenReference { token_identifier: Some(TokenIdentifier::Nft(nft)) }
}

/// Alice rejects this.
fn op(rejections: Vec<TokenReference>) -> Op {
    Op { owner: Some(id(ALICE)), rejections }
}

/// Alice has 10 units and the NFTs 1 and 2.
fn bench() -> Bench {
    let tokens = Bench::new().fungible(TOKEN, |_| {}).non_fungible(UNIQUE, |_| {});
    tokens.holds(ALICE, TOKEN, 10).owns(ALICE, UNIQUE, 1).owns(ALICE, UNIQUE, 2)
}

#[test]
fn refuses() {
    bench().refuses(
        Data::TokenReject,
        &op(vec![units(), nft(1)]),
        &[
            ("nothing", |op| op.rejections.clear(), EmptyTokenReferenceList),
            ("owner of no form", |op| op.owner = Some(id(0)), InvalidAccountId),
            ("repetition", |op| op.rejections.push(units()), TokenReferenceRepeated),
            (
                "no token's id",
                |op| {
                    let none = TokenIdentifier::FungibleToken(TokenId::default());
                    op.rejections[0].token_identifier = Some(none);
                },
                InvalidTokenId,
            ),
            (
                "NFT of no token",
                |op| {
                    let none = NftId { token_id: None, serial_number: 1 };
                    op.rejections[1].token_identifier = Some(TokenIdentifier::Nft(none));
                },
                InvalidNftId,
            ),
            ("serial 0", |op| op.rejections[1] = nft(0), InvalidTokenNftSerialNumber),
            ("unknown owner", |op| op.owner = Some(id(NOBODY)), InvalidOwnerId),
            ("owner without a key", |op| op.owner = Some(id(800)), AccountIsImmutable),
            (
                "too many",
                |op| op.rejections = (1..=11).map(nft).collect(),
                TokenReferenceListSizeLimitExceeded,
            ),
            ("deleted owner", |op| op.owner = Some(id(GONE)), AccountDeleted),
            (
                "unknown token",
                |op| {
                    let unknown = TokenIdentifier::FungibleToken(token_id(NOBODY));
                    op.rejections[0].token_identifier = Some(unknown);
                },
                InvalidTokenId,
            ),
            ("owner without it", |op| op.owner = Some(id(BOB)), TokenNotAssociatedToAccount),
            ("treasury", |op| op.owner = Some(id(TREASURY)), AccountIsTreasury),
            (
                "treasury of an NFT",
                |op| *op = Op { owner: Some(id(TREASURY)), rejections: vec![nft(3)] },
                AccountIsTreasury,
            ),
            ("unknown NFT", |op| op.rejections[1] = nft(9), InvalidNftId),
            ("another's", |op| op.rejections[1] = nft(3), InvalidOwnerId),
            (
                "NFTs as units",
                |op| {
                    let all = TokenIdentifier::FungibleToken(token_id(UNIQUE));
                    op.rejections[0].token_identifier = Some(all);
                },
                AccountAmountTransfersOnlyAllowedForFungibleCommon,
            ),
        ],
    );
}

#[test]
fn refuses_who_has_nothing_and_what_cannot_be_used() {
    let reject =
        |bench: Bench, rejection| bench.clone().run(Data::TokenReject(op(vec![rejection]))).map(drop);
    let nothing = Op { owner: Some(id(BOB)), rejections: vec![units()] };
    let mut none = bench().associated(BOB, TOKEN, |_| {});
    assert_eq!(none.run(Data::TokenReject(nothing)).map(drop), Err(InsufficientTokenBalance));
    let frozen = |account| bench().associated(account, TOKEN, |relation| relation.frozen = true);
    assert_eq!(reject(frozen(ALICE), units()), Err(AccountFrozenForToken));
    assert_eq!(reject(frozen(TREASURY), units()), Err(AccountFrozenForToken));
    let kyc = |token| bench().associated(ALICE, token, |relation| relation.kyc_granted = false);
    assert_eq!(reject(kyc(TOKEN), units()), Err(AccountKycNotGrantedForToken));
    assert_eq!(reject(kyc(UNIQUE), nft(1)), Err(AccountKycNotGrantedForToken));
    let of_both = |change: fn(&mut Token)| bench().fungible(TOKEN, change).non_fungible(UNIQUE, change);
    for rejection in [units(), nft(1)] {
        assert_eq!(reject(of_both(|token| token.paused = true), rejection), Err(TokenIsPaused));
        assert_eq!(reject(of_both(|token| token.deleted = true), rejection), Err(TokenWasDeleted));
    }
}

#[test]
fn can_be_turned_off() {
    let mut off = bench().config(|config| config.tokens.reject_enabled = false);
    assert_eq!(off.run(Data::TokenReject(op(vec![units()]))).map(drop), Err(NotSupported));
}

#[test]
fn sends_everything_back_to_the_treasuries() {
    let mut bench = bench();
    bench.run(Data::TokenReject(op(vec![nft(1), units(), nft(2)]))).unwrap();
    assert_eq!((bench.balance(ALICE, TOKEN), bench.balance(TREASURY, TOKEN)), (0, UNITS));
    assert_eq!([1, 2].map(|serial| bench.nft(UNIQUE, serial).owner), [None; 2]);
    assert_eq!(bench.get(ALICE).tokens.associations, 2, "it stays associated");
}

#[test]
fn the_payer_rejects_where_nobody_is_named_and_an_alias_names_an_account() {
    let unnamed = Op { owner: None, rejections: vec![units()] };
    let mut payers = bench().holds(PAYER, TOKEN, 7);
    payers.run(Data::TokenReject(unnamed)).unwrap();
    assert_eq!([PAYER, ALICE].map(|account| payers.balance(account, TOKEN)), [0, 10]);
    let aliased = Op { owner: Some(AccountId::from_evm_address(long_zero(ALICE))), ..op(vec![units()]) };
    payers.run(Data::TokenReject(aliased)).unwrap();
    assert_eq!(payers.balance(ALICE, TOKEN), 0);
}

#[test]
fn a_reference_to_nothing_rejects_nothing() {
    let mut bench = bench();
    bench.run(Data::TokenReject(op(vec![TokenReference::default()]))).unwrap();
    assert_eq!(bench.balance(ALICE, TOKEN), 10);
}

#[test]
fn costs_no_custom_fees_and_leaves_allowances_but_those_of_serials() {
    let fee = Fee::Fixed(FixedFee { amount: 100, token: None });
    let allowance = TokenAllowance { spender: BOB, token: TOKEN, amount: 5 };
    let mut bench = bench()
        .fungible(TOKEN, |token| {
            let fee = CustomFee { fee, collector: BOB, all_collectors_are_exempt: false };
            token.custom_fees = Arc::new(vec![fee]);
        })
        .account(ALICE, |alice| alice.tokens.token_allowances = vec![allowance]);
    bench.state.nfts.get_mut(&(UNIQUE, 1)).unwrap().spender = Some(BOB);
    let before = bench.get(BOB).balance;
    let done = bench.run(Data::TokenReject(op(vec![units(), nft(1)]))).unwrap();
    assert_eq!(bench.get(BOB).balance, before);
    assert!(done.record.assessed_custom_fees.is_empty());
    assert_eq!(bench.get(ALICE).tokens.token_allowances, [allowance]);
    assert_eq!(bench.nft(UNIQUE, 1).spender, None);
}

#[test]
fn the_owner_signs() {
    let signers = |bench: Bench, op| bench.signers(Data::TokenReject(op));
    assert_eq!(signers(bench(), op(vec![units()])), Ok(vec![signs(ALICE)]));
    assert_eq!(signers(bench(), Op { owner: None, ..op(vec![units()]) }), Ok(vec![]));
    assert_eq!(signers(bench().paid_by(ALICE), op(vec![units()])), Ok(vec![]));
    let hollow = bench().account(ALICE, |alice| {
        alice.key = Arc::new(Key::EMPTY);
        alice.alias = vec![7; 20].into();
    });
    assert_eq!(signers(hollow, op(vec![units()])), Err(AccountIsImmutable));
    assert_eq!(bench().usage(Data::TokenReject(op(vec![units()]))).extras(), []);
}
