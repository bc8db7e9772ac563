//! **Child processes under supervision: events over a pipe, waits that have limits, and no orphans.**
//!
//! A [`Daemon`] is a program that runs beside the test that needs it: a database, a web server, a node of a network. It is started,
//! watched, waited for, stopped, continued and ended by this crate, which knows nothing of what the program does.
//!
//! ```no_run
//! # async fn run() -> Result<(), Box<dyn std::error::Error>> {
//! use std::time::Duration;
//! use hapi_daemon::{Daemon, Stream, fresh_name};
//!
//! let redis = Daemon::builder(fresh_name("redis"), "redis-server").args(["--port", "7777", "--save", ""]).build();
//! redis.start().await?;
//! let ready = |line: &str| line.contains("Ready to accept connections").then_some(());
//! redis.wait_for_line(Stream::Stdout, "the server is ready", Duration::from_secs(10), ready).await?;
//! redis.terminate(Duration::from_secs(30)).await?;
//! # Ok(())
//! # }
//! ```
//!
//! # Events
//!
//! A program that knows of it says what happens to it on a pipe (a FIFO), one line of JSON for each [`Event`]:
//! `{"name": "ready", "value": {"port": 7777}, "timestamp": 1763791200.25}`. It finds the path in its environment ([`EVENTS_VARIABLE`]); a
//! program in Rust uses an [`Emitter`]. The pipe is open for reading before the program starts, so that it never waits for a reader. Events
//! are kept ([up to a limit](DaemonBuilder::replay)): who waits late gets what it missed, and a wait that was begun before the program started is as
//! good. Nothing sleeps and nothing polls.
//!
//! Waits need a Tokio runtime whose clock is on; nothing else here does, as each daemon has a thread of its own.
//!
//! Handlers ([`Daemon::on_event`] and its like) run on the daemon's own thread, in the order of what happens, and before the waits see it.
//!
//! # The end of it
//!
//! When the program ends, whatever is left of its process group is killed, what it wrote is read to the end, and only then is the daemon
//! [stopped](Status::Stopped): who waits for something that it did not say learns that with [`TerminatedBeforeEvent`]; it may start again.
//!
//! A daemon is killed when its last handle is dropped, and when this process ends, even by `kill -9`: see [`DaemonBuilder::guards_itself`] for
//! how.
//!
//! # Systems
//!
//! Unix, with `sh`. It is tested on Linux; memory and processor time are read from Linux' `/proc`, and only there does
//! [`child::die_with_parent`] work. The crate is empty elsewhere.

#![cfg(unix)]

pub mod child;

mod builder;
mod color;
mod daemon;
mod emitter;
mod error;
mod event;
mod exit;
mod hooks;
mod level;
mod log;
mod names;
mod run;
mod runner;
mod shared;
mod usage;
mod wait;

pub use builder::{DaemonBuilder, Output};
pub use color::Color;
pub use daemon::{Daemon, Status};
pub use emitter::Emitter;
pub use error::{NotInTime, SignalError, StartError, TerminatedBeforeEvent, UsageError, WaitError};
pub use event::Event;
pub use exit::Exit;
pub use level::{Level, Levels, UnknownLevel};
pub use log::{Log, LogLine, Source, Stream};
pub use names::{fresh_name, reset_fresh_names};
pub use runner::{CommandOutput, Runner, RunnerError, Ssh};
pub use rustix::process::Signal;
pub use usage::Usage;
pub use wait::Mark;

/// The environment variable in which a daemon finds the path of the pipe for its events, unless it was
/// [given another](DaemonBuilder::event_variable).
pub const EVENTS_VARIABLE: &str = "HAPI_EVENTS";
