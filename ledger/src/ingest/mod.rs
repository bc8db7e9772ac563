//! What a node checks before it submits a transaction.
//!
//! The work is split in two, so that many submitters can be checked at once: [`precheck`] reads a ledger that does not
//! change, and verifies signatures; [`Ingest::admit`] then takes the little that is the node's own, its memory of what it
//! submitted and its throttles. The codes come in the order of the reference all the same: what fails late is kept until
//! then.

mod dedup;
mod features;
mod payer;
mod precheck;

pub use precheck::{Prechecked, precheck};

use alloc::sync::Arc;

use bytes::Bytes;
use hapi_proto::services::Timestamp;

use self::dedup::Dedup;
use crate::{Ledger, ResponseCode, crypto::Verifier, handle::CheckedTx, state::EntityNum};

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

/// A node's own part of ingest: not replicated, and not part of state.
#[derive(Clone, Debug)]
pub struct Ingest {
    node_account: EntityNum,
    submitted: Dedup,
    verifier: Verifier,
}

impl Ingest {
    /// The ingest of the node with this account.
    pub fn new(node_account: EntityNum) -> Self {
        Self { node_account, submitted: Dedup::default(), verifier: Verifier::default() }
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
        let key = prechecked.tx.parsed().key().ok_or(ResponseCode::PayerAccountNotFound)?;
        let config = Arc::clone(&ledger.settings().config);
        self.submitted.forget_expired(now.plus_seconds(-config.transaction.max_valid_duration));
        if self.submitted.contains(&key) || ledger.state().histories.get(&key).is_some() {
            return Err(ResponseCode::DuplicateTransaction.into());
        }
        prechecked.feature?;
        prechecked.late?;
        self.submitted.insert(key);
        Ok(prechecked.tx)
    }

    /// Whether a transaction was submitted through this node and may still come back from consensus.
    pub fn has_submitted(&self, key: &crate::records::TransactionKey) -> bool {
        self.submitted.contains(key)
    }
}
