//! A client's call arrives at the server that it names, and the answer comes back.

use hapi_grpc::{
    routes::{Request as Takes, method_for},
    services::{
        freeze_service_client::FreezeServiceClient,
        freeze_service_server::{FreezeService, FreezeServiceServer},
    },
};
use hapi_proto::services::{HederaFunctionality, ResponseCodeEnum, Transaction, TransactionResponse};
use std::{
    convert::Infallible,
    sync::{Arc, Mutex},
    task::{Context, Poll},
};
use tonic::{
    Request, Response, Status,
    body::Body,
    codegen::{Service, http},
};

struct Frozen;

#[tonic::async_trait]
impl FreezeService for Frozen {
    async fn freeze(&self, request: Request<Transaction>) -> Result<Response<TransactionResponse>, Status> {
        let length = request.into_inner().signed_transaction_bytes.len() as u64;
        let code = ResponseCodeEnum::NotSupported.into();
        Ok(Response::new(TransactionResponse { node_transaction_precheck_code: code, cost: length }))
    }
}

/// Stands between client and server in place of a network, and keeps the paths that were asked for.
#[derive(Clone)]
struct Wire {
    server: FreezeServiceServer<Frozen>,
    paths: Arc<Mutex<Vec<String>>>,
}

impl Service<http::Request<Body>> for Wire {
    type Response = http::Response<Body>;
    type Error = Infallible;
    type Future = <FreezeServiceServer<Frozen> as Service<http::Request<Body>>>::Future;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), Infallible>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, request: http::Request<Body>) -> Self::Future {
        self.paths.lock().unwrap().push(request.uri().path().to_owned());
        self.server.call(request)
    }
}

#[test]
fn a_call_goes_there_and_back() {
    let wire = Wire { server: FreezeServiceServer::new(Frozen), paths: Arc::default() };
    let mut client = FreezeServiceClient::new(wire.clone());
    let transaction = Transaction { signed_transaction_bytes: vec![1, 2, 3].into(), ..Default::default() };
    let answer = futures::executor::block_on(client.freeze(transaction)).unwrap().into_inner();
    assert_eq!(answer.cost, 3);
    assert_eq!(answer.node_transaction_precheck_code(), ResponseCodeEnum::NotSupported);
    let method = method_for(HederaFunctionality::Freeze).unwrap();
    assert_eq!(method.request, Takes::Transaction);
    assert_eq!(*wire.paths.lock().unwrap(), [method.path]);
}
