//! A client that does nothing but signed transfers, and ledgers for it.

use std::{
    sync::{
        Arc,
        atomic::{AtomicI64, Ordering},
    },
    time,
};

use bytes::Bytes;
use hapi_ledger::{
    Ledger, ResponseCode,
    crypto::SecretKey,
    genesis::{DEVELOPMENT_PUBLIC_KEY, Genesis, GenesisNode},
    handle::CheckedTx,
    ingest::Ingest,
    keys::Key,
    records::TransactionKey,
    state::Account,
};
use hapi_node::{Clock, EmbeddedConfig, EmbeddedNode};
use hapi_proto::services::{
    AccountId, Query, QueryHeader, Timestamp, TransactionBody, TransactionGetReceiptQuery, TransactionId, query, response,
};
use prost::Message;

use crate::bodies::{self, BALANCE, NODE, TREASURY, development_key, signed, transfer};

/// The number of the first account after those of the genesis.
pub(crate) const FIRST: u64 = 1001;
/// A clock that moves on by a step whenever a transaction is made. With a step of 10 ms it is a busy network at which 100
/// transactions arrive a second, whatever the machine: records are forgotten after three minutes, so that after 18,000
/// transactions as many are forgotten as are added.
#[derive(Debug)]
pub(crate) struct SteppingClock {
    nanos: AtomicI64,
    step: i64,
}

impl SteppingClock {
    /// A clock that starts a second after the default genesis, and makes steps of so many microseconds.
    pub(crate) fn new(step_micros: i64) -> Self {
        let start = Genesis::default().consensus_time.plus_seconds(1).as_nanos();
        let nanos = i64::try_from(start).expect("a time before the year 2262");
        Self { nanos: AtomicI64::new(nanos), step: step_micros * 1000 }
    }

    /// Makes a step. The time it comes to is nobody else's.
    pub(crate) fn tick(&self) -> Timestamp {
        let nanos = self.nanos.fetch_add(self.step, Ordering::Relaxed) + self.step;
        Timestamp::from_nanos(nanos.into())
    }
}

impl Clock for SteppingClock {
    fn now(&self) -> Timestamp {
        Timestamp::from_nanos(self.nanos.load(Ordering::Relaxed).into())
    }
}

/// A payer at an embedded node.
#[derive(Clone, Debug)]
pub(crate) struct Client {
    node: EmbeddedNode,
    clock: Arc<SteppingClock>,
    key: SecretKey,
    public_key: Bytes,
    payer: u64,
    last: Timestamp,
}

impl Client {
    /// A payer at a new node of its own.
    pub(crate) fn start(step_micros: i64) -> Self {
        let clock = Arc::new(SteppingClock::new(step_micros));
        let node = EmbeddedNode::start(EmbeddedConfig { clock: clock.clone(), ..EmbeddedConfig::default() });
        Self::at(&node, &clock)
    }

    /// Another payer at the same node.
    pub(crate) fn beside(&self) -> Self {
        Self::at(&self.node, &self.clock)
    }

    fn at(node: &EmbeddedNode, clock: &Arc<SteppingClock>) -> Self {
        let key = development_key();
        let public_key = Bytes::copy_from_slice(key.public().as_bytes());
        let mut client = Self {
            node: node.clone(),
            clock: clock.clone(),
            key,
            public_key,
            payer: TREASURY,
            last: Timestamp::default(),
        };
        client.last = client.clock.tick();
        client.send(&bodies::create(&client.public_key, BALANCE, client.last));
        client.assert_succeeded();
        client.payer = node.ledger().state().network.next_entity - 1;
        client
    }

    /// One transfer, from its making to its record.
    pub(crate) fn transfer(&mut self) {
        self.last = self.clock.tick();
        self.send(&transfer(self.payer, TREASURY, self.last));
    }

    /// One transfer, and the question for its receipt: all that a test which transfers once asks of a node.
    pub(crate) fn transfer_and_ask(&mut self) {
        self.transfer();
        let get = TransactionGetReceiptQuery {
            header: Some(QueryHeader::default()),
            transaction_id: Some(TransactionId::new(AccountId::from_num(self.payer), self.last)),
            ..TransactionGetReceiptQuery::default()
        };
        let query = Query { query: Some(query::Query::TransactionGetReceipt(get)) };
        let answer = self.node.query(&query.encode_to_vec().into()).expect("it is a query");
        let Some(response::Response::TransactionGetReceipt(answer)) = answer.response else {
            panic!("a receipt query is answered with {answer:?}");
        };
        assert_eq!(answer.receipt.map(|receipt| receipt.status()), Some(ResponseCode::Success));
    }

    fn send(&self, body: &TransactionBody) {
        let response = self.node.submit(&signed(&self.key, &self.public_key, body));
        assert_eq!(response.node_transaction_precheck_code(), ResponseCode::Ok);
    }

    /// Makes sure that the last transaction really came to something.
    pub(crate) fn assert_succeeded(&self) {
        let key = TransactionKey { payer: self.payer, start: self.last, scheduled: false };
        let ledger = self.node.ledger();
        let record = ledger.state().histories.get(&key).and_then(|history| history.priority());
        assert_eq!(record.map(|record| record.status), Some(ResponseCode::Success));
    }
}

/// A ledger and the ingest before it, without the node around them, and with so many accounts more than at genesis, all of
/// which may pay.
#[derive(Debug)]
pub(crate) struct Direct {
    ledger: Ledger,
    ingest: Ingest,
    clock: SteppingClock,
    key: SecretKey,
    public_key: Bytes,
    accounts: u64,
    random: u64,
}

impl Direct {
    /// A ledger whose state is made without transactions.
    pub(crate) fn new(accounts: u64) -> Self {
        let genesis = Genesis { nodes: vec![GenesisNode::local(0)], ..Genesis::default() };
        let mut state = genesis.build();
        for num in FIRST..FIRST + accounts {
            // A key of its own in memory, as accounts have that were created by transactions.
            let key = Arc::new(Key::Ed25519(DEVELOPMENT_PUBLIC_KEY));
            state.accounts.insert(num, Account { balance: BALANCE, ..Account::new(num, key) });
        }
        state.network.next_entity += accounts;
        let ledger = Ledger::from_state(state, Arc::new(genesis.config)).expect("the files of a genesis");
        let key = development_key();
        let public_key = Bytes::copy_from_slice(key.public().as_bytes());
        let clock = SteppingClock::new(10_000);
        Self { ledger, ingest: Ingest::new(NODE), clock, key, public_key, accounts, random: 1 }
    }

    /// The ledger.
    pub(crate) fn ledger(&self) -> &Ledger {
        &self.ledger
    }

    /// A transfer between two of its accounts, any of which is as likely as the others.
    pub(crate) fn transfer_bytes(&mut self) -> Bytes {
        let payer = self.any();
        let receiver = FIRST + (payer - FIRST + 1 + self.any() % (self.accounts - 1)) % self.accounts;
        signed(&self.key, &self.public_key, &transfer(payer, receiver, self.clock.tick()))
    }

    /// The transaction, with verdicts on its signatures.
    pub(crate) fn check(&mut self, bytes: &Bytes) -> CheckedTx {
        self.ingest.check(&self.ledger, bytes, self.clock.now()).expect("it passes ingest")
    }

    /// Handles a transaction.
    pub(crate) fn handle(&mut self, tx: &CheckedTx) {
        let outcome = self.ledger.handle(tx, self.clock.now(), 0);
        assert_eq!(outcome.status(), ResponseCode::Success);
    }

    /// Handles 100 transfers in a row that were checked before, and returns what one of them took.
    pub(crate) fn handle_many(&mut self) -> time::Duration {
        let checked: Vec<_> = (0..100)
            .map(|_| {
                let bytes = self.transfer_bytes();
                self.check(&bytes)
            })
            .collect();
        let start = time::Instant::now();
        for tx in &checked {
            self.handle(tx);
        }
        start.elapsed() / 100
    }

    /// Well-mixed numbers that are the same in every run.
    fn any(&mut self) -> u64 {
        self.random =
            self.random.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        FIRST + (self.random >> 33) % self.accounts
    }
}
