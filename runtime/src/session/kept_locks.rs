//! The locks of a session that several processes share, as long as this process keeps them.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::{Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use super::locks::Held;
use crate::spec::SpecError;

/// The locks that this process has of others: those of a test until it has ended for good, those of a suite that keeps
/// together until all its tests have. What a suite changes for others, and puts back behind its last test, is so never met
/// by another process.
#[derive(Debug, Default)]
pub(super) struct KeptLocks(Mutex<State>);

#[derive(Debug, Default)]
struct State {
    /// By the path of the test or the suite.
    held: BTreeMap<&'static str, Held>,
    /// The tests that have ended for good.
    gone: BTreeSet<&'static str>,
}

impl KeptLocks {
    /// Sees that `owner` has its locks, and tells how long it waited for them, and for whom. A second try of a test, and
    /// the next test of a suite, find them there.
    pub(super) async fn take(
        &self,
        owner: &'static str,
        acquire: impl Future<Output = Result<Held, SpecError>>,
    ) -> Result<(Duration, Vec<String>), SpecError> {
        if self.state().held.contains_key(owner) {
            return Ok((Duration::ZERO, Vec::new()));
        }
        let held = acquire.await?;
        let waited = (held.waited, held.behind.clone());
        self.state().held.insert(owner, held);
        Ok(waited)
    }

    /// Tells that a test has ended for good. Gives the locks of `owner` back if it was the last of its `tests`.
    pub(super) fn leave(
        &self,
        test: &'static str,
        owner: &'static str,
        mut tests: impl Iterator<Item = &'static str>,
    ) {
        let mut state = self.state();
        state.gone.insert(test);
        let given_back =
            if tests.all(|test| state.gone.contains(test)) { state.held.remove(owner) } else { None };
        // Giving back may take others' locks: not under ours.
        drop(state);
        drop(given_back);
    }

    /// Gives back all there are.
    pub(super) fn clear(&self) {
        let held = std::mem::take(&mut self.state().held);
        drop(held);
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use std::{
        future::ready,
        sync::{
            Arc,
            atomic::{AtomicU32, Ordering},
        },
    };

    use tokio::runtime::Builder;

    use super::*;

    fn block_on<T>(future: impl Future<Output = T>) -> T {
        Builder::new_current_thread().build().unwrap().block_on(future)
    }

    #[test]
    fn a_suite_keeps_its_locks_from_its_first_test_to_its_last() {
        let (taken, given_back) = (Arc::new(AtomicU32::new(0)), Arc::new(AtomicU32::new(0)));
        let acquire = || {
            taken.fetch_add(1, Ordering::Relaxed);
            let given_back = Arc::clone(&given_back);
            let release = move || {
                given_back.fetch_add(1, Ordering::Relaxed);
            };
            Held::new(Duration::from_secs(1), vec!["other".to_owned()], release)
        };
        let locks = KeptLocks::default();
        let take = || block_on(locks.take("suite", async { Ok(acquire()) })).unwrap();
        let tests = || ["suite::a", "suite::b"].into_iter();
        assert_eq!(take(), (Duration::from_secs(1), vec!["other".to_owned()]));
        // A retry, and then the next test.
        assert_eq!(take(), (Duration::ZERO, Vec::new()));
        locks.leave("suite::a", "suite", tests());
        assert_eq!(take(), (Duration::ZERO, Vec::new()));
        assert_eq!((taken.load(Ordering::Relaxed), given_back.load(Ordering::Relaxed)), (1, 0));
        locks.leave("suite::b", "suite", tests());
        assert_eq!(given_back.load(Ordering::Relaxed), 1);
    }

    #[test]
    fn who_gets_no_locks_has_none() {
        let locks = KeptLocks::default();
        let refused = locks.take("test", ready(Err(SpecError::new("too late"))));
        assert_eq!(block_on(refused).unwrap_err().message(), "too late");
        let (given_back, told) = std::sync::mpsc::channel();
        let release = move || given_back.send(()).unwrap();
        let granted = Held::new(Duration::ZERO, Vec::new(), release);
        block_on(locks.take("test", ready(Ok(granted)))).unwrap();
        locks.clear();
        told.try_recv().expect("cleared means given back");
    }
}
