use std::{
    collections::BTreeMap,
    ffi::{OsStr, OsString},
    path::PathBuf,
    time::Duration,
};

use crate::{Color, Daemon, EVENTS_VARIABLE, Level, Levels, Log, Runner};

/// What becomes of an output of a daemon.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Output {
    /// It is read line by line, for the log, for handlers and for waits.
    #[default]
    Capture,
    /// It is thrown away.
    Null,
    /// It goes where this process's own goes.
    Inherit,
    /// It is added to the end of this file, which is made if need be.
    File(PathBuf),
}

/// A daemon to be: what to run, and how to watch it.
///
/// ```
/// # use hapi_daemon::{Daemon, Level, Log};
/// let daemon = Daemon::builder("counter", "sh")
///     .args(["-c", r#"echo '{"name":"count","value":3}' > "$HAPI_EVENTS""#])
///     .event_pipe(true)
///     .event_level(Level::Debug)
///     .log_to(Log::quiet())
///     .build();
/// # tokio::runtime::Builder::new_current_thread().enable_all().build()?.block_on(async {
/// daemon.start().await?;
/// let count = daemon.wait_for("count", |value| value.as_u64()).await?;
/// assert_eq!(count, 3);
/// # Ok::<_, Box<dyn std::error::Error>>(())
/// # })?;
/// # Ok::<_, Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug)]
#[must_use = "a builder does nothing until it is built"]
pub struct DaemonBuilder {
    pub(crate) name: String,
    pub(crate) program: OsString,
    pub(crate) args: Vec<OsString>,
    /// A value, or nothing for a variable that is taken away.
    pub(crate) env: BTreeMap<OsString, Option<OsString>>,
    pub(crate) directory: Option<PathBuf>,
    pub(crate) color: Color,
    pub(crate) event_pipe: bool,
    pub(crate) event_variable: String,
    pub(crate) levels: Levels,
    pub(crate) guards_itself: bool,
    pub(crate) stdin: bool,
    pub(crate) stdout: Output,
    pub(crate) stderr: Output,
    pub(crate) replay: usize,
    pub(crate) wait_limit: Duration,
    pub(crate) log: Log,
    pub(crate) runner: Runner,
}

impl DaemonBuilder {
    pub(crate) fn new(name: String, program: OsString) -> Self {
        Self {
            name,
            program,
            args: Vec::new(),
            env: BTreeMap::new(),
            directory: None,
            color: Color::next(),
            event_pipe: false,
            event_variable: EVENTS_VARIABLE.to_owned(),
            levels: Levels::default(),
            guards_itself: false,
            stdin: false,
            stdout: Output::Capture,
            stderr: Output::Capture,
            replay: 10_000,
            wait_limit: Duration::from_secs(30),
            log: Log::quiet(),
            runner: Runner::local(),
        }
    }

    /// Another argument.
    pub fn arg(mut self, arg: impl AsRef<OsStr>) -> Self {
        self.args.push(arg.as_ref().to_owned());
        self
    }

    /// More arguments.
    pub fn args(mut self, args: impl IntoIterator<Item = impl AsRef<OsStr>>) -> Self {
        self.args.extend(args.into_iter().map(|arg| arg.as_ref().to_owned()));
        self
    }

    /// No arguments but those that follow, for [`reconfigure`](Daemon::reconfigure).
    pub fn clear_args(mut self) -> Self {
        self.args.clear();
        self
    }

    /// A variable of its environment, besides what it inherits.
    pub fn env(mut self, key: impl AsRef<OsStr>, value: impl AsRef<OsStr>) -> Self {
        self.env.insert(key.as_ref().to_owned(), Some(value.as_ref().to_owned()));
        self
    }

    /// A variable that it does not inherit.
    pub fn env_remove(mut self, key: impl AsRef<OsStr>) -> Self {
        self.env.insert(key.as_ref().to_owned(), None);
        self
    }

    /// Where it runs; this process's own directory if not said.
    pub fn directory(mut self, directory: impl Into<PathBuf>) -> Self {
        self.directory = Some(directory.into());
        self
    }

    /// The colour of its name in the log; the next in turn if not said.
    pub fn color(mut self, color: Color) -> Self {
        self.color = color;
        self
    }

    /// Whether it says its events on a pipe, whose path it finds in its environment: [`EVENTS_VARIABLE`]. Off if not said.
    pub fn event_pipe(mut self, is_on: bool) -> Self {
        self.event_pipe = is_on;
        self
    }

    /// Another name for the variable with the path of the event pipe. The levels are in the variable with `_LEVELS` behind it.
    pub fn event_variable(mut self, name: impl Into<String>) -> Self {
        self.event_variable = name.into();
        self
    }

    /// The level that events must have at least: [`Info`](Level::Info) if not said.
    pub fn event_level(mut self, level: Level) -> Self {
        self.levels = self.levels.with_default(level);
        self
    }

    /// The level that events of a section must have at least.
    pub fn section_level(mut self, section: impl Into<String>, level: Level) -> Self {
        self.levels = self.levels.section(section, level);
        self
    }

    /// Whether the program itself sees to it that it ends with this process: it calls
    /// [`child::die_with_parent`](crate::child::die_with_parent). There is then no watchdog beside it.
    ///
    /// Otherwise a watchdog, a small `sh`, stands in the daemon's process group and waits for the end of a pipe that only this process
    /// holds. When this process ends, however that happens, the watchdog kills the group. What leaves the process group (a program that
    /// becomes a daemon of the system by itself) is out of its reach: tell the program to stay in the foreground.
    ///
    /// The watchdog also removes the event pipe. Without one, the pipe of a process that was killed stays where the system has its
    /// temporary files until another process starts a daemon with such a pipe.
    pub fn guards_itself(mut self, does: bool) -> Self {
        self.guards_itself = does;
        self
    }

    /// Whether its standard input is a pipe, for [`write_stdin`](Daemon::write_stdin), rather than empty. Off if not said; not over SSH.
    pub fn stdin(mut self, is_piped: bool) -> Self {
        self.stdin = is_piped;
        self
    }

    /// What becomes of its standard output.
    pub fn stdout(mut self, output: Output) -> Self {
        self.stdout = output;
        self
    }

    /// What becomes of its standard error.
    pub fn stderr(mut self, output: Output) -> Self {
        self.stderr = output;
        self
    }

    /// How many events, and how many lines of each output, are kept for who waits later: 10,000 if not said.
    pub fn replay(mut self, limit: usize) -> Self {
        self.replay = limit;
        self
    }

    /// The limit of [`wait_for`](Daemon::wait_for): 30 seconds if not said.
    pub fn wait_limit(mut self, limit: Duration) -> Self {
        self.wait_limit = limit;
        self
    }

    /// Where the lines of its log go: nowhere if not said.
    pub fn log_to(mut self, log: Log) -> Self {
        self.log = log;
        self
    }

    /// The machine that it runs on: this one if not said.
    pub fn runner(mut self, runner: Runner) -> Self {
        self.runner = runner;
        self
    }

    /// The daemon, not started yet.
    pub fn build(self) -> Daemon {
        Daemon::new(self)
    }
}
