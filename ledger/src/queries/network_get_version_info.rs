//! `NetworkGetVersionInfo`: which version of HAPI the network speaks.

use alloc::string::String;

use hapi_proto::services::{
    NetworkGetVersionInfoQuery, NetworkGetVersionInfoResponse, QueryHeader, ResponseHeader, SemanticVersion,
    response::Response,
};

use super::{QueryContext, QueryType};
use crate::ResponseCode;

/// The version of the consensus node whose behaviour this ledger has.
pub const BEHAVIOUR: SemanticVersion =
    SemanticVersion { major: 0, minor: 77, patch: 0, pre: String::new(), build: String::new() };

impl QueryType for NetworkGetVersionInfoQuery {
    fn header(&self) -> Option<&QueryHeader> {
        self.header.as_ref()
    }

    fn check(&self, _cx: &QueryContext<'_>) -> Result<(), ResponseCode> {
        Ok(())
    }

    fn answer(&self, _cx: &QueryContext<'_>, header: ResponseHeader) -> Result<Response, ResponseCode> {
        Ok(Response::NetworkGetVersionInfo(NetworkGetVersionInfoResponse {
            header: Some(header),
            hapi_proto_version: Some(BEHAVIOUR),
            hedera_services_version: Some(BEHAVIOUR),
        }))
    }

    fn empty(&self, header: ResponseHeader) -> Response {
        Response::NetworkGetVersionInfo(NetworkGetVersionInfoResponse {
            header: Some(header),
            ..NetworkGetVersionInfoResponse::default()
        })
    }
}
