//! The table of command-line flags: one row each, from which parsing, its environment twin, guesses and the help text follow.
//!
//! A new flag is a row in [`ours`] and a field of [`Options`](super::options::Options).

mod libtest;
mod ours;
mod values;

use std::fmt::Write as _;

use super::options::{Draft, UsageError};
pub(crate) use values::{switched_on, time_limit};

/// One flag of the command line.
#[derive(Debug)]
pub(crate) struct Flag {
    /// Name after the two dashes.
    pub(crate) long: &'static str,
    /// Another spelling, accepted and not advertised.
    pub(crate) alias: Option<&'static str>,
    /// One-letter form.
    pub(crate) short: Option<char>,
    /// Environment variables with the same meaning.
    pub(crate) env: &'static [&'static str],
    /// What it does.
    pub(crate) help: &'static str,
    /// What it sets.
    pub(crate) takes: Takes,
}

/// Whether a flag has a value, and what it does to the wishes.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Takes {
    /// A switch.
    Nothing(fn(&mut Draft)),
    /// A value, called so in the help text.
    Value(&'static str, fn(&mut Draft, Given<'_>) -> Result<(), UsageError>),
    /// A value that may be left out, and else stands after `=`.
    Optional(&'static str, fn(&mut Draft, Option<Given<'_>>) -> Result<(), UsageError>),
}

/// A value as it was given.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Given<'a> {
    /// `--tag` or `HAPI_TAG`, for messages.
    pub(crate) source: &'a str,
    /// The text.
    pub(crate) text: &'a str,
}

const fn switch(long: &'static str, help: &'static str, set: fn(&mut Draft)) -> Flag {
    Flag { long, alias: None, short: None, env: &[], help, takes: Takes::Nothing(set) }
}

const fn valued(
    long: &'static str,
    value: &'static str,
    help: &'static str,
    set: fn(&mut Draft, Given<'_>) -> Result<(), UsageError>,
) -> Flag {
    Flag { long, alias: None, short: None, env: &[], help, takes: Takes::Value(value, set) }
}

const fn optional(
    long: &'static str,
    value: &'static str,
    help: &'static str,
    set: fn(&mut Draft, Option<Given<'_>>) -> Result<(), UsageError>,
) -> Flag {
    Flag { long, alias: None, short: None, env: &[], help, takes: Takes::Optional(value, set) }
}

/// Every flag there is, in the order of the help text: libtest's first, then ours.
pub(crate) fn all() -> impl Iterator<Item = &'static Flag> {
    libtest::FLAGS.iter().chain(ours::FLAGS)
}

/// The flag called `name` on the command line, in either spelling.
pub(crate) fn by_name(name: &str) -> Option<&'static Flag> {
    // `-Z` is the only form of its flag.
    all().find(|flag| (flag.long == name || flag.alias == Some(name)) && flag.short != Some('Z'))
}

/// The flag with this letter.
pub(crate) fn by_letter(letter: char) -> Option<&'static Flag> {
    all().find(|flag| flag.short == Some(letter))
}

/// The flag name nearest to a mistyped one, if any is near.
pub(crate) fn nearest(name: &str) -> Option<&'static str> {
    nearest_of(name, all().filter(|flag| flag.short != Some('Z')).map(|flag| flag.long))
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
    for flag in all() {
        let mut left = match (flag.short, flag.long) {
            (Some('Z'), _) => "    -Z".to_owned(),
            (Some(letter), long) => format!("    -{letter}, --{long}"),
            (None, long) => format!("        --{long}"),
        };
        // Writing to a string cannot fail.
        let _ = match flag.takes {
            Takes::Nothing(_) => Ok(()),
            Takes::Value(value, _) => write!(left, " {value}"),
            Takes::Optional(value, _) => write!(left, "[={value}]"),
        };
        let env = match flag.env {
            [] => String::new(),
            names => format!(" [env: {}]", names.join(", ")),
        };
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

The exit status is 0 when every test that ran has passed, 101 when one has not or the command line means nothing, and
130 or 143 when Ctrl-C or SIGTERM ended the run: no test starts any more then, those that run are stopped, what they
changed is put back, and the network is stopped. A second signal ends the process at once.

Test attributes:

    `#[hapi_test]`      - A function that returns operations, or an `async fn` over `&Spec`. Parameters are fixtures.
                        `(extended)` runs with --extended, `(tags(..))` is for --tag, `(reset)` begins at genesis,
                        and `(needs(..))` names what a network must have; where it has not, the test is ignored.
    `#[leaky_test(..)]` - It changes what others rely on, for these reasons: nobody who minds runs beside it.
    `#[embedded_test(..)]`, `#[repeatable_test(..)]`, `#[genesis_test]`, `#[restart_test]`
                      - They need such a network, or have one of their own.
    `#[ignore = \"why\"]` - Beside any of these: the test runs only with --ignored or --include-ignored.

Plain `fn()` tests run along when they are named in `hapi_test::main!(..)`. Events of the `tracing` crate are kept with
the test that caused them (RUST_LOG sets the level); what a test prints itself is not captured by this runner. All tests
share this process: one that sets environment variables or the working directory sets them for all.
";

#[cfg(test)]
mod tests {
    use super::{all, by_letter, by_name, edit_distance, help, nearest};

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
        for flag in all().filter(|flag| flag.short != Some('Z')) {
            assert!(text.contains(&format!("--{}", flag.long)), "{} is missing", flag.long);
            for env in flag.env {
                assert!(text.contains(env), "{env} is missing");
            }
        }
        assert!(text.starts_with("Usage: specs [OPTIONS] [FILTERS...]\n"));
    }

    #[test]
    fn every_flag_of_ours_has_an_environment_twin() {
        for flag in super::ours::FLAGS {
            let twin = format!("HAPI_{}", flag.long.to_uppercase().replace('-', "_"));
            assert_eq!(flag.env, [twin.as_str()], "--{}", flag.long);
        }
    }

    #[test]
    fn no_two_flags_share_a_name() {
        let mut names: Vec<_> = all().flat_map(|flag| [Some(flag.long), flag.alias]).flatten().collect();
        let total = names.len();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), total);
    }
}
