//! The gRPC front of a node in this process.

use std::{
    io,
    net::{Ipv4Addr, SocketAddr},
};

use hapi_node::{
    EmbeddedNode,
    grpc::{self, GrpcError, GrpcServer},
};
use tokio::{net::TcpListener, sync::Mutex};

/// A front that is opened when it is first asked for, at a free port of the loopback interface.
#[derive(Debug)]
pub(super) struct Front(Mutex<State>);

#[derive(Debug)]
enum State {
    Unopened,
    Open(GrpcServer),
    Ended,
}

impl Front {
    /// One that nobody has asked for.
    pub(super) fn unopened() -> Self {
        Self(Mutex::new(State::Unopened))
    }

    /// One that is open.
    pub(super) fn open(server: GrpcServer) -> Self {
        Self(Mutex::new(State::Open(server)))
    }

    /// Where it serves `node`.
    pub(super) async fn address(&self, node: &EmbeddedNode) -> io::Result<SocketAddr> {
        let mut state = self.0.lock().await;
        match &*state {
            State::Open(server) => return Ok(server.local_addr()),
            State::Ended => return Err(io::Error::other("the network was stopped")),
            State::Unopened => {}
        }
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await?;
        let server = grpc::serve(node.clone(), listener)?;
        let address = server.local_addr();
        *state = State::Open(server);
        Ok(address)
    }

    /// Ends it for good, when it has answered the requests under way.
    pub(super) async fn end(&self) -> Result<(), GrpcError> {
        let ended = std::mem::replace(&mut *self.0.lock().await, State::Ended);
        match ended {
            State::Open(server) => server.shutdown().await,
            State::Unopened | State::Ended => Ok(()),
        }
    }
}
