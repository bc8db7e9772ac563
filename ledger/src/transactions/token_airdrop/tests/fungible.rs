use alloc::{sync::Arc, vec, vec::Vec};

use hapi_proto::services::{AccountId, TokenTransferList};

use super::{
    super::super::testing::{
        ALICE, Bench, GONE, NOBODY, PAYER, TOKEN, UNIQUE, all_keys, amount, codes::*, ecdsa, id, long_zero,
        signs, token_id,
    },
    FRIEND, OPEN, STRANGER, asks_to_sign, bench, data, ends, told, units,
};
use crate::{
    keys::{Key, Requirement},
    state::Token,
};

#[test]
fn refuses_what_the_sender_cannot_send() {
    let to_friend = || units(&[(FRIEND, 10)]);
    let with = |change: fn(&mut Token)| ends(&bench().fungible(TOKEN, change), to_friend());
    assert_eq!(with(|token| token.deleted = true), Err(TokenWasDeleted));
    assert_eq!(with(|token| token.paused = true), Err(TokenIsPaused));
    assert_eq!(ends(&bench(), units(&[(STRANGER, 101)])), Err(InsufficientTokenBalance));
    let of = |token| TokenTransferList { token: Some(token_id(token)), ..to_friend() };
    assert_eq!(ends(&bench(), of(NOBODY)), Err(InvalidTokenId));
    assert_eq!(ends(&bench(), of(UNIQUE)), Err(AccountAmountTransfersOnlyAllowedForFungibleCommon));
    let from = |sender| {
        let transfers = vec![amount(id(sender), -1), amount(id(FRIEND), 1)];
        TokenTransferList { transfers, ..to_friend() }
    };
    assert_eq!(ends(&bench(), from(NOBODY)), Err(InvalidAccountId));
    assert_eq!(ends(&bench(), from(GONE)), Err(AccountDeleted));
    assert_eq!(ends(&bench(), from(STRANGER)), Err(TokenNotAssociatedToAccount));
    let frozen = bench().associated(ALICE, TOKEN, |relation| relation.frozen = true);
    assert_eq!(ends(&frozen, to_friend()), Err(AccountFrozenForToken));
    let unknown = bench().associated(ALICE, TOKEN, |relation| relation.kyc_granted = false);
    assert_eq!(ends(&unknown, units(&[(STRANGER, 1)])), Err(AccountKycNotGrantedForToken));
    let decimals = TokenTransferList { expected_decimals: Some(3), ..to_friend() };
    assert_eq!(ends(&bench(), decimals), Err(UnexpectedTokenDecimals));
}

#[test]
fn refuses_more_than_ten_adjustments() {
    let strangers: Vec<_> = (0..10).map(|index| (3000 + index, 1)).collect();
    let known = strangers.iter().fold(bench(), |bench, (num, _)| bench.account(*num, |_| {}));
    assert_eq!(ends(&known, units(&strangers[..9])), Ok(()));
    assert_eq!(ends(&known, units(&strangers)), Err(TokenTransferListSizeLimitExceeded));
}

#[test]
fn refuses_receivers_that_are_none() {
    let to = |receiver| ends(&bench(), units(&[(receiver, 1)]));
    assert_eq!(to(NOBODY), Err(InvalidAccountId));
    assert_eq!(to(GONE), Err(AccountDeleted));
    assert_eq!(to(50), Err(InvalidReceivingNodeAccount));
    assert_eq!(to(802), Err(InvalidReceivingNodeAccount));
    assert_eq!(to(800), Err(InvalidAccountId), "it has no tokens, ever");
}

#[test]
fn refuses_receivers_that_could_not_sign_a_claim() {
    let contract = Key::Contract;
    let with_key = |key: Key| {
        let bench = bench().account(STRANGER, |stranger| stranger.key = Arc::new(key));
        ends(&bench, units(&[(STRANGER, 1)]))
    };
    let threshold = |threshold| {
        let keys = vec![Key::DelegatableContract(1), contract(2), Key::Ed25519([1; 32])];
        with_key(Key::Threshold { threshold, keys })
    };
    assert_eq!(with_key(contract(1)), Ok(()));
    assert_eq!(with_key(Key::DelegatableContract(1)), Err(NotSupported));
    assert_eq!(with_key(Key::List(vec![contract(1), Key::DelegatableContract(1)])), Err(NotSupported));
    assert_eq!((threshold(2), threshold(3)), (Ok(()), Err(NotSupported)));
}

#[test]
fn who_is_associated_or_has_a_slot_gets_it_at_once() {
    let mut bench = bench();
    let done = bench.run(data(vec![units(&[(FRIEND, 10), (OPEN, 20)])])).unwrap();
    assert_eq!([ALICE, FRIEND, OPEN].map(|account| bench.balance(account, TOKEN)), [70, 10, 20]);
    assert_eq!((bench.airdrops(), told(&done.record)), (0, vec![]));
    assert_eq!(bench.get(OPEN).used_auto_associations, 1);
    assert_eq!(done.record.automatic_token_associations.len(), 1);
}

#[test]
fn for_the_others_it_waits() {
    let mut bench = bench();
    let done = bench.run(data(vec![units(&[(STRANGER, 10), (FRIEND, 5), (PAYER, 20)])])).unwrap();
    assert_eq!([ALICE, FRIEND, STRANGER].map(|account| bench.balance(account, TOKEN)), [95, 5, 0]);
    assert_eq!(bench.waiting(ALICE, STRANGER, TOKEN), Some(10));
    let [first, second] = [PAYER, STRANGER].map(u64::cast_signed);
    assert_eq!(told(&done.record), [(first, Some(20)), (second, Some(10))]);
    assert_eq!(bench.get(ALICE).tokens.pending_airdrops, 2);
}

#[test]
fn what_waits_for_the_same_adds_up() {
    let mut bench = bench();
    let mut airdrop = |amount| told(&bench.run(data(vec![units(&[(STRANGER, amount)])])).unwrap().record);
    let stranger = STRANGER.cast_signed();
    assert_eq!(airdrop(10), [(stranger, Some(10))]);
    assert_eq!(airdrop(30), [(stranger, Some(40))]);
    assert_eq!((bench.airdrops(), bench.get(ALICE).tokens.pending_airdrops), (1, 1));
    let full = bench.airdropped(ALICE, STRANGER, TOKEN, i64::MAX);
    assert_eq!(ends(&full, units(&[(STRANGER, 1)])), Err(InsufficientTokenBalance));
}

#[test]
fn more_may_wait_than_the_sender_has() {
    let mut bench = bench();
    for _ in 0..2 {
        bench.run(data(vec![units(&[(STRANGER, 90)])])).unwrap();
    }
    assert_eq!(bench.waiting(ALICE, STRANGER, TOKEN), Some(180));
}

#[test]
fn only_so_much_may_wait() {
    let limited = |max| bench().config(|config| config.airdrops.max_pending = max);
    let two = || units(&[(STRANGER, 1), (PAYER, 1)]);
    assert_eq!(ends(&limited(1), two()), Err(MaxEntitiesInPriceRegimeHaveBeenCreated));
    assert_eq!(ends(&limited(2), two()), Ok(()));
}

#[test]
fn used_slots_are_none() {
    let one = bench().account(OPEN, |open| open.max_auto_associations = 1);
    let full = one.associated(OPEN, UNIQUE, |relation| relation.automatic = true);
    let mut waits = full.clone();
    waits.run(data(vec![units(&[(OPEN, 1)])])).unwrap();
    assert_eq!(waits.waiting(ALICE, OPEN, TOKEN), Some(1));
    let mut fits = full.account(OPEN, |open| open.max_auto_associations = 2);
    fits.run(data(vec![units(&[(OPEN, 1)])])).unwrap();
    assert_eq!(fits.balance(OPEN, TOKEN), 1);
}

#[test]
fn who_asks_to_sign_gets_it_at_once_only_when_it_did() {
    let asks = bench().account(FRIEND, asks_to_sign);
    let to_friend = || data(vec![units(&[(FRIEND, 1)])]);
    let mut unsigned = asks.clone();
    unsigned.run(to_friend()).unwrap();
    assert_eq!(unsigned.waiting(ALICE, FRIEND, TOKEN), Some(1));
    let mut signed = asks.clone().signed_by(FRIEND);
    signed.run(to_friend()).unwrap();
    assert_eq!(signed.balance(FRIEND, TOKEN), 1);
    let mut paying = asks.paid_by(FRIEND);
    paying.run(to_friend()).unwrap();
    assert_eq!(paying.balance(FRIEND, TOKEN), 1);
}

#[test]
fn automatic_association_may_fail() {
    let keys = bench().fungible(TOKEN, |token| token.keys = Arc::new(all_keys()));
    assert_eq!(ends(&keys, units(&[(OPEN, 1)])), Err(AccountKycNotGrantedForToken));
    assert_eq!(ends(&keys, units(&[(STRANGER, 1)])), Ok(()), "that is found out at the claim");
}

#[test]
fn an_unknown_alias_gets_an_account_and_a_known_one_counts_as_a_stranger() {
    let (_, address) = ecdsa();
    let between = |from: AccountId, to: AccountId| TokenTransferList {
        transfers: vec![amount(from, -3), amount(to, 3)],
        ..units(&[])
    };
    let to = |address: [u8; 20]| between(id(ALICE), AccountId::from_evm_address(address));
    let mut created: Bench = bench();
    let done = created.run(data(vec![to(address)])).unwrap();
    assert_eq!(done.preceding.len(), 1);
    let new = created.state.aliases.get(&address[..]).copied().unwrap();
    assert_eq!(created.balance(new, TOKEN), 3);
    let mut aliased = bench();
    aliased.run(data(vec![to(long_zero(FRIEND))])).unwrap();
    assert_eq!(aliased.waiting(ALICE, FRIEND, TOKEN), Some(3));
    let from = between(AccountId::from_evm_address(long_zero(ALICE)), id(FRIEND));
    assert_eq!(ends(&bench(), from), Ok(()));
}

#[test]
fn the_sender_signs_and_receivers_may() {
    let asks = bench().account(FRIEND, asks_to_sign);
    let both = || data(vec![units(&[(FRIEND, 1), (OPEN, 1)])]);
    let optional = Requirement::Optional(Arc::clone(&asks.get(FRIEND).key));
    assert_eq!(asks.signers(both()), Ok(vec![signs(ALICE), optional.clone()]));
    assert_eq!(asks.paid_by(ALICE).signers(both()), Ok(vec![optional]));
}
