//! What is publicly known of a token.

use std::ops::RangeInclusive;

use bytes::Bytes;
use hapi_proto::services::{
    AccountId, Key, TokenFreezeStatus, TokenGetInfoQuery, TokenId, TokenInfo, TokenKycStatus,
    TokenPauseStatus, TokenSupplyType, TokenType, query, response,
};

use super::{Query, QueryOp};
use crate::{
    keys::Signer,
    ops::{
        assertions::{custom_fees, show, token_of},
        token::TokenFee,
    },
    registry::{IntoMany, Kind, Memo, Subject, TokenName, TokenSymbol},
    spec::{OpError, OpResult, Spec},
};

/// See [`get_token_info`].
#[derive(Clone, Debug)]
pub struct GetTokenInfo(Subject<TokenId>);

/// Asks for what is publicly known of a token.
#[track_caller]
pub fn get_token_info(token: impl Into<Subject<TokenId>>) -> Query<GetTokenInfo> {
    Query::new(GetTokenInfo(token.into()))
}

impl Kind for TokenInfo {
    const NOUN: &'static str = "token info";
}

impl QueryOp for GetTokenInfo {
    type Answer = TokenInfo;

    fn verb(&self) -> &'static str {
        "get_token_info"
    }

    fn subject(&self) -> String {
        self.0.to_string()
    }

    fn query(&self, spec: &Spec) -> Result<query::Query, OpError> {
        let token = Some(self.0.resolve(spec)?);
        Ok(query::Query::TokenGetInfo(TokenGetInfoQuery { header: None, token }))
    }

    fn read(response: response::Response) -> Option<Self::Answer> {
        match response {
            response::Response::TokenGetInfo(answer) => answer.token_info.map(|info| *info),
            _ => None,
        }
    }
}

/// What kind of token it is, and how much there is of it.
impl Query<GetTokenInfo> {
    /// Expects units or NFTs.
    pub fn has_token_type(self, kind: TokenType) -> Self {
        self.equal("type", show::token_type(kind.into()), |answer| show::token_type(answer.token_type))
    }

    /// Expects a limit to the supply, or none.
    pub fn has_supply_type(self, kind: TokenSupplyType) -> Self {
        self.equal("supply type", show::supply_type(kind.into()), |answer| {
            show::supply_type(answer.supply_type)
        })
    }

    /// Expects so many units, or NFTs, to exist.
    pub fn has_total_supply(self, supply: u64) -> Self {
        self.equal("total supply", supply, |answer| answer.total_supply)
    }

    /// Expects this limit to the supply; 0 for none.
    pub fn has_max_supply(self, supply: i64) -> Self {
        self.equal("maximum supply", supply, |answer| answer.max_supply)
    }

    /// Expects so many decimals.
    pub fn has_decimals(self, decimals: u32) -> Self {
        self.equal("decimals", decimals, |answer| answer.decimals)
    }
}

/// Which token it is, and what it is called.
impl Query<GetTokenInfo> {
    /// Expects the answer to be about this token.
    pub fn has_registered_id(self, token: impl Into<Subject<TokenId>>) -> Self {
        let token = token.into();
        self.with_check(move |answer, spec, findings| {
            token_of("token id", &token, answer.token_id.as_ref(), spec, findings)
        })
    }

    /// Expects this name, of the token itself.
    pub fn has_name(self, name: impl Into<String>) -> Self {
        self.equal("name", name.into(), |answer| answer.name.clone())
    }

    /// Expects the name that the spec gave to the token.
    pub fn has_registered_name(self) -> Self {
        self.registered("name", |TokenName(name)| name, |answer| &answer.name)
    }

    /// Expects this symbol.
    pub fn has_symbol(self, symbol: impl Into<String>) -> Self {
        self.equal("symbol", symbol.into(), |answer| answer.symbol.clone())
    }

    /// Expects the symbol that the spec gave to the token.
    pub fn has_registered_symbol(self) -> Self {
        self.registered("symbol", |TokenSymbol(symbol)| symbol, |answer| &answer.symbol)
    }

    /// Expects this memo.
    pub fn has_entity_memo(self, memo: impl Into<String>) -> Self {
        self.equal("memo", memo.into(), |answer| answer.memo.clone())
    }

    /// Expects the memo that the spec gave to the token.
    pub fn has_registered_memo(self) -> Self {
        self.registered("memo", |Memo(memo)| memo, |answer| &answer.memo)
    }

    /// Expects this metadata, of the token and not of its NFTs (HIP-646).
    pub fn has_metadata(self, metadata: impl Into<Bytes>) -> Self {
        self.equal("metadata", show::bytes(&metadata.into()), |answer| show::bytes(&answer.metadata))
    }

    /// Expects the answer to carry this ledger id.
    pub fn has_encoded_ledger_id(self, ledger_id: impl Into<Bytes>) -> Self {
        self.equal("ledger id", show::bytes(&ledger_id.into()), |answer| show::bytes(&answer.ledger_id))
    }
}

/// Who it belongs to, and for how long.
impl Query<GetTokenInfo> {
    /// Expects this treasury.
    pub fn has_treasury(self, account: impl Into<Subject<AccountId>>) -> Self {
        self.account("treasury", account.into(), |answer| answer.treasury.as_ref())
    }

    /// Expects this account to pay for renewals.
    pub fn has_auto_renew_account(self, account: impl Into<Subject<AccountId>>) -> Self {
        self.account("renewing account", account.into(), |answer| answer.auto_renew_account.as_ref())
    }

    /// Expects no account to pay for renewals.
    pub fn has_no_auto_renew_account(self) -> Self {
        self.with_check(|answer, spec, findings| {
            let actual = answer.auto_renew_account.as_ref();
            findings.expect("renewing account", actual.is_none(), show::NONE, show::account(actual, spec));
            Ok(())
        })
    }

    /// Expects this renewal period, in seconds.
    pub fn has_auto_renew_period(self, seconds: i64) -> Self {
        self.equal("renewal period", seconds, |answer| answer.auto_renew_period.unwrap_or_default().seconds)
    }

    /// Expects this expiry, in seconds since 1970.
    pub fn has_expiry(self, seconds: i64) -> Self {
        self.has_expiry_within(seconds..=seconds)
    }

    /// Expects an expiry in this range, in seconds since 1970.
    pub fn has_expiry_within(self, seconds: RangeInclusive<i64>) -> Self {
        self.with_check(move |answer, _, findings| {
            let actual = answer.expiry.as_ref();
            let holds = actual.is_some_and(|expiry| seconds.contains(&expiry.seconds));
            let expected = format_args!("from {} to {} s", seconds.start(), seconds.end());
            findings.expect("expiry", holds, expected, show::optional(actual));
            Ok(())
        })
    }

    /// Expects it to be deleted.
    pub fn is_deleted(self) -> Self {
        self.equal("deletion", true, |answer| answer.deleted)
    }

    /// Expects it not to be deleted.
    pub fn is_not_deleted(self) -> Self {
        self.equal("deletion", false, |answer| answer.deleted)
    }
}

/// What holds for accounts that have nothing to do with it yet, and for all.
impl Query<GetTokenInfo> {
    /// Expects it to be paused, or not to be, or that it cannot be: without a pause key it cannot.
    pub fn has_pause_status(self, status: TokenPauseStatus) -> Self {
        self.equal("pause status", show::pause(status.into()), |answer| show::pause(answer.pause_status))
    }

    /// Expects accounts to start with this KYC status.
    pub fn has_kyc_default(self, status: TokenKycStatus) -> Self {
        self.equal("default KYC status", show::kyc(status.into()), |answer| {
            show::kyc(answer.default_kyc_status)
        })
    }

    /// Expects accounts to start with this freeze status.
    pub fn has_freeze_default(self, status: TokenFreezeStatus) -> Self {
        self.equal("default freeze status", show::freeze(status.into()), |answer| {
            show::freeze(answer.default_freeze_status)
        })
    }
}

macro_rules! keys {
    ($($what:literal $field:ident $has:ident $has_no:ident;)*) => {
        /// Its keys: each a key, or the name of one.
        impl Query<GetTokenInfo> {$(
            #[doc = concat!("Expects this ", $what, ".")]
            pub fn $has(self, key: impl Into<Signer>) -> Self {
                self.key($what, key.into(), |answer| answer.$field.as_ref())
            }

            #[doc = concat!("Expects no ", $what, ".")]
            pub fn $has_no(self) -> Self {
                self.no_key($what, |answer| answer.$field.as_ref())
            }
        )*}
    };
}

keys! {
    "admin key" admin_key has_admin_key has_no_admin_key;
    "KYC key" kyc_key has_kyc_key has_no_kyc_key;
    "freeze key" freeze_key has_freeze_key has_no_freeze_key;
    "wipe key" wipe_key has_wipe_key has_no_wipe_key;
    "supply key" supply_key has_supply_key has_no_supply_key;
    "fee schedule key" fee_schedule_key has_fee_schedule_key has_no_fee_schedule_key;
    "pause key" pause_key has_pause_key has_no_pause_key;
    "metadata key" metadata_key has_metadata_key has_no_metadata_key;
}

/// What transfers of it cost those who hold it (HIP-18).
impl Query<GetTokenInfo> {
    /// Expects this fee to be among its custom fees: `.has_custom(fixed_hbar_fee(1.hbar(), "collector"))`.
    pub fn has_custom(self, fee: impl Into<TokenFee>) -> Self {
        let fee = fee.into();
        self.with_check(move |answer, spec, findings| {
            let expected = fee.resolve(spec)?;
            let holds = answer.custom_fees.contains(&expected);
            let shown = custom_fees::fee(&expected, spec);
            findings.expect("custom fees", holds, shown, custom_fees::fees(&answer.custom_fees, spec));
            Ok(())
        })
    }

    /// Expects exactly these custom fees, in this order.
    pub fn has_custom_fees(self, fees: impl IntoMany<TokenFee>) -> Self {
        let fees = fees.into_many();
        self.with_check(move |answer, spec, findings| {
            let expected = fees.iter().map(|fee| fee.resolve(spec)).collect::<Result<Vec<_>, _>>()?;
            let holds = answer.custom_fees == expected;
            let shown = custom_fees::fees(&expected, spec);
            findings.expect("custom fees", holds, shown, custom_fees::fees(&answer.custom_fees, spec));
            Ok(())
        })
    }

    /// Expects so many custom fees.
    pub fn has_custom_fees_size(self, count: usize) -> Self {
        self.with_check(move |answer, spec, findings| {
            let fees = &answer.custom_fees;
            let shown = format_args!("{} [{}]", fees.len(), custom_fees::fees(fees, spec));
            findings.expect("number of custom fees", fees.len() == count, count, shown);
            Ok(())
        })
    }

    /// Expects no custom fees.
    pub fn has_no_custom_fees(self) -> Self {
        self.has_custom_fees_size(0)
    }
}

/// What is done with the answer.
impl Query<GetTokenInfo> {
    /// Stores the answer in the registry under `name`.
    pub fn saving_snapshot(self, name: impl Into<String>) -> Self {
        let name = name.into();
        self.with_after(move |spec, answer| {
            spec.registry().put(name.clone(), answer.clone());
            Ok(())
        })
    }

    /// Shows `observer` the expiry, in seconds since 1970.
    pub fn exposing_expiry_to(self, mut observer: impl FnMut(i64) + Send + Sync + 'static) -> Self {
        self.exposing_answer_to(move |answer| observer(answer.expiry.unwrap_or_default().seconds))
    }
}

impl Query<GetTokenInfo> {
    fn equal<F: PartialEq + std::fmt::Display + Send + Sync + 'static>(
        self,
        field: &'static str,
        expected: F,
        get: impl Fn(&TokenInfo) -> F + Send + Sync + 'static,
    ) -> Self {
        self.with_check(move |answer, _, findings| {
            findings.equal(field, &expected, &get(answer));
            Ok(())
        })
    }

    /// What the registry knows of the token that is asked for.
    fn registered<K: Kind>(
        self,
        field: &'static str,
        text: impl Fn(K) -> String + Send + Sync + 'static,
        get: impl Fn(&TokenInfo) -> &String + Send + Sync + 'static,
    ) -> Self {
        let token = self.op.0.clone();
        self.with_check(move |answer, spec, findings| {
            let name = token.name(spec).ok_or_else(|| {
                OpError::new(format!("the spec has no name for {token}, and knows no {field} of it"))
            })?;
            let expected = text(spec.registry().get(&name)?);
            findings.equal(field, &expected, get(answer));
            Ok(())
        })
    }

    fn account(
        self,
        field: &'static str,
        account: Subject<AccountId>,
        get: impl Fn(&TokenInfo) -> Option<&AccountId> + Send + Sync + 'static,
    ) -> Self {
        self.with_check(move |answer, spec, findings| {
            let expected = account.resolve(spec)?;
            let actual = get(answer);
            let shown = show::account(Some(&expected), spec);
            findings.expect(field, actual == Some(&expected), shown, show::account(actual, spec));
            Ok(())
        })
    }

    fn key(
        self,
        field: &'static str,
        key: Signer,
        get: impl Fn(&TokenInfo) -> Option<&Key> + Send + Sync + 'static,
    ) -> Self {
        self.with_check(move |answer, spec, findings| -> OpResult {
            let (expected, _) = key.resolve(spec)?;
            let actual = get(answer);
            findings.expect(field, actual == Some(&expected), show::key(Some(&expected)), show::key(actual));
            Ok(())
        })
    }

    fn no_key(
        self,
        field: &'static str,
        get: impl Fn(&TokenInfo) -> Option<&Key> + Send + Sync + 'static,
    ) -> Self {
        self.with_check(move |answer, _, findings| {
            let actual = get(answer);
            findings.expect(field, actual.is_none(), show::NONE, show::key(actual));
            Ok(())
        })
    }
}

#[cfg(test)]
mod tests;
