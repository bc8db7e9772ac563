//! Settings for all nodes, and the state that they begin with.

use std::{
    fs, io,
    path::{Path, PathBuf},
};

use hapi_gossip::Identity;
use hapi_hashgraph::MemberId;
use hapi_storage::{Origin, Parts, StartCache};
use serde::{Deserialize, Serialize};

use super::{
    ClusterConfig, ClusterError, NodeName,
    beginning::{Member, genesis, new_members},
};
use crate::{
    Clock as _, WallClock,
    process::{Addresses, MemberSettings, NodeSettings, Secret, Tuning},
};

/// What is ready to be started.
pub(crate) struct Prepared {
    pub(crate) settings: Vec<NodeSettings>,
    /// Whether the state and the keys were there already.
    pub(crate) cached: bool,
}

/// The nodes of a network, as a directory remembers them for the next start.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Network {
    pub(super) nodes: Vec<Kept>,
}

#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Kept {
    weight: u64,
    secret: Secret,
}

impl Network {
    pub(super) fn of(members: &[Member]) -> Self {
        let kept = |member: &Member| Kept { weight: member.weight, secret: Secret(member.seed) };
        Self { nodes: members.iter().map(kept).collect() }
    }

    pub(super) fn members(&self) -> Vec<Member> {
        let nodes = (0..).zip(&self.nodes);
        nodes.map(|(id, kept)| Member { id, weight: kept.weight, seed: kept.secret.0 }).collect()
    }
}

/// Makes what the nodes begin with, in `dir`; or finds it there, where a network of as many nodes ran before.
///
/// # Errors
/// When something cannot be written, or the directory is another network's.
pub(crate) fn prepare(config: &ClusterConfig, dir: &Path) -> Result<Prepared, ClusterError> {
    if config.weights.is_empty() {
        return Err(ClusterError::NoNodes);
    }
    let state = dir.join("genesis.state");
    let (members, cached) = match remembered(config, dir)? {
        Some(members) => (members, true),
        None => begin(config, dir, &state)?,
    };
    let all: Vec<MemberSettings> = members.iter().map(public).collect();
    let settings = members.iter().map(|member| {
        let node_dir = dir.join(NodeName(member.id).to_string());
        let made = fs::create_dir_all(&node_dir);
        made.map_err(|source| ClusterError::Dir { path: node_dir.clone(), source })?;
        Ok(NodeSettings {
            dir: node_dir,
            node_id: member.id,
            secret: Secret(member.seed),
            members: all.clone(),
            state: state.clone(),
            properties: config.properties.iter().cloned().collect(),
            listen: config.ports.of(member.id, &config.properties)?,
            addresses: Addresses::Stdin,
            log: config.log_level,
            streams: config.streams,
            tuning: Tuning { streams_kept: config.streams_kept, ..Tuning::default() },
        })
    });
    let settings = settings.collect::<Result<_, ClusterError>>()?;
    Ok(Prepared { settings, cached })
}

fn public(member: &Member) -> MemberSettings {
    let identity = Identity::from_seed(MemberId(member.id), member.seed);
    MemberSettings {
        id: member.id,
        account: member.account(),
        weight: member.weight,
        key: identity.public_key(),
        certificate: identity.certificate().clone(),
        gossip: None,
    }
}

/// Keys and state for a network that begins: those that are kept for it, or new ones. They are in `dir` when this returns;
/// the list of nodes last, since it tells that all is there.
fn begin(config: &ClusterConfig, dir: &Path, state: &Path) -> Result<(Vec<Member>, bool), ClusterError> {
    let (parts, cached) = match &config.cache {
        None => (build(config)?, false),
        Some(cache) => {
            let cache = StartCache::new(cache, KEPT_STARTS);
            let start = cache.get_or_build(VERSION, &configuration(config), || build(config))?;
            if let Origin::NotKept(error) = &start.origin {
                tracing::warn!(%error, "the state that networks begin with cannot be kept");
            }
            (start.parts, matches!(start.origin, Origin::Cached))
        }
    };
    let part = |name: &str| {
        let missing = || beginning(io::Error::other(format!("the start that is kept has no {name}")));
        parts.get(name).ok_or_else(missing)
    };
    let (saved, network) = (part(STATE)?, part(NETWORK)?);
    write(state, saved).map_err(beginning)?;
    write(&list(dir), network).map_err(beginning)?;
    let network: Network = serde_json::from_slice(network).map_err(beginning)?;
    Ok((network.members(), cached))
}

/// How many starts are kept: a few versions with a few configurations.
const KEPT_STARTS: usize = 16;

/// What else than the configuration a start follows from: the code that makes it, which is in this program, whatever program then
/// runs as a node. It is the sources of that code that tell, and not the file of the program, which is another after each build; nor the
/// version of the snapshot format alone, since another genesis may be written in the same format.
const VERSION: &str = concat!(env!("CARGO_PKG_VERSION"), " ", env!("HAPI_GENESIS_SOURCES"));

/// The parts of a start that is kept.
const STATE: &str = "state";
const NETWORK: &str = "network";

fn build(config: &ClusterConfig) -> Result<Parts, ClusterError> {
    let members = new_members(&config.weights).map_err(beginning)?;
    let saved = genesis(&members, &config.properties, WallClock.now())?;
    let network = serde_json::to_vec_pretty(&Network::of(&members)).map_err(beginning)?;
    Ok(Parts::from([(STATE.to_owned(), saved), (NETWORK.to_owned(), network)]))
}

/// What tells configurations apart that begin with different states.
fn configuration(config: &ClusterConfig) -> [u8; 32] {
    let text = format!("{:?}\n{:?}", config.weights, config.properties);
    let hash = crate::sha384(text.as_bytes());
    std::array::from_fn(|place| hash[place])
}

/// The nodes of the network that ran in `dir` before.
fn remembered(config: &ClusterConfig, dir: &Path) -> Result<Option<Vec<Member>>, ClusterError> {
    let text = match fs::read(list(dir)) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        text => text.map_err(beginning)?,
    };
    let network: Network = serde_json::from_slice(&text).map_err(beginning)?;
    let members = network.members();
    if members.iter().map(|member| member.weight).ne(config.weights.iter().copied()) {
        let (there, asked) = (members.len(), config.weights.len());
        return Err(beginning(io::Error::other(format!(
            "{} holds a network of {there} nodes with weights of their own, and not the {asked} that were asked for: use another \
             directory, or remove this one",
            dir.display()
        ))));
    }
    Ok(Some(members))
}

/// The list of a network's nodes.
fn list(dir: &Path) -> PathBuf {
    dir.join("network.json")
}

/// Writes a file that only its owner reads; whenever it is there, it is whole.
fn write(path: &Path, contents: &[u8]) -> io::Result<()> {
    use std::{io::Write as _, os::unix::fs::OpenOptionsExt as _};
    let unfinished = path.with_extension("tmp");
    let mut file =
        fs::File::options().write(true).create(true).truncate(true).mode(0o600).open(&unfinished)?;
    file.write_all(contents)?;
    drop(file);
    fs::rename(unfinished, path)
}

fn beginning(error: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> ClusterError {
    ClusterError::Beginning(error.into())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cluster::Program;

    fn config() -> ClusterConfig {
        ClusterConfig::new(2, Program { path: "/proc/self/exe".into(), arguments: Vec::new() })
    }

    fn dir(name: &str) -> PathBuf {
        let dir = std::env::temp_dir().join(format!("hapi-cluster-prepared-{}-{name}", std::process::id()));
        fs::create_dir_all(&dir).unwrap();
        dir
    }

    #[test]
    fn a_directory_keeps_its_network() {
        let dir = dir("keeps");
        let first = prepare(&config(), &dir).unwrap();
        assert!(!first.cached && first.settings[0].state.exists());
        let second = prepare(&config(), &dir).unwrap();
        assert!(second.cached);
        assert_eq!(second.settings, first.settings);
        assert_ne!(first.settings[0].secret, first.settings[1].secret);
        for settings in &first.settings {
            assert_eq!(settings.members, first.settings[0].members);
            assert!(settings.dir.is_dir());
        }
        let other = ClusterConfig { weights: vec![1, 1, 1], ..config() };
        let error = prepare(&other, &dir).err().unwrap().to_string();
        assert!(error.contains("holds a network of 2 nodes"), "{error}");
        fs::remove_dir_all(dir).unwrap();
    }

    #[test]
    fn networks_that_are_configured_alike_begin_alike() {
        let base = dir("alike");
        let cache = Some(base.join("cache"));
        let begin = |config: ClusterConfig, name: &str| {
            let dir = base.join(name);
            fs::create_dir_all(&dir).unwrap();
            let Prepared { settings, cached } =
                prepare(&ClusterConfig { cache: cache.clone(), ..config }, &dir).unwrap();
            (fs::read(&settings[0].state).unwrap(), settings[0].secret, cached)
        };
        let (state, secret, cached) = begin(config(), "first");
        assert!(!cached);
        // Another build of the program is another file.
        let program = Program { path: base.join("rebuilt"), arguments: Vec::new() };
        let rebuilt = ClusterConfig { program, ..config() };
        assert_eq!(begin(rebuilt, "second"), (state.clone(), secret, true));
        let properties = vec![("tokens.maxNumber".to_owned(), "7".to_owned())];
        let (_, other, cached) = begin(ClusterConfig { properties, ..config() }, "third");
        assert!(other != secret && !cached);
        // One that was damaged is made again.
        let kept = |entry: &fs::DirEntry| entry.file_name().to_string_lossy().starts_with("start-");
        for entry in fs::read_dir(base.join("cache")).unwrap().flatten().filter(kept) {
            fs::write(entry.path(), "torn").unwrap();
        }
        let (_, other, cached) = begin(config(), "fourth");
        assert!(other != secret && !cached);
        fs::remove_dir_all(base).unwrap();
    }

    #[test]
    fn a_network_of_nobody_is_none() {
        let none = ClusterConfig { weights: vec![], ..config() };
        assert!(matches!(prepare(&none, Path::new("unused")), Err(ClusterError::NoNodes)));
    }

    #[test]
    fn a_property_that_is_none_is_refused_before_anything_starts() {
        let dir = dir("property");
        let properties = vec![("tokens.maxNumbers".to_owned(), "1".to_owned())];
        let wrong = prepare(&ClusterConfig { properties, ..config() }, &dir);
        assert!(matches!(wrong, Err(ClusterError::Property(_))));
        fs::remove_dir_all(dir).unwrap();
    }
}
