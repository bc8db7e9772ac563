//! Transactions with one id missing.

use std::{
    panic::Location,
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicBool, Ordering},
    },
};

use futures::future::BoxFuture;
use hapi_proto::{Hbar, services::TransactionBody};

use super::{Modification, Modifications, PAYER, clearings, expected};
use crate::{
    ops::{
        assertions::show,
        crypto_create,
        transaction::{Resolved, TransactionOp, Txn},
    },
    spec::{OpDescription, OpError, OpResult, Operation, Spec, here},
};

/// What the payer of the unmodified transaction starts with: enough for anything that a spec tries.
const PAYER_BALANCE: i64 = 10_000;

/// All ways to clear one entity id of a transaction's body, each with what nodes answer then: for
/// [`submit_modified`].
pub fn with_successively_varied_body_ids()
-> impl Fn(&TransactionBody) -> Result<Vec<Modification<TransactionBody>>, OpError> + Send + Sync + 'static {
    |body| clearings(body, expected::of_body)
}

/// Submits the transaction that `build` makes; it must succeed. Then submits it again, built anew, once for each
/// modification of its body, and expects the code that belongs to that, at precheck or at consensus.
///
/// An ordinary account that is made for it pays for the first; the others are paid for as `build` says.
#[track_caller]
pub fn submit_modified<B, M, F>(modifications: M, build: F) -> SubmitModified<B>
where
    B: TransactionOp,
    M: Fn(&TransactionBody) -> Result<Vec<Modification<TransactionBody>>, OpError> + Send + Sync + 'static,
    F: Fn() -> Txn<B> + Send + Sync + 'static,
{
    SubmitModified {
        modifications: Box::new(modifications),
        build: Box::new(build),
        fixed_payer: false,
        place: here(),
    }
}

/// The same as [`submit_modified`], with the first transaction paid for as `build` says, too.
#[track_caller]
pub fn submit_modified_with_fixed_payer<B, M, F>(modifications: M, build: F) -> SubmitModified<B>
where
    B: TransactionOp,
    M: Fn(&TransactionBody) -> Result<Vec<Modification<TransactionBody>>, OpError> + Send + Sync + 'static,
    F: Fn() -> Txn<B> + Send + Sync + 'static,
{
    SubmitModified { fixed_payer: true, ..submit_modified(modifications, build) }
}

/// See [`submit_modified`].
#[must_use = "an operation does nothing until a spec runs it"]
pub struct SubmitModified<B: TransactionOp> {
    modifications: Modifications<TransactionBody>,
    build: Box<dyn Fn() -> Txn<B> + Send + Sync>,
    fixed_payer: bool,
    place: &'static Location<'static>,
}

impl<B: TransactionOp> SubmitModified<B> {
    async fn submit(&self, spec: &Spec) -> OpResult {
        let body = self.submit_unmodified(spec).await?;
        let modifications = (self.modifications)(&body)?;
        if modifications.is_empty() {
            return Err(OpError::new("there is nothing to modify in this transaction; submit it by itself"));
        }
        for modification in modifications {
            let summary = modification.summary.clone();
            spec.note(format!("{summary}: {}", show::codes(modification.expected)));
            spec.run(spoilt((self.build)(), modification)).await.map_err(|error| error.context(summary))?;
        }
        Ok(())
    }

    /// Gives the body that was sent.
    async fn submit_unmodified(&self, spec: &Spec) -> Result<TransactionBody, OpError> {
        let mut operation = (self.build)();
        if !self.fixed_payer {
            spec.run(crypto_create(PAYER).balance(Hbar::ONE * PAYER_BALANCE)).await?;
            operation = operation.paying_with(PAYER);
        }
        let seen = Arc::new(Mutex::new(None));
        let sink = Arc::clone(&seen);
        let operation = operation.satisfies(move |_, resolved| {
            *sink.lock().unwrap_or_else(PoisonError::into_inner) = Some((*resolved.body).clone());
            Ok(())
        });
        spec.run(operation).await?;
        let body = seen.lock().unwrap_or_else(PoisonError::into_inner).take();
        body.ok_or_else(|| OpError::new("the status of the unmodified transaction must be waited for"))
    }
}

/// The operation with its body modified, expecting what comes of that.
fn spoilt<B: TransactionOp>(operation: Txn<B>, modification: Modification<TransactionBody>) -> Txn<B> {
    let Modification { modify, expected, .. } = modification;
    let is_spoilt = Arc::new(AtomicBool::new(false));
    let spoils = Arc::clone(&is_spoilt);
    operation
        .with_body_mutation(move |_, body| {
            if let Some(modified) = modify(body) {
                *body = modified;
                spoils.store(true, Ordering::Relaxed);
            }
        })
        .has_any_precheck()
        .has_any_known_status()
        .satisfies(move |_, Resolved { status, .. }| {
            if !is_spoilt.load(Ordering::Relaxed) {
                return Err(OpError::new("the transaction, built anew, has nothing in the place to modify"));
            }
            if expected.contains(status) {
                return Ok(());
            }
            Err(OpError::mismatch("the code is not as expected", show::codes(expected), status.as_str_name()))
        })
}

impl<B: TransactionOp> Operation for SubmitModified<B> {
    type Output = ();

    fn describe(&self) -> OpDescription {
        let verb = if self.fixed_payer { "submit_modified_with_fixed_payer" } else { "submit_modified" };
        let inner = Operation::describe(&(self.build)());
        OpDescription::new(verb, inner.to_string(), self.place)
    }

    fn perform<'a>(&'a mut self, spec: &'a Spec) -> BoxFuture<'a, OpResult> {
        Box::pin(async move { self.submit(spec).await })
    }
}

impl<B: TransactionOp> std::fmt::Debug for SubmitModified<B> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}", Operation::describe(self))
    }
}
