//! What the expansions of the macros name. Nothing here is part of the public interface.

pub use inventory;

use crate::spec::{IntoSpec, Operations, SpecError, SpecResult};
pub use crate::{
    fixtures::{Fixture, Fixtures},
    keys::KeyShape,
    session::run_under_libtest,
    test_case::{Body, Place, TestCase},
};

/// The operations that a test returned.
pub fn into_operations(spec: impl IntoSpec) -> Operations {
    spec.into_spec()
}

/// What an `async` test returned: a [`SpecResult`], or a result with any error that one can be made from.
pub fn into_result<E: Into<SpecError>>(result: Result<(), E>) -> SpecResult {
    result.map_err(Into::into)
}

/// Declares nothing: for tests without fixtures, so that each needs no function of its own.
pub fn no_fixtures(_: &mut Fixtures) {}
