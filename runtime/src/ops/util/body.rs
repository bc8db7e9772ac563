//! What the closures of a spec may return.

use futures::future::BoxFuture;

use crate::spec::{OpError, SpecError};

/// What a closure that looks at a spec may return: a `Result`, or a future of one: `async move { .. }`.
///
/// `Form` tells the two apart and is always inferred.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot end a closure of a spec",
    label = "neither a `Result<_, SpecError>` nor a future of one",
    note = "end the closure with `Ok(())`, or write `async move {{ ..; Ok(()) }}`"
)]
pub trait OpBody<Form> {
    /// What comes out when it succeeds.
    type Output: Send + 'static;

    /// Completes it.
    fn complete(self) -> BoxFuture<'static, Result<Self::Output, OpError>>;
}

/// The form of a closure that returns its result.
#[derive(Debug)]
pub enum AtOnce {}

/// The form of a closure that returns a future.
#[derive(Debug)]
pub enum InTime {}

// The error is exactly `SpecError`, so that `?` and a bare `Ok(())` need no annotation.
impl<T: Send + 'static> OpBody<AtOnce> for Result<T, SpecError> {
    type Output = T;

    fn complete(self) -> BoxFuture<'static, Result<T, OpError>> {
        Box::pin(async move { self.map_err(SpecError::of_code) })
    }
}

impl<F, T> OpBody<InTime> for F
where
    F: Future<Output = Result<T, SpecError>> + Send + 'static,
    T: Send + 'static,
{
    type Output = T;

    fn complete(self) -> BoxFuture<'static, Result<T, OpError>> {
        Box::pin(async move { self.await.map_err(SpecError::of_code) })
    }
}

/// What a closure may return that only looks: nothing, or a `Result`.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot end a closure of a spec",
    note = "return nothing, or a `Result<(), SpecError>`"
)]
pub trait IntoOutcome {
    /// Success, or why the spec stops.
    fn into_result(self) -> Result<(), SpecError>;
}

impl IntoOutcome for () {
    fn into_result(self) -> Result<(), SpecError> {
        Ok(())
    }
}

impl IntoOutcome for Result<(), SpecError> {
    fn into_result(self) -> Result<(), SpecError> {
        self.map_err(SpecError::of_code)
    }
}
