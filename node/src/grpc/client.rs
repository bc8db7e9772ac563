//! Asking a node over gRPC, in bytes: what a spec sends need not be what a protobuf library would write.

use std::{net::SocketAddr, time::Duration};

use bytes::Bytes;
use hapi_grpc::routes::{self, Method, Request as Kind};
use hapi_proto::services::HederaFunctionality;
use http::uri::PathAndQuery;
pub use tonic::Status;
use tonic::{
    Request,
    client::Grpc,
    transport::{Channel, Endpoint},
};

use super::codec::RawCodec;

/// How long a node on this machine may take to accept a connection: it does so at once or not at all.
const CONNECT_LIMIT: Duration = Duration::from_secs(5);

/// How long an answer may take. The official SDKs wait 10 s; a machine that runs all nodes and all tests at once may need
/// longer, and a node that was suspended never answers.
const ANSWER_LIMIT: Duration = Duration::from_secs(20);

/// A client of one node. Cheap to clone: clones share a connection, which is made when it is first needed, and again when it
/// broke.
#[derive(Clone, Debug)]
pub struct GrpcClient {
    channel: Channel,
}

impl GrpcClient {
    /// A client of the node that serves plaintext gRPC at `address`. Must be called on a tokio runtime.
    pub fn new(address: SocketAddr) -> Self {
        let endpoint = Endpoint::from_shared(format!("http://{address}"))
            .expect("a socket address makes a valid URI")
            .connect_timeout(CONNECT_LIMIT)
            .timeout(ANSWER_LIMIT)
            .tcp_nodelay(true);
        Self { channel: endpoint.connect_lazy() }
    }

    /// Sends the bytes of a `Transaction` by the method for `function`; the answer is a `TransactionResponse`. What no
    /// method is for goes by one that is for something else: a node runs any transaction, whichever method brings it.
    ///
    /// # Errors
    /// The status, when there was no answer.
    pub async fn submit(&self, function: HederaFunctionality, transaction: Bytes) -> Result<Bytes, Status> {
        self.call(method(function, Kind::Transaction, HederaFunctionality::CryptoTransfer), transaction).await
    }

    /// Sends the bytes of a `Query`, likewise; the answer is a `Response`.
    ///
    /// # Errors
    /// The status, when there was no answer; also for bytes that are no query at all.
    pub async fn query(&self, function: HederaFunctionality, query: Bytes) -> Result<Bytes, Status> {
        self.call(method(function, Kind::Query, HederaFunctionality::CryptoGetAccountBalance), query).await
    }

    /// Calls a method with the bytes of its request; gives those of its answer.
    ///
    /// # Errors
    /// The status, when there was no answer.
    pub async fn call(&self, method: &Method, message: Bytes) -> Result<Bytes, Status> {
        let mut grpc = Grpc::new(self.channel.clone());
        grpc.ready().await.map_err(|error| Status::unavailable(error.to_string()))?;
        let path = PathAndQuery::from_static(method.path);
        Ok(grpc.unary(Request::new(message), path, RawCodec).await?.into_inner())
    }
}

/// The method for a function, if it takes this kind of request; else the one for `other`.
fn method(function: HederaFunctionality, kind: Kind, other: HederaFunctionality) -> &'static Method {
    routes::method_for(function)
        .filter(|method| method.request == kind)
        .or_else(|| routes::method_for(other))
        .expect("transfers and balances have methods")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_has_no_method_goes_by_another_of_its_kind() {
        let path = |function, kind, other| method(function, kind, other).path;
        let (transfer, balance) =
            (HederaFunctionality::CryptoTransfer, HederaFunctionality::CryptoGetAccountBalance);
        assert_eq!(
            path(HederaFunctionality::FileCreate, Kind::Transaction, transfer),
            "/proto.FileService/createFile"
        );
        assert_eq!(
            path(HederaFunctionality::None, Kind::Transaction, transfer),
            "/proto.CryptoService/cryptoTransfer"
        );
        // A query that says it is a transfer is a query all the same.
        assert_eq!(path(transfer, Kind::Query, balance), "/proto.CryptoService/cryptoGetBalance");
    }
}
