//! What a sender must have, and what may be airdropped at all.

use hapi_proto::services::{AccountId, NftTransfer, TokenTransferList};

use super::{airdrops, balances, relations, require};
use crate::{
    ResponseCode,
    handle::Handle,
    state::{CustomFee, EntityNum, Fee, Token},
};

/// The senders have what they send (whether they passed KYC shows only when something is transferred at once), and neither of them nor of the receivers is anything asked for it.
///
/// # Errors
/// What is wrong with the first list that something is wrong with.
pub(super) fn check(cx: &Handle<'_, '_>, lists: &[TokenTransferList]) -> Result<(), ResponseCode> {
    let limits = &cx.config.ledger;
    let (mut amounts, mut nfts) = (0, 0);
    for list in lists {
        let token = cx.usable_token(list.token.as_ref())?;
        if !list.transfers.is_empty() {
            fungible(cx, token, list)?;
            amounts += list.transfers.len();
            let short = amounts <= limits.token_transfers_max_len;
            require(short, ResponseCode::TokenTransferListSizeLimitExceeded)?;
        }
        if let Some(first) = list.nft_transfers.first() {
            for nft in &list.nft_transfers {
                royalties(lists, token, nft)?;
            }
            non_fungible(cx, token, first.sender_account_id.as_ref(), &list.nft_transfers)?;
            nfts += list.nft_transfers.len();
            require(nfts <= limits.nft_transfers_max_len, ResponseCode::BatchSizeLimitExceeded)?;
        }
    }
    Ok(())
}

fn fungible(cx: &Handle<'_, '_>, token: &Token, list: &TokenTransferList) -> Result<(), ResponseCode> {
    let kind = ResponseCode::AccountAmountTransfersOnlyAllowedForFungibleCommon;
    require(!token.is_non_fungible(), kind)?;
    let debit = list.transfers.iter().find(|amount| amount.amount < 0);
    let sender = debit.and_then(|debit| airdrops::account(cx, debit.account_id.as_ref()));
    let sender = sender.and_then(|num| cx.store.account(&num)).ok_or(ResponseCode::InvalidAccountId)?;
    require(!sender.deleted, ResponseCode::AccountDeleted)?;
    let balance = relations::unfrozen(cx, sender.num, token.num)?.balance;
    let sent = debit.map_or(0, |debit| debit.amount);
    let covered = balance.checked_add(sent).is_some_and(|left| left >= 0);
    require(covered, ResponseCode::InsufficientTokenBalance)
}

fn non_fungible(
    cx: &Handle<'_, '_>,
    token: &Token,
    sender: Option<&AccountId>,
    nfts: &[NftTransfer],
) -> Result<(), ResponseCode> {
    let sender = airdrops::account(cx, sender).ok_or(ResponseCode::InvalidAccountId)?;
    relations::unfrozen(cx, sender, token.num)?;
    for nft in nfts {
        let serial = u64::try_from(nft.serial_number).map_err(|_| ResponseCode::InvalidNftId)?;
        let held = cx.store.nft(&(token.num, serial)).ok_or(ResponseCode::InvalidNftId)?;
        require(balances::owner(token, held) == sender, ResponseCode::SenderDoesNotOwnNftSerialNo)?;
    }
    Ok(())
}

/// An NFT with a royalty is airdropped only for nothing: its receiver owes no fallback fee, and its sender gets nothing of
/// value in the same transaction.
fn royalties(lists: &[TokenTransferList], token: &Token, nft: &NftTransfer) -> Result<(), ResponseCode> {
    for fee in token.custom_fees.iter() {
        let Fee::Royalty { fallback, .. } = &fee.fee else { continue };
        let free = if fallback.is_some() {
            is_exempt(token, fee, nft.receiver_account_id.as_ref())
        } else {
            let sender = nft.sender_account_id.as_ref();
            is_exempt(token, fee, sender) || !gets_value(lists, sender)
        };
        require(free, ResponseCode::TokenAirdropWithFallbackRoyalty)?;
    }
    Ok(())
}

/// Whether an account, named by number, is one of those that a fee is not asked of.
fn is_exempt(token: &Token, fee: &CustomFee, account: Option<&AccountId>) -> bool {
    let num = account.and_then(AccountId::num).and_then(|num| EntityNum::try_from(num).ok());
    let Some(num) = num else { return false };
    let collects = || token.custom_fees.iter().any(|fee| fee.collector == num);
    token.treasury == num || fee.collector == num || (fee.all_collectors_are_exempt && collects())
}

fn gets_value(lists: &[TokenTransferList], account: Option<&AccountId>) -> bool {
    let mut amounts = lists.iter().flat_map(|list| &list.transfers);
    amounts.any(|amount| amount.account_id.as_ref() == account && amount.amount > 0)
}
