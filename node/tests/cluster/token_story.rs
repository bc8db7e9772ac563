//! One story of tokens, told to four processes and to a node in this process: all come to the same.
//!
//! Consensus gives each transaction its time, so that no two networks that run on their own handle the same one at the same
//! time. These times are in the state: in the records, in what is remembered of transactions, as the times at which NFTs were
//! minted. Two such networks have the same books in the end, but never the same state hash.
//!
//! Here the node in this process hears the story after the processes have: from the same beginning, in the same bytes, and with
//! its clock at the time that consensus gave to each step. Then nothing is left that may differ, and the states are compared as
//! a whole, times and hashes included. That is also why all steps go by way of the first process: a transaction names the account of
//! the node that it is submitted to, and the node in this process has that account. The other processes hear of the steps by
//! gossip, and are asked for their receipts by turns. The story ends at once if a process does, or has another state.

#[path = "../../../ledger/tests/shared/token_story.rs"]
mod generated;

use std::{
    collections::BTreeMap,
    fmt::Debug,
    fs,
    path::Path,
    sync::Arc,
    time::{Duration, Instant},
};

use bytes::Bytes;
use futures::future::{join_all, select_all, try_join_all};
use hapi_daemon::Emitter;
use hapi_ledger::{
    crypto::SecretKey,
    records::TransactionKey,
    state::{Map, State},
};
use hapi_node::{
    Clock, DEVELOPMENT_KEY, EmbeddedConfig, EmbeddedNode, Genesis, VirtualClock, WallClock,
    cluster::{Cluster, NodeHandle},
    process::{LiveAddresses, Marker, Node, NodeSettings, Sockets},
};
use hapi_node_core::PlatformStatus;
use hapi_proto::services::{
    AccountId, Duration as ValidDuration, HederaFunctionality, Key, Query, Response,
    ResponseCodeEnum as Code, SignatureMap, SignaturePair, SignedTransaction, Timestamp, Transaction,
    TransactionBody, TransactionGetReceiptQuery, TransactionId, TransactionReceipt, TransactionResponse,
    query, response, signature_pair::Signature, transaction_body::Data,
};
use hapi_storage::RealDisk;
use proptest::{
    strategy::{Strategy as _, ValueTree as _},
    test_runner::{Config, RngAlgorithm, TestRng, TestRunner},
};
use prost::Message as _;

use self::generated::{ACCOUNTS, Cast, SHY, Step};
use super::{client::LONG, support::started};

/// Always the same story.
const SEED: &[u8; 32] = b"twenty accounts and five tokens.";

/// How many steps it has after the prologue.
const STEPS: usize = 300;

/// A fee that covers everything here, in tinybar: 1000 hbar.
const FEE: u64 = 100_000_000_000;

const TREASURY: u64 = 2;

/// Who signs.
struct Keys {
    treasury: SecretKey,
    first: SecretKey,
    second: SecretKey,
}

impl Keys {
    fn new() -> Self {
        let der = hex::decode(DEVELOPMENT_KEY).unwrap();
        let treasury = SecretKey::ed25519(der[der.len() - 32..].try_into().unwrap());
        Self { treasury, first: SecretKey::ed25519([1; 32]), second: SecretKey::ed25519([2; 32]) }
    }
}

fn public(key: &SecretKey) -> Key {
    Key::ed25519(key.public().as_bytes().to_vec())
}

/// A transaction of the story, and what became of it on the processes.
struct Told {
    what: String,
    id: TransactionId,
    bytes: Bytes,
    precheck: Code,
    /// If it was let in.
    receipt: Option<TransactionReceipt>,
}

impl Told {
    fn key(&self) -> TransactionKey {
        TransactionKey::of(&self.id).expect("an id with a payer and a start")
    }

    fn is_success(&self) -> bool {
        self.receipt.as_ref().is_some_and(|receipt| receipt.status() == Code::Success)
    }
}

/// Tells processes a story.
struct Teller<'c> {
    nodes: &'c [NodeHandle],
    keys: &'c Keys,
    told: Vec<Told>,
}

impl<'c> Teller<'c> {
    async fn tell_all(nodes: &'c [NodeHandle], keys: &'c Keys) -> Vec<Told> {
        let mut teller = Self { nodes, keys, told: Vec::new() };
        let cast = teller.begin().await;
        let begun = teller.told.len();
        let generated = generated_steps();
        for step in generated::prologue().iter().chain(&generated) {
            teller.go_on(&cast, step).await;
        }
        let told = teller.told;
        // Much of it was possible and much was not, or little is shown.
        let successes = told[begun..].iter().filter(|told| told.is_success()).count();
        let turned_down = told[begun..].iter().filter(|told| told.receipt.is_none()).count();
        let failures = told.len() - begun - successes - turned_down;
        let counts = [successes, failures, turned_down];
        assert!(counts.iter().zip([150, 100, 10]).all(|(count, least)| *count >= least), "{counts:?}");
        // All that any of them knows then is on the disks of all.
        let last = told.iter().rfind(|told| told.receipt.is_some()).expect("a step with a receipt");
        for receipt in join_all(nodes.iter().map(|node| receipt(node, &last.id))).await {
            assert_eq!(Some(receipt), last.receipt, "{}", last.what);
        }
        told
    }

    /// Makes the accounts and the tokens.
    async fn begin(&mut self) -> Cast {
        let Keys { treasury, first, second } = self.keys;
        let mut cast = Cast::default();
        for account in generated::accounts([&public(first), &public(second)]) {
            let data = Data::CryptoCreateAccount(account);
            let receipt = self.must(data, &[treasury, first, second]).await;
            cast.accounts.push(receipt.account_id.unwrap().num().unwrap().unsigned_abs());
        }
        let expiry = WallClock.now().plus_seconds(7_776_000);
        for token in generated::tokens(&cast, &public(first), expiry) {
            let receipt = self.must(Data::TokenCreation(token.into()), &[treasury, first, second]).await;
            cast.tokens.push(receipt.token_id.unwrap().token_num.unsigned_abs());
        }
        cast
    }

    async fn must(&mut self, data: Data, keys: &[&SecretKey]) -> TransactionReceipt {
        let told = self.tell("what the story begins with".to_owned(), TREASURY, data, keys).await;
        assert!(told.is_success(), "{:?} {:?}", told.precheck, told.receipt);
        told.receipt.clone().unwrap()
    }

    async fn go_on(&mut self, cast: &Cast, step: &Step) {
        let Keys { first, second, .. } = self.keys;
        let is_shy = step.payer >= ACCOUNTS - SHY;
        let keys: &[_] = if step.second_key || is_shy { &[first, second] } else { &[first] };
        let what = format!("transaction {}: {step:?}", self.told.len());
        let payer = cast.accounts[step.payer];
        let told = self.tell(what, payer, step.data(cast), keys).await;
        let failed_within = told.receipt.as_ref().is_some_and(|it| it.status() == Code::FailInvalid);
        assert!(!failed_within, "{}", told.what);
        let has_no_time_for_it = matches!(told.precheck, Code::Busy | Code::PlatformNotActive);
        assert!(!has_no_time_for_it, "{}: {:?}", told.what, told.precheck);
    }

    /// Submits a transaction to the first node, and awaits its receipt there and on one node more.
    async fn tell(&mut self, what: String, payer: u64, data: Data, keys: &[&SecretKey]) -> &Told {
        let first = &self.nodes[0];
        let body = body(payer, first.account(), data);
        let (id, bytes) = (body.transaction_id.clone().unwrap(), signed(&body, keys));
        let client = first.client().expect("it serves");
        let answer = client.submit(body.function().unwrap(), bytes.clone()).await.unwrap();
        let precheck = TransactionResponse::decode(answer).unwrap().node_transaction_precheck_code();
        let mut told = Told { what, id, bytes, precheck, receipt: None };
        if precheck == Code::Ok {
            let own = receipt(first, &told.id).await;
            let other = &self.nodes[self.told.len() % self.nodes.len()];
            assert_eq!(receipt(other, &told.id).await, own, "{} by {}", told.what, other.name());
            told.receipt = Some(own);
        }
        self.told.push(told);
        &self.told[self.told.len() - 1]
    }
}

fn generated_steps() -> Vec<Step> {
    let random = TestRng::from_seed(RngAlgorithm::ChaCha, SEED);
    let mut runner = TestRunner::new_with_rng(Config::default(), random);
    generated::steps(STEPS).new_tree(&mut runner).unwrap().current()
}

fn body(payer: u64, node: u64, data: Data) -> TransactionBody {
    TransactionBody {
        transaction_id: Some(TransactionId {
            account_id: Some(AccountId::from_num(payer)),
            // It has to be valid when the step before was handled: at that time the node in this process gets what is turned down.
            transaction_valid_start: Some(WallClock.now().plus_seconds(-10)),
            ..TransactionId::default()
        }),
        node_account_id: Some(AccountId::from_num(node)),
        transaction_fee: FEE,
        transaction_valid_duration: Some(ValidDuration { seconds: 120 }),
        data: Some(data),
        ..TransactionBody::default()
    }
}

fn signed(body: &TransactionBody, keys: &[&SecretKey]) -> Bytes {
    let body_bytes = Bytes::from(body.encode_to_vec());
    let pair = |key: &&SecretKey| SignaturePair {
        pub_key_prefix: Bytes::copy_from_slice(key.public().as_bytes()),
        signature: Some(Signature::Ed25519(Bytes::copy_from_slice(&key.sign(&body_bytes)))),
    };
    let sig_map = Some(SignatureMap { sig_pair: keys.iter().map(pair).collect() });
    let signed = SignedTransaction { sig_map, body_bytes, ..SignedTransaction::default() };
    let signed_transaction_bytes = signed.encode_to_vec().into();
    Transaction { signed_transaction_bytes, ..Transaction::default() }.encode_to_vec().into()
}

fn receipt_query(id: &TransactionId) -> Bytes {
    let asked = TransactionGetReceiptQuery {
        transaction_id: Some(id.clone()),
        ..TransactionGetReceiptQuery::default()
    };
    Query { query: Some(query::Query::TransactionGetReceipt(asked)) }.encode_to_vec().into()
}

/// The receipt in an answer, if there is one already.
fn receipt_in(response: Response) -> Option<TransactionReceipt> {
    let Some(response::Response::TransactionGetReceipt(answer)) = response.response else {
        panic!("not a receipt: {response:?}")
    };
    match answer.header.unwrap_or_default().node_transaction_precheck_code() {
        Code::Ok => answer.receipt.filter(|receipt| receipt.status() != Code::Unknown),
        Code::ReceiptNotFound | Code::Unknown => None,
        code => panic!("no receipt: {code:?}"),
    }
}

/// Asks a node until there is a receipt.
async fn receipt(node: &NodeHandle, id: &TransactionId) -> TransactionReceipt {
    let (client, query) = (node.client().expect("it serves"), receipt_query(id));
    let begun = Instant::now();
    loop {
        let answer = client.query(HederaFunctionality::TransactionGetReceipt, query.clone()).await;
        if let Some(receipt) = receipt_in(Response::decode(answer.unwrap()).unwrap()) {
            return receipt;
        }
        assert!(begun.elapsed() < LONG, "{} has no receipt", node.name());
        tokio::task::yield_now().await;
    }
}

/// Returns when a node does not go on as it should, and says why.
async fn failure(node: &NodeHandle) -> String {
    loop {
        let disagreement = node.daemon().wait_for("iss", |value| Some(value.clone()));
        tokio::select! {
            exit = node.ended() => return format!("{} ended: {exit:?}", node.name()),
            disagreement = disagreement => {
                // Otherwise it has only been waited for long enough, or the process has ended.
                if let Ok(value) = disagreement {
                    return format!("{}: {value}", node.name());
                }
            }
        }
    }
}

/// The states of the nodes of a network that was stopped, as each has it on its own disk: they are started once more, in this process.
async fn states(cluster: &Cluster) -> Vec<State> {
    let settings = cluster.nodes().iter().map(|node| {
        assert!(!node.layout().marker(Marker::Iss).exists(), "{} has another state", node.name());
        NodeSettings::read(&node.layout().dir().join("settings.json")).unwrap()
    });
    let settings: Vec<_> = settings.collect();
    let sockets: Vec<_> = settings.iter().map(|settings| Sockets::bind(settings).unwrap()).collect();
    let bound = sockets.iter().map(|sockets| sockets.bound().unwrap().gossip);
    let live = LiveAddresses { gossip: (0..).zip(bound).collect() };
    let starts = settings.into_iter().zip(sockets).map(|(settings, sockets)| {
        Node::start(Arc::new(settings), sockets, Some(&live), Arc::new(RealDisk), Emitter::disconnected())
    });
    let nodes = try_join_all(starts).await.unwrap();
    for node in &nodes {
        let mut status = node.status();
        let active = status.wait_for(|status| *status == PlatformStatus::Active);
        tokio::time::timeout(LONG, active).await.expect("it is active again").unwrap();
    }
    let states = nodes.iter().map(|node| node.ledger().state().clone()).collect();
    join_all(nodes.into_iter().map(Node::stop)).await;
    states
}

/// Tells a node in this process what processes were told that began with the state in a file, at these times; it answers each
/// transaction as they did.
fn told_again(told: &[Told], beginning: &Path, times: &BTreeMap<TransactionKey, Timestamp>) -> EmbeddedNode {
    let beginning = fs::read(beginning).unwrap();
    let begun = State::load(&beginning).unwrap().network.last_consensus_time;
    let clock = Arc::new(VirtualClock::new(begun));
    let config = EmbeddedConfig { clock: Arc::clone(&clock) as Arc<dyn Clock>, ..EmbeddedConfig::default() };
    let node = EmbeddedNode::start(config);
    node.resume(&beginning, &Genesis::default()).unwrap();
    for told in told {
        if told.receipt.is_some() {
            let passed = times[&told.key()].as_nanos() - clock.now().as_nanos();
            clock.advance(Duration::from_nanos(passed.try_into().expect("consensus times grow")));
        }
        let precheck = node.submit(&told.bytes).node_transaction_precheck_code();
        assert_eq!(precheck, told.precheck, "{}", told.what);
        let receipt = receipt_in(node.query(&receipt_query(&told.id)).unwrap());
        assert_eq!(receipt, told.receipt, "{}", told.what);
    }
    node
}

/// Fails where two states first differ.
fn assert_same(one: &State, other: &State, whose: &str) {
    assert_table("accounts", &one.accounts, &other.accounts, whose);
    assert_table("tokens", &one.tokens, &other.tokens, whose);
    assert_table("relations", &one.relations, &other.relations, whose);
    assert_table("nfts", &one.nfts, &other.nfts, whose);
    assert_table("airdrops", &one.airdrops, &other.airdrops, whose);
    assert_table("histories", &one.histories, &other.histories, whose);
    assert_table("handled", &one.handled, &other.handled, whose);
    assert_eq!(one.network, other.network, "{whose}");
    assert_eq!(one.hash(), other.hash(), "{whose}: something else");
}

fn assert_table<K, V>(table: &str, one: &Map<K, V>, other: &Map<K, V>, whose: &str)
where
    K: PartialEq + Debug,
    V: PartialEq + Debug,
{
    for (ours, theirs) in one.iter().zip(other.iter()) {
        assert_eq!(ours, theirs, "{table} of {whose}");
    }
    assert_eq!(one.len(), other.len(), "{table} of {whose}");
}

#[tokio::test(flavor = "multi_thread")]
async fn four_processes_and_a_node_in_this_one_come_to_the_same() {
    let cluster = started(4).await;
    let keys = Keys::new();
    let failures = select_all(cluster.nodes().iter().map(|node| Box::pin(failure(node))));
    let told = tokio::select! {
        told = Teller::tell_all(cluster.nodes(), &keys) => told,
        (why, ..) = failures => panic!("{why}"),
    };
    cluster.stop().await.unwrap();
    let states = states(&cluster).await;
    for (node, state) in cluster.nodes().iter().zip(&states).skip(1) {
        assert_same(&states[0], state, &node.name().to_string());
    }
    let times = states[0].handled.iter().map(|(time, key)| (*key, *time)).collect();
    let embedded = told_again(&told, &cluster.dir().join("genesis.state"), &times);
    assert_same(&states[0], embedded.ledger().state(), "the node in this process");
}
