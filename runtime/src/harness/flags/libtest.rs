//! libtest's own flags, which cargo, editors and nextest pass.

use super::{Flag, Given, Takes, switch, valued, values};
use crate::harness::options::{Color, Draft, Format, Order, UsageError};

pub(super) static FLAGS: &[Flag] = &[
    switch("include-ignored", "Run ignored and not ignored tests", |d| d.include_ignored = true),
    switch("ignored", "Run only ignored tests", |d| d.only_ignored = true),
    switch("test", "Run tests and not benchmarks", |d| d.test = true),
    switch(
        "bench",
        "Run benchmarks instead of tests: there are none, so every test is reported as ignored",
        |d| {
            d.options.bench_only = true;
        },
    ),
    switch("list", "List the tests; nothing is started", |d| d.options.list = true),
    switch("fail-fast", "Start no new test after the first failure", |d| d.options.fail_fast = true),
    Flag { short: Some('h'), ..switch("help", "Display this message", |d| d.help = true) },
    Flag {
        alias: Some("nocapture"),
        env: &["RUST_TEST_NOCAPTURE"],
        ..switch("no-capture", "Print log events at once instead of with the test that caused them", |d| {
            d.options.capture = false;
        })
    },
    Flag {
        env: &["RUST_TEST_THREADS"],
        ..valued(
            "test-threads",
            "N",
            "Number of tests that run at the same time (default: the number of cores)",
            |d, given| values::threads(given).map(|threads| d.options.threads = Some(threads)),
        )
    },
    valued("skip", "FILTER", "Skip tests whose names contain FILTER (may be repeated)", |d, given| {
        d.options.skip.push(given.text.to_owned());
        Ok(())
    }),
    Flag {
        short: Some('q'),
        ..switch("quiet", "Display one character per test; the same as --format=terse", |d| {
            d.options.format = Format::Terse;
        })
    },
    switch("exact", "Match filters exactly rather than as a part of the name", |d| d.options.exact = true),
    Flag {
        env: &["CARGO_TERM_COLOR", "NO_COLOR"],
        ..valued(
            "color",
            "auto|always|never",
            "Colour the output (default: when it goes to a terminal)",
            color,
        )
    },
    valued(
        "format",
        "pretty|terse|json|junit",
        "One line or one character per test, libtest's JSON events, or one JUnit document at the end",
        |d, given| values::format(given).map(|format| d.options.format = format),
    ),
    switch("show-output", "Show what passing tests did and logged, too", |d| d.options.show_output = true),
    Flag {
        short: Some('Z'),
        ..valued(
            "unstable-options",
            "unstable-options",
            "Accepted for compatibility; every flag here is stable",
            |_, given| match given.text {
                "unstable-options" => Ok(()),
                other => Err(UsageError::BadValue(format!("Unrecognized option to `Z`: {other}"))),
            },
        )
    },
    switch("report-time", "Show the time each test took", |d| d.options.report_time = true),
    switch(
        "ensure-time",
        "The same, and a test has failed that took longer than the second time in RUST_TEST_TIME_INTEGRATION, which is \
         500,1000 by default: a warning and a limit, in milliseconds",
        |d| {
            d.options.report_time = true;
            d.ensure_time = true;
        },
    ),
    valued(
        "logfile",
        "PATH",
        "Write the outcome and the name of each test to PATH; --junit and --format=json tell more",
        |d, given| values::path(given).map(|path| d.options.logfile = Some(path)),
    ),
    Flag {
        env: &["RUST_TEST_SHUFFLE"],
        ..switch("shuffle", "Run the tests in random order; --seed repeats it", |d| {
            if d.options.order == Order::Alphabetical {
                d.options.order = Order::Shuffled(None);
            }
        })
    },
    Flag {
        env: &["RUST_TEST_SHUFFLE_SEED"],
        ..valued("shuffle-seed", "SEED", "Run the tests in the random order of this seed", |d, given| {
            values::seed(given).map(|seed| d.options.order = Order::Shuffled(Some(seed)))
        })
    },
    accepted("force-run-in-process", "Accepted for compatibility; tests always run in this process"),
    accepted("exclude-should-panic", "Accepted for compatibility; no spec is meant to panic"),
];

/// A flag that changes nothing.
const fn accepted(long: &'static str, help: &'static str) -> Flag {
    Flag { takes: Takes::Nothing(|_| {}), ..switch(long, help, |_| {}) }
}

fn color(draft: &mut Draft, given: Given<'_>) -> Result<(), UsageError> {
    let color = match (given.source, given.text) {
        // What it is set to does not matter: https://no-color.org.
        ("NO_COLOR", _) | (_, "never") => Color::Never,
        (_, "auto") => Color::Auto,
        (_, "always") => Color::Always,
        // Cargo has complained already.
        ("CARGO_TERM_COLOR", _) => return Ok(()),
        (source, other) => {
            let message = format!("argument for {source} must be auto, always, or never (was {other})");
            return Err(UsageError::BadValue(message));
        }
    };
    draft.options.color = color;
    Ok(())
}
