//! Allowances of hbar.

use hapi_proto::services::CryptoAllowance;

use super::{allowances, require, spender, within_limit};
use crate::{
    ResponseCode,
    handle::Handle,
    state::{EntityNum, HbarAllowance},
};

/// An allowance as it will be applied. No spender means that there is none to be taken away from.
#[derive(Clone, Copy)]
pub(super) struct Approval {
    owner: EntityNum,
    spender: Option<EntityNum>,
    amount: i64,
}

/// What an entry asks for, checked.
pub(super) fn approval(cx: &Handle<'_, '_>, allowance: &CryptoAllowance) -> Result<Approval, ResponseCode> {
    let owner = allowances::owner(cx, allowance.owner.as_ref())?;
    let spender = spender(cx, allowance.spender.as_ref(), allowance.amount != 0)?;
    require(spender != Some(owner), ResponseCode::SpenderAccountSameAsOwner)?;
    Ok(Approval { owner, spender, amount: allowance.amount })
}

/// Sets an allowance in place of the one before; 0 takes it away.
pub(super) fn apply(cx: &mut Handle<'_, '_>, approval: Approval) -> Result<(), ResponseCode> {
    let Approval { owner, spender: Some(spender), amount } = approval else { return Ok(()) };
    let limit = cx.config.allowances.max_per_account;
    let owner = cx.store.account_mut(&owner).ok_or(ResponseCode::FailInvalid)?;
    let allowances = &mut *owner.hbar_allowances;
    let new = HbarAllowance { spender, amount };
    match (allowances.binary_search_by_key(&spender, |allowance| allowance.spender), amount) {
        (Ok(index), 0) => drop(allowances.remove(index)),
        (Ok(index), _) => allowances[index] = new,
        (Err(_), 0) => {}
        (Err(index), _) => allowances.insert(index, new),
    }
    if amount == 0 { Ok(()) } else { within_limit(limit, owner) }
}
