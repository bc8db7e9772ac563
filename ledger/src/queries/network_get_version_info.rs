//! `NetworkGetVersionInfo`: which version of HAPI the network speaks.

use hapi_proto::services::{
    NetworkGetVersionInfoQuery, NetworkGetVersionInfoResponse, QueryHeader, ResponseHeader, SemanticVersion,
    response::Response,
};

use super::{QueryContext, QueryType};
use crate::ResponseCode;

/// The version of the consensus node whose behaviour this ledger has.
const BEHAVIOUR: (i32, i32, i32) = (0, 77, 0);

impl QueryType for NetworkGetVersionInfoQuery {
    fn header(&self) -> Option<&QueryHeader> {
        self.header.as_ref()
    }

    fn check(&self, _cx: &QueryContext<'_>) -> Result<(), ResponseCode> {
        Ok(())
    }

    fn answer(&self, _cx: &QueryContext<'_>, header: ResponseHeader) -> Result<Response, ResponseCode> {
        let (major, minor, patch) = BEHAVIOUR;
        let version = SemanticVersion { major, minor, patch, ..SemanticVersion::default() };
        Ok(Response::NetworkGetVersionInfo(NetworkGetVersionInfoResponse {
            header: Some(header),
            hapi_proto_version: Some(version.clone()),
            hedera_services_version: Some(version),
        }))
    }

    fn empty(&self, header: ResponseHeader) -> Response {
        Response::NetworkGetVersionInfo(NetworkGetVersionInfoResponse {
            header: Some(header),
            ..NetworkGetVersionInfoResponse::default()
        })
    }
}
