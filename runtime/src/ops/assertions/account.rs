//! What a spec expects of an account: the part that both account queries answer.

use std::{fmt::Display, ops::RangeInclusive};

use bytes::Bytes;
use hapi_proto::services::{
    AccountId, Duration, Key, Timestamp, TokenRelationship, crypto_get_info_response::AccountInfo,
    get_account_details_response::AccountDetails,
};
use prost::Message;

use super::{BalanceCondition, Findings, IntoBalanceCondition, IntoTinybars, Matcher, matcher::Checks, show};
use crate::{
    keys::Signer,
    registry::Subject,
    spec::{OpResult, Spec},
};

/// What a spec expects of the answer to `get_account_info`; says nothing at first. See [`AccountMatcher`].
pub fn account_with() -> AccountMatcher<AccountInfo> {
    AccountMatcher(Checks::default())
}

/// The same as [`account_with`].
pub fn account() -> AccountMatcher<AccountInfo> {
    account_with()
}

/// What a spec expects of the answer to `get_account_details`; says nothing at first. See [`AccountMatcher`].
pub fn account_details_with() -> AccountMatcher<AccountDetails> {
    AccountMatcher(Checks::default())
}

/// What a spec expects of an account: each method adds a field, and what is not mentioned may be anything.
#[derive(Clone, Debug)]
#[must_use = "a matcher does nothing until it is given to an assertion"]
pub struct AccountMatcher<A: Account>(Checks<A>);

impl<A: Account> Matcher<A> for AccountMatcher<A> {
    fn check(&self, actual: &A, spec: &Spec, findings: &mut Findings) -> OpResult {
        self.0.check(actual, spec, findings)
    }
}

/// What [`AccountInfo`] and [`AccountDetails`] have in common.
pub trait Account: Send + Sync + 'static {
    /// These fields, borrowed.
    fn common(&self) -> AccountFields<'_>;
}

/// The fields that both account queries answer.
#[derive(Clone, Copy, Debug)]
#[expect(missing_docs, reason = "they are named and meant as in the HAPI messages")]
pub struct AccountFields<'a> {
    pub account_id: Option<&'a AccountId>,
    pub contract_account_id: &'a str,
    pub deleted: bool,
    pub key: Option<&'a Key>,
    pub balance: u64,
    pub receiver_sig_required: bool,
    pub expiration_time: Option<&'a Timestamp>,
    pub auto_renew_period: Option<&'a Duration>,
    pub memo: &'a str,
    pub owned_nfts: i64,
    pub max_automatic_token_associations: i32,
    pub alias: &'a Bytes,
    pub ledger_id: &'a Bytes,
    pub token_relationships: &'a [TokenRelationship],
}

macro_rules! accounts {
    ($($(#[$attribute:meta])* $account:ty;)*) => {$(
        impl Account for $account {
            $(#[$attribute])*
            fn common(&self) -> AccountFields<'_> {
                AccountFields {
                    account_id: self.account_id.as_ref(),
                    contract_account_id: &self.contract_account_id,
                    deleted: self.deleted,
                    key: self.key.as_ref(),
                    balance: self.balance,
                    receiver_sig_required: self.receiver_sig_required,
                    expiration_time: self.expiration_time.as_ref(),
                    auto_renew_period: self.auto_renew_period.as_ref(),
                    memo: &self.memo,
                    owned_nfts: self.owned_nfts,
                    max_automatic_token_associations: self.max_automatic_token_associations,
                    alias: &self.alias,
                    ledger_id: &self.ledger_id,
                    token_relationships: &self.token_relationships,
                }
            }
        }
    )*};
}

accounts! {
    #[expect(deprecated, reason = "networks answer the relationships all the same")]
    AccountInfo;
    AccountDetails;
}

impl<A: Account> AccountMatcher<A> {
    /// Its id.
    pub fn account_id(self, account: impl Into<Subject<AccountId>>) -> Self {
        let account = account.into();
        self.with(move |actual, spec, findings| {
            let expected = account.resolve(spec)?;
            let actual = actual.common().account_id;
            let shown = show::account(Some(&expected), spec);
            findings.expect("account id", actual == Some(&expected), shown, show::account(actual, spec));
            Ok(())
        })
    }

    /// Its key: a key, or the name of one.
    pub fn key(self, key: impl Into<Signer>) -> Self {
        let key = key.into();
        self.with(move |actual, spec, findings| {
            let (expected, _) = key.resolve(spec)?;
            let actual = actual.common().key;
            findings.expect("key", actual == Some(&expected), show::key(Some(&expected)), show::key(actual));
            Ok(())
        })
    }

    /// Its key is the empty key list: as that of a hollow account, which nobody can sign for.
    pub fn has_empty_key(self) -> Self {
        self.with(|actual, _, findings| {
            let key = actual.common().key;
            findings.expect("key", key.is_some_and(Key::is_empty_list), "the empty list", show::key(key));
            Ok(())
        })
    }

    /// Its key is not the empty key list.
    pub fn has_non_empty_key(self) -> Self {
        self.with(|actual, _, findings| {
            let key = actual.common().key;
            let holds = key.is_some_and(|key| !key.is_empty_list());
            findings.expect("key", holds, "a key that is not empty", show::key(key));
            Ok(())
        })
    }

    /// Its balance: an amount, or a condition such as [`change_from_snapshot`](super::change_from_snapshot).
    #[track_caller]
    pub fn balance(self, condition: impl IntoBalanceCondition) -> Self {
        self.balance_is(condition.into_condition())
    }

    /// Its balance is below `limit`.
    #[track_caller]
    pub fn balance_less_than(self, limit: impl IntoTinybars) -> Self {
        self.balance_is(super::less_than(limit))
    }

    /// Its balance is what is left of `starting` after charges of `usd` US dollars at the network's active exchange
    /// rate, give or take `percent` of the charges.
    #[track_caller]
    pub fn expected_balance_with_charged_usd(
        self,
        starting: impl IntoTinybars,
        usd: f64,
        percent: f64,
    ) -> Self {
        let starting = starting.into_tinybars();
        self.with(move |actual, spec, findings| {
            let charged = i128::from(super::usd::active_rate(spec)?.tinybars_of_usd(usd));
            let balance = actual.common().balance;
            let paid = i128::from(starting) - i128::from(balance);
            // Tinybars of any fee are far within the whole numbers that an f64 is exact for.
            #[expect(clippy::cast_precision_loss, reason = "compared with a tolerance")]
            let holds = super::usd::is_within(paid as f64, charged as f64, percent);
            let expected = format_args!(
                "{} ({starting} less {usd} USD), give or take {percent} %",
                i128::from(starting) - charged
            );
            findings.expect("balance", holds, expected, balance);
            Ok(())
        })
    }

    /// How many tokens may associate with it automatically; -1 for any number.
    pub fn max_auto_associations(self, max: i32) -> Self {
        let field = "maximum of automatic associations";
        self.equal(field, max, |account| account.max_automatic_token_associations)
    }

    /// Its memo.
    pub fn memo(self, memo: impl Into<String>) -> Self {
        self.equal("memo", memo.into(), |account| account.memo.to_owned())
    }

    /// It has no alias. (An EVM address is not shown as an alias by `get_account_info`.)
    pub fn no_alias(self) -> Self {
        self.alias(Bytes::new())
    }

    /// It has some alias.
    pub fn has_alias(self) -> Self {
        self.with(|actual, _, findings| {
            findings.expect("alias", !actual.common().alias.is_empty(), "some alias", show::NONE);
            Ok(())
        })
    }

    /// The bytes of its alias.
    pub fn alias(self, alias: impl Into<Bytes>) -> Self {
        self.equal("alias", show::bytes(&alias.into()), |account| show::bytes(account.alias))
    }

    /// Its alias is this key of the registry (HIP-32).
    pub fn alias_of_key(self, key: impl Into<Signer>) -> Self {
        let key = key.into();
        self.with(move |actual, spec, findings| {
            let expected = key.resolve(spec)?.0.encode_to_vec();
            findings.equal("alias", &show::bytes(&expected), &show::bytes(actual.common().alias));
            Ok(())
        })
    }

    /// Its EVM address: 20 bytes.
    pub fn evm_address(self, address: impl Into<Bytes>) -> Self {
        self.equal("EVM address", hex::encode(address.into()), |account| {
            account.contract_account_id.to_lowercase()
        })
    }

    /// Its EVM address is that of this ECDSA key.
    pub fn evm_address_of(self, key: impl Into<Signer>) -> Self {
        let key = key.into();
        self.with(move |account, spec, findings| {
            let expected = hex::encode(key.evm_address(spec)?);
            let actual = account.common().contract_account_id.to_lowercase();
            findings.equal("EVM address", &expected, &actual);
            Ok(())
        })
    }

    /// Its renewal period, in seconds.
    pub fn auto_renew(self, seconds: i64) -> Self {
        let seconds_of = |period: &Duration| format!("{} s", period.seconds);
        let shown = move |account: AccountFields<'_>| {
            show::optional(account.auto_renew_period.map(seconds_of).as_ref())
        };
        self.equal("renewal period", format!("{seconds} s"), shown)
    }

    /// Whether it must sign to be credited.
    pub fn receiver_sig_req(self, required: bool) -> Self {
        self.equal("requirement of the receiver's signature", required, |account| {
            account.receiver_sig_required
        })
    }

    /// Its expiry, in seconds since 1970, is in this range.
    pub fn expiry_within(self, seconds: RangeInclusive<i64>) -> Self {
        self.with(move |actual, _, findings| {
            let expiry = actual.common().expiration_time;
            let holds = expiry.is_some_and(|expiry| seconds.contains(&expiry.seconds));
            let expected = format_args!("from {} to {} s", seconds.start(), seconds.end());
            findings.expect("expiry", holds, expected, show::optional(expiry));
            Ok(())
        })
    }

    /// Its expiry, in seconds since 1970, give or take `give_or_take` seconds.
    pub fn expiry(self, seconds: i64, give_or_take: u32) -> Self {
        let margin = i64::from(give_or_take);
        self.expiry_within(seconds.saturating_sub(margin)..=seconds.saturating_add(margin))
    }

    /// Whether it was deleted.
    pub fn deleted(self, deleted: bool) -> Self {
        self.equal("deletion", deleted, |account| account.deleted)
    }

    /// How many NFTs it owns.
    pub fn owned_nfts(self, count: i64) -> Self {
        self.equal("number of owned NFTs", count, |account| account.owned_nfts)
    }

    /// The id of the ledger that the answer carries.
    pub fn ledger_id(self, ledger_id: impl Into<Bytes>) -> Self {
        self.equal("ledger id", show::bytes(&ledger_id.into()), |account| show::bytes(account.ledger_id))
    }

    /// Whatever else `look` wants; its error says what is wrong.
    pub fn satisfies<E: Display>(self, look: impl Fn(&A) -> Result<(), E> + Send + Sync + 'static) -> Self {
        self.with(move |actual, _, findings| {
            if let Err(error) = look(actual) {
                findings.expect("condition", false, "fulfilled", error);
            }
            Ok(())
        })
    }

    fn balance_is(self, condition: BalanceCondition) -> Self {
        self.with(move |actual, spec, findings| {
            condition.check("balance", actual.common().balance, spec, findings)
        })
    }

    fn equal<F: PartialEq + Display + Send + Sync + 'static>(
        mut self,
        field: &'static str,
        expected: F,
        get: impl Fn(AccountFields<'_>) -> F + Send + Sync + 'static,
    ) -> Self {
        self.0.push_equal(field, expected, move |actual: &A| get(actual.common()));
        self
    }

    pub(super) fn with(
        mut self,
        check: impl Fn(&A, &Spec, &mut Findings) -> OpResult + Send + Sync + 'static,
    ) -> Self {
        self.0.push(check);
        self
    }
}
