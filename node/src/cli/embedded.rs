//! One ledger, in this process.

use std::net::SocketAddr;

use hapi_node::{DEVELOPMENT_KEY, EmbeddedConfig, EmbeddedNode, grpc};
use tokio::net::TcpListener;

use super::stop_signal;

#[tokio::main]
pub(crate) async fn run(address: SocketAddr) -> Result<(), String> {
    let listener =
        TcpListener::bind(address).await.map_err(|error| format!("cannot serve at {address}: {error}"))?;
    let bound = listener.local_addr().map_err(|error| error.to_string())?;
    let node = EmbeddedNode::start(EmbeddedConfig { grpc: Some(bound), ..EmbeddedConfig::default() });
    let server = grpc::serve(node.clone(), listener).map_err(|error| error.to_string())?;
    // Whoever reads the line may send a signal at once.
    let stopped = stop_signal()?;
    println!(
        "ready grpc={} node={} treasury=0.0.2 key={DEVELOPMENT_KEY}",
        server.local_addr(),
        node.account(),
    );
    stopped.await;
    server.shutdown().await.map_err(|error| format!("the server ended badly: {error}"))
}
