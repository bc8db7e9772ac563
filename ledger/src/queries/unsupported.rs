//! Queries that are turned down: `NOT_SUPPORTED`, in the response that belongs to them, and nobody pays for it.

use hapi_proto::services::{self as hapi, QueryHeader, ResponseHeader, response::Response};

use super::{QueryContext, QueryType};
use crate::ResponseCode;

macro_rules! unsupported {
    ($($query:ident => $variant:ident($response:ident),)+) => {
        $(impl QueryType for hapi::$query {
            fn header(&self) -> Option<&QueryHeader> {
                self.header.as_ref()
            }

            fn is_paid(&self) -> bool {
                false
            }

            fn check(&self, _cx: &QueryContext<'_>) -> Result<(), ResponseCode> {
                Err(ResponseCode::NotSupported)
            }

            fn answer(&self, _cx: &QueryContext<'_>, _header: ResponseHeader) -> Result<Response, ResponseCode> {
                Err(ResponseCode::NotSupported)
            }

            fn empty(&self, header: ResponseHeader) -> Response {
                Response::$variant(hapi::$response { header: Some(header), ..hapi::$response::default() })
            }
        })+
    };
}

unsupported! {
    GetByKeyQuery => GetByKey(GetByKeyResponse),
    GetBySolidityIdQuery => GetBySolidityId(GetBySolidityIdResponse),
    ContractGetRecordsQuery => ContractGetRecordsResponse(ContractGetRecordsResponse),
    CryptoGetLiveHashQuery => CryptoGetLiveHash(CryptoGetLiveHashResponse),
    CryptoGetStakersQuery => CryptoGetProxyStakers(CryptoGetStakersResponse),
    TransactionGetFastRecordQuery => TransactionGetFastRecord(TransactionGetFastRecordResponse),
    TokenGetAccountNftInfosQuery => TokenGetAccountNftInfos(TokenGetAccountNftInfosResponse),
    TokenGetNftInfosQuery => TokenGetNftInfos(TokenGetNftInfosResponse),
    NetworkGetExecutionTimeQuery => NetworkGetExecutionTime(NetworkGetExecutionTimeResponse),
    ContractCallLocalQuery => ContractCallLocal(ContractCallLocalResponse),
    ContractGetInfoQuery => ContractGetInfo(ContractGetInfoResponse),
    ContractGetBytecodeQuery => ContractGetBytecodeResponse(ContractGetBytecodeResponse),
    ConsensusGetTopicInfoQuery => ConsensusGetTopicInfo(ConsensusGetTopicInfoResponse),
    ScheduleGetInfoQuery => ScheduleGetInfo(ScheduleGetInfoResponse),
}
