//! A ledger and the ingest before it, without the node around them.

use std::sync::{
    Arc,
    atomic::{AtomicI64, Ordering},
};

use bytes::Bytes;
use hapi_ledger::{
    Ledger, ResponseCode,
    crypto::SecretKey,
    genesis::{Genesis, GenesisNode},
    handle::CheckedTx,
    ingest::Ingest,
    state::State,
};
use hapi_node::Clock;
use hapi_proto::services::{Timestamp, TransactionBody};

use crate::bodies::{self, NODE, development_key};

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

/// A ledger, and the ingest of its only node.
#[derive(Debug)]
pub(crate) struct Direct {
    /// The ledger.
    pub(crate) ledger: Ledger,
    ingest: Ingest,
    clock: SteppingClock,
    key: SecretKey,
    public_key: Bytes,
}

impl Direct {
    /// The state of a network with one node.
    pub(crate) fn genesis() -> State {
        Genesis { nodes: vec![GenesisNode::local(0)], ..Genesis::default() }.build()
    }

    /// A ledger with a state that was made of [`Direct::genesis`].
    pub(crate) fn new(state: State) -> Self {
        let config = Arc::new(Genesis::default().config);
        let ledger = Ledger::from_state(state, config).expect("the files of a genesis");
        let key = development_key();
        let public_key = Bytes::copy_from_slice(key.public().as_bytes());
        let clock = SteppingClock::new(10_000);
        Self { ledger, ingest: Ingest::new(NODE), clock, key, public_key }
    }

    /// Makes a step of the clock: a time that no other transaction has.
    pub(crate) fn tick(&self) -> Timestamp {
        self.clock.tick()
    }

    /// The body, signed with the development key.
    pub(crate) fn signed(&self, body: &TransactionBody) -> Bytes {
        bodies::signed(&self.key, &self.public_key, body)
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
}
