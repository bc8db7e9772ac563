//! All that is known of an account, its allowances too.

use bytes::Bytes;
use hapi_proto::services::{
    GetAccountDetailsQuery, TokenId, get_account_details_response::AccountDetails, query, response,
};

use super::{Query, QueryOp};
use crate::{
    ops::{
        AccountRef,
        assertions::{Matcher, RelationshipMatcher, account_details_with},
    },
    registry::{GENESIS, Kind, Subject},
    spec::{OpError, Spec},
};

/// Less than the answer costs, in tinybars.
const TOKEN_PAYMENT: i64 = 1;

/// See [`get_account_details`].
#[derive(Clone, Debug)]
pub struct GetAccountDetails(AccountRef);

/// Asks for all that is known of an account. Networks answer this only to privileged payers, so that the treasury
/// pays unless the spec says who else does.
#[track_caller]
pub fn get_account_details(account: impl Into<AccountRef>) -> Query<GetAccountDetails> {
    Query::new(GetAccountDetails(account.into())).paying_with(GENESIS)
}

/// The same with a token payment to the node: privileged payers are not charged for queries, whatever they offer.
#[track_caller]
pub fn get_account_details_no_payment(account: impl Into<AccountRef>) -> Query<GetAccountDetails> {
    get_account_details(account).node_payment(TOKEN_PAYMENT)
}

impl Kind for AccountDetails {
    const NOUN: &'static str = "account details";
}

impl QueryOp for GetAccountDetails {
    type Answer = AccountDetails;

    /// Who pays decides who may ask, and nobody pays when asking for the cost: nodes refuse that.
    const ASKS_COST: bool = false;

    fn verb(&self) -> &'static str {
        "get_account_details"
    }

    fn subject(&self) -> String {
        self.0.to_string()
    }

    fn query(&self, spec: &Spec) -> Result<query::Query, OpError> {
        let account_id = Some(self.0.resolve(spec)?);
        Ok(query::Query::AccountDetails(GetAccountDetailsQuery { header: None, account_id }))
    }

    fn read(response: response::Response) -> Option<Self::Answer> {
        match response {
            response::Response::AccountDetails(answer) => answer.account_details,
            _ => None,
        }
    }
}

impl Query<GetAccountDetails> {
    /// Expects the account to be like this: `.has(account_details_with().no_allowances())`.
    pub fn has(self, matcher: impl Matcher<AccountDetails> + 'static) -> Self {
        self.with_check(move |answer, spec, findings| matcher.check(answer, spec, findings))
    }

    /// Expects the account to be associated with a token in this way: `.has_token(relationship_with("token").balance(5))`.
    pub fn has_token(self, relationship: RelationshipMatcher) -> Self {
        self.has(account_details_with().has_token(relationship))
    }

    /// Expects the account not to be associated with `token`.
    pub fn has_no_token_relationship(self, token: impl Into<Subject<TokenId>>) -> Self {
        self.has(account_details_with().no_token_relationship(token))
    }

    /// Expects the answer to carry this ledger id.
    pub fn has_encoded_ledger_id(self, ledger_id: impl Into<Bytes>) -> Self {
        self.has(account_details_with().ledger_id(ledger_id))
    }

    /// Stores the answer in the registry under `name`.
    pub fn saving_snapshot(self, name: impl Into<String>) -> Self {
        let name = name.into();
        self.with_after(move |spec, answer| {
            spec.registry().put(name.clone(), answer.clone());
            Ok(())
        })
    }
}
