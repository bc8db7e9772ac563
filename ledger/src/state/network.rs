//! Nodes, and what there is one of.

use alloc::{string::String, sync::Arc, vec::Vec};

use hapi_proto::services::{ExchangeRateSet, ServiceEndpoint, ThrottleUsageSnapshots, Timestamp};

use super::EntityNum;
use crate::{fees::Congestion, keys::Key};

/// A node of the address book.
#[derive(Clone, Debug, PartialEq)]
pub struct Node {
    /// Its number in the address book.
    pub id: u64,
    /// The account that names it in transactions and receives its fees.
    pub account: EntityNum,
    /// Free text of at most 100 bytes.
    pub description: String,
    /// Where it serves gRPC.
    pub service_endpoints: Vec<ServiceEndpoint>,
    /// Where it gossips.
    pub gossip_endpoints: Vec<ServiceEndpoint>,
    /// Its gossip certificate, X.509 DER.
    pub gossip_ca_certificate: bytes::Bytes,
    /// The SHA-384 hash of its gRPC certificate; empty when it serves without TLS.
    pub grpc_certificate_hash: bytes::Bytes,
    /// Who may change it.
    pub admin_key: Arc<Key>,
    /// Whether it takes no node rewards.
    pub decline_reward: bool,
    /// Its weight in consensus.
    pub weight: u64,
}

/// What a network has exactly one of.
#[derive(Clone, Debug, PartialEq)]
pub struct Network {
    /// The number that the next entity gets.
    pub next_entity: EntityNum,
    /// Consensus time of the last handled transaction.
    pub last_consensus_time: Timestamp,
    /// The rates in force (file 0.0.112).
    pub rates: ExchangeRateSet,
    /// The rates at the last midnight, which bound how far file 0.0.112 may move them.
    pub midnight_rates: ExchangeRateSet,
    /// Node fees collected since the last distribution, in tinybar, by node account (HIP-1259).
    pub node_payments: Vec<(EntityNum, u64)>,
    /// When node fees were last distributed, in seconds; `None` before the first time.
    pub last_fee_distribution: Option<i64>,
    /// What is in the throttle buckets that all nodes ask alike, at consensus.
    pub throttle_usage: Arc<ThrottleUsageSnapshots>,
    /// How congested the network is, which prices follow.
    pub congestion: Congestion,
}
