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

/// What the token lists are charged for: each fungible token and each NFT, and more if any has custom fees. An unknown token
/// counts as a fungible one without.
fn tokens(cx: &FeeContext<'_>, lists: &[TokenTransferList]) -> Usage {
    let (mut count, mut with_custom_fees) = (0, false);
    for list in lists {
        let token = list.token.as_ref().and_then(|id| cx.store.named_token(cx.config, id));
        let moved = match token {
            Some(token) if token.is_non_fungible() => list.nft_transfers.len() as u64,
            _ => u64::from(!list.transfers.is_empty()),
        };
        count += moved;
        with_custom_fees |= moved > 0 && token.is_some_and(|token| !token.custom_fees.is_empty());
    }
    let usage = Usage::BASE.with(Extra::TokenTypes, count);
    match (count, with_custom_fees) {
        (0, _) => usage,
        (_, true) => usage.with(Extra::TokenTransferBaseCustomFees, 1),
        (_, false) => usage.with(Extra::TokenTransferBase, 1),
    }
}

/// The accounts that the token lists credit.
pub(super) fn receivers(lists: &[TokenTransferList]) -> impl Iterator<Item = &Option<AccountId>> {
    lists.iter().flat_map(|list| {
        let fungible = list.transfers.iter().filter(|amount| amount.amount > 0);
        let nfts = list.nft_transfers.iter().filter(|nft| nft.serial_number > 0);
        fungible.map(|amount| &amount.account_id).chain(nfts.map(|nft| &nft.receiver_account_id))
    })
}
