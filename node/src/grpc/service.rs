//! Routes a gRPC request to the node.

use std::{
    convert::Infallible,
    future::Future,
    pin::Pin,
    sync::Arc,
    task::{Context, Poll},
};

use bytes::Bytes;
use futures::{
    FutureExt as _,
    future::{Either, Map, Ready, ready},
};
use hapi_grpc::routes;
use hapi_ledger::queries::MalformedQuery;
use hapi_proto::services::{self, TransactionResponse};
use prost::Message;
use tokio::sync::oneshot::{self, error::RecvError};
use tonic::{
    Request, Response, Status,
    body::Body,
    server::{Grpc, UnaryService},
};
use tower_service::Service;

use super::{HapiService, OperatorService, Submitted, calls::Calls, codec::RawCodec};

/// The method at a node operator's front that has the node end in order. It takes and answers an empty message. It is this
/// project's own.
pub const STOP_METHOD: &str = "/hapi.node.Operator/stop";

/// Who stands behind a front.
#[derive(Clone)]
pub(super) enum Served {
    /// A node, for its clients.
    Clients(Arc<dyn HapiService>),
    /// A node, for whoever runs it.
    Operator(Arc<dyn OperatorService>),
}

#[derive(Clone)]
pub(super) struct Router {
    served: Served,
    calls: Calls,
}

impl Router {
    pub(super) fn new(served: Served, calls: Calls) -> Self {
        Self { served, calls }
    }

    /// Who answers at this path.
    fn handler(&self, path: &str) -> Option<Handler> {
        let method = routes::method_at(path);
        match (&self.served, method) {
            (Served::Clients(node), Some(method)) => Some(match method.request {
                routes::Request::Transaction => Handler::Submit(Arc::clone(node)),
                routes::Request::Query => Handler::Query(Arc::clone(node)),
            }),
            (Served::Operator(node), Some(method)) if method.request == routes::Request::Query => {
                Some(Handler::FreeQuery(Arc::clone(node)))
            }
            (Served::Operator(node), None) if path == STOP_METHOD => Some(Handler::Stop(Arc::clone(node))),
            _ => None,
        }
    }
}

impl Service<http::Request<Body>> for Router {
    type Response = http::Response<Body>;
    type Error = Infallible;
    type Future = Pin<Box<dyn Future<Output = Result<Self::Response, Infallible>> + Send>>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), Infallible>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, request: http::Request<Body>) -> Self::Future {
        let Some(call) = self.calls.begin() else {
            return failed(Status::unavailable("the node is stopping"));
        };
        let path = request.uri().path();
        let Some(handler) = self.handler(path) else {
            return failed(Status::unimplemented(format!("no HAPI method {path}")));
        };
        Box::pin(async move {
            let response = Grpc::new(RawCodec).unary(handler, request).await;
            drop(call);
            Ok(response)
        })
    }
}

fn failed(status: Status) -> <Router as Service<http::Request<Body>>>::Future {
    Box::pin(std::future::ready(Ok(status.into_http())))
}

/// One request. Most are answered in the call, where the request arrived: in well under a millisecond.
enum Handler {
    Submit(Arc<dyn HapiService>),
    Query(Arc<dyn HapiService>),
    FreeQuery(Arc<dyn OperatorService>),
    Stop(Arc<dyn OperatorService>),
}

type Answer = Result<Response<Bytes>, Status>;

/// Makes an answer of what has come of a queued submission.
type Late = fn(Result<TransactionResponse, RecvError>) -> Answer;

impl UnaryService<Bytes> for Handler {
    type Response = Bytes;
    type Future = Either<Ready<Answer>, Map<oneshot::Receiver<TransactionResponse>, Late>>;

    fn call(&mut self, request: Request<Bytes>) -> Self::Future {
        let message = request.into_inner();
        let answer = match self {
            Self::Submit(node) => match node.submit(&message) {
                Submitted::Answered(response) => Ok(encoded(&response)),
                Submitted::Queued(response) => return Either::Right(response.map(late as Late)),
            },
            Self::Query(node) => answered(node.query(&message)),
            Self::FreeQuery(node) => answered(node.query(&message)),
            Self::Stop(node) => {
                node.stop();
                Ok(Response::new(Bytes::new()))
            }
        };
        Either::Left(ready(answer))
    }
}

fn answered(response: Result<services::Response, MalformedQuery>) -> Answer {
    match response {
        Ok(response) => Ok(encoded(&response)),
        Err(error) => Err(Status::invalid_argument(error.to_string())),
    }
}

fn late(response: Result<TransactionResponse, RecvError>) -> Answer {
    let is_gone = |_| Status::unavailable("the node ended before it looked at the transaction");
    response.map(|response| encoded(&response)).map_err(is_gone)
}

fn encoded(response: &impl Message) -> Response<Bytes> {
    Response::new(response.encode_to_vec().into())
}
