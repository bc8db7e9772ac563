//! What the payer spends for others, by their allowance (HIP-336, HIP-376).

use hapi_proto::services::AccountAmount;

use super::{
    movement::{Change, NftChange},
    require,
};
use crate::{
    ResponseCode,
    handle::Handle,
    state::{ApprovalForAll, EntityNum},
};

/// Each debit of hbar by allowance is covered, before anything is changed. Accounts that do not exist are found out later.
pub(super) fn suffice(cx: &Handle<'_, '_>, amounts: &[AccountAmount]) -> Result<(), ResponseCode> {
    for amount in amounts.iter().filter(|amount| amount.is_approval && amount.amount < 0) {
        let owner = amount.account_id.as_ref().and_then(|id| cx.store.resolve_account(cx.config, id));
        let Some(owner) = owner.and_then(|num| cx.store.account(&num)) else { continue };
        let allowance = owner.hbar_allowances.iter().find(|allowance| allowance.spender == cx.payer);
        let allowance = allowance.ok_or(ResponseCode::SpenderDoesNotHaveAllowance)?;
        require(covers(allowance.amount, amount.amount), ResponseCode::AmountExceedsAllowance)?;
    }
    Ok(())
}

/// Takes what was spent of hbar from the allowances; one that is used up is removed.
pub(super) fn spend(cx: &mut Handle<'_, '_>, changes: &[Change]) -> Result<(), ResponseCode> {
    for change in changes.iter().filter(|change| change.by_allowance && change.amount < 0) {
        let owner = cx.store.account_mut(&change.account).ok_or(ResponseCode::InvalidAccountId)?;
        let allowances = &mut *owner.hbar_allowances;
        let index = allowances.iter().position(|allowance| allowance.spender == cx.payer);
        let index = index.ok_or(ResponseCode::SpenderDoesNotHaveAllowance)?;
        require(covers(allowances[index].amount, change.amount), ResponseCode::AmountExceedsAllowance)?;
        allowances[index].amount += change.amount;
        if allowances[index].amount == 0 {
            allowances.remove(index);
        }
    }
    Ok(())
}

/// Where among its allowances an account keeps the one that covers this debit of a token.
///
/// # Errors
/// `SpenderDoesNotHaveAllowance`, `AmountExceedsAllowance`.
pub(super) fn of_token(
    cx: &Handle<'_, '_>,
    token: EntityNum,
    change: &Change,
) -> Result<usize, ResponseCode> {
    let owner = cx.store.account(&change.account).ok_or(ResponseCode::InvalidAccountId)?;
    let allowances = &owner.tokens.token_allowances;
    let index =
        allowances.iter().position(|allowance| (allowance.spender, allowance.token) == (cx.payer, token));
    let index = index.ok_or(ResponseCode::SpenderDoesNotHaveAllowance)?;
    require(covers(allowances[index].amount, change.amount), ResponseCode::AmountExceedsAllowance)?;
    Ok(index)
}

/// Takes what was spent of a token from the allowance for it; one that is used up is removed.
///
/// # Errors
/// As [`of_token`].
pub(super) fn spend_token(
    cx: &mut Handle<'_, '_>,
    token: EntityNum,
    change: &Change,
) -> Result<(), ResponseCode> {
    let index = of_token(cx, token, change)?;
    let owner = cx.store.account_mut(&change.account).ok_or(ResponseCode::InvalidAccountId)?;
    let allowances = &mut owner.tokens.token_allowances;
    allowances[index].amount += change.amount;
    if allowances[index].amount == 0 {
        allowances.remove(index);
    }
    Ok(())
}

/// The payer may give this NFT for who has it: all of the token's, or this one.
///
/// # Errors
/// `SpenderDoesNotHaveAllowance`.
pub(super) fn allows_nft(cx: &Handle<'_, '_>, token: EntityNum, nft: &NftChange) -> Result<(), ResponseCode> {
    let owner = cx.store.account(&nft.from).ok_or(ResponseCode::InvalidAccountId)?;
    let all = owner.tokens.nft_allowances.contains(&ApprovalForAll { spender: cx.payer, token });
    let spender = cx.store.nft(&(token, nft.serial)).and_then(|nft| nft.spender);
    require(all || spender == Some(cx.payer), ResponseCode::SpenderDoesNotHaveAllowance)
}

/// Whether an allowance is at least what a debit, which is negative, takes.
fn covers(allowance: i64, debit: i64) -> bool {
    allowance.checked_add(debit).is_some_and(|left| left >= 0)
}
