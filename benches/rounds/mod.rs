//! Measuring several things side by side.

use std::time::{Duration, Instant};

use crate::report::{Row, median, short};

/// What is measured, of which one round is timed; what it needs and does not count is done before it is called again.
pub(crate) type Measured<'a> = &'a mut dyn FnMut() -> Duration;

/// The times of things that took turns: each round has one median for each of them.
#[derive(Debug)]
pub(crate) struct Rounds<const N: usize>(Vec<[Duration; N]>);

impl<const N: usize> Rounds<N> {
    /// Lets the things take turns, for a number of rounds, with so many repetitions in a row. What disturbs the machine
    /// then disturbs all of them.
    pub(crate) fn take(rounds: usize, repetitions: usize, mut things: [Measured<'_>; N]) -> Self {
        let round = |_| {
            let mut medians = [Duration::ZERO; N];
            for (thing, median_time) in things.iter_mut().zip(&mut medians) {
                *median_time = median((0..repetitions).map(|_| thing()));
            }
            medians
        };
        Self((0..rounds).map(round).collect())
    }

    /// The median time of a thing.
    pub(crate) fn time(&self, thing: usize) -> Duration {
        median(self.0.iter().map(|times| times[thing]))
    }

    /// How many times longer one thing took than another: the median over the rounds.
    pub(crate) fn ratio(&self, thing: usize, other: usize) -> f64 {
        let mut ratios: Vec<f64> =
            self.0.iter().map(|times| times[thing].div_duration_f64(times[other])).collect();
        ratios.sort_by(f64::total_cmp);
        ratios[ratios.len() / 2]
    }
}

/// How long something took.
pub(crate) fn timed<T>(work: impl FnOnce() -> T) -> Duration {
    let start = Instant::now();
    let result = work();
    let elapsed = start.elapsed();
    drop(result);
    elapsed
}

/// A ratio that may be at most `budget`, with the two times it is of.
pub(crate) fn ratio(what: impl Into<String>, ratio: f64, of: [Duration; 2], budget: f64) -> Row {
    let figure = format!("{ratio:.2} x ({} / {})", short(of[0]), short(of[1]));
    Row { what: what.into(), figure, budget: Some((format!("<= {budget} x"), ratio <= budget)) }
}
