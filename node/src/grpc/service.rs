//! Routes a gRPC request to the node.

use std::{
    convert::Infallible,
    future::Future,
    pin::Pin,
    task::{Context, Poll},
};

use bytes::Bytes;
use hapi_grpc::routes;
use prost::Message;
use tonic::{
    Request, Response, Status,
    body::Body,
    server::{Grpc, UnaryService},
};
use tower_service::Service;

use super::codec::RawCodec;
use crate::EmbeddedNode;

#[derive(Clone)]
pub(super) struct HapiService {
    node: EmbeddedNode,
}

impl HapiService {
    pub(super) fn new(node: EmbeddedNode) -> Self {
        Self { node }
    }
}

impl Service<http::Request<Body>> for HapiService {
    type Response = http::Response<Body>;
    type Error = Infallible;
    type Future = Pin<Box<dyn Future<Output = Result<Self::Response, Infallible>> + Send>>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), Infallible>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, request: http::Request<Body>) -> Self::Future {
        let Some(method) = routes::method_at(request.uri().path()) else {
            let path = request.uri().path().to_owned();
            return Box::pin(async move {
                Ok(Status::unimplemented(format!("no HAPI method {path}")).into_http())
            });
        };
        let handler = Unary { node: self.node.clone(), takes: method.request };
        Box::pin(async move { Ok(Grpc::new(RawCodec).unary(handler, request).await) })
    }
}

/// One request. The ledger answers in well under a millisecond, so the work is done where the request arrived.
struct Unary {
    node: EmbeddedNode,
    takes: routes::Request,
}

impl UnaryService<Bytes> for Unary {
    type Response = Bytes;
    type Future = std::future::Ready<Result<Response<Bytes>, Status>>;

    fn call(&mut self, request: Request<Bytes>) -> Self::Future {
        std::future::ready(self.answer(&request.into_inner()).map(Response::new))
    }
}

impl Unary {
    fn answer(&self, message: &Bytes) -> Result<Bytes, Status> {
        match self.takes {
            routes::Request::Transaction => Ok(self.node.submit(message).encode_to_vec().into()),
            routes::Request::Query => match self.node.query(message) {
                Ok(response) => Ok(response.encode_to_vec().into()),
                Err(error) => Err(Status::invalid_argument(error.to_string())),
            },
        }
    }
}
