//! The records of what an account paid for lately.

use hapi_proto::services::{CryptoGetAccountRecordsQuery, TransactionRecord, query, response};

use super::{Query, QueryOp};
use crate::{
    ops::{AccountRef, assertions::Matcher},
    spec::{OpError, Spec},
};

/// See [`get_account_records`].
#[derive(Clone, Debug)]
pub struct GetAccountRecords(AccountRef);

/// Asks for the records of the transactions that an account paid for in the last three minutes.
#[track_caller]
pub fn get_account_records(account: impl Into<AccountRef>) -> Query<GetAccountRecords> {
    Query::new(GetAccountRecords(account.into()))
}

impl QueryOp for GetAccountRecords {
    type Answer = Vec<TransactionRecord>;

    fn verb(&self) -> &'static str {
        "get_account_records"
    }

    fn subject(&self) -> String {
        self.0.to_string()
    }

    fn query(&self, spec: &Spec) -> Result<query::Query, OpError> {
        let account_id = Some(self.0.resolve(spec)?);
        Ok(query::Query::CryptoGetAccountRecords(CryptoGetAccountRecordsQuery { header: None, account_id }))
    }

    fn read(response: response::Response) -> Option<Self::Answer> {
        match response {
            response::Response::CryptoGetAccountRecords(answer) => Some(answer.records),
            _ => None,
        }
    }
}

impl Query<GetAccountRecords> {
    /// Expects exactly these records, in this order: `.has([record().fee(5)])`.
    pub fn has<M: Matcher<TransactionRecord> + 'static>(self, matchers: impl IntoIterator<Item = M>) -> Self {
        let matchers: Vec<M> = matchers.into_iter().collect();
        self.with_check(move |records, spec, findings| {
            super::record_children::check_each("record", &matchers, records, spec, findings)
        })
    }

    /// Expects so many records.
    pub fn has_record_count(self, count: usize) -> Self {
        self.with_check(move |records, _, findings| {
            findings.equal("number of records", &count, &records.len());
            Ok(())
        })
    }

    /// Shows `observer` the records.
    pub fn exposing_to(self, observer: impl FnMut(&Vec<TransactionRecord>) + Send + Sync + 'static) -> Self {
        self.exposing_answer_to(observer)
    }
}
