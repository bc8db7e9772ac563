//! What the custom fees of tokens come to in a transfer (HIP-18, HIP-573).
//!
//! A fee may be in a token that has fees itself, so there are levels: the transfer, what it owes, what that owes. Fees in the
//! very token that is sent change the level they are owed for; all others are the next one.

mod adjustments;
mod fixed;
mod fractional;
mod level;
mod royalty;

use alloc::{collections::BTreeSet, vec, vec::Vec};

use smallvec::SmallVec;

use self::level::Level;
use super::{
    movement::{Movements, TokenMovement},
    require,
};
use crate::{
    ResponseCode,
    config::Config,
    state::{CustomFee, EntityNum, Store, Token},
};

/// More levels than this are not tried, whatever the properties say.
const MOST_LEVELS: usize = 10;

/// A transfer with its custom fees.
#[derive(Debug)]
pub(super) struct Assessment {
    /// What is moved, one after the other: the transfer, and what is owed for it.
    pub(super) levels: Vec<Movements>,
    /// Who pays what, in the order it was assessed.
    pub(super) fees: Vec<Assessed>,
}

/// A custom fee that somebody pays.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Assessed {
    /// How much, in tinybar or the least unit of the token.
    pub(super) amount: i64,
    /// Of which token; `None` for hbar.
    pub(super) token: Option<EntityNum>,
    /// Who gets it.
    pub(super) collector: EntityNum,
    /// Whose balances it comes from.
    pub(super) payers: SmallVec<[EntityNum; 2]>,
}

impl Assessed {
    /// Whether this account paid it, in this token.
    pub(super) fn was_paid_by(&self, account: EntityNum, token: Option<EntityNum>) -> bool {
        self.token == token && self.payers.contains(&account)
    }
}

/// Says who owes what for a transfer. `aliased` are those whom it names by alias: they are not made to pay fees they
/// could not know of.
///
/// # Errors
/// `InvalidTokenId` and `TokenWasDeleted` of tokens; `CustomFeeChargingExceededMaxRecursionDepth` and
/// `CustomFeeChargingExceededMaxAccountAmounts` of too much; and what makes a fee impossible to collect.
pub(super) fn assess(
    store: &Store<'_>,
    config: &Config,
    transfer: Movements,
    aliased: &[EntityNum],
) -> Result<Assessment, ResponseCode> {
    let mut assessment = Assessment { levels: Vec::new(), fees: Vec::new() };
    if !has_custom_fees(store, &transfer.tokens)? {
        assessment.levels = vec![transfer];
        return Ok(assessment);
    }
    let deepest = config.tokens.max_custom_fee_depth.min(MOST_LEVELS);
    let mut input = transfer;
    while !input.tokens.is_empty() {
        let too_deep = ResponseCode::CustomFeeChargingExceededMaxRecursionDepth;
        require(assessment.levels.len() <= deepest, too_deep)?;
        let mut level = Level::new(&input);
        assess_level(&mut level, store, &input, aliased)?;
        if level.fees.is_empty() {
            break;
        }
        let (changed, next, fees) = level.finish();
        assessment.levels.push(changed);
        assessment.fees.extend(fees);
        input = next;
    }
    if !(input.hbar.is_empty() && input.tokens.is_empty()) {
        assessment.levels.push(input);
    }
    let small =
        assessment.fees.is_empty() || balances(&assessment.levels) <= config.ledger.balance_changes_max_len;
    require(small, ResponseCode::CustomFeeChargingExceededMaxAccountAmounts)?;
    Ok(assessment)
}

/// Whether any of these tokens has fees.
fn has_custom_fees(store: &Store<'_>, tokens: &[TokenMovement]) -> Result<bool, ResponseCode> {
    for movement in tokens {
        if !known(store, movement.token)?.custom_fees.is_empty() {
            return Ok(true);
        }
    }
    Ok(false)
}

/// Of a token that is paused, fees are still assessed: that it cannot be moved shows later.
fn known<'a>(store: &'a Store<'_>, token: EntityNum) -> Result<&'a Token, ResponseCode> {
    let token = store.token(&token).ok_or(ResponseCode::InvalidTokenId)?;
    require(!token.deleted, ResponseCode::TokenWasDeleted)?;
    Ok(token)
}

fn assess_level(
    level: &mut Level<'_>,
    store: &Store<'_>,
    input: &Movements,
    aliased: &[EntityNum],
) -> Result<(), ResponseCode> {
    for movement in &input.tokens {
        let token = known(store, movement.token)?;
        if token.custom_fees.is_empty() {
            continue;
        }
        let fungible = !token.is_non_fungible();
        for change in &movement.changes {
            let fits = fungible || change.amount == 0;
            require(fits, ResponseCode::AccountAmountTransfersOnlyAllowedForFungibleCommon)?;
            if change.amount < 0 && change.account != token.treasury {
                fixed::assess(level, token, change.account)?;
                level.check(store, aliased)?;
                fractional::assess(level, token, change.account)?;
                level.check(store, aliased)?;
            }
        }
        let fits = !fungible || movement.nfts.is_empty();
        require(fits, ResponseCode::NftTransfersOnlyAllowedForNonFungibleUnique)?;
        for nft in movement.nfts.iter().filter(|nft| nft.from != token.treasury) {
            fixed::assess(level, token, nft.from)?;
            level.check(store, aliased)?;
            royalty::assess(level, token, nft.from, nft.to)?;
            level.check(store, aliased)?;
        }
    }
    Ok(())
}

/// Who never pays a fee of a token: its treasury, who collects the fee, and, if the fee says so, who collects any fee of
/// the token (HIP-573).
fn is_exempt(token: &Token, fee: &CustomFee, payer: EntityNum) -> bool {
    payer == token.treasury
        || payer == fee.collector
        || fee.all_collectors_are_exempt && token.custom_fees.iter().any(|fee| fee.collector == payer)
}

/// How many balances and owners change.
fn balances(levels: &[Movements]) -> usize {
    let mut hbar = BTreeSet::new();
    let mut tokens = BTreeSet::new();
    let mut nfts = 0;
    for level in levels {
        hbar.extend(level.hbar.iter().map(|change| change.account));
        for movement in &level.tokens {
            tokens.extend(movement.changes.iter().map(|change| (change.account, movement.token)));
            nfts += movement.nfts.len();
        }
    }
    hbar.len() + tokens.len() + nfts
}

/// So many parts of so many of an amount, rounded down; `None` when that is no amount.
fn fraction(numerator: i64, denominator: i64, amount: i64) -> Option<i64> {
    let product = i128::from(numerator) * i128::from(amount);
    i64::try_from(product.checked_div(denominator.into())?).ok()
}
