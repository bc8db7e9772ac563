//! `CryptoUpdate`: changes an account.

use alloc::sync::Arc;

use hapi_proto::{
    fees::Extra,
    services::{AccountId, CryptoUpdateTransactionBody, crypto_update_transaction_body as body},
};

use super::{
    PureChecks, TransactionType,
    checks::{self, require},
    privilege,
};
use crate::{
    ResponseCode,
    config::Config,
    fees::{FeeContext, Usage, key_count},
    handle::{Handle, is_superuser},
    keys::{Key, RequiredKeys},
    state::{Account, EntityNum, StakedId},
    transactions::Privilege,
};

impl TransactionType for CryptoUpdateTransactionBody {
    #[expect(deprecated, reason = "what is deprecated is still checked")]
    fn pure_checks(&self, cx: &PureChecks<'_>) -> Result<(), ResponseCode> {
        let proxy = self.proxy_account_id.as_ref().is_some_and(|id| *id != AccountId::default());
        require(self.delegation_address.is_empty(), ResponseCode::NotSupported)?;
        require(self.account_id_to_update.is_some(), ResponseCode::AccountIdDoesNotExist)?;
        require(!proxy, ResponseCode::ProxyAccountIdFieldIsDeprecated)?;
        checks::no_hooks(cx.config, &self.hook_creation_details, &self.hook_ids_to_delete)
    }

    fn required_keys(&self, keys: &mut RequiredKeys<'_>) -> Result<(), ResponseCode> {
        let target = self.account_id_to_update.as_ref();
        let waived = self.privilege(keys.config, keys.payer) == Privilege::Authorized;
        let treasury = Some(keys.config.accounts.treasury);
        let new_key_waived = waived && privilege::system_entity(keys.config, target) != treasury;

        if !waived {
            keys.account(target, ResponseCode::InvalidAccountId)?;
        }
        match &self.key {
            Some(key) if !new_key_waived => keys.key(checks::new_key(key, ResponseCode::InvalidAdminKey)?),
            _ => {}
        }
        Ok(())
    }

    fn handle(&self, cx: &mut Handle<'_, '_>) -> Result<(), ResponseCode> {
        let account =
            cx.usable_account(self.account_id_to_update.as_ref(), ResponseCode::InvalidAccountId)?;
        let period = self.auto_renew_period.map(|period| period.seconds);
        let expiry = self.expiration_time.map(|time| time.seconds);

        if let Some(memo) = &self.memo {
            checks::memo(cx.config, memo)?;
        }
        let key = new_key(self)?;
        if let Some(period) = period {
            checks::auto_renew_period(cx.config, period)?;
        }
        let staked_to = new_stake(self, account, cx)?;
        require(!account.smart_contract, ResponseCode::InvalidAccountId)?;
        if let Some(expiry) = expiry {
            checks::expiry(cx.config, cx.now, expiry)?;
            require(expiry >= account.expiry, ResponseCode::ExpirationReductionNotAllowed)?;
        }
        if let Some(max) = self.max_automatic_token_associations {
            auto_associations(cx.config, account, max)?;
        }

        let num = account.num;
        let account = cx.store.account_mut(&num).ok_or(ResponseCode::FailInvalid)?;
        set(&mut account.key, key);
        set(&mut account.memo, self.memo.as_deref().map(Into::into));
        set(&mut account.receiver_sig_required, receiver_sig_required(self));
        set(&mut account.auto_renew_period, period);
        set(&mut account.expiry, expiry);
        set(&mut account.max_auto_associations, self.max_automatic_token_associations);
        set(&mut account.decline_reward, self.decline_reward);
        account.staked_to = staked_to;
        cx.receipt.account_id = Some(cx.account_id(num));
        Ok(())
    }

    fn fees(&self, _cx: &FeeContext<'_>) -> Usage {
        let hooks = self.hook_creation_details.len() + self.hook_ids_to_delete.len();
        Usage::BASE
            .with(Extra::Keys, self.key.as_ref().map_or(0, key_count))
            .with(Extra::HookUpdates, hooks as u64)
    }

    /// Only the treasury may change itself; the superusers may change any other system account without its signature.
    fn privilege(&self, config: &Config, payer: EntityNum) -> Privilege {
        let treasury = config.accounts.treasury;
        let Some(target) = privilege::system_entity(config, self.account_id_to_update.as_ref()) else {
            return Privilege::Unnecessary;
        };
        if payer == treasury {
            Privilege::Authorized
        } else if target == treasury {
            Privilege::Unauthorized
        } else if is_superuser(config, payer) {
            Privilege::Authorized
        } else {
            Privilege::Unnecessary
        }
    }
}

/// Changes what the transaction says something about.
fn set<T>(field: &mut T, value: Option<T>) {
    if let Some(value) = value {
        *field = value;
    }
}

/// The new key; the empty key list makes an account immutable, where it gets past the signatures.
fn new_key(op: &CryptoUpdateTransactionBody) -> Result<Option<Arc<Key>>, ResponseCode> {
    match &op.key {
        None => Ok(None),
        Some(key) if key.is_empty_list() => Ok(Some(Arc::new(Key::EMPTY))),
        Some(key) => checks::new_key(key, ResponseCode::BadEncoding).map(Some),
    }
}

/// What the account stakes to from now on; account 0.0.0 and node -1 end staking.
fn new_stake(
    op: &CryptoUpdateTransactionBody,
    account: &Account,
    cx: &Handle<'_, '_>,
) -> Result<Option<StakedId>, ResponseCode> {
    match &op.staked_id {
        None => Ok(account.staked_to),
        Some(body::StakedId::StakedAccountId(id)) if id.num() == Some(0) => Ok(None),
        Some(body::StakedId::StakedAccountId(id)) => {
            checks::staked_account(cx.store, cx.config, id).map(Some)
        }
        Some(body::StakedId::StakedNodeId(-1)) => Ok(None),
        Some(body::StakedId::StakedNodeId(id)) => checks::staked_node(cx.store, *id).map(Some),
    }
}

fn auto_associations(config: &Config, account: &Account, max: i32) -> Result<(), ResponseCode> {
    let unlimited = max == -1;
    let below_used = max < account.used_auto_associations && !unlimited;
    let least = checks::least_auto_associations(config);
    require(max >= least, ResponseCode::InvalidMaxAutoAssociations)?;
    require(!below_used, ResponseCode::ExistingAutomaticAssociationsExceedGivenLimit)?;
    let limit = config.ledger.max_auto_associations;
    require(max <= limit, ResponseCode::RequestedNumAutomaticAssociationsExceedsAssociationLimit)
}

/// The wrapped flag, or the deprecated one.
#[expect(deprecated, reason = "what is deprecated still counts")]
fn receiver_sig_required(op: &CryptoUpdateTransactionBody) -> Option<bool> {
    use body::ReceiverSigRequiredField::{ReceiverSigRequired, ReceiverSigRequiredWrapper};
    let (ReceiverSigRequired(required) | ReceiverSigRequiredWrapper(required)) =
        op.receiver_sig_required_field?;
    Some(required)
}

#[cfg(test)]
mod tests;
