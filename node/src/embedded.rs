//! A node inside the process: one ledger that handles a transaction in the moment it is submitted.

use std::{
    fmt,
    net::SocketAddr,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use bytes::Bytes;
use hapi_ledger::{
    Ledger, ResponseCode,
    config::SettingsError,
    crypto::Verifier,
    genesis::{Genesis, GenesisNode},
    handle::CheckedTx,
    ingest::{Ingest, Rejection, precheck, unchecked},
    queries::{Asker, MalformedQuery},
    state::{LoadError, State},
};
use hapi_proto::services::{AccountId, Response, ServiceEndpoint, Timestamp, TransactionResponse};

use crate::{
    Clock, WallClock,
    grpc::{HapiService, Submitted},
};

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

/// A saved ledger does not start again.
#[derive(Debug, thiserror::Error)]
pub enum ResumeError {
    /// The bytes are not a state that this version saved.
    #[error(transparent)]
    Load(#[from] LoadError),
    /// The state has a system file that is missing or unusable.
    #[error(transparent)]
    Settings(#[from] SettingsError),
}

impl EmbeddedNode {
    /// Starts a ledger from genesis.
    pub fn start(config: EmbeddedConfig) -> Self {
        let EmbeddedConfig { genesis, clock, grpc } = config;
        let node = own_node(grpc);
        let account = node.account;
        let turn = begin(genesis, node, clock.now());
        Self::around(turn, account, clock)
    }

    fn around(turn: Turn, account: u64, clock: Arc<dyn Clock>) -> Self {
        let account = AccountId::from_num(account);
        Self {
            shared: Arc::new(Shared { clock, account, turn: Mutex::new(turn), verifiers: Mutex::default() }),
        }
    }

    /// Another node, with the ledger as it is now and the same clock; what is done to one does not show in the other.
    /// O(1).
    pub fn fork(&self) -> Self {
        self.fork_with(Arc::clone(&self.shared.clock))
    }

    /// As [`EmbeddedNode::fork`], with a clock of its own.
    pub fn fork_with(&self, clock: Arc<dyn Clock>) -> Self {
        let account = num(&self.shared.account);
        // What it has submitted lately is in the ledger: here, all that is submitted is handled.
        let turn = Turn { ledger: self.ledger(), ingest: Ingest::new(account) };
        Self::around(turn, account, clock)
    }

    /// The state as bytes, for [`EmbeddedNode::resume`].
    pub fn save(&self) -> Vec<u8> {
        self.ledger().state().save()
    }

    /// Stops what is running and starts from a saved state, with the properties of `genesis`; all handles are then on that.
    ///
    /// # Errors
    /// When the ledger cannot go on from there; the node then goes on as it was.
    pub fn resume(&self, saved: &[u8], genesis: &Genesis) -> Result<(), ResumeError> {
        let ledger = Ledger::from_state(State::load(saved)?, Arc::new(genesis.config.clone()))?;
        *self.turn() = Turn { ledger, ingest: Ingest::new(num(&self.shared.account)) };
        Ok(())
    }

    /// Stops what is running and starts from genesis; all handles are then on that.
    pub fn begin_again(&self, genesis: Genesis) {
        let mut turn = self.turn();
        let node = turn.ledger.state().nodes.get(&NODE_ID);
        let mut own = own_node(None);
        own.service_endpoints = node.map(|node| node.service_endpoints.clone()).unwrap_or_default();
        *turn = begin(genesis, own, self.now());
    }

    /// Changes the state outside of any transaction, then reads the system files anew.
    ///
    /// # Errors
    /// When a system file is missing or unusable after the change, which is undone then.
    pub fn mutate<T>(&self, change: impl FnOnce(&mut State) -> T) -> Result<T, SettingsError> {
        self.turn().ledger.mutate(change)
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

    /// Handles a serialized `Transaction` without the checks of ingest, as if a node had put it into an event that it should
    /// not have. The answer is OK unless there is nothing to handle.
    pub fn submit_unchecked(&self, transaction: &Bytes) -> TransactionResponse {
        let mut turn = self.turn();
        let Turn { ledger, ingest } = &mut *turn;
        let code = match unchecked(ledger, transaction) {
            Ok(tx) => {
                self.handle(ledger, ingest, &tx);
                ResponseCode::Ok
            }
            Err(Rejection { code, .. }) => code,
        };
        TransactionResponse { node_transaction_precheck_code: code.into(), cost: 0 }
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

    /// Answers a query of whoever runs the node: it costs nothing, and no throttle turns it down.
    ///
    /// # Errors
    /// When the bytes are no query at all; all other failures are codes in the response.
    pub fn query_as_operator(&self, query: &Bytes) -> Result<Response, MalformedQuery> {
        let mut turn = self.turn();
        let Turn { ledger, ingest } = &mut *turn;
        let operator = Asker { is_operator: true, ..Asker::default() };
        Ok(ledger.query_by(operator, ingest, query, self.now())?.response)
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

impl HapiService for EmbeddedNode {
    fn submit(&self, transaction: &Bytes) -> Submitted {
        Submitted::Answered(Self::submit(self, transaction))
    }

    fn query(&self, query: &Bytes) -> Result<Response, MalformedQuery> {
        Self::query(self, query)
    }
}

impl fmt::Debug for EmbeddedNode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "EmbeddedNode({})", self.shared.account)
    }
}

/// The node that the network consists of.
fn own_node(grpc: Option<SocketAddr>) -> GenesisNode {
    let mut node = GenesisNode::local(NODE_ID);
    if let Some(address) = grpc {
        node.service_endpoints = vec![endpoint(address)];
    }
    node
}

fn begin(mut genesis: Genesis, node: GenesisNode, now: Timestamp) -> Turn {
    let ingest = Ingest::new(node.account);
    genesis.nodes = vec![node];
    genesis.consensus_time = now;
    Turn { ledger: Ledger::genesis(&genesis), ingest }
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
    fn a_fork_begins_as_its_origin_is_and_goes_its_own_way() {
        let node = EmbeddedNode::start(EmbeddedConfig::default());
        let (hash, treasury) = (node.ledger().state_hash(), 2);
        let set = |node: &EmbeddedNode, balance| {
            node.mutate(|state| state.accounts.get_mut(&treasury).unwrap().balance = balance).unwrap();
        };
        let fork = node.fork();
        assert_eq!(fork.ledger().state_hash(), hash);
        set(&fork, 1);
        assert_eq!(node.ledger().state_hash(), hash);
        set(&node, 1);
        assert_eq!(node.ledger().state_hash(), fork.ledger().state_hash());
    }

    #[test]
    fn a_node_resumes_what_it_saved_with_other_properties() {
        let node = EmbeddedNode::start(EmbeddedConfig::default());
        node.mutate(|state| state.accounts.get_mut(&2).unwrap().balance = 77).unwrap();
        let (saved, hash) = (node.save(), node.ledger().state_hash());
        node.mutate(|state| state.accounts.get_mut(&2).unwrap().balance = 78).unwrap();
        let genesis = Genesis::default().with_properties([("ledger.maxAutoAssociations", "7")]).unwrap();
        node.resume(&saved, &genesis).unwrap();
        assert_eq!(node.ledger().state_hash(), hash);
        assert_eq!(node.startup_property("ledger.maxAutoAssociations").as_deref(), Some("7"));
        assert!(matches!(node.resume(&saved[1..], &genesis), Err(ResumeError::Load(_))));
        assert_eq!(node.ledger().state_hash(), hash, "it goes on as it was");
        node.begin_again(Genesis::default());
        assert_ne!(node.ledger().state_hash(), hash);
        assert_eq!(node.startup_property("ledger.maxAutoAssociations").as_deref(), Some("5000"));
    }

    #[test]
    fn a_change_that_breaks_a_system_file_is_undone() {
        let node = EmbeddedNode::start(EmbeddedConfig::default());
        let hash = node.ledger().state_hash();
        assert!(node.mutate(|state| state.files.remove(&123)).is_err());
        assert_eq!(node.ledger().state_hash(), hash);
    }

    #[test]
    fn what_is_no_transaction_cannot_skip_ingest() {
        let node = EmbeddedNode::start(EmbeddedConfig::default());
        let response = node.submit_unchecked(&Bytes::from_static(b"\xff"));
        assert_eq!(response.node_transaction_precheck_code, i32::from(ResponseCode::InvalidTransaction));
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
