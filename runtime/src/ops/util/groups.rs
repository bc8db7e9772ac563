//! Operations that are made of operations.

use std::panic::Location;

use futures::future::{BoxFuture, join_all};

use crate::spec::{IntoSpec, OpDescription, OpError, OpResult, Operation, Operations, Spec, here};

/// Runs operations side by side, waits for all, and fails if one of them did.
#[track_caller]
pub fn in_parallel(operations: impl IntoSpec) -> InParallel {
    InParallel { operations: operations.into_spec(), place: here() }
}

/// See [`in_parallel`].
#[must_use = "an operation does nothing until a spec runs it"]
pub struct InParallel {
    operations: Operations,
    place: &'static Location<'static>,
}

impl Operation for InParallel {
    type Output = ();

    fn describe(&self) -> OpDescription {
        OpDescription::new("in_parallel", format!("{} operations", self.operations.len()), self.place)
    }

    fn perform<'a>(&'a mut self, spec: &'a Spec) -> BoxFuture<'a, OpResult> {
        let operations = std::mem::take(&mut self.operations);
        Box::pin(async move {
            let results = join_all(operations.into_iter().map(|operation| spec.run(operation))).await;
            let total = results.len();
            let mut errors = results.into_iter().filter_map(Result::err);
            let Some(first) = errors.next() else { return Ok(()) };
            let others: Vec<OpError> = errors.collect();
            for error in &others {
                spec.note(format!("also failed: {error}"));
            }
            match others.len() {
                0 => Err(first),
                others => Err(first
                    .context(format_args!("{} of {total} operations failed, the first with", others + 1))),
            }
        })
    }
}

/// Runs operations one after the other, up to the first that fails, as one operation.
#[track_caller]
pub fn blocking_order(operations: impl IntoSpec) -> BlockingOrder {
    BlockingOrder { operations: operations.into_spec(), place: here() }
}

/// See [`blocking_order`].
#[must_use = "an operation does nothing until a spec runs it"]
pub struct BlockingOrder {
    operations: Operations,
    place: &'static Location<'static>,
}

impl Operation for BlockingOrder {
    type Output = ();

    fn describe(&self) -> OpDescription {
        OpDescription::new("blocking_order", format!("{} operations", self.operations.len()), self.place)
    }

    fn perform<'a>(&'a mut self, spec: &'a Spec) -> BoxFuture<'a, OpResult> {
        let operations = std::mem::take(&mut self.operations);
        Box::pin(spec.in_order(operations))
    }
}

/// The operations as a list of their own, for code that puts specs together: they are no operation, but part of the
/// spec around them.
pub fn spec_ops(operations: impl IntoSpec) -> Operations {
    operations.into_spec()
}

/// Does nothing, where an operation is wanted.
#[track_caller]
pub fn no_op() -> super::step::Step<()> {
    super::step::Step::new("no_op", "", here(), |_| Box::pin(async { Ok(()) }))
}

impl std::fmt::Debug for InParallel {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}", Operation::describe(self))
    }
}

impl std::fmt::Debug for BlockingOrder {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}", Operation::describe(self))
    }
}
