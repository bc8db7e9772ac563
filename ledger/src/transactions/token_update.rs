//! `TokenUpdate`: changes a token, its keys and its treasury (HIP-540).

mod signers;
mod treasury;

use alloc::sync::Arc;

use hapi_proto::{fees::Extra, services::TokenUpdateTransactionBody};

use super::{
    PureChecks, TransactionType,
    checks::{self, require},
    tokens::{
        attributes,
        roles::{GivesKeys, Role},
    },
};
use crate::{
    ResponseCode,
    fees::{FeeContext, Usage},
    handle::Handle,
    keys::RequiredKeys,
    state::{EntityNum, Token, TokenKeys},
};

impl TransactionType for TokenUpdateTransactionBody {
    fn pure_checks(&self, _cx: &PureChecks<'_>) -> Result<(), ResponseCode> {
        require(self.token.is_some(), ResponseCode::InvalidTokenId)?;
        let mut given = Role::ALL.into_iter().filter_map(|role| Some((role, self.given(role)?)));
        given.try_for_each(|(role, key)| role.read(key).map(drop))
    }

    fn required_keys(&self, keys: &mut RequiredKeys<'_>) -> Result<(), ResponseCode> {
        signers::required(self, keys)
    }

    fn handle(&self, cx: &mut Handle<'_, '_>) -> Result<(), ResponseCode> {
        let token = cx.usable_token(self.token.as_ref())?;
        attributes_fit(self, cx)?;
        let life = life(self, token, cx)?;
        let num = token.num;
        let keys = Arc::clone(&token.keys);

        let treasury = self.treasury.as_ref().map(|id| treasury::change(cx, num, id)).transpose()?;
        let keys = new_keys(self, &keys)?;
        let token = cx.store.token_mut(&num).ok_or(ResponseCode::FailInvalid)?;
        if let Some(keys) = keys {
            token.keys = Arc::new(keys);
        }
        set(&mut token.treasury, treasury);
        set(&mut token.expiry, life.expiry);
        set(&mut token.auto_renew_period, life.period);
        set(&mut token.auto_renew_account, life.account.map(Some));
        set(&mut token.memo, self.memo.as_deref().map(Into::into));
        set(&mut token.metadata, self.metadata.clone().map(Into::into));
        set(&mut token.symbol, said(&self.symbol).map(Into::into));
        set(&mut token.name, said(&self.name).map(Into::into));
        Ok(())
    }

    fn fees(&self, _cx: &FeeContext<'_>) -> Usage {
        Usage::BASE.with(Extra::Keys, self.keys_given())
    }
}

/// Changes what the transaction says something about.
fn set<T>(field: &mut T, value: Option<T>) {
    if let Some(value) = value {
        *field = value;
    }
}

/// What is empty is not said.
fn said(text: &str) -> Option<&str> {
    Some(text).filter(|text| !text.is_empty())
}

fn attributes_fit(op: &TokenUpdateTransactionBody, cx: &Handle<'_, '_>) -> Result<(), ResponseCode> {
    if let Some(memo) = &op.memo {
        checks::memo(cx.config, memo)?;
    }
    if let Some(metadata) = &op.metadata {
        attributes::metadata(cx.config, metadata)?;
    }
    if let Some(symbol) = said(&op.symbol) {
        attributes::symbol(cx.config, symbol)?;
    }
    said(&op.name).map_or(Ok(()), |name| attributes::name(cx.config, name))
}

/// What changes of how long a token lives, and who prolongs it.
struct Life {
    expiry: Option<i64>,
    period: Option<i64>,
    account: Option<EntityNum>,
}

fn life(op: &TokenUpdateTransactionBody, token: &Token, cx: &Handle<'_, '_>) -> Result<Life, ResponseCode> {
    let account = op.auto_renew_account.as_ref();
    let account = account.map(|id| attributes::auto_renew_account(cx, id)).transpose()?;
    let expiry = op.expiry.map(|time| time.seconds);
    let period = op.auto_renew_period.map(|period| period.seconds);
    if let Some(expiry) = expiry {
        checks::expiry(cx.config, cx.now, expiry)?;
        require(expiry >= token.expiry, ResponseCode::ExpirationReductionNotAllowed)?;
    }
    if let Some(period) = period {
        checks::auto_renew_period(cx.config, period)?;
    }
    if account.is_some() {
        match token.auto_renew_account {
            // Who is the first to pay must know how often.
            None => checks::auto_renew_period(cx.config, period.unwrap_or(token.auto_renew_period))?,
            Some(before) => {
                cx.usable_account_numbered(before, ResponseCode::InvalidAutorenewAccount)?;
            }
        }
    }
    Ok(Life { expiry, period, account })
}

/// The keys from now on, if any changes. A role that nobody has cannot be given.
fn new_keys(op: &TokenUpdateTransactionBody, keys: &TokenKeys) -> Result<Option<TokenKeys>, ResponseCode> {
    let mut changed = None;
    for role in Role::ALL {
        let Some(key) = op.given(role) else { continue };
        require(role.of(keys).is_some(), role.missing())?;
        let key = role.read(key)?;
        let keys = changed.get_or_insert_with(|| keys.clone());
        role.set(keys, Some(key).filter(|key| !key.is_empty_list()));
    }
    Ok(changed)
}

#[cfg(test)]
mod tests;
