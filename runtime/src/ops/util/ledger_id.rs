//! The id of the ledger that a network keeps (HIP-198).

use bytes::Bytes;
use futures::FutureExt;

use super::step::Step;
use crate::{
    ops::queries::get_account_info,
    registry::GENESIS,
    spec::{OpError, Operation, Spec, here},
};

/// Shows `observer` the id of the ledger, as answers of the network carry it.
#[track_caller]
pub fn expose_target_ledger_id_to(observer: impl FnOnce(Bytes) + Send + 'static) -> Step<()> {
    Step::new("expose_target_ledger_id_to", "", here(), move |spec| {
        async move {
            observer(ledger_id(spec).await?);
            Ok(())
        }
        .boxed()
    })
}

/// Builds an operation from the id of the ledger, and runs it.
#[track_caller]
pub fn with_target_ledger_id<O: Operation + 'static>(
    build: impl FnOnce(Bytes) -> O + Send + 'static,
) -> Step<O::Output> {
    Step::new("with_target_ledger_id", "", here(), move |spec| {
        async move {
            let operation = build(ledger_id(spec).await?);
            spec.run(operation).await
        }
        .boxed()
    })
}

async fn ledger_id(spec: &Spec) -> Result<Bytes, OpError> {
    Ok(spec.run(get_account_info(GENESIS).no_logging()).await?.ledger_id)
}
