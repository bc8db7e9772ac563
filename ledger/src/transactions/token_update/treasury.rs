//! A token gets another treasury, which gets what the one before had.

use hapi_proto::services::AccountId;

use super::super::tokens::{
    balances::{adjust, holdings},
    relations,
};
use super::require;
use crate::{
    ResponseCode,
    handle::Handle,
    state::{EntityNum, Relation, TokenKind},
};

/// Makes an account the treasury of a token: it is associated if need be, gets the title and all units, and can use the
/// token from now on. Returns its number, for the token to name it.
///
/// # Errors
/// `InvalidTreasuryAccountForToken` and `AccountDeleted` of either account, what an automatic association fails with,
/// `AccountFrozenForToken`, `TokenHasNoKycKey` where KYC was not granted, and `TransactionRequiresZeroTokenBalances` when the
/// new treasury has NFTs already.
pub(super) fn change(
    cx: &mut Handle<'_, '_>,
    token: EntityNum,
    to: &AccountId,
) -> Result<EntityNum, ResponseCode> {
    let missing = ResponseCode::InvalidTreasuryAccountForToken;
    let to = cx.usable_account(Some(to), missing)?.num;
    if cx.store.relation(&(to, token)).is_none() {
        relations::associate(cx, to, token, true)?;
        relations::report(cx, to, token);
    }
    let from = cx.store.token(&token).ok_or(ResponseCode::FailInvalid)?.treasury;
    if from != to {
        cx.usable_account_numbered(from, missing)?;
        pass_title(cx, token, from, to)?;
        pass_units(cx, token, from, to)?;
    }
    Ok(to)
}

fn pass_title(
    cx: &mut Handle<'_, '_>,
    token: EntityNum,
    from: EntityNum,
    to: EntityNum,
) -> Result<(), ResponseCode> {
    let keys = &cx.store.token(&token).ok_or(ResponseCode::FailInvalid)?.keys;
    let (freezes, grants) = (keys.freeze.is_some(), keys.kyc.is_some());
    let relation = cx.store.relation_mut(&(to, token)).ok_or(ResponseCode::FailInvalid)?;
    relation.frozen &= !freezes;
    relation.kyc_granted |= grants;
    let before = holdings(cx, from)?;
    before.treasury_titles = before.treasury_titles.saturating_sub(1);
    holdings(cx, to)?.treasury_titles += 1;
    Ok(())
}

fn pass_units(
    cx: &mut Handle<'_, '_>,
    token: EntityNum,
    from: EntityNum,
    to: EntityNum,
) -> Result<(), ResponseCode> {
    let old = *relations::unfrozen(cx, from, token)?;
    let new = *relations::unfrozen(cx, to, token)?;
    if old.balance == 0 {
        return Ok(());
    }
    let usable = |relation: Relation| require(relation.kyc_granted, ResponseCode::TokenHasNoKycKey);
    usable(old)?;
    usable(new)?;
    let kind = cx.store.token(&token).ok_or(ResponseCode::FailInvalid)?.kind;
    if kind == TokenKind::NonFungible {
        require(new.balance == 0, ResponseCode::TransactionRequiresZeroTokenBalances)?;
        let nfts = old.balance.unsigned_abs();
        let before = holdings(cx, from)?;
        before.owned_nfts = before.owned_nfts.saturating_sub(nfts);
        holdings(cx, to)?.owned_nfts += nfts;
    }
    adjust(cx, from, token, -old.balance)?;
    adjust(cx, to, token, old.balance)
}
