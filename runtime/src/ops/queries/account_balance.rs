//! The balance of an account; free of charge.

use bytes::Bytes;
use hapi_proto::{
    Hbar,
    services::{
        AccountId, CryptoGetAccountBalanceQuery, CryptoGetAccountBalanceResponse,
        crypto_get_account_balance_query::BalanceSource, query, response,
    },
};

use super::{Query, QueryOp};
use crate::{
    keys::Signer,
    ops::{
        AccountRef,
        assertions::{IntoBalanceCondition, show},
        by_alias, by_literal_alias,
    },
    registry::Subject,
    spec::{OpError, Spec},
};

/// See [`get_account_balance`].
#[derive(Clone, Debug)]
pub struct GetAccountBalance(AccountRef);

/// Asks for the balance of an account.
#[track_caller]
pub fn get_account_balance(account: impl Into<AccountRef>) -> Query<GetAccountBalance> {
    Query::new(GetAccountBalance(account.into()))
}

/// Asks for the balance of the account whose alias is this key (HIP-32).
#[track_caller]
pub fn get_auto_created_account_balance(key: impl Into<Signer>) -> Query<GetAccountBalance> {
    Query::new(GetAccountBalance(by_alias(key)))
}

/// Asks for the balance of the account with these bytes as its alias: a serialized key or an EVM address.
#[track_caller]
pub fn get_aliased_account_balance(alias: impl Into<Bytes>) -> Query<GetAccountBalance> {
    Query::new(GetAccountBalance(by_literal_alias(alias)))
}

impl QueryOp for GetAccountBalance {
    type Answer = CryptoGetAccountBalanceResponse;

    const PAID: bool = false;

    fn verb(&self) -> &'static str {
        "get_account_balance"
    }

    fn subject(&self) -> String {
        self.0.to_string()
    }

    fn query(&self, spec: &Spec) -> Result<query::Query, OpError> {
        let balance_source = Some(BalanceSource::AccountId(self.0.resolve(spec)?));
        Ok(query::Query::CryptogetAccountBalance(CryptoGetAccountBalanceQuery {
            header: None,
            balance_source,
        }))
    }

    fn read(response: response::Response) -> Option<Self::Answer> {
        match response {
            response::Response::CryptogetAccountBalance(answer) => Some(answer),
            _ => None,
        }
    }
}

impl Query<GetAccountBalance> {
    /// Expects this balance in tinybars, or this relation to a snapshot:
    /// `.has_tiny_bars(change_from_snapshot("before", -10))`.
    #[track_caller]
    pub fn has_tiny_bars(self, condition: impl IntoBalanceCondition) -> Self {
        let condition = condition.into_condition();
        self.with_check(move |answer, spec, findings| {
            condition.check("balance", answer.balance, spec, findings)
        })
    }

    /// Expects this balance.
    pub fn has_hbar(self, amount: Hbar) -> Self {
        self.has_tiny_bars(amount)
    }

    /// Expects the answer to name this account: one asked for by its alias is answered by its id.
    pub fn has_expected_account_id(self, account: impl Into<Subject<AccountId>>) -> Self {
        let account = account.into();
        self.with_check(move |answer, spec, findings| {
            let expected = account.resolve(spec)?;
            let actual = answer.account_id.as_ref();
            let shown = show::account(Some(&expected), spec);
            findings.expect("account id", actual == Some(&expected), shown, show::account(actual, spec));
            Ok(())
        })
    }

    /// Shows `observer` the balance, in tinybars.
    pub fn exposing_balance_to(self, mut observer: impl FnMut(u64) + Send + Sync + 'static) -> Self {
        self.exposing_answer_to(move |answer| observer(answer.balance))
    }
}
