use std::{
    fmt,
    io::{self, IsTerminal as _, Write as _},
    panic::{AssertUnwindSafe, catch_unwind},
    sync::Arc,
};

use crate::Color;

/// Which output of a daemon.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Stream {
    /// Its standard output.
    Stdout,
    /// Its standard error.
    Stderr,
}

impl fmt::Display for Stream {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::Stdout => "stdout",
            Self::Stderr => "stderr",
        })
    }
}

/// Where a line of the log comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Source {
    /// The daemon wrote it.
    Output(Stream),
    /// An event, where [`log_events`](crate::Daemon::log_events) was asked for.
    Event,
    /// What is done to the daemon: it is started, gets a signal, has ended; or something about it is amiss.
    Supervision,
}

/// A line of the log.
#[derive(Clone, Copy, Debug)]
pub struct LogLine<'a> {
    /// The daemon's name.
    pub daemon: &'a str,
    /// Its colour.
    pub color: Color,
    /// Where the line comes from.
    pub source: Source,
    /// The line, without its end.
    pub text: &'a str,
}

impl LogLine<'_> {
    /// The line as a person wants it: the name before the text, in the daemon's colour if asked for.
    pub fn render(&self, with_color: bool) -> String {
        let style = if with_color { self.color.style() } else { anstyle::Style::new() };
        let Self { daemon, text, .. } = self;
        match self.source {
            Source::Output(_) => format!("{style}[{daemon}]{style:#} {text}"),
            Source::Event => format!("{style}[{daemon}] event{style:#} {text}"),
            Source::Supervision => format!("{style}[{daemon}] {text}{style:#}"),
        }
    }
}

/// What takes the lines of daemons' logs. Clones are the same log; daemons may share one.
///
/// Lines come from the daemons' own threads: what takes them must be quick.
#[derive(Clone)]
pub struct Log(Arc<dyn Fn(LogLine<'_>) + Send + Sync>);

impl Log {
    /// Lines go to this function.
    pub fn new(sink: impl Fn(LogLine<'_>) + Send + Sync + 'static) -> Self {
        Self(Arc::new(sink))
    }

    /// Lines go nowhere. The last lines of each daemon's output are kept all the same, for its errors.
    pub fn quiet() -> Self {
        Self::new(|_| {})
    }

    /// Lines go to stderr, coloured if that is a terminal.
    pub fn stderr() -> Self {
        let with_color = io::stderr().is_terminal();
        // A closed stderr is no reason to fail.
        Self::new(move |line| drop(writeln!(io::stderr(), "{}", line.render(with_color))))
    }

    /// A log that panics does not end the thread that watches the daemon: the line is lost.
    pub(crate) fn write(&self, line: LogLine<'_>) {
        let _ = catch_unwind(AssertUnwindSafe(|| (self.0)(line)));
    }
}

impl fmt::Debug for Log {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Log(..)")
    }
}
