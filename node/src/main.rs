//! `hapi-node`: a HAPI ledger on this machine, ready in a blink.

use std::{
    net::{IpAddr, Ipv4Addr, SocketAddr},
    process::ExitCode,
};

use hapi_node::{DEVELOPMENT_KEY, EmbeddedConfig, EmbeddedNode, grpc};
use tokio::net::TcpListener;

const USAGE: &str = "\
hapi-node: a HAPI ledger on this machine, for tests and development

Usage: hapi-node [--port PORT]

  --port PORT   serve plaintext gRPC at 127.0.0.1:PORT (default 50211; 0 takes a free one)
  -h, --help    print this

When it serves, it prints one line with what a client needs:
  ready grpc=127.0.0.1:50211 node=0.0.3 treasury=0.0.2 key=302e..
The key is the treasury's well-known development key. It is public: never use it for anything of value.
Nothing is kept when it ends. It ends on Ctrl-C or SIGTERM, when the requests under way are answered.";

fn main() -> ExitCode {
    let port = match parse(lexopt::Parser::from_env()) {
        Ok(Some(port)) => port,
        Ok(None) => {
            println!("{USAGE}");
            return ExitCode::SUCCESS;
        }
        Err(error) => {
            eprintln!("hapi-node: {error}\n\n{USAGE}");
            return ExitCode::from(2);
        }
    };
    match run(SocketAddr::new(IpAddr::V4(Ipv4Addr::LOCALHOST), port)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("hapi-node: {error}");
            ExitCode::FAILURE
        }
    }
}

fn parse(mut args: lexopt::Parser) -> Result<Option<u16>, lexopt::Error> {
    use lexopt::prelude::*;
    let mut port = 50211;
    while let Some(arg) = args.next()? {
        match arg {
            Long("port") => port = args.value()?.parse()?,
            Short('h') | Long("help") => return Ok(None),
            _ => return Err(arg.unexpected()),
        }
    }
    Ok(Some(port))
}

#[tokio::main]
async fn run(address: SocketAddr) -> Result<(), String> {
    let listener =
        TcpListener::bind(address).await.map_err(|error| format!("cannot serve at {address}: {error}"))?;
    let bound = listener.local_addr().map_err(|error| error.to_string())?;
    let node = EmbeddedNode::start(EmbeddedConfig { grpc: Some(bound), ..EmbeddedConfig::default() });
    let server = grpc::serve(node.clone(), listener).map_err(|error| error.to_string())?;
    // Whoever reads the line may send a signal at once.
    let stopped = stop_signal().map_err(|error| format!("cannot listen for signals: {error}"))?;
    println!(
        "ready grpc={} node={} treasury=0.0.2 key={DEVELOPMENT_KEY}",
        server.local_addr(),
        node.account(),
    );
    stopped.await;
    server.shutdown().await.map_err(|error| format!("the server ended badly: {error}"))
}

/// Ends with the first Ctrl-C or SIGTERM that comes after this has returned.
fn stop_signal() -> std::io::Result<impl Future<Output = ()>> {
    use tokio::signal::unix::{SignalKind, signal};
    let (mut interrupt, mut terminate) = (signal(SignalKind::interrupt())?, signal(SignalKind::terminate())?);
    Ok(async move {
        tokio::select! {
            _ = interrupt.recv() => {}
            _ = terminate.recv() => {}
        }
    })
}
