//! The fee schedule: file 0.0.113 (HIP-1261).

use futures::FutureExt;
use hapi_proto::{fees::FeeSchedule, services::HederaFunctionality};
use prost::Message;

use super::edit::{present, require};
use crate::{
    ops::util::step::Step,
    resources::FeeChanges,
    spec::{OpResult, Spec, here},
    system_files::{self, SystemFile},
};

/// Has the network charge as this file says: one that comes with hapi-test, by its name, or a JSON file of the test's
/// crate, by its path from the crate's `Cargo.toml`. What the file leaves out keeps its price.
///
/// The test must be `#[leaky_test(FeeScheduleOverrides)]`; what it overrides is restored after it.
#[track_caller]
pub fn overriding_fees(file: impl Into<String>) -> Step<()> {
    overriding_as("overriding_fees", file.into())
}

/// Has the network charge for contract calls that are scheduled (HIP-1215).
#[track_caller]
pub fn upload_scheduled_contract_prices() -> Step<()> {
    overriding_as("upload_scheduled_contract_prices", "scheduled-contract-fees".into())
}

#[track_caller]
fn overriding_as(verb: &'static str, file: String) -> Step<()> {
    Step::new(verb, file.clone(), here(), move |spec| {
        async move {
            require(spec, SystemFile::SimpleFees)?;
            let changes = FeeChanges::read(&file)?;
            let schedule = changes.to_contents(present(spec, SystemFile::SimpleFees).await?)?;
            system_files::write(spec, SystemFile::SimpleFees, schedule).await
        }
        .boxed()
    })
}

/// Has the network charge at most so many tinycents (10^-10 USD) for what these functionalities do, besides what node and
/// network charge for any transaction.
#[track_caller]
pub fn reduce_fee_for(functions: impl IntoIterator<Item = HederaFunctionality>, tinycents: u64) -> Step<()> {
    let functions: Vec<HederaFunctionality> = functions.into_iter().collect();
    let names: Vec<_> = functions.iter().map(HederaFunctionality::as_str_name).collect();
    let subject = format!("{}, {tinycents} tinycents", names.join(", "));
    Step::new("reduce_fee_for", subject, here(), move |spec| {
        async move { reduce(spec, &functions, tinycents).await }.boxed()
    })
}

async fn reduce(spec: &Spec, functions: &[HederaFunctionality], tinycents: u64) -> OpResult {
    require(spec, SystemFile::SimpleFees)?;
    let mut schedule = FeeSchedule::decode(present(spec, SystemFile::SimpleFees).await?)?;
    let definitions = schedule.services.iter_mut().flat_map(|service| &mut service.schedule);
    for definition in definitions {
        if functions.iter().any(|function| definition.name == i32::from(*function)) {
            definition.base_fee = definition.base_fee.min(tinycents);
            definition.extras.clear();
        }
    }
    system_files::write(spec, SystemFile::SimpleFees, schedule.encode_to_vec().into()).await
}
