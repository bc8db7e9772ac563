//! `TransactionGetReceipt`: how a transaction ended. Free.

use hapi_proto::services::{
    QueryHeader, ResponseHeader, TransactionGetReceiptQuery, TransactionGetReceiptResponse,
    TransactionReceipt, response::Response,
};

use super::{QueryContext, QueryType};
use crate::{
    ResponseCode,
    records::{History, StoredRecord, TransactionKey},
};

impl QueryType for TransactionGetReceiptQuery {
    fn header(&self) -> Option<&QueryHeader> {
        self.header.as_ref()
    }

    fn is_paid(&self) -> bool {
        false
    }

    fn check(&self, _cx: &QueryContext<'_>) -> Result<(), ResponseCode> {
        let id = self.transaction_id.as_ref().ok_or(ResponseCode::InvalidTransactionId)?;
        let complete = id.transaction_valid_start.is_some() && id.account_id.is_some();
        if complete { Ok(()) } else { Err(ResponseCode::InvalidTransactionId) }
    }

    fn answer(&self, cx: &QueryContext<'_>, header: ResponseHeader) -> Result<Response, ResponseCode> {
        let id = self.transaction_id.as_ref().ok_or(ResponseCode::InvalidTransactionId)?;
        let key = TransactionKey::of(id).ok_or(ResponseCode::ReceiptNotFound)?;
        let mut response = TransactionGetReceiptResponse {
            header: Some(header),
            ..TransactionGetReceiptResponse::default()
        };
        match cx.store.history(&key) {
            Some(history) if cx.is_over(&key, history) => return Err(ResponseCode::ReceiptNotFound),
            Some(history) if id.nonce > 0 => {
                let child = history.child(id.nonce).ok_or(ResponseCode::ReceiptNotFound)?;
                response.receipt = Some(receipt(child));
            }
            Some(history) => fill(self, history, &mut response),
            None if cx.is_pending(&key) && id.nonce <= 0 => response.receipt = Some(unknown()),
            None => return Err(ResponseCode::ReceiptNotFound),
        }
        Ok(Response::TransactionGetReceipt(response))
    }

    fn empty(&self, header: ResponseHeader) -> Response {
        Response::TransactionGetReceipt(TransactionGetReceiptResponse {
            header: Some(header),
            ..TransactionGetReceiptResponse::default()
        })
    }
}

fn fill(query: &TransactionGetReceiptQuery, history: &History, response: &mut TransactionGetReceiptResponse) {
    response.receipt = history.priority().map(receipt);
    if query.include_duplicates {
        response.duplicate_transaction_receipts = history.duplicates().map(receipt).collect();
    }
    if query.include_child_receipts {
        response.child_transaction_receipts = history.children().into_iter().map(receipt).collect();
    }
}

fn receipt(stored: &StoredRecord) -> TransactionReceipt {
    stored.record().receipt.unwrap_or_default()
}

/// What stands for the receipt of a transaction that was submitted but not handled yet.
fn unknown() -> TransactionReceipt {
    TransactionReceipt { status: ResponseCode::Unknown.into(), ..TransactionReceipt::default() }
}
