//! Before and after the body of a test.
//!
//! What must be put back after a test is kept by the session and not by the thread that runs it: it is put back whether the
//! test passes, fails, panics, runs out of time, is stopped, or never gives its thread back.

use std::{
    iter,
    path::Path,
    sync::{MutexGuard, PoisonError},
    time::Duration,
};

use super::{
    Session,
    attempt::Stop,
    overrides::Guard,
    venues::{Stand, Units, stopped},
};
use crate::{
    coverage,
    spec::{Spec, SpecContext},
    test_case::{Access, Resources, TestCase, Venue},
};

/// A test that has begun.
#[derive(Debug)]
pub(super) struct Begun {
    stand: Stand,
    /// The files that it may change, as they were.
    guard: Option<Guard>,
    /// How long it waited for the locks of other processes, and for whom.
    waited: (Duration, Vec<String>),
}

impl Session {
    /// Waits for what `case` needs of other processes, sees that the suites around it are set up, and begins its spec.
    /// Whatever comes of it, [`Session::put_back`] is to be called after.
    pub(super) async fn begin(&self, case: &'static TestCase, attempt: u32) -> Result<Spec, Stop> {
        let session = self.target().await.map_err(Stop::Session)?;
        let setup = self.setup().map_err(Stop::Session)?;
        let link = session.link().cloned();
        let waited = match &link {
            Some(link) if self.venues.is_at_session(case, &session) => {
                let (owner, access) = (self.owner(case), self.access(case));
                let acquire = link.acquire(owner, access, self.patience);
                self.kept_locks.take(owner, acquire).await.map_err(Stop::Failed)?
            }
            _ => (Duration::ZERO, Vec::new()),
        };
        let stand = self.venues.stand(case, session, &setup).await.map_err(Stop::Failed)?;
        let (target, inherited, is_shared) = (stand.target.clone(), stand.inherited.clone(), stand.is_shared);
        self.begun().insert(case.path, Begun { stand, guard: None, waited });
        let context = SpecContext {
            target,
            name: case.name().to_owned(),
            setup,
            attempt,
            limit: self.limit,
            // What is fine on a fork must be declared all the same: it would not be on the network itself.
            may_write: match case.traits.venue {
                Venue::Shared => self.may_write(case),
                _ if is_shared => self.may_write(case),
                _ => Resources::ALL,
            },
        };
        let spec = Spec::of_test(context, case.traits).map_err(Stop::Failed)?;
        inherited.include_in(&spec);
        if let Some(leaky) = case.traits.leaky.as_ref().filter(|_| is_shared) {
            let guard = Box::pin(Guard::remember(&spec, leaky)).await.map_err(Stop::Failed)?;
            if let Some(link) = &link {
                let before =
                    serde_json::to_vec(guard.remembered()).map_err(|error| Stop::Failed(error.into()))?;
                link.remember(case.path, before.into()).await.map_err(Stop::Failed)?;
            }
            if let Some(begun) = self.begun().get_mut(case.path) {
                begun.guard = Some(guard);
            }
        }
        Ok(spec)
    }

    /// Whose locks a test has in the other processes' eyes: its own, or those of the suite that keeps it together with others.
    fn owner(&self, case: &TestCase) -> &'static str {
        self.venues.units().around(case).map_or(case.path, |unit| unit.path)
    }

    /// The tests that have these locks in common.
    fn sharing(&self, owner: &'static str) -> impl Iterator<Item = &'static TestCase> {
        self.venues.selected().iter().copied().filter(move |case| self.owner(case) == owner)
    }

    /// What a test, or the suite that keeps it together with others, reads and writes of the session's network.
    fn access(&self, case: &TestCase) -> Access {
        let own = case.traits.access();
        let Some(unit) = self.venues.units().around(case) else { return own };
        self.sharing(unit.path).fold(unit.access.and(own), |all, case| {
            let unit = self.venues.units().around(case).map_or(Access::default(), |unit| unit.access);
            all.and(unit).and(case.traits.access())
        })
    }

    fn may_write(&self, case: &TestCase) -> Resources {
        let unit = self.venues.units().around(case).map_or(Resources::NONE, |unit| unit.may_write);
        case.traits.may_write().union(unit)
    }

    /// Puts back what a try of `case` has changed, and tells how long it waited for other processes, and for whom. Nothing
    /// happens a second time.
    pub(super) fn put_back(&self, case: &TestCase) -> (Duration, Vec<String>) {
        let begun = self.begun().remove(case.path);
        let Some(Begun { stand, guard, waited }) = begun else { return Default::default() };
        // Most tests change nothing: for those there is nothing to await.
        if guard.is_none() && stand.is_shared {
            return waited;
        }
        // Without a runtime nothing has begun.
        let _ = self.block_on(async {
            if let Some(guard) = guard {
                self.restore(case.path, guard, &stand).await;
            }
            if !stand.is_shared {
                let left = stand.leave().await;
                self.note(left.map_err(|error| format!("after `{}`: {error}", case.name())));
            }
        });
        waited
    }

    async fn restore(&self, test: &str, guard: Guard, stand: &Stand) {
        let restored = guard.restore().await;
        if let (Ok(()), Some(link)) = (&restored, stand.target.link()) {
            self.note(link.forget(test).await.map_err(|error| error.to_string()));
        }
        self.note(restored);
    }

    /// Tells that `case` has ended for good, takes down the suites that it was the last test of, and then gives back the locks
    /// that others wait for.
    pub(super) fn leave(&self, case: &'static TestCase) {
        if self.venues.has_suites_around(case) {
            let _ = self.block_on(async { self.note(self.venues.leave(case).await) });
        }
        if !self
            .target
            .get()
            .is_some_and(|target| target.as_ref().is_ok_and(|target| target.link().is_some()))
        {
            return;
        }
        let owner = self.owner(case);
        if owner == case.path {
            self.kept_locks.leave(case.path, owner, iter::once(case.path));
        } else {
            self.kept_locks.leave(case.path, owner, self.sharing(owner).map(|case| case.path));
        }
    }

    /// Ends everything: no test runs any more.
    pub(super) async fn close(&self) {
        let left = std::mem::take(&mut *self.begun());
        for (test, Begun { stand, guard, .. }) in left {
            if let Some(guard) = guard {
                self.restore(test, guard, &stand).await;
            }
            self.note(stand.leave().await);
        }
        self.note(self.venues.close().await);
        self.kept_locks.clear();
        if let Some(Ok(target)) = self.target.get() {
            self.note(stopped(target).await);
        }
    }

    /// Writes what of HAPI was called to the file, together with all processes that share the session.
    pub(super) async fn tell_coverage(&self, file: &Path) {
        let link = self.target.get().and_then(|target| target.as_ref().ok()?.link());
        let told = match link {
            Some(link) => link.cover(file, coverage::counts()).await.map_err(|error| error.to_string()),
            None => coverage::so_far()
                .write(file)
                .map_err(|error| format!("cannot write the coverage to {}: {error}", file.display())),
        };
        self.note(told);
    }

    /// Remembers what went wrong, if something did.
    pub(super) fn note(&self, result: Result<(), String>) {
        if let Err(problem) = result {
            self.problems.lock().unwrap_or_else(PoisonError::into_inner).push(problem);
        }
    }

    /// What went wrong so far; not told again.
    pub(super) fn problems(&self) -> Vec<String> {
        std::mem::take(&mut *self.problems.lock().unwrap_or_else(PoisonError::into_inner))
    }

    fn begun(&self) -> MutexGuard<'_, std::collections::BTreeMap<&'static str, Begun>> {
        self.begun.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// What a test by itself needs of the session's network while it runs, and the unit that it belongs to.
    pub(super) fn plan(&self, case: &TestCase) -> (Access, Option<(&'static str, Access)>) {
        let isolation = self.venues.isolation();
        (Units::access(isolation, case), self.venues.units().unit(isolation, case))
    }
}
