use std::{ffi::OsStr, fmt, fs, io, sync::Arc, time::Duration};

use rustix::process::{Signal, kill_process};
use tokio::io::AsyncWriteExt as _;

use crate::{
    DaemonBuilder, Event, Exit, Output, Runner, SignalError, Source, StartError, Stream, Usage, UsageError,
    run,
    shared::{KILL_LIMIT, Phase, Shared, Target},
    usage,
};

/// A program under supervision, which runs or does not.
///
/// Clones are the same daemon. When the last of them is dropped, what runs is killed.
#[derive(Clone)]
pub struct Daemon {
    handle: Arc<Handle>,
}

struct Handle {
    shared: Arc<Shared>,
}

/// Whether a daemon runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Status {
    /// It has not been started yet, or is about to be for the first time.
    Idle,
    /// It runs, or is suspended.
    Running {
        /// Its process id, on the machine that it runs on.
        pid: u32,
    },
    /// It has ended, and all that it wrote has been read.
    Stopped(Exit),
}

impl Daemon {
    /// A daemon of this name that runs this program, which is looked for in `PATH` unless it has a slash.
    ///
    /// [`fresh_name`](crate::fresh_name) makes names that differ.
    pub fn builder(name: impl Into<String>, program: impl AsRef<OsStr>) -> DaemonBuilder {
        DaemonBuilder::new(name.into(), program.as_ref().to_owned())
    }

    pub(crate) fn new(config: DaemonBuilder) -> Self {
        Self { handle: Arc::new(Handle { shared: Arc::new(Shared::new(config)) }) }
    }

    pub(crate) fn shared(&self) -> &Arc<Shared> {
        &self.handle.shared
    }

    /// Its name.
    pub fn name(&self) -> String {
        self.shared().name()
    }

    /// The machine that it runs on.
    pub fn runner(&self) -> Runner {
        self.shared().config().runner
    }

    /// Whether it runs.
    pub fn status(&self) -> Status {
        let state = self.shared().state();
        match state.phase {
            Phase::Idle => Status::Idle,
            Phase::Starting => state.last_exit.map_or(Status::Idle, Status::Stopped),
            Phase::Running { pid } => Status::Running { pid },
            Phase::Stopped(exit) => Status::Stopped(exit),
        }
    }

    /// Its process id, on the machine that it runs on; nothing while it does not run.
    pub fn pid(&self) -> Option<u32> {
        match self.status() {
            Status::Running { pid } => Some(pid),
            Status::Idle | Status::Stopped(_) => None,
        }
    }

    /// Changes how it will be started next. What runs is not touched. The name stays, and so does how much is
    /// [kept](DaemonBuilder::replay).
    pub fn reconfigure(&self, change: impl FnOnce(DaemonBuilder) -> DaemonBuilder) {
        self.shared().reconfigure(change);
    }

    /// Starts the program: it runs when this returns. Whether it is ready for work is its own to say, and
    /// [`wait_for`](Self::wait_for) is there to hear it.
    ///
    /// # Errors
    ///
    /// It runs already; the program, its watchdog or its pipe cannot be had; the machine cannot be reached.
    pub async fn start(&self) -> Result<(), StartError> {
        let before = {
            let mut state = self.shared().state();
            let before = state.phase;
            if let Phase::Starting | Phase::Running { .. } = before {
                return Err(StartError::AlreadyRunning { daemon: self.name() });
            }
            state.begin_run();
            before
        };
        run::launch(self.shared().clone(), before).await
    }

    /// Asks it to end (`SIGTERM`, and `SIGCONT` in case that it is suspended), kills it if it has not after this time, and waits until it is
    /// [stopped](Status::Stopped). What has stopped already is fine.
    ///
    /// Thirty seconds is a good limit where it does not matter: nobody would wait for a tenth of that, and a machine may be ten times as
    /// busy as one thinks.
    ///
    /// # Errors
    ///
    /// It was never started, or the signal could not be sent.
    pub async fn terminate(&self, limit: Duration) -> Result<Exit, SignalError> {
        self.send(&[Signal::TERM, Signal::CONT]).await?;
        if let Ok(exit) = self.wait_for_exit(limit).await {
            return Ok(exit);
        }
        let late = format!("has not ended {limit:?} after SIGTERM: it is killed");
        self.shared().log(Source::Supervision, &late);
        self.kill().await
    }

    /// Kills it, and all of its process group (`SIGKILL`), and waits until it is [stopped](Status::Stopped).
    ///
    /// # Errors
    ///
    /// It was never started, or the signal could not be sent.
    pub async fn kill(&self) -> Result<Exit, SignalError> {
        self.signal(Signal::KILL).await?;
        let killed = self.wait_for_exit(KILL_LIMIT).await;
        killed.map_err(|_| SignalError::Unkillable { daemon: self.name(), after: KILL_LIMIT })
    }

    /// Stops it where it is, until it is [resumed](Self::resume) (`SIGSTOP`). Only the process itself is: those that it started go on.
    ///
    /// # Errors
    ///
    /// It does not run, or the signal could not be sent.
    pub async fn suspend(&self) -> Result<(), SignalError> {
        self.signal_running(Signal::STOP).await
    }

    /// Lets it go on after it was [suspended](Self::suspend) (`SIGCONT`).
    ///
    /// # Errors
    ///
    /// It does not run, or the signal could not be sent.
    pub async fn resume(&self) -> Result<(), SignalError> {
        self.signal_running(Signal::CONT).await
    }

    async fn signal_running(&self, signal: Signal) -> Result<(), SignalError> {
        match self.pid() {
            Some(_) => self.signal(signal).await,
            None => Err(SignalError::NotRunning { daemon: self.name() }),
        }
    }

    /// Sends it a signal: to the process itself, `SIGKILL` to its whole group. One that has ended already does not get it,
    /// which is no error.
    ///
    /// # Errors
    ///
    /// It was never started, or the signal could not be sent.
    pub async fn signal(&self, signal: Signal) -> Result<(), SignalError> {
        self.send(&[signal]).await
    }

    async fn send(&self, signals: &[Signal]) -> Result<(), SignalError> {
        let names = signals.iter().map(|one| name_of(*one)).collect::<Vec<_>>().join(" and ");
        let (pid, ssh) = {
            let state = self.shared().state();
            match &state.target {
                None if matches!(state.phase, Phase::Idle | Phase::Starting) => {
                    return Err(SignalError::NotRunning { daemon: self.name() });
                }
                None => return Ok(()),
                Some(Target::Ssh { pid, ssh, .. }) => (*pid, Some(ssh.clone())),
                Some(target) => {
                    // Under the lock: as long as there is a target its process ids are its own.
                    send_here(target, signals).map_err(|source| SignalError::Send {
                        daemon: self.name(),
                        signal: names.clone(),
                        source,
                    })?;
                    (target.pid(), None)
                }
            }
        };
        self.shared().log(Source::Supervision, &format!("gets signal {names}"));
        let Some(ssh) = ssh else { return Ok(()) };
        let sent = run::signal_over_there(&ssh, pid, signals).await;
        sent.map_err(|source| SignalError::Runner { daemon: self.name(), signal: names, source })
    }

    /// Writes to its standard input, which must be [a pipe](DaemonBuilder::stdin).
    ///
    /// # Errors
    ///
    /// It has no such pipe, or has closed it; it does not run.
    pub async fn write_stdin(&self, bytes: &[u8]) -> io::Result<()> {
        let mut stdin = self.shared().stdin.lock().await;
        let none = || io::Error::new(io::ErrorKind::NotConnected, "it does not run, or its stdin is no pipe");
        stdin.as_mut().ok_or_else(none)?.write_all(bytes).await
    }

    /// Closes its standard input: it reads to the end.
    pub async fn close_stdin(&self) {
        *self.shared().stdin.lock().await = None;
    }

    /// The events of this run that are [kept](DaemonBuilder::replay), the oldest first.
    pub fn events(&self) -> Vec<Event> {
        self.shared().state().events.of_run().map(|event| (**event).clone()).collect()
    }

    /// The lines of an output of this run that are [kept](DaemonBuilder::replay), the oldest first.
    pub fn lines(&self, stream: Stream) -> Vec<String> {
        self.shared().state().output(stream).of_run().map(ToString::to_string).collect()
    }

    /// The lines on the event pipe in this run that are no events: the last hundred of them.
    pub fn unreadable_events(&self) -> Vec<String> {
        self.shared().state().unreadable.of_run().map(ToString::to_string).collect()
    }

    /// What was amiss in this run besides: a function given to a handler panicked, or a process that left the daemon's group held on to its
    /// output.
    pub fn complaints(&self) -> Vec<String> {
        self.shared().state().complaints.of_run().map(ToString::to_string).collect()
    }

    /// Calls a function for each event, in this run and all later ones. It is called on the daemon's own thread, before any wait
    /// sees the event, and must be quick.
    pub fn on_event(&self, function: impl FnMut(&Event) + Send + 'static) {
        self.shared().on_event.add(function);
    }

    /// Calls a function for each line of its standard output, as [`on_event`](Self::on_event) does for events.
    ///
    /// # Panics
    ///
    /// The output is not [captured](Output::Capture).
    #[track_caller]
    pub fn on_stdout(&self, function: impl FnMut(&str) + Send + 'static) {
        self.assert_captured(Stream::Stdout);
        self.shared().on_stdout.add(function);
    }

    /// Calls a function for each line of its standard error, as [`on_event`](Self::on_event) does for events.
    ///
    /// # Panics
    ///
    /// The output is not [captured](Output::Capture).
    #[track_caller]
    pub fn on_stderr(&self, function: impl FnMut(&str) + Send + 'static) {
        self.assert_captured(Stream::Stderr);
        self.shared().on_stderr.add(function);
    }

    /// Calls a function each time when it has stopped: its output has been read to the end, and it may be started again.
    pub fn on_terminate(&self, function: impl FnMut(&Exit) + Send + 'static) {
        self.shared().on_terminate.add(function);
    }

    /// Writes its events to its log from now on, none longer than this many bytes.
    pub fn log_events(&self, max_length: usize) {
        // Not the handle: a daemon that kept itself alive would never be dropped.
        let shared = Arc::downgrade(self.shared());
        self.on_event(move |event| {
            let Some(shared) = shared.upgrade() else { return };
            let mut text = format!("{} {}", event.name, event.value);
            if text.len() > max_length {
                let end = (0..=max_length).rev().find(|end| text.is_char_boundary(*end));
                text.truncate(end.unwrap_or(0));
                text.push_str(" ..");
            }
            shared.log(Source::Event, &text);
        });
    }

    /// What it uses of memory and processor time: now if it runs, and of its last run if it has stopped.
    ///
    /// # Errors
    ///
    /// It never ran, or the system does not say.
    pub async fn usage(&self) -> Result<Usage, UsageError> {
        let unknown = |source| UsageError::Unknown { daemon: self.name(), source };
        let (pid, ssh) = {
            let state = self.shared().state();
            match (&state.target, state.last_usage) {
                // Under the lock: as long as there is a target its process id is its own.
                (Some(Target::Local { pid, .. }), _) => return usage::of_process(*pid).map_err(unknown),
                (Some(Target::Ssh { pid, ssh, .. }), _) => (*pid, ssh.clone()),
                (None, Some(usage)) => return Ok(usage),
                (None, None) => return Err(UsageError::NotRunning { daemon: self.name() }),
            }
        };
        let text = run::usage_over_there(&ssh, pid).await;
        let text = text.map_err(|source| UsageError::Runner { daemon: self.name(), source })?;
        usage::parse(&text).map_err(unknown)
    }

    #[track_caller]
    pub(crate) fn assert_captured(&self, stream: Stream) {
        let config = self.shared().config();
        let output = match stream {
            Stream::Stdout => &config.stdout,
            Stream::Stderr => &config.stderr,
        };
        assert!(
            *output == Output::Capture,
            "the {stream} of daemon {} is not captured: say `.{stream}(Output::Capture)` when it is built",
            config.name
        );
    }
}

impl fmt::Debug for Daemon {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Daemon").field("name", &self.name()).field("status", &self.status()).finish()
    }
}

impl Drop for Handle {
    fn drop(&mut self) {
        let mut state = self.shared.state();
        state.is_abandoned = true;
        if let Some(target) = &state.target {
            target.kill_group();
        }
        if let Some(directory) = state.scratch.take() {
            // Its thread does so too, if this process lives long enough.
            let _ = fs::remove_dir_all(directory);
        }
    }
}

/// Signals for a process of this machine: to itself, `SIGKILL` to its group.
fn send_here(target: &Target, signals: &[Signal]) -> io::Result<()> {
    for signal in signals {
        match target {
            Target::Local { pid, .. } if *signal != Signal::KILL => kill_process(*pid, *signal)?,
            target => target.kill_group(),
        }
    }
    Ok(())
}

/// A signal as `kill` knows it.
pub(crate) fn name_of(signal: Signal) -> String {
    let name = match signal {
        Signal::HUP => "HUP",
        Signal::INT => "INT",
        Signal::QUIT => "QUIT",
        Signal::KILL => "KILL",
        Signal::USR1 => "USR1",
        Signal::USR2 => "USR2",
        Signal::TERM => "TERM",
        Signal::CONT => "CONT",
        Signal::STOP => "STOP",
        other => return other.as_raw().to_string(),
    };
    name.to_owned()
}
