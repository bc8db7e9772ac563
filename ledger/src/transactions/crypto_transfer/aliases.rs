//! Who is meant by an alias, and the accounts that come into being because they are sent to (HIP-32, HIP-583).

use alloc::{collections::BTreeSet, vec::Vec};

use hapi_proto::services::{
    AccountId, CryptoCreateTransactionBody, CryptoTransferTransactionBody, Duration, Key, account_id,
    transaction_body::Data,
};

use super::{checks, hbar, require, tokens};
use crate::{
    ResponseCode,
    config::Config,
    handle::{Charge, Handle},
    keys::{ADDRESS_LEN, alias_key},
    state::{Alias, EntityNum, Store},
};

/// The auto-renew period of an account that is created by being sent to: 90 days, in seconds.
const AUTO_RENEW_PERIOD: i64 = 7_776_000;

/// An hbar adjustment of a known account.
#[derive(Clone, Copy, Debug)]
pub(super) struct Change {
    pub(super) account: EntityNum,
    pub(super) amount: i64,
    pub(super) by_allowance: bool,
}

/// The hbar adjustments by account number. Accounts that are sent to by an unknown alias are created.
pub(super) fn resolve(
    cx: &mut Handle<'_, '_>,
    op: &CryptoTransferTransactionBody,
) -> Result<Vec<Change>, ResponseCode> {
    let mut changes = Vec::new();
    let mut aliases = BTreeSet::new();
    for amount in hbar(op) {
        let id = amount.account_id.as_ref().ok_or(ResponseCode::InvalidAccountId)?;
        let account = match &id.account {
            Some(account_id::Account::Alias(alias)) => {
                require(aliases.insert(alias), ResponseCode::AccountRepeatedInAccountAmounts)?;
                match existing(cx, id) {
                    Some(num) => num,
                    None if amount.amount > 0 => {
                        create(cx, alias, tokens::received_by(&op.token_transfers, id))?
                    }
                    None => return Err(ResponseCode::InvalidAccountId),
                }
            }
            _ => cx.store.resolve_account(cx.config, id).ok_or(ResponseCode::InvalidAccountId)?,
        };
        changes.push(Change { account, amount: amount.amount, by_allowance: amount.is_approval });
    }
    // An account that was named twice, by alias and by number, shows only now.
    let accounts = changes.iter().map(|change| change.account);
    require(checks::distinct(accounts), ResponseCode::AccountRepeatedInAccountAmounts)?;
    Ok(changes)
}

fn existing(cx: &Handle<'_, '_>, id: &AccountId) -> Option<EntityNum> {
    cx.store.resolve_account(cx.config, id).filter(|num| cx.store.account(num).is_some())
}

/// Whether a credit to this id looks like one that creates an account: by an alias that could be one and is not in use.
pub(super) fn would_create(store: &Store<'_>, config: &Config, id: &AccountId) -> bool {
    let Some(account_id::Account::Alias(alias)) = &id.account else { return false };
    (alias.len() == ADDRESS_LEN || alias_key(alias).is_some()) && store.resolve_account(config, id).is_none()
}

/// Creates the account behind an alias: with the key that the alias is, or hollow behind an EVM address.
fn create(cx: &mut Handle<'_, '_>, alias: &Alias, tokens: i32) -> Result<EntityNum, ResponseCode> {
    let key = match alias_key(alias) {
        Some(_) => prost::Message::decode(alias.clone()).map_err(|_| ResponseCode::InvalidAliasKey)?,
        None if alias.len() == ADDRESS_LEN => Key::list(Vec::new()),
        None => return Err(ResponseCode::InvalidAliasKey),
    };
    let account = CryptoCreateTransactionBody {
        key: Some(key),
        alias: alias.clone(),
        auto_renew_period: Some(Duration { seconds: AUTO_RENEW_PERIOD }),
        max_automatic_token_associations: if cx.config.entities.unlimited_auto_associations {
            -1
        } else {
            tokens
        },
        ..Default::default()
    };
    cx.preceding(Data::CryptoCreateAccount(account), Charge::Payer)?;
    cx.store.resolve_alias(alias).ok_or(ResponseCode::FailInvalid)
}
