//! An embedded network that others can reach.

use std::net::{Ipv4Addr, SocketAddr};

use hapi_node::EmbeddedConfig;
use hapi_test_runtime::networks::{ConcurrentEmbeddedNetwork, HederaNetwork};
use tokio::net::TcpStream;

const ANY_PORT: SocketAddr = SocketAddr::new(std::net::IpAddr::V4(Ipv4Addr::LOCALHOST), 0);

#[tokio::test]
async fn several_networks_serve_side_by_side_until_they_are_shut_down() {
    let start = || ConcurrentEmbeddedNetwork::start_with_grpc(EmbeddedConfig::default(), ANY_PORT);
    let (first, second) = (start().await.unwrap(), start().await.unwrap());
    let address = |network: &ConcurrentEmbeddedNetwork| network.nodes()[0].grpc.unwrap();
    let (one, other) = (address(&first), address(&second));
    assert_ne!(one, other);
    assert!(TcpStream::connect(one).await.is_ok() && TcpStream::connect(other).await.is_ok());

    first.shutdown().await.unwrap();
    assert!(TcpStream::connect(one).await.is_err(), "shut down means that the port is closed");
    assert!(TcpStream::connect(other).await.is_ok(), "the other network goes on");
    second.shutdown().await.unwrap();
}

#[test]
fn without_a_front_nothing_is_served() {
    let network = ConcurrentEmbeddedNetwork::start(EmbeddedConfig::default());
    assert_eq!(network.nodes()[0].grpc, None);
}
