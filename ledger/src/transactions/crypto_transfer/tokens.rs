//! The token side of a transfer: complete in its checks of the body, and everywhere else what holds while every token
//! id is unknown.

use alloc::collections::BTreeSet;

use hapi_proto::{
    fees::Extra,
    services::{AccountAmount, AccountId, NftTransfer, TokenId, TokenTransferList},
};

use super::{approved_by_hook, checks, require, sums_to_zero};
use crate::{ResponseCode, fees::Usage, handle::Handle};

pub(super) fn pure_checks(lists: &[TokenTransferList]) -> Result<(), ResponseCode> {
    for list in lists {
        let named = list.token.is_some_and(|token| token != TokenId::default());
        require(named, ResponseCode::InvalidTokenId)?;
        fungible(&list.transfers)?;
        non_fungible(&list.nft_transfers)?;
        let empty = list.transfers.is_empty() && list.nft_transfers.is_empty();
        require(!empty, ResponseCode::EmptyTokenTransferAccountAmounts)?;
    }
    let tokens = lists.iter().map(|list| list.token);
    require(checks::distinct(tokens), ResponseCode::TokenIdRepeatedInTokenList)
}

fn fungible(amounts: &[AccountAmount]) -> Result<(), ResponseCode> {
    require(sums_to_zero(amounts), ResponseCode::TransfersNotZeroSumForToken)?;
    for amount in amounts {
        require(amount.account_id.is_some(), ResponseCode::InvalidTransferAccountId)?;
        require(!approved_by_hook(amount), ResponseCode::CannotSetHooksAndApproval)?;
    }
    let ids = amounts.iter().map(|amount| &amount.account_id);
    require(checks::distinct(ids), ResponseCode::AccountRepeatedInAccountAmounts)
}

fn non_fungible(transfers: &[NftTransfer]) -> Result<(), ResponseCode> {
    let mut serials = BTreeSet::new();
    for nft in transfers {
        let ends = (&nft.sender_account_id, &nft.receiver_account_id);
        let approved_by_hook = nft.is_approval && nft.sender_allowance_hook_call.is_some();
        require(nft.serial_number > 0, ResponseCode::InvalidTokenNftSerialNumber)?;
        require(ends.0.is_some() && ends.1.is_some(), ResponseCode::InvalidTransferAccountId)?;
        require(serials.insert(nft.serial_number), ResponseCode::InvalidAccountAmounts)?;
        require(ends.0 != ends.1, ResponseCode::AccountRepeatedInAccountAmounts)?;
        require(!approved_by_hook, ResponseCode::CannotSetHooksAndApproval)?;
    }
    Ok(())
}

/// Whether any adjustment calls a hook.
pub(super) fn use_hooks(lists: &[TokenTransferList]) -> bool {
    let fungible = |amount: &AccountAmount| amount.hook_call.is_some();
    let nft = |nft: &NftTransfer| {
        nft.sender_allowance_hook_call.is_some() || nft.receiver_allowance_hook_call.is_some()
    };
    lists.iter().any(|list| list.transfers.iter().any(fungible) || list.nft_transfers.iter().any(nft))
}

/// Nobody can sign for a token that there is not.
pub(super) fn required_keys(lists: &[TokenTransferList]) -> Result<(), ResponseCode> {
    require(lists.is_empty(), ResponseCode::InvalidTokenId)
}

/// A transfer has at most so many adjustments, and none in favour of the fee collection account.
pub(super) fn within_limits(lists: &[TokenTransferList], cx: &Handle<'_, '_>) -> Result<(), ResponseCode> {
    let (mut fungible, mut nfts) = (0, 0);
    let collector = Some(cx.account_id(cx.config.accounts.fee_collection));
    for list in lists {
        fungible += list.transfers.len();
        nfts += list.nft_transfers.len();
        let to_collector =
            list.transfers.iter().any(|amount| amount.amount > 0 && amount.account_id == collector)
                || list.nft_transfers.iter().any(|nft| nft.receiver_account_id == collector);
        let ledger = &cx.config.ledger;
        require(
            fungible <= ledger.token_transfers_max_len,
            ResponseCode::TokenTransferListSizeLimitExceeded,
        )?;
        require(nfts <= ledger.nft_transfers_max_len, ResponseCode::BatchSizeLimitExceeded)?;
        require(!to_collector, ResponseCode::TransferToFeeCollectionAccountNotAllowed)?;
    }
    Ok(())
}

/// How many tokens an account gets: the associations it needs when it is created for them.
pub(super) fn received_by(lists: &[TokenTransferList], id: &AccountId) -> i32 {
    let gets = |list: &&TokenTransferList| {
        list.transfers.iter().any(|amount| amount.amount > 0 && amount.account_id.as_ref() == Some(id))
            || list.nft_transfers.iter().any(|nft| nft.receiver_account_id.as_ref() == Some(id))
    };
    i32::try_from(lists.iter().filter(gets).count()).unwrap_or(i32::MAX)
}

/// Moves the tokens; there are none.
pub(super) fn transfer(lists: &[TokenTransferList]) -> Result<(), ResponseCode> {
    require(lists.is_empty(), ResponseCode::InvalidTokenId)
}

/// The accounts that the token lists credit.
pub(super) fn receivers(lists: &[TokenTransferList]) -> impl Iterator<Item = &Option<AccountId>> {
    lists.iter().flat_map(|list| {
        let fungible = list.transfers.iter().filter(|amount| amount.amount > 0);
        let nfts = list.nft_transfers.iter().filter(|nft| nft.serial_number > 0);
        fungible.map(|amount| &amount.account_id).chain(nfts.map(|nft| &nft.receiver_account_id))
    })
}

/// The accounts that the token lists name.
pub(super) fn accounts(lists: &[TokenTransferList]) -> impl Iterator<Item = &Option<AccountId>> {
    lists.iter().flat_map(|list| {
        let fungible = list.transfers.iter().map(|amount| &amount.account_id);
        fungible.chain(
            list.nft_transfers.iter().flat_map(|nft| [&nft.sender_account_id, &nft.receiver_account_id]),
        )
    })
}

/// What the token lists are charged for: an unknown token counts as a fungible one without custom fees.
pub(super) fn usage(lists: &[TokenTransferList]) -> Usage {
    let fungible = lists.iter().filter(|list| !list.transfers.is_empty()).count() as u64;
    let usage = Usage::BASE.with(Extra::TokenTypes, fungible);
    if fungible > 0 { usage.with(Extra::TokenTransferBase, 1) } else { usage }
}
