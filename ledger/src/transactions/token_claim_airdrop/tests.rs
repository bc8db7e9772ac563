use alloc::{sync::Arc, vec, vec::Vec};

use hapi_proto::services::{
    AccountId, PendingAirdropId, TokenClaimAirdropTransactionBody, transaction_body::Data,
};

use super::super::testing::{
    ALICE, BOB, Bench, NOBODY, PAYER, TOKEN, TREASURY, UNIQUE, airdrop_id, codes::*, id, long_zero,
    nft_airdrop_id, signs,
};
use crate::state::{CustomFee, Fee, FixedFee, Token};

type Op = TokenClaimAirdropTransactionBody;

fn data(pending_airdrops: Vec<PendingAirdropId>) -> Data {
    Data::TokenClaimAirdrop(Op { pending_airdrops })
}

/// Alice airdropped 10 of her 15 units and the NFTs 1 and 2 to Bob, who is not associated with the tokens.
fn bench() -> Bench {
    let open = |token: &mut Token| token.keys = Arc::default();
    let tokens = Bench::new().fungible(TOKEN, open).non_fungible(UNIQUE, open);
    let owned = tokens.holds(ALICE, TOKEN, 15).owns(ALICE, UNIQUE, 1).owns(ALICE, UNIQUE, 2);
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
            ("no receiver", |id| id.receiver_id = None, InvalidPendingAirdropId),
            ("unknown receiver", |it| it.receiver_id = Some(id(NOBODY)), InvalidAccountId),
            ("unknown sender", |it| it.sender_id = Some(id(NOBODY)), InvalidPendingAirdropId),
            ("nothing of a token", |id| id.token_reference = None, InvalidPendingAirdropId),
            ("unknown token", |id| *id = airdrop_id(ALICE, BOB, NOBODY), InvalidPendingAirdropId),
            ("another token", |id| *id = airdrop_id(ALICE, BOB, UNIQUE), InvalidPendingAirdropId),
            ("another serial", |id| *id = nft(3), InvalidPendingAirdropId),
            ("negative serial", |id| *id = nft(-1), InvalidPendingAirdropId),
            ("another sender", |id| *id = airdrop_id(TREASURY, BOB, TOKEN), InvalidPendingAirdropId),
        ],
    );
}

#[test]
fn refuses_lists_that_are_empty_repeat_or_are_too_long() {
    let claim = |ids| bench().run(data(ids)).map(drop);
    assert_eq!(claim(vec![]), Err(EmptyPendingAirdropIdList));
    assert_eq!(claim(vec![units(), units()]), Err(PendingAirdropIdRepeated));
    assert_eq!(claim((1..=11).map(nft).collect()), Err(PendingAirdropIdListTooLong));
    let alias = AccountId::from_evm_address(long_zero(ALICE));
    let by_alias = PendingAirdropId { sender_id: Some(alias), ..units() };
    assert_eq!(claim(vec![units(), by_alias.clone()]), Err(PendingAirdropIdRepeated));
    assert_eq!(claim(vec![by_alias]), Ok(()));
}

#[test]
fn can_be_turned_off() {
    let mut off = bench().config(|config| config.airdrops.claim_enabled = false);
    assert_eq!(off.run(data(vec![units()])).map(drop), Err(NotSupported));
}

#[test]
fn what_is_claimed_arrives_with_an_association() {
    let mut bench = bench();
    let done = bench.run(data(vec![nft(1), units(), nft(2)])).unwrap();
    assert_eq!((bench.balance(ALICE, TOKEN), bench.balance(BOB, TOKEN)), (5, 10));
    assert_eq!([1, 2].map(|serial| bench.nft(UNIQUE, serial).owner), [Some(BOB); 2]);
    assert_eq!((bench.airdrops(), bench.get(ALICE).tokens.pending_airdrops), (0, 0));
    assert_eq!(bench.get(BOB).used_auto_associations, 0, "it takes no slot");
    assert!(done.record.automatic_token_associations.is_empty());
    assert_eq!(bench.run(data(vec![units()])).map(drop), Err(InvalidPendingAirdropId));
}

#[test]
fn who_is_associated_gets_it_too() {
    let mut bench = bench().holds(BOB, TOKEN, 1);
    bench.run(data(vec![units()])).unwrap();
    assert_eq!(bench.balance(BOB, TOKEN), 11);
}

#[test]
fn several_of_one_token_are_one_transfer() {
    let both_ways = bench().holds(BOB, TOKEN, 20).airdropped(BOB, ALICE, TOKEN, 20);
    let mut all = both_ways.airdropped(ALICE, PAYER, TOKEN, 5);
    let ids = vec![units(), airdrop_id(BOB, ALICE, TOKEN), airdrop_id(ALICE, PAYER, TOKEN)];
    all.run(data(ids)).unwrap();
    assert_eq!([ALICE, BOB, PAYER].map(|account| all.balance(account, TOKEN)), [20, 10, 5]);
}

#[test]
fn what_the_sender_no_longer_has_does_not_arrive() {
    let more = bench().airdropped(ALICE, BOB, TOKEN, 16);
    let claim = |bench: &Bench, id| bench.clone().run(data(vec![id])).map(drop);
    assert_eq!(claim(&more, units()), Err(InsufficientTokenBalance));
    assert_eq!(
        claim(&bench().airdropped(ALICE, BOB, TOKEN, i64::MAX), units()),
        Err(InsufficientTokenBalance)
    );
    let others = bench().airdropped_nft(TREASURY, BOB, UNIQUE, 1);
    let lost = nft_airdrop_id(TREASURY, BOB, UNIQUE, 1);
    assert_eq!(claim(&others, lost.clone()), Err(SenderDoesNotOwnNftSerialNo));
    assert_eq!(others.clone().run(data(vec![nft(1), lost])).map(drop), Err(InvalidAccountAmounts));
    assert_eq!(others.airdrops(), 4, "nothing is claimed");
}

#[test]
fn what_nobody_can_have_cannot_be_added_up() {
    let ids = vec![units(), airdrop_id(ALICE, PAYER, TOKEN)];
    let mut absurd =
        bench().airdropped(ALICE, BOB, TOKEN, i64::MAX).airdropped(ALICE, PAYER, TOKEN, i64::MAX);
    assert_eq!(absurd.run(data(ids)).map(drop), Err(InsufficientTokenBalance));
}

#[test]
fn refuses_what_cannot_be_used() {
    let claim = |bench: Bench| bench.clone().run(data(vec![units()])).map(drop);
    assert_eq!(claim(bench().fungible(TOKEN, |token| token.deleted = true)), Err(TokenWasDeleted));
    assert_eq!(claim(bench().fungible(TOKEN, |token| token.paused = true)), Err(TokenIsPaused));
    let kyc = bench().fungible(TOKEN, |token| token.keys = Arc::new(super::super::testing::all_keys()));
    assert_eq!(claim(kyc), Err(AccountKycNotGrantedForToken));
    let frozen = |account| bench().associated(account, TOKEN, |relation| relation.frozen = true);
    assert_eq!(claim(frozen(BOB)), Err(AccountFrozenForToken));
    assert_eq!(claim(frozen(ALICE)), Err(AccountFrozenForToken));
}

#[test]
fn custom_fees_are_not_owed_again() {
    let fee = Fee::Fixed(FixedFee { amount: 100, token: None });
    let mut bench = bench().fungible(TOKEN, |token| {
        token.custom_fees =
            Arc::new(vec![CustomFee { fee, collector: TREASURY, all_collectors_are_exempt: false }]);
    });
    let done = bench.run(data(vec![units()])).unwrap();
    assert_eq!(bench.get(TREASURY).balance, 0);
    assert!(done.record.assessed_custom_fees.is_empty());
}

#[test]
fn refuses_nfts_that_now_have_a_fallback_fee() {
    let royalty = |fallback| Fee::Royalty { numerator: 1, denominator: 2, fallback };
    let claim = |fee| {
        let mut bench = bench().non_fungible(UNIQUE, |token| {
            token.custom_fees =
                Arc::new(vec![CustomFee { fee, collector: TREASURY, all_collectors_are_exempt: false }]);
        });
        bench.run(data(vec![nft(1)])).map(drop)
    };
    let fallback = Some(FixedFee { amount: 1, token: None });
    assert_eq!(claim(royalty(fallback)), Err(TokenAirdropWithFallbackRoyalty));
    assert_eq!(claim(royalty(None)), Ok(()));
}

#[test]
fn receivers_sign() {
    let other = bench().airdropped(ALICE, TREASURY, UNIQUE, 1);
    let ids = vec![units(), nft(1), airdrop_id(ALICE, TREASURY, UNIQUE)];
    assert_eq!(other.signers(data(ids)), Ok(vec![signs(BOB), signs(TREASURY)]));
    assert_eq!(other.paid_by(BOB).signers(data(vec![units()])), Ok(vec![]));
    assert_eq!(bench().usage(data(vec![units()])).extras(), []);
}
