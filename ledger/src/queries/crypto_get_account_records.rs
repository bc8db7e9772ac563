//! `CryptoGetAccountRecords`: what an account lately paid for.

use alloc::vec::Vec;

use hapi_proto::services::{
    CryptoGetAccountRecordsQuery, CryptoGetAccountRecordsResponse, QueryHeader, ResponseHeader,
    TransactionRecord, response::Response,
};

use super::{QueryContext, QueryType};
use crate::{
    ResponseCode,
    state::{Account, EntityNum},
};

impl QueryType for CryptoGetAccountRecordsQuery {
    fn header(&self) -> Option<&QueryHeader> {
        self.header.as_ref()
    }

    fn check(&self, cx: &QueryContext<'_>) -> Result<(), ResponseCode> {
        let account = find(self, cx)?;
        if account.deleted {
            return Err(ResponseCode::AccountDeleted);
        }
        if account.smart_contract { Err(ResponseCode::InvalidAccountId) } else { Ok(()) }
    }

    fn answer(&self, cx: &QueryContext<'_>, header: ResponseHeader) -> Result<Response, ResponseCode> {
        let account = find(self, cx)?;
        Ok(Response::CryptoGetAccountRecords(CryptoGetAccountRecordsResponse {
            header: Some(header),
            account_id: self.account_id.clone(),
            records: records(cx, account.num),
        }))
    }

    fn empty(&self, header: ResponseHeader) -> Response {
        Response::CryptoGetAccountRecords(CryptoGetAccountRecordsResponse {
            header: Some(header),
            ..CryptoGetAccountRecordsResponse::default()
        })
    }
}

fn find<'a>(
    query: &CryptoGetAccountRecordsQuery,
    cx: &'a QueryContext<'_>,
) -> Result<&'a Account, ResponseCode> {
    let id = query.account_id.as_ref().ok_or(ResponseCode::InvalidAccountId)?;
    cx.store.numbered_account(cx.config, id).ok_or(ResponseCode::InvalidAccountId)
}

/// The records of ids that this account pays for and answers for, in the order of consensus.
///
/// It looks through the ids of all payers: they are in the order of time, for the sake of transactions.
fn records(cx: &QueryContext<'_>, payer: EntityNum) -> Vec<TransactionRecord> {
    let histories = cx.store.base().histories.iter().filter(|(key, _)| key.payer == payer);
    let stored = histories.flat_map(|(_, history)| &history.records);
    let mut records: Vec<_> = stored
        .filter(|stored| stored.answerable == payer)
        .take(cx.config.ledger.max_queryable_records)
        .map(crate::records::StoredRecord::record)
        .collect();
    records.sort_by_key(|record| record.consensus_timestamp);
    records
}
