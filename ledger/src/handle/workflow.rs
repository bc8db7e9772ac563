//! The way of one transaction from consensus to its records.

use alloc::{sync::Arc, vec::Vec};

use bytes::Bytes;
use hapi_proto::services::{
    CryptoTransferTransactionBody, Timestamp, TransactionBody, TransactionReceipt, TransactionRecord,
    transaction_body::Data,
};

use super::{
    charging,
    children::made,
    dispatch::{Dispatch, Done},
    staking,
};
use crate::{
    ResponseCode,
    config::Settings,
    crypto::Verifier,
    envelope::{ParsedTx, Verdict},
    fees::{distribute, staking_period},
    handle::account_id,
    records::{self, StoredRecord, TransactionKey, transfer_list},
    state::{Changes, EntityNum, State, Store},
    throttles::ConsensusThrottles,
};

/// How many old records each transaction makes room for: more than one, so that a backlog shrinks.
const FORGET_AT_ONCE: usize = 4;
/// What the transfers that distribute fees say of themselves.
const DISTRIBUTION_MEMO: &str = "Fee distribution";

/// A transaction that can be handled: read, with verdicts on its signatures that were reached outside of the handling.
#[derive(Clone, Debug)]
pub struct CheckedTx {
    parsed: ParsedTx,
    verdicts: Vec<Verdict>,
}

impl CheckedTx {
    /// A transaction with what is known about its signatures; what is not known is verified when it is needed.
    pub fn new(parsed: ParsedTx, verdicts: Vec<Verdict>) -> Self {
        Self { parsed, verdicts }
    }

    /// Takes what became known about its signatures, instead of what was.
    pub fn judge(&mut self, verdicts: Vec<Verdict>) {
        self.verdicts = verdicts;
    }

    /// The transaction.
    pub fn parsed(&self) -> &ParsedTx {
        &self.parsed
    }

    /// What is known about its signatures.
    pub fn verdicts(&self) -> &[Verdict] {
        &self.verdicts
    }
}

/// What became of a transaction.
#[derive(Clone, Debug, Default)]
pub struct Outcome {
    /// All records in the order of their consensus times: those that had to precede, then the transaction's own, last.
    pub records: Vec<TransactionRecord>,
    /// The records once more, encoded: state keeps them so, and who streams them need not do it again.
    pub encoded: Vec<Arc<[u8]>>,
    /// The transactions that the ledger made, those of all records but the last: each a serialized `SignedTransaction` that
    /// nobody signed.
    pub made: Vec<Bytes>,
}

impl Outcome {
    /// Each transaction with its record, and that encoded, when this is the outcome of the `SignedTransaction` `submitted`.
    pub fn entries<'a>(
        &'a self,
        submitted: &'a Bytes,
    ) -> impl Iterator<Item = (&'a Bytes, &'a TransactionRecord, &'a [u8])> {
        let records = self.records.iter().zip(&self.encoded);
        self.made
            .iter()
            .chain([submitted])
            .zip(records)
            .map(|(signed, (record, encoded))| (signed, record, &**encoded))
    }

    /// The transaction's own record.
    pub fn record(&self) -> Option<&TransactionRecord> {
        self.records.last()
    }

    /// How it ended.
    pub fn status(&self) -> ResponseCode {
        self.record()
            .and_then(|record| record.receipt.as_ref())
            .map_or(ResponseCode::Unknown, TransactionReceipt::status)
    }
}

/// What everything that is done for one transaction needs to know.
#[derive(Clone, Copy, Debug)]
pub(super) struct Top<'a> {
    pub(super) settings: &'a Settings,
    pub(super) tx: &'a ParsedTx,
    pub(super) now: Timestamp,
    /// The id of the node that submitted it, and that node's account.
    pub(super) creator: u64,
    pub(super) creator_account: EntityNum,
}

/// What handling uses and leaves changed, besides state.
#[derive(Debug)]
pub(crate) struct Tools<'a> {
    pub(crate) verifier: &'a mut Verifier,
    pub(crate) throttles: &'a mut ConsensusThrottles,
    /// Where settings go that the transaction changed: they are in force from the next one on.
    pub(crate) renewed: &'a mut Option<Settings>,
}

/// Handles a transaction, and tells what it changes before it does.
pub(crate) fn handle(
    state: &mut State,
    settings: &Settings,
    tools: Tools<'_>,
    checked: &CheckedTx,
    now: Timestamp,
    creator: u64,
    tell: impl FnOnce(&State, &Changes),
) -> Outcome {
    let Tools { verifier, throttles, renewed } = tools;
    let creator_account = state.nodes.get(&creator).map_or(0, |node| node.account);
    let top = Top { settings, tx: &checked.parsed, now, creator, creator_account };
    let lent = Tools { verifier, throttles: &mut *throttles, renewed };
    let Handled { changes, records, encoded, made, earned } = handle_above(state, top, lent, checked);
    tell(state, &changes);
    state.apply(changes);
    // What every transaction changes of the network is written in place: nobody reads it before this one is over.
    let network = &mut state.network;
    charging::earn(network, creator_account, earned);
    network.last_consensus_time = now;
    throttles.save(network);
    Outcome { records, encoded, made }
}

/// What handling came to.
struct Handled {
    changes: Changes,
    records: Vec<TransactionRecord>,
    encoded: Vec<Arc<[u8]>>,
    made: Vec<Bytes>,
    /// What the node earned, in tinybar.
    earned: u64,
}

/// The transfer that distributed fees, and its record.
struct Distributed {
    transaction: Bytes,
    record: TransactionRecord,
    /// The record, encoded.
    bytes: Arc<[u8]>,
}

/// Handles a transaction on top of a state, and says what has to change.
fn handle_above(state: &State, top: Top<'_>, tools: Tools<'_>, checked: &CheckedTx) -> Handled {
    let Top { settings, now, .. } = top;
    let mut store = Store::new(state);
    records::forget_expired(state, &mut store, now, &settings.config, FORGET_AT_ONCE);
    keep_midnight_rates(&mut store, top);
    let distribution = end_staking_period(&mut store, top);
    store.begin();
    let Done { mut records, mut made, answerable, earned } =
        Dispatch::new(top, &mut store, checked, tools).run();
    store.commit();
    staking::settle(&mut store, &settings.config, now);
    let mut encoded = Vec::with_capacity(records.len());
    let stored = records.iter().map(|record| {
        let stored = StoredRecord::new(record, top.creator, answerable);
        encoded.push(Arc::clone(stored.bytes()));
        stored
    });
    match top.tx.key() {
        Some(key) => records::remember(&mut store, key, now, stored),
        None => stored.for_each(drop),
    }
    if let Some(Distributed { transaction, record, bytes }) = distribution {
        made.insert(0, transaction);
        records.insert(0, record);
        encoded.insert(0, bytes);
    }
    Handled { changes: store.into_changes(), records, encoded, made, earned }
}

/// The rates in force when a staking period begins bound how far file 0.0.112 may move them in it.
fn keep_midnight_rates(store: &mut Store<'_>, top: Top<'_>) {
    let config = &*top.settings.config;
    let last = store.network().last_consensus_time;
    if staking_period(config, last.seconds) < staking_period(config, top.now.seconds) {
        let network = store.network_mut();
        network.midnight_rates = network.rates;
    }
}

/// Before the first transaction of a staking period, distributes the fees collected in the last one (HIP-1259). The record
/// is of a transfer paid by the system admin, just before all others; that transfer is given back too.
fn end_staking_period(store: &mut Store<'_>, top: Top<'_>) -> Option<Distributed> {
    let config = &*top.settings.config;
    let last = store.network().last_fee_distribution;
    let due = last.is_none_or(|last| staking_period(config, last) < staking_period(config, top.now.seconds));
    if !due {
        return None;
    }
    let distribution = distribute(store, config, top.now)?;
    for (num, amount) in &distribution.transfers {
        if let Some(account) = store.account_mut(num) {
            account.balance += amount;
        }
    }
    let network = store.network_mut();
    network.last_fee_distribution = Some(top.now.seconds);
    network.node_payments.clear();
    if distribution.transfers.is_empty() {
        return None;
    }
    let mut transfers = distribution.transfers;
    transfers.sort_unstable_by_key(|(num, _)| *num);
    let time = top.now.plus_nanos(-1 - i64::try_from(config.transaction.max_preceding).unwrap_or(0));
    let payer = config.accounts.system_admin;
    let key = TransactionKey { payer, start: time, scheduled: false };
    let id = Some(key.id(config, 0));
    let transfers = Some(transfer_list(config, transfers));
    let transfer = CryptoTransferTransactionBody { transfers: transfers.clone(), ..Default::default() };
    let (transaction, hash) = made(&TransactionBody {
        transaction_id: id.clone(),
        memo: DISTRIBUTION_MEMO.into(),
        data: Some(Data::CryptoTransfer(transfer)),
        ..Default::default()
    });
    let record = TransactionRecord {
        transaction_hash: hash.to_vec().into(),
        receipt: Some(TransactionReceipt {
            status: ResponseCode::Success.into(),
            exchange_rate: Some(store.network().rates),
            ..TransactionReceipt::default()
        }),
        consensus_timestamp: Some(time),
        transaction_id: id,
        memo: DISTRIBUTION_MEMO.into(),
        transfer_list: transfers,
        ..TransactionRecord::default()
    };
    let stored = StoredRecord::new(&record, top.creator, payer);
    let bytes = Arc::clone(stored.bytes());
    records::remember(store, key, time, [stored]);
    Some(Distributed { transaction, record, bytes })
}

impl Top<'_> {
    /// The record of the transaction itself, with what does not depend on how it went.
    pub(super) fn blank_record(&self) -> TransactionRecord {
        TransactionRecord {
            transaction_hash: self.tx.hash.to_vec().into(),
            consensus_timestamp: Some(self.now),
            transaction_id: self.tx.body.transaction_id.clone(),
            memo: self.tx.body.memo.clone(),
            ..TransactionRecord::default()
        }
    }

    /// Whether the payer goes free.
    pub(super) fn is_waived(&self, payer: EntityNum) -> bool {
        charging::is_waived(self.settings, payer, &self.tx.body)
    }

    /// Whether an account id is that of the node that submitted this.
    pub(super) fn is_creator(&self, id: Option<&hapi_proto::services::AccountId>) -> bool {
        id == Some(&account_id(&self.settings.config, self.creator_account))
    }
}
