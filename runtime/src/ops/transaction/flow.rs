//! The way of a transaction: body, signatures, submission, precheck, receipt, registry.

use std::time::Duration;

use hapi_proto::services::{ResponseCodeEnum, TransactionReceipt};

use super::{Built, TransactionOp, Txn, expect::Next, wire::code};
use crate::{
    coverage::{self, Stage},
    ops::crypto::recharge,
    spec::{OpError, Operation, Spec, decoded},
};

/// A transaction that a node has answered.
struct Submitted {
    built: Box<Built>,
    precheck: ResponseCodeEnum,
    next: Next,
}

impl<B: TransactionOp> Txn<B> {
    pub(super) async fn flow(&mut self, spec: &Spec) -> Result<B::Receipt, OpError> {
        self.op.prepare(spec)?;
        if let Some(look_up) = self.op.look_up(spec) {
            look_up.await?;
        }
        if self.settings.expect.allows_success() {
            spec.require(self.op.changes(spec)?)?;
        }
        let Submitted { built, precheck, next } = self.submit(spec).await?;
        let expected = match next {
            Next::Await(expected) => expected,
            Next::Ended => {
                let resolved = built.resolved(precheck, TransactionReceipt::default());
                self.log(spec, &resolved);
                self.conclude(spec, &resolved)?;
                return Ok(self.op.receipt(&resolved));
            }
        };
        if self.settings.deferred {
            self.defer(spec, built.clone(), expected);
            return Ok(self.op.receipt(&built.resolved(precheck, TransactionReceipt::default())));
        }
        let resolved = self.resolve(spec, built, expected.as_deref()).await?;
        Ok(self.op.receipt(&resolved))
    }

    /// Sends the transaction until a code comes back that is not to be retried.
    async fn submit(&self, spec: &Spec) -> Result<Submitted, OpError> {
        let pause = Duration::from_millis(spec.setup().retry_pause_ms);
        let mut deadline = None;
        let mut recharged = false;
        for attempt in 0.. {
            let built = self.build(spec, attempt).await?;
            if let Some(name) = &self.settings.name {
                spec.registry().put(name, built.id.clone());
            }
            let precheck = match self.send(spec, &built).await {
                Err(_) if self.settings.expect.unavailable => {
                    return Ok(Submitted { built, precheck: ResponseCodeEnum::Unknown, next: Next::Ended });
                }
                precheck => precheck?,
            };
            let is_short = matches!(
                precheck,
                ResponseCodeEnum::InsufficientPayerBalance | ResponseCodeEnum::InsufficientAccountBalance
            );
            if is_short && !recharged && recharge(spec, &built.id).await? {
                recharged = true;
                continue;
            }
            let mut may_retry = || {
                let deadline = *deadline.get_or_insert_with(|| self::deadline(spec));
                self.settings.retry_limit.is_none_or(|limit| attempt < limit as usize)
                    && spec.consensus_time().as_nanos() < deadline
            };
            if self.settings.retry_prechecks.contains(&precheck) && may_retry() {
                spec.network().sleep(pause).await;
                continue;
            }
            let next = self.settings.expect.after_precheck(precheck, &spec.setup().streamlined_ingest_checks);
            let next = next.map_err(|error| error.with_transaction(decoded(&built.body)))?;
            return Ok(Submitted { built, precheck, next });
        }
        unreachable!("attempts end by the deadline at the latest")
    }

    async fn send(&self, spec: &Spec, built: &Built) -> Result<ResponseCodeEnum, OpError> {
        let function = self.settings.function.unwrap_or(B::FUNCTION);
        let (network, node, bytes) = (spec.network(), &built.node, built.bytes.clone());
        let response = match &self.settings.strategy {
            _ if self.settings.skips_ingest => spec.ingest_skipped()?.submit_unchecked(&bytes),
            Some(strategy) => strategy.submit(network, node, function, bytes).await?,
            None => network.submit(node, function, bytes).await?,
        };
        let precheck = code(response.node_transaction_precheck_code)?;
        coverage::count(function, Stage::Precheck, precheck);
        Ok(precheck)
    }

    fn defer(&self, spec: &Spec, built: Box<Built>, expected: Option<Vec<ResponseCodeEnum>>) {
        let (later, owned) = (self.clone(), spec.clone());
        let resolve = async move { later.resolve(&owned, built, expected.as_deref()).await.map(drop) };
        spec.defer(Operation::describe(self), Box::pin(resolve));
    }
}

fn deadline(spec: &Spec) -> i128 {
    let limit = Duration::from_millis(spec.setup().receipt_wait_limit_ms);
    spec.consensus_time().as_nanos() + i128::try_from(limit.as_nanos()).unwrap_or(i128::MAX / 2)
}
