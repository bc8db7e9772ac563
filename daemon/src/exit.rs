use std::{fmt, os::unix::process::ExitStatusExt as _, process::ExitStatus};

/// How a daemon ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Exit {
    /// By itself, with this code.
    Code(i32),
    /// By a signal of this number.
    Signal(i32),
    /// Nobody knows: the connection to the machine that it ran on was lost. What runs there is killed when that machine notices.
    Lost,
}

impl Exit {
    /// Whether it ended by itself, with code zero.
    pub fn is_success(self) -> bool {
        self == Self::Code(0)
    }

    pub(crate) fn of(status: ExitStatus) -> Self {
        match (status.code(), status.signal()) {
            (Some(code), _) => Self::Code(code),
            (None, Some(signal)) => Self::Signal(signal),
            (None, None) => Self::Lost,
        }
    }

    /// What a shell makes of it: a signal is 128 and its number.
    pub(crate) fn of_shell(code: i32) -> Self {
        if code > 128 && code < 128 + 65 { Self::Signal(code - 128) } else { Self::Code(code) }
    }
}

impl fmt::Display for Exit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Code(code) => write!(f, "exited with code {code}"),
            Self::Signal(9) => f.write_str("was killed (signal 9)"),
            Self::Signal(number) => write!(f, "was ended by signal {number}"),
            Self::Lost => f.write_str("was lost with the connection to its machine"),
        }
    }
}
