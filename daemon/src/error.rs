use std::{fmt, io, path::PathBuf, time::Duration};

use crate::{Exit, RunnerError};

/// Why a daemon did not start.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum StartError {
    /// It runs already.
    #[error("daemon {daemon} runs already: terminate it before it starts again")]
    AlreadyRunning {
        /// Its name.
        daemon: String,
    },
    /// The program could not be started.
    #[error("cannot start daemon {daemon}: {program}: {source}")]
    Spawn {
        /// Its name.
        daemon: String,
        /// What was to be run.
        program: String,
        /// What the system says.
        source: io::Error,
    },
    /// The watchdog that kills it when this process ends could not be started.
    #[error("cannot start the watchdog of daemon {daemon} (it needs `sh`): {source}")]
    Watchdog {
        /// Its name.
        daemon: String,
        /// What the system says.
        source: io::Error,
    },
    /// The pipe for its events could not be made.
    #[error("cannot make the event pipe {} of daemon {daemon}: {source}", path.display())]
    EventPipe {
        /// Its name.
        daemon: String,
        /// Where the pipe was to be.
        path: PathBuf,
        /// What the system says.
        source: io::Error,
    },
    /// A file for its output could not be opened.
    #[error("cannot open {} for the output of daemon {daemon}: {source}", path.display())]
    OutputFile {
        /// Its name.
        daemon: String,
        /// Which file.
        path: PathBuf,
        /// What the system says.
        source: io::Error,
    },
    /// There is no thread, or no event loop, to supervise it.
    #[error("cannot supervise daemon {daemon}: {source}")]
    Supervision {
        /// Its name.
        daemon: String,
        /// What the system says.
        source: io::Error,
    },
    /// The machine that it is to run on cannot be reached, or refused.
    #[error("cannot start daemon {daemon} over there: {source}")]
    Runner {
        /// Its name.
        daemon: String,
        /// What went wrong.
        source: RunnerError,
    },
    /// It was asked for something that only a daemon on this machine can have.
    #[error("daemon {daemon} runs over SSH, where {what} cannot be had")]
    NotOverSsh {
        /// Its name.
        daemon: String,
        /// What was asked for.
        what: &'static str,
    },
}

/// A daemon ended before it said what somebody waited for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TerminatedBeforeEvent {
    /// The daemon's name.
    pub daemon: String,
    /// What was waited for.
    pub event: String,
    /// Which of those events, and from where that was asked.
    pub where_: String,
    /// How the daemon ended.
    pub exit: Exit,
    /// What is known besides: the last lines of its output, lines of the event pipe that could not be read.
    pub evidence: String,
}

impl std::error::Error for TerminatedBeforeEvent {}

impl fmt::Display for TerminatedBeforeEvent {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { daemon, event, where_, exit, evidence } = self;
        write!(f, "daemon {daemon} {exit} before {event} ({where_}){evidence}")
    }
}

/// A daemon did not say in time what somebody waited for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NotInTime {
    /// The daemon's name.
    pub daemon: String,
    /// What was waited for.
    pub event: String,
    /// Which of those events, and from where that was asked.
    pub where_: String,
    /// For how long.
    pub limit: Duration,
    /// What is known besides: the last lines of its output, lines of the event pipe that could not be read.
    pub evidence: String,
}

impl std::error::Error for NotInTime {}

impl fmt::Display for NotInTime {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { daemon, event, where_, limit, evidence } = self;
        write!(f, "no {event} of daemon {daemon} within {limit:?} ({where_}){evidence}")
    }
}

/// Why a wait did not get what it waited for.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum WaitError {
    /// The daemon ended.
    #[error(transparent)]
    TerminatedBeforeEvent(#[from] TerminatedBeforeEvent),
    /// The limit was reached.
    #[error(transparent)]
    NotInTime(#[from] NotInTime),
}

/// Why a daemon did not get a signal.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum SignalError {
    /// It does not run.
    #[error("daemon {daemon} does not run: start it first")]
    NotRunning {
        /// Its name.
        daemon: String,
    },
    /// The system refused.
    #[error("cannot send signal {signal} to daemon {daemon}: {source}")]
    Send {
        /// Its name.
        daemon: String,
        /// Which signal.
        signal: String,
        /// What the system says.
        source: io::Error,
    },
    /// The machine that it runs on cannot be reached, or refused.
    #[error("cannot send signal {signal} to daemon {daemon} over there: {source}")]
    Runner {
        /// Its name.
        daemon: String,
        /// Which signal.
        signal: String,
        /// What went wrong.
        source: RunnerError,
    },
    /// It was killed and is still there.
    #[error(
        "daemon {daemon} was killed {after:?} ago and is still there: the system holds it (a disk that does not answer?)"
    )]
    Unkillable {
        /// Its name.
        daemon: String,
        /// For how long was waited.
        after: Duration,
    },
}

/// Why nothing is known of a daemon's use of memory and time.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum UsageError {
    /// It does not run.
    #[error("daemon {daemon} does not run: its use of memory and time can be seen only while it does")]
    NotRunning {
        /// Its name.
        daemon: String,
    },
    /// The system does not say: it has no `/proc`, or not this of it.
    #[error("the system does not say what daemon {daemon} uses: {source}")]
    Unknown {
        /// Its name.
        daemon: String,
        /// What went wrong.
        source: io::Error,
    },
    /// The machine that it runs on cannot be reached, or refused.
    #[error("cannot see what daemon {daemon} uses over there: {source}")]
    Runner {
        /// Its name.
        daemon: String,
        /// What went wrong.
        source: RunnerError,
    },
}
