use std::net::TcpStream;

use hapi_test::prelude::*;

/// Tells where its network can be reached.
#[hapi_test]
async fn serves(_spec: &Spec, endpoint: GrpcEndpoint) -> SpecResult {
    TcpStream::connect(endpoint.address()).unwrap();
    println!("endpoint {}", endpoint.address());
    Ok(())
}

hapi_test::main!();
