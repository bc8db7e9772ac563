//! What a spec expects of a value.

use std::{fmt, fmt::Display, sync::Arc};

use super::Findings;
use crate::spec::{OpResult, Spec};

/// What a spec expects of a value of type `T`: [`record`](super::record) and [`account_with`](super::account_with)
/// make such matchers.
///
/// Names are looked up when the matcher is used, not when it is made, so that it may name what earlier operations
/// of the same spec create.
#[diagnostic::on_unimplemented(
    message = "`{Self}` says nothing about a `{T}`",
    note = "matchers come from factories such as `record()`, `account_with()` and `account_details_with()`"
)]
pub trait Matcher<T: ?Sized>: Send + Sync {
    /// Notes in `findings` all that is not as expected. Fails where the question itself makes no sense, as with a
    /// name that stands for nothing.
    fn check(&self, actual: &T, spec: &Spec, findings: &mut Findings) -> OpResult;
}

impl<T: ?Sized, M: Matcher<T> + ?Sized> Matcher<T> for Arc<M> {
    fn check(&self, actual: &T, spec: &Spec, findings: &mut Findings) -> OpResult {
        (**self).check(actual, spec, findings)
    }
}

type Check<T> = Arc<dyn Fn(&T, &Spec, &mut Findings) -> OpResult + Send + Sync>;

/// A list of checks of one value: what the matchers of this crate are made of.
pub(crate) struct Checks<T: ?Sized>(Vec<Check<T>>);

impl<T: ?Sized> Checks<T> {
    /// Adds a check that may look names up.
    pub(crate) fn push(
        &mut self,
        check: impl Fn(&T, &Spec, &mut Findings) -> OpResult + Send + Sync + 'static,
    ) {
        self.0.push(Arc::new(check));
    }

    /// Adds a check that one field, which `get` reads, equals `expected`.
    pub(crate) fn push_equal<F: PartialEq + Display + Send + Sync + 'static>(
        &mut self,
        field: &'static str,
        expected: F,
        get: impl Fn(&T) -> F + Send + Sync + 'static,
    ) {
        self.push(move |actual, _, findings| {
            findings.equal(field, &expected, &get(actual));
            Ok(())
        });
    }
}

impl<T: ?Sized> Matcher<T> for Checks<T> {
    fn check(&self, actual: &T, spec: &Spec, findings: &mut Findings) -> OpResult {
        self.0.iter().try_for_each(|check| check(actual, spec, findings))
    }
}

impl<T: ?Sized> Clone for Checks<T> {
    fn clone(&self) -> Self {
        Self(self.0.clone())
    }
}

impl<T: ?Sized> Default for Checks<T> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<T: ?Sized> fmt::Debug for Checks<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} checks", self.0.len())
    }
}
