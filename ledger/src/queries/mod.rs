//! Queries: one file each, one trait for all.
//!
//! [`Ledger::query`] makes the checks that all have in common, the payment among them; [`typed`] names all queries, and a
//! variant that the schema gains does not compile until it is named there.

mod account;
mod crypto_get_account_balance;
mod crypto_get_account_records;
mod crypto_get_info;
mod file_get_contents;
mod file_get_info;
mod get_account_details;
mod network_get_version_info;
mod payment;
mod token_get_info;
mod token_get_nft_info;
mod token_relationships;
mod transaction_get_receipt;
mod transaction_get_record;
mod unsupported;
mod workflow;

pub use network_get_version_info::BEHAVIOUR;
pub use workflow::{Asker, MalformedQuery, QueryOutcome, Readiness};

use hapi_proto::services::{
    QueryHeader, Response, ResponseHeader, Timestamp, query::Query, response::Response as Data,
};

use crate::{
    Ledger, ResponseCode,
    config::Config,
    fees::Usage,
    ingest::Ingest,
    records::{History, TransactionKey},
    state::Store,
};

/// What a query does, in the order in which it is asked.
pub trait QueryType {
    /// Its header.
    fn header(&self) -> Option<&QueryHeader>;

    /// Whether an answer costs something.
    fn is_paid(&self) -> bool {
        true
    }

    /// Whether it may be asked only by payers that the permissions name, and so never without a payment.
    fn is_restricted(&self) -> bool {
        false
    }

    /// What it uses beyond its base price.
    fn usage(&self, _cx: &QueryContext<'_>) -> Usage {
        Usage::BASE
    }

    /// How many operations it is to the throttles.
    fn operations(&self, _cx: &QueryContext<'_>) -> u64 {
        1
    }

    /// Checks what it asks for. Runs after the payment was taken.
    fn check(&self, cx: &QueryContext<'_>) -> Result<(), ResponseCode>;

    /// The answer. An error is reported in the header, as that of a check.
    fn answer(&self, cx: &QueryContext<'_>, header: ResponseHeader) -> Result<Data, ResponseCode>;

    /// A response with nothing but a header.
    fn empty(&self, header: ResponseHeader) -> Data;
}

/// What a query may look at.
#[derive(Debug)]
pub struct QueryContext<'a> {
    /// State.
    pub store: Store<'a>,
    /// The ledger's properties.
    pub config: &'a Config,
    /// The time of the answering node.
    pub now: Timestamp,
    ingest: &'a Ingest,
    ledger: &'a Ledger,
}

impl QueryContext<'_> {
    /// Whether this node submitted a transaction that may still come back from consensus.
    pub fn is_pending(&self, key: &TransactionKey) -> bool {
        self.ingest.has_submitted(key)
    }

    /// Whether a transaction became valid so long ago that nobody may ask for it any more. State forgets it with the next
    /// transaction, which may be long in coming where nothing happens or where time jumps. One that was late when it was handled
    /// is there from then on, for as long.
    pub(crate) fn is_over(&self, key: &TransactionKey, history: &History) -> bool {
        let before = |time: Timestamp| time.plus_seconds(-self.config.transaction.max_valid_duration);
        if key.start >= before(self.now) {
            return false;
        }
        let handled = history.priority().and_then(|record| record.record().consensus_timestamp);
        handled.is_none_or(|handled| key.start >= before(handled) || handled < before(self.now))
    }

    /// The ledger that is asked.
    pub fn ledger(&self) -> &Ledger {
        self.ledger
    }
}

/// The query type behind a query.
#[expect(deprecated, reason = "a deprecated query is still answered, if only by turning it down")]
pub fn typed(query: &Query) -> &dyn QueryType {
    match query {
        Query::CryptogetAccountBalance(query) => query,
        Query::CryptoGetAccountRecords(query) => query,
        Query::CryptoGetInfo(query) => query,
        Query::FileGetContents(query) => query,
        Query::FileGetInfo(query) => query,
        Query::TransactionGetReceipt(query) => query,
        Query::TransactionGetRecord(query) => query,
        Query::NetworkGetVersionInfo(query) => query,
        Query::AccountDetails(query) => query,
        Query::TokenGetInfo(query) => query,
        Query::TokenGetNftInfo(query) => query,

        // The protocol gave these up, or never had them.
        Query::GetByKey(query) => query,
        Query::GetBySolidityId(query) => query,
        Query::ContractGetRecords(query) => query,
        Query::CryptoGetLiveHash(query) => query,
        Query::CryptoGetProxyStakers(query) => query,
        Query::TransactionGetFastRecord(query) => query,
        Query::TokenGetAccountNftInfos(query) => query,
        Query::TokenGetNftInfos(query) => query,
        Query::NetworkGetExecutionTime(query) => query,

        // This version does not have these services yet.
        Query::ContractCallLocal(query) => query,
        Query::ContractGetInfo(query) => query,
        Query::ContractGetBytecode(query) => query,
        Query::ConsensusGetTopicInfo(query) => query,
        Query::ScheduleGetInfo(query) => query,
    }
}

fn response(data: Data) -> Response {
    Response { response: Some(data) }
}
