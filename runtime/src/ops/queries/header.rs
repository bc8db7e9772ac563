//! The headers of queries and answers, whatever their type.

#![expect(deprecated, reason = "deprecated queries have headers like all others")]

use hapi_proto::services::{QueryHeader, ResponseHeader, query, response};

/// The header of this query. The match is exhaustive: a query that the schema gains does not compile without.
macro_rules! query_headers {
    ($($query:ident)*) => {
        pub(crate) fn set_header(query: &mut query::Query, header: QueryHeader) {
            match query {
                $(query::Query::$query(inner) => inner.header = Some(header),)*
            }
        }
    };
}

/// The header of this answer, likewise.
macro_rules! response_headers {
    ($($response:ident)*) => {
        pub(crate) fn header_of(response: &response::Response) -> ResponseHeader {
            let header = match response {
                $(response::Response::$response(inner) => inner.header.clone(),)*
            };
            header.unwrap_or_default()
        }
    };
}

query_headers! {
    GetByKey GetBySolidityId ContractCallLocal ContractGetInfo ContractGetBytecode ContractGetRecords
    CryptogetAccountBalance CryptoGetAccountRecords CryptoGetInfo CryptoGetLiveHash CryptoGetProxyStakers
    FileGetContents FileGetInfo TransactionGetReceipt TransactionGetRecord TransactionGetFastRecord
    ConsensusGetTopicInfo NetworkGetVersionInfo TokenGetInfo ScheduleGetInfo TokenGetAccountNftInfos
    TokenGetNftInfo TokenGetNftInfos NetworkGetExecutionTime AccountDetails
}

response_headers! {
    GetByKey GetBySolidityId ContractCallLocal ContractGetBytecodeResponse ContractGetInfo
    ContractGetRecordsResponse CryptogetAccountBalance CryptoGetAccountRecords CryptoGetInfo CryptoGetLiveHash
    CryptoGetProxyStakers FileGetContents FileGetInfo TransactionGetReceipt TransactionGetRecord
    TransactionGetFastRecord ConsensusGetTopicInfo NetworkGetVersionInfo TokenGetInfo ScheduleGetInfo
    TokenGetAccountNftInfos TokenGetNftInfo TokenGetNftInfos NetworkGetExecutionTime AccountDetails
}
