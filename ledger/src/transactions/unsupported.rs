//! What this ledger does not do.

use super::{PureChecks, TransactionType};
use crate::{
    ResponseCode,
    fees::{FeeContext, Usage},
    handle::Handle,
    keys::RequiredKeys,
};

/// A transaction type that is refused with `NOT_SUPPORTED` wherever it is met: at ingest, before any fee.
#[derive(Clone, Copy, Debug)]
pub struct Unsupported;

impl TransactionType for Unsupported {
    fn pure_checks(&self, _cx: &PureChecks<'_>) -> Result<(), ResponseCode> {
        Err(ResponseCode::NotSupported)
    }

    fn required_keys(&self, _keys: &mut RequiredKeys<'_>) -> Result<(), ResponseCode> {
        Err(ResponseCode::NotSupported)
    }

    fn handle(&self, _cx: &mut Handle<'_, '_>) -> Result<(), ResponseCode> {
        Err(ResponseCode::NotSupported)
    }

    fn fees(&self, _cx: &FeeContext<'_>) -> Usage {
        Usage::BASE
    }
}
