//! For children: what a daemon that was written with this crate does for itself.

use std::{env, io, process};

use rustix::process::{Pid, getppid};
#[cfg(any(target_os = "linux", target_os = "android"))]
use rustix::process::{Signal, set_parent_process_death_signal};

/// The environment variable in which a child finds its parent's process id, if it was started by a
/// [`Daemon`](crate::Daemon) that [guards itself](crate::DaemonBuilder::guards_itself).
pub const PARENT_VARIABLE: &str = "HAPI_DAEMON_PARENT";

/// Why a child cannot be sure to end with its parent.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum OrphanError {
    /// The parent is gone already: the child should end at once.
    #[error("the process that started this one (process {parent}) is gone")]
    ParentGone {
        /// Its process id.
        parent: i32,
    },
    /// This system has no such signal: watch the end of stdin instead.
    #[error("this system has no signal for the death of a parent: watch the end of stdin instead")]
    Unsupported,
    /// The system refused.
    #[error("asking for a signal at the parent's death failed")]
    Io(#[from] io::Error),
}

/// Asks the system to kill this process (`SIGKILL`) when the thread that started it ends, and makes sure that its parent was
/// still there then. To be called first thing in `main`.
///
/// A child that starts others of its kind by means other than a [`Daemon`](crate::Daemon) must take [`PARENT_VARIABLE`] out of their
/// environment, or they take their parent for gone.
///
/// A [`Daemon`](crate::Daemon) starts its child from a thread that lives as long as the child does. A process that something else started ends
/// when the thread ends that started it, which may be before that process does.
///
/// # Errors
///
/// The parent is gone already; or the system is not Linux.
pub fn die_with_parent() -> Result<(), OrphanError> {
    let parent = env::var(PARENT_VARIABLE).ok().and_then(|text| text.parse().ok());
    let parent = parent.unwrap_or_else(|| Pid::as_raw(getppid()));
    arm()?;
    if Pid::as_raw(getppid()) == parent { Ok(()) } else { Err(OrphanError::ParentGone { parent }) }
}

/// As [`die_with_parent`]; ends this process if its parent is gone already. Where the system has no such signal this does nothing.
pub fn die_with_parent_or_exit() {
    match die_with_parent() {
        Ok(()) | Err(OrphanError::Unsupported) => {}
        Err(error @ (OrphanError::ParentGone { .. } | OrphanError::Io(_))) => {
            let _ = io::Write::write_fmt(&mut io::stderr(), format_args!("hapi-daemon: {error}\n"));
            process::exit(1);
        }
    }
}

#[cfg(any(target_os = "linux", target_os = "android"))]
fn arm() -> Result<(), OrphanError> {
    set_parent_process_death_signal(Some(Signal::KILL)).map_err(|errno| OrphanError::Io(errno.into()))
}

#[cfg(not(any(target_os = "linux", target_os = "android")))]
fn arm() -> Result<(), OrphanError> {
    Err(OrphanError::Unsupported)
}
