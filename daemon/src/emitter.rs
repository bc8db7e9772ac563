use std::{
    env,
    fs::{File, OpenOptions},
    io::{self, ErrorKind, Write as _},
    os::{fd::AsFd as _, unix::fs::OpenOptionsExt as _},
    path::Path,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::{Duration, Instant},
};

use rustix::{
    event::{PollFd, PollFlags, Timespec, poll},
    fs::OFlags,
};
use serde::Serialize;
use serde_json::Value;

use crate::{EVENTS_VARIABLE, Event, Level, Levels, event::since_epoch};

/// The longest that one event may hold up the process that emits it, when whoever reads the pipe does not keep up.
const PATIENCE: Duration = Duration::from_millis(100);

/// The child's side of the event pipe.
///
/// An event is in the pipe when [`emit`](Self::emit) returns, so what was emitted before a crash is read after it. Nothing here makes the
/// process fail: without a pipe, or when nobody reads it any longer, events go nowhere. When the reader does not keep up and the pipe is full,
/// an event waits a tenth of a second and is then dropped; those after it do not wait, until there is room again. The first event after that is
/// `events_dropped`, whose value says how many were.
///
/// Clones write to the same pipe.
#[derive(Clone, Debug, Default)]
pub struct Emitter {
    shared: Option<Arc<Shared>>,
}

#[derive(Debug)]
struct Shared {
    levels: Levels,
    pipe: Mutex<Pipe>,
}

impl Emitter {
    /// The pipe and the levels that the environment names: [`EVENTS_VARIABLE`], and the same with `_LEVELS` behind it.
    ///
    /// Without that variable the emitter is [disconnected](Self::disconnected). It is too, after a line on stderr, if the pipe cannot be opened.
    pub fn from_env() -> Self {
        Self::from_env_named(EVENTS_VARIABLE)
    }

    /// As [`from_env`](Self::from_env), for a daemon whose pipe has another variable.
    pub fn from_env_named(variable: &str) -> Self {
        let Some(path) = env::var_os(variable) else { return Self::disconnected() };
        let levels = env::var(format!("{variable}_LEVELS")).unwrap_or_default();
        let levels = levels.parse().unwrap_or_else(|error| {
            warn(format_args!("{variable}_LEVELS: {error}"));
            Levels::default()
        });
        Self::open(Path::new(&path), levels).unwrap_or_else(|error| {
            warn(format_args!("cannot open the pipe {} of {variable}: {error}", path.display()));
            Self::disconnected()
        })
    }

    /// An emitter whose events go nowhere.
    pub fn disconnected() -> Self {
        Self::default()
    }

    /// Opens a pipe by its path, for events of these levels.
    ///
    /// # Errors
    ///
    /// There is no such FIFO, or nobody has it open for reading (`ENXIO`).
    pub fn open(path: &Path, levels: Levels) -> io::Result<Self> {
        let flags = OFlags::NONBLOCK.bits().cast_signed();
        let fifo = OpenOptions::new().write(true).custom_flags(flags).open(path)?;
        let pipe = Pipe { fifo, rest: Vec::new(), dropped: 0, is_stuck: false, is_gone: false };
        Ok(Self { shared: Some(Arc::new(Shared { levels, pipe: Mutex::new(pipe) })) })
    }

    /// Whether there was somebody to read when last looked.
    pub fn is_connected(&self) -> bool {
        self.shared.as_ref().is_some_and(|shared| !shared.pipe().is_gone)
    }

    /// Whether an event of this section and level would be written, for who must do work to make its value.
    pub fn emits(&self, section: &str, level: Level) -> bool {
        self.shared.as_ref().is_some_and(|shared| shared.levels.emits(section, level))
    }

    /// Says that something happened, at level [`Info`](Level::Info) and of no section.
    pub fn emit(&self, name: &str, value: &(impl Serialize + ?Sized)) {
        self.emit_at(Level::Info, "", name, value);
    }

    /// Says that something happened in a section. It is not written if the section's level is above the given one.
    ///
    /// A value that JSON cannot express becomes `{"error": ..}` with the reason.
    pub fn emit_at(&self, level: Level, section: &str, name: &str, value: &(impl Serialize + ?Sized)) {
        let Some(shared) = self.shared.as_ref().filter(|_| self.emits(section, level)) else { return };
        let value = serde_json::to_value(value)
            .unwrap_or_else(|error| serde_json::json!({ "error": error.to_string() }));
        shared.pipe().write(&line(level, section, name, value));
    }
}

impl Shared {
    fn pipe(&self) -> MutexGuard<'_, Pipe> {
        self.pipe.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn line(level: Level, section: &str, name: &str, value: Value) -> Vec<u8> {
    let timestamp = since_epoch();
    let event = Event { name: name.to_owned(), value, timestamp, level, section: section.to_owned() };
    let mut line = serde_json::to_vec(&event).unwrap_or_default();
    line.push(b'\n');
    line
}

/// A word to whoever looks at stderr; a closed stderr is no reason to fail.
fn warn(message: std::fmt::Arguments<'_>) {
    let _ = writeln!(io::stderr(), "hapi-daemon: {message}");
}

#[derive(Debug)]
struct Pipe {
    fifo: File,
    /// What is left of a line of which a part is in the pipe: it must be written before any other.
    rest: Vec<u8>,
    dropped: u64,
    /// The last event found no room in the time it may take: those after it do not wait.
    is_stuck: bool,
    is_gone: bool,
}

impl Pipe {
    fn write(&mut self, line: &[u8]) {
        if self.is_gone {
            return;
        }
        let patience = if self.is_stuck { Duration::ZERO } else { PATIENCE };
        let deadline = Instant::now() + patience;
        let written = self.write_before(line, deadline);
        if let Err(error) = written {
            self.dropped += 1;
            self.is_stuck = true;
            self.is_gone = error.kind() != ErrorKind::WouldBlock;
        } else {
            self.is_stuck = false;
        }
    }

    /// Fails with `WouldBlock` if nothing of the line is in the pipe.
    fn write_before(&mut self, next: &[u8], deadline: Instant) -> io::Result<()> {
        let rest = std::mem::take(&mut self.rest);
        let written = self.push(&rest, deadline)?;
        self.rest = rest[written..].to_vec();
        if self.rest.is_empty() && self.dropped > 0 {
            self.start(&line(Level::Warning, "", "events_dropped", self.dropped.into()), deadline)?;
            self.dropped = 0;
        }
        if self.rest.is_empty() { self.start(next, deadline) } else { Err(ErrorKind::WouldBlock.into()) }
    }

    /// Writes a line, or as much of it as there is room for: the rest is kept. Fails with `WouldBlock` if there is no room at all.
    fn start(&mut self, line: &[u8], deadline: Instant) -> io::Result<()> {
        let written = self.push(line, deadline)?;
        if written == 0 {
            return Err(ErrorKind::WouldBlock.into());
        }
        self.rest = line[written..].to_vec();
        Ok(())
    }

    /// Writes what there is room for before the deadline, and says how much that was.
    fn push(&mut self, bytes: &[u8], deadline: Instant) -> io::Result<usize> {
        let mut written = 0;
        while written < bytes.len() {
            match self.fifo.write(&bytes[written..]) {
                Ok(count) => written += count,
                Err(error) if error.kind() == ErrorKind::Interrupted => {}
                Err(error) if error.kind() == ErrorKind::WouldBlock => {
                    if !self.wait_for_room(deadline)? {
                        break;
                    }
                }
                Err(error) => return Err(error),
            }
        }
        Ok(written)
    }

    /// Whether there is room before the deadline.
    fn wait_for_room(&self, deadline: Instant) -> io::Result<bool> {
        let left = deadline.saturating_duration_since(Instant::now());
        if left.is_zero() {
            return Ok(false);
        }
        let mut fds = [PollFd::from_borrowed_fd(self.fifo.as_fd(), PollFlags::OUT)];
        let timeout = Timespec::try_from(left).map_err(io::Error::other)?;
        match poll(&mut fds, Some(&timeout)) {
            Ok(ready) => Ok(ready > 0),
            Err(rustix::io::Errno::INTR) => Ok(true),
            Err(errno) => Err(errno.into()),
        }
    }
}
