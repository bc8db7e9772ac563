//! The records of one transaction id.

use alloc::{sync::Arc, vec::Vec};

use hapi_proto::services::{
    AccountId, Timestamp, TransactionId, TransactionReceipt, TransactionRecord, account_id,
};
use prost::Message;
use smallvec::SmallVec;

use super::encode::encode;
use crate::{
    ResponseCode,
    config::Config,
    state::{EntityNum, State, Store, canonical},
};

/// A transaction id without its nonce: what duplicates and children have in common. Ordered by time, so that what is added
/// and what is forgotten has neighbours that were lately used, and are still in the processor's caches.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct TransactionKey {
    /// From when it is valid.
    pub start: Timestamp,
    /// Who pays.
    pub payer: EntityNum,
    /// Whether it is the execution of a schedule.
    pub scheduled: bool,
}

impl TransactionKey {
    /// The key of an id. `None` when the account is not given by a positive number or there is no start.
    pub fn of(id: &TransactionId) -> Option<Self> {
        let Some(account_id::Account::AccountNum(num)) = id.account_id.as_ref()?.account else { return None };
        Some(Self {
            payer: EntityNum::try_from(num).ok().filter(|num| *num > 0)?,
            start: id.transaction_valid_start?,
            scheduled: id.scheduled,
        })
    }

    /// The id with this key and a nonce.
    pub fn id(&self, config: &Config, nonce: i32) -> TransactionId {
        TransactionId {
            transaction_valid_start: Some(self.start),
            account_id: Some(AccountId {
                shard_num: config.ledger.shard,
                realm_num: config.ledger.realm,
                account: Some(account_id::Account::AccountNum(i64::try_from(self.payer).unwrap_or(i64::MAX))),
            }),
            scheduled: self.scheduled,
            nonce,
        }
    }
}

/// A record as state keeps it: encoded, with what lookups need beside it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredRecord {
    /// 0 for the transaction itself; children count from 1.
    pub nonce: i32,
    /// How it ended.
    pub status: ResponseCode,
    /// The id of the node that submitted it.
    pub node: u64,
    /// Who is answerable for it: the payer, or the node's account when the node was at fault.
    pub answerable: EntityNum,
    bytes: Arc<[u8]>,
}

impl StoredRecord {
    /// Encodes a record.
    pub fn new(record: &TransactionRecord, node: u64, answerable: EntityNum) -> Self {
        Self {
            nonce: record.transaction_id.as_ref().map_or(0, |id| id.nonce),
            status: record.receipt.as_ref().map_or(ResponseCode::Unknown, TransactionReceipt::status),
            node,
            answerable,
            bytes: encode(record),
        }
    }

    /// The record.
    pub fn record(&self) -> TransactionRecord {
        // These bytes were encoded above; if they could not be read, an empty record is the honest rest.
        TransactionRecord::decode(&*self.bytes).unwrap_or_default()
    }

    /// The record, encoded.
    pub fn bytes(&self) -> &Arc<[u8]> {
        &self.bytes
    }

    fn is_node_failure(&self) -> bool {
        matches!(self.status, ResponseCode::InvalidNodeAccount | ResponseCode::InvalidPayerSignature)
    }
}

/// All records of one transaction id: of the transaction, of its duplicates, and of their children, as they were
/// handled.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct History {
    /// In the order of handling; a preceding child stands before its parent.
    pub records: SmallVec<[StoredRecord; 1]>,
}

canonical! {
    TransactionKey { payer, start, scheduled }
    StoredRecord { nonce, status, node, answerable, bytes }
    History { records }
}

/// Who submitted an id before.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Duplicate {
    /// Nobody, or only nodes that were turned down for their own fault.
    No,
    /// The same node: its fault.
    SameNode,
    /// Only other nodes: the payer's doing.
    OtherNode,
}

impl History {
    /// How a submission of this id through `node` has to be taken.
    pub fn duplicate(&self, node: u64) -> Duplicate {
        let mut submitters =
            self.records.iter().filter(|record| record.nonce == 0 && !record.is_node_failure()).peekable();
        if submitters.peek().is_none() {
            Duplicate::No
        } else if submitters.any(|record| record.node == node) {
            Duplicate::SameNode
        } else {
            Duplicate::OtherNode
        }
    }

    /// The record that answers for the id: the first that is no node's fault, else the first.
    pub fn priority(&self) -> Option<&StoredRecord> {
        let mut own = self.records.iter().filter(|record| record.nonce == 0);
        own.clone().find(|record| !record.is_node_failure()).or_else(|| own.next())
    }

    /// The records of the id itself besides the one that answers for it.
    pub fn duplicates(&self) -> impl Iterator<Item = &StoredRecord> {
        let priority = self.priority();
        self.records.iter().filter(move |record| {
            record.nonce == 0 && !priority.is_some_and(|priority| core::ptr::eq(priority, *record))
        })
    }

    /// The records of children, by nonce.
    pub fn children(&self) -> Vec<&StoredRecord> {
        let mut children: Vec<_> = self.records.iter().filter(|record| record.nonce > 0).collect();
        children.sort_by_key(|record| record.nonce);
        children
    }

    /// The record of the child with this nonce.
    pub fn child(&self, nonce: i32) -> Option<&StoredRecord> {
        self.records.iter().find(|record| record.nonce == nonce)
    }
}

/// Adds the records of one handled transaction to its id.
pub(crate) fn remember(
    store: &mut Store<'_>,
    key: TransactionKey,
    consensus_time: Timestamp,
    records: impl IntoIterator<Item = StoredRecord>,
) {
    match store.history_mut(&key) {
        Some(history) => history.records.extend(records),
        None => store.put_history(key, History { records: records.into_iter().collect() }),
    }
    store.put_handled(consensus_time, key);
}

/// Forgets what nobody may ask for any more: at most `limit` transactions that became valid more than the longest
/// duration before `now`, or were handled so long ago, oldest first.
pub(crate) fn forget_expired(
    state: &State,
    store: &mut Store<'_>,
    now: Timestamp,
    config: &Config,
    limit: usize,
) {
    let earliest = now.plus_seconds(-config.transaction.max_valid_duration);
    for (time, key) in state.handled.iter().take(limit) {
        // A start in the future is a node's fault, and must not hold up what comes after it.
        if key.start.min(*time) >= earliest {
            break;
        }
        store.remove_handled(*time);
        store.remove_history(*key);
    }
}
