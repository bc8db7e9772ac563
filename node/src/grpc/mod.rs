//! The gRPC front: every HAPI method over plaintext HTTP/2.
//!
//! Messages are routed as bytes by `hapi_grpc::routes`, not decoded by generated stubs, which would drop the unknown
//! fields that a node has to refuse.

mod codec;
mod service;

use std::{io, net::SocketAddr};

use tokio::{net::TcpListener, sync::oneshot, task::JoinHandle};
use tokio_stream::wrappers::TcpListenerStream;

use crate::EmbeddedNode;

/// A running front. Dropping it stops it; [`GrpcServer::shutdown`] also waits until it has stopped.
#[derive(Debug)]
pub struct GrpcServer {
    local_addr: SocketAddr,
    stop: Option<oneshot::Sender<()>>,
    task: JoinHandle<Result<(), GrpcError>>,
}

/// What ends a front before it is shut down.
pub use tonic::transport::Error as GrpcError;

/// Serves `node` at `listener` until the server is shut down. Must be called on a tokio runtime.
///
/// # Errors
/// When the listener has no local address.
pub fn serve(node: EmbeddedNode, listener: TcpListener) -> io::Result<GrpcServer> {
    let local_addr = listener.local_addr()?;
    let (stop, stopped) = oneshot::channel();
    let task = tokio::spawn(tonic::transport::Server::builder().serve_with_incoming_shutdown(
        service::HapiService::new(node),
        TcpListenerStream::new(listener),
        async {
            // A dropped sender stops the server as well.
            let _ = stopped.await;
        },
    ));
    Ok(GrpcServer { local_addr, stop: Some(stop), task })
}

impl GrpcServer {
    /// Where it serves: the port is the real one where port 0 was asked for.
    pub fn local_addr(&self) -> SocketAddr {
        self.local_addr
    }

    /// Stops taking requests, answers those under way, and returns when the last connection is closed.
    ///
    /// # Errors
    /// What made the server end early, if anything did.
    pub async fn shutdown(mut self) -> Result<(), GrpcError> {
        if let Some(stop) = self.stop.take() {
            let _ = stop.send(());
        }
        self.task.await.expect("the server task neither panics nor is aborted")
    }
}
