//! Who works on what, seen by a thread that nothing in a test can stop.

use std::{
    cell::Cell,
    io,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    thread::{self, JoinHandle},
    time::{Duration, Instant},
};

use super::{
    events::Verdict,
    interrupt::Signal,
    mailbox::Mailbox,
    runner::{Ending, Shared},
};

/// How long a test that is stopped has to put back what it changed, before its thread is left behind. Well below the 10
/// seconds that nextest gives a process between `SIGTERM` and `SIGKILL`.
const STOPPING: Duration = Duration::from_secs(5);

/// A wait before a test that the watcher is told of: much less than any limit.
const WORTH_A_WORD: Duration = Duration::from_millis(50);

/// What reaches the watcher.
pub(super) enum Message {
    /// What a worker says, and when: it may be heard later.
    Said(usize, Said, Instant),
    /// The run is to end early.
    Interrupted(Signal),
}

/// What a worker says.
pub(super) enum Said {
    /// A test is taken, which was held up by the locks of others for so long; the one before may have ended just then.
    Started(usize, Duration, Option<Box<Ending>>),
    /// The test waits for nobody any more: its time begins.
    Begins,
    /// Its try has ended, and another follows.
    Again,
    Ended(Box<Ending>),
    /// It has left its loop, for whatever reason.
    Left,
}

/// What the watcher makes of it.
pub(super) enum Told {
    Started(Busy),
    Slow(Busy),
    Ended(usize, Busy, Ending, Instant),
    Overdue(usize),
    Interrupted(Signal),
    /// Nothing more has been said so far: told once after all that was.
    AllForNow,
}

/// The watcher's view: who works on what.
pub(super) struct Watch {
    pub(super) shared: Arc<Shared>,
    mailbox: Arc<Mailbox<Message>>,
    /// One entry for each worker ever hired.
    active: Vec<Worker>,
    /// Whether the time of a worker's test has begun, or it waits for others.
    begun: Vec<Arc<AtomicBool>>,
    /// What was said together with what was told last.
    untold: Option<Told>,
    /// Whether anything was told since it was told that this is all.
    more: bool,
    /// The threads of those that were not given up.
    threads: Vec<Option<JoinHandle<()>>>,
    limit: Option<Duration>,
    slow: Option<Duration>,
}

#[derive(Clone, Copy)]
enum Worker {
    Idle,
    Busy(Busy),
    Gone,
}

impl Worker {
    fn busy(self) -> Option<Busy> {
        if let Self::Busy(busy) = self { Some(busy) } else { None }
    }
}

/// Somebody's work.
#[derive(Clone, Copy)]
pub(super) struct Busy {
    /// The index of the test.
    pub(super) test: usize,
    /// When it began, or began to wait for the locks of others.
    pub(super) began: Instant,
    /// When the time of this try began, or it was told to stop; `None` when it is past its end.
    pub(super) since: Option<Instant>,
    /// Whether it was called slow.
    slow: bool,
}

impl Busy {
    /// How long it has been running, without what it waited for others.
    pub(super) fn running(&self) -> Duration {
        self.since.map_or(Duration::ZERO, |since| since.elapsed())
    }
}

/// What comes due when nobody says anything.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Due {
    Slow(usize),
    Limit(usize),
}

impl Watch {
    pub(super) fn new(
        shared: Arc<Shared>,
        mailbox: Arc<Mailbox<Message>>,
        limit: Option<Duration>,
        slow: Option<Duration>,
    ) -> Self {
        Self {
            shared,
            mailbox,
            active: Vec::new(),
            begun: Vec::new(),
            untold: None,
            more: false,
            threads: Vec::new(),
            limit,
            slow,
        }
    }

    /// What is being worked on.
    pub(super) fn busy(&self) -> impl Iterator<Item = Busy> {
        self.active.iter().filter_map(|worker| worker.busy())
    }

    pub(super) fn hire(&mut self) -> io::Result<()> {
        let id = self.active.len();
        let (shared, said) = (Arc::clone(&self.shared), Voice { id, mailbox: Arc::clone(&self.mailbox) });
        let begun = Arc::new(AtomicBool::new(false));
        let worker = Arc::clone(&begun);
        let thread = thread::Builder::new().name(format!("hapi-test-{id}")).spawn(move || {
            // Each word wakes the watcher, which costs more than a short test: the end of one is told with the begin of the
            // next, unless that has to wait.
            let mut ended = None;
            let tell = |ended: &mut Option<Box<Ending>>| {
                if let Some(ending) = ended.take() {
                    said.say(Said::Ended(ending));
                }
            };
            while let Some(task) = shared.take(id, || tell(&mut ended)) {
                worker.store(false, Ordering::Relaxed);
                let taken = Cell::new(Instant::now());
                said.say(Said::Started(task.test, task.waited, ended.take()));
                let begins = || {
                    worker.store(true, Ordering::Relaxed);
                    if taken.get().elapsed() > WORTH_A_WORD {
                        said.say(Said::Begins);
                    }
                };
                let ending = shared.attempt(&task, &begins, || {
                    worker.store(false, Ordering::Relaxed);
                    taken.set(Instant::now());
                    said.say(Said::Again);
                });
                shared.judge(&ending.verdict);
                ended = Some(Box::new(ending));
            }
            tell(&mut ended);
        })?;
        self.active.push(Worker::Idle);
        self.begun.push(begun);
        self.threads.push(Some(thread));
        Ok(())
    }

    /// Forgets a worker that does not come back; `None` if it is past its test, and will say so.
    pub(super) fn dismiss(&mut self, worker: usize) -> Option<Busy> {
        let busy = self.active[worker].busy().expect("only a busy worker can be overdue");
        if !self.begun[worker].load(Ordering::Relaxed) && self.shared.is_going_on() {
            // It waits for others, within limits of its own.
            self.active[worker] = Worker::Busy(Busy { since: Some(Instant::now()), ..busy });
            return None;
        }
        if !self.shared.scheduler.dismiss(worker, busy.test) {
            // What it has said is on its way; until then it is not overdue.
            self.active[worker] = Worker::Busy(Busy { since: None, ..busy });
            return None;
        }
        self.threads[worker] = None;
        self.active[worker] = Worker::Gone;
        Some(busy)
    }

    /// Waits until the workers have let go of what they share, so that the session ends before the process does.
    pub(super) fn join(self) {
        for thread in self.threads.into_iter().flatten() {
            // A worker that panicked has failed its test by its last word.
            let _ = thread.join();
        }
    }

    /// What happens next; `None` once every worker has left.
    pub(super) fn next(&mut self) -> Option<Told> {
        let told = self.untold.take().or_else(|| self.find_out());
        self.more = !matches!(told, Some(Told::AllForNow));
        told
    }

    fn find_out(&mut self) -> Option<Told> {
        loop {
            if self.active.iter().all(|worker| matches!(worker, Worker::Gone)) {
                return None;
            }
            if self.more && !self.mailbox.has_letters() {
                return Some(Told::AllForNow);
            }
            let (id, said, at) = match self.wait() {
                Ok(Message::Said(id, said, at)) => (id, said, at),
                Ok(Message::Interrupted(signal)) => {
                    self.stopping();
                    return Some(Told::Interrupted(signal));
                }
                Err(Due::Limit(worker)) => return Some(Told::Overdue(worker)),
                Err(Due::Slow(worker)) => {
                    if let Worker::Busy(busy) = &mut self.active[worker] {
                        busy.slow = true;
                        return Some(Told::Slow(*busy));
                    }
                    continue;
                }
            };
            match (self.active[id], said) {
                // A worker that was given up has come back: its test has been judged.
                (Worker::Gone, _) => {}
                (before, Said::Started(test, waited, ended)) => {
                    let began = at.checked_sub(waited).unwrap_or(at);
                    let busy = Busy { test, began, since: Some(at), slow: false };
                    self.active[id] = Worker::Busy(busy);
                    let (Worker::Busy(before), Some(ending)) = (before, ended) else {
                        return Some(Told::Started(busy));
                    };
                    self.untold = Some(Told::Started(busy));
                    return Some(Told::Ended(id, before, *ending, at));
                }
                (Worker::Busy(busy), Said::Begins) => {
                    self.active[id] = Worker::Busy(Busy { since: Some(at), ..busy });
                }
                (Worker::Busy(busy), Said::Again) => {
                    self.active[id] = Worker::Busy(Busy { since: Some(Instant::now()), ..busy });
                }
                (Worker::Busy(busy), Said::Ended(ending)) => {
                    self.active[id] = Worker::Idle;
                    return Some(Told::Ended(id, busy, *ending, at));
                }
                (Worker::Busy(busy), Said::Left) => {
                    self.active[id] = Worker::Gone;
                    if self.shared.scheduler.dismiss(id, busy.test) {
                        self.shared.scheduler.replace(id);
                    }
                    let ending = Ending::new(Verdict::Failed, "its thread ended before the test did");
                    return Some(Told::Ended(id, busy, ending, at));
                }
                (Worker::Idle, _) => self.active[id] = Worker::Gone,
            }
        }
    }

    /// From now on who is busy has only the time that stopping takes.
    fn stopping(&mut self) {
        self.limit = Some(self.limit.map_or(STOPPING, |limit| limit.min(STOPPING)));
        for worker in &mut self.active {
            if let Worker::Busy(busy) = worker {
                busy.since = Some(Instant::now());
            }
        }
    }

    /// Waits for a word, or for the first thing to come due.
    fn wait(&self) -> Result<Message, Due> {
        let busy =
            self.active.iter().enumerate().filter_map(|(id, worker)| worker.busy().map(|busy| (id, busy)));
        let due = busy.flat_map(|(id, busy)| {
            let slow = self.slow.filter(|_| !busy.slow).zip(busy.since);
            let slow = slow.map(|(slow, since)| (since + slow, Due::Slow(id)));
            let limit = self.limit.zip(busy.since).map(|(limit, since)| (since + limit, Due::Limit(id)));
            [slow, limit].into_iter().flatten()
        });
        let (at, due) = due.min().unzip();
        self.mailbox.take(at).ok_or_else(|| due.expect("without a deadline some word comes"))
    }
}

/// A worker's voice. Its last word is said even when the worker is torn away by a panic.
struct Voice {
    id: usize,
    mailbox: Arc<Mailbox<Message>>,
}

impl Voice {
    fn say(&self, said: Said) {
        self.mailbox.post(Message::Said(self.id, said, Instant::now()));
    }
}

impl Drop for Voice {
    fn drop(&mut self) {
        self.mailbox.post_at_once(Message::Said(self.id, Said::Left, Instant::now()));
    }
}
