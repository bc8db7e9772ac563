//! Running tests on a few threads, watched by one that nothing in a test can stop.

use std::{
    io,
    num::NonZeroUsize,
    sync::{
        Arc,
        atomic::{AtomicBool, AtomicUsize, Ordering},
        mpsc::{self, Receiver, RecvTimeoutError, Sender},
    },
    thread::{self, JoinHandle},
    time::{Duration, Instant},
};

use super::{
    output::Verdict,
    select::{Kind, Test},
};

/// What the end of one test looks like from outside.
#[derive(Debug)]
pub(crate) struct Ending {
    pub(crate) verdict: Verdict,
    /// What is shown below the test's name.
    pub(crate) output: String,
}

/// Runs one test on the calling thread. It must neither panic nor exit, whatever the test does.
pub(crate) trait Execute: Send + Sync + 'static {
    /// Runs `test` to its end.
    fn execute(&self, test: &Test) -> Ending;

    /// How long a test may hold its thread before it is given up; `None` means for ever.
    fn limit(&self) -> Option<Duration>;
}

/// What is told about a run while it goes on.
#[derive(Debug)]
pub(crate) enum Progress<'a> {
    Started(&'a Test),
    Ended(&'a Test, Ending, Duration),
}

/// Runs `tests` in order, `threads` at a time, and tells `progress` about each. With `fail_fast`, none starts after the
/// first failure.
pub(crate) fn run(
    tests: Vec<Test>,
    threads: NonZeroUsize,
    fail_fast: bool,
    execute: Arc<dyn Execute>,
    mut progress: impl FnMut(Progress<'_>) -> io::Result<()>,
) -> io::Result<()> {
    let limit = execute.limit();
    let workers = threads.get().min(tests.len());
    let shared = Arc::new(Shared {
        tests,
        next: AtomicUsize::new(0),
        fail_fast,
        failed: AtomicBool::new(false),
        execute,
    });
    let (sender, receiver) = mpsc::channel();
    let mut watch = Watch { shared, sender, receiver, active: Vec::new(), threads: Vec::new(), limit };
    for _ in 0..workers {
        watch.hire()?;
    }
    while let Some(event) = watch.next() {
        match event {
            Told::Started(test) => progress(Progress::Started(&watch.shared.tests[test]))?,
            Told::Ended(test, ending, took) => {
                progress(Progress::Ended(&watch.shared.tests[test], ending, took))?;
            }
            Told::Overdue(worker) => {
                let (test, since) = watch.dismiss(worker);
                watch.shared.failed.store(true, Ordering::Relaxed);
                watch.hire()?;
                let ending = failure(overdue(&watch.shared.tests[test], since.elapsed()));
                progress(Progress::Ended(&watch.shared.tests[test], ending, since.elapsed()))?;
            }
        }
    }
    watch.join();
    Ok(())
}

fn overdue(test: &Test, after: Duration) -> String {
    let what = match test.kind {
        Kind::Spec(_) => "it blocks its thread outside of any await",
        Kind::Plain(_) => "a plain test",
    };
    format!(
        "`{}` did not end within {:.1} s ({what}); its thread was left behind\nraise the limit with --timeout-factor",
        test.name,
        after.as_secs_f64()
    )
}

fn failure(output: String) -> Ending {
    Ending { verdict: Verdict::Failed, output }
}

/// What workers share.
struct Shared {
    tests: Vec<Test>,
    next: AtomicUsize,
    fail_fast: bool,
    failed: AtomicBool,
    execute: Arc<dyn Execute>,
}

impl Shared {
    /// The index of the next test to run.
    fn take(&self) -> Option<usize> {
        if self.fail_fast && self.failed.load(Ordering::Relaxed) {
            return None;
        }
        let index = self.next.fetch_add(1, Ordering::Relaxed);
        (index < self.tests.len()).then_some(index)
    }
}

/// What a worker says.
enum Said {
    Started(usize),
    Ended(Ending),
    /// It has left its loop, for whatever reason.
    Left,
}

/// What the watcher makes of it.
enum Told {
    Started(usize),
    Ended(usize, Ending, Duration),
    Overdue(usize),
}

/// The watcher's view: who works on what.
struct Watch {
    shared: Arc<Shared>,
    sender: Sender<(usize, Said)>,
    receiver: Receiver<(usize, Said)>,
    /// One entry for each worker ever hired.
    active: Vec<Worker>,
    /// The threads of those that were not given up.
    threads: Vec<Option<JoinHandle<()>>>,
    limit: Option<Duration>,
}

#[derive(Clone, Copy)]
enum Worker {
    Idle,
    Busy(usize, Instant),
    Gone,
}

impl Watch {
    fn hire(&mut self) -> io::Result<()> {
        let id = self.active.len();
        let (shared, said) = (Arc::clone(&self.shared), Voice { id, sender: self.sender.clone() });
        let thread = thread::Builder::new().name(format!("hapi-test-{id}")).spawn(move || {
            while let Some(index) = shared.take() {
                said.say(Said::Started(index));
                let test = &shared.tests[index];
                let ending = match test.ignore {
                    Some(reason) => Ending { verdict: Verdict::Ignored(reason), output: String::new() },
                    None => shared.execute.execute(test),
                };
                if ending.verdict == Verdict::Failed {
                    shared.failed.store(true, Ordering::Relaxed);
                }
                said.say(Said::Ended(ending));
            }
        })?;
        self.active.push(Worker::Idle);
        self.threads.push(Some(thread));
        Ok(())
    }

    /// Forgets a worker that does not come back.
    fn dismiss(&mut self, worker: usize) -> (usize, Instant) {
        self.threads[worker] = None;
        match std::mem::replace(&mut self.active[worker], Worker::Gone) {
            Worker::Busy(test, since) => (test, since),
            Worker::Idle | Worker::Gone => unreachable!("only a busy worker can be overdue"),
        }
    }

    /// Waits until the workers have let go of what they share, so that the session ends before the process does.
    fn join(self) {
        for thread in self.threads.into_iter().flatten() {
            // A worker that panicked has failed its test by its last word.
            let _ = thread.join();
        }
    }

    /// What happens next; `None` once every worker has left.
    fn next(&mut self) -> Option<Told> {
        loop {
            if self.active.iter().all(|worker| matches!(worker, Worker::Gone)) {
                return None;
            }
            let (id, said) = match self.wait() {
                Ok(said) => said,
                Err(overdue) => return Some(Told::Overdue(overdue)),
            };
            match (self.active[id], said) {
                // A worker that was given up has come back: its test has been judged.
                (Worker::Gone, _) => {}
                (_, Said::Started(test)) => {
                    self.active[id] = Worker::Busy(test, Instant::now());
                    return Some(Told::Started(test));
                }
                (Worker::Busy(test, since), Said::Ended(ending)) => {
                    self.active[id] = Worker::Idle;
                    return Some(Told::Ended(test, ending, since.elapsed()));
                }
                (Worker::Busy(test, since), Said::Left) => {
                    self.active[id] = Worker::Gone;
                    let ending = failure("its thread ended before the test did".to_owned());
                    return Some(Told::Ended(test, ending, since.elapsed()));
                }
                (Worker::Idle, _) => self.active[id] = Worker::Gone,
            }
        }
    }

    /// Waits for a word, or for the first limit to pass: then it is the worker who passed it.
    fn wait(&self) -> Result<(usize, Said), usize> {
        let busy = self.active.iter().enumerate().filter_map(|(id, worker)| match worker {
            Worker::Busy(_, since) => Some((*since, id)),
            Worker::Idle | Worker::Gone => None,
        });
        // This watch holds a sender itself, so the channel cannot be closed.
        let closed = "the watch keeps the channel open";
        let (Some(limit), Some((since, id))) = (self.limit, busy.min()) else {
            return Ok(self.receiver.recv().expect(closed));
        };
        match self.receiver.recv_timeout(limit.saturating_sub(since.elapsed())) {
            Ok(said) => Ok(said),
            Err(RecvTimeoutError::Timeout) => Err(id),
            Err(RecvTimeoutError::Disconnected) => unreachable!("{closed}"),
        }
    }
}

/// A worker's voice. Its last word is said even when the worker is torn away by a panic.
struct Voice {
    id: usize,
    sender: Sender<(usize, Said)>,
}

impl Voice {
    fn say(&self, said: Said) {
        // Nobody listens any more when the watcher has failed to print; then there is nothing left to do.
        let _ = self.sender.send((self.id, said));
    }
}

impl Drop for Voice {
    fn drop(&mut self) {
        self.say(Said::Left);
    }
}

#[cfg(test)]
mod tests {
    use std::sync::{Barrier, Mutex};

    use super::*;

    /// Runs plain tests; a name that begins with `hang` blocks until the process ends.
    struct Plain {
        limit: Option<Duration>,
    }

    impl Execute for Plain {
        fn execute(&self, test: &Test) -> Ending {
            if test.name.starts_with("hang") {
                loop {
                    thread::park();
                }
            }
            let Kind::Plain(run) = test.kind else { unreachable!("these tests are plain") };
            match run() {
                Ok(()) => Ending { verdict: Verdict::Passed, output: String::new() },
                Err(output) => failure(output),
            }
        }

        fn limit(&self) -> Option<Duration> {
            self.limit
        }
    }

    fn threads(n: usize) -> NonZeroUsize {
        NonZeroUsize::new(n).expect("a positive number")
    }

    fn outcomes(
        tests: Vec<Test>,
        n: usize,
        fail_fast: bool,
        execute: impl Execute,
    ) -> Vec<(String, Verdict, String)> {
        let mut seen = Vec::new();
        run(tests, threads(n), fail_fast, Arc::new(execute), |progress| {
            if let Progress::Ended(test, ending, _) = progress {
                seen.push((test.name.to_owned(), ending.verdict, ending.output));
            }
            Ok(())
        })
        .expect("nothing is printed");
        seen
    }

    #[test]
    fn one_thread_keeps_the_order_and_many_run_all() {
        let names: Vec<&'static str> = vec!["a", "b", "c", "d", "e"];
        let tests = || names.iter().map(|name| Test::plain(name, || Ok(()))).collect::<Vec<_>>();
        let serial = outcomes(tests(), 1, false, Plain { limit: None });
        assert_eq!(serial.iter().map(|o| o.0.as_str()).collect::<Vec<_>>(), names);
        let mut parallel = outcomes(tests(), 3, false, Plain { limit: None });
        parallel.sort_by(|a, b| a.0.cmp(&b.0));
        assert_eq!(parallel, serial);
        assert!(outcomes(Vec::new(), 2, false, Plain { limit: None }).is_empty());
    }

    #[test]
    fn as_many_tests_run_side_by_side_as_there_are_threads() {
        // Each waits for the other two: on fewer threads none would end.
        static MEET: Mutex<Option<Arc<Barrier>>> = Mutex::new(None);
        *MEET.lock().expect("unpoisoned") = Some(Arc::new(Barrier::new(3)));
        let meet = || {
            let barrier = MEET.lock().expect("unpoisoned").clone().expect("set above");
            barrier.wait();
            Ok(())
        };
        let tests = ["a", "b", "c"].into_iter().map(|name| Test::plain(name, meet)).collect();
        assert_eq!(outcomes(tests, 3, false, Plain { limit: None }).len(), 3);
    }

    #[test]
    fn the_first_failure_ends_a_fail_fast_run() {
        let tests = vec![
            Test::plain("a", || Err("no".into())),
            Test::plain("b", || Ok(())),
            Test::plain("c", || Ok(())),
        ];
        let all = outcomes(tests.clone(), 1, false, Plain { limit: None });
        assert_eq!((all.len(), &all[0].1), (3, &Verdict::Failed));
        assert_eq!(outcomes(tests, 1, true, Plain { limit: None }).len(), 1);
    }

    #[test]
    fn a_test_that_never_ends_fails_and_the_others_run() {
        let tests = vec![Test::plain("hang", || Ok(())), Test::plain("z", || Ok(()))];
        // Long enough for the test that does nothing, short enough to wait for.
        let seen = outcomes(tests, 1, false, Plain { limit: Some(Duration::from_millis(200)) });
        assert_eq!((seen[0].0.as_str(), &seen[0].1), ("hang", &Verdict::Failed));
        assert!(seen[0].2.contains("`hang` did not end within"), "{}", seen[0].2);
        assert_eq!((seen[1].0.as_str(), &seen[1].1), ("z", &Verdict::Passed));
    }

    struct Panics;

    impl Execute for Panics {
        fn execute(&self, _test: &Test) -> Ending {
            panic!("an executor must not")
        }

        fn limit(&self) -> Option<Duration> {
            None
        }
    }

    #[test]
    fn a_worker_that_breaks_fails_its_test_instead_of_the_run() {
        let seen = outcomes(vec![Test::plain("a", || Ok(()))], 1, false, Panics);
        assert_eq!(seen[0].1, Verdict::Failed);
    }
}
