//! What a transaction type says it uses.

use hapi_proto::{
    fees::Extra,
    services::{HederaFunctionality, TransactionBody},
};
use smallvec::SmallVec;

use crate::{config::Config, state::Store};

/// What a transaction type may look at to say what it uses.
#[derive(Debug)]
pub struct FeeContext<'a> {
    /// State as of now.
    pub store: &'a Store<'a>,
    /// The ledger's properties.
    pub config: &'a Config,
    /// The whole body.
    pub body: &'a TransactionBody,
}

/// How much of each priced extra a transaction uses. The base price of its function is always added; signatures and
/// bytes are counted for it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Usage {
    extras: SmallVec<[(Extra, u64); 4]>,
    free: bool,
    priced_as: Option<HederaFunctionality>,
}

impl Usage {
    /// Nothing but the base price.
    pub const BASE: Self = Self { extras: SmallVec::new_const(), free: false, priced_as: None };

    /// Nothing is due at all, not even for node and network.
    pub const FREE: Self = Self { extras: SmallVec::new_const(), free: true, priced_as: None };

    /// Adds `count` units of an extra.
    pub fn with(mut self, extra: Extra, count: u64) -> Self {
        self.extras.push((extra, count));
        self
    }

    /// For the execution, what another functionality costs is due.
    pub fn priced_as(self, function: HederaFunctionality) -> Self {
        Self { priced_as: Some(function), ..self }
    }

    /// Whether nothing is due.
    pub fn is_free(&self) -> bool {
        self.free
    }

    /// The functionality by whose prices the execution is charged, if it is not its own.
    pub(super) fn foreign_price(&self) -> Option<HederaFunctionality> {
        self.priced_as
    }

    /// The extras and their counts.
    pub fn extras(&self) -> &[(Extra, u64)] {
        &self.extras
    }
}
