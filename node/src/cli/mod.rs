//! What the program is asked to do.

pub(crate) mod embedded;
pub(crate) mod network;

use std::{
    net::{IpAddr, Ipv4Addr, SocketAddr},
    path::PathBuf,
    time::Duration,
};

pub(crate) const USAGE: &str = "\
hapi-node: a HAPI ledger on this machine, for tests and development

Usage: hapi-node [--port PORT]
       hapi-node --nodes N [--free-ports] [--dir DIR] [--clean-genesis] [--keep-streams N]
                 [--start-limit SECONDS]

  --port PORT      serve plaintext gRPC at 127.0.0.1:PORT (default 50211; 0 takes a free one)
  --nodes N        start a network of N processes (1 to 32) that reach consensus. The first is at 127.0.0.1:50211, the
                   second at 127.0.0.2:50211 and 127.0.0.1:51211, and so on; Ctrl-C ends all
  --free-ports     have the nodes take free ports instead
  --dir DIR        keep what they keep in DIR, and go on from there when it is given again; else nothing is kept
  --clean-genesis  make keys and genesis anew, and do not begin with those kept from an earlier network
  --keep-streams N keep the latest N files of each stream of each node (default 10000, half a day when nothing happens)
  --start-limit SECONDS
                   give a start up when no node has shown for so long that it gets on (default 30)
  -h, --help       print this

When it serves, it prints one line with what a client needs:
  ready grpc=127.0.0.1:50211 node=0.0.3 treasury=0.0.2 key=302e..
With --nodes there is such a line for each node, and then one for all:
  ready network nodes=4 in 212ms (..)
The key is the treasury's well-known development key. It is public: never use it for anything of value.
It ends on Ctrl-C or SIGTERM, when the requests under way are answered.";

/// What the command line comes to.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Asked {
    Help,
    Run(Wish),
}

/// What is to be run.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Wish {
    /// One ledger in this process.
    Embedded { address: SocketAddr },
    /// Processes that reach consensus.
    Network(NetworkWish),
}

/// A network that is to be run.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct NetworkWish {
    pub(crate) nodes: u8,
    pub(crate) free_ports: bool,
    pub(crate) dir: Option<PathBuf>,
    pub(crate) clean_genesis: bool,
    pub(crate) streams_kept: usize,
    pub(crate) start_limit: Duration,
}

impl NetworkWish {
    /// What is run if only the number of nodes is said.
    fn of(nodes: u8) -> Self {
        Self {
            nodes,
            free_ports: false,
            dir: None,
            clean_genesis: false,
            streams_kept: 10_000,
            start_limit: Duration::from_secs(30),
        }
    }
}

/// The most nodes that one machine is asked to run.
const MOST_NODES: u8 = 32;

const DEFAULT_PORT: u16 = 50211;

pub(crate) fn parse(mut args: lexopt::Parser) -> Result<Asked, lexopt::Error> {
    use lexopt::prelude::*;
    let (mut port, mut nodes) = (None, None);
    let mut only_network = None;
    let mut network = NetworkWish::of(0);
    while let Some(arg) = args.next()? {
        match arg {
            Long("port") => port = Some(args.value()?.parse()?),
            Long("nodes") => nodes = Some(args.value()?.parse_with(count)?),
            Long("free-ports") => {
                network.free_ports = true;
                only_network = Some("--free-ports");
            }
            Long("dir") => {
                network.dir = Some(args.value()?.into());
                only_network = Some("--dir");
            }
            Long("clean-genesis") => {
                network.clean_genesis = true;
                only_network = Some("--clean-genesis");
            }
            Long("keep-streams") => {
                network.streams_kept = args.value()?.parse()?;
                only_network = Some("--keep-streams");
            }
            Long("start-limit") => {
                network.start_limit = args.value()?.parse_with(seconds)?;
                only_network = Some("--start-limit");
            }
            Short('h') | Long("help") => return Ok(Asked::Help),
            _ => return Err(arg.unexpected()),
        }
    }
    match (nodes, only_network) {
        (Some(_), _) if port.is_some() => {
            Err("--port is for a single node: a network has the usual ports, or --free-ports".into())
        }
        (Some(nodes), _) => Ok(Asked::Run(Wish::Network(NetworkWish { nodes, ..network }))),
        (None, Some(flag)) => Err(format!("{flag} is for a network: say how many --nodes it has").into()),
        (None, None) => {
            let address = SocketAddr::new(IpAddr::V4(Ipv4Addr::LOCALHOST), port.unwrap_or(DEFAULT_PORT));
            Ok(Asked::Run(Wish::Embedded { address }))
        }
    }
}

fn count(text: &str) -> Result<u8, String> {
    let count = text.parse().ok().filter(|nodes| (1..=MOST_NODES).contains(nodes));
    count.ok_or_else(|| format!("must be a number of nodes, 1 to {MOST_NODES}"))
}

fn seconds(text: &str) -> Result<Duration, &'static str> {
    let seconds = text.parse().ok().filter(|seconds| *seconds > 0);
    seconds.map(Duration::from_secs).ok_or("must be a whole number of seconds, at least 1")
}

/// Ends with the first Ctrl-C or SIGTERM that comes after this has returned.
pub(crate) fn stop_signal() -> Result<impl Future<Output = ()>, String> {
    use tokio::signal::unix::{SignalKind, signal};
    let listen = |kind| signal(kind).map_err(|error| format!("cannot listen for signals: {error}"));
    let (mut interrupt, mut terminate) = (listen(SignalKind::interrupt())?, listen(SignalKind::terminate())?);
    Ok(async move {
        tokio::select! {
            _ = interrupt.recv() => {}
            _ = terminate.recv() => {}
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asked(args: &[&str]) -> Result<Asked, String> {
        parse(lexopt::Parser::from_args(args)).map_err(|error| error.to_string())
    }

    #[test]
    fn one_ledger_or_a_network_is_run() {
        let embedded = |address: &str| Ok(Asked::Run(Wish::Embedded { address: address.parse().unwrap() }));
        assert_eq!(asked(&[]), embedded("127.0.0.1:50211"));
        assert_eq!(asked(&["--port=0"]), embedded("127.0.0.1:0"));
        assert_eq!(asked(&["--nodes", "4"]), Ok(Asked::Run(Wish::Network(NetworkWish::of(4)))));
        let wish = NetworkWish {
            nodes: 1,
            free_ports: true,
            dir: Some("net".into()),
            clean_genesis: true,
            streams_kept: 7,
            start_limit: Duration::from_secs(90),
        };
        let args = "--free-ports --dir net --nodes=1 --clean-genesis --keep-streams 7 --start-limit 90";
        assert_eq!(asked(&args.split(' ').collect::<Vec<_>>()), Ok(Asked::Run(Wish::Network(wish))));
        assert_eq!(asked(&["--nodes", "4", "-h"]), Ok(Asked::Help));
    }

    #[test]
    fn what_does_not_go_together_is_refused() {
        let error = |args: &[&str]| asked(args).unwrap_err();
        for wrong in ["0", "33", "four"] {
            assert!(error(&["--nodes", wrong]).contains("must be a number of nodes, 1 to 32"), "{wrong}");
        }
        for wrong in ["0", "-1", "1.5", "soon"] {
            let error = error(&["--nodes=4", "--start-limit", wrong]);
            assert!(error.contains("must be a whole number of seconds, at least 1"), "{error}");
        }
        assert!(error(&["--nodes=4", "--port=1"]).contains("--port is for a single node"));
        assert_eq!(error(&["--dir=net"]), "--dir is for a network: say how many --nodes it has");
    }
}
