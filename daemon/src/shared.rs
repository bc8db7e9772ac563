use std::{
    collections::VecDeque,
    fmt::Write as _,
    path::PathBuf,
    sync::{
        Arc, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicU64, Ordering},
    },
    time::Duration,
};

use rustix::process::{Pid, Signal, kill_process_group};
use tokio::{net::unix::pipe, sync::watch};

use crate::{DaemonBuilder, Event, Exit, LogLine, Source, Stream, Usage, hooks::Hooks, runner::Ssh};

/// How many unreadable lines are kept, and how many of the last lines of an output an error shows.
const UNREADABLE_KEPT: usize = 100;
const LINES_SHOWN: usize = 10;

/// What a daemon's handles and its thread share.
#[derive(Debug)]
pub(crate) struct Shared {
    config: Mutex<DaemonBuilder>,
    state: Mutex<State>,
    changed: watch::Sender<()>,
    pub(crate) stdin: tokio::sync::Mutex<Option<pipe::Sender>>,
    /// How many lines have been read: whether there is progress.
    pub(crate) lines_read: AtomicU64,
    pub(crate) on_event: Hooks<Event>,
    pub(crate) on_stdout: Hooks<str>,
    pub(crate) on_stderr: Hooks<str>,
    pub(crate) on_terminate: Hooks<Exit>,
}

#[derive(Debug)]
pub(crate) struct State {
    pub(crate) phase: Phase,
    /// Which start of the daemon this is, from one; zero before the first.
    pub(crate) run: u64,
    /// What signals go to, as long as the system has not been asked for the exit status: until then its ids are not used again.
    pub(crate) target: Option<Target>,
    /// The directory of its event pipe on this machine, for who drops the daemon and may end before its thread has removed that.
    pub(crate) scratch: Option<PathBuf>,
    pub(crate) last_exit: Option<Exit>,
    pub(crate) last_usage: Option<Usage>,
    pub(crate) is_abandoned: bool,
    pub(crate) events: Ring<Event>,
    pub(crate) stdout: Ring<str>,
    pub(crate) stderr: Ring<str>,
    pub(crate) unreadable: Ring<str>,
    pub(crate) complaints: Ring<str>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Phase {
    Idle,
    Starting,
    Running { pid: u32 },
    Stopped(Exit),
}

/// A process that runs, as its signals must be addressed.
#[derive(Clone, Debug)]
pub(crate) enum Target {
    Local {
        pid: Pid,
        group: Pid,
    },
    /// The group is that of the `ssh` program here: when that is killed, the other side kills what it runs.
    Ssh {
        pid: u32,
        group: Pid,
        ssh: Arc<Ssh>,
    },
}

impl Target {
    pub(crate) fn pid(&self) -> u32 {
        match self {
            Self::Local { pid, .. } => pid.as_raw_nonzero().get().unsigned_abs(),
            Self::Ssh { pid, .. } => *pid,
        }
    }

    /// Kills all of it. That the group is gone already is no error.
    pub(crate) fn kill_group(&self) {
        let (Self::Local { group, .. } | Self::Ssh { group, .. }) = self;
        let _ = kill_process_group(*group, Signal::KILL);
    }
}

impl Shared {
    pub(crate) fn new(config: DaemonBuilder) -> Self {
        let limit = config.replay;
        let state = State {
            phase: Phase::Idle,
            run: 0,
            target: None,
            scratch: None,
            last_exit: None,
            last_usage: None,
            is_abandoned: false,
            events: Ring::new(limit),
            stdout: Ring::new(limit),
            stderr: Ring::new(limit),
            unreadable: Ring::new(UNREADABLE_KEPT),
            complaints: Ring::new(UNREADABLE_KEPT),
        };
        Self {
            config: Mutex::new(config),
            state: Mutex::new(state),
            changed: watch::Sender::new(()),
            stdin: tokio::sync::Mutex::default(),
            lines_read: AtomicU64::new(0),
            on_event: Hooks::default(),
            on_stdout: Hooks::default(),
            on_stderr: Hooks::default(),
            on_terminate: Hooks::default(),
        }
    }

    pub(crate) fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn config(&self) -> DaemonBuilder {
        self.config.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    pub(crate) fn reconfigure(&self, change: impl FnOnce(DaemonBuilder) -> DaemonBuilder) {
        let mut config = self.config.lock().unwrap_or_else(PoisonError::into_inner);
        let name = config.name.clone();
        *config = DaemonBuilder { name, ..change(config.clone()) };
    }

    pub(crate) fn name(&self) -> String {
        self.config.lock().unwrap_or_else(PoisonError::into_inner).name.clone()
    }

    /// Tells who waits to look again.
    pub(crate) fn notify(&self) {
        self.changed.send_replace(());
    }

    pub(crate) fn changes(&self) -> watch::Receiver<()> {
        self.changed.subscribe()
    }

    pub(crate) fn log(&self, source: Source, text: &str) {
        let (name, color, log) = {
            let config = self.config.lock().unwrap_or_else(PoisonError::into_inner);
            (config.name.clone(), config.color, config.log.clone())
        };
        log.write(LogLine { daemon: &name, color, source, text });
    }

    /// Something is amiss with the daemon, or with the functions that are called for it.
    pub(crate) fn complain(&self, text: String) {
        self.log(Source::Supervision, &text);
        self.state().complaints.push(text.into());
    }

    /// A line of the event pipe.
    pub(crate) fn event_line(&self, line: &[u8]) {
        self.lines_read.fetch_add(1, Ordering::Relaxed);
        if line.trim_ascii().is_empty() {
            return;
        }
        match Event::parse(line) {
            Ok(event) => {
                self.report_panics("on_event", self.on_event.call(&event));
                self.state().events.push(Arc::new(event));
            }
            Err(error) => {
                let text = String::from_utf8_lossy(line);
                self.log(Source::Supervision, &format!("unreadable event ({error}): {text}"));
                self.state().unreadable.push(text.into());
            }
        }
        self.notify();
    }

    /// A line of an output.
    pub(crate) fn output_line(&self, stream: Stream, line: &[u8]) {
        self.lines_read.fetch_add(1, Ordering::Relaxed);
        let line = String::from_utf8_lossy(line);
        self.log(Source::Output(stream), &line);
        let (name, hooks) = match stream {
            Stream::Stdout => ("on_stdout", &self.on_stdout),
            Stream::Stderr => ("on_stderr", &self.on_stderr),
        };
        self.report_panics(name, hooks.call(&line));
        self.state().output(stream).push(line.into());
        self.notify();
    }

    pub(crate) fn report_panics(&self, hook: &str, panics: Vec<String>) {
        for panic in panics {
            self.complain(format!("a function given to {hook} panicked, and is not called again: {panic}"));
        }
    }
}

impl State {
    pub(crate) fn output(&mut self, stream: Stream) -> &mut Ring<str> {
        match stream {
            Stream::Stdout => &mut self.stdout,
            Stream::Stderr => &mut self.stderr,
        }
    }

    /// What comes from now on is of another run.
    pub(crate) fn begin_run(&mut self) {
        self.run += 1;
        self.phase = Phase::Starting;
        for ring in [&mut self.stdout, &mut self.stderr, &mut self.unreadable, &mut self.complaints] {
            ring.begin_run();
        }
        self.events.begin_run();
    }

    /// What an error should show of this run, besides what it is about.
    pub(crate) fn evidence(&self) -> String {
        let mut text = String::new();
        for complaint in self.complaints.of_run() {
            let _ = write!(text, "\n  {complaint}");
        }
        let unreadable = self.unreadable.of_run().count();
        if let Some(first) = self.unreadable.of_run().next() {
            let _ =
                write!(text, "\n  {unreadable} lines on the event pipe are no events, the first is: {first}");
        }
        let lost = self.events.lost_of_run();
        if lost > 0 {
            let _ =
                write!(text, "\n  the first {lost} events are no longer kept (see `DaemonBuilder::replay`)");
        }
        for (stream, lines) in [(Stream::Stdout, &self.stdout), (Stream::Stderr, &self.stderr)] {
            let count = lines.of_run().count();
            if count > 0 {
                let _ = write!(text, "\n  the last lines of its {stream}:");
            }
            for line in lines.of_run().skip(count.saturating_sub(LINES_SHOWN)) {
                let _ = write!(text, "\n    {line}");
            }
        }
        text
    }
}

/// The last of what came, numbered from the daemon's first start on.
#[derive(Debug)]
pub(crate) struct Ring<T: ?Sized> {
    kept: VecDeque<Arc<T>>,
    /// The number of what comes next.
    next: u64,
    /// The number of the first of this run.
    run: u64,
    limit: usize,
}

impl<T: ?Sized> Ring<T> {
    fn new(limit: usize) -> Self {
        Self { kept: VecDeque::new(), next: 0, run: 0, limit: limit.max(1) }
    }

    fn push(&mut self, one: Arc<T>) {
        if self.kept.len() == self.limit {
            self.kept.pop_front();
        }
        self.kept.push_back(one);
        self.next += 1;
    }

    fn begin_run(&mut self) {
        self.run = self.next;
    }

    pub(crate) fn next(&self) -> u64 {
        self.next
    }

    pub(crate) fn run(&self) -> u64 {
        self.run
    }

    fn first(&self) -> u64 {
        self.next - self.kept.len() as u64
    }

    /// Those with numbers in this range that are kept.
    pub(crate) fn range(&self, from: u64, to: u64) -> impl Iterator<Item = &Arc<T>> {
        let skipped = usize::try_from(from.saturating_sub(self.first())).unwrap_or(usize::MAX);
        let ended = usize::try_from(to.saturating_sub(self.first())).unwrap_or(usize::MAX);
        self.kept.iter().take(ended).skip(skipped)
    }

    pub(crate) fn of_run(&self) -> impl Iterator<Item = &Arc<T>> {
        self.range(self.run, self.next)
    }

    fn lost_of_run(&self) -> u64 {
        self.first().saturating_sub(self.run)
    }
}

/// How long a daemon that was killed may take to be gone.
pub(crate) const KILL_LIMIT: Duration = Duration::from_secs(30);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_ring_keeps_the_last_and_knows_its_runs() {
        let mut ring = Ring::<u32>::new(3);
        (0..2).for_each(|n| ring.push(n.into()));
        ring.begin_run();
        (2..4).for_each(|n| ring.push(n.into()));
        let numbers = |ring: &Ring<u32>| ring.of_run().map(|n| **n).collect::<Vec<_>>();
        assert_eq!((numbers(&ring), ring.lost_of_run()), (vec![2, 3], 0));
        assert_eq!(ring.range(0, ring.run()).map(|n| **n).collect::<Vec<_>>(), [1]);
        (4..7).for_each(|n| ring.push(n.into()));
        assert_eq!((numbers(&ring), ring.lost_of_run()), (vec![4, 5, 6], 2));
        assert_eq!(ring.range(0, 2).count(), 0);
    }
}
