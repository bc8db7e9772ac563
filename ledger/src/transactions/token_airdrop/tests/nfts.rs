use alloc::{sync::Arc, vec, vec::Vec};

use hapi_proto::services::TokenTransferList;

use super::{
    super::super::testing::{
        ALICE, BOB, Bench, GONE, NOBODY, PAYER, TOKEN, TREASURY, UNIQUE, amount, codes::*, id, signs,
        token_id,
    },
    FRIEND, OPEN, STRANGER, bench, data, ends, nft, nfts, told, units,
};
use crate::state::{AirdropKey, CustomFee, Fee, FixedFee, Token};

fn waits(bench: &Bench, receiver: u64, serial: u64) -> bool {
    let key = AirdropKey { sender: ALICE, receiver, token: UNIQUE, serial: Some(serial) };
    bench.state.airdrops.get(&key).is_some()
}

#[test]
fn refuses_what_the_sender_cannot_send() {
    let of = |nft| ends(&bench(), TokenTransferList { nft_transfers: vec![nft], ..nfts(&[]) });
    let with = |change: fn(&mut Token)| ends(&bench().non_fungible(UNIQUE, change), nfts(&[(FRIEND, 1)]));
    assert_eq!(with(|token| token.deleted = true), Err(TokenWasDeleted));
    assert_eq!(with(|token| token.paused = true), Err(TokenIsPaused));
    assert_eq!(of(nft(NOBODY, FRIEND, 1)), Err(InvalidAccountId));
    assert_eq!(of(nft(STRANGER, FRIEND, 1)), Err(TokenNotAssociatedToAccount));
    assert_eq!(of(nft(ALICE, FRIEND, 9)), Err(InvalidNftId));
    assert_eq!(of(nft(ALICE, FRIEND, 4)), Err(SenderDoesNotOwnNftSerialNo));
    assert_eq!(of(nft(TREASURY, FRIEND, 1)), Err(SenderDoesNotOwnNftSerialNo));
    assert_eq!(of(nft(TREASURY, FRIEND, 4)), Ok(()));
    let fungible = TokenTransferList { token: Some(token_id(TOKEN)), ..nfts(&[(FRIEND, 1)]) };
    assert_eq!(ends(&bench(), fungible), Err(InvalidNftId));
    let frozen = bench().associated(ALICE, UNIQUE, |relation| relation.frozen = true);
    assert_eq!(ends(&frozen, nfts(&[(STRANGER, 1)])), Err(AccountFrozenForToken));
}

#[test]
fn refuses_receivers_that_are_none() {
    let to = |receiver| ends(&bench(), nfts(&[(receiver, 1)]));
    assert_eq!(to(NOBODY), Err(InvalidAccountId));
    assert_eq!(to(GONE), Err(AccountDeleted));
    assert_eq!(to(50), Err(InvalidReceivingNodeAccount));
}

#[test]
fn goes_to_who_is_ready_and_waits_for_the_others() {
    let mut bench = bench();
    let done = bench.run(data(vec![nfts(&[(FRIEND, 1), (STRANGER, 2), (OPEN, 3)])])).unwrap();
    let owner = |serial| bench.nft(UNIQUE, serial).owner;
    assert_eq!([owner(1), owner(2), owner(3)], [Some(FRIEND), Some(ALICE), Some(OPEN)]);
    assert!(waits(&bench, STRANGER, 2));
    assert_eq!(told(&done.record), [(STRANGER.cast_signed(), None)]);
    assert_eq!(bench.get(ALICE).tokens.pending_airdrops, 1);
}

#[test]
fn one_that_waits_does_not_wait_twice_for_the_same() {
    let waiting = bench().airdropped_nft(ALICE, STRANGER, UNIQUE, 1);
    assert_eq!(ends(&waiting, nfts(&[(STRANGER, 1)])), Err(PendingNftAirdropAlreadyExists));
    assert_eq!(ends(&waiting, nfts(&[(PAYER, 1)])), Ok(()));
    assert_eq!(ends(&waiting, nfts(&[(STRANGER, 2)])), Ok(()));
}

#[test]
fn only_so_much_may_wait_and_only_so_many_are_sent() {
    let limited = bench().config(|config| config.airdrops.max_pending = 1);
    let two = nfts(&[(STRANGER, 1), (STRANGER, 2)]);
    assert_eq!(ends(&limited, two), Err(MaxEntitiesInPriceRegimeHaveBeenCreated));
    let short = bench().config(|config| config.ledger.nft_transfers_max_len = 2);
    assert_eq!(ends(&short, nfts(&[(FRIEND, 1), (FRIEND, 2), (FRIEND, 3)])), Err(BatchSizeLimitExceeded));
}

#[test]
fn records_show_receivers_in_order_and_fungible_tokens_first() {
    let lists = vec![nfts(&[(STRANGER, 2), (STRANGER, 1), (PAYER, 3)]), units(&[(STRANGER, 5)])];
    let done = bench().run(data(lists)).unwrap();
    let amounts: Vec<_> = told(&done.record).into_iter().map(|(_, amount)| amount).collect();
    assert_eq!(amounts, [None, Some(5), None, None]);
}

fn with_royalty(fallback: Option<FixedFee>, all_collectors_are_exempt: bool) -> Bench {
    let fee = Fee::Royalty { numerator: 1, denominator: 10, fallback };
    let fees = [BOB, PAYER].map(|collector| CustomFee { fee, collector, all_collectors_are_exempt });
    bench().non_fungible(UNIQUE, |token| token.custom_fees = Arc::new(fees.into()))
}

#[test]
fn refuses_receivers_that_would_owe_a_fallback_fee() {
    let fallback = Some(FixedFee { amount: 1, token: None });
    let to = |receiver, all| ends(&with_royalty(fallback, all), nfts(&[(receiver, 1)]));
    assert_eq!(to(STRANGER, false), Err(TokenAirdropWithFallbackRoyalty));
    assert_eq!(to(TREASURY, false), Ok(()));
    assert_eq!(to(BOB, false), Err(TokenAirdropWithFallbackRoyalty), "the other collector's fee");
    let signers = with_royalty(fallback, false).signers(data(vec![nfts(&[(STRANGER, 1)])]));
    assert_eq!(signers, Ok(vec![signs(ALICE), signs(STRANGER)]));
}

#[test]
fn refuses_value_in_return_where_a_royalty_is_due() {
    let paid = with_royalty(None, false).holds(OPEN, TOKEN, 10);
    let mut price = units(&[]);
    price.transfers = vec![amount(id(OPEN), -10), amount(id(ALICE), 10)];
    let swap = |bench: &Bench| bench.clone().run(data(vec![nfts(&[(FRIEND, 1)]), price.clone()])).map(drop);
    assert_eq!(swap(&paid), Err(TokenAirdropWithFallbackRoyalty));
    assert_eq!(ends(&paid, nfts(&[(FRIEND, 1)])), Ok(()));
    assert_eq!(swap(&bench().holds(OPEN, TOKEN, 10)), Ok(()));
}
