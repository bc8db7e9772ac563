//! An operation whose work is a closure.

use std::{fmt, panic::Location};

use futures::future::BoxFuture;

use crate::spec::{OpDescription, OpError, Operation, Spec};

type Work<T> = Box<dyn for<'a> FnOnce(&'a Spec) -> BoxFuture<'a, Result<T, OpError>> + Send>;

/// An operation whose work is a closure; `T` is what comes out of it.
#[must_use = "an operation does nothing until a spec runs it"]
pub struct Step<T> {
    description: OpDescription,
    work: Option<Work<T>>,
}

impl<T: Send> Step<T> {
    pub(crate) fn new(
        verb: &'static str,
        subject: impl Into<String>,
        place: &'static Location<'static>,
        work: impl for<'a> FnOnce(&'a Spec) -> BoxFuture<'a, Result<T, OpError>> + Send + 'static,
    ) -> Self {
        Self { description: OpDescription::new(verb, subject, place), work: Some(Box::new(work)) }
    }
}

impl<T: Send> Operation for Step<T> {
    type Output = T;

    fn describe(&self) -> OpDescription {
        self.description.clone()
    }

    fn perform<'a>(&'a mut self, spec: &'a Spec) -> BoxFuture<'a, Result<T, OpError>> {
        match self.work.take() {
            Some(work) => work(spec),
            // Only who calls `perform` itself gets here: a spec consumes what it runs.
            None => Box::pin(async { Err(OpError::new("the operation was run before; build it anew")) }),
        }
    }
}

impl<T> fmt::Debug for Step<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.description.fmt(f)
    }
}
