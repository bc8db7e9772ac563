//! The balance of an account; free of charge.

use bytes::Bytes;
use hapi_proto::{
    Hbar,
    services::{
        AccountId, CryptoGetAccountBalanceQuery, CryptoGetAccountBalanceResponse, TokenBalance, TokenId,
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

    /// Expects so many units, or NFTs, of `token`, or this relation to a snapshot that
    /// [`token_balance_snapshot`](crate::ops::token_balance_snapshot) took. An account that is not associated has none.
    #[track_caller]
    pub fn has_token_balance(
        self,
        token: impl Into<Subject<TokenId>>,
        condition: impl IntoBalanceCondition,
    ) -> Self {
        let (token, condition) = (token.into(), condition.into_condition());
        self.with_check(move |answer, spec, findings| {
            let id = token.resolve(spec)?;
            let field = format!("balance of {}", show::token(Some(&id), spec));
            let balance = token_balance(answer, &id).map_or(0, |balance| balance.balance);
            condition.check_units(&field, balance, spec, findings)
        })
    }

    /// The same as [`has_token_balance`](Self::has_token_balance), of a token with so many decimals.
    #[track_caller]
    pub fn has_token_balance_with_decimals(
        self,
        token: impl Into<Subject<TokenId>>,
        condition: impl IntoBalanceCondition,
        decimals: u32,
    ) -> Self {
        let token = token.into();
        self.has_token_balance(token.clone(), condition).with_check(move |answer, spec, findings| {
            let id = token.resolve(spec)?;
            let field = format!("decimals of {}", show::token(Some(&id), spec));
            let actual = token_balance(answer, &id).map(|balance| balance.decimals);
            findings.expect(&field, actual == Some(decimals), decimals, show::optional(actual.as_ref()));
            Ok(())
        })
    }

    /// Shows `observer` how many units, or NFTs, of `token` there are.
    pub fn exposing_token_balance_to(
        self,
        token: impl Into<Subject<TokenId>>,
        mut observer: impl FnMut(u64) + Send + Sync + 'static,
    ) -> Self {
        let token = token.into();
        self.with_after(move |spec, answer| {
            observer(token_balance(answer, &token.resolve(spec)?).map_or(0, |balance| balance.balance));
            Ok(())
        })
    }

    /// Shows `observer` the balance, in tinybars.
    pub fn exposing_balance_to(self, mut observer: impl FnMut(u64) + Send + Sync + 'static) -> Self {
        self.exposing_answer_to(move |answer| observer(answer.balance))
    }
}

/// What the answer says of the account's balance of `token`; `None` where it is not associated.
#[expect(deprecated, reason = "networks answer it all the same, and there is nothing else to ask")]
pub(crate) fn token_balance<'a>(
    answer: &'a CryptoGetAccountBalanceResponse,
    token: &TokenId,
) -> Option<&'a TokenBalance> {
    answer.token_balances.iter().find(|balance| balance.token_id.as_ref() == Some(token))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        ops::assertions::{change_from_snapshot, testing},
        registry::TokenBalanceSnapshot,
    };

    #[expect(deprecated, reason = "it is what networks answer")]
    fn found(query: &Query<GetAccountBalance>) -> Vec<String> {
        let spec = testing::spec();
        spec.registry().put("gold", TokenId::from_num(2001));
        spec.registry().put("art", TokenId::from_num(2002));
        spec.registry().put("before", TokenBalanceSnapshot(7));
        let gold = TokenBalance { token_id: Some(TokenId::from_num(2001)), balance: 5, decimals: 2 };
        let answer = CryptoGetAccountBalanceResponse {
            token_balances: vec![gold],
            ..CryptoGetAccountBalanceResponse::default()
        };
        testing::found(&query.checks, &answer, &spec)
    }

    #[test]
    fn balances_of_tokens_are_found_and_default_to_nothing() {
        let query = get_account_balance("0.0.7")
            .has_token_balance_with_decimals("gold", 5, 2)
            .has_token_balance("gold", change_from_snapshot("before", -2))
            .has_token_balance("art", 0);
        assert_eq!(found(&query), [""; 0]);
        let query = get_account_balance("0.0.7")
            .has_token_balance_with_decimals("gold", 6, 3)
            .has_token_balance("art", 1)
            .has_token_balance_with_decimals("art", 0, 0);
        let expected = [
            "balance of 0.0.2001 (gold): 6 != 5",
            "decimals of 0.0.2001 (gold): 3 != 2",
            "balance of 0.0.2002 (art): 1 != 0",
            "decimals of 0.0.2002 (art): 0 != none",
        ];
        assert_eq!(found(&query), expected);
    }
}
