//! Custom fees as transactions give them, checked, and as messages carry them (HIP-18).

use alloc::vec::Vec;

use hapi_proto::services::{
    self as hapi, Fraction, FractionalFee, RoyaltyFee, TokenId, custom_fee::Fee as Given,
};

use super::super::checks::require;
use crate::{
    ResponseCode,
    config::Config,
    handle::{Handle, account_id, token_id},
    state::{CustomFee, EntityNum, Fee, FixedFee, TokenKind},
};

/// For which token custom fees are given.
#[derive(Clone, Copy, Debug)]
pub(in crate::transactions) struct For {
    /// Its number, or the one that it will get.
    pub(in crate::transactions) token: EntityNum,
    /// Whether its units are alike.
    pub(in crate::transactions) kind: TokenKind,
    /// Whether it is being created: then 0.0.0 names it, and collectors who need to are associated with it afterwards.
    pub(in crate::transactions) created: bool,
}

/// Reads the custom fees of a token, one after another.
///
/// # Errors
/// Why the first bad one cannot be a fee of this token: `InvalidCustomFeeCollector`, `CustomFeeNotFullySpecified`,
/// `CustomFeeMustBePositive`, `InvalidTokenIdInCustomFees`, `CustomFeeDenominationMustBeFungibleCommon`,
/// `TokenNotAssociatedToFeeCollector`, `FractionDividesByZero` and others that name their kind of fee.
pub(in crate::transactions) fn parse(
    cx: &Handle<'_, '_>,
    of: For,
    fees: &[hapi::CustomFee],
) -> Result<Vec<CustomFee>, ResponseCode> {
    fees.iter().map(|fee| parse_one(cx, of, fee)).collect()
}

fn parse_one(cx: &Handle<'_, '_>, of: For, fee: &hapi::CustomFee) -> Result<CustomFee, ResponseCode> {
    let collector = fee.fee_collector_account_id.as_ref();
    let collector = collector.and_then(|id| cx.store.numbered_account(cx.config, id));
    let collector =
        collector.filter(|account| !account.deleted && account.num != cx.config.accounts.fee_collection);
    let collector = collector.ok_or(ResponseCode::InvalidCustomFeeCollector)?.num;
    let reader = Reader { cx, of, collector };
    let amount = match fee.fee.as_ref().ok_or(ResponseCode::CustomFeeNotFullySpecified)? {
        Given::FixedFee(fee) => Fee::Fixed(reader.fixed(*fee)?),
        Given::FractionalFee(fee) => reader.fractional(*fee)?,
        Given::RoyaltyFee(fee) => reader.royalty(fee)?,
    };
    Ok(CustomFee { fee: amount, collector, all_collectors_are_exempt: fee.all_collectors_are_exempt })
}

struct Reader<'a, 'h, 's> {
    cx: &'a Handle<'h, 's>,
    of: For,
    collector: EntityNum,
}

impl Reader<'_, '_, '_> {
    fn fixed(&self, fee: hapi::FixedFee) -> Result<FixedFee, ResponseCode> {
        require(fee.amount > 0, ResponseCode::CustomFeeMustBePositive)?;
        let token = match fee.denominating_token_id {
            None => None,
            Some(id) if self.of.created && id == TokenId::default() => {
                self.fungible(ResponseCode::CustomFeeDenominationMustBeFungibleCommon)?;
                Some(self.of.token)
            }
            Some(id) => Some(self.denomination(id)?),
        };
        Ok(FixedFee { amount: fee.amount, token })
    }

    fn fractional(&self, fee: FractionalFee) -> Result<Fee, ResponseCode> {
        let Fraction { numerator, denominator } = fee.fractional_amount.unwrap_or_default();
        let (min, max) = (fee.minimum_amount, fee.maximum_amount);
        self.fungible(ResponseCode::CustomFractionalFeeOnlyAllowedForFungibleCommon)?;
        if !self.of.created {
            self.associated(self.of.token)?;
        }
        fraction(numerator, denominator)?;
        require(min >= 0 && max >= 0, ResponseCode::CustomFeeMustBePositive)?;
        require(max == 0 || max >= min, ResponseCode::FractionalFeeMaxAmountLessThanMinAmount)?;
        let net_of_transfers = fee.net_of_transfers;
        Ok(Fee::Fractional { numerator, denominator, min, max, net_of_transfers })
    }

    fn royalty(&self, fee: &RoyaltyFee) -> Result<Fee, ResponseCode> {
        let Fraction { numerator, denominator } = fee.exchange_value_fraction.unwrap_or_default();
        let unique = self.of.kind == TokenKind::NonFungible;
        require(unique, ResponseCode::CustomRoyaltyFeeOnlyAllowedForNonFungibleUnique)?;
        fraction(numerator, denominator)?;
        require(numerator <= denominator, ResponseCode::RoyaltyFractionCannotExceedOne)?;
        let fallback = fee.fallback_fee.map(|fallback| self.fallback(fallback)).transpose()?;
        Ok(Fee::Royalty { numerator, denominator, fallback })
    }

    fn fallback(&self, fee: hapi::FixedFee) -> Result<FixedFee, ResponseCode> {
        require(fee.amount > 0, ResponseCode::CustomFeeMustBePositive)?;
        let of = fee.denominating_token_id;
        let itself = of.is_some_and(|id| id.token_num == 0);
        require(!itself, ResponseCode::CustomFeeDenominationMustBeFungibleCommon)?;
        let token = of.map(|id| self.denomination(id)).transpose()?;
        Ok(FixedFee { amount: fee.amount, token })
    }

    /// Another token that a fee is paid in.
    fn denomination(&self, id: TokenId) -> Result<EntityNum, ResponseCode> {
        let token = self.cx.usable_token(Some(&id)).map_err(|_| ResponseCode::InvalidTokenIdInCustomFees)?;
        require(!token.is_non_fungible(), ResponseCode::CustomFeeDenominationMustBeFungibleCommon)?;
        self.associated(token.num)?;
        Ok(token.num)
    }

    fn fungible(&self, code: ResponseCode) -> Result<(), ResponseCode> {
        require(self.of.kind == TokenKind::Fungible, code)
    }

    fn associated(&self, token: EntityNum) -> Result<(), ResponseCode> {
        let relation = self.cx.store.relation(&(self.collector, token));
        require(relation.is_some(), ResponseCode::TokenNotAssociatedToFeeCollector)
    }
}

fn fraction(numerator: i64, denominator: i64) -> Result<(), ResponseCode> {
    require(denominator != 0, ResponseCode::FractionDividesByZero)?;
    require(numerator > 0 && denominator > 0, ResponseCode::CustomFeeMustBePositive)
}

/// The collectors who get units of the token itself, and so must be associated with it, in order.
pub(in crate::transactions) fn collectors_of_units(
    token: EntityNum,
    fees: &[CustomFee],
) -> impl Iterator<Item = EntityNum> {
    let of_units = move |fee: &&CustomFee| match fee.fee {
        Fee::Fixed(fixed) => fixed.token == Some(token),
        Fee::Fractional { .. } => true,
        Fee::Royalty { .. } => false,
    };
    fees.iter().filter(of_units).map(|fee| fee.collector)
}

/// Custom fees as messages carry them.
pub(crate) fn to_proto(config: &Config, fees: &[CustomFee]) -> Vec<hapi::CustomFee> {
    let fixed = |fee: FixedFee| hapi::FixedFee {
        amount: fee.amount,
        denominating_token_id: fee.token.map(|token| token_id(config, token)),
    };
    let given = |fee: &CustomFee| match fee.fee {
        Fee::Fixed(fee) => Given::FixedFee(fixed(fee)),
        Fee::Fractional { numerator, denominator, min, max, net_of_transfers } => {
            Given::FractionalFee(FractionalFee {
                fractional_amount: Some(Fraction { numerator, denominator }),
                minimum_amount: min,
                maximum_amount: max,
                net_of_transfers,
            })
        }
        Fee::Royalty { numerator, denominator, fallback } => Given::RoyaltyFee(RoyaltyFee {
            exchange_value_fraction: Some(Fraction { numerator, denominator }),
            fallback_fee: fallback.map(fixed),
        }),
    };
    let message = |fee: &CustomFee| hapi::CustomFee {
        fee: Some(given(fee)),
        fee_collector_account_id: Some(account_id(config, fee.collector)),
        all_collectors_are_exempt: fee.all_collectors_are_exempt,
    };
    fees.iter().map(message).collect()
}
