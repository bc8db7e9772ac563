//! What a spec is made of.

use std::{fmt, panic::Location, sync::Arc};

use futures::future::BoxFuture;

use super::{OpError, Spec};

/// One step of a spec that is run for its effect.
///
/// Object-safe, and run with a shared `&Spec`, so that operations can be nested, boxed and run side by side.
/// Every [`Operation`] is one.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not an operation",
    note = "operations come from factories such as `crypto_create(\"alice\")` and `get_account_balance(&alice)`"
)]
pub trait SpecOperation: Send {
    /// What the trace and the failure report call it.
    fn describe(&self) -> OpDescription;

    /// Does it. Called once, by [`Spec::run`], which keeps the trace.
    fn execute<'a>(&'a mut self, spec: &'a Spec) -> BoxFuture<'a, OpResult>;
}

/// One step of a spec that is run for its effect, or by [`Spec::run`] for what comes out of it.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not an operation that can be run by itself",
    note = "operations come from factories such as `crypto_create(\"alice\")` and `get_account_balance(&alice)`",
    note = "an `impl SpecOperation` runs inside `hapi_spec![..]`; what returns one can return `impl Operation<Output = ()>` instead"
)]
pub trait Operation: Send {
    /// What comes out: the typed receipt of a transaction, the answer of a query, `()` for what steers the flow.
    type Output: Send;

    /// What the trace and the failure report call it.
    fn describe(&self) -> OpDescription;

    /// Does it. Called once, by [`Spec::run`], which keeps the trace.
    fn perform<'a>(&'a mut self, spec: &'a Spec) -> BoxFuture<'a, Result<Self::Output, OpError>>;
}

impl<O: Operation> SpecOperation for O {
    fn describe(&self) -> OpDescription {
        Operation::describe(self)
    }

    fn execute<'a>(&'a mut self, spec: &'a Spec) -> BoxFuture<'a, OpResult> {
        Box::pin(async move { self.perform(spec).await.map(drop) })
    }
}

impl Operation for Box<dyn SpecOperation + '_> {
    type Output = ();

    fn describe(&self) -> OpDescription {
        (**self).describe()
    }

    fn perform<'a>(&'a mut self, spec: &'a Spec) -> BoxFuture<'a, OpResult> {
        (**self).execute(spec)
    }
}

/// Operations in the order in which they run.
pub type Operations = Vec<Box<dyn SpecOperation>>;

/// Success, or why the spec stops here.
pub type OpResult = Result<(), OpError>;

/// How an operation is shown.
#[derive(Clone, Debug)]
pub struct OpDescription {
    /// The verb: the factory's name.
    pub verb: &'static str,
    /// What it is about: `alice`, `0.0.1001`.
    pub subject: Arc<str>,
    /// The line that built it.
    pub place: &'static Location<'static>,
}

impl OpDescription {
    /// A description with its three parts.
    pub fn new(verb: &'static str, subject: impl Into<String>, place: &'static Location<'static>) -> Self {
        Self { verb, subject: subject.into().into(), place }
    }
}

impl fmt::Display for OpDescription {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}({})", self.verb, self.subject)
    }
}
