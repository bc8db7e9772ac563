//! Where a test runs: on the session's network, on a fork of it, or on a network of its own.
//!
//! | test | `--isolation lock` | `--isolation fork` |
//! |---|---|---|
//! | plain | the session's network, beside others | the same |
//! | leaky | the same, when nobody is in its way; what it changed is restored | a fork, beside others |
//! | in a suite that is leaky or ordered | the same, from the first test of the suite to the last | one fork for the suite |
//! | `#[hapi_test(reset)]` | a fork of the genesis | the same |
//! | `#[genesis_test]`, `#[restart_test]` | a network of its own | the same |
//!
//! Suites around a test are set up where the test runs, with one exception: a fork inherits what the suites around a leaky
//! test, or around the suite that takes the fork, have set up on the session's network before.

mod check;
mod units;

use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use tokio::sync::OnceCell;

pub(crate) use check::check;
pub(crate) use units::Units;

use super::{
    Statics,
    suites::{Inherited, Suites},
};
use crate::{
    networks::{HederaNetwork, NetworkChoice, start_private},
    spec::{SpecError, SpecSetup, Target},
    test_case::{EmbeddedReason, Need, TestCase, Venue},
};

/// What keeps leaky tests from others.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Isolation {
    /// They wait until nobody is in their way.
    #[default]
    Lock,
    /// Each runs on its own fork of the ledger, beside the others.
    Fork,
}

/// The networks of a session, and what is set up on them.
#[derive(Debug)]
pub(crate) struct Venues {
    network: NetworkChoice,
    isolation: Isolation,
    units: Units,
    selected: Vec<&'static TestCase>,
    /// What a hook of a suite may take.
    limit: Option<Duration>,
    /// Those that are set up on the session's network.
    suites: Suites,
    /// The forks that suites have taken, by the path of the suite.
    forks: Mutex<BTreeMap<&'static str, Arc<OnceCell<Fork>>>>,
}

/// The network of a suite that keeps together, and the suites in it.
#[derive(Debug)]
struct Fork {
    target: Target,
    suites: Suites,
}

/// Where one try of a test runs.
#[derive(Debug)]
pub(crate) struct Stand {
    pub(crate) target: Target,
    /// What its spec begins with.
    pub(crate) inherited: Inherited,
    /// The suites around it, where they are set up for this try alone.
    suites: Option<Suites>,
    /// Whether others use the network after it.
    pub(crate) is_shared: bool,
}

enum Site {
    Session,
    Suite(&'static str),
    Fork,
    Reset,
    Private(&'static [(&'static str, &'static str)]),
}

impl Venues {
    /// Nothing is started or set up yet. `limit` is what a hook of a suite may take.
    pub(crate) fn new(
        network: NetworkChoice,
        isolation: Isolation,
        selected: Vec<&'static TestCase>,
        limit: Option<Duration>,
    ) -> Self {
        let suites = Suites::new(&selected, limit);
        let (units, forks) = (Units::registered(), Mutex::default());
        Self { network, isolation, units, selected, limit, suites, forks }
    }

    pub(crate) fn isolation(&self) -> Isolation {
        self.isolation
    }

    /// The tests that are to run.
    pub(crate) fn selected(&self) -> &[&'static TestCase] {
        &self.selected
    }

    pub(crate) fn units(&self) -> &Units {
        &self.units
    }

    /// Whether the test runs on the session's network, where others may be in its way.
    pub(crate) fn is_at_session(&self, case: &TestCase, session: &Target) -> bool {
        matches!(self.site(case, session), Site::Session)
    }

    fn site(&self, case: &TestCase, session: &Target) -> Site {
        let can = session.network().capabilities();
        match case.traits.venue {
            Venue::Reset => return Site::Reset,
            Venue::Genesis { overrides } => return Site::Private(overrides),
            Venue::Restart(restart) => return Site::Private(restart.setup_overrides),
            // The session's network is embedded in another process.
            Venue::Shared if needs_state(case) && !can.state_access => return Site::Private(&[]),
            Venue::Shared => {}
        }
        if self.isolation == Isolation::Lock || !can.fork {
            return Site::Session;
        }
        match self.units.around(case) {
            Some(unit) => Site::Suite(unit.path),
            None if case.traits.leaky.is_some() => Site::Fork,
            None => Site::Session,
        }
    }

    /// Where a try of the test runs, with the suites around it set up.
    ///
    /// # Errors
    /// When the network does not start, or a suite is not set up.
    pub(crate) async fn stand(
        &self,
        case: &'static TestCase,
        session: Target,
        setup: &SpecSetup,
    ) -> Result<Stand, SpecError> {
        let site = self.site(case, &session);
        if let Site::Session = site {
            let inherited = self.suites.enter(case, &session, setup).await?;
            return Ok(Stand { target: session, inherited, suites: None, is_shared: true });
        }
        // What few tests need must not make the futures of all larger.
        Box::pin(self.stand_apart(site, case, session, setup)).await
    }

    async fn stand_apart(
        &self,
        site: Site,
        case: &'static TestCase,
        session: Target,
        setup: &SpecSetup,
    ) -> Result<Stand, SpecError> {
        match site {
            Site::Session => {
                let inherited = self.suites.enter(case, &session, setup).await?;
                Ok(Stand { target: session, inherited, suites: None, is_shared: true })
            }
            Site::Suite(path) => {
                let fork = self.fork_of(path);
                let fork = fork.get_or_try_init(|| self.take_fork(path, &session, setup)).await?;
                let inherited = fork.suites.enter(case, &fork.target, setup).await?;
                Ok(Stand { target: fork.target.clone(), inherited, suites: None, is_shared: true })
            }
            Site::Fork => {
                let inherited = self.suites.enter(case, &session, setup).await?;
                Statics::create_around(case.path, &session, setup).await;
                let target = forked(&session)?;
                Ok(Stand { target, inherited, suites: None, is_shared: false })
            }
            Site::Reset => {
                let network = match session.network().reset() {
                    Some(network) => network,
                    None => start_private(&self.network, &[]).map_err(SpecError::from)?,
                };
                self.own(case, network, setup).await
            }
            Site::Private(properties) => {
                self.own(case, start_private(&self.network, properties)?, setup).await
            }
        }
    }

    /// A network that the test has to itself.
    async fn own(
        &self,
        case: &'static TestCase,
        network: Arc<dyn HederaNetwork>,
        setup: &SpecSetup,
    ) -> Result<Stand, SpecError> {
        let target = Target::new(network);
        let suites = Suites::new(&[case], self.limit);
        let inherited = suites.enter(case, &target, setup).await?;
        Ok(Stand { target, inherited, suites: Some(suites), is_shared: false })
    }

    fn fork_of(&self, path: &'static str) -> Arc<OnceCell<Fork>> {
        Arc::clone(self.forks().entry(path).or_default())
    }

    async fn take_fork(
        &self,
        path: &'static str,
        session: &Target,
        setup: &SpecSetup,
    ) -> Result<Fork, SpecError> {
        let inherited = self.suites.enter_around(path, session, setup).await?;
        Statics::create_around(path, session, setup).await;
        let target = forked(session)?;
        Ok(Fork { target, suites: Suites::below(path, inherited, &self.selected, self.limit) })
    }

    /// Whether the test is in a suite, so that others may follow from its end.
    pub(crate) fn has_suites_around(&self, case: &TestCase) -> bool {
        self.suites.are_around(case)
    }

    /// Tells that a test has ended for good, and takes down the suites that it was the last test of.
    ///
    /// # Errors
    /// What failed in that, naming the suites.
    pub(crate) async fn leave(&self, case: &'static TestCase) -> Result<(), String> {
        let fork = self.units.around(case).and_then(|unit| self.forks().get(unit.path).cloned());
        let within = match fork.as_deref().and_then(OnceCell::get) {
            Some(fork) => fork.suites.leave(case).await,
            None => Ok(()),
        };
        within.and(self.suites.leave(case).await)
    }

    /// Takes down all that is still set up, and ends all forks.
    ///
    /// # Errors
    /// What failed in that, naming the suites.
    pub(crate) async fn close(&self) -> Result<(), String> {
        let forks = std::mem::take(&mut *self.forks());
        let mut result = Ok(());
        for fork in forks.values().filter_map(|fork| fork.get()) {
            result = result.and(fork.suites.close().await).and(stopped(&fork.target).await);
        }
        result.and(self.suites.close().await)
    }

    fn forks(&self) -> MutexGuard<'_, BTreeMap<&'static str, Arc<OnceCell<Fork>>>> {
        self.forks.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Stand {
    /// Takes down what was set up for this try alone, and ends its network.
    ///
    /// # Errors
    /// What failed in that.
    pub(crate) async fn leave(self) -> Result<(), String> {
        let Self { target, suites, is_shared, .. } = self;
        let taken_down = match suites {
            Some(suites) => suites.close().await,
            None => Ok(()),
        };
        if is_shared { taken_down } else { taken_down.and(stopped(&target).await) }
    }
}

/// Ends what a network has open.
pub(super) async fn stopped(target: &Target) -> Result<(), String> {
    target.network().stop().await.map_err(|error| error.to_string())
}

fn forked(session: &Target) -> Result<Target, SpecError> {
    session.try_forked(|| {
        let network = session.network();
        network
            .fork()
            .ok_or_else(|| SpecError::new(format!("the network `{}` cannot be forked", network.name())))
    })
}

/// Whether the test looks at the state of the network, or goes round its ingest.
fn needs_state(case: &TestCase) -> bool {
    case.traits.needs.iter().any(|need| {
        matches!(
            need,
            Need::StateAccess
                | Need::Embedded(EmbeddedReason::NeedsStateAccess | EmbeddedReason::MustSkipIngest)
        )
    })
}
