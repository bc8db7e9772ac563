//! What is left to chance in a run, and how to repeat it.

use std::{collections::hash_map::RandomState, fmt::Write as _, hash::BuildHasher as _, time::Instant};

use super::options::{Options, Order, Repeat};

/// The seeds of runs that follow each other: each has its own, so that a loop does not do the same again and again.
#[derive(Debug)]
pub(super) struct Seeds {
    keys: Option<u64>,
    order: Option<u64>,
    runs: u64,
    looping: bool,
}

/// The seeds of one run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Seed {
    /// What keys and names follow from; `None` leaves it to the setup of specs.
    pub(super) keys: Option<u64>,
    /// What the order follows from, if it is random.
    pub(super) order: Option<u64>,
    /// Which run it is, counted from 1, if there are several.
    run: Option<u64>,
}

impl Seeds {
    /// Those that the command line asks for. Nothing is left to chance without need.
    pub(super) fn new(options: &Options) -> Self {
        Self::with(options, || RandomState::new().hash_one(Instant::now()))
    }

    fn with(options: &Options, fresh: impl FnOnce() -> u64) -> Self {
        let looping = options.repeat != Repeat::Once;
        let chance = looping || options.order == Order::Shuffled(None);
        let keys = options.seed.or_else(|| chance.then(fresh));
        let order = match options.order {
            Order::Alphabetical => None,
            Order::Shuffled(seed) => seed.or(keys),
        };
        Self { keys, order, runs: 0, looping }
    }

    /// The seeds of the next run.
    pub(super) fn next(&mut self) -> Seed {
        let nth = |seed: Option<u64>| seed.map(|seed| seed.wrapping_add(self.runs));
        let seed =
            Seed { keys: nth(self.keys), order: nth(self.order), run: self.looping.then_some(self.runs + 1) };
        self.runs += 1;
        seed
    }
}

impl Seed {
    /// The line that says how to do the same again, where that is not the default.
    pub(super) fn line(&self, options: &Options) -> Option<String> {
        let seed = self.keys?;
        let mut line = String::new();
        // Writing to a string cannot fail.
        if let Some(run) = self.run {
            let _ = write!(line, "run {run}, ");
        }
        let _ = write!(line, "seed {seed}: the same again with --seed {seed}");
        match options.order {
            Order::Alphabetical => {}
            Order::Shuffled(None) => line.push_str(" --shuffle"),
            Order::Shuffled(Some(_)) => {
                let _ = write!(line, " --shuffle-seed {}", self.order.unwrap_or_default());
            }
        }
        Some(line)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::harness::options::{Request, parse};

    fn runs(args: &[&str]) -> (Seeds, Options) {
        match parse(args.iter().map(ToString::to_string), &|_| None) {
            Ok(Request::Tests(options)) => (Seeds::with(&options, || 42), *options),
            other => panic!("{other:?}"),
        }
    }

    /// Keys, order and line of the first run, and of the second.
    fn seeds(args: &[&str]) -> [(Option<u64>, Option<u64>, Option<String>); 2] {
        let (mut seeds, options) = runs(args);
        [(); 2].map(|()| seeds.next()).map(|seed| (seed.keys, seed.order, seed.line(&options)))
    }

    #[test]
    fn nothing_is_random_without_need() {
        assert_eq!(seeds(&[])[0], (None, None, None));
        let again = |text: &str| Some(format!("seed {text}"));
        assert_eq!(seeds(&["--seed=7"])[0], (Some(7), None, again("7: the same again with --seed 7")));
    }

    #[test]
    fn one_seed_fixes_order_and_keys() {
        let again = |n| Some(format!("seed {n}: the same again with --seed {n} --shuffle"));
        assert_eq!(seeds(&["--shuffle"])[0], (Some(42), Some(42), again(42)));
        assert_eq!(seeds(&["--shuffle", "--seed=7"])[0], (Some(7), Some(7), again(7)));
        assert_eq!(seeds(&["--shuffle-seed=7"])[0], (None, Some(7), None));
        let both = "seed 1: the same again with --seed 1 --shuffle-seed 7".to_owned();
        assert_eq!(seeds(&["--shuffle-seed=7", "--seed=1"])[0], (Some(1), Some(7), Some(both)));
    }

    #[test]
    fn each_run_of_a_loop_has_seeds_of_its_own() {
        let [first, second] = seeds(&["--loop", "--shuffle", "--seed=7"]);
        assert_eq!((first.0, first.1, second.0, second.1), (Some(7), Some(7), Some(8), Some(8)));
        let line = "run 2, seed 8: the same again with --seed 8 --shuffle";
        assert_eq!(second.2.as_deref(), Some(line));
        assert_eq!(seeds(&["--loop-count=3"])[1].0, Some(43));
    }
}
