//! The command line and its environment twins, read by the table of flags.

use super::{
    flags::{self, Flag, Given, Takes},
    options::{Ignored, Options, Request, UsageError},
    partition::Partition,
};

/// What libtest calls the times of tests in `tests/`.
const TIME_LIMIT: &str = "RUST_TEST_TIME_INTEGRATION";

/// What it takes them for where nobody says, in milliseconds.
const USUAL_TIME_LIMIT: &str = "500,1000";

/// Looks up an environment variable.
pub(crate) type Env<'a> = &'a dyn Fn(&str) -> Option<String>;

/// Parses `args` (without the program's name). A flag wins over its environment twin.
pub(crate) fn parse(args: impl IntoIterator<Item = String>, env: Env<'_>) -> Result<Request, UsageError> {
    let mut draft = Draft::from_env(env)?;
    let mut args = args.into_iter();
    while let Some(arg) = args.next() {
        if draft.only_filters || !arg.starts_with('-') || arg == "-" {
            draft.options.filters.push(arg);
        } else if arg == "--" {
            draft.only_filters = true;
        } else if let Some(long) = arg.strip_prefix("--") {
            draft.long(long, &mut args)?;
        } else {
            draft.short(&arg[1..], &mut args)?;
        }
    }
    draft.finish()
}

/// The wishes of a run without a command line of ours: what the environment says.
pub(crate) fn from_env(env: Env<'_>) -> Result<Options, String> {
    let checked = Draft::from_env(env).and_then(|draft| draft.options.checked());
    checked.map_err(|error| error.to_string())
}

/// The wishes, as far as the command line is read.
#[expect(clippy::struct_excessive_bools, reason = "each remembers one switch until all of the line is read")]
#[derive(Debug, Default)]
pub(crate) struct Draft {
    pub(crate) options: Options,
    pub(crate) help: bool,
    pub(crate) test: bool,
    pub(crate) include_ignored: bool,
    pub(crate) only_ignored: bool,
    pub(crate) ensure_time: bool,
    /// What libtest's variable says of how long a test may take.
    time_limit: Option<String>,
    /// Whether the lists of tags are those of flags.
    pub(crate) tags_from_flags: bool,
    /// Whether the part that runs was chosen by the environment, which a flag may overrule.
    part_from_env: bool,
    from_flags: bool,
    only_filters: bool,
}

impl Draft {
    /// What the environment says, by the twins in the table of flags.
    fn from_env(env: Env<'_>) -> Result<Self, UsageError> {
        let mut draft = Self::default();
        for flag in flags::all() {
            for &source in flag.env {
                let Some(text) = env(source) else { continue };
                let given = Given { source, text: &text };
                match flag.takes {
                    Takes::Nothing(set) if flags::switched_on(given)? => set(&mut draft),
                    Takes::Value(_, set) if !text.is_empty() => set(&mut draft, given)?,
                    // As a switch, or as the value itself.
                    Takes::Optional(_, set) => match flags::switched_on(given) {
                        Ok(true) => set(&mut draft, None)?,
                        Ok(false) => {}
                        Err(_) => set(&mut draft, Some(given))?,
                    },
                    Takes::Nothing(_) | Takes::Value(..) => {}
                }
            }
        }
        draft.time_limit = env(TIME_LIMIT).filter(|text| !text.is_empty());
        let mode = env("NEXTEST_EXECUTION_MODE");
        draft.options.process_per_test = mode.is_some_and(|mode| mode == "process-per-test");
        draft.part_from_env = draft.options.partition.is_some();
        draft.from_flags = true;
        Ok(draft)
    }

    /// Sets the part of the tests that runs; there is one.
    pub(crate) fn partition(&mut self, partition: Partition) -> Result<(), UsageError> {
        let free = self.options.partition.is_none() || (self.from_flags && self.part_from_env);
        if !free {
            return Err(UsageError::PartitionedTwice);
        }
        self.part_from_env = false;
        self.options.partition = Some(partition);
        Ok(())
    }

    fn long(&mut self, arg: &str, rest: &mut impl Iterator<Item = String>) -> Result<(), UsageError> {
        let (name, given) = match arg.split_once('=') {
            Some((name, value)) => (name, Some(value.to_owned())),
            None => (arg, None),
        };
        let flag = flags::by_name(name)
            .ok_or_else(|| UsageError::Unrecognized { name: name.to_owned(), guess: flags::nearest(name) })?;
        match (flag.takes, given) {
            (Takes::Nothing(set), None) => set(self),
            (Takes::Nothing(_), Some(_)) => return Err(UsageError::UnexpectedValue(name.to_owned())),
            (Takes::Optional(_, set), given) => {
                let source = format!("--{}", flag.long);
                set(self, given.as_deref().map(|text| Given { source: &source, text }))?;
            }
            (Takes::Value(..), given) => {
                let value = given.or_else(|| rest.next());
                self.value(flag, name, value)?;
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
            if let Takes::Nothing(set) = flag.takes {
                set(self);
                continue;
            }
            let glued = &letters[at + letter.len_utf8()..];
            let value = if glued.is_empty() { rest.next() } else { Some(glued.to_owned()) };
            return self.value(flag, &letter.to_string(), value);
        }
        Ok(())
    }

    /// Gives a flag the value that it needs; `name` is the spelling that was used.
    fn value(&mut self, flag: &Flag, name: &str, value: Option<String>) -> Result<(), UsageError> {
        let text = value.ok_or_else(|| UsageError::MissingValue(name.to_owned()))?;
        let given = Given { source: &format!("--{}", flag.long), text: &text };
        match flag.takes {
            Takes::Nothing(set) => {
                set(self);
                Ok(())
            }
            Takes::Value(_, set) => set(self, given),
            Takes::Optional(_, set) => set(self, Some(given)),
        }
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
        if self.ensure_time {
            let text = self.time_limit.as_deref().unwrap_or(USUAL_TIME_LIMIT);
            self.options.ensure_time = Some(flags::time_limit(Given { source: TIME_LIMIT, text })?);
        }
        self.options.bench_only &= !self.test;
        self.options.checked().map(|options| Request::Tests(Box::new(options)))
    }
}
