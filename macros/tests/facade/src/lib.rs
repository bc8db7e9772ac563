//! As much of `hapi-test` as the expansions of its macros name, so that their tests build in a blink.
//!
//! Nothing here runs operations: a test's operations are strings, kept in a log.

use std::{
    pin::pin,
    sync::{Arc, Mutex},
    task::{Context, Poll, Waker},
};

// The very types that the macros fill in, so that the two cannot differ.
#[path = "../../../../runtime/src/test_case/access.rs"]
mod access;
pub mod fixtures;
pub mod spec;
#[path = "../../../../runtime/src/test_case/traits.rs"]
mod traits;
#[path = "../../../../runtime/src/test_case/units.rs"]
pub mod units;

pub use access::{Access, ContextRequirement, Resources};
pub use traits::{EmbeddedReason, Leaky, Need, RepeatableReason, Restart, RestartType, Traits, Venue};

pub use hapi_test_macros::*;

/// What a test imports.
pub mod prelude {
    pub use hapi_test_macros::*;

    pub use crate::{
        fixtures::{
            GrpcEndpoint, HbarExt, KeyShape, SpecAccount, SpecFile, SpecFungibleToken, SpecKey,
            SpecNonFungibleToken, TokenRole,
        },
        hapi_spec,
        spec::{IntoSpec, Spec, SpecManager, SpecResult},
    };
}

/// What the expansions name. The version is that of the macros: raise both together.
#[doc(hidden)]
pub mod __private_0_1_0 {
    pub use inventory;

    pub use crate::{
        Body, ContextRequirement, EmbeddedReason, Hook, Leaky, Moment, Need, Place, RepeatableReason,
        Restart, RestartType, Suite, TestCase, Traits, Venue,
        fixtures::{Fixture, Fixtures, KeyShape, StaticEntry, StaticFixture, TokenRole, fixtures_of},
        run_under_libtest,
        spec::{
            BoxFuture, Operations, Spec, SpecManager, SpecResult, boxed, into_operations, into_restarting,
            pin, restarting,
        },
        units,
    };

    pub fn no_fixtures(_: &mut Fixtures) {}
}

use fixtures::Fixtures;
use spec::{BoxFuture, Operations, Spec, SpecManager, SpecResult};

/// A registered test.
#[derive(Debug)]
pub struct TestCase {
    pub path: &'static str,
    pub display: &'static str,
    pub place: Place,
    pub ignore: Option<&'static str>,
    pub tags: &'static [&'static str],
    pub traits: &'static Traits,
    pub fixtures: fn(&mut Fixtures),
    pub body: Body,
}

inventory::collect!(TestCase);

/// A registered suite.
#[derive(Clone, Copy, Debug)]
pub struct Suite {
    pub path: &'static str,
    pub display: &'static str,
    pub place: Place,
    pub tags: &'static [&'static str],
    pub ordered_in_isolation: bool,
    pub leaky: Option<Leaky>,
}

inventory::collect!(Suite);

/// A registered hook.
#[derive(Debug)]
pub struct Hook {
    pub suite: &'static str,
    pub name: &'static str,
    pub place: Place,
    pub moment: Moment,
    pub body: for<'a> fn(&'a SpecManager) -> BoxFuture<'a>,
}

inventory::collect!(Hook);

/// When a hook runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Moment {
    BeforeAll,
    AfterAll,
}

/// A source location.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    pub file: &'static str,
    pub line: u32,
    pub column: u32,
}

/// The two forms of a test.
#[derive(Debug)]
pub enum Body {
    Operations(fn(&Fixtures) -> Operations),
    Async(for<'a> fn(&'a Spec, &'a Fixtures) -> BoxFuture<'a>),
}

/// Every registered test, in the order of the source.
pub fn tests() -> Vec<&'static TestCase> {
    let mut tests: Vec<_> = inventory::iter::<TestCase>().collect();
    tests.sort_by_key(|test| (test.place, case_number(test.path)));
    tests
}

/// The names of every registered test, as libtest lists them.
pub fn names() -> Vec<&'static str> {
    tests().iter().map(|test| test.path.split_once("::").expect("a path has a crate").1).collect()
}

/// Runs the test whose name ends so, and gives its operations.
pub fn run(name: &str) -> Vec<String> {
    let test = tests().into_iter().find(|test| test.path.ends_with(name)).expect("the test is registered");
    let mut fixtures = Fixtures::default();
    (test.fixtures)(&mut fixtures);
    match test.body {
        Body::Operations(operations) => operations(&fixtures),
        Body::Async(start) => {
            let log = Arc::new(Mutex::new(Vec::new()));
            let spec = Spec { log: Arc::clone(&log) };
            block_on(start(&spec, &fixtures)).expect("the test passes");
            log.lock().expect("nothing panicked").clone()
        }
    }
}

/// The traits of the test whose name ends so.
pub fn traits(name: &str) -> &'static Traits {
    tests().into_iter().find(|test| test.path.ends_with(name)).expect("the test is registered").traits
}

/// Every registered suite, in the order of the source.
pub fn suites() -> Vec<&'static Suite> {
    let mut suites: Vec<_> = inventory::iter::<Suite>().collect();
    suites.sort_by_key(|suite| suite.place);
    suites
}

/// Every registered hook, in the order of the source: its module, its name and what it does.
pub fn hooks() -> Vec<(&'static str, &'static str, Moment, Vec<String>)> {
    let mut hooks: Vec<_> = inventory::iter::<Hook>().collect();
    hooks.sort_by_key(|hook| hook.place);
    let run = |hook: &Hook| {
        let log = Arc::new(Mutex::new(Vec::new()));
        let manager = SpecManager { spec: Spec { log: Arc::clone(&log) } };
        block_on((hook.body)(&manager)).expect("the hook passes");
        log.lock().expect("nothing panicked").clone()
    };
    hooks.into_iter().map(|hook| (hook.suite, hook.name, hook.moment, run(hook))).collect()
}

/// The full path of every registered static, in the order of the source.
pub fn statics() -> Vec<&'static str> {
    let mut statics: Vec<_> = inventory::iter::<fixtures::StaticEntry>().collect();
    statics.sort_by_key(|entry| entry.place);
    statics.iter().map(|entry| entry.path).collect()
}

/// Runs a test as libtest's shim asks for it.
pub fn run_under_libtest(path: &str) {
    run(path);
}

/// Nothing here ever waits.
fn block_on(future: BoxFuture<'_>) -> SpecResult {
    match pin!(future).poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(value) => value,
        Poll::Pending => panic!("the stand-in has nothing to wait for"),
    }
}

fn case_number(path: &str) -> u32 {
    let case = path.rsplit("::").next().and_then(|last| last.strip_prefix("case_"));
    case.and_then(|case| case.split('_').next()?.parse().ok()).unwrap_or(0)
}
