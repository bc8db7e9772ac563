//! Running a spec under libtest's own harness, in targets without `harness = false`.
//!
//! Libtest chooses the order, so that tests wait for each other in the locks of the session. The tests of a suite that
//! keeps its tests together run one after the other as soon as libtest calls the first of them; each then tells libtest
//! what came of it when libtest calls it.
//!
//! On a repeatable network, tests run one at a time; it is for `--test-threads=1` to fix their order.

use std::{
    collections::BTreeMap,
    env,
    io::{self, Write as _},
    process::{self, ExitCode},
    sync::{Arc, LazyLock, Mutex, OnceLock, PoisonError},
};

use super::{Executor, Reentry, Session, Terms, link, locks::Locks};
use crate::{
    harness::{self, Ending, Verdict},
    networks,
    test_case::{Access, TestCase},
};

/// The session of a process that has no `main!`: started with its first test, ended with the process.
static SESSION: LazyLock<Result<UnderLibtest, String>> = LazyLock::new(UnderLibtest::new);

struct UnderLibtest {
    executor: Executor,
    network: networks::NetworkChoice,
    locks: Arc<Locks>,
    selected: Vec<&'static TestCase>,
    /// The suites that keep their tests together, with what came of those once they have run.
    units: Mutex<BTreeMap<&'static str, Arc<Endings>>>,
}

/// What came of the tests of a unit, by their paths.
type Endings = OnceLock<BTreeMap<&'static str, Result<String, String>>>;

impl UnderLibtest {
    fn new() -> Result<Self, String> {
        let (options, selected) = harness::under_libtest(&|name| env::var(name).ok())?;
        super::check(&selected)?;
        let factor = options.timeout_factor;
        let (network, isolation) = (options.network.clone(), options.isolation);
        let terms = Terms { network, isolation, selected: selected.clone(), factor };
        let reentry = FIRST.get().map(|test| Reentry::Libtest(test));
        let wish = reentry.map(|reentry| options.wish(reentry));
        let start = options.network.starter(networks::start_default, reentry);
        let session = Session::new(start, terms).shared(wish);
        // libtest shows or hides what is printed on its threads by itself, and so gets all there is.
        let executor = Executor::new(session, factor, true, true);
        let (locks, units) = (Arc::default(), Mutex::default());
        Ok(Self { executor, network: options.network, locks, selected, units })
    }

    /// What came of the test, in the words for libtest.
    fn run(&self, case: &'static TestCase) -> Result<String, String> {
        let (access, unit) = self.executor.session().plan(case);
        let Some((suite, suites)) = unit else {
            return self.locked(case.name(), access, || self.alone(case));
        };
        let unit =
            Arc::clone(self.units.lock().unwrap_or_else(PoisonError::into_inner).entry(suite).or_default());
        let endings = unit.get_or_init(|| self.together(suite, suites.and(access)));
        // One that was not selected has no business in the order of the others.
        let run = || self.locked(case.name(), suites.and(access), || self.alone(case));
        endings.get(case.path).cloned().unwrap_or_else(run)
    }

    /// Runs the selected tests of a suite, in their order, under its locks.
    fn together(
        &self,
        suite: &'static str,
        access: Access,
    ) -> BTreeMap<&'static str, Result<String, String>> {
        let plan = |case: &TestCase| self.executor.session().plan(case);
        let mut tests: Vec<_> =
            self.selected.iter().filter(|case| plan(case).1.is_some_and(|(path, _)| path == suite)).collect();
        tests.sort_by_key(|case| (case.traits.order.unwrap_or(u32::MAX), case.name()));
        let access = tests.iter().fold(access, |access, case| {
            let (own, unit) = plan(case);
            unit.map_or(own, |(_, suites)| suites.and(own)).and(access)
        });
        let run = || Ok(tests.iter().map(|case| (case.path, self.alone(case))).collect());
        let ran = self.locked(suite, access, run);
        ran.unwrap_or_else(|error| tests.iter().map(|case| (case.path, Err(error.clone()))).collect())
    }

    fn locked<T>(
        &self,
        name: &str,
        access: Access,
        run: impl FnOnce() -> Result<T, String>,
    ) -> Result<T, String> {
        let session = self.executor.session();
        let access = if self.network.is_for_one_at_a_time() { Access::EXCLUSIVE } else { access };
        let _held = session
            .block_on(self.locks.acquire(name, access, session.patience))?
            .map_err(|error| error.to_string())?;
        run()
    }

    fn alone(&self, case: &'static TestCase) -> Result<String, String> {
        let Ending { verdict, output, .. } = self.executor.run_spec(case, 0, &|| {});
        let session = self.executor.session();
        session.leave(case);
        let mut problems = session.problems();
        match verdict {
            Verdict::Passed if problems.is_empty() => Ok(output),
            Verdict::Passed => Err(problems.join("\n")),
            _ => {
                problems.insert(0, output);
                Err(problems.join("\n"))
            }
        }
    }
}

/// The test that came first: one by which the program can be started again.
static FIRST: OnceLock<&'static str> = OnceLock::new();

/// Runs the spec registered as `path`, for the `#[test]` function that its attribute leaves under libtest's harness.
///
/// Several threads of libtest may do so at once; they share one network. Libtest cannot be told at this point that a test
/// is ignored: one that the network lacks something for does nothing, and says so on the standard error.
///
/// # Panics
/// With the failure report, when the spec fails, and when no spec is registered under `path`.
#[track_caller]
pub fn run_under_libtest(path: &str) {
    let case = inventory::iter::<TestCase>.into_iter().find(|case| case.path == path);
    let Some(case) = case else {
        panic!(
            "no spec is registered as `{path}`: the linker has dropped it, or the attribute's expansion is broken"
        );
    };
    let served = networks::serve_node_if_asked();
    if let Some(served) = served.or_else(|| link::serve_if_asked(Reentry::Libtest(case.name()))) {
        // This is no run of tests: libtest must not go on to call it one.
        process::exit(i32::from(served != ExitCode::SUCCESS));
    }
    FIRST.get_or_init(|| case.name());
    let session = SESSION.as_ref().unwrap_or_else(|error| panic!("{error}"));
    if let Some(reason) = networks::unmet(&session.network, case.traits) {
        // Not `eprintln!`, whose lines libtest keeps for itself when the test passes.
        let _ = writeln!(io::stderr(), "hapi-test: `{}` does not run: it {reason}", case.name());
        return;
    }
    match session.run(case) {
        Ok(output) => print!("{output}"),
        Err(report) => panic!("{report}"),
    }
}
