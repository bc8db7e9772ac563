//! Tests, put in the order in which they are to begin.

use std::{cmp::Reverse, collections::HashMap, time::Duration};

use crate::test_case::Access;

/// What the plan needs to know of a test.
#[derive(Clone, Debug)]
pub(crate) struct Item<'a> {
    /// What it reads and writes of the network, by itself.
    pub(crate) access: Access,
    /// The suite that keeps its tests together, if it is in one, and what that reads and writes.
    pub(crate) suite: Option<(&'a str, Access)>,
    /// Its place among the tests of that suite.
    pub(crate) order: Option<u32>,
    /// How long it took when it last ran.
    pub(crate) lasted: Option<Duration>,
}

/// Tests that one worker runs one after the other, under locks that are held from the first to the last.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Unit {
    /// The tests, by their index among the items.
    pub(crate) tests: Vec<usize>,
    /// What they read and write.
    pub(crate) access: Access,
}

/// What decides between units of the same phase.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Arrange {
    /// The order in which they come.
    AsGiven,
    /// The longer they last, the sooner they begin: then the last to end are short. Those that never ran come first.
    LongestFirst,
}

/// Puts the tests into units, and the units in order: first the shared ones, of which any number run at once, and then
/// those that change something for others.
pub(crate) fn plan(items: &[Item<'_>], arrange: Arrange) -> Vec<Unit> {
    let mut units: Vec<Unit> = Vec::with_capacity(items.len());
    let mut suites: HashMap<&str, usize> = HashMap::new();
    for (test, item) in items.iter().enumerate() {
        let Some((suite, access)) = item.suite else {
            units.push(Unit { tests: vec![test], access: item.access });
            continue;
        };
        let unit = *suites.entry(suite).or_insert_with(|| {
            units.push(Unit { tests: Vec::new(), access });
            units.len() - 1
        });
        let unit = &mut units[unit];
        unit.access = unit.access.and(item.access);
        unit.tests.push(test);
    }
    for unit in suites.into_values() {
        // Stable: those without a place keep the order in which they come, after those with one.
        units[unit].tests.sort_by_key(|&test| items[test].order.unwrap_or(u32::MAX));
    }
    units.sort_by_cached_key(|unit| {
        let length = match arrange {
            Arrange::AsGiven => Duration::ZERO,
            Arrange::LongestFirst => length(unit, items),
        };
        (!unit.access.writes.is_empty(), Reverse(length))
    });
    units
}

fn length(unit: &Unit, items: &[Item<'_>]) -> Duration {
    let known = unit.tests.iter().map(|&test| items[test].lasted);
    known.sum::<Option<Duration>>().unwrap_or(Duration::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::test_case::{ContextRequirement, Resources};

    const LEAKY: Access = Access {
        reads: Resources::ALL.without(Resources::of(&[ContextRequirement::PropertyOverrides])),
        writes: Resources::of(&[ContextRequirement::PropertyOverrides]),
    };

    /// A test and its name.
    type Named<'a> = (&'a str, Item<'a>);

    fn item(name: &str) -> Named<'_> {
        (name, Item { access: Access::SHARED, suite: None, order: None, lasted: None })
    }

    fn leaky(name: &str) -> Named<'_> {
        let (name, item) = item(name);
        (name, Item { access: LEAKY, ..item })
    }

    fn lasting((name, item): Named<'_>, millis: u64) -> Named<'_> {
        (name, Item { lasted: Some(Duration::from_millis(millis)), ..item })
    }

    fn names<'a>(items: &[Named<'a>], arrange: Arrange) -> Vec<Vec<&'a str>> {
        let bare: Vec<Item<'_>> = items.iter().map(|(_, item)| item.clone()).collect();
        let units = plan(&bare, arrange);
        units.iter().map(|unit| unit.tests.iter().map(|&test| items[test].0).collect()).collect()
    }

    #[test]
    fn shared_tests_come_before_leaky_ones_and_otherwise_as_given() {
        let items = [leaky("b"), item("z"), leaky("a"), item("c")];
        assert_eq!(names(&items, Arrange::AsGiven), [["z"], ["c"], ["b"], ["a"]]);
    }

    #[test]
    fn within_a_phase_the_longest_begins_first_and_the_unknown_before_it() {
        let items = [
            lasting(leaky("b"), 10),
            lasting(item("x"), 1),
            lasting(item("y"), 5),
            lasting(leaky("a"), 20),
            item("new"),
            item("newer"),
        ];
        assert_eq!(names(&items, Arrange::LongestFirst), [["new"], ["newer"], ["y"], ["x"], ["a"], ["b"]]);
    }

    #[test]
    fn the_tests_of_a_suite_that_keeps_together_are_one_unit_in_their_order() {
        let within = |order, name| (name, Item { suite: Some(("s", LEAKY)), order, ..item(name).1 });
        let items = [
            within(None, "s::b"),
            item("a"),
            within(Some(2), "s::z"),
            within(None, "s::a"),
            within(Some(1), "s::y"),
        ];
        assert_eq!(names(&items, Arrange::AsGiven), [vec!["a"], vec!["s::y", "s::z", "s::b", "s::a"]]);
    }

    #[test]
    fn a_unit_reads_and_writes_what_its_suite_and_its_tests_do() {
        let fees = Resources::of(&[ContextRequirement::FeeScheduleOverrides]);
        let test = Access { reads: Resources::ALL.without(fees), writes: fees };
        let items = [Item { suite: Some(("s", LEAKY)), access: test, ..item("s::a").1 }];
        let unit = &plan(&items, Arrange::AsGiven)[0];
        assert_eq!(unit.access.writes, fees.union(LEAKY.writes));
        assert_eq!(unit.access.reads.union(unit.access.writes), Resources::ALL);
    }
}
