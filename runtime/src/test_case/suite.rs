//! Suites: modules of tests with something in common.

use std::fmt;

use futures::future::BoxFuture;

use super::{Leaky, Place};
use crate::{session::SpecManager, spec::SpecResult};

/// What `#[hapi_suite]` or `suite! { .. }` says of the tests of a module and of the modules in it.
#[derive(Clone, Copy, Debug)]
pub struct Suite {
    /// The full path of the module, crate segment included.
    pub path: &'static str,
    /// The name for people; empty when there is none.
    pub display: &'static str,
    /// Where it is written.
    pub place: Place,
    /// Tags that all its tests have.
    pub tags: &'static [&'static str],
    /// Its tests run one after the other, by their `#[order(n)]` and then by name, and nobody runs beside them.
    pub ordered_in_isolation: bool,
    /// What it changes for others from its `before_all` to its `after_all`.
    pub leaky: Option<Leaky>,
}

inventory::collect!(Suite);

impl Suite {
    /// Whether the test or suite with this full path stands in this suite, or in one that does.
    pub fn contains(&self, path: &str) -> bool {
        path.strip_prefix(self.path).is_some_and(|rest| rest.starts_with("::"))
    }
}

/// A function that runs before the first or after the last test of a suite.
#[derive(Clone, Copy)]
pub struct Hook {
    /// The full path of the module it stands in, which need not be a declared suite.
    pub suite: &'static str,
    /// Its own name.
    pub name: &'static str,
    /// Where it is written.
    pub place: Place,
    /// When it runs.
    pub moment: Moment,
    /// The function.
    pub body: for<'a> fn(&'a SpecManager) -> BoxFuture<'a, SpecResult>,
}

inventory::collect!(Hook);

impl fmt::Debug for Hook {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Hook({}::{}, {:?})", self.suite, self.name, self.moment)
    }
}

/// When a hook runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Moment {
    /// Before the first test of the suite.
    BeforeAll,
    /// After the last one.
    AfterAll,
}
