//! The table of command-line flags: one row each, from which parsing, guesses and the help text follow.

use std::fmt::Write as _;

/// One flag of the command line.
#[derive(Debug)]
pub(crate) struct Flag {
    /// Name after the two dashes.
    pub(crate) long: &'static str,
    /// Another spelling, accepted and not advertised.
    pub(crate) alias: Option<&'static str>,
    /// One-letter form.
    pub(crate) short: Option<char>,
    /// What its value is called, if it takes one.
    pub(crate) value: Option<&'static str>,
    /// Environment variable with the same meaning.
    pub(crate) env: Option<&'static str>,
    /// What it does.
    pub(crate) help: &'static str,
}

const fn switch(long: &'static str, help: &'static str) -> Flag {
    Flag { long, alias: None, short: None, value: None, env: None, help }
}

const fn valued(long: &'static str, value: &'static str, help: &'static str) -> Flag {
    Flag { long, alias: None, short: None, value: Some(value), env: None, help }
}

/// Every flag there is, in the order of the help text: libtest's first, then ours.
pub(crate) static FLAGS: &[Flag] = &[
    switch("include-ignored", "Run ignored and not ignored tests"),
    switch("ignored", "Run only ignored tests"),
    switch("test", "Run tests and not benchmarks"),
    switch("bench", "Run benchmarks instead of tests: there are none, so every test is reported as ignored"),
    switch("list", "List the tests; nothing is started"),
    switch("fail-fast", "Start no new test after the first failure"),
    Flag { short: Some('h'), ..switch("help", "Display this message") },
    Flag {
        alias: Some("nocapture"),
        env: Some("RUST_TEST_NOCAPTURE"),
        ..switch("no-capture", "Print log events at once instead of with the test that caused them")
    },
    Flag {
        env: Some("RUST_TEST_THREADS"),
        ..valued(
            "test-threads",
            "N",
            "Number of tests that run at the same time (default: the number of cores)",
        )
    },
    valued("skip", "FILTER", "Skip tests whose names contain FILTER (may be repeated)"),
    Flag {
        short: Some('q'),
        ..switch("quiet", "Display one character per test; the same as --format=terse")
    },
    switch("exact", "Match filters exactly rather than as a part of the name"),
    Flag {
        env: Some("NO_COLOR, CARGO_TERM_COLOR"),
        ..valued("color", "auto|always|never", "Colour the output (default: when it goes to a terminal)")
    },
    valued("format", "pretty|terse", "One line or one character per test"),
    switch("show-output", "Show what passing tests did and logged, too"),
    Flag {
        short: Some('Z'),
        ..valued(
            "unstable-options",
            "unstable-options",
            "Accepted for compatibility; every flag here is stable",
        )
    },
    switch("report-time", "Show the time each test took"),
    Flag {
        env: Some("RUST_TEST_SHUFFLE"),
        ..switch("shuffle", "Run the tests in random order and print the seed")
    },
    Flag {
        env: Some("RUST_TEST_SHUFFLE_SEED"),
        ..valued("shuffle-seed", "SEED", "Run the tests in the random order of this seed")
    },
    switch("force-run-in-process", "Accepted for compatibility; tests always run in this process"),
    switch("exclude-should-panic", "Accepted for compatibility; no spec is meant to panic"),
    Flag {
        env: Some("HAPI_NETWORK"),
        ..valued(
            "network",
            "NETWORK",
            "The network that the tests run against: embedded (default), repeatable, subprocess, simulated or \
             remote:FILE, as far as this version has them",
        )
    },
    Flag {
        env: Some("HAPI_ISOLATION"),
        ..valued(
            "isolation",
            "lock|fork",
            "Leaky tests wait until nobody is in their way (lock, default), or run on forks of an embedded network",
        )
    },
    Flag {
        env: Some("HAPI_TAG"),
        ..valued("tag", "TAG[,TAG]", "Run only tests with one of these tags (repeated: one of each list)")
    },
    Flag {
        env: Some("HAPI_TIMEOUT_FACTOR"),
        ..valued("timeout-factor", "X", "Multiply the time limit of a test, 60 s, by X; 0 lifts it")
    },
];

/// The flag called `name` on the command line, in either spelling.
pub(crate) fn by_name(name: &str) -> Option<&'static Flag> {
    // `-Z` is the only form of its flag.
    FLAGS.iter().find(|flag| (flag.long == name || flag.alias == Some(name)) && flag.short != Some('Z'))
}

/// The flag with this letter.
pub(crate) fn by_letter(letter: char) -> Option<&'static Flag> {
    FLAGS.iter().find(|flag| flag.short == Some(letter))
}

/// The flag name nearest to a mistyped one, if any is near.
pub(crate) fn nearest(name: &str) -> Option<&'static str> {
    nearest_of(name, FLAGS.iter().filter(|flag| flag.short != Some('Z')).map(|flag| flag.long))
}

/// Of `candidates`, the one nearest to `name`, if it is near enough to be what was meant.
pub(crate) fn nearest_of<'a>(name: &str, candidates: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    // One slip in three letters is still a slip; more is another word.
    let limit = name.chars().count().div_ceil(3);
    candidates
        .map(|candidate| (edit_distance(name, candidate), candidate))
        .filter(|&(distance, _)| distance <= limit)
        .min()
        .map(|(_, candidate)| candidate)
}

/// Insertions, deletions and replacements between two words.
fn edit_distance(a: &str, b: &str) -> usize {
    let b: Vec<char> = b.chars().collect();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, ca) in a.chars().enumerate() {
        let mut diagonal = row[0];
        row[0] = i + 1;
        for (j, &cb) in b.iter().enumerate() {
            let replaced = diagonal + usize::from(ca != cb);
            diagonal = row[j + 1];
            row[j + 1] = replaced.min(row[j] + 1).min(diagonal + 1);
        }
    }
    row[b.len()]
}

/// The text of `--help`.
pub(crate) fn help(program: &str) -> String {
    let mut text = format!("Usage: {program} [OPTIONS] [FILTERS...]\n\nOptions:\n");
    for flag in FLAGS {
        let mut left = match (flag.short, flag.long) {
            (Some('Z'), _) => "    -Z".to_owned(),
            (Some(letter), long) => format!("    -{letter}, --{long}"),
            (None, long) => format!("        --{long}"),
        };
        if let Some(value) = flag.value {
            let _ = write!(left, " {value}");
        }
        let env = flag.env.map(|env| format!(" [env: {env}]")).unwrap_or_default();
        // Writing to a string cannot fail.
        let _ = if left.len() < 24 {
            writeln!(text, "{left:<24}{}{env}", flag.help)
        } else {
            writeln!(text, "{left}\n{:24}{}{env}", "", flag.help)
        };
    }
    text.push_str(AFTER_HELP);
    text
}

const AFTER_HELP: &str = "
A FILTER is a part of a test's name; a test runs when any of the filters matches, and all run when there is none.

Tests run in alphabetical order and side by side, on one network that is started for the first of them. A test
fails when it does not complete: by an operation that fails, a panic, its time limit, or an exit of the process.

Test attributes:

    `#[hapi_test]`      - A function that returns operations, or an `async fn` over `&Spec`. Parameters are fixtures.
    `#[ignore = \"why\"]` - Beside it: the test runs only with --ignored or --include-ignored.

Plain `fn()` tests run along when they are named in `hapi_test::main!(..)`. Events of the `tracing` crate are kept with
the test that caused them (RUST_LOG sets the level); what a test prints itself is not captured by this runner.
";

#[cfg(test)]
mod tests {
    use super::{FLAGS, by_letter, by_name, edit_distance, help, nearest};

    #[test]
    fn distances_count_single_edits() {
        assert_eq!(edit_distance("", "abc"), 3);
        assert_eq!(edit_distance("kitten", "sitting"), 3);
        assert_eq!(edit_distance("exact", "exact"), 0);
    }

    #[test]
    fn a_slip_is_guessed_and_nonsense_is_not() {
        assert_eq!(nearest("exat"), Some("exact"));
        assert_eq!(nearest("netwrok"), Some("network"));
        assert_eq!(nearest("no-captrue"), Some("no-capture"));
        assert_eq!(nearest("frobnicate"), None);
    }

    #[test]
    fn both_spellings_of_no_capture_are_one_flag() {
        assert_eq!(by_name("nocapture").map(|f| f.long), Some("no-capture"));
        assert_eq!(by_letter('q').map(|f| f.long), Some("quiet"));
        assert!(by_name("unstable-options").is_none());
    }

    #[test]
    fn help_shows_every_flag_and_its_environment_twin() {
        let text = help("specs");
        for flag in FLAGS.iter().filter(|flag| flag.short != Some('Z')) {
            assert!(text.contains(&format!("--{}", flag.long)), "{} is missing", flag.long);
            if let Some(env) = flag.env {
                assert!(text.contains(env), "{env} is missing");
            }
        }
        assert!(text.starts_with("Usage: specs [OPTIONS] [FILTERS...]\n"));
    }
}
