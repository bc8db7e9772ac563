//! What a transaction takes from the buckets.

use hapi_proto::services::{HederaFunctionality, TransactionBody};

use crate::{config::Config, fees::is_priced_by_volume, state::Store, transactions};

/// So many operations of a functionality.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Demand {
    /// Which.
    pub function: HederaFunctionality,
    /// How many.
    pub operations: u64,
    /// Whether they go into the high-volume buckets (HIP-1313).
    pub high_volume: bool,
}

impl Demand {
    /// One operation, at normal volume.
    pub fn one(function: HederaFunctionality) -> Self {
        Self { function, operations: 1, high_volume: false }
    }

    /// What a transaction of this functionality demands: one that creates accounts on the way counts as their creations
    /// instead. The flag for high volume has no effect where there is no such volume: transfers that create nothing
    /// count as any other.
    pub(crate) fn of(
        function: HederaFunctionality,
        body: &TransactionBody,
        store: &Store<'_>,
        config: &Config,
    ) -> Self {
        let data = body.data.as_ref();
        let creations = data.map_or(0, |data| transactions::typed(data).implicit_creations(store, config));
        let flagged = body.high_volume && config.fees.high_volume;
        if creations > 0 {
            let function = HederaFunctionality::CryptoCreate;
            return Self { function, operations: creations, high_volume: flagged };
        }
        Self { high_volume: flagged && is_priced_by_volume(function), ..Self::one(function) }
    }
}
