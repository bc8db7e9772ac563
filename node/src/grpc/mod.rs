//! The gRPC front: every HAPI method over plaintext HTTP/2.
//!
//! Messages are routed as bytes by `hapi_grpc::routes`, not decoded by generated stubs, which would drop the unknown
//! fields that a node has to refuse.

mod calls;
pub mod client;
mod codec;
mod incoming;
mod service;

use std::{io, net::SocketAddr, sync::Arc, time::Duration};

use bytes::Bytes;
use hapi_ledger::queries::MalformedQuery;
use hapi_proto::services::{Response, TransactionResponse};
use tokio::{
    net::TcpListener,
    sync::{oneshot, watch},
    task::JoinHandle,
    time::timeout,
};

use calls::Calls;
use incoming::Incoming;
use service::{Router, Served};

pub use client::GrpcClient;
pub use service::STOP_METHOD;

/// How long [`GrpcServer::shutdown`] waits for requests under way.
const DRAIN_LIMIT: Duration = Duration::from_secs(10);

/// How long a client has to read what is on its way to it and to let go of its connection. Nobody waits for one who is gone.
const CLOSE_LIMIT: Duration = Duration::from_millis(500);

/// How many requests one client may have under way at once on one connection.
const CONCURRENT_STREAMS: u32 = 1024;

/// What stands behind a front: a node, for its clients.
///
/// Both answer without waiting for consensus, queries in the call. Both are called on a tokio runtime, and must not block it.
pub trait HapiService: Send + Sync + 'static {
    /// Checks a serialized `Transaction` and, if it passes, submits it.
    fn submit(&self, transaction: &Bytes) -> Submitted;

    /// Answers a serialized `Query`.
    ///
    /// # Errors
    /// When the bytes are no query at all; all other failures are codes in the response.
    fn query(&self, query: &Bytes) -> Result<Response, MalformedQuery>;
}

/// What has come of a submission.
#[derive(Debug)]
pub enum Submitted {
    /// It was checked in the call.
    Answered(TransactionResponse),
    /// It is checked later, together with others. When its other end is dropped the client is told `UNAVAILABLE`.
    Queued(oneshot::Receiver<TransactionResponse>),
}

/// What stands behind a node operator's front: a node, for whoever runs it.
pub trait OperatorService: Send + Sync + 'static {
    /// Answers a serialized `Query` for free.
    ///
    /// # Errors
    /// When the bytes are no query at all; all other failures are codes in the response.
    fn query(&self, query: &Bytes) -> Result<Response, MalformedQuery>;

    /// Has the node end in order. Returns at once; the caller gets its answer before the front closes.
    fn stop(&self);
}

/// A running front. Dropping it stops it; [`GrpcServer::shutdown`] also waits until it has stopped.
#[derive(Debug)]
pub struct GrpcServer {
    local_addr: SocketAddr,
    calls: Calls,
    stop: Option<oneshot::Sender<()>>,
    cut: watch::Sender<bool>,
    task: JoinHandle<Result<(), GrpcError>>,
}

/// What ends a front before it is shut down.
pub use tonic::transport::Error as GrpcError;

/// How a front ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Drained {
    /// All requests were answered, and all connections closed by both sides.
    InOrder,
    /// Some client did not send the rest of its request, did not read its answer, or did not let go of its connection in
    /// time. It was cut off.
    CutOff,
}

/// Serves `node` at `listener` until the server is shut down. Must be called on a tokio runtime.
///
/// # Errors
/// When the listener has no local address.
pub fn serve(node: impl HapiService, listener: TcpListener) -> io::Result<GrpcServer> {
    serve_shared(Arc::new(node), listener)
}

/// As [`serve`], for a node that has several fronts.
///
/// # Errors
/// When the listener has no local address.
pub fn serve_shared(node: Arc<dyn HapiService>, listener: TcpListener) -> io::Result<GrpcServer> {
    start(Served::Clients(node), listener)
}

/// Serves the one who runs the node: queries, all of them free, and [`STOP_METHOD`]. Must be called on a tokio runtime, and
/// with a listener that only the machine itself can reach.
///
/// # Errors
/// When the listener has no local address.
pub fn serve_operator(node: Arc<dyn OperatorService>, listener: TcpListener) -> io::Result<GrpcServer> {
    start(Served::Operator(node), listener)
}

fn start(behind: Served, listener: TcpListener) -> io::Result<GrpcServer> {
    let local_addr = listener.local_addr()?;
    let (stop, stopped) = oneshot::channel();
    let (cut, is_cut) = watch::channel(false);
    let calls = Calls::default();
    let server = tonic::transport::Server::builder().max_concurrent_streams(CONCURRENT_STREAMS);
    let router = Router::new(behind, calls.clone());
    let task =
        tokio::spawn(server.serve_with_incoming_shutdown(router, Incoming::new(listener, is_cut), async {
            // A dropped sender stops the server as well.
            let _ = stopped.await;
        }));
    Ok(GrpcServer { local_addr, calls, stop: Some(stop), cut, task })
}

impl GrpcServer {
    /// Where it serves: the port is the real one where port 0 was asked for.
    pub fn local_addr(&self) -> SocketAddr {
        self.local_addr
    }

    /// As [`GrpcServer::drain`], with a limit of ten seconds.
    ///
    /// # Errors
    /// What made the server end early, if anything did.
    pub async fn shutdown(self) -> Result<(), GrpcError> {
        self.drain(DRAIN_LIMIT).await.map(drop)
    }

    /// Has all new requests refused with `UNAVAILABLE` from now on, on new connections too, while those under way go on.
    pub fn refuse(&self) {
        self.calls.refuse();
    }

    /// Ends in order: refuses new requests with `UNAVAILABLE`, answers those under way, and returns when the last connection is
    /// closed. What takes longer than `limit` is cut off, and so is a client that neither reads its answer nor lets go.
    ///
    /// # Errors
    /// What made the server end early, if anything did.
    pub async fn drain(mut self, limit: Duration) -> Result<Drained, GrpcError> {
        self.calls.refuse();
        let mut drained = Drained::InOrder;
        if timeout(limit, self.calls.finished()).await.is_err() {
            drained = Drained::CutOff;
            let _ = self.cut.send(true);
        }
        if let Some(stop) = self.stop.take() {
            let _ = stop.send(());
        }
        let ended = if let Ok(ended) = timeout(CLOSE_LIMIT, &mut self.task).await {
            ended
        } else {
            drained = Drained::CutOff;
            let _ = self.cut.send(true);
            self.task.await
        };
        ended.expect("the server task neither panics nor is aborted").map(|()| drained)
    }
}
