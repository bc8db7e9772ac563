//! What a spec expects of an account: the part that only `get_account_details` answers.

use hapi_proto::services::{
    AccountId, GrantedTokenAllowance, TokenId, get_account_details_response::AccountDetails,
};

use super::{AccountMatcher, IntoTinybars, record_tokens::list, show};
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

    /// It grants `spender` an allowance of exactly so many units of `token`.
    pub fn token_allowances_containing(
        self,
        token: impl Into<Subject<TokenId>>,
        spender: impl Into<Subject<AccountId>>,
        units: i64,
    ) -> Self {
        let (token, spender) = (token.into(), spender.into());
        self.with(move |actual, spec, findings| {
            let (token, spender) = (Some(token.resolve(spec)?), Some(spender.resolve(spec)?));
            let granted = &actual.granted_token_allowances;
            let is_it = |each: &&GrantedTokenAllowance| {
                each.token_id == token && each.spender == spender && each.amount == units
            };
            let shown = |token: &Option<TokenId>, spender: &Option<AccountId>, units: i64| {
                let to = show::account(spender.as_ref(), spec);
                format!("{units} of {} to {to}", show::token(token.as_ref(), spec))
            };
            let all: Vec<_> =
                granted.iter().map(|each| shown(&each.token_id, &each.spender, each.amount)).collect();
            let holds = granted.iter().any(|each| is_it(&each));
            findings.expect("token allowances", holds, shown(&token, &spender, units), list(&all));
            Ok(())
        })
    }

    /// It approves `spender` for all of its NFTs of `token`.
    pub fn nft_approved_allowances_containing(
        self,
        token: impl Into<Subject<TokenId>>,
        spender: impl Into<Subject<AccountId>>,
    ) -> Self {
        let (token, spender) = (token.into(), spender.into());
        self.with(move |actual, spec, findings| {
            let (token, spender) = (Some(token.resolve(spec)?), Some(spender.resolve(spec)?));
            let granted = &actual.granted_nft_allowances;
            let shown = |token: &Option<TokenId>, spender: &Option<AccountId>| {
                let to = show::account(spender.as_ref(), spec);
                format!("all of {} to {to}", show::token(token.as_ref(), spec))
            };
            let all: Vec<_> = granted.iter().map(|each| shown(&each.token_id, &each.spender)).collect();
            let holds = granted.iter().any(|each| each.token_id == token && each.spender == spender);
            findings.expect("approvals for all NFTs", holds, shown(&token, &spender), list(&all));
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
    use hapi_proto::services::{GrantedCryptoAllowance, GrantedNftAllowance};

    use super::*;
    use crate::ops::assertions::{account_details_with, testing};

    fn found(matcher: &AccountMatcher<AccountDetails>) -> Vec<String> {
        let spec = testing::spec();
        spec.registry().put("bob", AccountId::from_num(1002));
        spec.registry().put("gold", TokenId::from_num(2001));
        spec.registry().put("art", TokenId::from_num(2002));
        let spender = Some(AccountId::from_num(1002));
        let [gold, art] = [2001, 2002].map(|num| Some(TokenId::from_num(num)));
        let details = AccountDetails {
            granted_crypto_allowances: vec![GrantedCryptoAllowance { spender: spender.clone(), amount: 5 }],
            granted_token_allowances: vec![GrantedTokenAllowance {
                token_id: gold,
                spender: spender.clone(),
                amount: 7,
            }],
            granted_nft_allowances: vec![GrantedNftAllowance { token_id: art, spender }],
            ..AccountDetails::default()
        };
        testing::found(matcher, &details, &spec)
    }

    #[test]
    fn granted_allowances_are_found() {
        let matcher = account_details_with()
            .crypto_allowances_count(1)
            .crypto_allowances_containing("bob", 5)
            .token_allowances_containing("gold", "bob", 7)
            .nft_approved_allowances_containing("art", "bob");
        assert_eq!(found(&matcher), [""; 0]);
    }

    #[test]
    fn other_allowances_are_not() {
        let matcher = account_details_with()
            .crypto_allowances_containing("bob", 6)
            .token_allowances_containing("gold", "bob", 8)
            .token_allowances_containing("art", "bob", 7)
            .nft_approved_allowances_containing("gold", "bob")
            .no_allowances();
        let token = "7 of 0.0.2001 (gold) to 0.0.1002 (bob)";
        let nft = "all of 0.0.2002 (art) to 0.0.1002 (bob)";
        let expected = [
            "hbar allowances: 6 to 0.0.1002 (bob) != 5 to 0.0.1002 (bob)".to_owned(),
            format!("token allowances: 8 of 0.0.2001 (gold) to 0.0.1002 (bob) != {token}"),
            format!("token allowances: 7 of 0.0.2002 (art) to 0.0.1002 (bob) != {token}"),
            format!("approvals for all NFTs: all of 0.0.2001 (gold) to 0.0.1002 (bob) != {nft}"),
            "number of hbar allowances: 0 != 1".to_owned(),
            "number of token allowances: 0 != 1".to_owned(),
            "number of approvals for all NFTs: 0 != 1".to_owned(),
        ];
        assert_eq!(found(&matcher), expected);
    }
}
