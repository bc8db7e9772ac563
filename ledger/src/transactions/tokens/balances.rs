//! Who holds how much of a token, and which NFTs. Whether they may is the caller's to check; these keep the books.

use super::super::checks::require;
use super::relations;
use crate::{
    ResponseCode,
    handle::Handle,
    state::{EntityNum, Holdings, Nft, Token},
};

/// Changes what an account holds of a token: a debit is negative.
///
/// # Errors
/// `TokenNotAssociatedToAccount`, `InsufficientTokenBalance`.
pub(in crate::transactions) fn adjust(
    cx: &mut Handle<'_, '_>,
    account: EntityNum,
    token: EntityNum,
    change: i64,
) -> Result<(), ResponseCode> {
    let before = relations::existing(cx, account, token)?.balance;
    // More than there can be of a token does not fit: what overflows was made by nobody.
    let after = before.checked_add(change).ok_or(ResponseCode::FailInvalid)?;
    require(after >= 0, ResponseCode::InsufficientTokenBalance)?;
    let relation = cx.store.relation_mut(&(account, token)).ok_or(ResponseCode::FailInvalid)?;
    relation.balance = after;
    match (before > 0, after > 0) {
        (false, true) => holdings(cx, account)?.positive_balances += 1,
        (true, false) => {
            let holdings = holdings(cx, account)?;
            holdings.positive_balances = holdings.positive_balances.saturating_sub(1);
        }
        _ => {}
    }
    Ok(())
}

/// Adds to the supply of a token, or takes from it, what its treasury gets or loses.
///
/// # Errors
/// `invalid` when the supply would not be an amount, `TokenMaxSupplyReached`, `InsufficientTokenBalance` when the treasury
/// does not have what it loses; `InvalidTreasuryAccountForToken` and `AccountDeleted` when the treasury is gone.
pub(in crate::transactions) fn change_supply(
    cx: &mut Handle<'_, '_>,
    token: EntityNum,
    change: i64,
    invalid: ResponseCode,
) -> Result<i64, ResponseCode> {
    let Token { total_supply, max_supply, treasury, .. } =
        *cx.store.token(&token).ok_or(ResponseCode::InvalidTokenId)?;
    let supply = total_supply.checked_add(change).filter(|supply| *supply >= 0).ok_or(invalid)?;
    require(max_supply.is_none_or(|max| supply <= max), ResponseCode::TokenMaxSupplyReached)?;
    cx.usable_account_numbered(treasury, ResponseCode::InvalidTreasuryAccountForToken)?;
    adjust(cx, treasury, token, change)?;
    cx.store.token_mut(&token).ok_or(ResponseCode::FailInvalid)?.total_supply = supply;
    Ok(supply)
}

/// Gives an NFT to another account: both their balances and counts change, and nobody may spend it any more. Who owned it
/// is taken from `from`.
///
/// # Errors
/// `InvalidNftId`, `TokenNotAssociatedToAccount`, `InsufficientTokenBalance`.
pub(in crate::transactions) fn give_nft(
    cx: &mut Handle<'_, '_>,
    (token, serial): (EntityNum, u64),
    from: EntityNum,
    to: EntityNum,
) -> Result<(), ResponseCode> {
    let treasury = cx.store.token(&token).ok_or(ResponseCode::InvalidTokenId)?.treasury;
    let nft: &mut Nft = cx.store.nft_mut(&(token, serial)).ok_or(ResponseCode::InvalidNftId)?;
    nft.owner = (to != treasury).then_some(to);
    nft.spender = None;
    adjust(cx, from, token, -1)?;
    adjust(cx, to, token, 1)?;
    let giver = holdings(cx, from)?;
    giver.owned_nfts = giver.owned_nfts.saturating_sub(1);
    holdings(cx, to)?.owned_nfts += 1;
    Ok(())
}

/// Who owns an NFT of a token.
pub(in crate::transactions) fn owner(token: &Token, nft: &Nft) -> EntityNum {
    nft.owner.unwrap_or(token.treasury)
}

/// What an account itself says of tokens, to be changed.
///
/// # Errors
/// `FailInvalid` when there is no such account, which who asks has made sure of.
pub(in crate::transactions) fn holdings<'a>(
    cx: &'a mut Handle<'_, '_>,
    account: EntityNum,
) -> Result<&'a mut Holdings, ResponseCode> {
    let account = cx.store.account_mut(&account).ok_or(ResponseCode::FailInvalid)?;
    Ok(&mut account.tokens)
}
