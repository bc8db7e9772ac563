//! `CryptoDelete`: ends an account; another one gets what it owned.

use hapi_proto::services::CryptoDeleteTransactionBody;

use super::{PureChecks, TransactionType, checks::require, privilege};
use crate::{
    ResponseCode,
    config::Config,
    fees::{FeeContext, Usage},
    handle::Handle,
    keys::{RequiredKeys, alias_address},
    state::{Account, Alias, EntityNum, Store},
    transactions::Privilege,
};

impl TransactionType for CryptoDeleteTransactionBody {
    fn pure_checks(&self, _cx: &PureChecks<'_>) -> Result<(), ResponseCode> {
        let (deleted, obtainer) = (&self.delete_account_id, &self.transfer_account_id);
        require(deleted.is_some() && obtainer.is_some(), ResponseCode::AccountIdDoesNotExist)?;
        require(deleted != obtainer, ResponseCode::TransferAccountSameAsDeleteAccount)
    }

    fn required_keys(&self, keys: &mut RequiredKeys<'_>) -> Result<(), ResponseCode> {
        keys.account(self.delete_account_id.as_ref(), ResponseCode::InvalidAccountId)?;
        keys.receiver(self.transfer_account_id.as_ref(), ResponseCode::InvalidTransferAccountId)
    }

    fn handle(&self, cx: &mut Handle<'_, '_>) -> Result<(), ResponseCode> {
        let find = |id| cx.store.numbered_account(cx.config, id);
        let deleted = self.delete_account_id.as_ref().and_then(find).ok_or(ResponseCode::InvalidAccountId)?;
        require(deleted.tokens.pending_airdrops == 0, ResponseCode::AccountHasPendingAirdrops)?;
        let obtainer = self.transfer_account_id.as_ref().and_then(find);
        let obtainer = obtainer.ok_or(ResponseCode::InvalidTransferAccountId)?;
        let linked = cx.store.node_of_account(deleted.num).is_some();
        let collects_fees = obtainer.num == cx.config.accounts.fee_collection;
        let usable = !deleted.deleted && !obtainer.deleted;
        require(deleted.tokens.treasury_titles == 0, ResponseCode::AccountIsTreasury)?;
        let holds_tokens = deleted.tokens.positive_balances > 0;
        require(!holds_tokens, ResponseCode::TransactionRequiresZeroTokenBalances)?;
        require(!linked, ResponseCode::AccountIsLinkedToANode)?;
        require(!collects_fees, ResponseCode::TransferToFeeCollectionAccountNotAllowed)?;
        require(usable, ResponseCode::AccountDeleted)?;

        let (deleted, obtainer) = (deleted.num, obtainer.num);
        let left = end(cx.store, deleted).ok_or(ResponseCode::FailInvalid)?;
        let obtainer = cx.store.account_mut(&obtainer).ok_or(ResponseCode::FailInvalid)?;
        obtainer.balance = obtainer.balance.checked_add(left).ok_or(ResponseCode::FailInvalid)?;
        Ok(())
    }

    fn fees(&self, _cx: &FeeContext<'_>) -> Usage {
        Usage::BASE
    }

    fn privilege(&self, config: &Config, _payer: EntityNum) -> Privilege {
        match privilege::system_entity(config, self.delete_account_id.as_ref()) {
            // An account that got the number of a system file by mistake may go.
            Some(num) if !privilege::SYSTEM_FILES.contains(&num) => Privilege::Impermissible,
            _ => Privilege::Unnecessary,
        }
    }
}

/// Marks an account as deleted, frees its aliases and returns what it owned.
fn end(store: &mut Store<'_>, num: EntityNum) -> Option<i64> {
    let account: &mut Account = store.account_mut(&num)?;
    account.deleted = true;
    let left = core::mem::take(&mut account.balance);
    let alias = core::mem::take(&mut account.alias);
    if let Some(address) = alias_address(&alias) {
        store.remove_alias(Alias::copy_from_slice(&address));
    }
    if !alias.is_empty() {
        store.remove_alias(alias);
    }
    Some(left)
}

#[cfg(test)]
mod tests;
