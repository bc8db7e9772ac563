//! What tests read and write of the session's network, and which of them keep together.

use std::collections::BTreeMap;

use super::Isolation;
use crate::test_case::{Access, Resources, Suite, TestCase};

/// The suites whose tests run as one unit: those that change something for others, and those that are ordered. By path,
/// with what they read and write from their first test to their last.
#[derive(Debug, Default)]
pub(crate) struct Units(BTreeMap<&'static str, Unit>);

/// A suite whose tests keep together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Unit {
    /// The path of the outermost suite.
    pub(crate) path: &'static str,
    /// What it reads and writes from its first test to its last.
    pub(crate) access: Access,
    /// What its tests may change because it does.
    pub(crate) may_write: Resources,
}

impl Units {
    /// Those that the attributes have registered.
    pub(crate) fn registered() -> Self {
        Self::of(inventory::iter::<Suite>.into_iter())
    }

    /// Those among `suites`.
    pub(crate) fn of<'a>(suites: impl Iterator<Item = &'a Suite>) -> Self {
        let unit = |suite: &Suite| {
            let leaky = suite.leaky.as_ref();
            let access = match leaky {
                _ if suite.ordered_in_isolation => Access::EXCLUSIVE,
                Some(leaky) => leaky.access(),
                None => return None,
            };
            let may_write = leaky.map_or(Resources::NONE, |leaky| leaky.access().writes);
            Some((suite.path, Unit { path: suite.path, access, may_write }))
        };
        Self(suites.filter_map(unit).collect())
    }

    /// The unit that a test belongs to, if it does: all suites around the test together, called by the outermost.
    pub(crate) fn around(&self, case: &TestCase) -> Option<Unit> {
        if self.0.is_empty() {
            return None;
        }
        let ends = case.path.match_indices("::").map(|(at, _)| at);
        let around = ends.filter_map(|end| self.0.get(&case.path[..end])).copied();
        around.reduce(|outer, inner| Unit {
            access: outer.access.and(inner.access),
            may_write: outer.may_write.union(inner.may_write),
            ..outer
        })
    }

    /// What a test by itself needs of the session's network.
    pub(crate) fn access(isolation: Isolation, case: &TestCase) -> Access {
        match isolation {
            Isolation::Fork if case.traits.leaky.is_some() => Access::default(),
            Isolation::Lock | Isolation::Fork => case.traits.access(),
        }
    }

    /// The unit of a test, and what it needs of the session's network while it goes on.
    pub(crate) fn unit(&self, isolation: Isolation, case: &TestCase) -> Option<(&'static str, Access)> {
        let Unit { path, access, .. } = self.around(case)?;
        match isolation {
            Isolation::Lock => Some((path, access)),
            Isolation::Fork => Some((path, Access::default())),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        fixtures::Fixtures,
        spec::Operations,
        test_case::{Body, ContextRequirement, Leaky, Place, Traits},
    };

    const PLACE: Place = Place { file: "units.rs", line: 1, column: 1 };

    fn suite(path: &'static str, ordered: bool, reasons: Option<&'static [ContextRequirement]>) -> Suite {
        let leaky = reasons.map(|reasons| Leaky { reads: Some(&[]), ..Leaky::new(reasons) });
        Suite { path, display: "", place: PLACE, tags: &[], ordered_in_isolation: ordered, leaky }
    }

    fn case(path: &'static str, traits: &'static Traits) -> TestCase {
        let body = Body::Operations(|_: &Fixtures| Operations::new());
        TestCase { path, display: "", place: PLACE, ignore: None, tags: &[], traits, fixtures: |_| {}, body }
    }

    const FEES: &[ContextRequirement] = &[ContextRequirement::FeeScheduleOverrides];
    const PROPERTIES: &[ContextRequirement] = &[ContextRequirement::PropertyOverrides];

    #[test]
    fn only_suites_that_leak_or_are_ordered_keep_their_tests_together() {
        let suites =
            [suite("a::plain", false, None), suite("a::leaky", false, Some(FEES)), suite("a::o", true, None)];
        let units = Units::of(suites.iter());
        let unit = |path| units.around(&case(path, &Traits::PLAIN));
        assert_eq!(unit("a::plain::test"), None);
        assert_eq!(unit("a::leakyish::test"), None);
        assert_eq!(unit("a::leaky::inner::test").map(|unit| unit.path), Some("a::leaky"));
        let ordered = Unit { path: "a::o", access: Access::EXCLUSIVE, may_write: Resources::NONE };
        assert_eq!(unit("a::o::test"), Some(ordered));
    }

    #[test]
    fn the_outermost_suite_names_the_unit_and_all_around_the_test_count() {
        let suites = [suite("a::m", false, Some(FEES)), suite("a::m::n", false, Some(PROPERTIES))];
        let unit = Units::of(suites.iter()).around(&case("a::m::n::test", &Traits::PLAIN));
        let writes = Resources::of(FEES).union(Resources::of(PROPERTIES));
        let access = Access { reads: Resources::NONE, writes };
        assert_eq!(unit, Some(Unit { path: "a::m", access, may_write: writes }));
    }

    #[test]
    fn on_a_fork_nothing_is_needed_of_the_session_network() {
        static LEAKY: Traits = Traits { leaky: Some(Leaky::new(FEES)), ..Traits::PLAIN };
        let units = Units::of([suite("a::m", true, None)].iter());
        let test = case("a::m::test", &LEAKY);
        assert_eq!(Units::access(Isolation::Fork, &test), Access::default());
        assert_eq!(units.unit(Isolation::Fork, &test), Some(("a::m", Access::default())));
        assert_eq!(Units::access(Isolation::Fork, &case("a::plain", &Traits::PLAIN)), Access::SHARED);
        assert_eq!(Units::access(Isolation::Lock, &test), LEAKY.access());
        assert_eq!(units.unit(Isolation::Lock, &test), Some(("a::m", Access::EXCLUSIVE)));
    }
}
