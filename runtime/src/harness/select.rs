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

/// Applies the wishes to all tests there are. `durations` balance the jobs, and `shuffle_seed` puts the tests in a random
/// order.
///
/// Nothing but the tests that match is sorted, so that a run of one test costs one comparison a test.
pub(crate) fn select(
    all: impl Iterator<Item = Test>,
    options: &Options,
    durations: &Durations,
    shuffle_seed: Option<u64>,
) -> Selection {
    let (mut total, mut tests) = (0, Vec::new());
    for mut test in all {
        total += 1;
        if !named(&test, options) {
            continue;
        }
        test.ignore = test.ignore.take().or_else(|| ignored_by(&test, options));
        if options.ignored == Ignored::Only && test.ignore.is_none() {
            continue;
        }
        admit(&mut test, options);
        tests.push(test);
    }
    tests.sort_unstable_by_key(|test| test.name);
    if let Some(partition) = options.partition {
        tests = partition.keep(tests, durations);
    }
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
mod tests {
    use super::*;
    use crate::{
        harness::options::{Request, parse},
        test_case::{Body, Need, Traits},
    };

    fn all() -> Vec<Test> {
        let mut tests: Vec<Test> = ["token::mint", "crypto::b", "crypto::a", "crypto::ab", "file::x"]
            .into_iter()
            .map(|name| Test::plain(name, || Ok(())))
            .collect();
        tests[4].ignore = Some(Ignore::new(IgnoredBecause::Attribute, "slow"));
        tests
    }

    fn selected(all: Vec<Test>, args: &[&str], shuffle: Option<u64>) -> Selection {
        match parse(args.iter().map(ToString::to_string), &|_| None) {
            Ok(Request::Tests(options)) => select(all.into_iter(), &options, &Durations::default(), shuffle),
            other => panic!("{other:?}"),
        }
    }

    fn selection(args: &[&str]) -> Selection {
        selected(all(), args, None)
    }

    fn names(args: &[&str]) -> Vec<&'static str> {
        selection(args).tests.iter().map(|test| test.name).collect()
    }

    #[test]
    fn everything_runs_in_alphabetical_order() {
        assert_eq!(names(&[]), ["crypto::a", "crypto::ab", "crypto::b", "file::x", "token::mint"]);
        assert_eq!(selection(&[]).filtered_out, 0);
    }

    #[test]
    fn any_filter_admits_and_any_skip_excludes() {
        assert_eq!(names(&["crypto::a", "mint"]), ["crypto::a", "crypto::ab", "token::mint"]);
        assert_eq!(names(&["crypto", "--skip", "::ab"]), ["crypto::a", "crypto::b"]);
        assert_eq!(selection(&["crypto", "--skip", "::ab"]).filtered_out, 3);
    }

    #[test]
    fn exact_applies_to_filters_and_skips() {
        assert_eq!(names(&["--exact", "crypto::a"]), ["crypto::a"]);
        assert_eq!(names(&["--exact", "crypto"]), Vec::<&str>::new());
        assert_eq!(names(&["--exact", "--skip", "crypto::a"]).len(), 4);
    }

    #[test]
    fn ignored_tests_are_kept_alone_or_included() {
        let ignored =
            |args: &[&str]| selection(args).tests.iter().filter(|test| test.ignore.is_some()).count();
        assert_eq!(ignored(&[]), 1);
        assert_eq!((names(&["--ignored"]), ignored(&["--ignored"])), (vec!["file::x"], 0));
        assert_eq!((names(&["--include-ignored"]).len(), ignored(&["--include-ignored"])), (5, 0));
        assert_eq!(ignored(&["--bench"]), 5);
    }

    #[test]
    fn a_tag_excludes_what_has_none() {
        assert_eq!(names(&["--tag", "slow"]), Vec::<&str>::new());
    }

    #[test]
    fn a_seed_fixes_the_order() {
        let shuffled = |seed| selected(all(), &[], Some(seed)).tests;
        let names = |tests: Vec<Test>| tests.iter().map(|test| test.name).collect::<Vec<_>>();
        assert_eq!(names(shuffled(7)), names(shuffled(7)));
        assert_ne!(names(shuffled(7)), names(selection(&[]).tests));
        let mut sorted = names(shuffled(7));
        sorted.sort_unstable();
        assert_eq!(sorted, names(selection(&[]).tests));
        assert_eq!(selected(all(), &[], Some(42)).shuffle_seed, Some(42));
    }

    #[test]
    fn a_part_of_the_tests_leaves_out_the_others() {
        let selection = selection(&["--partition=slice:2/2"]);
        assert_eq!(
            selection.tests.iter().map(|test| test.name).collect::<Vec<_>>(),
            ["crypto::ab", "file::x"]
        );
        assert_eq!(selection.filtered_out, 3);
    }

    /// A spec with these traits, called `m::it`.
    fn spec(traits: Traits) -> Vec<Test> {
        let case = TestCase {
            path: "target::m::it",
            display: "",
            place: Place { file: file!(), line: line!(), column: 1 },
            ignore: None,
            tags: &["own"],
            traits: Box::leak(Box::new(traits)),
            fixtures: |_| {},
            body: Body::Operations(|_| Vec::new()),
        };
        vec![Test::spec(Box::leak(Box::new(case)))]
    }

    /// Why the only test is ignored; `None` when it runs, and an error when it was left out.
    fn ignored(traits: Traits, args: &[&str]) -> Result<Option<IgnoredBecause>, ()> {
        let tests = selected(spec(traits), args, None).tests;
        tests.first().map(|test| test.ignore.as_ref().map(|ignore| ignore.cause)).ok_or(())
    }

    #[test]
    fn extended_tests_are_ignored_with_the_reason_until_asked_for() {
        let extended = Traits { extended: true, ..Traits::PLAIN };
        assert_eq!(ignored(extended, &[]), Ok(Some(IgnoredBecause::Extended)));
        for args in [&["--extended"], &["--include-ignored"], &["--ignored"]] {
            assert_eq!(ignored(extended, args), Ok(None), "{args:?}");
        }
        assert_eq!(ignored(extended, &["--ignored", "--extended"]), Err(()));
        assert_eq!(ignored(Traits::PLAIN, &[]), Ok(None));
    }

    #[test]
    fn what_the_network_lacks_is_the_reason_whatever_is_asked_for() {
        let repeatable = Traits { needs: &[Need::VirtualTime], ..Traits::PLAIN };
        for args in [&[][..], &["--ignored"], &["--include-ignored"], &["--extended"]] {
            assert_eq!(ignored(repeatable, args), Ok(Some(IgnoredBecause::Network)), "{args:?}");
        }
        let both = Traits { extended: true, ..repeatable };
        assert_eq!(ignored(both, &["--extended", "--include-ignored"]), Ok(Some(IgnoredBecause::Network)));
    }

    #[test]
    fn two_of_one_name_are_found() {
        let mut tests = all();
        tests.push(Test::plain("crypto::b", || Ok(())));
        tests.sort_by_key(|test| test.name);
        assert_eq!(duplicate(&tests).map(|(a, b)| (a.name, b.name)), Some(("crypto::b", "crypto::b")));
        tests.dedup_by_key(|test| test.name);
        assert!(duplicate(&tests).is_none());
    }
}
