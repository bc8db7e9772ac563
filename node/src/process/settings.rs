//! What a node that is a process is told at its start, as a file.

use std::{
    collections::BTreeMap,
    fmt, fs, io,
    net::SocketAddr,
    path::{Path, PathBuf},
    time::Duration,
};

use bytes::Bytes;
use hapi_ledger::{genesis::OverrideError, state::EntityNum};
use hapi_node_core::hashgraph::Nanos;
use hapi_storage::LogLimits;
use serde::{Deserialize, Serialize};

use super::operator::OperatorFront;

/// The environment variable that makes a program that calls [`run_if_asked`](super::run_if_asked) a node: the path of its
/// settings.
pub const SETTINGS_VARIABLE: &str = "HAPI_NODE";

/// What a node is told at its start. Written as JSON; bytes are hexadecimal.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NodeSettings {
    /// Where it keeps all that it writes. Made when it is missing.
    pub dir: PathBuf,
    /// Its number in the address book, and in consensus.
    pub node_id: u64,
    /// What its keys are made of.
    pub secret: Secret,
    /// All members of the network, itself included.
    pub members: Vec<MemberSettings>,
    /// The state that the network begins with, as [`State::save`](hapi_ledger::state::State::save) writes it. It is read at the
    /// first start only: later ones go on from what is in `dir`.
    pub state: PathBuf,
    /// Properties with other values than the defaults, below file 0.0.121.
    #[serde(default)]
    pub properties: BTreeMap<String, String>,
    /// Where it serves. Port 0 takes a free one.
    pub listen: Listen,
    /// Where it learns the gossip addresses of the others.
    #[serde(default)]
    pub addresses: Addresses,
    /// Which events of its own go to `logs/node.log`: `error`, `warn`, `info`, `debug` or `trace`.
    #[serde(default)]
    pub log: LogLevel,
    /// Whether it writes record and block streams.
    #[serde(default = "yes")]
    pub streams: bool,
    /// How it behaves.
    #[serde(default)]
    pub tuning: Tuning,
}

/// A member of the network, as the others know it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MemberSettings {
    /// Its number in the address book, and in consensus.
    pub id: u64,
    /// The number of its account.
    pub account: EntityNum,
    /// How much it counts.
    pub weight: u64,
    /// The Ed25519 public key of its events.
    #[serde(with = "hex_array")]
    pub key: [u8; 32],
    /// Its gossip certificate, X.509 DER.
    #[serde(with = "hex_bytes")]
    pub certificate: Bytes,
    /// Where it gossips; not needed where addresses come later.
    #[serde(default)]
    pub gossip: Option<SocketAddr>,
}

/// Where a node serves. Port 0 takes a free one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Listen {
    /// Where other members connect.
    pub gossip: SocketAddr,
    /// Where clients connect. Plaintext, so never a port that SDKs take for TLS (50212, 443).
    pub grpc: Vec<SocketAddr>,
    /// Where the one who runs the node asks for free, and stops it.
    #[serde(default)]
    pub operator: OperatorFront,
}

/// Where a node learns the gossip addresses of the others.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Addresses {
    /// They are in its settings.
    #[default]
    Listed,
    /// They come as one line of JSON on its standard input, after it has said where it serves itself:
    /// `{"gossip": {"0": "127.0.0.1:1234"}}`.
    Stdin,
}

/// The line that comes on standard input where [`Addresses::Stdin`] says so.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LiveAddresses {
    /// The gossip address of each member, by its number. The node's own is not looked at.
    pub gossip: BTreeMap<u64, SocketAddr>,
}

/// How much a node writes to its log.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LogLevel {
    /// What went wrong.
    Error,
    /// What should not happen.
    Warn,
    /// What happens in normal running.
    #[default]
    Info,
    /// What only who looks for a fault wants to see.
    Debug,
    /// Everything.
    Trace,
}

/// How a node behaves. All times are in milliseconds.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Tuning {
    /// How long nothing may happen before it shows that it is alive.
    pub heartbeat: u64,
    /// Whether each event of its own is on disk before a peer gets it: slower, and a member that lost power need not ask the others
    /// what it did.
    pub sync_own_events: bool,
    /// How often a signed state is saved, at most: what is replayed at a start is what came after the last. One that is larger than eight
    /// files of the event log is saved once the events since take an eighth of the space of the last one, be that sooner or later.
    pub state_every: u64,
    /// How many bytes a file of the event log has. Three or four of them are there at any time, however long the network runs, or
    /// about a quarter of the bytes of a state, where that is more. An event must fit into one, so that the default is the least for a
    /// network that takes transactions of every size.
    pub segment_bytes: u64,
    /// How many files of each stream are kept, the latest; all if not said. For long loads, which would fill the disk.
    pub streams_kept: Option<usize>,
    /// How long it answers requests under way when it is told to stop.
    pub drain: u64,
    /// How many threads verify signatures besides the one that does everything in order.
    pub verifiers: usize,
    /// How many bytes of accepted transactions wait for an event at most; beyond, clients are told BUSY.
    pub pool_bytes: usize,
    /// How often, at most, it says how far its start is.
    pub progress: u64,
}

impl Default for Tuning {
    fn default() -> Self {
        Self {
            heartbeat: 5_000,
            sync_own_events: false,
            state_every: 60_000,
            segment_bytes: LogLimits::default().segment_bytes,
            streams_kept: None,
            drain: 5_000,
            verifiers: 1,
            pool_bytes: 8 << 20,
            progress: 1_000,
        }
    }
}

impl Tuning {
    pub(super) fn drain_limit(&self) -> Duration {
        Duration::from_millis(self.drain)
    }

    pub(super) fn progress_interval(&self) -> Duration {
        Duration::from_millis(self.progress)
    }

    pub(super) fn state_interval(&self) -> Nanos {
        nanoseconds(self.state_every)
    }

    pub(super) fn heartbeat(&self) -> Nanos {
        nanoseconds(self.heartbeat)
    }

    pub(super) fn log_limits(&self) -> LogLimits {
        LogLimits { segment_bytes: self.segment_bytes, ..LogLimits::default() }
    }
}

fn nanoseconds(milliseconds: u64) -> Nanos {
    Nanos::try_from(milliseconds.saturating_mul(1_000_000)).unwrap_or(Nanos::MAX)
}

/// Thirty-two bytes that nobody else knows. Written out only where settings are.
#[derive(Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Secret(#[serde(with = "hex_array")] pub [u8; 32]);

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret")
    }
}

/// There is nothing to start with.
#[derive(Debug, thiserror::Error)]
pub enum SettingsError {
    /// The file cannot be read or written.
    #[error("the settings at {}", path.display())]
    Io {
        /// Which file.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// The file is not what settings look like.
    #[error("the settings at {} are none", path.display())]
    Json {
        /// Which file.
        path: PathBuf,
        /// Why.
        source: serde_json::Error,
    },
    /// The node is not among the members.
    #[error("the settings name node {0}, which is not in their list of members")]
    NotAMember(u64),
    /// Nobody says where a member is.
    #[error(
        "nobody says where member {0} gossips: give its address in the settings, or have addresses come on standard input"
    )]
    NoAddress(u64),
}

impl NodeSettings {
    /// Reads settings from a file.
    ///
    /// # Errors
    /// When the file cannot be read, is no JSON of this form, or does not have the node among the members.
    pub fn read(path: &Path) -> Result<Self, SettingsError> {
        let text = fs::read(path).map_err(|source| SettingsError::Io { path: path.to_owned(), source })?;
        let settings: Self = serde_json::from_slice(&text)
            .map_err(|source| SettingsError::Json { path: path.to_owned(), source })?;
        settings.own()?;
        Ok(settings)
    }

    /// Writes settings to a file that only its owner may read, for the secret is in it.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub fn write(&self, path: &Path) -> Result<(), SettingsError> {
        let failed = |source| SettingsError::Io { path: path.to_owned(), source };
        let text = serde_json::to_vec_pretty(self)
            .map_err(|source| SettingsError::Json { path: path.to_owned(), source })?;
        let mut options = fs::OpenOptions::new();
        options.write(true).create(true).truncate(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        let mut file = options.open(path).map_err(failed)?;
        io::Write::write_all(&mut file, &text).map_err(failed)
    }

    /// Where the front for the node's operator is to be; `None` if there is to be none.
    ///
    /// # Errors
    /// When that is left to properties that cannot be.
    pub fn operator(&self) -> Result<Option<SocketAddr>, OverrideError> {
        self.listen.operator.address(self.listen.gossip.ip(), &self.properties)
    }

    /// The node itself among the members.
    ///
    /// # Errors
    /// When it is not among them.
    pub fn own(&self) -> Result<&MemberSettings, SettingsError> {
        let own = self.members.iter().find(|member| member.id == self.node_id);
        own.ok_or(SettingsError::NotAMember(self.node_id))
    }

    /// Where the other members gossip.
    ///
    /// # Errors
    /// When neither the settings nor what came later say so of one.
    pub fn peers(
        &self,
        live: Option<&LiveAddresses>,
    ) -> Result<Vec<(&MemberSettings, SocketAddr)>, SettingsError> {
        let others = self.members.iter().filter(|member| member.id != self.node_id);
        let address = |member: &MemberSettings| {
            live.and_then(|live| live.gossip.get(&member.id).copied()).or(member.gossip)
        };
        others
            .map(|member| Ok((member, address(member).ok_or(SettingsError::NoAddress(member.id))?)))
            .collect()
    }
}

fn yes() -> bool {
    true
}

mod hex_array {
    use serde::{Deserialize as _, Deserializer, Serializer, de::Error as _};

    pub(super) fn serialize<S: Serializer>(bytes: &[u8; 32], serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&hex::encode(bytes))
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<[u8; 32], D::Error> {
        let text = String::deserialize(deserializer)?;
        let bytes = hex::decode(text).map_err(D::Error::custom)?;
        bytes.try_into().map_err(|_| D::Error::custom("32 bytes in hexadecimal are needed"))
    }
}

mod hex_bytes {
    use bytes::Bytes;
    use serde::{Deserialize as _, Deserializer, Serializer, de::Error as _};

    pub(super) fn serialize<S: Serializer>(bytes: &Bytes, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&hex::encode(bytes))
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Bytes, D::Error> {
        let text = String::deserialize(deserializer)?;
        hex::decode(text).map(Bytes::from).map_err(D::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn settings() -> NodeSettings {
        let member = |id: u64, gossip| MemberSettings {
            id,
            account: 3 + id,
            weight: 500,
            key: [u8::try_from(id).unwrap(); 32],
            certificate: Bytes::from_static(b"\x30\x82"),
            gossip,
        };
        NodeSettings {
            dir: "node1".into(),
            node_id: 0,
            secret: Secret([7; 32]),
            members: vec![
                member(0, None),
                member(1, Some("127.0.0.1:50111".parse().unwrap())),
                member(2, None),
            ],
            state: "genesis.state".into(),
            properties: BTreeMap::new(),
            listen: Listen {
                gossip: "127.0.0.1:0".parse().unwrap(),
                grpc: vec!["127.0.0.1:0".parse().unwrap()],
                operator: OperatorFront::Configured,
            },
            addresses: Addresses::Stdin,
            log: LogLevel::Info,
            streams: true,
            tuning: Tuning::default(),
        }
    }

    #[test]
    fn what_is_written_is_read_again_and_shows_no_secret() {
        let settings = settings();
        let text = serde_json::to_string(&settings).unwrap();
        assert!(text.contains(&"07".repeat(32)));
        assert_eq!(serde_json::from_str::<NodeSettings>(&text).unwrap(), settings);
        assert!(!format!("{settings:?}").contains("[7"), "{settings:?}");
    }

    #[test]
    fn what_nobody_knows_is_refused() {
        let text = serde_json::to_string(&settings()).unwrap();
        let misspelt = text.replace("\"node_id\"", "\"node\"");
        assert!(serde_json::from_str::<NodeSettings>(&misspelt).unwrap_err().to_string().contains("`node`"));
        assert!(matches!(NodeSettings { node_id: 9, ..settings() }.own(), Err(SettingsError::NotAMember(9))));
    }

    #[test]
    fn addresses_that_came_later_win() {
        let settings = settings();
        assert!(matches!(settings.peers(None), Err(SettingsError::NoAddress(2))));
        let live: LiveAddresses =
            serde_json::from_str(r#"{"gossip": {"1": "127.0.0.1:1", "2": "127.0.0.1:2"}}"#).unwrap();
        let peers: Vec<_> = settings.peers(Some(&live)).unwrap();
        let ports: Vec<_> = peers.iter().map(|(member, address)| (member.id, address.port())).collect();
        assert_eq!(ports, [(1, 1), (2, 2)]);
    }
}
