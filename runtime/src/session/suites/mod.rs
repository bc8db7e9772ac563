//! Suites: what is set up before the first test of a module and taken down after the last.
//!
//! A test belongs to every suite around it. The first test of a suite that enters has its `#[before_all]` hooks run, after
//! those of the suites around it; tests that enter meanwhile wait for the same. What the hooks register is there in every test of
//! the suite and of the suites in it. When the last selected test has left, whatever became of it, the `#[after_all]` hooks run,
//! and then what the hooks overrode is restored: the last first.
//!
//! A hook that fails in `before_all` fails every test of its suite, with its cause; what was overridden before is restored at
//! once. One that fails in `after_all` fails the session.
//!
//! Hooks run on threads of their own, with a limit of their own: no test that gives up waiting takes the hook down with it, and a
//! hook that blocks holds up nobody but the tests of its suite.
//!
//! There is one [`Suites`] for each network, as what a hook sets up is on the one it ran on.

mod hook;
mod kept;
mod plan;
mod stage;
#[cfg(test)]
mod tests;

use std::{
    collections::BTreeMap,
    fmt,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use futures::{
    FutureExt,
    future::{BoxFuture, Shared},
};

pub(super) use kept::Kept;
use plan::Plan;
use stage::Stage;

use crate::{
    keys::KeyFactory,
    registry::Registry,
    spec::{Spec, SpecError, SpecSetup, Target},
    test_case::TestCase,
};

/// The suites of the tests that run on one network.
pub(crate) struct Suites {
    plan: Plan,
    /// The suite below which all of its suites are, if there is one: those around it are set up elsewhere.
    below: Option<Below>,
    /// What one hook may take.
    limit: Option<Duration>,
    state: Mutex<State>,
}

struct Below {
    path: &'static str,
    inherited: Inherited,
}

#[derive(Default)]
struct State {
    /// The tests of each suite that have not left for good, by path.
    awaited: BTreeMap<&'static str, usize>,
    stages: BTreeMap<&'static str, Begun>,
}

/// A suite that is being set up, or was. Everyone gets the same stage; the tests of it, its error, if it has one.
type Begun = Shared<BoxFuture<'static, (Arc<Stage>, Result<(), Arc<SpecError>>)>>;

/// What the specs of a suite have from their begin: the names and the keys of its hooks.
#[derive(Clone, Default)]
pub(crate) struct Inherited(Option<Arc<Known>>);

struct Known {
    registry: Registry,
    keys: Arc<KeyFactory>,
}

impl Suites {
    /// The suites of these tests: all that are selected to run on one network. `limit` is what one hook may take.
    pub(crate) fn new(selected: &[&'static TestCase], limit: Option<Duration>) -> Self {
        Self::build(Plan::registered(), selected, None, limit)
    }

    /// The suite at `path` and those in it, for these tests of them, on a network of their own that others do not share: a
    /// fork, where the suite runs as a whole. What is around it was set up where that was forked, and gave `inherited`.
    pub(crate) fn below(
        path: &'static str,
        inherited: Inherited,
        selected: &[&'static TestCase],
        limit: Option<Duration>,
    ) -> Self {
        Self::build(Plan::registered(), selected, Some(Below { path, inherited }), limit)
    }

    fn build(
        plan: Plan,
        selected: &[&'static TestCase],
        below: Option<Below>,
        limit: Option<Duration>,
    ) -> Self {
        let suites = Self { plan, below, limit, state: Mutex::default() };
        for case in selected {
            for path in suites.around(case.path) {
                *suites.state().awaited.entry(path).or_default() += 1;
            }
        }
        suites
    }

    /// Sees that all suites around the test are set up, and gives what its spec begins with. Retries of a test enter again.
    ///
    /// # Errors
    /// That of the hook that failed, naming the suite.
    pub(crate) async fn enter(
        &self,
        case: &'static TestCase,
        target: &Target,
        setup: &SpecSetup,
    ) -> Result<Inherited, SpecError> {
        self.enter_all(self.around(case.path), target, setup).await
    }

    /// Sees that all suites around the one at `path` are set up, but not that itself: before a fork on which it will be.
    ///
    /// # Errors
    /// As [`Suites::enter`].
    pub(crate) async fn enter_around(
        &self,
        path: &'static str,
        target: &Target,
        setup: &SpecSetup,
    ) -> Result<Inherited, SpecError> {
        let around = self.around(path).into_iter().filter(|suite| *suite != path);
        self.enter_all(around.collect(), target, setup).await
    }

    async fn enter_all(
        &self,
        paths: Vec<&'static str>,
        target: &Target,
        setup: &SpecSetup,
    ) -> Result<Inherited, SpecError> {
        let mut inherited =
            self.below.as_ref().map_or_else(Inherited::default, |below| below.inherited.clone());
        for path in paths {
            let (stage, result) = self.begun(path, &inherited, target, setup).await;
            result.map_err(|error| error.repeated())?;
            inherited = stage.inherited();
        }
        Ok(inherited)
    }

    /// The suite, its set-up begun if this is the first who asks.
    fn begun(&self, path: &'static str, inherited: &Inherited, target: &Target, setup: &SpecSetup) -> Begun {
        let mut known = self.state();
        if let Some(begun) = known.stages.get(path) {
            return begun.clone();
        }
        let stage =
            Stage::new(&self.plan, path, inherited.clone(), target.clone(), setup.clone(), self.limit);
        // A task, so that it goes on when the test that began it does not wait any longer.
        let task = tokio::spawn(Arc::clone(&stage).set_up());
        let unended = Arc::clone(&stage);
        let begun = async move {
            // Nothing panics there; a session that ends takes its tasks down.
            let ended = |_| (unended, Err(Arc::new(SpecError::new("the session ended while it was set up"))));
            task.await.unwrap_or_else(ended)
        };
        let begun = begun.boxed().shared();
        known.stages.insert(path, begun.clone());
        begun
    }

    /// Tells that a test has ended for good: that it is not tried again. Takes down the suites that it was the last test of,
    /// the innermost first.
    ///
    /// # Errors
    /// What failed in that, naming the suites; all of it was tried all the same.
    pub(crate) async fn leave(&self, case: &'static TestCase) -> Result<(), String> {
        let mut errors = Vec::new();
        for path in self.around(case.path).into_iter().rev() {
            let over = {
                let mut state = self.state();
                let awaited = state.awaited.entry(path).or_default();
                *awaited = awaited.saturating_sub(1);
                if *awaited == 0 { state.stages.remove(path) } else { None }
            };
            errors.extend(taken_down(over).await);
        }
        outcome(&errors)
    }

    /// Takes down all suites that are set up, the innermost first: for a run that stops before its end.
    ///
    /// # Errors
    /// As [`Suites::leave`].
    pub(crate) async fn close(&self) -> Result<(), String> {
        let stages = std::mem::take(&mut self.state().stages);
        let mut errors = Vec::new();
        // A path comes after those of the suites around it.
        for (_, begun) in stages.into_iter().rev() {
            errors.extend(taken_down(Some(begun)).await);
        }
        outcome(&errors)
    }

    /// Whether there are suites around the test that are set up here.
    pub(crate) fn are_around(&self, case: &TestCase) -> bool {
        !self.around(case.path).is_empty()
    }

    /// The paths of the suites around a test or a module that are set up here, outermost first.
    fn around(&self, path: &str) -> Vec<&'static str> {
        let all = self.plan.around(path).into_iter().filter(|planned| planned.is_set_up());
        let all = all.map(|planned| planned.path);
        match &self.below {
            None => all.collect(),
            Some(below) => all.filter(|path| is_within(path, below.path)).collect(),
        }
    }

    /// A panic in a test must not become another one here, so a poisoned lock is as good as any.
    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Whether the module at `path` is the one at `outer` or in it.
fn is_within(path: &str, outer: &str) -> bool {
    path.strip_prefix(outer).is_some_and(|rest| rest.is_empty() || rest.starts_with("::"))
}

async fn taken_down(begun: Option<Begun>) -> Vec<String> {
    let Some(begun) = begun else { return Vec::new() };
    let (stage, _) = begun.await;
    // A task for the same reason as with the set-up.
    tokio::spawn(stage.take_down()).await.unwrap_or_else(|ended| vec![ended.to_string()])
}

fn outcome(errors: &[String]) -> Result<(), String> {
    if errors.is_empty() { Ok(()) } else { Err(errors.join("\n")) }
}

impl Inherited {
    fn of(spec: &Spec) -> Self {
        Self(Some(Arc::new(Known { registry: spec.registry().copied(), keys: spec.shared_keys() })))
    }

    /// Gives the spec the names and the keys.
    pub(crate) fn include_in(&self, spec: &Spec) {
        if let Some(known) = &self.0 {
            spec.keys().include(&known.keys);
            spec.registry().include(&known.registry);
        }
    }
}

impl fmt::Debug for Inherited {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Inherited").field(&self.0.as_ref().map(|known| &known.registry)).finish()
    }
}

impl fmt::Debug for Suites {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let state = self.state();
        f.debug_struct("Suites").field("awaited", &state.awaited).finish_non_exhaustive()
    }
}
