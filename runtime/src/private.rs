//! What the expansions of the macros name. Nothing here is part of the public interface.

pub use inventory;

pub use crate::{
    fixtures::{Fixture, Fixtures, StaticEntry, StaticFixture},
    keys::KeyShape,
    ops::TokenRole,
    session::{SpecManager, run_under_libtest},
    spec::{Operations, Spec, SpecResult},
    test_case::{
        Body, ContextRequirement, EmbeddedReason, Hook, Leaky, Moment, Need, Place, RepeatableReason,
        Restart, RestartType, Suite, TestCase, Traits, Venue, units,
    },
};
use crate::{
    ops::network_has_restarted,
    spec::{IntoSpec, SpecError},
};

/// The operations that a test returned.
pub fn into_operations(spec: impl IntoSpec) -> Operations {
    spec.into_spec()
}

/// The operations that a `#[restart_test(..)]` returned, and the one that sees that they restarted its network.
#[track_caller]
pub fn into_restarting(spec: impl IntoSpec) -> Operations {
    let mut operations = spec.into_spec();
    operations.push(Box::new(network_has_restarted()));
    operations
}

/// An `async` `#[restart_test(..)]`, and the operation that sees that it restarted its network.
#[track_caller]
pub fn restarting<'a>(spec: &'a Spec, test: BoxFuture<'a>) -> BoxFuture<'a> {
    let seen = network_has_restarted();
    Box::pin(async move {
        test.await?;
        spec.run(seen).await
    })
}

/// What an `async` test or hook is, once called.
pub type BoxFuture<'a> = futures::future::BoxFuture<'a, SpecResult>;

/// An `async` test, ready to run, that returns a [`SpecResult`].
///
/// The box comes as one of no type in particular, so that nothing is generated for each test here.
pub fn pin<'a>(test: Box<dyn Future<Output = SpecResult> + Send + 'a>) -> BoxFuture<'a> {
    Box::into_pin(test)
}

/// An `async` test, ready to run, that returns a result with any error that a spec's can be made from.
///
/// A block around the user's future costs a test less of the compiler's time than any of the combinators does: those
/// generate some thirty functions for each future that they are given.
pub fn boxed<'a, E: Into<SpecError> + 'a>(
    test: impl Future<Output = Result<(), E>> + Send + 'a,
) -> BoxFuture<'a> {
    Box::pin(async { test.await.map_err(Into::into) })
}

/// The fixtures of a hook, created on the network of its suite.
pub async fn fixtures_of(manager: &SpecManager, declare: fn(&mut Fixtures)) -> Result<Fixtures, SpecError> {
    let mut fixtures = Fixtures::default();
    declare(&mut fixtures);
    fixtures.create(manager.spec()).await?;
    Ok(fixtures)
}

/// Declares nothing: for tests without fixtures, so that each needs no function of its own.
pub fn no_fixtures(_: &mut Fixtures) {}
