//! What a spec expects of an account: the part that only `get_account_details` answers.

use hapi_proto::services::{AccountId, get_account_details_response::AccountDetails};

use super::{AccountMatcher, IntoTinybars, show};
use crate::registry::Subject;

impl AccountMatcher<AccountDetails> {
    /// How many hbar allowances it grants.
    pub fn crypto_allowances_count(self, count: usize) -> Self {
        self.with(move |actual, _, findings| {
            findings.equal("number of hbar allowances", &count, &actual.granted_crypto_allowances.len());
            Ok(())
        })
    }

    /// How many allowances of fungible tokens it grants.
    pub fn token_allowances_count(self, count: usize) -> Self {
        self.with(move |actual, _, findings| {
            findings.equal("number of token allowances", &count, &actual.granted_token_allowances.len());
            Ok(())
        })
    }

    /// How many spenders it approves for all of its NFTs of a type.
    pub fn nft_approved_for_all_allowances_count(self, count: usize) -> Self {
        self.with(move |actual, _, findings| {
            findings.equal("number of approvals for all NFTs", &count, &actual.granted_nft_allowances.len());
            Ok(())
        })
    }

    /// It grants `spender` an allowance of exactly `amount`.
    #[track_caller]
    pub fn crypto_allowances_containing(
        self,
        spender: impl Into<Subject<AccountId>>,
        amount: impl IntoTinybars,
    ) -> Self {
        let (spender, amount) = (spender.into(), amount.into_tinybars());
        self.with(move |actual, spec, findings| {
            let spender = spender.resolve(spec)?;
            let granted = &actual.granted_crypto_allowances;
            let holds =
                granted.iter().any(|each| each.spender.as_ref() == Some(&spender) && each.amount == amount);
            let shown = |id, amount| format!("{amount} to {}", show::account(id, spec));
            let all: Vec<_> = granted.iter().map(|each| shown(each.spender.as_ref(), each.amount)).collect();
            let all = if all.is_empty() { show::NONE.into() } else { all.join(", ") };
            findings.expect("hbar allowances", holds, shown(Some(&spender), amount), all);
            Ok(())
        })
    }

    /// It grants no allowance of any kind.
    pub fn no_allowances(self) -> Self {
        self.crypto_allowances_count(0).token_allowances_count(0).nft_approved_for_all_allowances_count(0)
    }
}

#[cfg(test)]
mod tests {
    use hapi_proto::services::GrantedCryptoAllowance;

    use super::*;
    use crate::ops::assertions::{Findings, Matcher, account_details_with, testing};

    fn found(matcher: &AccountMatcher<AccountDetails>) -> Vec<String> {
        let spec = testing::spec();
        spec.registry().put("bob", AccountId::from_num(1002));
        let granted = GrantedCryptoAllowance { spender: Some(AccountId::from_num(1002)), amount: 5 };
        let details =
            AccountDetails { granted_crypto_allowances: vec![granted], ..AccountDetails::default() };
        let mut findings = Findings::default();
        matcher.check(&details, &spec, &mut findings).unwrap();
        let found = findings.mismatches().iter();
        found.map(|found| format!("{}: {} != {}", found.field, found.expected, found.actual)).collect()
    }

    #[test]
    fn granted_allowances_are_found() {
        let matcher =
            account_details_with().crypto_allowances_count(1).crypto_allowances_containing("bob", 5);
        assert!(found(&matcher).is_empty());
    }

    #[test]
    fn other_allowances_are_not() {
        let matcher = account_details_with().crypto_allowances_containing("bob", 6).no_allowances();
        let expected = [
            "hbar allowances: 6 to 0.0.1002 (bob) != 5 to 0.0.1002 (bob)",
            "number of hbar allowances: 0 != 1",
        ];
        assert_eq!(found(&matcher), expected);
    }
}
