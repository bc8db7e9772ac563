//! Fractional custom fees: a part of what is transferred, taken from the receivers or added to what the sender pays.

use smallvec::SmallVec;

use super::{Assessed, adjustments::Adjustments, fixed, fraction, is_exempt, level::Level};
use crate::{
    ResponseCode,
    state::{CustomFee, EntityNum, Fee, FixedFee, Token},
    transactions::{checks::require, crypto_transfer::movement::Change},
};

/// A fraction with its bounds, in the token's least unit.
#[derive(Clone, Copy, Debug)]
struct Part {
    numerator: i64,
    denominator: i64,
    min: i64,
    /// 0 for no limit.
    max: i64,
}

/// How much somebody owes, and whether it is only because that is the least.
#[derive(Clone, Copy, Debug)]
struct Due {
    amount: i64,
    is_least: bool,
}

/// Credits that can be taken from.
type Credits = SmallVec<[(EntityNum, i64); 4]>;

/// Has a sender owe each fractional fee of a token, on top of what it sends; or takes it from what the receivers get.
///
/// # Errors
/// `CustomFeeOutsideNumericRange` when a part is no amount, `InsufficientSenderAccountBalanceForCustomFee` when there is less to
/// take than the least fee, or more than was sent.
pub(super) fn assess(level: &mut Level<'_>, token: &Token, sender: EntityNum) -> Result<(), ResponseCode> {
    let sent = level.came(token.num, sender).saturating_neg();
    let mut left = sent;
    for fee in token.custom_fees.iter().filter(|fee| fee.collector != sender) {
        let Fee::Fractional { numerator, denominator, min, max, net_of_transfers } = fee.fee else {
            continue;
        };
        let part = Part { numerator, denominator, min, max };
        let came = came(level, token.num);
        let credits = credits(came.clone(), token, fee);
        if credits.is_empty() {
            continue;
        }
        if net_of_transfers {
            let fixed = FixedFee { amount: part.of(sent)?.amount, token: Some(token.num) };
            fixed::charge(level, token, fee, fixed, sender)?;
            continue;
        }
        let debits = came.filter(|(account, amount)| *amount < 0 && !is_exempt(token, fee, *account));
        let debited = sum(debits.map(|(_, amount)| -i128::from(amount)))?;
        let due = part.of(sum(credits.iter().map(|(_, amount)| i128::from(*amount)))?)?;
        // Each sender owes for what it sent. There may be none that is not exempt: then the reference fails, too.
        let amount = fraction(sent, debited, due.amount).ok_or(ResponseCode::FailInvalid)?;
        let collected = reclaim(level, token, fee, Due { amount, ..due })?;
        if collected == 0 {
            continue;
        }
        left = left.checked_sub(collected).filter(|left| *left >= 0).ok_or(INSUFFICIENT)?;
        let payers = credits.iter().map(|(account, _)| *account).collect();
        let (token, collector) = (Some(token.num), fee.collector);
        level.fees.push(Assessed { amount: collected, token, collector, payers });
    }
    Ok(())
}

const INSUFFICIENT: ResponseCode = ResponseCode::InsufficientSenderAccountBalanceForCustomFee;

/// What came of a token.
fn came<'a>(level: &Level<'a>, token: EntityNum) -> impl Iterator<Item = (EntityNum, i64)> + Clone + use<'a> {
    let changes: &'a [Change] =
        level.of_token(token).map(|movement| &*movement.changes).next().unwrap_or(&[]);
    changes.iter().map(|change| (change.account, change.amount))
}

/// Who gets something and pays this fee.
fn credits(amounts: impl Iterator<Item = (EntityNum, i64)>, token: &Token, fee: &CustomFee) -> Credits {
    amounts.filter(|(account, amount)| *amount > 0 && !is_exempt(token, fee, *account)).collect()
}

fn sum(amounts: impl Iterator<Item = i128>) -> Result<i64, ResponseCode> {
    i64::try_from(amounts.sum::<i128>()).map_err(|_| ResponseCode::CustomFeeOutsideNumericRange)
}

impl Part {
    /// The part of an amount.
    fn of(self, amount: i64) -> Result<Due, ResponseCode> {
        let nominal = fraction(self.numerator, self.denominator, amount);
        let nominal = nominal.ok_or(ResponseCode::CustomFeeOutsideNumericRange)?;
        let least = nominal.max(self.min);
        let amount = if self.max > 0 { least.min(self.max) } else { least };
        Ok(Due { amount, is_least: least > nominal })
    }
}

/// Takes what is due from what the receivers still get, from each in proportion and the rest in their order; gives it to the
/// collector, and says how much it was.
fn reclaim(level: &mut Level<'_>, token: &Token, fee: &CustomFee, due: Due) -> Result<i64, ResponseCode> {
    // Less than nothing is due only of lists whose sums are not zero, which no checks of a body let pass.
    require(due.amount >= 0, ResponseCode::CustomFeeOutsideNumericRange)?;
    let moved: &mut Adjustments = level.tokens.of_token(token.num);
    let mut credits = credits(moved.iter(), token, fee);
    let available = sum(credits.iter().map(|(_, amount)| i128::from(*amount)))?;
    let sought = due.amount.min(available);
    let mut left = sought;
    for (_, credit) in &mut credits {
        let part = fraction(*credit, available, sought);
        let part = part.ok_or(ResponseCode::CustomFeeOutsideNumericRange)?;
        *credit -= part;
        left -= part;
    }
    for (_, credit) in &mut credits {
        let part = left.min(*credit);
        *credit -= part;
        left -= part;
    }
    let collected = sought - left;
    require(!(due.is_least && collected < due.amount), INSUFFICIENT)?;
    for (account, credit) in credits {
        let before = moved.get(account).unwrap_or(0);
        // An account comes once in what has passed the checks of a body; else `before` may be anything.
        let change = credit.checked_sub(before).ok_or(ResponseCode::CustomFeeOutsideNumericRange)?;
        moved.add(account, change)?;
    }
    if collected > 0 {
        moved.add(fee.collector, collected)?;
    }
    Ok(collected)
}
