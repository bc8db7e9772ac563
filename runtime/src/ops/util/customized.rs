//! Settings that hold for a part of a spec.

use std::{fmt, panic::Location};

use futures::future::BoxFuture;

use crate::spec::{IntoSpec, OpDescription, OpResult, Operation, Operations, Spec, SpecSetup, here};

/// Runs operations one after the other with other settings than the rest of the spec has; a whole test has settings of
/// its own when this is all that it returns. An `async` test asks [`Spec::with_setup`] for a handle instead.
///
/// Fails for the settings that are used up when a spec begins; [`Spec::with_setup`] lists them.
///
/// ```
/// # use hapi_test_runtime::{hapi_spec, ops::*, spec::IntoSpec};
/// fn memos_default_to_what_the_setup_says() -> impl IntoSpec {
///     with_setup(
///         |setup| setup.memo = Some("cellar door".into()),
///         hapi_spec![
///             crypto_create("alice").via("creation"),
///             get_txn_record("creation").has_priority(record_with().memo("cellar door")),
///         ],
///     )
/// }
/// # assert_eq!(memos_default_to_what_the_setup_says().into_spec().len(), 1);
/// ```
#[track_caller]
pub fn with_setup(
    change: impl FnOnce(&mut SpecSetup) + Send + 'static,
    operations: impl IntoSpec,
) -> WithSetup {
    WithSetup { change: Some(Box::new(change)), operations: operations.into_spec(), place: here() }
}

type Change = Box<dyn FnOnce(&mut SpecSetup) + Send>;

/// See [`with_setup`].
#[must_use = "an operation does nothing until a spec runs it"]
pub struct WithSetup {
    change: Option<Change>,
    operations: Operations,
    place: &'static Location<'static>,
}

impl Operation for WithSetup {
    type Output = ();

    fn describe(&self) -> OpDescription {
        OpDescription::new("with_setup", format!("{} operations", self.operations.len()), self.place)
    }

    fn perform<'a>(&'a mut self, spec: &'a Spec) -> BoxFuture<'a, OpResult> {
        let change = self.change.take();
        let operations = std::mem::take(&mut self.operations);
        Box::pin(async move {
            let customized = spec.with_setup(|setup| change.into_iter().for_each(|change| change(setup)))?;
            customized.in_order(operations).await
        })
    }
}

impl fmt::Debug for WithSetup {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", Operation::describe(self))
    }
}
