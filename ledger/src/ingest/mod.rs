//! What a node checks before it submits a transaction.
//!
//! The work is split in two, so that many submitters can be checked at once: [`precheck`] reads a ledger that does not
//! change, and verifies signatures, [`precheck_all`] those of many in one go; [`Ingest::admit`] then takes the little that is the node's own, its memory of what it
//! submitted and its throttles. The codes come in the order of the reference all the same: what fails late is kept until
//! then.

mod batch;
mod dedup;
mod features;
mod payer;
mod precheck;
mod throttle;

pub use batch::precheck_all;
pub use precheck::{Prechecked, Unverified, begin, precheck};

use bytes::Bytes;
use hapi_proto::services::{HederaFunctionality, Timestamp};

use self::{dedup::Dedup, throttle::NodeThrottles};
use crate::{
    Ledger, ResponseCode,
    crypto::Verifier,
    envelope::{Envelope, ParsedTx, Signatures},
    handle::{CheckedTx, Outcome},
    records::TransactionKey,
    state::{Account, EntityNum, Store},
    throttles::Demand,
};

/// Why a transaction is not submitted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{code:?}")]
pub struct Rejection {
    /// The code for the client.
    pub code: ResponseCode,
    /// What it would have cost, in tinybar; only when money is what lacked, otherwise 0.
    pub cost: u64,
}

impl From<ResponseCode> for Rejection {
    fn from(code: ResponseCode) -> Self {
        Self { code, cost: 0 }
    }
}

/// Reads a transaction without checking it, as if the node that it names had put it into an event all the same. Handling
/// makes all checks that consensus demands.
///
/// # Errors
/// When there is nothing to handle: the bytes are no transaction.
pub fn unchecked(ledger: &Ledger, bytes: &Bytes) -> Result<CheckedTx, Rejection> {
    let parsed = ParsedTx::parse(bytes, Envelope::Transaction, &ledger.settings().config)?;
    Ok(CheckedTx::new(parsed, alloc::vec::Vec::new()))
}

/// A node's own part of ingest: not replicated, and not part of state.
#[derive(Clone, Debug)]
pub struct Ingest {
    node_account: EntityNum,
    submitted: Dedup,
    throttles: NodeThrottles,
    verifier: Verifier,
}

impl Ingest {
    /// The ingest of the node with this account.
    pub fn new(node_account: EntityNum) -> Self {
        Self {
            node_account,
            submitted: Dedup::default(),
            throttles: NodeThrottles::default(),
            verifier: Verifier::default(),
        }
    }

    /// The account of the node.
    pub fn node_account(&self) -> EntityNum {
        self.node_account
    }

    /// Checks a transaction, and remembers it as submitted when it passes.
    ///
    /// # Errors
    /// The first check that failed.
    pub fn check(&mut self, ledger: &Ledger, bytes: &Bytes, now: Timestamp) -> Result<CheckedTx, Rejection> {
        let prechecked = precheck(ledger, &mut self.verifier, self.node_account, bytes, now)?;
        self.admit(ledger, prechecked, now)
    }

    /// The second half of the checks: whether it was submitted before, whether its type may be submitted, whether there
    /// is capacity; then what [`precheck`] found. What passes is remembered as submitted.
    ///
    /// # Errors
    /// `DuplicateTransaction`, `NotSupported`, `HooksNotEnabled`, `Busy`, and what the precheck found.
    pub fn admit(
        &mut self,
        ledger: &Ledger,
        prechecked: Prechecked,
        now: Timestamp,
    ) -> Result<CheckedTx, Rejection> {
        let tx = self.take_capacity(ledger, prechecked, now)?;
        self.remember(&tx);
        Ok(tx)
    }

    /// All checks of a query's payment that are those of any transaction. It is not remembered yet.
    pub(crate) fn check_payment(
        &mut self,
        ledger: &Ledger,
        bytes: &Bytes,
        now: Timestamp,
    ) -> Result<CheckedTx, Rejection> {
        let prechecked = precheck(ledger, &mut self.verifier, self.node_account, bytes, now)?;
        self.take_capacity(ledger, prechecked, now)
    }

    fn take_capacity(
        &mut self,
        ledger: &Ledger,
        prechecked: Prechecked,
        now: Timestamp,
    ) -> Result<CheckedTx, Rejection> {
        let Prechecked { tx, feature, late } = prechecked;
        let key = tx.parsed().key().ok_or(ResponseCode::PayerAccountNotFound)?;
        let longest = ledger.settings().config.transaction.max_valid_duration;
        self.submitted.forget_expired(now.plus_seconds(-longest));
        if self.submitted.contains(&key) || ledger.state().histories.get(&key).is_some() {
            return Err(ResponseCode::DuplicateTransaction.into());
        }
        feature?;
        let throttled = ledger.settings().config.accounts.ingest_throttle;
        if throttled && !self.throttles.admit(ledger, demand(ledger, &tx), now, key.payer) {
            return Err(ResponseCode::Busy.into());
        }
        let late = late.and_then(|()| self.check_high_volume_solvency(ledger, &tx, now));
        if let Err(rejection) = late {
            self.give_back(ledger, &tx);
            return Err(rejection);
        }
        Ok(tx)
    }

    /// What high volume costs shows only in the throttles.
    fn check_high_volume_solvency(
        &mut self,
        ledger: &Ledger,
        tx: &CheckedTx,
        now: Timestamp,
    ) -> Result<(), Rejection> {
        if !tx.parsed().body.high_volume {
            return Ok(());
        }
        let utilisation = self.throttles.high_volume_utilisation(ledger, tx.parsed().function, now);
        payer::check_solvency(ledger, tx.parsed(), utilisation, now)
    }

    /// Remembers a transaction as submitted: it is a duplicate from now on, and its receipt is unknown, not missing.
    pub(crate) fn remember(&mut self, tx: &CheckedTx) {
        if let Some(key) = tx.parsed().key() {
            self.submitted.insert(key);
        }
    }

    /// Gives back the capacity of a transaction that is not submitted after all.
    pub(crate) fn give_back(&mut self, ledger: &Ledger, tx: &CheckedTx) {
        if let Some(payer) = tx.parsed().payer() {
            self.throttles.give_back(demand(ledger, tx), payer);
        }
    }

    /// Gives back the capacity for accounts that a transaction was to create on the way, when it failed. To be called by
    /// the node that submitted it, with the ledger after handling.
    pub fn settle(&mut self, ledger: &Ledger, tx: &CheckedTx, outcome: &Outcome) {
        let creates = tx.parsed().function != demand(ledger, tx).function;
        if creates && outcome.status() != ResponseCode::Success {
            self.give_back(ledger, tx);
        }
    }

    /// Takes the capacity for a query. Queries without a payment are asked by nobody, account 0.
    pub(crate) fn allow_query(
        &mut self,
        ledger: &Ledger,
        function: HederaFunctionality,
        operations: u64,
        now: Timestamp,
        payer: EntityNum,
    ) -> bool {
        let demand = Demand { operations, ..Demand::one(function) };
        self.throttles.admit(ledger, demand, now, payer)
    }

    /// Whether an account signed a transaction, as its payer would have to.
    pub(crate) fn is_signed_by(&mut self, tx: &CheckedTx, account: &Account) -> bool {
        let mut signatures = Signatures::new(tx.parsed(), tx.verdicts(), &mut self.verifier);
        payer::signed(&mut signatures, account)
    }

    /// Whether a transaction was submitted through this node and may still come back from consensus.
    pub fn has_submitted(&self, key: &TransactionKey) -> bool {
        self.submitted.contains(key)
    }
}

/// What a transaction takes from the throttles.
fn demand(ledger: &Ledger, tx: &CheckedTx) -> Demand {
    let (parsed, store) = (tx.parsed(), Store::new(ledger.state()));
    Demand::of(parsed.function, &parsed.body, &store, &ledger.settings().config)
}
