//! A node inside the process: one ledger that handles a transaction in the moment it is submitted.

use std::{
    fmt,
    net::SocketAddr,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use bytes::Bytes;
use hapi_ledger::{
    Ledger, ResponseCode,
    crypto::Verifier,
    genesis::{Genesis, GenesisNode},
    handle::CheckedTx,
    ingest::{Ingest, Rejection, precheck},
    queries::MalformedQuery,
};
use hapi_proto::services::{AccountId, Response, ServiceEndpoint, Timestamp, TransactionResponse};

use crate::{Clock, WallClock};

/// The private key of the treasury and all system accounts of a default genesis, as the official SDKs print it. It is the
/// well-known development key, public knowledge: never use it for anything of value.
pub const DEVELOPMENT_KEY: &str =
    "302e020100300506032b65700422042091132178e72057a1d7528025956fe39b0b847f200ab59b2fdd367017f3087137";

/// The id of the node that an embedded network consists of.
const NODE_ID: u64 = 0;

/// How far apart consensus times are at least, in nanoseconds: in between stand the records of what happens before and
/// after a transaction.
const CONSENSUS_STEP: i64 = 1000;

/// What an embedded node starts with.
#[derive(Debug)]
pub struct EmbeddedConfig {
    /// How the ledger begins. Its consensus time is taken from the clock.
    pub genesis: Genesis,
    /// Where consensus times come from.
    pub clock: Arc<dyn Clock>,
    /// Where the node will serve gRPC, for its address book.
    pub grpc: Option<SocketAddr>,
}

impl Default for EmbeddedConfig {
    fn default() -> Self {
        Self { genesis: Genesis::default(), clock: Arc::new(WallClock), grpc: None }
    }
}

/// A node inside the process. A cheap handle: clones are the same node.
///
/// Any number of threads submit at once. Signatures, nearly all of the work, are verified side by side against a fork of
/// the ledger; only the rest waits for its turn. A transaction is handled before [`EmbeddedNode::submit`] returns, so its
/// receipt is there when the client asks for it.
#[derive(Clone)]
pub struct EmbeddedNode {
    shared: Arc<Shared>,
}

struct Shared {
    clock: Arc<dyn Clock>,
    account: AccountId,
    turn: Mutex<Turn>,
    verifiers: Mutex<Vec<Verifier>>,
}

/// What one submitter at a time may change.
struct Turn {
    ledger: Ledger,
    ingest: Ingest,
}

impl EmbeddedNode {
    /// Starts a ledger from genesis.
    pub fn start(config: EmbeddedConfig) -> Self {
        let EmbeddedConfig { mut genesis, clock, grpc } = config;
        let mut node = GenesisNode::local(NODE_ID);
        if let Some(address) = grpc {
            node.service_endpoints = vec![endpoint(address)];
        }
        let account = node.account;
        genesis.nodes = vec![node];
        genesis.consensus_time = clock.now();
        let turn = Turn { ledger: Ledger::genesis(&genesis), ingest: Ingest::new(account) };
        let account = AccountId::from_num(account);
        Self {
            shared: Arc::new(Shared { clock, account, turn: Mutex::new(turn), verifiers: Mutex::default() }),
        }
    }

    /// The account of the node: what transactions name, and queries pay.
    pub fn account(&self) -> &AccountId {
        &self.shared.account
    }

    /// The present time of its clock.
    pub fn now(&self) -> Timestamp {
        self.shared.clock.now()
    }

    /// A fork of the ledger as it is now. O(1).
    pub fn ledger(&self) -> Ledger {
        self.turn().ledger.fork()
    }

    /// The value that a property was started with, before file 0.0.121 overrides it; `None` if the ledger has no use for
    /// the name.
    pub fn startup_property(&self, name: &str) -> Option<String> {
        self.ledger().settings().startup(name)
    }

    /// Checks a serialized `Transaction` and, if it passes, handles it.
    pub fn submit(&self, transaction: &Bytes) -> TransactionResponse {
        let (code, cost) = match self.try_submit(transaction) {
            Ok(()) => (ResponseCode::Ok, 0),
            Err(Rejection { code, cost }) => (code, cost),
        };
        TransactionResponse { node_transaction_precheck_code: code.into(), cost }
    }

    fn try_submit(&self, transaction: &Bytes) -> Result<(), Rejection> {
        let now = self.now();
        let checked = self.with_verifier(|verifier| {
            // Gone before our turn: while a fork lives, handling copies what it shares with it.
            let fork = self.ledger();
            precheck(&fork, verifier, num(&self.shared.account), transaction, now)
        })?;
        let mut turn = self.turn();
        let Turn { ledger, ingest } = &mut *turn;
        let admitted = ingest.admit(ledger, checked, now)?;
        self.handle(ledger, ingest, &admitted);
        Ok(())
    }

    /// Answers a serialized `Query`. Its payment, if it needs one, is handled before this returns.
    ///
    /// # Errors
    /// When the bytes are no query at all; all other failures are codes in the response.
    pub fn query(&self, query: &Bytes) -> Result<Response, MalformedQuery> {
        let mut turn = self.turn();
        let Turn { ledger, ingest } = &mut *turn;
        let outcome = ledger.query(ingest, query, self.now())?;
        if let Some(payment) = &outcome.payment {
            self.handle(ledger, ingest, payment);
        }
        Ok(outcome.response)
    }

    /// Handles a transaction at the clock's time, or just after the last one where the clock has not come that far.
    fn handle(&self, ledger: &mut Ledger, ingest: &mut Ingest, transaction: &CheckedTx) {
        let time = self.next_consensus_time(ledger);
        let outcome = ledger.handle(transaction, time, NODE_ID);
        ingest.settle(ledger, transaction, &outcome);
    }

    fn next_consensus_time(&self, ledger: &Ledger) -> Timestamp {
        let next = ledger.state().network.last_consensus_time.plus_nanos(CONSENSUS_STEP);
        self.now().max(next)
    }

    fn turn(&self) -> MutexGuard<'_, Turn> {
        self.shared.turn.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Lends a verifier: each keeps the keys it decoded, and there are as many as were ever needed at once.
    fn with_verifier<T>(&self, work: impl FnOnce(&mut Verifier) -> T) -> T {
        let pool = || self.shared.verifiers.lock().unwrap_or_else(PoisonError::into_inner);
        let mut verifier = pool().pop().unwrap_or_default();
        let result = work(&mut verifier);
        pool().push(verifier);
        result
    }
}

impl fmt::Debug for EmbeddedNode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "EmbeddedNode({})", self.shared.account)
    }
}

fn num(account: &AccountId) -> u64 {
    account.num().and_then(|num| u64::try_from(num).ok()).expect("a node's account is a number")
}

fn endpoint(address: SocketAddr) -> ServiceEndpoint {
    let (ip, domain) = match address.ip() {
        std::net::IpAddr::V4(ip) => (Bytes::copy_from_slice(&ip.octets()), String::new()),
        std::net::IpAddr::V6(ip) => (Bytes::new(), ip.to_string()),
    };
    ServiceEndpoint { ip_address_v4: ip, port: i32::from(address.port()), domain_name: domain }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Debug)]
    struct StoppedClock;

    impl Clock for StoppedClock {
        fn now(&self) -> Timestamp {
            Timestamp::new(1_800_000_000, 0)
        }
    }

    #[test]
    fn consensus_times_grow_while_the_clock_stands_still() {
        let clock = Arc::new(StoppedClock);
        let node = EmbeddedNode::start(EmbeddedConfig { clock, ..EmbeddedConfig::default() });
        let first = node.next_consensus_time(&node.ledger());
        assert_eq!(first, Timestamp::new(1_800_000_000, 1000));
        assert!(first > node.ledger().state().network.last_consensus_time);
    }

    #[test]
    fn the_address_book_names_the_front() {
        let grpc = Some("127.0.0.1:50299".parse().unwrap());
        let node = EmbeddedNode::start(EmbeddedConfig { grpc, ..EmbeddedConfig::default() });
        let ledger = node.ledger();
        let endpoints = &ledger.state().nodes.get(&NODE_ID).unwrap().service_endpoints;
        assert_eq!(endpoints.len(), 1);
        assert_eq!((&endpoints[0].ip_address_v4[..], endpoints[0].port), (&[127, 0, 0, 1][..], 50299));
    }
}
