use std::{future::Future, panic::Location, sync::Arc, time::Duration};

use serde_json::Value;
use tokio::{sync::watch, time::Instant};

use crate::{
    Daemon, Event, Exit, NotInTime, Stream, TerminatedBeforeEvent, WaitError,
    shared::{Phase, Shared, State},
};

/// A moment in what a daemon says: see [`Daemon::mark`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Mark {
    event: u64,
    stdout: u64,
    stderr: u64,
}

/// What a limit that is beyond all clocks becomes.
const FAR: Duration = Duration::from_secs(30 * 365 * 24 * 3600);

impl Daemon {
    /// Waits for the first event of this name in this run of the daemon whose value the filter accepts, and returns what the filter makes of
    /// it; within the daemon's [`wait_limit`](crate::DaemonBuilder::wait_limit).
    ///
    /// It counts what was said before: who waits late gets what it missed, as far as it is [kept](crate::DaemonBuilder::replay). The wait
    /// begins with the call, not when the future is first polled, and may begin before the daemon is started.
    ///
    /// # Errors
    ///
    /// The daemon ended first, or the limit was reached.
    #[track_caller]
    pub fn wait_for<T, F>(
        &self,
        name: &str,
        filter: F,
    ) -> impl Future<Output = Result<T, WaitError>> + use<T, F>
    where
        F: FnMut(&Value) -> Option<T>,
    {
        let limit = self.shared().config().wait_limit;
        self.wait_for_full(name, "", limit, filter)
    }

    /// As [`wait_for`](Self::wait_for), with a limit of its own, and with a description of what the filter accepts, for errors:
    /// `"value.to == ACTIVE"`.
    #[track_caller]
    pub fn wait_for_full<T, F>(
        &self,
        name: &str,
        where_: &str,
        limit: Duration,
        filter: F,
    ) -> impl Future<Output = Result<T, WaitError>> + use<T, F>
    where
        F: FnMut(&Value) -> Option<T>,
    {
        self.wait_for_event(None, name, where_, limit, filter)
    }

    /// As [`wait_for_full`](Self::wait_for_full), for events after a [`mark`](Self::mark) only.
    #[track_caller]
    pub fn wait_for_since<T, F>(
        &self,
        mark: Mark,
        name: &str,
        where_: &str,
        limit: Duration,
        filter: F,
    ) -> impl Future<Output = Result<T, WaitError>> + use<T, F>
    where
        F: FnMut(&Value) -> Option<T>,
    {
        self.wait_for_event(Some(mark), name, where_, limit, filter)
    }

    #[track_caller]
    fn wait_for_event<T, F>(
        &self,
        since: Option<Mark>,
        name: &str,
        where_: &str,
        limit: Duration,
        mut filter: F,
    ) -> impl Future<Output = Result<T, WaitError>> + use<T, F>
    where
        F: FnMut(&Value) -> Option<T>,
    {
        let mut wait = Wait::begin(self.shared(), format!("event `{name}`"), where_, limit);
        wait.cursor = {
            let state = self.shared().state();
            since.map_or(state.events.run(), |mark| mark.event)
        };
        let name = name.to_owned();
        wait.run(
            move |state, from, to| {
                let named = state.events.range(from, to).filter(|event| event.name == name);
                (named.cloned().collect::<Vec<Arc<Event>>>(), state.events.run(), state.events.next())
            },
            move |event| filter(&event.value),
        )
    }

    /// Waits for the first line of an output in this run of the daemon that the filter accepts, and returns what the filter makes of
    /// it. Lines that were written before count, as far as they are [kept](crate::DaemonBuilder::replay).
    ///
    /// # Errors
    ///
    /// The daemon ended first, or the limit was reached.
    ///
    /// # Panics
    ///
    /// That output is not [captured](crate::Output::Capture): there is nothing to wait for.
    #[track_caller]
    pub fn wait_for_line<T, F>(
        &self,
        stream: Stream,
        where_: &str,
        limit: Duration,
        filter: F,
    ) -> impl Future<Output = Result<T, WaitError>> + use<T, F>
    where
        F: FnMut(&str) -> Option<T>,
    {
        self.wait_for_line_from(None, stream, where_, limit, filter)
    }

    /// As [`wait_for_line`](Self::wait_for_line), for lines after a [`mark`](Self::mark) only.
    #[track_caller]
    pub fn wait_for_line_since<T, F>(
        &self,
        mark: Mark,
        stream: Stream,
        where_: &str,
        limit: Duration,
        filter: F,
    ) -> impl Future<Output = Result<T, WaitError>> + use<T, F>
    where
        F: FnMut(&str) -> Option<T>,
    {
        self.wait_for_line_from(Some(mark), stream, where_, limit, filter)
    }

    #[track_caller]
    fn wait_for_line_from<T, F>(
        &self,
        since: Option<Mark>,
        stream: Stream,
        where_: &str,
        limit: Duration,
        mut filter: F,
    ) -> impl Future<Output = Result<T, WaitError>> + use<T, F>
    where
        F: FnMut(&str) -> Option<T>,
    {
        self.assert_captured(stream);
        let mut wait = Wait::begin(self.shared(), format!("line on {stream}"), where_, limit);
        wait.cursor = match (since, stream) {
            (None, _) => self.shared().state().output(stream).run(),
            (Some(mark), Stream::Stdout) => mark.stdout,
            (Some(mark), Stream::Stderr) => mark.stderr,
        };
        wait.run(
            move |state, from, to| {
                let ring = state.output(stream);
                (ring.range(from, to).cloned().collect::<Vec<Arc<str>>>(), ring.run(), ring.next())
            },
            move |line| filter(line),
        )
    }

    /// Waits for the end of this run of the daemon: it has ended, and all that it wrote has been read.
    ///
    /// # Errors
    ///
    /// The limit was reached.
    #[track_caller]
    pub fn wait_for_exit(&self, limit: Duration) -> impl Future<Output = Result<Exit, NotInTime>> + use<> {
        let wait = Wait::begin(self.shared(), "exit".to_owned(), "", limit);
        async move {
            match wait.run(|_, _, _| (Vec::<Arc<()>>::new(), 0, 0), |()| None::<Exit>).await {
                Ok(exit) => Ok(exit),
                Err(WaitError::TerminatedBeforeEvent(ended)) => Ok(ended.exit),
                Err(WaitError::NotInTime(late)) => Err(late),
            }
        }
    }

    /// This moment in what the daemon says, for waits that want only what comes later:
    /// [`wait_for_since`](Self::wait_for_since).
    pub fn mark(&self) -> Mark {
        let state = self.shared().state();
        Mark { event: state.events.next(), stdout: state.stdout.next(), stderr: state.stderr.next() }
    }
}

struct Wait {
    shared: Arc<Shared>,
    changes: watch::Receiver<()>,
    what: String,
    where_: String,
    limit: Duration,
    deadline: Instant,
    /// Which run of the daemon this is about.
    run: u64,
    /// The number of the next one to be looked at.
    cursor: u64,
}

impl Wait {
    #[track_caller]
    fn begin(shared: &Arc<Shared>, what: String, where_: &str, limit: Duration) -> Self {
        let place = Location::caller();
        let separator = if where_.is_empty() { "" } else { ", " };
        Self {
            changes: shared.changes(),
            what,
            where_: format!("{where_}{separator}asked for at {place}"),
            limit,
            deadline: Instant::now().checked_add(limit).unwrap_or_else(|| Instant::now() + FAR),
            run: shared.state().run.max(1),
            cursor: 0,
            shared: shared.clone(),
        }
    }

    /// Looks at what came, given with the number of the first of the present run and of the next to come; then waits for more.
    ///
    /// The filter is called while nothing is locked: it may use the daemon.
    async fn run<A: ?Sized, T>(
        mut self,
        look: impl Fn(&mut State, u64, u64) -> (Vec<Arc<A>>, u64, u64),
        mut filter: impl FnMut(&A) -> Option<T>,
    ) -> Result<T, WaitError> {
        loop {
            self.changes.borrow_and_update();
            let (found, exit) = self.look(&look);
            if let Some(found) = found.iter().find_map(|one| filter(one)) {
                return Ok(found);
            }
            if let Some(exit) = exit {
                return Err(self.terminated(exit).into());
            }
            if tokio::time::timeout_at(self.deadline, self.changes.changed()).await.is_err() {
                return Err(self.not_in_time().into());
            }
        }
    }

    /// What came since last, and the exit if nothing more will.
    fn look<A: ?Sized>(
        &mut self,
        look: impl Fn(&mut State, u64, u64) -> (Vec<Arc<A>>, u64, u64),
    ) -> (Vec<Arc<A>>, Option<Exit>) {
        let mut state = self.shared.state();
        let (_, first_of_run, next) = look(&mut state, 0, 0);
        let is_over = state.run > self.run;
        let end = if is_over { first_of_run } else { next };
        let (found, ..) = look(&mut state, self.cursor, end);
        self.cursor = end;
        let exit = match state.phase {
            _ if is_over => Some(state.last_exit.unwrap_or(Exit::Lost)),
            Phase::Stopped(exit) if state.run == self.run => Some(exit),
            _ => None,
        };
        (found, exit)
    }

    fn terminated(self, exit: Exit) -> TerminatedBeforeEvent {
        let evidence = self.shared.state().evidence();
        TerminatedBeforeEvent {
            daemon: self.shared.name(),
            event: self.what,
            where_: self.where_,
            exit,
            evidence,
        }
    }

    fn not_in_time(self) -> NotInTime {
        let evidence = self.shared.state().evidence();
        NotInTime {
            daemon: self.shared.name(),
            event: self.what,
            where_: self.where_,
            limit: self.limit,
            evidence,
        }
    }
}
