//! Starting the broker, by whichever process of the run is the first.

use std::{
    env,
    fs::{self, OpenOptions},
    io::{self, BufRead as _, BufReader},
    os::{
        fd::OwnedFd,
        unix::{net::UnixStream, process::CommandExt as _},
    },
    process::{Command, Stdio},
    thread,
    time::{Duration, Instant},
};

use super::{
    place::Place,
    process::ProcessId,
    serve::{NETWORK, PLACE, READY, RUNNER},
};
use crate::session::link::Wish;

/// How long a broker may take to start its network: the slowest ones are processes that reach consensus.
const START_LIMIT: Duration = Duration::from_secs(60);

/// A pause for the broker that somebody started who did not live to see it ready.
const PAUSE: Duration = Duration::from_millis(5);

/// Why there is no broker.
#[derive(Debug, thiserror::Error)]
pub(crate) enum StartError {
    /// The directory cannot be used.
    #[error("the session's directory {dir} cannot be used: {error}")]
    Place { dir: String, error: io::Error },
    /// The process cannot be started.
    #[error("the session's process cannot be started: {0}")]
    Spawn(io::Error),
    /// It ended, or said what is wrong.
    #[error("the session's process did not start: {said}{log}")]
    Failed { said: String, log: String },
    /// It takes too long.
    #[error("the session's process was not ready within {START_LIMIT:.0?}{log}")]
    Slow { log: String },
}

/// Sees to it that the session has a broker that can be connected to. Returns when it has.
pub(super) fn ensure(place: &Place, runner: ProcessId, wish: &Wish) -> Result<(), StartError> {
    let locked = place.lock();
    let _locked =
        locked.map_err(|error| StartError::Place { dir: place.dir().display().to_string(), error })?;
    let deadline = Instant::now() + START_LIMIT;
    while place.live().is_none() {
        if UnixStream::connect(place.socket()).is_ok() {
            return Ok(());
        }
        // It lives and does not listen: it has just been started, or is about to end.
        if Instant::now() > deadline {
            return Err(StartError::Slow { log: log(place) });
        }
        // Nothing tells another process that a socket begins to listen, so it is asked again, up to the deadline.
        thread::sleep(PAUSE);
    }
    place.clear();
    spawn(place, runner, wish)
}

fn spawn(place: &Place, runner: ProcessId, wish: &Wish) -> Result<(), StartError> {
    let (ours, theirs) = UnixStream::pair().map_err(StartError::Spawn)?;
    let log_file =
        OpenOptions::new().create(true).append(true).open(place.log()).map_err(StartError::Spawn)?;
    let mut command = Command::new("/proc/self/exe");
    if let Some(program) = env::args_os().next() {
        command.arg0(program);
    }
    command
        .args(wish.reentry.arguments())
        .env(PLACE, place.dir())
        .env(RUNNER, runner.to_string())
        .env(NETWORK, wish.network.to_string())
        // No directory is kept busy by it, and it does not mind if one is removed.
        .current_dir("/")
        .stdin(Stdio::null())
        .stdout(OwnedFd::from(theirs))
        .stderr(log_file);
    // Not waited for: it outlives this process, and whoever inherits it sees to it.
    let spawned = command.spawn().map_err(StartError::Spawn)?;
    drop((spawned, command));
    ours.set_read_timeout(Some(START_LIMIT)).map_err(StartError::Spawn)?;
    wait_until_ready(place, &ours)
}

/// Reads what the broker says on its standard output, up to the word that it is ready. Libtest says something, too.
fn wait_until_ready(place: &Place, ours: &UnixStream) -> Result<(), StartError> {
    let mut said = String::new();
    for line in BufReader::new(ours).lines() {
        match line {
            Ok(line) if line.ends_with(READY) => return Ok(()),
            Ok(line) => said = line,
            Err(error) if matches!(error.kind(), io::ErrorKind::WouldBlock | io::ErrorKind::TimedOut) => {
                return Err(StartError::Slow { log: log(place) });
            }
            Err(error) => return Err(StartError::Spawn(error)),
        }
    }
    if said.is_empty() {
        said.push_str("it ended without a word");
    }
    Err(StartError::Failed { said, log: log(place) })
}

/// What the broker logged, to stand behind an error.
pub(super) fn log(place: &Place) -> String {
    match fs::read_to_string(place.log()) {
        Ok(log) if !log.trim().is_empty() => format!("\nits log:\n{}", log.trim_end()),
        _ => String::new(),
    }
}
