//! Writing of a system file.

use bytes::Bytes;
use hapi_proto::services::ResponseCodeEnum::{
    self, FeeScheduleFilePartUploaded, Success, SuccessButMissingExpectedOperation,
};

use super::SystemFile;
use crate::{
    ops::{
        TransactionOp, Txn,
        file::{file_append, file_update},
    },
    registry::GENESIS,
    spec::{OpError, Spec},
};

/// How much of a file a transaction of ordinary size has room for.
pub(crate) const PIECE: usize = 4096;

/// Gives a file new contents. The treasury pays and signs.
pub(crate) async fn write(spec: &Spec, file: SystemFile, contents: Bytes) -> Result<(), OpError> {
    write_as(spec, file, contents, GENESIS).await
}

/// Gives a file new contents; this superuser pays and signs.
///
/// Where the ledger waits for the rest of a file that has come in part, it is sent in pieces; else in one transaction,
/// for which governance accounts have the room (HIP-1300), so that nobody meets half a file.
pub(crate) async fn write_as(
    spec: &Spec,
    file: SystemFile,
    contents: Bytes,
    payer: &'static str,
) -> Result<(), OpError> {
    let piece = if file.may_come_in_parts() { PIECE } else { contents.len() };
    let first = contents.slice(..piece.min(contents.len()));
    let mut rest = contents.slice(first.len()..);
    let mut written = submit(spec, file_update(file.id()).contents(first), payer, rest.is_empty()).await;
    while written.is_ok() && !rest.is_empty() {
        let next = rest.split_to(PIECE.min(rest.len()));
        written = submit(spec, file_append(file.id()).contents(next), payer, rest.is_empty()).await;
    }
    if file.concerns_fees() {
        spec.target().fees().invalidate();
    }
    written
}

async fn submit<B: TransactionOp<Receipt = ()>>(
    spec: &Spec,
    transaction: Txn<B>,
    payer: &str,
    last: bool,
) -> Result<(), OpError> {
    let accepted: &[ResponseCodeEnum] = if last {
        &[Success, SuccessButMissingExpectedOperation]
    } else {
        &[Success, FeeScheduleFilePartUploaded]
    };
    let transaction = transaction.paying_with(payer).signed_by(payer).fee(0);
    spec.run(transaction.has_known_status_from(accepted.iter().copied())).await
}
