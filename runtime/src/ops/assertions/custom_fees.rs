//! How the custom fees of a token are written in mismatches.

use hapi_proto::services::{CustomFee, FixedFee, Fraction, custom_fee::Fee};

use super::{list, show};
use crate::spec::Spec;

/// `5 of 0.0.2001 (gold) to 0.0.1003 (carol)`.
pub(crate) fn fee(fee: &CustomFee, spec: &Spec) -> String {
    let what = match &fee.fee {
        None => "nothing".into(),
        Some(Fee::FixedFee(terms)) => fixed(terms, spec),
        Some(Fee::FractionalFee(terms)) => {
            let min = if terms.minimum_amount == 0 {
                String::new()
            } else {
                format!(", at least {}", terms.minimum_amount)
            };
            let max = if terms.maximum_amount == 0 {
                String::new()
            } else {
                format!(", at most {}", terms.maximum_amount)
            };
            let payer = if terms.net_of_transfers { ", on top" } else { "" };
            format!("{} of the units{min}{max}{payer}", fraction(terms.fractional_amount.as_ref()))
        }
        Some(Fee::RoyaltyFee(terms)) => {
            let fallback = terms.fallback_fee.as_ref();
            let fallback = fallback.map_or_else(String::new, |terms| format!(", or {}", fixed(terms, spec)));
            format!("{} of the price{fallback}", fraction(terms.exchange_value_fraction.as_ref()))
        }
    };
    let collector = show::account(fee.fee_collector_account_id.as_ref(), spec);
    let exempt = if fee.all_collectors_are_exempt { ", collectors exempt" } else { "" };
    format!("{what} to {collector}{exempt}")
}

/// All of them.
pub(crate) fn fees(all: &[CustomFee], spec: &Spec) -> String {
    list(&all.iter().map(|each| fee(each, spec)).collect::<Vec<_>>())
}

fn fixed(terms: &FixedFee, spec: &Spec) -> String {
    match &terms.denominating_token_id {
        None => format!("{} tinybars", terms.amount),
        Some(token) => format!("{} of {}", terms.amount, show::token(Some(token), spec)),
    }
}

fn fraction(terms: Option<&Fraction>) -> String {
    terms.map_or_else(|| show::NONE.into(), |terms| format!("{}/{}", terms.numerator, terms.denominator))
}
