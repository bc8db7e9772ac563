//! What the nodes of a new network begin with: a key for each, and one state for all.

use std::{
    fs::File,
    io::{self, Read as _},
    net::Ipv4Addr,
    sync::Arc,
};

use bytes::Bytes;
use hapi_gossip::Identity;
use hapi_hashgraph::MemberId;
use hapi_ledger::genesis::{Genesis, GenesisNode, OverrideError};
use hapi_proto::services::{ServiceEndpoint, Timestamp};

/// The number that the account of the first node has.
const FIRST_ACCOUNT: u64 = 3;

/// Where the address book says that nodes serve gRPC: the one port that the official SDKs keep when they read it.
const GRPC: i32 = 50211;

/// Where it says that they gossip. What they really listen at they are told when they start.
const GOSSIP: i32 = 50111;

/// How long the secret of a node is.
pub(crate) const SEED: usize = 32;

/// A node of a new network, and its secret.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct Member {
    pub(crate) id: u64,
    pub(crate) weight: u64,
    pub(crate) seed: [u8; SEED],
}

impl Member {
    pub(crate) fn account(&self) -> u64 {
        FIRST_ACCOUNT + self.id
    }

    /// Its gossip certificate.
    pub(crate) fn certificate(&self) -> Bytes {
        Identity::from_seed(MemberId(self.id), self.seed).certificate().clone()
    }
}

/// Does not show the secret: errors print configurations.
impl std::fmt::Debug for Member {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Member").field("id", &self.id).field("weight", &self.weight).finish_non_exhaustive()
    }
}

/// Nodes with these weights, and new secrets.
///
/// # Errors
/// When the system gives no random bytes.
pub(crate) fn new_members(weights: &[u64]) -> io::Result<Vec<Member>> {
    let mut random = File::open("/dev/urandom")?;
    let members = (0..).zip(weights).map(|(id, &weight)| {
        let mut seed = [0; SEED];
        random.read_exact(&mut seed)?;
        Ok(Member { id, weight, seed })
    });
    members.collect()
}

/// The state that a ledger of these nodes begins with, saved.
///
/// # Errors
/// When there is no such property, or a value is not usable.
pub(crate) fn genesis(
    members: &[Member],
    properties: &[(String, String)],
    now: Timestamp,
) -> Result<Vec<u8>, OverrideError> {
    let nodes = members.iter().map(node).collect();
    let properties = properties.iter().map(|(name, value)| (name.as_str(), value.as_str()));
    let genesis = Genesis { nodes, consensus_time: now, ..Genesis::default() }.with_properties(properties)?;
    Ok(genesis.build().save())
}

fn node(member: &Member) -> GenesisNode {
    // The address that a node of a local network has, on machines that have more than one.
    let last = u8::try_from(member.id).ok().and_then(|id| id.checked_add(1)).unwrap_or(1);
    let endpoint = |port| ServiceEndpoint {
        ip_address_v4: Bytes::copy_from_slice(&Ipv4Addr::new(127, 0, 0, last).octets()),
        port,
        domain_name: String::new(),
    };
    GenesisNode {
        account: member.account(),
        service_endpoints: vec![endpoint(GRPC)],
        gossip_endpoints: vec![endpoint(GOSSIP)],
        gossip_ca_certificate: member.certificate(),
        admin_key: None::<Arc<_>>,
        weight: member.weight,
        ..GenesisNode::local(member.id)
    }
}

#[cfg(test)]
mod tests {
    use hapi_ledger::state::State;

    use super::*;

    #[test]
    fn every_node_has_a_key_an_account_and_an_address_of_its_own() {
        let members = new_members(&[500, 500, 1]).unwrap();
        assert_ne!(members[0].seed, members[1].seed);
        let saved = genesis(&members, &[], Timestamp::new(1_800_000_000, 0)).unwrap();
        let state = State::load(&saved).unwrap();
        for member in &members {
            let node = state.nodes.get(&member.id).unwrap();
            let last = u8::try_from(member.id).unwrap() + 1;
            assert_eq!((node.account, node.weight), (3 + member.id, member.weight));
            assert_eq!(node.gossip_ca_certificate, member.certificate());
            let [endpoint] = &node.service_endpoints[..] else { panic!("{:?}", node.service_endpoints) };
            assert_eq!((&*endpoint.ip_address_v4, endpoint.port), (&[127, 0, 0, last][..], 50211));
        }
    }

    #[test]
    fn a_genesis_follows_its_properties() {
        let members = new_members(&[500]).unwrap();
        let begin = |name: &str, value: &str| {
            genesis(&members, &[(name.to_owned(), value.to_owned())], Timestamp::new(1, 0))
        };
        assert_ne!(
            begin("bootstrap.rates.currentCentEquiv", "24").unwrap(),
            begin("tokens.maxNumber", "7").unwrap()
        );
        assert!(matches!(begin("tokens.maxNumbers", "7"), Err(OverrideError::Unknown(_))));
    }
}
