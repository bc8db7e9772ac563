//! Royalties: a part of what is given for an NFT, or a fixed amount when nothing is.

use smallvec::{SmallVec, smallvec};

use super::{Assessed, fixed, fraction, is_exempt, level::Level};
use crate::{
    ResponseCode,
    state::{CustomFee, EntityNum, Fee, Token},
};

/// What somebody gets in exchange.
#[derive(Clone, Copy, Debug)]
struct Value {
    /// Of which token; `None` for hbar.
    token: Option<EntityNum>,
    amount: i64,
}

/// Has a sender of NFTs give up a part of all that it gets, or else has the receiver owe the fallback fee; once for each of
/// them and each token, however many NFTs there are.
///
/// # Errors
/// `InsufficientSenderAccountBalanceForCustomFee` when a part is more than the whole.
pub(super) fn assess(
    level: &mut Level<'_>,
    token: &Token,
    sender: EntityNum,
    receiver: EntityNum,
) -> Result<(), ResponseCode> {
    if level.settled.contains(&(sender, token.num)) {
        return Ok(());
    }
    let values = values(level, sender);
    for fee in token.custom_fees.iter() {
        let Fee::Royalty { numerator, denominator, fallback } = fee.fee else { continue };
        if !values.is_empty() {
            if !is_exempt(token, fee, sender) {
                redirect(level, fee, (numerator, denominator), sender, &values)?;
            }
        } else if let Some(fallback) = fallback
            && !level.settled.contains(&(receiver, token.num))
        {
            fixed::charge(level, token, fee, fallback, receiver)?;
        }
    }
    let settler = if values.is_empty() { receiver } else { sender };
    level.settled.push((settler, token.num));
    Ok(())
}

/// All that somebody gets by what came.
fn values(level: &Level<'_>, sender: EntityNum) -> SmallVec<[Value; 4]> {
    let hbar = level.input.hbar.iter().map(|change| (None, change));
    let tokens = level.input.tokens.iter();
    let tokens =
        tokens.flat_map(|movement| movement.changes.iter().map(|change| (Some(movement.token), change)));
    let all = hbar.chain(tokens).filter(|(_, change)| change.account == sender && change.amount > 0);
    all.map(|(token, change)| Value { token, amount: change.amount }).collect()
}

/// Takes a part of each value from who gets it; the collector gets it on the next level.
fn redirect(
    level: &mut Level<'_>,
    fee: &CustomFee,
    (numerator, denominator): (i64, i64),
    sender: EntityNum,
    values: &[Value],
) -> Result<(), ResponseCode> {
    for &Value { token, amount } in values {
        let royalty = fraction(numerator, denominator, amount).filter(|royalty| *royalty <= amount);
        let royalty = royalty.ok_or(ResponseCode::InsufficientSenderAccountBalanceForCustomFee)?;
        let (gets, owed) = match token {
            None => (&mut level.hbar, &mut level.owed_hbar),
            Some(token) => (level.tokens.of_token(token), level.owed_tokens.of_token(token)),
        };
        gets.add(sender, -royalty)?;
        owed.add(fee.collector, royalty)?;
        let payers = smallvec![sender];
        level.fees.push(Assessed { amount: royalty, token, collector: fee.collector, payers });
    }
    Ok(())
}
