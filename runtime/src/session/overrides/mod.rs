//! What leaky tests change of the files that run a network, remembered before and restored after.
//!
//! A test that gives a reason such as `PropertyOverrides` may change the file behind it in any way that it likes: the
//! whole file is remembered, whether or not the test says which properties it is about. The guard outlives the test, so
//! that the file is restored whether the test passes, fails, panics, runs out of time or does not even begin.

mod check;
mod remembered;

#[cfg(test)]
mod endings;
#[cfg(test)]
mod tests;

pub(crate) use check::check;
pub(crate) use remembered::Remembered;

use crate::{
    ops::{overriding_fees, overriding_throttles},
    spec::{Spec, SpecError, SpecResult},
    system_files::SystemFile,
    test_case::{ContextRequirement, Leaky, Resources},
};

/// Restores, after a test, the system files that it could change.
#[derive(Debug)]
#[must_use = "what a test changed stays changed until `restore`"]
pub(crate) struct Guard {
    /// Not the test's spec: what restores does not belong into its trace, and needs settings of its own.
    spec: Spec,
    test: String,
    remembered: Remembered,
}

impl Guard {
    /// Remembers what a test, or a suite, with this `leaky` may change. `spec` is the one that it runs with.
    ///
    /// # Errors
    /// When the network does not tell what a file holds: the test should not begin, then.
    pub(crate) async fn remember(spec: &Spec, leaky: &Leaky) -> Result<Self, SpecError> {
        let test = spec.name().to_owned();
        let own = remembered::restoring_spec(spec.target(), spec.setup(), &test)?;
        let remembered = Remembered::of(&own, SystemFile::among(concerned(leaky))).await;
        let remembered = remembered
            .map_err(|error| error.context("what the test may change cannot be remembered before it"))?;
        Ok(Self { spec: own, test, remembered })
    }

    /// What is restored: plain data, with which another process can do it if this one is killed.
    pub(crate) fn remembered(&self) -> &Remembered {
        &self.remembered
    }

    /// Has the files hold that `throttles = ".."` and `fees = ".."` name.
    ///
    /// # Errors
    /// When a file cannot be used; what was remembered must be restored also then.
    pub(crate) async fn apply(spec: &Spec, leaky: &Leaky) -> SpecResult {
        if let Some(file) = leaky.throttles {
            spec.run(overriding_throttles(file)).await?;
        }
        if let Some(file) = leaky.fees {
            spec.run(overriding_fees(file)).await?;
        }
        Ok(())
    }

    /// Restores what has changed since [`Guard::remember`].
    ///
    /// # Errors
    /// Which files could not be restored, and why: later tests meet what this one left.
    pub(crate) async fn restore(self) -> Result<(), String> {
        self.remembered.restore_with(&self.spec, &self.test).await
    }
}

/// The resources whose files are remembered.
fn concerned(leaky: &Leaky) -> Resources {
    let of = |given: bool, requirement| if given { Resources::of(&[requirement]) } else { Resources::NONE };
    leaky
        .access()
        .writes
        .union(of(!leaky.overrides.is_empty(), ContextRequirement::PropertyOverrides))
        .union(of(leaky.throttles.is_some(), ContextRequirement::ThrottleOverrides))
        .union(of(leaky.fees.is_some(), ContextRequirement::FeeScheduleOverrides))
}
