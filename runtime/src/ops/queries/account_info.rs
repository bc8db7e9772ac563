//! What is publicly known of an account.

use bytes::Bytes;
use hapi_proto::services::{
    AccountId, CryptoGetInfoQuery, Key, TokenId, crypto_get_info_response::AccountInfo, query, response,
};
use prost::Message;

use super::{Query, QueryOp};
use crate::{
    keys::Signer,
    ops::{
        AccountRef,
        assertions::{Account, AccountMatcher, Matcher, RelationshipMatcher, account_with, show},
        by_alias, by_literal_alias,
    },
    registry::{Kind, Subject},
    spec::{OpError, Spec},
};

/// See [`get_account_info`].
#[derive(Clone, Debug)]
pub struct GetAccountInfo(AccountRef);

/// Asks for what is publicly known of an account.
#[track_caller]
pub fn get_account_info(account: impl Into<AccountRef>) -> Query<GetAccountInfo> {
    Query::new(GetAccountInfo(account.into()))
}

/// Asks for what is publicly known of the account whose alias is this key (HIP-32).
#[track_caller]
pub fn get_aliased_account_info(key: impl Into<Signer>) -> Query<GetAccountInfo> {
    Query::new(GetAccountInfo(by_alias(key)))
}

/// Asks for what is publicly known of the account with these bytes as its alias: a serialized key or an EVM address.
#[track_caller]
pub fn get_literal_alias_account_info(alias: impl Into<Bytes>) -> Query<GetAccountInfo> {
    Query::new(GetAccountInfo(by_literal_alias(alias)))
}

impl Kind for AccountInfo {
    const NOUN: &'static str = "account info";
}

impl QueryOp for GetAccountInfo {
    type Answer = AccountInfo;

    fn verb(&self) -> &'static str {
        "get_account_info"
    }

    fn subject(&self) -> String {
        self.0.to_string()
    }

    fn query(&self, spec: &Spec) -> Result<query::Query, OpError> {
        let account_id = Some(self.0.resolve(spec)?);
        Ok(query::Query::CryptoGetInfo(CryptoGetInfoQuery { header: None, account_id }))
    }

    fn read(response: response::Response) -> Option<Self::Answer> {
        match response {
            response::Response::CryptoGetInfo(answer) => answer.account_info,
            _ => None,
        }
    }
}

impl Query<GetAccountInfo> {
    /// Expects the account to be like this: `.has(account_with().memo("hi"))`.
    pub fn has(self, matcher: impl Matcher<AccountInfo> + 'static) -> Self {
        self.with_check(move |answer, spec, findings| matcher.check(answer, spec, findings))
    }

    fn is(self, change: impl FnOnce(AccountMatcher<AccountInfo>) -> AccountMatcher<AccountInfo>) -> Self {
        self.has(change(account_with()))
    }

    /// Expects a hollow account: one that was made by a transfer to an EVM address, and has no key yet (HIP-583).
    pub fn is_hollow(self) -> Self {
        self.is(AccountMatcher::has_empty_key)
    }

    /// Expects an account that has a key.
    pub fn is_not_hollow(self) -> Self {
        self.is(AccountMatcher::has_non_empty_key)
    }

    /// Expects so many tokens to be allowed to associate automatically; -1 for any number.
    pub fn has_max_automatic_associations(self, max: i32) -> Self {
        self.is(|account| account.max_auto_associations(max))
    }

    /// Expects so many of the account's associations to have been made automatically.
    pub fn has_already_used_automatic_associations(self, count: usize) -> Self {
        self.is(|account| account.already_used_automatic_associations(count))
    }

    /// Expects the account to be associated with a token in this way: `.has_token(relationship_with("token").balance(5))`.
    pub fn has_token(self, relationship: RelationshipMatcher) -> Self {
        self.is(|account| account.has_token(relationship))
    }

    /// Expects the account not to be associated with `token`.
    pub fn has_no_token_relationship(self, token: impl Into<Subject<TokenId>>) -> Self {
        let token = token.into();
        self.is(|account| account.no_token_relationship(token))
    }

    /// Expects the account to be associated with so many tokens.
    pub fn has_token_relationship_count(self, count: usize) -> Self {
        self.is(|account| account.token_relationship_count(count))
    }

    /// Expects the account to own so many NFTs.
    pub fn has_owned_nfts(self, count: i64) -> Self {
        self.is(|account| account.owned_nfts(count))
    }

    /// Expects the account's alias to be the key that it was asked for by.
    pub fn has_expected_alias_key(self) -> Self {
        let asked = self.op.0.clone();
        self.with_check(move |answer, spec, findings| {
            let id = asked.resolve(spec)?;
            let alias = id.alias().cloned().unwrap_or_default();
            findings.expect("question", !alias.is_empty(), "by alias", &id);
            findings.equal("alias", &show::bytes(&alias), &show::bytes(&answer.alias));
            Ok(())
        })
    }

    /// Expects the answer to be about this account: one asked for by its alias is answered with its id.
    pub fn has_expected_account_id(self, account: impl Into<Subject<AccountId>>) -> Self {
        let account = account.into();
        self.is(|matcher| matcher.account_id(account))
    }

    /// Expects the answer to carry this ledger id.
    pub fn has_encoded_ledger_id(self, ledger_id: impl Into<Bytes>) -> Self {
        self.is(|account| account.ledger_id(ledger_id))
    }

    /// Stores the answer in the registry, for `no_changes_from_snapshot(name)`.
    pub fn saving_snapshot(self, name: impl Into<String>) -> Self {
        let name = name.into();
        self.with_after(move |spec, answer| {
            spec.registry().put(name.clone(), answer.clone());
            Ok(())
        })
    }

    /// Shows `observer` the expiry, in seconds since 1970.
    pub fn exposing_expiry(self, mut observer: impl FnMut(i64) + Send + Sync + 'static) -> Self {
        self.exposing_answer_to(move |answer| {
            answer.expiration_time.iter().for_each(|expiry| observer(expiry.seconds));
        })
    }

    /// Shows `observer` the account's id.
    pub fn exposing_id_to(self, mut observer: impl FnMut(&AccountId) + Send + Sync + 'static) -> Self {
        self.exposing_answer_to(move |answer| answer.account_id.iter().for_each(&mut observer))
    }

    /// Stores the account's id in the registry under `name`: an account that was made by a transfer to its alias gets
    /// its name this way.
    pub fn saving_id_as(self, name: impl Into<String>) -> Self {
        let name = name.into();
        self.with_after(move |spec, answer| {
            let id = answer.account_id.clone().ok_or_else(|| OpError::new("the answer names no account"))?;
            spec.registry().put(name.clone(), id);
            Ok(())
        })
    }

    /// Shows `observer` the account's key.
    pub fn exposing_key_to(self, mut observer: impl FnMut(&Key) + Send + Sync + 'static) -> Self {
        self.exposing_answer_to(move |answer| answer.common().key.into_iter().for_each(&mut observer))
    }

    /// Shows `observer` the nonce of the account's next Ethereum transaction.
    pub fn exposing_ethereum_nonce_to(self, mut observer: impl FnMut(i64) + Send + Sync + 'static) -> Self {
        self.exposing_answer_to(move |answer| observer(answer.ethereum_nonce))
    }

    /// Shows `observer` the ledger id.
    pub fn exposing_ledger_id_to(self, mut observer: impl FnMut(&Bytes) + Send + Sync + 'static) -> Self {
        self.exposing_answer_to(move |answer| observer(&answer.ledger_id))
    }

    /// Shows `observer` the account's EVM address in hexadecimal.
    pub fn exposing_contract_account_id_to(
        self,
        mut observer: impl FnMut(&str) + Send + Sync + 'static,
    ) -> Self {
        self.exposing_answer_to(move |answer| observer(&answer.contract_account_id))
    }

    /// Shows the account's key in the trace, serialized, in hexadecimal.
    pub fn logging_hexed_keys(self) -> Self {
        self.with_after(|spec, answer| {
            let key = answer.key.clone().unwrap_or_default();
            spec.note(format!("key {}", hex::encode(key.encode_to_vec())));
            Ok(())
        })
    }
}
