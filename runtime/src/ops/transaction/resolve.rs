//! From a transaction that passed its precheck to what became of it.

use hapi_proto::services::{ResponseCodeEnum, TransactionReceipt};

use super::{Built, Resolved, TransactionOp, Txn, expect::judge, settings::Log, wire::await_receipt};
use crate::{
    coverage::{self, Stage},
    spec::{OpError, OpResult, Spec},
};

impl<B: TransactionOp> Txn<B> {
    /// Waits for the status, judges it and enters the outcome into the registry.
    pub(super) async fn resolve(
        &self,
        spec: &Spec,
        built: &Built,
        expected: Option<&[ResponseCodeEnum]>,
    ) -> Result<Resolved, OpError> {
        let receipts = match await_receipt(spec, &built.node, &built.id).await {
            Err(_) if self.settings.expect.unavailable => {
                return Ok(built.resolved(ResponseCodeEnum::Unknown, TransactionReceipt::default()));
            }
            receipts => receipts?,
        };
        let function = self.settings.function.unwrap_or(B::FUNCTION);
        coverage::count(function, Stage::Status, receipts.status);
        if self.settings.unique && receipts.duplicates > 0 {
            return Err(OpError::mismatch(
                format!("transaction {} has receipts of duplicates", built.id),
                "no duplicates",
                receipts.duplicates,
            ));
        }
        let resolved = built.resolved(receipts.status, receipts.receipt);
        self.log(spec, &resolved);
        judge(expected, resolved.status)?;
        self.conclude(spec, &resolved)?;
        Ok(resolved)
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
        match self.settings.log {
            Log::Nothing => {}
            Log::Brief => spec.note(format!("{id} {}", status.as_str_name())),
            Log::Full => {
                spec.note(format!("{id} {}", status.as_str_name()));
                spec.note(format!("{body:#?}"));
                spec.note(format!("{receipt:#?}"));
            }
        }
    }
}

impl Built {
    pub(super) fn resolved(&self, status: ResponseCodeEnum, receipt: TransactionReceipt) -> Resolved {
        Resolved { id: self.id.clone(), status, receipt, body: self.body.clone() }
    }
}
