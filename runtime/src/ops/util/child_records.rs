//! The records of what a network ran below a transaction.

use hapi_proto::services::{ResponseCodeEnum, TransactionId, TransactionRecord};

use crate::{
    ops::{
        assertions::{Matcher, RecordMatcher, record},
        queries::{GetTxnRecord, Query, get_txn_record},
    },
    registry::Subject,
};

/// Checks the status of a transaction, and that it has exactly these children, in this order:
/// `child_records_check("xfer", Success, [record().status(Success).memo("auto")])`.
#[track_caller]
pub fn child_records_check<M: Matcher<TransactionRecord> + 'static>(
    transaction: impl Into<Subject<TransactionId>>,
    status: ResponseCodeEnum,
    children: impl IntoIterator<Item = M>,
) -> Query<GetTxnRecord> {
    get_txn_record(transaction).has_priority(record().status(status)).has_child_records(children)
}

/// Checks the status of a transaction, and that it has no children.
#[track_caller]
pub fn empty_child_records_check(
    transaction: impl Into<Subject<TransactionId>>,
    status: ResponseCodeEnum,
) -> Query<GetTxnRecord> {
    child_records_check(transaction, status, <[RecordMatcher; 0]>::default())
}
