//! Running a part of the tests, so that several machines share the work.

use std::{cmp::Reverse, collections::BTreeMap, num::NonZeroUsize, time::Duration};

use super::{
    flags::Given,
    options::UsageError,
    record::Durations,
    select::{Kind, Test},
};
use crate::test_case::Suite;

/// A part of the tests.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Partition {
    way: Way,
    /// Counted from 0, below `of`.
    part: usize,
    of: NonZeroUsize,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Way {
    /// One after the other, by name.
    Slice,
    /// By a hash of the name: a test keeps its part when others come and go.
    Hash,
    /// By the time they took.
    Job,
}

impl Partition {
    /// Reads `slice:2/3` or `hash:2/3`.
    pub(crate) fn parse(given: Given<'_>) -> Result<Self, UsageError> {
        let read = |text: &str| {
            let (way, part) = text.split_once(':')?;
            let way = match way {
                "slice" => Way::Slice,
                "hash" => Way::Hash,
                _ => return None,
            };
            Self::part_of(way, part)
        };
        read(given.text).ok_or_else(|| given.must_be("slice:M/N or hash:M/N with 1 <= M <= N"))
    }

    /// Reads `2/3`.
    pub(crate) fn parse_job(given: Given<'_>) -> Result<Self, UsageError> {
        Self::part_of(Way::Job, given.text).ok_or_else(|| given.must_be("I/N with 1 <= I <= N"))
    }

    fn part_of(way: Way, text: &str) -> Option<Self> {
        let (part, of) = text.split_once('/')?;
        let (part, of): (usize, NonZeroUsize) = (part.parse().ok()?, of.parse().ok()?);
        let part = part.checked_sub(1).filter(|part| *part < of.get())?;
        Some(Self { way, part, of })
    }

    /// Keeps the tests of this part. All parts of the same tests are disjoint and complete, on every machine. Tests of a
    /// suite that is ordered in isolation stay together, as they may build on each other.
    ///
    /// Without `durations` each test counts as much as the next; with them, one that they do not know counts as much as
    /// the average.
    pub(crate) fn keep(self, tests: Vec<Test>, durations: &Durations) -> Vec<Test> {
        let mut units: BTreeMap<&'static str, Vec<Test>> = BTreeMap::new();
        for test in tests {
            units.entry(unit(&test)).or_default().push(test);
        }
        let mine: Vec<bool> = match self.way {
            Way::Slice => (0..units.len()).map(|index| index % self.of == self.part).collect(),
            Way::Hash => units.keys().map(|name| self.of_hash(name) == self.part).collect(),
            Way::Job => {
                let parts = balanced(
                    &units.values().map(|unit| weight(unit, durations)).collect::<Vec<_>>(),
                    self.of,
                );
                parts.into_iter().map(|part| part == self.part).collect()
            }
        };
        units.into_values().zip(mine).filter(|(_, mine)| *mine).flat_map(|(unit, _)| unit).collect()
    }

    fn of_hash(self, name: &str) -> usize {
        let mut first = [0; 8];
        first.copy_from_slice(&blake3::hash(name.as_bytes()).as_bytes()[..8]);
        let part = u64::from_le_bytes(first) % self.of.get() as u64;
        usize::try_from(part).unwrap_or_default()
    }
}

impl std::fmt::Display for Partition {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let way = match self.way {
            Way::Slice => "slice:",
            Way::Hash => "hash:",
            Way::Job => "job ",
        };
        write!(f, "{way}{}/{}", self.part + 1, self.of)
    }
}

/// What a test cannot be separated from: the outermost suite around it that is ordered in isolation, or itself.
fn unit(test: &Test) -> &'static str {
    let Kind::Spec(case) = test.kind else { return test.name };
    let around = |suite: &&Suite| suite.ordered_in_isolation && suite.contains(case.path);
    let outermost = inventory::iter::<Suite>.into_iter().filter(around).min_by_key(|suite| suite.path.len());
    outermost.map_or(test.name, |suite| suite.path)
}

/// The time that a unit takes; an ignored test takes none, also where it is made to run: parts are the same in any case.
fn weight(unit: &[Test], durations: &Durations) -> Duration {
    let average = durations.average().unwrap_or(Duration::from_secs(1));
    let run = unit.iter().filter(|test| test.ignore.is_none());
    run.map(|test| durations.of(test.name).unwrap_or(average)).sum()
}

/// For each weight the part it is put in: the heaviest first, always into the lightest part.
fn balanced(weights: &[Duration], parts: NonZeroUsize) -> Vec<usize> {
    let mut loads = vec![(Duration::ZERO, 0_usize); parts.get()];
    let mut order: Vec<usize> = (0..weights.len()).collect();
    order.sort_by_key(|&index| (Reverse(weights[index]), index));
    let mut chosen = vec![0; weights.len()];
    for index in order {
        // Of parts with the same load the one with the fewest: what takes no time is spread too.
        let lightest = (0..loads.len()).min_by_key(|&part| loads[part]).unwrap_or_default();
        let (load, count) = &mut loads[lightest];
        *load += weights[index];
        *count += 1;
        chosen[index] = lightest;
    }
    chosen
}

#[cfg(test)]
mod tests {
    use super::*;

    fn given(text: &str) -> Given<'_> {
        Given { source: "--it", text }
    }

    fn tests(count: usize) -> Vec<Test> {
        let names = (0..count).map(|n| &*Box::leak(format!("t{n:03}").into_boxed_str()));
        names.map(|name| Test::plain(name, || Ok(()))).collect()
    }

    fn parts(way: &str, of: usize, durations: &Durations) -> Vec<Vec<&'static str>> {
        let part = |part| {
            let text = format!("{way}{part}/{of}");
            let parse = if way.is_empty() { Partition::parse_job } else { Partition::parse };
            parse(given(&text)).expect("a partition").keep(tests(50), durations)
        };
        (1..=of).map(|n| part(n).iter().map(|test| test.name).collect()).collect()
    }

    #[test]
    fn parts_are_disjoint_and_complete() {
        for way in ["slice:", "hash:", ""] {
            let parts = parts(way, 3, &Durations::default());
            let mut all = parts.concat();
            all.sort_unstable();
            assert_eq!(all, tests(50).iter().map(|test| test.name).collect::<Vec<_>>(), "{way}");
            assert!(parts.iter().all(|part| part.len() > 5), "{way}: {parts:?}");
        }
    }

    #[test]
    fn slices_take_turns_and_hashes_stay() {
        assert_eq!(parts("slice:", 3, &Durations::default())[1][..3], ["t001", "t004", "t007"]);
        let all = parts("hash:", 3, &Durations::default());
        let fewer = Partition::parse(given("hash:1/3")).expect("a partition");
        let fewer = fewer.keep(tests(10), &Durations::default());
        let fewer: Vec<_> = fewer.iter().map(|test| test.name).collect();
        let still: Vec<_> = all[0].iter().copied().filter(|name| *name < "t010").collect();
        assert_eq!(fewer, still);
    }

    #[test]
    fn jobs_take_as_long_as_each_other() {
        let seconds = [("t000", 30), ("t001", 10), ("t002", 10), ("t003", 10)];
        let short = (4..50).map(|n| (format!("t{n:03}"), Duration::from_millis(1)));
        let long = seconds.map(|(name, s)| (name.to_owned(), Duration::from_secs(s)));
        let durations: Durations = long.into_iter().chain(short).collect();
        let [one, two] = &parts("", 2, &durations)[..] else { panic!("two parts") };
        assert!(one.starts_with(&["t000"]) && two.starts_with(&["t001", "t002", "t003"]), "{one:?} {two:?}");
        let counts = parts("", 4, &Durations::default());
        assert_eq!(counts.iter().map(Vec::len).collect::<Vec<_>>(), [13, 13, 12, 12]);
    }

    #[test]
    fn what_means_no_part_is_told() {
        for text in ["slice:0/2", "slice:3/2", "hash:1/0", "count:1/2", "1/2", "slice:", "hash:x/y"] {
            let error = Partition::parse(given(text)).expect_err(text).to_string();
            let expected = "argument for --it must be slice:M/N or hash:M/N with 1 <= M <= N (was ";
            assert_eq!(error, format!("{expected}{text})"));
        }
        assert!(Partition::parse_job(given("0/1")).is_err());
        assert_eq!(Partition::parse_job(given("1/1")).map(|job| job.to_string()).as_deref(), Ok("job 1/1"));
    }
}
