//! A table of what was measured.

use std::{
    fmt,
    io::{self, Write},
    time::Duration,
};

/// The middle of some times.
pub(crate) fn median(times: impl IntoIterator<Item = Duration>) -> Duration {
    let mut times: Vec<_> = times.into_iter().collect();
    times.sort_unstable();
    times[times.len() / 2]
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
