//! The steps of a transfer, in their order; other types that move tokens take them from here.

use alloc::vec::Vec;

use hapi_proto::services::{
    AccountAmount, AssessedCustomFee, CryptoTransferTransactionBody, TokenTransferList,
};

use super::{
    aliases::{self, Resolved},
    allowances, associate,
    custom_fees::{self, Assessed, Assessment},
    fungible, hbar,
    movement::TokenMovement,
    nfts, unresolved,
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
    let Assessment { levels, fees } = match custom_fees {
        CustomFees::Charged => custom_fees::assess(cx.store, cx.config, movements, &aliased)?,
        CustomFees::Waived => Assessment { levels: alloc::vec![movements], fees: Vec::new() },
    };
    for level in &levels {
        associate::everybody(cx, &level.tokens)?;
        hbar::adjust(cx, &level.hbar, &fees)?;
        fungible::adjust(cx, &level.tokens, &fees)?;
        nfts::give(cx, &level.tokens)?;
    }
    for fee in &fees {
        let told = told(cx, fee);
        cx.record.assessed_custom_fees.push(told);
    }
    Ok(())
}

/// Assesses the custom fees of what these lists move, and has them paid by who sends; the record does not tell of them.
/// Returns the lists as they are to be moved, which fractional fees make differ. Accounts that are named by aliases not in
/// use stay named so: nothing is created, and collectors are not associated.
///
/// # Errors
/// As [`execute`].
pub(in crate::transactions) fn charge_custom_fees(
    cx: &mut Handle<'_, '_>,
    lists: &[TokenTransferList],
) -> Result<Vec<TokenTransferList>, ResponseCode> {
    let movements = unresolved::movements(cx, lists)?;
    let Assessment { levels, fees } = custom_fees::assess(cx.store, cx.config, movements, &[])?;
    let Some((transfer, owed)) = levels.split_first() else { return Ok(Vec::new()) };
    for level in owed {
        hbar::adjust(cx, &level.hbar, &fees)?;
        fungible::adjust(cx, &level.tokens, &fees)?;
    }
    Ok(lists.iter().zip(&transfer.tokens).map(|(list, changed)| revised(cx, list, changed)).collect())
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
    fungible::adjust(cx, tokens, &[])?;
    nfts::give(cx, tokens)
}

/// A list with the amounts it has come to; who was not named in it comes last.
fn revised(cx: &Handle<'_, '_>, list: &TokenTransferList, changed: &TokenMovement) -> TokenTransferList {
    let mut list = list.clone();
    for (amount, change) in list.transfers.iter_mut().zip(&changed.changes) {
        amount.amount = change.amount;
    }
    let added = changed.changes.iter().skip(list.transfers.len()).map(|change| AccountAmount {
        account_id: Some(cx.account_id(change.account)),
        amount: change.amount,
        ..AccountAmount::default()
    });
    list.transfers.extend(added);
    list
}

/// A custom fee as a record shows it.
fn told(cx: &Handle<'_, '_>, fee: &Assessed) -> AssessedCustomFee {
    AssessedCustomFee {
        amount: fee.amount,
        token_id: fee.token.map(|token| cx.token_id(token)),
        fee_collector_account_id: Some(cx.account_id(fee.collector)),
        effective_payer_account_id: fee.payers.iter().map(|payer| cx.account_id(*payer)).collect(),
    }
}
