//! The bench has no prices: what airdrops cost is shown by the specs.

mod fees;
mod fungible;
mod nfts;

use alloc::{sync::Arc, vec, vec::Vec};

use hapi_proto::{
    fees::Extra,
    services::{
        AccountAmount, AccountId, NftTransfer, TokenAirdropTransactionBody, TokenTransferList,
        transaction_body::Data,
    },
};

use super::super::testing::{ALICE, Bench, TOKEN, UNIQUE, amount, codes::*, id, token_id};
use crate::state::{Account, Token};

type Op = TokenAirdropTransactionBody;

/// Somebody who is not associated with anything, and has no slots.
const STRANGER: u64 = 1010;
/// Somebody who is associated with both tokens.
const FRIEND: u64 = 1011;
/// Somebody with as many slots as it takes.
const OPEN: u64 = 1012;

/// Alice has 100 units and the NFTs 1, 2 and 3. The tokens have no keys.
fn bench() -> Bench {
    let plain = |token: &mut Token| token.keys = Arc::default();
    let tokens = Bench::new().fungible(TOKEN, plain).non_fungible(UNIQUE, plain);
    let owned = tokens.holds(ALICE, TOKEN, 100);
    let owned = [1, 2, 3].into_iter().fold(owned, |bench, serial| bench.owns(ALICE, UNIQUE, serial));
    let friends = owned.associated(FRIEND, TOKEN, |_| {}).associated(FRIEND, UNIQUE, |_| {});
    friends.account(STRANGER, |_| {}).account(OPEN, |open| open.max_auto_associations = -1)
}

/// Alice sends these amounts.
fn units(to: &[(u64, i64)]) -> TokenTransferList {
    let total: i64 = to.iter().map(|(_, units)| units).sum();
    let receivers = to.iter().map(|(to, units)| amount(id(*to), *units));
    let transfers = [amount(id(ALICE), -total)].into_iter().chain(receivers).collect();
    TokenTransferList { token: Some(token_id(TOKEN)), transfers, ..Default::default() }
}

/// Alice sends these NFTs.
fn nfts(to: &[(u64, i64)]) -> TokenTransferList {
    let nft_transfers = to.iter().map(|(to, serial)| nft(ALICE, *to, *serial)).collect();
    TokenTransferList { token: Some(token_id(UNIQUE)), nft_transfers, ..Default::default() }
}

fn nft(from: u64, to: u64, serial_number: i64) -> NftTransfer {
    NftTransfer {
        sender_account_id: Some(id(from)),
        receiver_account_id: Some(id(to)),
        serial_number,
        ..Default::default()
    }
}

fn data(token_transfers: Vec<TokenTransferList>) -> Data {
    Data::TokenAirdrop(Op { token_transfers })
}

/// How an airdrop ends.
fn ends(bench: &Bench, list: TokenTransferList) -> Result<(), crate::ResponseCode> {
    bench.clone().run(data(vec![list])).map(drop)
}

fn asks_to_sign(account: &mut Account) {
    account.receiver_sig_required = true;
}

#[test]
fn refuses_what_has_no_form() {
    let ends = |list| ends(&bench(), list);
    assert_eq!(bench().run(data(vec![])).map(drop), Err(EmptyTokenTransferBody));
    let of = |transfers: Vec<AccountAmount>| TokenTransferList { transfers, ..units(&[]) };
    let two = of(vec![amount(id(ALICE), -1), amount(id(FRIEND), -1), amount(id(OPEN), 2)]);
    assert_eq!(ends(two), Err(AirdropContainsMultipleSendersForAToken));
    let none = of(vec![amount(id(OPEN), 0)]);
    assert_eq!(ends(none), Err(AirdropContainsMultipleSendersForAToken));
    let unequal = of(vec![amount(id(ALICE), -1), amount(id(OPEN), 2)]);
    assert_eq!(ends(unequal), Err(TransfersNotZeroSumForToken));
    assert_eq!(ends(units(&[(OPEN, 1), (OPEN, 1)])), Err(AccountRepeatedInAccountAmounts));
    let mut approved = units(&[(OPEN, 1)]);
    approved.transfers[0].is_approval = true;
    assert_eq!(ends(approved), Err(NotSupported));
    assert_eq!(ends(TokenTransferList { token: None, ..units(&[(OPEN, 1)]) }), Err(InvalidTokenId));
    let empty = TokenTransferList { transfers: vec![], ..units(&[]) };
    assert_eq!(ends(empty), Err(EmptyTokenTransferAccountAmounts));
    let twice = data(vec![units(&[(OPEN, 1)]), units(&[(FRIEND, 1)])]);
    assert_eq!(bench().run(twice).map(drop), Err(TokenIdRepeatedInTokenList));
}

#[test]
fn refuses_nfts_that_have_no_form() {
    let of = |nft_transfers| ends(&bench(), TokenTransferList { nft_transfers, ..nfts(&[]) });
    let change = |change: fn(&mut NftTransfer)| {
        let mut nft = nft(ALICE, OPEN, 1);
        change(&mut nft);
        of(vec![nft])
    };
    assert_eq!(change(|nft| nft.sender_account_id = None), Err(InvalidTransferAccountId));
    assert_eq!(change(|nft| nft.receiver_account_id = None), Err(InvalidTransferAccountId));
    assert_eq!(change(|nft| nft.is_approval = true), Err(NotSupported));
    assert_eq!(change(|nft| nft.serial_number = 0), Err(InvalidTokenNftSerialNumber));
    let two = vec![nft(ALICE, OPEN, 1), nft(FRIEND, OPEN, 2)];
    assert_eq!(of(two), Err(AirdropContainsMultipleSendersForAToken));
    assert_eq!(of(vec![nft(ALICE, OPEN, 1), nft(ALICE, FRIEND, 1)]), Err(InvalidAccountAmounts));
    assert_eq!(of(vec![nft(ALICE, ALICE, 1)]), Err(AccountRepeatedInAccountAmounts));
}

#[test]
fn refuses_hooks() {
    use hapi_proto::services::{HookCall, account_amount, nft_transfer};
    let mut with_hook = units(&[(OPEN, 1)]);
    with_hook.transfers[1].hook_call =
        Some(account_amount::HookCall::PreTxAllowanceHook(HookCall::default()));
    assert_eq!(ends(&bench(), with_hook), Err(HooksAreNotSupportedInAirdrops));
    let mut of_sender = nfts(&[(OPEN, 1)]);
    of_sender.nft_transfers[0].sender_allowance_hook_call =
        Some(nft_transfer::SenderAllowanceHookCall::PreTxSenderAllowanceHook(HookCall::default()));
    assert_eq!(ends(&bench(), of_sender), Err(HooksAreNotSupportedInAirdrops));
}

#[test]
fn can_be_turned_off() {
    let off = bench().config(|config| config.airdrops.enabled = false);
    assert_eq!(ends(&off, units(&[(FRIEND, 1)])), Err(NotSupported));
}

#[test]
fn is_executed_at_the_price_of_a_transfer() {
    let usage = bench().usage(data(vec![units(&[(FRIEND, 1), (OPEN, 1)]), nfts(&[(FRIEND, 1), (OPEN, 2)])]));
    let extras = [(Extra::TokenTransferBase, 1), (Extra::TokenTypes, 3), (Extra::Accounts, 3)];
    for extra in extras {
        assert!(usage.extras().contains(&extra), "{extra:?}: {usage:?}");
    }
}

/// Of the lists of records, what they say of whom.
fn told(record: &hapi_proto::services::TransactionRecord) -> Vec<(i64, Option<u64>)> {
    let told = record.new_pending_airdrops.iter().map(|told| {
        let id = told.pending_airdrop_id.clone().unwrap();
        assert_eq!(id.sender_id, Some(AccountId::from_num(ALICE)));
        let receiver = id.receiver_id.unwrap().num().unwrap();
        (receiver, told.pending_airdrop_value.map(|value| value.amount))
    });
    told.collect()
}
