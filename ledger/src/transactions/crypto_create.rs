//! `CryptoCreate`: a new account.

use alloc::sync::Arc;

use hapi_proto::{
    fees::Extra,
    services::{self as hapi, CryptoCreateTransactionBody, crypto_create_transaction_body as body},
};

use super::{
    PureChecks, TransactionType,
    checks::{self, require},
    is_internal, privilege,
};
use crate::{
    ResponseCode,
    fees::{FeeContext, Usage, key_count},
    handle::Handle,
    keys::{ADDRESS_LEN, Key, RequiredKeys, alias_address, alias_key},
    state::{Account, Alias, StakedId, Store},
};

impl TransactionType for CryptoCreateTransactionBody {
    #[expect(deprecated, reason = "what is deprecated is still checked")]
    fn pure_checks(&self, cx: &PureChecks<'_>) -> Result<(), ResponseCode> {
        let period = self.auto_renew_period.ok_or(ResponseCode::InvalidRenewalPeriod);
        let shard = self.shard_id.map_or(0, |id| id.shard_num);
        let realm = self.realm_id.map_or(0, |id| id.realm_num);

        require(self.delegation_address.is_empty(), ResponseCode::NotSupported)?;
        require(period?.seconds >= 0, ResponseCode::InvalidRenewalPeriod)?;
        require(shard >= 0 && realm >= 0, ResponseCode::InvalidAccountId)?;
        require(self.max_automatic_token_associations >= -1, ResponseCode::InvalidMaxAutoAssociations)?;
        require(fits(self.initial_balance), ResponseCode::InvalidInitialBalance)?;
        require(fits(self.send_record_threshold), ResponseCode::InvalidSendRecordThreshold)?;
        require(fits(self.receive_record_threshold), ResponseCode::InvalidReceiveRecordThreshold)?;
        require(self.proxy_account_id.is_none(), ResponseCode::ProxyAccountIdFieldIsDeprecated)?;
        require(self.alias.is_empty() || is_address(self) || is_key(self), ResponseCode::InvalidAliasKey)?;
        key_given(self, is_internal(cx.body))?;
        checks::no_hooks(cx.config, &self.hook_creation_details, &[])
    }

    fn required_keys(&self, keys: &mut RequiredKeys<'_>) -> Result<(), ResponseCode> {
        let key = self.key.as_ref().and_then(|key| Key::parse(key).ok());
        if is_address(self) {
            let alias: Option<[u8; ADDRESS_LEN]> = self.alias.as_ref().try_into().ok();
            let payer = keys.store.account(&keys.payer).and_then(|payer| payer.key.evm_address());
            let own = key.as_ref().and_then(Key::evm_address);
            if let Some(alias) = alias.filter(|alias| Some(*alias) != payer && Some(*alias) != own) {
                keys.address(alias);
            }
        } else if let Some(alias) = alias_key(&self.alias) {
            // Accounts by key alias come from transfers to them, not from clients.
            require(is_internal(keys.body), ResponseCode::InvalidAliasKey)?;
            keys.key(Arc::new(alias));
        }
        if self.receiver_sig_required {
            keys.key(Arc::new(key.ok_or(ResponseCode::InvalidSignature)?));
        }
        Ok(())
    }

    fn handle(&self, cx: &mut Handle<'_, '_>) -> Result<(), ResponseCode> {
        let account = validated(self, cx)?;
        pay_initial_balance(cx, account.balance)?;

        let num = cx.store.new_entity_num();
        // No account may get the number of a system file.
        require(!privilege::SYSTEM_FILES.contains(&num), ResponseCode::FailInvalid)?;
        if !self.alias.is_empty() {
            cx.store.put_alias(self.alias.clone(), num);
        }
        if let Some(address) = alias_address(&self.alias) {
            let address = Alias::copy_from_slice(&address);
            cx.record.evm_address = address.clone();
            cx.store.put_alias(address, num);
        }
        cx.store.put_account(num, Account { num, ..account });
        cx.receipt.account_id = Some(cx.account_id(num));
        Ok(())
    }

    fn fees(&self, _cx: &FeeContext<'_>) -> Usage {
        Usage::BASE
            .with(Extra::Keys, self.key.as_ref().map_or(0, key_count))
            .with(Extra::HookUpdates, self.hook_creation_details.len() as u64)
    }
}

/// What the wire carries without a sign must still be an amount.
fn fits(amount: u64) -> bool {
    i64::try_from(amount).is_ok()
}

/// Whether the alias is an EVM address.
fn is_address(op: &CryptoCreateTransactionBody) -> bool {
    op.alias.len() == ADDRESS_LEN
}

/// Whether the alias is a serialized key.
fn is_key(op: &CryptoCreateTransactionBody) -> bool {
    alias_key(&op.alias).is_some()
}

/// A client must give a key that could sign; the ledger may give the sentinel of a hollow account.
fn key_given(op: &CryptoCreateTransactionBody, internal: bool) -> Result<(), ResponseCode> {
    match &op.key {
        None if internal => Err(ResponseCode::KeyNotProvided),
        None if !op.alias.is_empty() => Err(ResponseCode::InvalidAliasKey),
        None => Err(ResponseCode::KeyRequired),
        Some(key) if internal || !checks::is_empty_key(key) => Ok(()),
        Some(hapi::Key { key: Some(hapi::key::Key::KeyList(_) | hapi::key::Key::ThresholdKey(_)) }) => {
            Err(ResponseCode::KeyRequired)
        }
        Some(_) => Err(ResponseCode::BadEncoding),
    }
}

/// The account as it will be, but for its number.
fn validated(op: &CryptoCreateTransactionBody, cx: &Handle<'_, '_>) -> Result<Account, ResponseCode> {
    let ledger = &cx.config.ledger;
    let period = op.auto_renew_period.map_or(0, |period| period.seconds);
    let long_zero = is_address(op) && op.alias.starts_with(&[0; 12]);
    let associations = op.max_automatic_token_associations;

    require(op.shard_id.is_none_or(|id| id.shard_num == ledger.shard), ResponseCode::InvalidAccountId)?;
    require(op.realm_id.is_none_or(|id| id.realm_num == ledger.realm), ResponseCode::InvalidAccountId)?;
    require(!long_zero, ResponseCode::InvalidAliasKey)?;
    let full = cx.store.account_count() >= cx.config.entities.max_accounts;
    require(!full, ResponseCode::MaxEntitiesInPriceRegimeHaveBeenCreated)?;
    checks::memo(cx.config, &op.memo)?;
    require(!is_taken(&op.alias, cx.store), ResponseCode::AliasAlreadyAssigned)?;
    checks::auto_renew_period(cx.config, period)?;
    let slots = checks::least_auto_associations(cx.config)..=ledger.max_auto_associations;
    require(slots.contains(&associations), ResponseCode::InvalidMaxAutoAssociations)?;
    let key = new_key(op, is_internal(cx.body))?;
    let staked_to = stakes_to(op, cx)?;

    Ok(Account {
        balance: i64::try_from(op.initial_balance).map_err(|_| ResponseCode::InvalidInitialBalance)?,
        alias: op.alias.clone(),
        memo: op.memo.as_str().into(),
        receiver_sig_required: op.receiver_sig_required,
        expiry: cx.now.seconds.saturating_add(period),
        auto_renew_period: period,
        max_auto_associations: associations,
        staked_to,
        decline_reward: op.decline_reward,
        ..Account::new(0, key)
    })
}

fn pay_initial_balance(cx: &mut Handle<'_, '_>, amount: i64) -> Result<(), ResponseCode> {
    if amount == 0 {
        return Ok(());
    }
    let payer = cx.store.account_mut(&cx.payer).ok_or(ResponseCode::InvalidPayerAccountId)?;
    require(!payer.deleted, ResponseCode::AccountDeleted)?;
    require(payer.balance >= amount, ResponseCode::InsufficientPayerBalance)?;
    payer.balance -= amount;
    Ok(())
}

fn new_key(op: &CryptoCreateTransactionBody, internal: bool) -> Result<Arc<Key>, ResponseCode> {
    let key = op.key.as_ref().ok_or(ResponseCode::KeyRequired)?;
    match (key.is_empty_list(), internal) {
        (true, true) => Ok(Arc::new(Key::EMPTY)),
        (true, false) => Err(ResponseCode::KeyRequired),
        (false, _) => checks::new_key(key, ResponseCode::InvalidAdminKey),
    }
}

fn stakes_to(
    op: &CryptoCreateTransactionBody,
    cx: &Handle<'_, '_>,
) -> Result<Option<StakedId>, ResponseCode> {
    match &op.staked_id {
        None => Ok(None),
        Some(body::StakedId::StakedAccountId(id)) => {
            checks::staked_account(cx.store, cx.config, id).map(Some)
        }
        Some(body::StakedId::StakedNodeId(id)) => checks::staked_node(cx.store, *id).map(Some),
    }
}

/// Whether an account that is not deleted answers to this alias.
fn is_taken(alias: &Alias, store: &Store<'_>) -> bool {
    let holder = store.resolve_alias(alias).and_then(|num| store.account(&num));
    holder.is_some_and(|account| !account.deleted)
}

#[cfg(test)]
mod tests;
