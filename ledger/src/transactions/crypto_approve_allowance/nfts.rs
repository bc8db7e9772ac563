//! Allowances of NFTs: of single serials, or of all that the owner has or ever will have.

use alloc::collections::BTreeSet;

use hapi_proto::services::NftAllowance;

use super::{allowances, require, spender, within_limit};
use crate::{
    ResponseCode,
    handle::Handle,
    state::{ApprovalForAll, EntityNum, TokenKind},
};

/// An allowance as it will be applied.
pub(super) struct Approval {
    owner: EntityNum,
    spender: Option<EntityNum>,
    token: EntityNum,
    for_all: Option<bool>,
    serials: BTreeSet<u64>,
}

/// What an entry asks for, checked.
pub(super) fn approval(cx: &Handle<'_, '_>, allowance: &NftAllowance) -> Result<Approval, ResponseCode> {
    let token = cx.existing_token(allowance.token_id.as_ref())?;
    require(token.kind == TokenKind::NonFungible, ResponseCode::FungibleTokenInNftAllowances)?;
    let needed = allowance.approved_for_all == Some(true) || !allowance.serial_numbers.is_empty();
    let spender = spender(cx, allowance.spender.as_ref(), needed)?;
    let owner = allowances::owner(cx, allowance.owner.as_ref())?;
    require(spender != Some(owner), ResponseCode::SpenderAccountSameAsOwner)?;
    let associated = cx.store.relation(&(owner, token.num)).is_some();
    require(associated, ResponseCode::TokenNotAssociatedToAccount)?;
    may_delegate(cx, allowance, owner, token.num)?;
    let serials = allowances::existing_serials(cx, token.num, &allowance.serial_numbers)?;
    Ok(Approval { owner, spender, token: token.num, for_all: allowance.approved_for_all, serials })
}

/// A spender with approval for all may pass on single serials, but not approval for all itself.
fn may_delegate(
    cx: &Handle<'_, '_>,
    allowance: &NftAllowance,
    owner: EntityNum,
    token: EntityNum,
) -> Result<(), ResponseCode> {
    let Some(id) = allowance.delegating_spender.as_ref().filter(|id| id.num() != Some(0)) else {
        return Ok(());
    };
    let spender = cx.store.numbered_account(cx.config, id).filter(|spender| !spender.deleted);
    let spender = spender.ok_or(ResponseCode::InvalidDelegatingSpender)?.num;
    let for_all = allowance.approved_for_all == Some(true);
    require(!for_all, ResponseCode::DelegatingSpenderCannotGrantApproveForAll)?;
    let own = ApprovalForAll { spender, token };
    let has_own = cx.store.account(&owner).is_some_and(|owner| owner.tokens.nft_allowances.contains(&own));
    require(has_own, ResponseCode::DelegatingSpenderDoesNotHaveApproveForAll)
}

/// Sets or takes away approval for all, if anything is said about it, and names the spender of the serials.
pub(super) fn apply(cx: &mut Handle<'_, '_>, approval: &Approval) -> Result<(), ResponseCode> {
    if let Some(for_all) = approval.for_all {
        approve_for_all(cx, approval, for_all)?;
    }
    allowances::set_spender(cx, approval.token, approval.owner, &approval.serials, approval.spender)
}

fn approve_for_all(cx: &mut Handle<'_, '_>, approval: &Approval, approved: bool) -> Result<(), ResponseCode> {
    let limit = cx.config.allowances.max_per_account;
    let owner = cx.store.account_mut(&approval.owner).ok_or(ResponseCode::FailInvalid)?;
    if let Some(spender) = approval.spender {
        let allowances = &mut owner.tokens.nft_allowances;
        let new = ApprovalForAll { spender, token: approval.token };
        match (allowances.binary_search(&new), approved) {
            (Err(index), true) => allowances.insert(index, new),
            (Ok(index), false) => drop(allowances.remove(index)),
            (Ok(_), true) | (Err(_), false) => {}
        }
    }
    within_limit(limit, owner)
}
