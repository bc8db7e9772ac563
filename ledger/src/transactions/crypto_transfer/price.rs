//! What a transfer is charged for (HIP-1261).

use hapi_proto::{
    fees::Extra,
    services::{AccountAmount, AccountId, TokenTransferList},
};
use smallvec::SmallVec;

use crate::fees::{FeeContext, Usage};

/// Each account once, each fungible token and each NFT, and whether any token has custom fees.
pub(in crate::transactions) fn usage(
    cx: &FeeContext<'_>,
    hbar: &[AccountAmount],
    lists: &[TokenTransferList],
) -> Usage {
    let named = hbar.iter().map(|amount| &amount.account_id);
    let mut accounts: SmallVec<[_; 8]> = named.chain(accounts(lists)).collect();
    accounts.sort_unstable();
    accounts.dedup();
    tokens(cx, lists).with(Extra::Accounts, accounts.len() as u64)
}

/// The accounts that the token lists name.
fn accounts(lists: &[TokenTransferList]) -> impl Iterator<Item = &Option<AccountId>> {
    lists.iter().flat_map(|list| {
        let fungible = list.transfers.iter().map(|amount| &amount.account_id);
        fungible.chain(
            list.nft_transfers.iter().flat_map(|nft| [&nft.sender_account_id, &nft.receiver_account_id]),
        )
    })
}

/// What the token lists are charged for: an unknown token counts as a fungible one without custom fees.
fn tokens(_cx: &FeeContext<'_>, lists: &[TokenTransferList]) -> Usage {
    let fungible = lists.iter().filter(|list| !list.transfers.is_empty()).count() as u64;
    let usage = Usage::BASE.with(Extra::TokenTypes, fungible);
    if fungible > 0 { usage.with(Extra::TokenTransferBase, 1) } else { usage }
}

/// The accounts that the token lists credit.
pub(super) fn receivers(lists: &[TokenTransferList]) -> impl Iterator<Item = &Option<AccountId>> {
    lists.iter().flat_map(|list| {
        let fungible = list.transfers.iter().filter(|amount| amount.amount > 0);
        let nfts = list.nft_transfers.iter().filter(|nft| nft.serial_number > 0);
        fungible.map(|amount| &amount.account_id).chain(nfts.map(|nft| &nft.receiver_account_id))
    })
}
