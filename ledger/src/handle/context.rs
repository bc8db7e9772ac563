//! What a transaction type works with while it is handled.

use alloc::{sync::Arc, vec::Vec};

use hapi_proto::services::{
    AccountId, Timestamp, TokenId, TransactionBody, TransactionReceipt, TransactionRecord, account_id,
};

use crate::{
    ResponseCode,
    config::{Config, Settings},
    keys::Key,
    state::{Account, EntityNum, Store},
    throttles::ConsensusThrottles,
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
    /// The transactions that had to happen before this one, in order; each still lacks its id and time, which depend on how
    /// many there are.
    pub preceding: Vec<Preceding>,
    /// The keys that signed though they need not have: see [`Requirement::Optional`](crate::keys::Requirement::Optional).
    pub(crate) offered_keys: Vec<Arc<Key>>,
    pub(super) prices: Option<Prices<'a>>,
}

/// A transaction that the ledger made because it had to happen before another.
#[derive(Clone, Debug)]
pub struct Preceding {
    /// What it is.
    pub body: TransactionBody,
    /// What became of it.
    pub record: TransactionRecord,
}

/// What children are charged and throttled by.
#[derive(Debug)]
pub(crate) struct Prices<'a> {
    pub(crate) settings: &'a Settings,
    pub(crate) throttles: &'a mut ConsensusThrottles,
}

impl<'a, 's> Handle<'a, 's> {
    /// Starts handling a transaction. Its children are free until it has prices.
    pub fn new(
        store: &'a mut Store<'s>,
        config: &'a Config,
        body: &'a TransactionBody,
        payer: EntityNum,
        now: Timestamp,
    ) -> Self {
        Self {
            store,
            config,
            body,
            payer,
            now,
            record: TransactionRecord::default(),
            receipt: TransactionReceipt::default(),
            preceding: Vec::new(),
            offered_keys: Vec::new(),
            prices: None,
        }
    }

    /// The id of the entity with this number.
    pub fn account_id(&self, num: EntityNum) -> AccountId {
        account_id(self.config, num)
    }

    /// Whether an account signed that may, but need not: the payer always did.
    pub fn has_signed(&self, account: &Account) -> bool {
        account.num == self.payer || self.offered_keys.contains(&account.key)
    }

    /// The account with this number, if it exists and is not deleted. An alias, even a long-zero one, names none.
    ///
    /// # Errors
    /// `missing` when there is none, `AccountDeleted` when it is deleted.
    pub fn usable_account(
        &self,
        id: Option<&AccountId>,
        missing: ResponseCode,
    ) -> Result<&Account, ResponseCode> {
        let account = id.and_then(|id| self.store.numbered_account(self.config, id)).ok_or(missing)?;
        if account.deleted { Err(ResponseCode::AccountDeleted) } else { Ok(account) }
    }
}

/// The id of the account with this number.
pub(crate) fn account_id(config: &Config, num: EntityNum) -> AccountId {
    AccountId {
        shard_num: config.ledger.shard,
        realm_num: config.ledger.realm,
        account: Some(account_id::Account::AccountNum(i64::try_from(num).unwrap_or(i64::MAX))),
    }
}

/// The id of the token with this number.
pub(crate) fn token_id(config: &Config, num: EntityNum) -> TokenId {
    TokenId {
        shard_num: config.ledger.shard,
        realm_num: config.ledger.realm,
        token_num: i64::try_from(num).unwrap_or(i64::MAX),
    }
}
