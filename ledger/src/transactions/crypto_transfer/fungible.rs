//! Amounts of fungible tokens change hands.

use super::{allowances, associate::usable_token, custom_fees::Assessed, movement::TokenMovement, require};
use crate::{
    ResponseCode,
    handle::Handle,
    transactions::tokens::{balances, relations},
};

/// Checks that everybody may, takes what was spent by allowance from the allowances, and adjusts the balances.
///
/// # Errors
/// Of a token `InvalidTokenId`, `TokenWasDeleted`, `TokenIsPaused`, `UnexpectedTokenDecimals`,
/// `AccountAmountTransfersOnlyAllowedForFungibleCommon`; of an account `InvalidAccountId`, `AccountDeleted`,
/// `TokenNotAssociatedToAccount`, `AccountFrozenForToken`, `AccountKycNotGrantedForToken`; `SpenderDoesNotHaveAllowance`,
/// `AmountExceedsAllowance`; `InsufficientTokenBalance` or, of who paid a custom fee in this token,
/// `InsufficientSenderAccountBalanceForCustomFee`.
pub(super) fn adjust(
    cx: &mut Handle<'_, '_>,
    tokens: &[TokenMovement],
    paid: &[Assessed],
) -> Result<(), ResponseCode> {
    for movement in tokens {
        check(cx, movement)?;
    }
    for movement in tokens {
        for change in movement.changes.iter().filter(|change| change.by_allowance && change.amount < 0) {
            allowances::spend_token(cx, movement.token, change)?;
        }
    }
    for movement in tokens {
        for change in &movement.changes {
            adjust_one(cx, movement.token, change.account, change.amount).map_err(|code| {
                let by_fee = paid.iter().any(|fee| fee.was_paid_by(change.account, Some(movement.token)));
                match code {
                    ResponseCode::InsufficientTokenBalance if by_fee => {
                        ResponseCode::InsufficientSenderAccountBalanceForCustomFee
                    }
                    _ => code,
                }
            })?;
        }
    }
    Ok(())
}

fn check(cx: &Handle<'_, '_>, movement: &TokenMovement) -> Result<(), ResponseCode> {
    let token = usable_token(cx, movement.token)?;
    let fungible = !token.is_non_fungible();
    let expected = movement.decimals.is_none_or(|decimals| decimals == token.decimals);
    require(!fungible || expected, ResponseCode::UnexpectedTokenDecimals)?;
    for change in &movement.changes {
        require(fungible, ResponseCode::AccountAmountTransfersOnlyAllowedForFungibleCommon)?;
        cx.usable_account_numbered(change.account, ResponseCode::InvalidAccountId)?;
        relations::usable(cx, change.account, movement.token)?;
    }
    Ok(())
}

fn adjust_one(cx: &mut Handle<'_, '_>, token: u64, account: u64, amount: i64) -> Result<(), ResponseCode> {
    // Whoever is to get more than there can be is named before who does not have it.
    let balance = relations::existing(cx, account, token)?.balance;
    require(balance.checked_add(amount).is_some(), ResponseCode::InsufficientTokenBalance)?;
    balances::adjust(cx, account, token, amount)
}
