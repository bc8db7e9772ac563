//! Hbar changes hands.

use super::{allowances, custom_fees::Assessed, movement::Change, require};
use crate::{ResponseCode, handle::Handle};

/// Adjusts the balances, and takes what was spent by allowance from the allowances.
///
/// # Errors
/// `TransferToFeeCollectionAccountNotAllowed`, `InvalidAccountId`, `AccountDeleted`, `InsufficientAccountBalance` or, of who
/// paid a custom fee in hbar, `InsufficientSenderAccountBalanceForCustomFee`; and what allowances lack.
pub(super) fn adjust(
    cx: &mut Handle<'_, '_>,
    changes: &[Change],
    paid: &[Assessed],
) -> Result<(), ResponseCode> {
    let collector = cx.config.accounts.fee_collection;
    let to_collector = changes.iter().any(|change| change.amount > 0 && change.account == collector);
    require(!to_collector, ResponseCode::TransferToFeeCollectionAccountNotAllowed)?;
    for change in changes {
        let account = cx.store.account_mut(&change.account).ok_or(ResponseCode::InvalidAccountId)?;
        require(!account.deleted, ResponseCode::AccountDeleted)?;
        let balance = account.balance.checked_add(change.amount).filter(|balance| *balance >= 0);
        account.balance = balance.ok_or_else(|| {
            if paid.iter().any(|fee| fee.was_paid_by(change.account, None)) {
                ResponseCode::InsufficientSenderAccountBalanceForCustomFee
            } else {
                ResponseCode::InsufficientAccountBalance
            }
        })?;
    }
    allowances::spend(cx, changes)
}
