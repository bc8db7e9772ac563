//! The transaction types: one file each, one trait for all.
//!
//! The body message itself implements [`TransactionType`]; [`typed`] is the one place that names them all, and it does
//! not compile until a new type is complete.

use hapi_proto::services::TransactionBody;

use crate::{
    ResponseCode,
    config::Config,
    fees::{FeeContext, Usage},
    handle::Handle,
    keys::RequiredKeys,
};

/// What a transaction type does, in the order in which it is asked.
///
/// No method may panic: whatever a transaction says is answered with a [`ResponseCode`].
pub trait TransactionType {
    /// Checks what can be known from the body alone. Runs at ingest and again before handling.
    fn pure_checks(&self, cx: &PureChecks<'_>) -> Result<(), ResponseCode>;

    /// Names what must be signed besides by the payer.
    fn required_keys(&self, keys: &mut RequiredKeys<'_>) -> Result<(), ResponseCode>;

    /// Checks against state, and changes it. An error undoes every change; the fee is charged all the same.
    fn handle(&self, cx: &mut Handle<'_, '_>) -> Result<(), ResponseCode>;

    /// What it uses beyond its base price (HIP-1261).
    fn fees(&self, cx: &FeeContext<'_>) -> Usage;
}

/// What the checks of a body may look at.
#[derive(Debug)]
pub struct PureChecks<'a> {
    /// The ledger's properties.
    pub config: &'a Config,
    /// The whole body.
    pub body: &'a TransactionBody,
}
