//! The records beside the one that was asked for.

use hapi_proto::services::{AccountId, TransactionRecord};

use super::{GetTxnRecord, Query};
use crate::{
    ops::assertions::{Findings, Matcher, record_receipt, show},
    spec::{OpResult, Spec},
};

/// The memo of the record that a network adds before the first transaction of a staking period.
const STAKING_MEMO: &str = "End of staking period calculation record";

/// What is expected of the records below the transaction, in the order of their consensus times.
impl Query<GetTxnRecord> {
    /// Asks for the records of the transactions that the network itself ran below this one.
    pub fn and_all_child_records(self) -> Self {
        self.with_op(|op| op.children = true)
    }

    /// Asks for the records of transactions with the same id, too.
    pub fn and_any_duplicates(self) -> Self {
        self.with_op(|op| op.duplicates = true)
    }

    /// Counts the record of the end of a staking period as a child; without this it is left out, since it is chance
    /// which transaction gets it.
    pub fn count_staking_records(self) -> Self {
        self.with_op(|op| op.staking = true)
    }

    /// Expects exactly these children, in this order.
    pub fn has_child_records<M: Matcher<TransactionRecord> + 'static>(
        self,
        matchers: impl IntoIterator<Item = M>,
    ) -> Self {
        let matchers: Vec<M> = matchers.into_iter().collect();
        let staking = self.op.staking;
        self.and_all_child_records().with_check(move |answer, spec, findings| {
            let children: Vec<_> =
                answer.children.iter().filter(|child| staking || !is_staking(child)).cloned().collect();
            check_each("child", &matchers, &children, spec, findings)
        })
    }

    /// Expects so many children, of any kind.
    pub fn has_child_record_count(self, count: usize) -> Self {
        self.and_all_child_records().with_check(move |answer, _, findings| {
            findings.equal("number of children", &count, &answer.children.len());
            Ok(())
        })
    }

    /// Expects so many children, not counting the record of the end of a staking period.
    pub fn has_non_staking_child_record_count(self, count: usize) -> Self {
        self.and_all_child_records().with_check(move |answer, _, findings| {
            let others = answer.children.iter().filter(|child| !is_staking(child)).count();
            findings.equal("number of children", &count, &others);
            Ok(())
        })
    }

    /// Expects the child at `index` to have no alias.
    pub fn has_no_alias_in_child_record(self, index: usize) -> Self {
        self.and_all_child_records().with_check(move |answer, _, findings| {
            match answer.children.get(index) {
                Some(child) => {
                    let field = format!("alias of child {index}");
                    findings.equal(&field, &show::bytes(&[]), &show::bytes(&child.alias));
                }
                None => {
                    findings.expect("children", false, format_args!("one at {index}"), answer.children.len());
                }
            }
            Ok(())
        })
    }

    /// Expects exactly these duplicates, in this order.
    pub fn has_duplicates<M: Matcher<TransactionRecord> + 'static>(
        self,
        matchers: impl IntoIterator<Item = M>,
    ) -> Self {
        let matchers: Vec<M> = matchers.into_iter().collect();
        self.and_any_duplicates().with_check(move |answer, spec, findings| {
            check_each("duplicate", &matchers, &answer.duplicates, spec, findings)
        })
    }

    /// Shows `observer` the accounts that the transaction and its children created.
    pub fn exposing_creations_to(
        self,
        mut observer: impl FnMut(&[AccountId]) + Send + Sync + 'static,
    ) -> Self {
        self.and_all_child_records().exposing_answer_to(move |answer| {
            let records = std::iter::once(&answer.record).chain(&answer.children);
            let created: Vec<_> = records.filter_map(|record| record_receipt(record).account_id).collect();
            observer(&created);
        })
    }

    /// Shows `observer` the record, then its duplicates, then its children.
    pub fn exposing_all_to(
        self,
        mut observer: impl FnMut(&[TransactionRecord]) + Send + Sync + 'static,
    ) -> Self {
        self.exposing_answer_to(move |answer| {
            let records = std::iter::once(&answer.record).chain(&answer.duplicates).chain(&answer.children);
            observer(&records.cloned().collect::<Vec<_>>());
        })
    }
}

/// Checks each record against the matcher at its place, and that there are as many of both.
pub(super) fn check_each<M: Matcher<TransactionRecord>>(
    what: &str,
    matchers: &[M],
    records: &[TransactionRecord],
    spec: &Spec,
    findings: &mut Findings,
) -> OpResult {
    if matchers.len() != records.len() {
        let statuses: Vec<_> =
            records.iter().map(|record| show::code(record_receipt(record).status)).collect();
        let actual = format!("{} [{}]", records.len(), statuses.join(", "));
        findings.expect(&format!("number of {what} records"), false, matchers.len(), actual);
    }
    for (index, (matcher, record)) in matchers.iter().zip(records).enumerate() {
        findings.within(format!("{what} {index}"), |findings| matcher.check(record, spec, findings))?;
    }
    Ok(())
}

fn is_staking(record: &TransactionRecord) -> bool {
    record.memo == STAKING_MEMO
}
