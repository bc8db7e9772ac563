//! Allowances of fungible tokens.

use hapi_proto::services::TokenAllowance as Entry;

use super::{allowances, require, spender, within_limit};
use crate::{
    ResponseCode,
    handle::Handle,
    state::{EntityNum, TokenAllowance, TokenKind},
};

/// An allowance as it will be applied. No spender means that there is none to be taken away from.
#[derive(Clone, Copy)]
pub(super) struct Approval {
    owner: EntityNum,
    spender: Option<EntityNum>,
    token: EntityNum,
    amount: i64,
}

/// What an entry asks for, checked. Unlike with hbar and NFTs, an owner may be its own spender, as in ERC-20.
pub(super) fn approval(cx: &Handle<'_, '_>, allowance: &Entry) -> Result<Approval, ResponseCode> {
    let token = cx.existing_token(allowance.token_id.as_ref())?;
    let owner = allowances::owner(cx, allowance.owner.as_ref())?;
    require(token.kind == TokenKind::Fungible, ResponseCode::NftInFungibleTokenAllowances)?;
    let spender = spender(cx, allowance.spender.as_ref(), allowance.amount != 0)?;
    let possible = token.max_supply.is_none_or(|max| allowance.amount <= max);
    require(possible, ResponseCode::AmountExceedsTokenMaxSupply)?;
    let associated = cx.store.relation(&(owner, token.num)).is_some();
    require(associated, ResponseCode::TokenNotAssociatedToAccount)?;
    Ok(Approval { owner, spender, token: token.num, amount: allowance.amount })
}

/// Sets an allowance in place of the one before; 0 takes it away.
pub(super) fn apply(cx: &mut Handle<'_, '_>, approval: Approval) -> Result<(), ResponseCode> {
    let Approval { owner, spender: Some(spender), token, amount } = approval else { return Ok(()) };
    let limit = cx.config.allowances.max_per_account;
    let owner = cx.store.account_mut(&owner).ok_or(ResponseCode::FailInvalid)?;
    let allowances = &mut owner.tokens.token_allowances;
    let new = TokenAllowance { spender, token, amount };
    let place = allowances.binary_search_by_key(&(spender, token), |one| (one.spender, one.token));
    match (place, amount) {
        (Ok(index), 0) => drop(allowances.remove(index)),
        (Ok(index), _) => allowances[index] = new,
        (Err(_), 0) => {}
        (Err(index), _) => allowances.insert(index, new),
    }
    if amount == 0 { Ok(()) } else { within_limit(limit, owner) }
}
