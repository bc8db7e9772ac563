//! What became of a transaction, in full.

use std::collections::BTreeMap;

use hapi_proto::services::{
    AccountId, Timestamp, TransactionGetRecordQuery, TransactionId, TransactionRecord, query, response,
    transaction_record::Entropy,
};

use super::{Query, QueryOp};
use crate::{
    ops::assertions::{
        Findings, IntoTinybars, Matcher, TransfersCondition, including, record_receipt, show, transaction_id,
    },
    registry::{NODE_REWARD, STAKING_REWARD, Subject},
    spec::{OpError, Spec},
};

/// See [`get_txn_record`].
#[derive(Clone, Debug)]
#[expect(clippy::struct_excessive_bools, reason = "each is one modifier, independent of the others")]
pub struct GetTxnRecord {
    transaction: Subject<TransactionId>,
    pub(super) children: bool,
    pub(super) duplicates: bool,
    pub(super) staking: bool,
    scheduled: bool,
    hashes: bool,
}

/// The record of a transaction, and those beside it that were asked for.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct TxnRecords {
    /// The transaction's own.
    pub record: TransactionRecord,
    /// Those of transactions with the same id, in the order of their consensus times.
    pub duplicates: Vec<TransactionRecord>,
    /// Those of the transactions that the network ran below it, likewise.
    pub children: Vec<TransactionRecord>,
}

/// Asks for the record of a transaction: by the name that `.via(..)` gave to it, or by its id.
#[track_caller]
pub fn get_txn_record(transaction: impl Into<Subject<TransactionId>>) -> Query<GetTxnRecord> {
    let transaction = transaction.into();
    Query::new(GetTxnRecord {
        transaction,
        children: false,
        duplicates: false,
        staking: false,
        scheduled: false,
        hashes: true,
    })
}

impl QueryOp for GetTxnRecord {
    type Answer = TxnRecords;

    fn verb(&self) -> &'static str {
        "get_txn_record"
    }

    fn subject(&self) -> String {
        self.transaction.to_string()
    }

    fn query(&self, spec: &Spec) -> Result<query::Query, OpError> {
        let id = transaction_id(&self.transaction, spec)?;
        let id = if self.scheduled { id.scheduled() } else { id };
        Ok(query::Query::TransactionGetRecord(TransactionGetRecordQuery {
            header: None,
            transaction_id: Some(id),
            include_duplicates: self.duplicates,
            include_child_records: self.children,
        }))
    }

    fn looks_at(&self, spec: &Spec) -> Option<TransactionId> {
        // What the id is if it is none, the query says.
        let id = transaction_id(&self.transaction, spec).ok()?;
        Some(if self.scheduled { id.scheduled() } else { id })
    }

    fn check(&self, answer: &TxnRecords, findings: &mut Findings) {
        if self.hashes {
            findings.equal("length of the transaction hash", &48, &answer.record.transaction_hash.len());
        }
    }

    fn read(response: response::Response) -> Option<Self::Answer> {
        match response {
            response::Response::TransactionGetRecord(answer) => Some(TxnRecords {
                record: *answer.transaction_record.unwrap_or_default(),
                duplicates: answer.duplicate_transaction_records,
                children: answer.child_transaction_records,
            }),
            _ => None,
        }
    }
}

/// What is asked for.
impl Query<GetTxnRecord> {
    /// Asks for the record of the transaction that the schedule created by this one ran.
    pub fn scheduled(self) -> Self {
        self.with_op(|op| op.scheduled = true)
    }
}

/// What is expected of the transaction's own record.
impl Query<GetTxnRecord> {
    /// Expects the record to be like this: `.has_priority(record().status(Success))`.
    pub fn has_priority(self, matcher: impl Matcher<TransactionRecord> + 'static) -> Self {
        self.with_check(move |answer, spec, findings| matcher.check(&answer.record, spec, findings))
    }

    fn has_transfers(self, condition: TransfersCondition) -> Self {
        self.with_check(move |answer, spec, findings| {
            condition.check(&answer.record.transfer_list.clone().unwrap_or_default(), spec, findings)
        })
    }

    /// Expects the balance of `account` to change by exactly `amount`: a credit is positive.
    #[track_caller]
    pub fn has_hbar_amount(self, account: impl Into<Subject<AccountId>>, amount: impl IntoTinybars) -> Self {
        self.has_transfers(including(account, amount))
    }

    /// Expects no transfers of hbar.
    pub fn shows_no_transfers(self) -> Self {
        self.with_check(|answer, spec, findings| {
            let transfers = answer.record.transfer_list.clone().unwrap_or_default().account_amounts;
            let shown = show::adjustments(&transfers, spec);
            findings.expect("transfers", transfers.is_empty(), "no transfers", shown);
            Ok(())
        })
    }

    /// Expects exactly these accounts to lose exactly so much; amounts are positive.
    #[track_caller]
    pub fn has_exact_debits<S: Into<Subject<AccountId>>, A: IntoTinybars>(
        self,
        debits: impl IntoIterator<Item = (S, A)>,
    ) -> Self {
        let debits = debits.into_iter().map(|(account, amount)| (account.into(), amount.into_tinybars()));
        let debits: Vec<(Subject<AccountId>, i64)> = debits.collect();
        self.with_check(move |answer, spec, findings| {
            let mut expected = BTreeMap::new();
            for (account, amount) in &debits {
                expected.insert(account.resolve(spec)?, *amount);
            }
            let shown = |debits: &BTreeMap<AccountId, i64>| format!("{debits:?}");
            let actual = debits_of(&answer.record);
            findings.expect("debits", actual == expected, shown(&expected), shown(&actual));
            Ok(())
        })
    }

    /// Expects part of the fee to go to the accounts that pay staking and node rewards.
    pub fn has_staking_fees_paid(self) -> Self {
        self.with_check(|answer, spec, findings| {
            let transfers = answer.record.transfer_list.clone().unwrap_or_default().account_amounts;
            for name in [STAKING_REWARD, NODE_REWARD] {
                let id = spec.registry().get::<AccountId>(name)?;
                let credited =
                    transfers.iter().any(|each| each.account_id.as_ref() == Some(&id) && each.amount > 0);
                let expected = format_args!("a credit to {name}");
                findings.expect("transfers", credited, expected, show::adjustments(&transfers, spec));
            }
            Ok(())
        })
    }

    /// Expects so many accounts to be paid staking rewards.
    pub fn has_paid_staking_rewards_count(self, count: usize) -> Self {
        self.with_check(move |answer, _, findings| {
            findings.equal(
                "number of paid staking rewards",
                &count,
                &answer.record.paid_staking_rewards.len(),
            );
            Ok(())
        })
    }

    /// Expects exactly these staking rewards to be paid, in any order.
    #[track_caller]
    pub fn has_paid_staking_rewards<S: Into<Subject<AccountId>>, A: IntoTinybars>(
        self,
        rewards: impl IntoIterator<Item = (S, A)>,
    ) -> Self {
        let rewards = rewards.into_iter().map(|(account, amount)| (account.into(), amount.into_tinybars()));
        let rewards: Vec<(Subject<AccountId>, i64)> = rewards.collect();
        self.with_check(move |answer, spec, findings| {
            let mut expected = BTreeMap::new();
            for (account, amount) in &rewards {
                expected.insert(account.resolve(spec)?, *amount);
            }
            let paid = &answer.record.paid_staking_rewards;
            let actual: BTreeMap<_, _> =
                paid.iter().map(|each| (each.account_id.clone().unwrap_or_default(), each.amount)).collect();
            let holds = actual == expected && paid.len() == expected.len();
            findings.expect(
                "paid staking rewards",
                holds,
                format!("{expected:?}"),
                show::adjustments(paid, spec),
            );
            Ok(())
        })
    }

    /// Expects 384 random bits, and no random number.
    pub fn has_only_pseudo_random_bytes(self) -> Self {
        self.has_entropy(
            "48 bytes",
            |entropy| matches!(entropy, Some(Entropy::PrngBytes(bytes)) if bytes.len() == 48),
        )
    }

    /// Expects a random number from 0 to below `limit`, and no random bytes.
    pub fn has_only_pseudo_random_number_in_range(self, limit: i32) -> Self {
        let within = move |entropy: Option<&Entropy>| matches!(entropy, Some(Entropy::PrngNumber(number)) if (0..limit).contains(number));
        self.has_entropy("a number in range", within)
    }

    /// Expects neither random bytes nor a random number.
    pub fn has_no_pseudo_random_data(self) -> Self {
        self.has_entropy("none", |entropy| entropy.is_none())
    }

    fn has_entropy(
        self,
        expected: &'static str,
        holds: impl Fn(Option<&Entropy>) -> bool + Send + Sync + 'static,
    ) -> Self {
        self.with_check(move |answer, _, findings| {
            let entropy = answer.record.entropy.as_ref();
            findings.expect("random data", holds(entropy), expected, format_args!("{entropy:?}"));
            Ok(())
        })
    }

    /// Expects the transaction to belong to the one with this consensus time.
    pub fn has_parent_consensus_time(self, time: Timestamp) -> Self {
        self.with_check(move |answer, _, findings| {
            let actual = answer.record.parent_consensus_timestamp.as_ref();
            findings.expect("parent consensus time", actual == Some(&time), time, show::optional(actual));
            Ok(())
        })
    }

    /// Does not mind the transaction's hash. That of a record is 48 bytes of SHA-384, and without this modifier it is
    /// an error if it is not.
    pub fn asserting_nothing_about_hashes(self) -> Self {
        self.with_op(|op| op.hashes = false)
    }
}

/// What is done with the record.
impl Query<GetTxnRecord> {
    /// Stores the record in the registry under `name`.
    pub fn save_txn_record_to_registry(self, name: impl Into<String>) -> Self {
        let name = name.into();
        self.with_after(move |spec, answer| {
            spec.registry().put(name.clone(), answer.record.clone());
            Ok(())
        })
    }

    /// Stores the record's consensus time in the registry under `name`.
    pub fn saving_consensus_time_as(self, name: impl Into<String>) -> Self {
        let name = name.into();
        self.with_after(move |spec, answer| {
            spec.registry().put(name.clone(), answer.record.consensus_timestamp.unwrap_or_default());
            Ok(())
        })
    }

    /// Stores the first account that the transaction or its children created in the registry under `name`.
    pub fn saving_created_account_as(self, name: impl Into<String>) -> Self {
        let name = name.into();
        self.and_all_child_records().with_after(move |spec, answer| {
            let mut records = std::iter::once(&answer.record).chain(&answer.children);
            let created = records.find_map(|record| record_receipt(record).account_id);
            let created = created.ok_or_else(|| OpError::new("no account was created"))?;
            spec.registry().put(name.clone(), created);
            Ok(())
        })
    }

    /// Shows `observer` the record.
    pub fn exposing_to(self, mut observer: impl FnMut(&TransactionRecord) + Send + Sync + 'static) -> Self {
        self.exposing_answer_to(move |answer| observer(&answer.record))
    }

    /// Shows `observer` what the payer was charged, in tinybars.
    pub fn providing_fee_to(self, mut observer: impl FnMut(u64) + Send + Sync + 'static) -> Self {
        self.exposing_to(move |record| observer(record.transaction_fee))
    }

    /// Shows `observer` the accounts that lose something, and how much: amounts are negative.
    pub fn revealing_debits_to(
        self,
        mut observer: impl FnMut(&BTreeMap<AccountId, i64>) + Send + Sync + 'static,
    ) -> Self {
        self.exposing_to(move |record| {
            let debits = debits_of(record).into_iter().map(|(account, amount)| (account, -amount));
            observer(&debits.collect());
        })
    }

    /// Shows the fee, and nothing else, in the trace.
    pub fn logging_only_fee(self) -> Self {
        self.no_logging().with_after(|spec, answer| {
            spec.note(format!("fee {} tinybars", answer.record.transaction_fee));
            Ok(())
        })
    }
}

/// Who loses how much, in positive amounts.
fn debits_of(record: &TransactionRecord) -> BTreeMap<AccountId, i64> {
    let transfers = record.transfer_list.iter().flat_map(|list| &list.account_amounts);
    let debits = transfers.filter(|each| each.amount < 0);
    debits.map(|each| (each.account_id.clone().unwrap_or_default(), each.amount.saturating_neg())).collect()
}
