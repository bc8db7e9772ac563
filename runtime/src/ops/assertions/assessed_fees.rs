//! What a spec expects of the custom fees that a transaction paid.

use std::{collections::BTreeSet, fmt::Write};

use hapi_proto::services::{AccountId, AssessedCustomFee, TokenId};

use super::{Findings, Matcher, show};
use crate::{
    ops::crypto::{Sendable, Sent},
    registry::{IntoMany, Subject},
    spec::{OpError, OpResult, Spec},
};

/// A custom fee that was paid: `assessed_fee(5.of("token"), "collector")`, `assessed_fee(1.hbar(), "collector")`.
///
/// # Panics
/// When it is of NFTs: custom fees are of hbar or of units of a fungible token.
#[track_caller]
pub fn assessed_fee(amount: impl Sendable, collector: impl Into<Subject<AccountId>>) -> AssessedFee {
    let (token, amount) = match amount.into_sent() {
        Sent::Tinybars(amount) => (None, amount),
        Sent::Units { token, units, .. } => (Some(token), units),
        Sent::Serials { .. } => {
            panic!("a custom fee is of hbar or of units of a fungible token, not of NFTs")
        }
    };
    AssessedFee { token, amount, collector: collector.into(), payers: None }
}

/// See [`assessed_fee`].
#[derive(Clone, Debug)]
#[must_use = "a matcher does nothing until it is given to an assertion"]
pub struct AssessedFee {
    /// `None` for hbar.
    token: Option<Subject<TokenId>>,
    amount: i64,
    collector: Subject<AccountId>,
    payers: Option<Vec<Subject<AccountId>>>,
}

impl AssessedFee {
    /// Exactly these accounts paid it, in any order.
    pub fn paid_by(mut self, payers: impl IntoMany<Subject<AccountId>>) -> Self {
        self.payers = Some(payers.into_many());
        self
    }

    fn resolve(&self, spec: &Spec) -> Result<AssessedCustomFee, OpError> {
        let payers = self.payers.iter().flatten().map(|payer| payer.resolve(spec));
        Ok(AssessedCustomFee {
            amount: self.amount,
            token_id: self.token.as_ref().map(|token| token.resolve(spec)).transpose()?,
            fee_collector_account_id: Some(self.collector.resolve(spec)?),
            effective_payer_account_id: payers.collect::<Result<_, _>>()?,
        })
    }
}

impl Matcher<[AssessedCustomFee]> for AssessedFee {
    fn check(&self, actual: &[AssessedCustomFee], spec: &Spec, findings: &mut Findings) -> OpResult {
        let expected = self.resolve(spec)?;
        let payers = |fee: &AssessedCustomFee| -> BTreeSet<AccountId> {
            fee.effective_payer_account_id.iter().cloned().collect()
        };
        let is_it = |fee: &&AssessedCustomFee| {
            fee.amount == expected.amount
                && fee.token_id == expected.token_id
                && fee.fee_collector_account_id == expected.fee_collector_account_id
                && (self.payers.is_none() || payers(fee) == payers(&expected))
        };
        let holds = actual.iter().any(|fee| is_it(&fee));
        findings.expect("assessed custom fees", holds, fee(&expected, spec), fees(actual, spec));
        Ok(())
    }
}

/// `5 of 0.0.2001 (gold) to 0.0.1003 (carol) by 0.0.1001 (alice)`.
fn fee(fee: &AssessedCustomFee, spec: &Spec) -> String {
    let unit = match &fee.token_id {
        None => "tinybars".into(),
        Some(token) => format!("of {}", show::token(Some(token), spec)),
    };
    let collector = show::account(fee.fee_collector_account_id.as_ref(), spec);
    let mut shown = format!("{} {unit} to {collector}", fee.amount);
    let payers: Vec<_> =
        fee.effective_payer_account_id.iter().map(|payer| show::account(Some(payer), spec)).collect();
    if !payers.is_empty() {
        let _ = write!(shown, " by {}", payers.join(" and "));
    }
    shown
}

/// All of them.
pub(super) fn fees(all: &[AssessedCustomFee], spec: &Spec) -> String {
    let shown: Vec<_> = all.iter().map(|each| fee(each, spec)).collect();
    if shown.is_empty() { show::NONE.into() } else { shown.join(", ") }
}

#[cfg(test)]
mod tests {
    use hapi_proto::HbarExt;

    use super::*;
    use crate::ops::{
        assertions::testing,
        crypto::{SerialsExt, UnitsExt},
    };

    fn found(fee: &AssessedFee) -> Vec<String> {
        let spec = testing::spec();
        spec.registry().put("alice", AccountId::from_num(1001));
        spec.registry().put("carol", AccountId::from_num(1003));
        spec.registry().put("gold", TokenId::from_num(2001));
        let paid = |amount, token: Option<u64>| AssessedCustomFee {
            amount,
            token_id: token.map(TokenId::from_num),
            fee_collector_account_id: Some(AccountId::from_num(1003)),
            effective_payer_account_id: vec![AccountId::from_num(1001)],
        };
        testing::found(fee, &[paid(5, Some(2001)), paid(100_000_000, None)][..], &spec)
    }

    #[test]
    fn fees_are_found_by_unit_collector_and_payers() {
        assert_eq!(found(&assessed_fee(5.of("gold"), "carol")), [""; 0]);
        assert_eq!(found(&assessed_fee(1.hbar(), "carol").paid_by("alice")), [""; 0]);
    }

    #[test]
    fn any_difference_shows_all_fees() {
        let all = "5 of 0.0.2001 (gold) to 0.0.1003 (carol) by 0.0.1001 (alice), 100000000 tinybars to 0.0.1003 \
                   (carol) by 0.0.1001 (alice)";
        let expected = |fee: &str| [format!("assessed custom fees: {fee} != {all}")];
        assert_eq!(found(&assessed_fee(5, "carol")), expected("5 tinybars to 0.0.1003 (carol)"));
        let gold = "6 of 0.0.2001 (gold) to 0.0.1003 (carol)";
        assert_eq!(found(&assessed_fee(6.of("gold"), "carol")), expected(gold));
        let other = assessed_fee(5.of("gold"), "carol").paid_by(["alice", "carol"]);
        let shown = "5 of 0.0.2001 (gold) to 0.0.1003 (carol) by 0.0.1001 (alice) and 0.0.1003 (carol)";
        assert_eq!(found(&other), expected(shown));
    }

    #[test]
    #[should_panic = "not of NFTs"]
    fn fees_are_not_of_nfts() {
        let _ = assessed_fee("art".serial(1), "carol");
    }
}
