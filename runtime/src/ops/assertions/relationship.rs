//! What a spec expects of the tokens that an account is associated with.

use hapi_proto::services::{TokenFreezeStatus, TokenId, TokenKycStatus, TokenRelationship};

use super::{Account, AccountMatcher, Findings, IntoBalanceCondition, Matcher, matcher::Checks, show};
use crate::{
    registry::Subject,
    spec::{OpResult, Spec},
};

/// The account is associated with `token`; what else is expected of that, further methods say:
/// `relationship_with("token").balance(10).freeze(TokenFreezeStatus::Frozen)`.
pub fn relationship_with(token: impl Into<Subject<TokenId>>) -> RelationshipMatcher {
    RelationshipMatcher { token: token.into(), checks: Checks::default() }
}

/// See [`relationship_with`].
#[derive(Clone, Debug)]
#[must_use = "a matcher does nothing until it is given to an assertion"]
pub struct RelationshipMatcher {
    token: Subject<TokenId>,
    checks: Checks<TokenRelationship>,
}

impl RelationshipMatcher {
    /// So many units, or NFTs: a number, or a condition such as
    /// [`change_from_snapshot`](super::change_from_snapshot).
    #[track_caller]
    pub fn balance(self, condition: impl IntoBalanceCondition) -> Self {
        let condition = condition.into_condition();
        self.with(move |actual, spec, findings| {
            condition.check_units("balance", actual.balance, spec, findings)
        })
    }

    /// Whether the account passed the token's KYC.
    pub fn kyc(self, status: TokenKycStatus) -> Self {
        self.equal("KYC status", show::kyc(status.into()), |actual| show::kyc(actual.kyc_status))
    }

    /// Whether the account is frozen for the token.
    pub fn freeze(self, status: TokenFreezeStatus) -> Self {
        self.equal("freeze status", show::freeze(status.into()), |actual| show::freeze(actual.freeze_status))
    }

    /// The decimals of the token.
    pub fn decimals(self, decimals: u32) -> Self {
        self.equal("decimals", decimals, |actual| actual.decimals)
    }

    /// The symbol of the token.
    pub fn symbol(self, symbol: impl Into<String>) -> Self {
        self.equal("symbol", symbol.into(), |actual| actual.symbol.clone())
    }

    /// Whether the association was made automatically.
    pub fn automatic(self, automatic: bool) -> Self {
        self.equal("automatic association", automatic, |actual| actual.automatic_association)
    }

    fn equal<F: PartialEq + std::fmt::Display + Send + Sync + 'static>(
        mut self,
        field: &'static str,
        expected: F,
        get: impl Fn(&TokenRelationship) -> F + Send + Sync + 'static,
    ) -> Self {
        self.checks.push_equal(field, expected, get);
        self
    }

    fn with(
        mut self,
        check: impl Fn(&TokenRelationship, &Spec, &mut Findings) -> OpResult + Send + Sync + 'static,
    ) -> Self {
        self.checks.push(check);
        self
    }
}

impl Matcher<[TokenRelationship]> for RelationshipMatcher {
    fn check(&self, actual: &[TokenRelationship], spec: &Spec, findings: &mut Findings) -> OpResult {
        let id = self.token.resolve(spec)?;
        let shown = show::token(Some(&id), spec);
        let Some(found) = actual.iter().find(|relationship| relationship.token_id == Some(id)) else {
            let expected = format_args!("one with {shown}");
            findings.expect("relationships", false, expected, relationships(actual, spec));
            return Ok(());
        };
        findings.within(format!("relationship with {shown}:"), |findings| {
            self.checks.check(found, spec, findings)
        })
    }
}

/// What an account is to have to do with tokens.
impl<A: Account> AccountMatcher<A> {
    /// It is associated with a token in this way: `.has_token(relationship_with("token").balance(10))`.
    pub fn has_token(self, relationship: RelationshipMatcher) -> Self {
        self.with(move |actual, spec, findings| {
            relationship.check(actual.common().token_relationships, spec, findings)
        })
    }

    /// It is not associated with `token`.
    pub fn no_token_relationship(self, token: impl Into<Subject<TokenId>>) -> Self {
        let token = token.into();
        self.with(move |actual, spec, findings| {
            let id = token.resolve(spec)?;
            let all = actual.common().token_relationships;
            let holds = all.iter().all(|relationship| relationship.token_id.as_ref() != Some(&id));
            let expected = format_args!("none with {}", show::token(Some(&id), spec));
            findings.expect("relationships", holds, expected, relationships(all, spec));
            Ok(())
        })
    }

    /// It is associated with so many tokens.
    pub fn token_relationship_count(self, count: usize) -> Self {
        self.with(move |actual, spec, findings| {
            let all = actual.common().token_relationships;
            let shown = format_args!("{} [{}]", all.len(), relationships(all, spec));
            findings.expect("number of relationships", all.len() == count, count, shown);
            Ok(())
        })
    }

    /// So many of its associations were made automatically.
    pub fn already_used_automatic_associations(self, count: usize) -> Self {
        self.with(move |actual, spec, findings| {
            let automatic = |relationship: &&TokenRelationship| relationship.automatic_association;
            let used: Vec<_> =
                actual.common().token_relationships.iter().filter(automatic).cloned().collect();
            let shown = format_args!("{} [{}]", used.len(), relationships(&used, spec));
            findings.expect("number of automatic associations", used.len() == count, count, shown);
            Ok(())
        })
    }
}

impl<A: Account + crate::registry::Kind> AccountMatcher<A> {
    /// Exactly these associations are new since the answer that `.saving_snapshot(name)` stored.
    pub fn new_associations_from_snapshot(
        self,
        name: impl Into<String>,
        relationships: impl IntoIterator<Item = RelationshipMatcher>,
    ) -> Self {
        let (name, expected) = (name.into(), relationships.into_iter().collect::<Vec<_>>());
        self.with(move |actual, spec, findings| {
            let before: A = spec.registry().get(&name)?;
            let old = before.common().token_relationships;
            let is_old = |id: &Option<TokenId>| old.iter().any(|relationship| relationship.token_id == *id);
            let all = actual.common().token_relationships.iter();
            let new: Vec<_> = all.filter(|each| !is_old(&each.token_id)).cloned().collect();
            if new.len() != expected.len() {
                let shown = format_args!("{} [{}]", new.len(), self::relationships(&new, spec));
                findings.expect("number of new relationships", false, expected.len(), shown);
            }
            findings.within("new", |findings| {
                expected.iter().try_for_each(|relationship| relationship.check(&new, spec, findings))
            })
        })
    }
}

/// All of them by their tokens, with balances: `0.0.2001 (gold) 5, 0.0.2002 (art) 1`.
fn relationships(all: &[TokenRelationship], spec: &Spec) -> String {
    let shown =
        all.iter().map(|each| format!("{} {}", show::token(each.token_id.as_ref(), spec), each.balance));
    let shown: Vec<_> = shown.collect();
    if shown.is_empty() { show::NONE.into() } else { shown.join(", ") }
}

#[cfg(test)]
mod tests {
    use hapi_proto::services::crypto_get_info_response::AccountInfo;

    use super::*;
    use crate::{
        ops::assertions::{account_with, change_from_snapshot, testing},
        registry::TokenBalanceSnapshot,
    };

    #[expect(deprecated, reason = "it is what networks answer")]
    fn info(tokens: &[(u64, u64, bool)]) -> AccountInfo {
        let relationship = |(num, balance, automatic): &(u64, u64, bool)| TokenRelationship {
            token_id: Some(TokenId::from_num(*num)),
            symbol: "T".into(),
            balance: *balance,
            kyc_status: TokenKycStatus::Granted.into(),
            freeze_status: TokenFreezeStatus::Unfrozen.into(),
            decimals: 2,
            automatic_association: *automatic,
        };
        AccountInfo {
            token_relationships: tokens.iter().map(relationship).collect(),
            ..AccountInfo::default()
        }
    }

    fn found(matcher: &AccountMatcher<AccountInfo>) -> Vec<String> {
        let spec = testing::spec();
        spec.registry().put("gold", TokenId::from_num(2001));
        spec.registry().put("art", TokenId::from_num(2002));
        spec.registry().put("other", TokenId::from_num(2003));
        spec.registry().put("before", TokenBalanceSnapshot(7));
        spec.registry().put("snapshot", info(&[(2001, 0, false)]));
        testing::found(matcher, &info(&[(2001, 5, false), (2002, 1, true)]), &spec)
    }

    #[test]
    fn relationships_as_expected_have_no_findings() {
        let gold = relationship_with("gold")
            .balance(5)
            .balance(change_from_snapshot("before", -2))
            .kyc(TokenKycStatus::Granted)
            .freeze(TokenFreezeStatus::Unfrozen)
            .decimals(2)
            .symbol("T")
            .automatic(false);
        let matcher = account_with()
            .has_token(gold)
            .no_token_relationship("other")
            .token_relationship_count(2)
            .already_used_automatic_associations(1)
            .new_associations_from_snapshot("snapshot", [relationship_with("art").balance(1)]);
        assert_eq!(found(&matcher), [""; 0]);
    }

    #[test]
    fn every_difference_names_its_token() {
        let gold = relationship_with("gold")
            .balance(6)
            .kyc(TokenKycStatus::Revoked)
            .freeze(TokenFreezeStatus::FreezeNotApplicable)
            .decimals(3)
            .symbol("G")
            .automatic(true);
        let expected = [
            "relationship with 0.0.2001 (gold): balance: 6 != 5",
            "relationship with 0.0.2001 (gold): KYC status: Revoked != Granted",
            "relationship with 0.0.2001 (gold): freeze status: FreezeNotApplicable != Unfrozen",
            "relationship with 0.0.2001 (gold): decimals: 3 != 2",
            "relationship with 0.0.2001 (gold): symbol: G != T",
            "relationship with 0.0.2001 (gold): automatic association: true != false",
        ];
        assert_eq!(found(&account_with().has_token(gold)), expected);
    }

    #[test]
    fn what_is_missing_or_too_much_is_shown_beside_all() {
        let all = "0.0.2001 (gold) 5, 0.0.2002 (art) 1";
        let matcher = account_with()
            .has_token(relationship_with("other"))
            .no_token_relationship("art")
            .token_relationship_count(1)
            .already_used_automatic_associations(0)
            .new_associations_from_snapshot("snapshot", []);
        let expected = [
            format!("relationships: one with 0.0.2003 (other) != {all}"),
            format!("relationships: none with 0.0.2002 (art) != {all}"),
            format!("number of relationships: 1 != 2 [{all}]"),
            "number of automatic associations: 0 != 1 [0.0.2002 (art) 1]".to_owned(),
            "number of new relationships: 0 != 1 [0.0.2002 (art) 1]".to_owned(),
        ];
        assert_eq!(found(&matcher), expected);
    }
}
