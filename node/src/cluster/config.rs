//! What a cluster is started with.

use std::{
    env, io,
    net::{IpAddr, Ipv4Addr, SocketAddr},
    path::{Path, PathBuf},
    time::Duration,
};

use hapi_ledger::genesis::{GenesisNode, OverrideError};

use crate::process::{Listen, LogLevel, OperatorFront};

/// What a cluster is started with.
#[derive(Clone, Debug)]
pub struct ClusterConfig {
    /// The weight of each node in consensus: as many as there are nodes, at least one.
    pub weights: Vec<u64>,
    /// What is started as a node.
    pub program: Program,
    /// Where the nodes keep what they keep, a directory for each. Without it a temporary one, which is gone when the cluster
    /// is.
    pub dir: Option<PathBuf>,
    /// Where they listen.
    pub ports: Ports,
    /// Properties that the ledger is started with, by name.
    pub properties: Vec<(String, String)>,
    /// Where the state that networks begin with is kept, keys included, for the next one that is configured alike; without it
    /// nothing is kept, and the genesis is made anew. [`default_cache`] is the usual place.
    pub cache: Option<PathBuf>,
    /// Whether the nodes write record and block streams.
    pub streams: bool,
    /// How many files of each stream a node keeps, the latest; all if not said. A network that runs for days needs a limit: the
    /// block stream has a file for each sign of life.
    pub streams_kept: Option<usize>,
    /// How much the nodes write to their logs.
    pub log_level: LogLevel,
    /// How long no node may have shown that its start gets on, before it is given up: not how long a start may take, which depends on how
    /// large the state is and how much of the log follows it. A node says once a second how far it is, except while it reads a
    /// state, which takes some seconds for a million accounts.
    pub start_limit: Duration,
}

impl ClusterConfig {
    /// A cluster of so many nodes of equal weight, started by `program`, at free ports, that begins at a genesis of its own.
    pub fn new(nodes: u8, program: Program) -> Self {
        Self {
            weights: vec![GenesisNode::DEFAULT_WEIGHT; nodes.into()],
            program,
            dir: None,
            ports: Ports::Free,
            properties: Vec::new(),
            cache: None,
            streams: true,
            streams_kept: None,
            log_level: LogLevel::default(),
            start_limit: Duration::from_secs(30),
        }
    }
}

/// Where the states that networks begin with are kept, unless somebody says otherwise: in the user's directory for caches, if
/// there is one.
pub fn default_cache() -> Option<PathBuf> {
    let absolute = |name: &str| env::var_os(name).map(PathBuf::from).filter(|path| path.is_absolute());
    let caches = absolute("XDG_CACHE_HOME").or_else(|| Some(absolute("HOME")?.join(".cache")))?;
    Some(caches.join("hapi-node"))
}

/// What is started as a node: a program that calls [`run_if_asked`](crate::process::run_if_asked) before anything else.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Program {
    /// The file.
    pub path: PathBuf,
    /// What it is given on its command line.
    pub arguments: Vec<String>,
}

/// The variable that names the program of nodes.
const NODE_PROGRAM: &str = "HAPI_NODE_PROGRAM";

/// There is no program to be started as a node.
#[derive(Debug, thiserror::Error)]
#[error(
    "there is no program `hapi-node`, neither in PATH nor in {NODE_PROGRAM}: install it, or let the main function of this \
     program begin with `if let Some(code) = hapi_node::process::run_if_asked() {{ return code; }}`"
)]
pub struct NoProgram;

impl Program {
    /// This program once more.
    ///
    /// # Errors
    /// When the system does not tell where its file is.
    pub fn this() -> io::Result<Self> {
        // The link leads to the file that runs, also when a new build has replaced it.
        let link = Path::new("/proc/self/exe");
        let path = if link.exists() { link.to_owned() } else { env::current_exe()? };
        Ok(Self { path, arguments: Vec::new() })
    }

    /// With these arguments.
    pub fn with_arguments<A: Into<String>>(mut self, arguments: impl IntoIterator<Item = A>) -> Self {
        self.arguments = arguments.into_iter().map(Into::into).collect();
        self
    }

    /// The program that `HAPI_NODE_PROGRAM` names, else `hapi-node` in a directory of `PATH`: for programs that cannot become
    /// a node themselves.
    ///
    /// # Errors
    /// When there is neither.
    pub fn installed() -> Result<Self, NoProgram> {
        let named = env::var_os(NODE_PROGRAM).map(PathBuf::from);
        let found = || {
            let directories = env::var_os("PATH")?;
            env::split_paths(&directories)
                .map(|directory| directory.join("hapi-node"))
                .find(|path| path.is_file())
        };
        let path = named.or_else(found).ok_or(NoProgram)?;
        Ok(Self { path, arguments: Vec::new() })
    }
}

/// Where the nodes of a cluster listen. Each has a loopback address of its own where the system has more than one, so that
/// no outgoing connection can take the port of a node that is just being restarted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ports {
    /// At free ports, which they keep when they are restarted.
    Free,
    /// Where clients look for them: node `n` serves gRPC at 127.0.0.{1+n}:50211, as its address book says, and at
    /// 127.0.0.1:5N211, where N is n for all but the first; it gossips at 127.0.0.{1+n}:50111, and node operators reach it at
    /// 127.0.0.{1+n}:50213, or where the property `grpc.nodeOperatorPort` has it.
    Fixed,
}

/// gRPC on all networks. The port after it means TLS to every client.
const GRPC: u16 = 50211;
const GOSSIP: u16 = 50111;

/// How many nodes have a port of their own at 127.0.0.1: that of a seventh would be no port any more.
const WITH_SECOND_PORT: u64 = 6;

impl Ports {
    /// Where the node with this number listens, in a network with these properties.
    ///
    /// # Errors
    /// When the properties cannot be.
    pub(crate) fn of(self, id: u64, properties: &[(String, String)]) -> Result<Listen, OverrideError> {
        let own = loopback(id);
        let configured = OperatorFront::Configured;
        Ok(match self {
            Self::Free => {
                let free = SocketAddr::new(own, 0);
                // Whether there is one, the properties say all the same.
                let pairs = properties.iter().map(|(name, value)| (name, value));
                let is_on = configured.address(own, pairs)?.is_some();
                let operator = if is_on { OperatorFront::At(free) } else { OperatorFront::Off };
                Listen { gossip: free, grpc: vec![free], operator }
            }
            Self::Fixed => {
                let mut grpc = vec![SocketAddr::new(own, GRPC)];
                grpc.extend(second_port(id).map(|port| SocketAddr::new(Ipv4Addr::LOCALHOST.into(), port)));
                Listen { gossip: SocketAddr::new(own, GOSSIP), grpc, operator: configured }
            }
        })
    }
}

/// 51211 for the node with number 1, and so on; the first is at 50211 of the same address anyway.
fn second_port(id: u64) -> Option<u16> {
    let number = u16::try_from(id).ok().filter(|_| (1..WITH_SECOND_PORT).contains(&id))?;
    Some(GRPC + 1000 * number)
}

/// The address of a node: 127.0.0.1 for the first, 127.0.0.2 for the second. All of 127/8 is this machine on Linux; other systems
/// have only the first.
fn loopback(id: u64) -> IpAddr {
    let last = u8::try_from(id).ok().and_then(|id| id.checked_add(1)).filter(|_| cfg!(target_os = "linux"));
    Ipv4Addr::new(127, 0, 0, last.unwrap_or(1)).into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fixed_ports_are_those_of_the_address_book_and_of_local_nodes() {
        let grpc =
            |id| Ports::Fixed.of(id, &[]).unwrap().grpc.iter().map(ToString::to_string).collect::<Vec<_>>();
        assert_eq!(grpc(0), ["127.0.0.1:50211"]);
        assert_eq!(grpc(1), ["127.0.0.2:50211", "127.0.0.1:51211"]);
        assert_eq!(grpc(3), ["127.0.0.4:50211", "127.0.0.1:53211"]);
        assert_eq!(grpc(6), ["127.0.0.7:50211"]);
    }

    #[test]
    fn an_operators_port_that_is_switched_off_is_off_at_free_ports_too() {
        let operator = |value: &str| {
            let properties = [("grpc.nodeOperatorPortEnabled".to_owned(), value.to_owned())];
            Ports::Free.of(1, &properties).unwrap().operator
        };
        assert_eq!(operator("true"), OperatorFront::At(SocketAddr::new(loopback(1), 0)));
        assert_eq!(operator("false"), OperatorFront::Off);
    }

    #[test]
    fn no_two_nodes_meet() {
        let all: Vec<SocketAddr> = (0..32)
            .flat_map(|id| {
                let Listen { gossip, grpc, operator } = Ports::Fixed.of(id, &[]).unwrap();
                let none: [(&str, &str); 0] = [];
                let operator = operator.address(gossip.ip(), none).unwrap();
                [gossip].into_iter().chain(operator).chain(grpc)
            })
            .collect();
        let mut distinct = all.clone();
        distinct.sort_unstable();
        distinct.dedup();
        assert_eq!(distinct.len(), all.len());
    }
}
