//! What a transaction type works with while it is handled.

use hapi_proto::services::{
    AccountId, Timestamp, TransactionBody, TransactionReceipt, TransactionRecord, account_id,
};

use crate::{
    ResponseCode,
    config::Config,
    state::{Account, EntityNum, Store},
};

/// A transaction being handled.
///
/// Everything written to the store is undone when the handler fails. The hbar transfer list of the record is not
/// written by handlers: it is what changed in the balances.
#[derive(Debug)]
pub struct Handle<'a, 's> {
    /// State, to be read and written.
    pub store: &'a mut Store<'s>,
    /// The ledger's properties.
    pub config: &'a Config,
    /// The whole body.
    pub body: &'a TransactionBody,
    /// Who pays.
    pub payer: EntityNum,
    /// Consensus time.
    pub now: Timestamp,
    /// The record so far: handlers set what their type reports.
    pub record: TransactionRecord,
    /// The receipt so far, without status: handlers set the ids they created.
    pub receipt: TransactionReceipt,
}

impl Handle<'_, '_> {
    /// The id of the entity with this number.
    pub fn account_id(&self, num: EntityNum) -> AccountId {
        AccountId {
            shard_num: self.config.ledger.shard,
            realm_num: self.config.ledger.realm,
            account: Some(account_id::Account::AccountNum(i64::try_from(num).unwrap_or(i64::MAX))),
        }
    }

    /// The account that an id names, if it exists and is not deleted.
    ///
    /// # Errors
    /// `missing` when there is none, `AccountDeleted` when it is deleted.
    pub fn usable_account(
        &self,
        id: Option<&AccountId>,
        missing: ResponseCode,
    ) -> Result<&Account, ResponseCode> {
        let num = id.and_then(|id| self.store.resolve_account(self.config, id)).ok_or(missing)?;
        let account = self.store.account(&num).ok_or(missing)?;
        if account.deleted { Err(ResponseCode::AccountDeleted) } else { Ok(account) }
    }
}
