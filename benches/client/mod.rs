//! A client that does nothing but signed transfers, and ledgers for it.

use std::{sync::Arc, time};

use bytes::Bytes;
use hapi_ledger::{ResponseCode, genesis::DEVELOPMENT_PUBLIC_KEY, keys::Key, state::Account};
use hapi_node::{EmbeddedConfig, EmbeddedNode};
use hapi_proto::services::{
    AccountId, Query, QueryHeader, Timestamp, TransactionBody, TransactionGetReceiptQuery, TransactionId,
    query, response,
};
use prost::Message;

use crate::{
    bodies::{BALANCE, development_key, signed, transfer},
    creation::{TREASURY, create},
    direct::{Direct, FIRST, SteppingClock},
};

/// A payer at an embedded node.
#[derive(Clone, Debug)]
pub(crate) struct Client {
    node: EmbeddedNode,
    clock: Arc<SteppingClock>,
    key: hapi_ledger::crypto::SecretKey,
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
        client.send(&create(&client.public_key, BALANCE, client.last));
        client.assert_succeeded();
        client.payer = node.ledger().state().network.next_entity - 1;
        client
    }

    /// One transfer, from its making to its record.
    pub(crate) fn transfer(&mut self) {
        self.last = self.clock.tick();
        self.send(&transfer(self.payer, TREASURY, self.last));
    }

    fn send(&self, body: &TransactionBody) {
        let response = self.node.submit(&signed(&self.key, &self.public_key, body));
        assert_eq!(response.node_transaction_precheck_code(), ResponseCode::Ok);
    }

    /// Makes sure that the last transaction really came to something: asks for its receipt, as clients do.
    pub(crate) fn assert_succeeded(&self) {
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
}

/// A ledger with so many accounts more than at genesis, all of which may pay.
#[derive(Debug)]
pub(crate) struct Many {
    /// The ledger.
    pub(crate) direct: Direct,
    accounts: u64,
    random: u64,
}

impl Many {
    /// A ledger whose state is made without transactions.
    pub(crate) fn new(accounts: u64) -> Self {
        let mut state = Direct::genesis();
        for num in FIRST..FIRST + accounts {
            // A key of its own in memory, as accounts have that were created by transactions.
            let key = Arc::new(Key::Ed25519(DEVELOPMENT_PUBLIC_KEY));
            state.accounts.insert(num, Account { balance: BALANCE, ..Account::new(num, key) });
        }
        state.network.next_entity += accounts;
        Self { direct: Direct::new(state), accounts, random: 1 }
    }

    /// A transfer between two of its accounts, any of which is as likely as the others.
    pub(crate) fn transfer_bytes(&mut self) -> Bytes {
        let payer = self.any();
        let receiver = FIRST + (payer - FIRST + 1 + self.any() % (self.accounts - 1)) % self.accounts;
        let now = self.direct.tick();
        self.direct.signed(&transfer(payer, receiver, now))
    }

    /// Handles 100 transfers in a row that were checked before, and returns what one of them took.
    pub(crate) fn handle_many(&mut self) -> time::Duration {
        let checked: Vec<_> = (0..100)
            .map(|_| {
                let bytes = self.transfer_bytes();
                self.direct.check(&bytes)
            })
            .collect();
        let start = time::Instant::now();
        for tx in &checked {
            self.direct.handle(tx);
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
