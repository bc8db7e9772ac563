//! From a transaction that passed its precheck to what became of it.

use hapi_proto::services::{ResponseCodeEnum, TransactionReceipt};

use super::{
    Built, Resolved, TransactionOp, Txn,
    expect::judge,
    settings::Log,
    wire::{Receipts, await_receipt},
};
use crate::{
    coverage::{self, Stage},
    spec::{OpError, OpResult, Spec, decoded},
};

impl<B: TransactionOp> Txn<B> {
    /// Waits for the status, judges it and enters the outcome into the registry.
    pub(super) async fn resolve(
        &self,
        spec: &Spec,
        built: Box<Built>,
        expected: Option<&[ResponseCodeEnum]>,
    ) -> Result<Resolved, OpError> {
        let Receipts { receipt, status, duplicates } =
            match await_receipt(spec, &built.node, &built.id, self.settings.unique).await {
                Err(_) if self.settings.expect.unavailable => {
                    return Ok(built.resolved(ResponseCodeEnum::Unknown, TransactionReceipt::default()));
                }
                receipts => receipts.map_err(|error| error.with_transaction(decoded(&built.body)))?,
            };
        let function = self.settings.function.unwrap_or(B::FUNCTION);
        coverage::count(function, Stage::Status, status);
        let resolved = built.resolved(status, receipt);
        let judged = self.judge(spec, &resolved, duplicates, expected);
        judged.map_err(|error| error.with_transaction(decoded(&resolved.body)))?;
        Ok(resolved)
    }

    fn judge(
        &self,
        spec: &Spec,
        resolved: &Resolved,
        duplicates: usize,
        expected: Option<&[ResponseCodeEnum]>,
    ) -> OpResult {
        if self.settings.unique && duplicates > 0 {
            let message = format!("transaction {} has receipts of duplicates", resolved.id);
            return Err(OpError::mismatch(message, "no duplicates", duplicates));
        }
        self.log(spec, resolved);
        judge(expected, resolved.status)?;
        self.conclude(spec, resolved)
    }

    /// What follows once the status is known, or is not waited for.
    pub(super) fn conclude(&self, spec: &Spec, resolved: &Resolved) -> OpResult {
        for condition in &self.settings.conditions {
            condition(spec, resolved).map_err(OpError::of_code)?;
        }
        if resolved.succeeded() { self.op.on_success(spec, resolved) } else { Ok(()) }
    }

    pub(super) fn log(&self, spec: &Spec, resolved: &Resolved) {
        let Resolved { id, status, receipt, body } = resolved;
        if self.settings.log != Log::Nothing {
            spec.note_status(id, *status);
        }
        if self.settings.log == Log::Full {
            spec.note(format!("{body:#?}"));
            spec.note(format!("{receipt:#?}"));
        }
    }
}

impl Built {
    pub(super) fn resolved(self, status: ResponseCodeEnum, receipt: TransactionReceipt) -> Resolved {
        Resolved { id: self.id, status, receipt, body: self.body }
    }
}
