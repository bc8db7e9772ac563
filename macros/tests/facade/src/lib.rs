//! As much of `hapi-test` as the expansions of its macros name, so that their tests build in a blink.
//!
//! Nothing here runs operations: a test's operations are strings, kept in a log.

use std::{
    pin::pin,
    sync::{Arc, Mutex},
    task::{Context, Poll, Waker},
};

pub mod fixtures;
pub mod spec;

pub use hapi_test_macros::*;

/// What a test imports.
pub mod prelude {
    pub use hapi_test_macros::*;

    pub use crate::{
        fixtures::{HbarExt, KeyShape, SpecAccount, SpecKey},
        hapi_spec,
        spec::{IntoSpec, Spec, SpecResult},
    };
}

/// What the expansions name. The version is that of the macros: raise both together.
#[doc(hidden)]
pub mod __private_0_1_0 {
    pub use inventory;

    pub use crate::{
        Body, Place, TestCase, Traits,
        fixtures::{Fixture, Fixtures, KeyShape},
        run_under_libtest,
        spec::{boxed, into_operations},
    };

    pub fn no_fixtures(_: &mut Fixtures) {}
}

use fixtures::Fixtures;
use spec::{BoxFuture, Operations, Spec, SpecResult};

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

/// What sets a test apart from a plain one.
#[derive(Debug)]
pub struct Traits {
    pub attribute: &'static str,
}

impl Traits {
    pub const PLAIN: Self = Self { attribute: "hapi_test" };
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
    Async(for<'a> fn(&'a Spec, &'a Fixtures) -> BoxFuture<'a, SpecResult>),
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

/// Runs a test as libtest's shim asks for it.
pub fn run_under_libtest(path: &str) {
    run(path);
}

/// Nothing here ever waits.
fn block_on<T>(future: BoxFuture<'_, T>) -> T {
    match pin!(future).poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(value) => value,
        Poll::Pending => panic!("the stand-in has nothing to wait for"),
    }
}

fn case_number(path: &str) -> u32 {
    let case = path.rsplit("::").next().and_then(|last| last.strip_prefix("case_"));
    case.and_then(|case| case.split('_').next()?.parse().ok()).unwrap_or(0)
}
