//! What the attributes register: the only thing that macros and session share.

mod access;
mod suite;
mod traits;
pub mod units;

use std::fmt;

pub use access::{Access, ContextRequirement, Resources};
pub use suite::{Hook, Moment, Suite};
pub use traits::{EmbeddedReason, Leaky, Need, RepeatableReason, Restart, RestartType, Traits, Venue};

use futures::future::BoxFuture;

use crate::{
    fixtures::Fixtures,
    spec::{Operations, Spec, SpecResult},
};

/// A test as the attribute macros register it, one static for each.
#[derive(Debug)]
pub struct TestCase {
    /// The full path, crate segment included: `specs::crypto::transfer::moves_hbar`.
    pub path: &'static str,
    /// The doc comment: the name for people. Empty when there is none.
    pub display: &'static str,
    /// Where the attribute stands.
    pub place: Place,
    /// The reason of `#[ignore = ".."]`.
    pub ignore: Option<&'static str>,
    /// Tags given to the attribute, for `--tag`.
    pub tags: &'static [&'static str],
    /// What sets it apart from a plain `#[hapi_test]`.
    pub traits: &'static Traits,
    /// Declares the fixtures that the parameters ask for, in their order.
    pub fixtures: fn(&mut Fixtures),
    /// The test itself.
    pub body: Body,
}

inventory::collect!(TestCase);

/// A source location, as `file!()`, `line!()` and `column!()` give it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    /// Path of the file as the compiler was given it.
    pub file: &'static str,
    /// Line, counted from 1.
    pub line: u32,
    /// Column, counted from 1.
    pub column: u32,
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}:{}", self.file, self.line, self.column)
    }
}

/// The two forms of a test.
pub enum Body {
    /// A function that returns operations, to be run in order.
    Operations(fn(&Fixtures) -> Operations),
    /// An `async fn` that drives the spec itself.
    Async(for<'a> fn(&'a Spec, &'a Fixtures) -> BoxFuture<'a, SpecResult>),
}

impl fmt::Debug for Body {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Operations(_) => "Operations",
            Self::Async(_) => "Async",
        })
    }
}

impl TestCase {
    /// The name libtest would list: the path without its crate segment.
    pub fn name(&self) -> &'static str {
        // A crate's name has no colon. A search for both is dear where nothing is optimised, and this is asked often.
        self.path.bytes().position(|byte| byte == b':').map_or(self.path, |at| &self.path[at + 2..])
    }
}
