//! What the expansions of the macros name. Nothing here is part of the public interface.

use futures::future::{BoxFuture, FutureExt};
pub use inventory;

use crate::spec::{IntoSpec, Operations, SpecError, SpecResult};
pub use crate::{
    fixtures::{Fixture, Fixtures, StaticEntry, StaticFixture},
    keys::KeyShape,
    session::run_under_libtest,
    test_case::{
        Body, ContextRequirement, EmbeddedReason, Hook, Leaky, Moment, Need, Place, RepeatableReason,
        Restart, RestartType, Suite, TestCase, Traits, Venue,
    },
};

/// The operations that a test returned.
pub fn into_operations(spec: impl IntoSpec) -> Operations {
    spec.into_spec()
}

/// An `async` test, ready to run. It returns a [`SpecResult`], or a result with any error that one can be made from.
///
/// A function, so that the expansion of a test needs no second `async` block around the user's.
pub fn boxed<'a, E: Into<SpecError> + 'a>(
    test: impl Future<Output = Result<(), E>> + Send + 'a,
) -> BoxFuture<'a, SpecResult> {
    Box::pin(test.map(|result| result.map_err(Into::into)))
}

/// Declares nothing: for tests without fixtures, so that each needs no function of its own.
pub fn no_fixtures(_: &mut Fixtures) {}
