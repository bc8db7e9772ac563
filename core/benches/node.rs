//! What a transaction costs in four nodes that order and handle it, without the signatures; beside what the ledger alone takes.

#[path = "../tests/simulation/traffic.rs"]
mod traffic;

use std::{
    collections::{BTreeMap, VecDeque},
    hint::black_box,
};

use bytes::Bytes;
use criterion::{BatchSize, Criterion, Throughput};
use ed25519_zebra::{SigningKey, VerificationKey};
use hapi_node_core::{
    Begin, Config, MemberInfo, NodeConfig, NodeCore, NodeEffect, PlatformStatus, Timing, VerifiedEvent,
    VerifiedPayload,
    hashgraph::{Limits, MemberId, Nanos},
    ledger::{Ledger, handle::CheckedTx, ingest::Ingest},
};
use hapi_proto::services::Timestamp;

const NODES: u64 = 4;
const TRANSFERS: u64 = 2_000;
/// How many transfers come together.
const AT_ONCE: usize = 50;
/// How long it takes until the next come: 5,000 a second.
const PAUSE: Nanos = 10_000_000;
/// How long a message takes.
const DELAY: Nanos = 200_000;
const START: Nanos = 1_800_000_000_000_000_000;

struct Bench {
    nodes: Vec<NodeCore>,
    /// What is under way, with the time when it arrives.
    messages: VecDeque<(Nanos, MemberId, MemberId, Bytes)>,
    /// Copies of what will be found in events.
    found: BTreeMap<Bytes, Vec<CheckedTx>>,
    transfers: Vec<(usize, CheckedTx)>,
    handled: u64,
    events: u64,
    now: Nanos,
}

fn config(me: u64) -> Config {
    let member = |id| {
        let key = VerificationKey::from(&SigningKey::from([u8::try_from(id).expect("few"); 32])).into();
        MemberInfo { id: MemberId(id), weight: 1, key }
    };
    Config {
        me: MemberId(me),
        key: [u8::try_from(me).expect("few"); 32],
        members: (0..NODES).map(member).collect(),
        timing: Timing::default(),
        limits: Limits::default(),
        sync_own_events: false,
        pool_bytes: 16 << 20,
        waiting_events: 10_000,
    }
}

fn checked(genesis: &Ledger) -> Vec<(usize, CheckedTx)> {
    let now = Timestamp::from_nanos(START.into());
    let mut ingests: Vec<_> = (0..NODES).map(|node| Ingest::new(traffic::node_account(node))).collect();
    let check = |n| {
        let node = n % NODES;
        let slot = usize::try_from(node).expect("few");
        let bytes = traffic::transfer(n, node, now);
        (slot, ingests[slot].check(genesis, &bytes, now).expect("it passes ingest"))
    };
    (0..TRANSFERS).map(check).collect()
}

impl Bench {
    fn new(genesis: &Ledger, transfers: &[(usize, CheckedTx)]) -> Self {
        let found = |(_, tx): &(usize, CheckedTx)| {
            (tx.parsed().signed_bytes.clone(), vec![tx.clone(), tx.clone(), tx.clone()])
        };
        let mut bench = Self {
            nodes: Vec::new(),
            messages: VecDeque::new(),
            found: transfers.iter().map(found).collect(),
            transfers: transfers.to_vec(),
            handled: 0,
            events: 0,
            now: START,
        };
        let mut effects = Vec::new();
        for id in 0..NODES {
            let begin = Begin::Genesis(genesis.fork());
            let (node, started) = NodeCore::start(NodeConfig::new(config(id)), begin, Vec::new(), START)
                .expect("the configuration is right");
            bench.nodes.push(node);
            effects.push(started);
        }
        for (node, effects) in effects.into_iter().enumerate() {
            bench.perform(node, effects);
        }
        for node in 0..bench.nodes.len() {
            for peer in (0..NODES).filter(|peer| *peer != node as u64) {
                let effects = bench.nodes[node].connected(MemberId(peer), START);
                bench.perform(node, effects);
            }
        }
        bench.pass(START + 100 * PAUSE);
        assert!(bench.nodes.iter().all(|node| node.status() == PlatformStatus::Active));
        bench
    }

    fn perform(&mut self, at: usize, effects: Vec<NodeEffect>) {
        for effect in effects {
            match effect {
                NodeEffect::Send { to, message } => {
                    self.messages.push_back((self.now + DELAY, MemberId(at as u64), to, message));
                }
                NodeEffect::Verify { from, events } => {
                    let events = events.into_iter().map(|event| VerifiedEvent {
                        payloads: event
                            .content()
                            .transactions
                            .iter()
                            .map(|bytes| self.payload(bytes))
                            .collect(),
                        event,
                        is_signed: true,
                    });
                    let events = events.collect();
                    let effects = self.nodes[at].verified(from, events, self.now);
                    self.perform(at, effects);
                }
                NodeEffect::Handled(round) => self.handled += round.transactions.len() as u64,
                NodeEffect::Append(_) => self.events += 1,
                other => drop(black_box(other)),
            }
        }
    }

    /// What is in an event, as a verifier would say it.
    fn payload(&mut self, bytes: &Bytes) -> VerifiedPayload {
        let found = self.found.get_mut(&bytes.slice(1..)).and_then(Vec::pop);
        found.map_or(VerifiedPayload::Other, |tx| VerifiedPayload::Transaction(Box::new(tx)))
    }

    /// Lets time pass until `end`.
    fn pass(&mut self, end: Nanos) {
        loop {
            let arrival = self.messages.front().map(|(time, ..)| *time);
            let wake = self.nodes.iter().map(NodeCore::next_wake).min();
            let next = arrival.into_iter().chain(wake).fold(end, Nanos::min);
            self.now = self.now.max(next);
            let has_arrived = arrival.is_some_and(|time| time <= next);
            if has_arrived && let Some((_, from, to, message)) = self.messages.pop_front() {
                let at = usize::try_from(to.0).expect("few");
                let effects = self.nodes[at].received(from, message, self.now);
                self.perform(at, effects);
            } else if next < end {
                for at in 0..self.nodes.len() {
                    if self.nodes[at].next_wake() <= self.now {
                        let effects = self.nodes[at].tick(self.now);
                        self.perform(at, effects);
                    }
                }
            } else {
                return;
            }
        }
    }

    fn run(&mut self) {
        let transfers = std::mem::take(&mut self.transfers);
        let mut transfers = transfers.into_iter().peekable();
        while transfers.peek().is_some() {
            for (node, tx) in transfers.by_ref().take(AT_ONCE) {
                let effects = self.nodes[node].submit(tx, self.now).expect("the pool has room");
                self.perform(node, effects);
            }
            self.pass(self.now + PAUSE);
        }
        self.pass(self.now + 100 * PAUSE);
        assert_eq!(self.handled, NODES * TRANSFERS, "all were handled by all");
    }
}

fn node(c: &mut Criterion) {
    let genesis = traffic::genesis();
    let transfers = checked(&genesis);
    let mut once = Bench::new(&genesis, &transfers);
    let before = once.events;
    once.run();
    println!("{} events for {TRANSFERS} transfers", (once.events - before) / NODES);
    let mut group = c.benchmark_group("transfers");
    group.sample_size(10);
    group.throughput(Throughput::Elements(NODES * TRANSFERS));
    group.bench_function("ordered and handled by four nodes", |b| {
        b.iter_batched(|| Bench::new(&genesis, &transfers), |mut bench| bench.run(), BatchSize::PerIteration);
    });
    group.throughput(Throughput::Elements(TRANSFERS));
    for (name, hashed) in [("handled by a ledger", false), ("handled by a ledger, with state hashes", true)] {
        group.bench_function(name, |b| {
            b.iter_batched(
                || genesis.fork(),
                |mut ledger| {
                    let mut time = Timestamp::from_nanos(START.into());
                    for transfers in transfers.chunks(AT_ONCE) {
                        for (node, tx) in transfers {
                            time = time.plus_nanos(1_000);
                            black_box(ledger.handle(tx, time, *node as u64));
                        }
                        if hashed {
                            black_box(ledger.state_hash());
                        }
                    }
                    ledger
                },
                BatchSize::PerIteration,
            );
        });
    }
    group.finish();
}

fn main() {
    let mut criterion = Criterion::default().configure_from_args();
    node(&mut criterion);
    criterion.final_summary();
}
