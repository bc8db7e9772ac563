//! Measuring several things side by side, and a table of what came out.

use std::{
    fmt,
    io::{self, Write},
    time::{Duration, Instant},
};

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

/// The middle of some times.
pub(crate) fn median(times: impl IntoIterator<Item = Duration>) -> Duration {
    let mut times: Vec<_> = times.into_iter().collect();
    times.sort_unstable();
    times[times.len() / 2]
}

/// How long something took.
pub(crate) fn timed<T>(work: impl FnOnce() -> T) -> Duration {
    let start = Instant::now();
    let result = work();
    let elapsed = start.elapsed();
    drop(result);
    elapsed
}

/// A figure, and what it may be at most.
#[derive(Debug)]
pub(crate) struct Row {
    /// What was measured.
    pub(crate) what: String,
    /// What came out, with its unit.
    pub(crate) figure: String,
    /// What it may be at most and whether it is, where there is a budget.
    pub(crate) budget: Option<(String, bool)>,
}

impl Row {
    /// A ratio that may be at most `budget`, with the two times it is of.
    pub(crate) fn ratio(what: impl Into<String>, ratio: f64, of: [Duration; 2], budget: f64) -> Self {
        let figure = format!("{ratio:.2} x ({} / {})", short(of[0]), short(of[1]));
        Self { what: what.into(), figure, budget: Some((format!("<= {budget} x"), ratio <= budget)) }
    }
}

/// A time with three digits, as tables have it.
pub(crate) fn short(time: Duration) -> String {
    let nanos = time.as_secs_f64() * 1e9;
    let (value, unit) = match nanos {
        ..1e3 => (nanos, "ns"),
        ..1e6 => (nanos / 1e3, "us"),
        ..1e9 => (nanos / 1e6, "ms"),
        _ => (nanos / 1e9, "s"),
    };
    let digits = if value < 10.0 { 2 } else { usize::from(value < 100.0) };
    format!("{value:.digits$} {unit}")
}

impl fmt::Display for Row {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (budget, met) = match &self.budget {
            Some((budget, met)) => (&**budget, if *met { "yes" } else { "NO" }),
            None => ("", ""),
        };
        write!(f, "| {} | {} | {budget} | {met} |", self.what, self.figure)
    }
}

/// Prints the rows as a table.
pub(crate) fn print(rows: &[Row]) -> io::Result<()> {
    let mut out = io::stdout().lock();
    writeln!(out, "| what | measured | budget | met |\n|---|---|---|---|")?;
    rows.iter().try_for_each(|row| writeln!(out, "{row}"))
}

/// Says what goes on, for those who wait.
pub(crate) fn note(what: &str) {
    eprintln!("{what} ..");
}
