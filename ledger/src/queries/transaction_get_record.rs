//! `TransactionGetRecord`: what a transaction did.

use hapi_proto::{
    fees::Extra,
    services::{
        AccountId, QueryHeader, ResponseHeader, TransactionGetRecordQuery, TransactionGetRecordResponse,
        response::Response,
    },
};

use super::{QueryContext, QueryType};
use crate::{
    ResponseCode,
    fees::Usage,
    records::{History, StoredRecord, TransactionKey},
};

impl QueryType for TransactionGetRecordQuery {
    fn header(&self) -> Option<&QueryHeader> {
        self.header.as_ref()
    }

    fn usage(&self, cx: &QueryContext<'_>) -> Usage {
        let count = find(self, cx).map_or(1, |history| {
            let duplicates = if self.include_duplicates { history.duplicates().count() } else { 0 };
            let children = if self.include_child_records { history.children().len() } else { 0 };
            1 + duplicates + children
        });
        Usage::BASE.with(Extra::Records, count as u64)
    }

    fn check(&self, _cx: &QueryContext<'_>) -> Result<(), ResponseCode> {
        let id = self.transaction_id.as_ref().ok_or(ResponseCode::InvalidTransactionId)?;
        let account = id.account_id.as_ref().filter(|id| **id != AccountId::default());
        account.map(|_| ()).ok_or(ResponseCode::InvalidAccountId)
    }

    fn answer(&self, cx: &QueryContext<'_>, header: ResponseHeader) -> Result<Response, ResponseCode> {
        let history = find(self, cx).ok_or(ResponseCode::RecordNotFound)?;
        let mut response =
            TransactionGetRecordResponse { header: Some(header), ..TransactionGetRecordResponse::default() };
        let nonce = self.transaction_id.as_ref().map_or(0, |id| id.nonce);
        if nonce > 0 {
            let child = history.child(nonce).ok_or(ResponseCode::RecordNotFound)?;
            response.transaction_record = Some(child.record().into());
            return Ok(Response::TransactionGetRecord(response));
        }
        response.transaction_record = history.priority().map(|stored| stored.record().into());
        if self.include_duplicates {
            response.duplicate_transaction_records = history.duplicates().map(StoredRecord::record).collect();
        }
        if self.include_child_records {
            response.child_transaction_records =
                history.children().into_iter().map(StoredRecord::record).collect();
        }
        Ok(Response::TransactionGetRecord(response))
    }

    fn empty(&self, header: ResponseHeader) -> Response {
        Response::TransactionGetRecord(TransactionGetRecordResponse {
            header: Some(header),
            ..TransactionGetRecordResponse::default()
        })
    }
}

fn find<'a>(query: &TransactionGetRecordQuery, cx: &'a QueryContext<'_>) -> Option<&'a History> {
    let key = TransactionKey::of(query.transaction_id.as_ref()?)?;
    cx.store.history(&key).filter(|history| !cx.is_over(&key, history))
}
