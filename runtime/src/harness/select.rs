//! Which tests run, and in which order.

use super::{
    PlainTest,
    events::{Ignore, IgnoredBecause},
    options::{Ignored, Options},
    record::Durations,
};
use crate::{
    networks,
    test_case::{Place, Suite, TestCase},
};

/// One test as the runner sees it.
#[derive(Clone, Debug)]
pub(crate) struct Test {
    /// The path without its crate segment.
    pub(crate) name: &'static str,
    /// Why it does not run, if it does not.
    pub(crate) ignore: Option<Ignore>,
    /// What it does.
    pub(crate) kind: Kind,
}

/// What a test does.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Kind {
    /// A spec.
    Spec(&'static TestCase),
    /// A function given to `main!`.
    Plain(PlainTest),
}

/// A test as it is linked into its target, before anything is made of it.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Linked {
    /// A spec.
    Spec(&'static TestCase),
    /// A function given to `main!`, by name.
    Plain(&'static str, PlainTest),
}

impl Linked {
    /// What ends in its name.
    fn path(self) -> &'static str {
        match self {
            Self::Spec(case) => case.path,
            Self::Plain(name, _) => name,
        }
    }

    /// The test.
    pub(crate) fn test(self) -> Test {
        match self {
            Self::Spec(case) => Test::spec(case),
            Self::Plain(name, run) => Test::plain(name, run),
        }
    }
}

impl Test {
    pub(crate) fn spec(case: &'static TestCase) -> Self {
        let ignore = case.ignore.map(|reason| Ignore::new(IgnoredBecause::Attribute, reason));
        Self { name: case.name(), ignore, kind: Kind::Spec(case) }
    }

    pub(crate) fn plain(name: &'static str, run: PlainTest) -> Self {
        Self { name, ignore: None, kind: Kind::Plain(run) }
    }

    /// The spec, if it is one.
    pub(crate) fn case(&self) -> Option<&'static TestCase> {
        match self.kind {
            Kind::Spec(case) => Some(case),
            Kind::Plain(_) => None,
        }
    }

    /// Where it is written, where that is known.
    pub(crate) fn place(&self) -> Option<Place> {
        match self.kind {
            Kind::Spec(case) => Some(case.place),
            Kind::Plain(_) => None,
        }
    }

    /// Its name for people; empty where there is none.
    pub(crate) fn display(&self) -> &'static str {
        match self.kind {
            Kind::Spec(case) => case.display,
            Kind::Plain(_) => "",
        }
    }

    /// Its tags, and those of the suites around it.
    pub(crate) fn tags(&self) -> Vec<&'static str> {
        let Kind::Spec(case) = self.kind else { return Vec::new() };
        let around = inventory::iter::<Suite>.into_iter().filter(|suite| suite.contains(case.path));
        case.tags.iter().chain(around.flat_map(|suite| suite.tags)).copied().collect()
    }
}

/// The tests of one run, in order.
#[derive(Debug)]
pub(crate) struct Selection {
    /// Tests to list or run, ignored ones included.
    pub(crate) tests: Vec<Test>,
    /// How many were left out.
    pub(crate) filtered_out: usize,
    /// The seed of their order, when that is random.
    pub(crate) shuffle_seed: Option<u64>,
}

impl Selection {
    /// The specs that are to run.
    pub(crate) fn cases(&self) -> Vec<&'static TestCase> {
        self.tests.iter().filter(|test| test.ignore.is_none()).filter_map(Test::case).collect()
    }
}

/// Applies the wishes to all tests there are. `durations` balance the jobs, and `shuffle_seed` puts the tests in a random
/// order.
///
/// Of the tests whose names are not given, where names are given whole, nothing is looked at but the end of their path:
/// nextest starts a process for each test, and each goes through all of them.
pub(crate) fn select(
    all: impl Iterator<Item = Linked>,
    options: &Options,
    durations: &Durations,
    shuffle_seed: Option<u64>,
) -> Selection {
    let by_name = options.exact && !options.filters.is_empty();
    let (mut total, mut tests) = (0, Vec::new());
    for linked in all {
        total += 1;
        if by_name && !options.filters.iter().any(|name| linked.path().ends_with(name.as_str())) {
            continue;
        }
        let mut test = linked.test();
        if !named(&test, options) {
            continue;
        }
        test.ignore = test.ignore.take().or_else(|| ignored_by(&test, options));
        tests.push(test);
    }
    // Who names a test whole wants it, whatever part it is in: nextest has chosen by parts when it listed the tests.
    if let Some(partition) = options.partition.filter(|_| !by_name) {
        tests = partition.keep(tests, durations);
    }
    // After that, so that lists of ignored tests and of all tests have the same parts.
    tests.retain(|test| options.ignored != Ignored::Only || test.ignore.is_some());
    for test in &mut tests {
        admit(test, options);
    }
    tests.sort_unstable_by_key(|test| test.name);
    if let Some(seed) = shuffle_seed {
        shuffle(&mut tests, seed);
    }
    Selection { filtered_out: total - tests.len(), tests, shuffle_seed }
}

/// Whether names and tags choose it.
fn named(test: &Test, options: &Options) -> bool {
    let matches = |filter: &String| {
        if options.exact { test.name == filter } else { test.name.contains(filter.as_str()) }
    };
    (options.filters.is_empty() || options.filters.iter().any(matches))
        && !options.skip.iter().any(matches)
        && (options.tags.is_empty() || tagged(test, options))
}

/// Whether it has a tag of each list.
fn tagged(test: &Test, options: &Options) -> bool {
    let tags = test.tags();
    options.tags.iter().all(|list| list.iter().any(|tag| tags.contains(&tag.as_str())))
}

/// Why this run ignores a test that no attribute ignores.
fn ignored_by(test: &Test, options: &Options) -> Option<Ignore> {
    let Kind::Spec(case) = test.kind else { return None };
    if let Some(reason) = networks::unmet(&options.network, case.traits) {
        return Some(Ignore::new(IgnoredBecause::Network, reason));
    }
    (case.traits.extended && !options.extended)
        .then(|| Ignore::new(IgnoredBecause::Extended, "extended: runs with --extended"))
}

/// Lets an ignored test run if it was asked for. One that the network has not enough for cannot.
fn admit(test: &mut Test, options: &Options) {
    if options.ignored != Ignored::Skip
        && test.ignore.as_ref().is_some_and(|ignore| ignore.cause != IgnoredBecause::Network)
    {
        test.ignore = ignored_by(test, options).filter(|ignore| ignore.cause == IgnoredBecause::Network);
    }
    if options.bench_only && test.ignore.is_none() {
        test.ignore = Some(Ignore::new(IgnoredBecause::NoBenchmark, ""));
    }
}

/// Fisher-Yates over `SplitMix64`: the same seed gives the same order on every machine.
fn shuffle<T>(items: &mut [T], seed: u64) {
    let mut state = seed;
    for i in (1..items.len()).rev() {
        state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = state;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^= z >> 31;
        // The bias of a remainder is far below what an order of tests could show.
        let j = z % (i as u64 + 1);
        items.swap(i, usize::try_from(j).unwrap_or(i));
    }
}

/// The first two tests that share a name, if any do: neither could be run alone.
pub(crate) fn duplicate(sorted: &[Test]) -> Option<(&Test, &Test)> {
    sorted.windows(2).find(|pair| pair[0].name == pair[1].name).map(|pair| (&pair[0], &pair[1]))
}

#[cfg(test)]
#[path = "select_tests.rs"]
mod tests;
