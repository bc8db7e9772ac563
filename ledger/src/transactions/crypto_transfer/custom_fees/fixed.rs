//! Fixed custom fees: so much whenever somebody sends.

use smallvec::smallvec;

use super::{Assessed, is_exempt, level::Level};
use crate::{
    ResponseCode,
    state::{CustomFee, EntityNum, Fee, FixedFee, Token},
};

/// Has a sender owe each fixed fee of a token.
///
/// # Errors
/// As [`charge`].
pub(super) fn assess(level: &mut Level<'_>, token: &Token, sender: EntityNum) -> Result<(), ResponseCode> {
    for fee in token.custom_fees.iter() {
        if let Fee::Fixed(fixed) = fee.fee {
            charge(level, token, fee, fixed, sender)?;
        }
    }
    Ok(())
}

/// Has somebody owe a fixed amount, unless exempt. In the token itself, it changes what is moved.
///
/// # Errors
/// `InsufficientSenderAccountBalanceForCustomFee` when what is owed is no amount.
pub(super) fn charge(
    level: &mut Level<'_>,
    token: &Token,
    fee: &CustomFee,
    fixed: FixedFee,
    payer: EntityNum,
) -> Result<(), ResponseCode> {
    if is_exempt(token, fee, payer) {
        return Ok(());
    }
    let adjustments = match fixed.token {
        None => &mut level.owed_hbar,
        Some(same) if same == token.num => level.tokens.of_token(same),
        Some(other) => level.owed_tokens.of_token(other),
    };
    adjustments.pay(payer, fee.collector, fixed.amount)?;
    let payers = smallvec![payer];
    level.fees.push(Assessed { amount: fixed.amount, token: fixed.token, collector: fee.collector, payers });
    Ok(())
}
