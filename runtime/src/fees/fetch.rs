//! Reading of a network's fee files.

use hapi_proto::services::ExchangeRateSet;
use prost::Message;

use super::{Loaded, Rates};
use crate::{
    spec::{OpError, Spec},
    system_files::contents,
};

const EXCHANGE_RATES: u64 = 112;
const FEE_SCHEDULE: u64 = 113;

pub(super) async fn load(spec: &Spec) -> Result<Loaded, OpError> {
    let rates = contents(spec, EXCHANGE_RATES).await?;
    let rates = rates.ok_or_else(|| OpError::new("the network has no exchange rates (file 0.0.112)"))?;
    let rates = Rates::new(ExchangeRateSet::decode(rates)?);
    let rates = rates.ok_or_else(|| OpError::new("the exchange rates (file 0.0.112) are not positive"))?;
    // A schedule that is uploaded in part is none; what the network charges by meanwhile, nobody can read.
    let schedule = contents(spec, FEE_SCHEDULE).await?;
    let schedule = schedule.and_then(|bytes| hapi_proto::fees::FeeSchedule::decode(bytes).ok());
    Ok(Loaded { schedule, rates })
}
