//! Which tests run, and in which order.

use super::{
    PlainTest,
    events::{Ignore, IgnoredBecause},
    options::{Ignored, Options, Order},
};
use crate::test_case::{Place, TestCase};

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

    /// Its tags.
    pub(crate) fn tags(&self) -> &'static [&'static str] {
        match self.kind {
            Kind::Spec(case) => case.tags,
            Kind::Plain(_) => &[],
        }
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

/// Applies the wishes to all tests there are. `fresh_seed` is asked only for a shuffle without a given seed.
///
/// Nothing but the tests that match is sorted, so that a run of one test costs one comparison a test.
pub(crate) fn select(all: Vec<Test>, options: &Options, fresh_seed: impl FnOnce() -> u64) -> Selection {
    let total = all.len();
    let mut tests: Vec<Test> = all.into_iter().filter(|test| wanted(test, options)).collect();
    for test in &mut tests {
        match options.ignored {
            Ignored::Skip => {}
            Ignored::Only | Ignored::Include => test.ignore = None,
        }
        if options.bench_only && test.ignore.is_none() {
            test.ignore = Some(Ignore::new(IgnoredBecause::NoBenchmark, ""));
        }
    }
    tests.sort_unstable_by_key(|test| test.name);
    let shuffle_seed = match options.order {
        Order::Alphabetical => None,
        Order::Shuffled(seed) => Some(seed.unwrap_or_else(fresh_seed)),
    };
    if let Some(seed) = shuffle_seed {
        shuffle(&mut tests, seed);
    }
    Selection { filtered_out: total - tests.len(), tests, shuffle_seed }
}

fn wanted(test: &Test, options: &Options) -> bool {
    let matches = |filter: &String| {
        if options.exact { test.name == filter } else { test.name.contains(filter.as_str()) }
    };
    (options.filters.is_empty() || options.filters.iter().any(matches))
        && !options.skip.iter().any(matches)
        && (options.ignored != Ignored::Only || test.ignore.is_some())
        && options.tags.iter().all(|list| list.iter().any(|tag| test.tags().contains(&tag.as_str())))
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
    use crate::harness::options::{Request, parse};

    fn all() -> Vec<Test> {
        let mut tests: Vec<Test> = ["token::mint", "crypto::b", "crypto::a", "crypto::ab", "file::x"]
            .into_iter()
            .map(|name| Test::plain(name, || Ok(())))
            .collect();
        tests[4].ignore = Some(Ignore::new(IgnoredBecause::Attribute, "slow"));
        tests
    }

    fn selection(args: &[&str]) -> Selection {
        match parse(args.iter().map(ToString::to_string), &|_| None) {
            Ok(Request::Tests(options)) => select(all(), &options, || 42),
            other => panic!("{other:?}"),
        }
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
        let shuffled = names(&["--shuffle-seed", "7"]);
        assert_eq!(shuffled, names(&["--shuffle-seed", "7"]));
        assert_ne!(shuffled, names(&[]));
        let mut sorted = shuffled.clone();
        sorted.sort_unstable();
        assert_eq!(sorted, names(&[]));
        assert_eq!(selection(&["--shuffle"]).shuffle_seed, Some(42));
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
