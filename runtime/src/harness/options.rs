//! What one run was asked to do: the command line and its environment twins, parsed and checked.

use std::num::NonZeroUsize;

use super::flags::{self, Flag};
use crate::{networks::NetworkChoice, session::Isolation};

/// The wishes of one run.
#[derive(Clone, Debug, PartialEq)]
#[expect(clippy::struct_excessive_bools, reason = "each mirrors an independent switch of the command line")]
pub(crate) struct Options {
    /// Parts of names (or whole names, with `exact`) of tests to run; empty means all.
    pub(crate) filters: Vec<String>,
    /// The same, of tests not to run.
    pub(crate) skip: Vec<String>,
    /// Whether filters match whole names only.
    pub(crate) exact: bool,
    /// Whether only names are wanted.
    pub(crate) list: bool,
    /// What happens to ignored tests.
    pub(crate) ignored: Ignored,
    /// Tests that run at the same time; `None` leaves it to the machine.
    pub(crate) threads: Option<NonZeroUsize>,
    /// Whether log events are kept until their test has ended.
    pub(crate) capture: bool,
    /// Whether the logs of passing tests are shown.
    pub(crate) show_output: bool,
    /// Shape of the output.
    pub(crate) format: Format,
    /// Colours.
    pub(crate) color: Color,
    /// Order of the tests.
    pub(crate) order: Order,
    /// Whether the first failure ends the run.
    pub(crate) fail_fast: bool,
    /// Whether each test's time is shown.
    pub(crate) report_time: bool,
    /// Whether only benchmarks are wanted.
    pub(crate) bench_only: bool,
    /// A test needs a tag of each list.
    pub(crate) tags: Vec<Vec<String>>,
    /// What the time limit is multiplied with; 0 lifts it.
    pub(crate) timeout_factor: f64,
    /// What the tests run against.
    pub(crate) network: NetworkChoice,
    /// What keeps leaky tests from others.
    pub(crate) isolation: Isolation,
}

/// What happens to ignored tests.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Ignored {
    /// They are reported as ignored.
    Skip,
    /// They run, and nothing else does.
    Only,
    /// They run like the others.
    Include,
}

/// Shape of the output.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Format {
    /// A line for each test.
    Pretty,
    /// A character for each test.
    Terse,
}

/// When to colour the output.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Color {
    /// When it goes to a terminal.
    Auto,
    /// Always.
    Always,
    /// Never.
    Never,
}

/// Order of the tests.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Order {
    /// By name.
    Alphabetical,
    /// By chance; `None` asks for a fresh seed.
    Shuffled(Option<u64>),
}

/// What the command line comes to.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Request {
    /// Print the help text.
    Help,
    /// List or run tests.
    Tests(Box<Options>),
}

/// A command line or environment that means nothing.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum UsageError {
    /// No such flag.
    #[error("Unrecognized option: '{name}'{}", guess.map(|g| format!("; did you mean `--{g}`?")).unwrap_or_default())]
    Unrecognized {
        /// The flag as given, without dashes.
        name: String,
        /// The flag that may have been meant.
        guess: Option<&'static str>,
    },
    /// A flag without the value it needs.
    #[error("Argument to option '{0}' missing")]
    MissingValue(String),
    /// A flag with a value it cannot take.
    #[error("Option '{0}' does not take an argument")]
    UnexpectedValue(String),
    /// A value out of range; the text names the flag or variable.
    #[error("{0}")]
    BadValue(String),
    /// Two flags that exclude each other.
    #[error("the options --include-ignored and --ignored are mutually exclusive")]
    IgnoredTwice,
}

/// Looks up an environment variable.
pub(crate) type Env<'a> = &'a dyn Fn(&str) -> Option<String>;

/// Parses `args` (without the program's name). A flag wins over its environment twin.
pub(crate) fn parse(args: impl IntoIterator<Item = String>, env: Env<'_>) -> Result<Request, UsageError> {
    let mut parser = Parser::from_env(env)?;
    let mut args = args.into_iter();
    while let Some(arg) = args.next() {
        if parser.only_filters || !arg.starts_with('-') || arg == "-" {
            parser.options.filters.push(arg);
        } else if arg == "--" {
            parser.only_filters = true;
        } else if let Some(long) = arg.strip_prefix("--") {
            parser.long(long, &mut args)?;
        } else {
            parser.short(&arg[1..], &mut args)?;
        }
    }
    parser.finish()
}

/// The wishes of a run without a command line of ours: what the environment says.
pub(crate) fn from_env(env: Env<'_>) -> Result<Options, String> {
    let checked = Parser::from_env(env).and_then(|parser| parser.options.checked());
    checked.map_err(|error| error.to_string())
}

impl Options {
    /// The same, if the wishes go together.
    fn checked(self) -> Result<Self, UsageError> {
        if self.isolation == Isolation::Fork && !self.network.capabilities().fork {
            return Err(bad(format!(
                "the network `{}` cannot be forked: use --isolation lock, or --network embedded",
                self.network
            )));
        }
        Ok(self)
    }
}

#[expect(clippy::struct_excessive_bools, reason = "each remembers one switch until all of the line is read")]
struct Parser {
    options: Options,
    only_filters: bool,
    help: bool,
    test: bool,
    include_ignored: bool,
    only_ignored: bool,
    tags_from_flags: bool,
}

impl Parser {
    fn from_env(env: Env<'_>) -> Result<Self, UsageError> {
        let set = |name| env(name).filter(|value| !value.is_empty());
        let on = |name| env(name).is_some_and(|value| value != "0");
        let mut options = Options {
            filters: Vec::new(),
            skip: Vec::new(),
            exact: false,
            list: false,
            ignored: Ignored::Skip,
            threads: None,
            capture: !on("RUST_TEST_NOCAPTURE"),
            show_output: false,
            format: Format::Pretty,
            color: Color::Auto,
            order: if on("RUST_TEST_SHUFFLE") { Order::Shuffled(None) } else { Order::Alphabetical },
            fail_fast: false,
            report_time: false,
            bench_only: false,
            tags: Vec::new(),
            timeout_factor: 1.0,
            network: NetworkChoice::default(),
            isolation: Isolation::default(),
        };
        if let Some(value) = set("RUST_TEST_THREADS") {
            options.threads = Some(value.parse().map_err(|_| {
                UsageError::BadValue(format!("RUST_TEST_THREADS is `{value}`, should be a positive integer"))
            })?);
        }
        if let Some(value) = set("RUST_TEST_SHUFFLE_SEED") {
            options.order = Order::Shuffled(Some(seed("RUST_TEST_SHUFFLE_SEED", &value)?));
        }
        if let Some(value) = set("CARGO_TERM_COLOR").and_then(|value| color(&value)) {
            options.color = value;
        }
        if set("NO_COLOR").is_some() {
            options.color = Color::Never;
        }
        if let Some(value) = set("HAPI_NETWORK") {
            options.network = network("HAPI_NETWORK", &value)?;
        }
        if let Some(value) = set("HAPI_ISOLATION") {
            options.isolation = isolation("HAPI_ISOLATION", &value)?;
        }
        if let Some(value) = set("HAPI_TAG") {
            options.tags.push(tag_list("HAPI_TAG", &value)?);
        }
        if let Some(value) = set("HAPI_TIMEOUT_FACTOR") {
            options.timeout_factor = factor("HAPI_TIMEOUT_FACTOR", &value)?;
        }
        Ok(Self {
            options,
            only_filters: false,
            help: false,
            test: false,
            include_ignored: false,
            only_ignored: false,
            tags_from_flags: false,
        })
    }

    fn long(&mut self, arg: &str, rest: &mut impl Iterator<Item = String>) -> Result<(), UsageError> {
        let (name, given) = match arg.split_once('=') {
            Some((name, value)) => (name, Some(value.to_owned())),
            None => (arg, None),
        };
        let flag = flags::by_name(name)
            .ok_or_else(|| UsageError::Unrecognized { name: name.to_owned(), guess: flags::nearest(name) })?;
        match (flag.value, given) {
            (None, None) => self.switch(flag),
            (None, Some(_)) => return Err(UsageError::UnexpectedValue(name.to_owned())),
            (Some(_), given) => {
                let value =
                    given.or_else(|| rest.next()).ok_or_else(|| UsageError::MissingValue(name.to_owned()))?;
                self.value(flag, &value)?;
            }
        }
        Ok(())
    }

    fn short(&mut self, letters: &str, rest: &mut impl Iterator<Item = String>) -> Result<(), UsageError> {
        for (at, letter) in letters.char_indices() {
            let flag = flags::by_letter(letter).ok_or_else(|| UsageError::Unrecognized {
                name: letter.to_string(),
                guess: flags::nearest(letters),
            })?;
            if flag.value.is_none() {
                self.switch(flag);
                continue;
            }
            let glued = &letters[at + letter.len_utf8()..];
            let value = if glued.is_empty() { rest.next() } else { Some(glued.to_owned()) };
            let value = value.ok_or_else(|| UsageError::MissingValue(letter.to_string()))?;
            return self.value(flag, &value);
        }
        Ok(())
    }

    fn switch(&mut self, flag: &Flag) {
        let options = &mut self.options;
        match flag.long {
            "include-ignored" => self.include_ignored = true,
            "ignored" => self.only_ignored = true,
            "test" => self.test = true,
            "bench" => options.bench_only = true,
            "list" => options.list = true,
            "fail-fast" => options.fail_fast = true,
            "help" => self.help = true,
            "no-capture" => options.capture = false,
            "quiet" => options.format = Format::Terse,
            "exact" => options.exact = true,
            "show-output" => options.show_output = true,
            "report-time" => options.report_time = true,
            "shuffle" if options.order == Order::Alphabetical => options.order = Order::Shuffled(None),
            // The rest is accepted for the sake of those who always pass it.
            _ => {}
        }
    }

    fn value(&mut self, flag: &Flag, value: &str) -> Result<(), UsageError> {
        let options = &mut self.options;
        match flag.long {
            "skip" => options.skip.push(value.to_owned()),
            "test-threads" => options.threads = Some(threads(value)?),
            "format" => options.format = format(value)?,
            "color" => {
                options.color = color(value).ok_or_else(|| {
                    bad(format!("argument for --color must be auto, always, or never (was {value})"))
                })?;
            }
            "shuffle-seed" => options.order = Order::Shuffled(Some(seed("--shuffle-seed", value)?)),
            "network" => options.network = network("--network", value)?,
            "isolation" => options.isolation = isolation("--isolation", value)?,
            "tag" => {
                if !self.tags_from_flags {
                    options.tags.clear();
                    self.tags_from_flags = true;
                }
                options.tags.push(tag_list("--tag", value)?);
            }
            "timeout-factor" => options.timeout_factor = factor("--timeout-factor", value)?,
            "unstable-options" if value != "unstable-options" => {
                return Err(bad(format!("Unrecognized option to `Z`: {value}")));
            }
            _ => {}
        }
        Ok(())
    }

    fn finish(mut self) -> Result<Request, UsageError> {
        if self.help {
            return Ok(Request::Help);
        }
        self.options.ignored = match (self.include_ignored, self.only_ignored) {
            (true, true) => return Err(UsageError::IgnoredTwice),
            (true, false) => Ignored::Include,
            (false, true) => Ignored::Only,
            (false, false) => Ignored::Skip,
        };
        self.options.bench_only &= !self.test;
        self.options.checked().map(|options| Request::Tests(Box::new(options)))
    }
}

fn bad(message: String) -> UsageError {
    UsageError::BadValue(message)
}

fn threads(value: &str) -> Result<NonZeroUsize, UsageError> {
    let number: usize = value
        .parse()
        .map_err(|e| bad(format!("argument for --test-threads must be a number > 0 (error: {e})")))?;
    NonZeroUsize::new(number).ok_or_else(|| bad("argument for --test-threads must not be 0".to_owned()))
}

fn format(value: &str) -> Result<Format, UsageError> {
    match value {
        "pretty" => Ok(Format::Pretty),
        "terse" => Ok(Format::Terse),
        other => Err(bad(format!("argument for --format must be pretty or terse (was {other})"))),
    }
}

fn color(value: &str) -> Option<Color> {
    match value {
        "auto" => Some(Color::Auto),
        "always" => Some(Color::Always),
        "never" => Some(Color::Never),
        _ => None,
    }
}

fn seed(source: &str, value: &str) -> Result<u64, UsageError> {
    value.parse().map_err(|e| bad(format!("argument for {source} must be a number (error: {e})")))
}

fn factor(source: &str, value: &str) -> Result<f64, UsageError> {
    match value.parse::<f64>() {
        Ok(factor) if factor.is_finite() && factor >= 0.0 => Ok(factor),
        _ => Err(bad(format!("argument for {source} must be a number, 0 or more (was {value})"))),
    }
}

fn tag_list(source: &str, value: &str) -> Result<Vec<String>, UsageError> {
    let tags: Vec<String> =
        value.split(',').map(str::trim).filter(|tag| !tag.is_empty()).map(Into::into).collect();
    if tags.is_empty() {
        Err(bad(format!("argument for {source} must name a tag (was `{value}`)")))
    } else {
        Ok(tags)
    }
}

fn network(source: &str, value: &str) -> Result<NetworkChoice, UsageError> {
    value.parse().map_err(|error| bad(format!("argument for {source}: {error}")))
}

fn isolation(source: &str, value: &str) -> Result<Isolation, UsageError> {
    match value {
        "lock" => Ok(Isolation::Lock),
        "fork" => Ok(Isolation::Fork),
        other => Err(bad(format!("argument for {source} must be lock or fork (was {other})"))),
    }
}

#[cfg(test)]
#[path = "options_tests.rs"]
mod tests;
