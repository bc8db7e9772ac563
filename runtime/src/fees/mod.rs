//! The fees of a network, as its clients compute them.

mod calculator;
mod fetch;
mod function;
mod rates;
mod usage;

use std::sync::Arc;

use hapi_proto::{fees::FeeSchedule, services::TransactionBody};

pub use calculator::{Fee, TinybarFee, fee_of};
pub use function::function_of;
pub use rates::{Rate, Rates};

use crate::{
    made_once::MadeOnce,
    spec::{OpError, Spec},
};

/// The fee schedule and the exchange rates of a network. They are read from its files 0.0.113 and 0.0.112 once, by the
/// first spec that needs them, and kept until [`FeesAndRates::invalidate`].
#[derive(Debug, Default)]
pub struct FeesAndRates {
    loaded: MadeOnce<Arc<Loaded>>,
}

/// What the files say.
#[derive(Clone, Debug)]
pub struct Loaded {
    /// The schedule; `None` if the network has none, as before HIP-1261.
    pub schedule: Option<FeeSchedule>,
    /// The exchange rates.
    pub rates: Rates,
}

impl FeesAndRates {
    /// What the files say; read now, unless they were before.
    pub async fn load(&self, spec: &Spec) -> Result<Arc<Loaded>, OpError> {
        let read = || {
            let spec = spec.clone();
            async move {
                let read = fetch::load(&spec).await;
                read.map(Arc::new).map_err(|error| error.context("the network's fees cannot be read"))
            }
        };
        self.loaded.get_or_make(read).await
    }

    /// Has the files read again when they are needed next: an operation that changes one of them calls this.
    pub fn invalidate(&self) {
        self.loaded.clear();
    }

    /// The fee to offer for this body with so many signatures, in tinybars: what it costs, and the setup's margin.
    pub(crate) async fn offer(
        &self,
        spec: &Spec,
        body: &TransactionBody,
        signatures: u64,
    ) -> Result<u64, OpError> {
        let Some(fee) = self.estimate(spec, body, signatures).await? else {
            return Ok(spec.setup().default_fee.cast_unsigned());
        };
        Ok(fee.total().saturating_mul(spec.setup().fee_offer_percent.into()) / 100)
    }

    /// What this body costs now with so many signatures; `None` if the network has no schedule.
    pub(crate) async fn estimate(
        &self,
        spec: &Spec,
        body: &TransactionBody,
        signatures: u64,
    ) -> Result<Option<TinybarFee>, OpError> {
        let loaded = self.load(spec).await?;
        let rate = loaded.rates.at(spec.consensus_time());
        Ok(loaded.schedule.as_ref().map(|schedule| fee_of(schedule, body, signatures).in_tinybars(rate)))
    }
}
