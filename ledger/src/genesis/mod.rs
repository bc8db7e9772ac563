//! How a ledger begins: its accounts, nodes and system files.

mod accounts;
mod certificate;
pub(crate) mod data;
mod files;

use alloc::{format, string::String, sync::Arc, vec, vec::Vec};

use bytes::Bytes;
use hapi_proto::services::{ServiceEndpoint, Timestamp};

use crate::{
    config::{Config, PropertyError, known},
    fees::{Congestion, ExchangeRates, RatesError},
    keys::Key,
    state::{EntityNum, Network, Node, State},
};

/// The public key of the treasury and all system accounts of local and development networks. Its private key is
/// public knowledge, so a ledger with it is for tests alone.
pub const DEVELOPMENT_PUBLIC_KEY: [u8; 32] = [
    0x0a, 0xa8, 0xe2, 0x10, 0x64, 0xc6, 0x1e, 0xab, 0x86, 0xe2, 0xa9, 0xc1, 0x64, 0x56, 0x5b, 0x4e, 0x7a,
    0x9a, 0x41, 0x46, 0x10, 0x6e, 0x0a, 0x6c, 0xd0, 0x3a, 0x8c, 0x39, 0x5a, 0x11, 0x0e, 0x92,
];

/// Which throttle definitions file 0.0.123 holds at genesis.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ThrottleProfile {
    /// Those of the reference's development networks: wide.
    #[default]
    Development,
    /// Those of the public networks.
    Production,
}

/// What a ledger begins with.
///
/// [`Genesis::build`] makes a state of it. Whoever needs the same beginning many times keeps that state and clones it,
/// which is O(1).
#[derive(Clone, Debug)]
pub struct Genesis {
    /// The properties the ledger is started with.
    pub config: Config,
    /// The key of the treasury, of the other system accounts and of the system files.
    pub treasury_key: Arc<Key>,
    /// The nodes of the address book.
    pub nodes: Vec<GenesisNode>,
    /// The consensus time of the genesis.
    pub consensus_time: Timestamp,
    /// The throttle definitions.
    pub throttles: ThrottleProfile,
}

/// A node at genesis.
#[derive(Clone, Debug)]
pub struct GenesisNode {
    /// Its number in the address book.
    pub id: u64,
    /// Its account.
    pub account: EntityNum,
    /// Where it serves gRPC.
    pub service_endpoints: Vec<ServiceEndpoint>,
    /// Where it gossips.
    pub gossip_endpoints: Vec<ServiceEndpoint>,
    /// Its gossip certificate, X.509 DER; may be empty.
    pub gossip_ca_certificate: Bytes,
    /// The SHA-384 hash of its gRPC certificate; empty when it serves without TLS.
    pub grpc_certificate_hash: Bytes,
    /// Who may change it; the treasury's key when `None`.
    pub admin_key: Option<Arc<Key>>,
    /// Its weight in consensus.
    pub weight: u64,
}

impl GenesisNode {
    /// The weight of a node that nothing is staked to yet.
    pub const DEFAULT_WEIGHT: u64 = 500;

    /// A node with account `3 + id`, as all networks number them, on the usual ports of this machine.
    pub fn local(id: u64) -> Self {
        let endpoint = |port| ServiceEndpoint {
            ip_address_v4: Bytes::from_static(&[127, 0, 0, 1]),
            port,
            domain_name: String::new(),
        };
        Self {
            id,
            account: 3 + id,
            service_endpoints: vec![endpoint(50211)],
            gossip_endpoints: vec![endpoint(50111)],
            gossip_ca_certificate: Bytes::new(),
            grpc_certificate_hash: Bytes::new(),
            admin_key: None,
            weight: Self::DEFAULT_WEIGHT,
        }
    }
}

/// One node on this machine, the development key, and a fixed time: 2026-01-01 00:00 UTC.
impl Default for Genesis {
    fn default() -> Self {
        Self {
            config: Config::default(),
            treasury_key: Arc::new(Key::Ed25519(DEVELOPMENT_PUBLIC_KEY)),
            nodes: vec![GenesisNode::local(0)],
            consensus_time: Timestamp::new(1_767_225_600, 0),
            throttles: ThrottleProfile::default(),
        }
    }
}

/// A property cannot be what a ledger should begin with.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum OverrideError {
    /// There is no such property.
    #[error("there is no property `{0}`")]
    Unknown(String),
    /// Its value is not one.
    #[error(transparent)]
    Value(#[from] PropertyError),
    /// The rates to begin with are no rates.
    #[error("bootstrap.rates: {0}")]
    Rates(#[from] RatesError),
}

impl Genesis {
    /// Starts the ledger with other values of some properties than the defaults. They stay in force as long as file
    /// 0.0.121 says nothing else: [`Settings::startup`](crate::config::Settings::startup) tells them. Those that only a
    /// beginning reads have their effect too: `bootstrap.rates.*`, `bootstrap.genesisPublicKey`, and
    /// `bootstrap.throttleDefsJson.resource`, which names one of the [`ThrottleProfile`]s as the reference does.
    ///
    /// # Errors
    /// When there is no such property, or a value is not usable.
    pub fn with_properties<N, V>(
        mut self,
        properties: impl IntoIterator<Item = (N, V)>,
    ) -> Result<Self, OverrideError>
    where
        N: AsRef<str>,
        V: AsRef<str>,
    {
        for (name, value) in properties {
            let name = name.as_ref();
            known(name).ok_or_else(|| OverrideError::Unknown(name.into()))?;
            self.config.set(name, value.as_ref())?;
            self.begin_with(name, value.as_ref().trim())
                .ok_or_else(|| PropertyError { name: name.into(), value: value.as_ref().into() })?;
        }
        ExchangeRates::parse(&data::exchange_rates(&self.config.bootstrap))?;
        Ok(self)
    }

    /// Follows a property that is about a part of the genesis; `None` when its value is not one.
    fn begin_with(&mut self, property: &str, value: &str) -> Option<()> {
        match property {
            "bootstrap.genesisPublicKey" => {
                let key = hex::decode(value.strip_prefix("0x").unwrap_or(value)).ok()?;
                self.treasury_key = Arc::new(Key::Ed25519(key.try_into().ok()?));
            }
            "bootstrap.throttleDefsJson.resource" => {
                self.throttles = match value.rsplit('/').next()? {
                    "throttles.json" => ThrottleProfile::Production,
                    "throttles-dev.json" => ThrottleProfile::Development,
                    _ => return None,
                };
            }
            _ => {}
        }
        Some(())
    }

    /// The state of a ledger that has just begun.
    pub fn build(&self) -> State {
        let rates = data::exchange_rates(&self.config.bootstrap);
        let mut state = State::new(Network {
            next_entity: self.config.entities.first_user_entity,
            last_consensus_time: self.consensus_time,
            rates,
            midnight_rates: rates,
            node_payments: Vec::new(),
            last_fee_distribution: None,
            throttle_usage: Arc::default(),
            congestion: Congestion::default(),
        });
        self.create_accounts(&mut state);
        for node in &self.nodes {
            state.nodes.insert(node.id, self.node(node));
        }
        self.create_files(&mut state);
        state
    }

    fn node(&self, node: &GenesisNode) -> Node {
        Node {
            id: node.id,
            account: node.account,
            description: format!("node{}", node.id + 1),
            service_endpoints: node.service_endpoints.clone(),
            gossip_endpoints: node.gossip_endpoints.clone(),
            gossip_ca_certificate: node.gossip_ca_certificate.clone(),
            grpc_certificate_hash: node.grpc_certificate_hash.clone(),
            admin_key: Arc::clone(node.admin_key.as_ref().unwrap_or(&self.treasury_key)),
            decline_reward: true,
            weight: node.weight,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::{Settings, system_file};

    #[test]
    fn it_begins_with_other_properties() {
        let begin = |name, value| Genesis::default().with_properties([(name, value)]);
        let genesis = begin("ledger.maxAutoAssociations", "7").unwrap();
        assert_eq!(genesis.config.ledger.max_auto_associations, 7);
        let settings = Settings::from_state(&genesis.build(), Arc::new(genesis.config.clone())).unwrap();
        assert_eq!(settings.startup("ledger.maxAutoAssociations").as_deref(), Some("7"));
        assert_eq!(settings.startup("tokens.maxNumber").as_deref(), Some("1000000"));
        assert_eq!(settings.startup("tokens.maxNumbers"), None);

        assert!(matches!(begin("tokens.maxNumbers", "1"), Err(OverrideError::Unknown(_))));
        assert!(matches!(begin("tokens.maxNumber", "many"), Err(OverrideError::Value(_))));
    }

    #[test]
    fn it_begins_with_another_key_other_rates_and_other_throttles() {
        let begin = |name, value: &str| Genesis::default().with_properties([(name, value)]);
        let key = begin("bootstrap.genesisPublicKey", &"07".repeat(32)).unwrap();
        assert_eq!(*key.build().accounts.get(&2).unwrap().key, Key::Ed25519([7; 32]));
        let rates = begin("bootstrap.rates.currentCentEquiv", "24").unwrap();
        let settings = Settings::from_state(&rates.build(), Arc::new(rates.config)).unwrap();
        assert_eq!(settings.rates.active(0).tinybars(24), 1);
        let throttles = begin("bootstrap.throttleDefsJson.resource", "genesis/throttles.json").unwrap();
        assert_eq!(throttles.throttles, ThrottleProfile::Production);

        assert!(matches!(begin("bootstrap.genesisPublicKey", "07"), Err(OverrideError::Value(_))));
        assert!(matches!(begin("bootstrap.throttleDefsJson.resource", "x"), Err(OverrideError::Value(_))));
        assert!(matches!(begin("bootstrap.rates.nextHbarEquiv", "0"), Err(OverrideError::Rates(_))));
    }

    #[test]
    fn the_treasury_owns_everything() {
        let state = Genesis::default().build();
        let total: i64 = state.accounts.iter().map(|(_, account)| account.balance).sum();
        assert_eq!(total, 5_000_000_000_000_000_000);
        assert_eq!(state.accounts.get(&2).unwrap().balance, total);
    }

    #[test]
    fn system_accounts_are_where_they_belong() {
        let state = Genesis::default().build();
        let numbers: Vec<_> = state.accounts.iter().map(|(num, _)| *num).collect();
        let expected: Vec<EntityNum> =
            (1..=100).chain(200..=349).chain(400..=750).chain(800..=802).chain(900..=1000).collect();
        assert_eq!(numbers, expected);
        assert_eq!(state.network.next_entity, 1001);
        for immutable in 800..=802 {
            assert!(state.accounts.get(&immutable).unwrap().key.is_empty_list());
        }
    }

    #[test]
    fn the_files_hold_what_settings_are_made_of() {
        let genesis = Genesis { nodes: (0..4).map(GenesisNode::local).collect(), ..Genesis::default() };
        let state = genesis.build();
        let files: Vec<_> = state.files.iter().map(|(num, _)| *num).collect();
        let expected: Vec<EntityNum> = [101, 102, 111, 112, 113, 121, 122, 123]
            .into_iter()
            .chain(system_file::SOFTWARE_UPDATES)
            .collect();
        assert_eq!(files, expected);
        let settings = Settings::from_state(&state, Arc::new(genesis.config.clone())).unwrap();
        assert_eq!(*settings.config, genesis.config);
        assert_eq!(settings.rates.active(0).tinybars(12), 1);
        assert!(settings.throttles.missing_operations().is_empty());
    }
}
