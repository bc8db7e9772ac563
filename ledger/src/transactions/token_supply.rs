//! What minting, burning and wiping have in common.

use alloc::{collections::BTreeSet, vec::Vec};

use hapi_proto::services::TokenId;

use super::{
    checks::require,
    tokens::{balances, relations},
};
use crate::{
    ResponseCode,
    handle::Handle,
    state::{EntityNum, Nft, Relation, Token},
};

/// What is burned or wiped: an amount or serial numbers, not both.
pub(super) fn amounts(
    token: Option<&TokenId>,
    amount: u64,
    serials: &[i64],
    invalid: ResponseCode,
) -> Result<(), ResponseCode> {
    let amount = amount.cast_signed();
    require(token.is_some(), ResponseCode::InvalidTokenId)?;
    require(amount <= 0 || serials.is_empty(), ResponseCode::InvalidTransactionBody)?;
    require(amount >= 0, invalid)?;
    require(serials.iter().all(|serial| *serial > 0), ResponseCode::InvalidNftId)
}

/// The serial numbers that are named, each once, if they are not too many.
pub(super) fn serials(named: &[i64], limit: usize) -> Result<Vec<u64>, ResponseCode> {
    let mut seen = BTreeSet::new();
    let mut serials = Vec::new();
    for serial in named.iter().filter(|serial| seen.insert(**serial)) {
        serials.push(u64::try_from(*serial).map_err(|_| ResponseCode::InvalidNftId)?);
    }
    require(serials.len() <= limit, ResponseCode::BatchSizeLimitExceeded)?;
    Ok(serials)
}

/// The NFT with this serial number.
pub(super) fn nft<'a>(cx: &'a Handle<'_, '_>, token: &Token, serial: u64) -> Result<&'a Nft, ResponseCode> {
    cx.store.nft(&(token.num, serial)).ok_or(ResponseCode::InvalidNftId)
}

/// What an account is to a token of which units are made or ended: not frozen, and with KYC where there is a key for that.
pub(super) fn usable_relation<'a>(
    cx: &'a Handle<'_, '_>,
    account: EntityNum,
    token: &Token,
) -> Result<&'a Relation, ResponseCode> {
    let relation = relations::unfrozen(cx, account, token.num)?;
    let granted = relation.kyc_granted || token.keys.kyc.is_none();
    require(granted, ResponseCode::AccountKycNotGrantedForToken)?;
    Ok(relation)
}

/// Changes the supply of a token by what its treasury gets or loses, and reports it. For errors see
/// [`balances::change_supply`].
pub(super) fn change(
    cx: &mut Handle<'_, '_>,
    token: &Token,
    amount: i64,
    invalid: ResponseCode,
) -> Result<(), ResponseCode> {
    let supply = balances::change_supply(cx, token.num, amount, invalid)?;
    report(cx, supply);
    Ok(())
}

/// Has the receipt say what the supply is now.
pub(super) fn report(cx: &mut Handle<'_, '_>, supply: i64) {
    cx.receipt.new_total_supply = supply.cast_unsigned();
}

/// Removes NFTs from state, and from how many their owner has.
pub(super) fn remove_nfts(
    cx: &mut Handle<'_, '_>,
    token: &Token,
    owner: EntityNum,
    serials: &[u64],
) -> Result<(), ResponseCode> {
    for serial in serials {
        cx.store.remove_nft((token.num, *serial));
    }
    let holdings = balances::holdings(cx, owner)?;
    holdings.owned_nfts = holdings.owned_nfts.saturating_sub(serials.len() as u64);
    Ok(())
}
