use alloc::{vec, vec::Vec};

use hapi_proto::services::{
    AccountId, NftId, PendingAirdropId, TokenCancelAirdropTransactionBody, TokenId,
    pending_airdrop_id::TokenReference, transaction_body::Data,
};

use super::super::testing::{
    ALICE, BOB, Bench, NOBODY, PAYER, TOKEN, TREASURY, UNIQUE, airdrop_id, codes::*, id, long_zero,
    nft_airdrop_id, signs,
};

type Op = TokenCancelAirdropTransactionBody;

fn data(pending_airdrops: Vec<PendingAirdropId>) -> Data {
    Data::TokenCancelAirdrop(Op { pending_airdrops })
}

/// Alice airdropped 10 units and the NFTs 1 and 2 to Bob.
fn bench() -> Bench {
    let tokens = Bench::new().fungible(TOKEN, |_| {}).non_fungible(UNIQUE, |_| {});
    let owned = tokens.holds(ALICE, TOKEN, 10).owns(ALICE, UNIQUE, 1).owns(ALICE, UNIQUE, 2);
    let waits = owned.airdropped(ALICE, BOB, TOKEN, 10);
    waits.airdropped_nft(ALICE, BOB, UNIQUE, 1).airdropped_nft(ALICE, BOB, UNIQUE, 2)
}

fn units() -> PendingAirdropId {
    airdrop_id(ALICE, BOB, TOKEN)
}

fn nft(serial: i64) -> PendingAirdropId {
    nft_airdrop_id(ALICE, BOB, UNIQUE, serial)
}

#[test]
fn refuses() {
    bench().refuses(
        |id: PendingAirdropId| data(vec![id]),
        &units(),
        &[
            ("no sender", |id| id.sender_id = None, InvalidPendingAirdropId),
            ("sender of no form", |it| it.sender_id = Some(id(0)), InvalidPendingAirdropId),
            ("no receiver", |id| id.receiver_id = None, InvalidPendingAirdropId),
            (
                "no token's id",
                |id| {
                    id.token_reference = Some(TokenReference::FungibleTokenType(TokenId::default()));
                },
                InvalidTokenId,
            ),
            (
                "NFT of no token",
                |id| {
                    let nft = NftId { token_id: None, serial_number: 1 };
                    id.token_reference = Some(TokenReference::NonFungibleToken(nft));
                },
                InvalidNftId,
            ),
            ("serial 0", |id| *id = nft(0), InvalidTokenNftSerialNumber),
            ("unknown sender", |it| it.sender_id = Some(id(NOBODY)), InvalidPendingAirdropId),
            ("unknown receiver", |it| it.receiver_id = Some(id(NOBODY)), InvalidPendingAirdropId),
            ("nothing of a token", |id| id.token_reference = None, InvalidPendingAirdropId),
            ("another token", |id| *id = airdrop_id(ALICE, BOB, UNIQUE), InvalidPendingAirdropId),
            ("another serial", |id| *id = nft(3), InvalidPendingAirdropId),
            ("another sender", |id| *id = airdrop_id(TREASURY, BOB, TOKEN), InvalidPendingAirdropId),
            ("another receiver", |id| *id = airdrop_id(ALICE, PAYER, TOKEN), InvalidPendingAirdropId),
        ],
    );
}

#[test]
fn refuses_lists_that_are_empty_repeat_or_are_too_long() {
    let cancel = |ids| bench().run(data(ids)).map(drop);
    assert_eq!(cancel(vec![]), Err(EmptyPendingAirdropIdList));
    assert_eq!(cancel(vec![units(), units()]), Err(PendingAirdropIdRepeated));
    assert_eq!(cancel((1..=11).map(nft).collect()), Err(PendingAirdropIdListTooLong));
    let alias = AccountId::from_evm_address(long_zero(BOB));
    let by_alias = PendingAirdropId { receiver_id: Some(alias), ..units() };
    assert_eq!(cancel(vec![units(), by_alias.clone()]), Err(PendingAirdropIdRepeated));
    assert_eq!(cancel(vec![by_alias]), Ok(()));
}

#[test]
fn can_be_turned_off() {
    let mut off = bench().config(|config| config.airdrops.cancel_enabled = false);
    assert_eq!(off.run(data(vec![units()])).map(drop), Err(NotSupported));
}

#[test]
fn what_is_cancelled_waits_no_more() {
    let mut bench = bench();
    bench.run(data(vec![nft(1), units()])).unwrap();
    assert_eq!((bench.waiting(ALICE, BOB, TOKEN), bench.airdrops()), (None, 1));
    assert_eq!(bench.get(ALICE).tokens.pending_airdrops, 1);
    assert_eq!(bench.run(data(vec![units()])).map(drop), Err(InvalidPendingAirdropId));
    bench.run(data(vec![nft(2)])).unwrap();
    assert_eq!(bench.get(ALICE).tokens.pending_airdrops, 0);
    assert_eq!(bench.balance(ALICE, TOKEN), 10);
}

#[test]
fn even_of_a_token_that_cannot_be_used() {
    let unusable = bench().fungible(TOKEN, |token| token.paused = true);
    assert_eq!(unusable.clone().run(data(vec![units()])).map(drop), Ok(()));
    let mut deleted = unusable.fungible(TOKEN, |token| token.deleted = true);
    assert_eq!(deleted.run(data(vec![units()])).map(drop), Ok(()));
}

#[test]
fn senders_sign() {
    let other = bench().airdropped(TREASURY, BOB, TOKEN, 1);
    let ids = vec![units(), nft(1), airdrop_id(TREASURY, BOB, TOKEN)];
    assert_eq!(other.signers(data(ids)), Ok(vec![signs(ALICE), signs(TREASURY)]));
    assert_eq!(other.paid_by(ALICE).signers(data(vec![units()])), Ok(vec![]));
    assert_eq!(bench().usage(data(vec![units(), nft(1)])).extras(), []);
}
