//! The processes of the run: which valid starts are whose, and what is put back for those that die.

use std::{
    collections::{BTreeMap, BTreeSet, VecDeque},
    sync::{Mutex, MutexGuard, PoisonError},
};

use crate::session::broker::wire::{File, Remember};

/// How many processes can be attached at the same time, and one for the broker. Valid starts of one process are so many
/// nanoseconds apart: at a thousand it could still send a million transactions a second.
pub(crate) const LANES: u32 = 1000;

/// The lane that is the broker's own.
pub(crate) const OWN_LANE: u32 = 0;

/// The processes that are attached.
#[derive(Debug)]
pub(super) struct Processes(Mutex<State>);

#[derive(Debug)]
struct State {
    next: u64,
    /// The lanes of the processes.
    attached: BTreeMap<u64, u32>,
    /// The lanes that nobody has, the one that was given back longest ago first: so a process does not get valid starts that
    /// are near to those of a process before it.
    free: VecDeque<u32>,
    /// What stood in files before tests.
    remembered: BTreeMap<TestOf, Vec<File>>,
    /// The tests that hold locks.
    locking: BTreeSet<TestOf>,
}

/// A test of a process.
type TestOf = (u64, String);

impl Default for Processes {
    fn default() -> Self {
        let free = (0..LANES).filter(|lane| *lane != OWN_LANE).collect();
        Self(Mutex::new(State {
            next: 1,
            attached: BTreeMap::new(),
            free,
            remembered: BTreeMap::new(),
            locking: BTreeSet::new(),
        }))
    }
}

impl Processes {
    /// A process comes: what it is called, and its lane. `None` when there are too many.
    pub(super) fn attach(&self) -> Option<(u64, u32)> {
        let mut state = self.state();
        let lane = state.free.pop_front()?;
        let process = state.next;
        state.next += 1;
        state.attached.insert(process, lane);
        Some((process, lane))
    }

    /// Whether it is attached.
    pub(super) fn is_attached(&self, process: u64) -> bool {
        self.state().attached.contains_key(&process)
    }

    /// A process goes. What it has not put back is returned, but for the tests that hold locks: their locks come back when
    /// theirs is put back, and not before.
    pub(super) fn detach(&self, process: u64) -> Vec<Remember> {
        let mut state = self.state();
        if let Some(lane) = state.attached.remove(&process) {
            state.free.push_back(lane);
        }
        let State { remembered, locking, .. } = &mut *state;
        let left = remembered.extract_if(.., |of, _| of.0 == process && !locking.contains(of));
        left.map(|((_, test), files)| Remember { test, files }).collect()
    }

    /// A test has got its locks.
    pub(super) fn locks(&self, process: u64, test: &str) {
        self.state().locking.insert((process, test.to_owned()));
    }

    /// A test gives its locks back, as soon as what is returned has been put back.
    pub(super) fn unlocks(&self, process: u64, test: &str) -> Option<Remember> {
        self.state().locking.remove(&(process, test.to_owned()));
        self.forget(process, test)
    }

    /// Keeps what stood in files before a test; the first that is told of a file counts.
    pub(super) fn remember(&self, process: u64, Remember { test, files }: Remember) {
        let mut state = self.state();
        let known = state.remembered.entry((process, test)).or_default();
        for file in files {
            if known.iter().all(|other| other.number != file.number) {
                known.push(file);
            }
        }
    }

    /// Takes out what was remembered for a test.
    pub(super) fn forget(&self, process: u64, test: &str) -> Option<Remember> {
        let files = self.state().remembered.remove(&(process, test.to_owned()))?;
        Some(Remember { test: test.to_owned(), files })
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use bytes::Bytes;

    use super::*;

    fn file(number: u64, contents: &'static str) -> File {
        File { number, contents: Bytes::from_static(contents.as_bytes()) }
    }

    #[test]
    fn no_two_processes_share_a_lane_and_none_has_the_brokers() {
        let processes = Processes::default();
        let attached: Vec<(u64, u32)> = std::iter::from_fn(|| processes.attach()).collect();
        assert_eq!(attached.len(), LANES as usize - 1);
        let mut lanes: Vec<u32> = attached.iter().map(|(_, lane)| *lane).collect();
        lanes.sort_unstable();
        lanes.dedup();
        assert_eq!(lanes.len(), attached.len());
        assert!(!lanes.contains(&OWN_LANE));
        processes.detach(attached[5].0);
        assert_eq!(processes.attach().unwrap().1, attached[5].1);
    }

    #[test]
    fn a_lane_rests_before_it_is_given_out_again() {
        let processes = Processes::default();
        let (first, lane) = processes.attach().unwrap();
        processes.detach(first);
        assert!(!processes.is_attached(first));
        let later: Vec<u32> = (0..LANES - 2).map(|_| processes.attach().unwrap().1).collect();
        assert!(!later.contains(&lane));
    }

    #[test]
    fn what_was_there_first_is_remembered_until_it_is_put_back() {
        let processes = Processes::default();
        let (process, _) = processes.attach().unwrap();
        let remember = |test: &str, files: Vec<File>| {
            processes.remember(process, Remember { test: test.to_owned(), files });
        };
        remember("a", vec![file(121, "before")]);
        remember("a", vec![file(121, "later"), file(122, "x")]);
        remember("b", vec![file(123, "y")]);
        let b = Remember { test: "b".to_owned(), files: vec![file(123, "y")] };
        assert_eq!(processes.forget(process, "b"), Some(b));
        assert_eq!(processes.forget(process, "b"), None);
        let left = Remember { test: "a".to_owned(), files: vec![file(121, "before"), file(122, "x")] };
        assert_eq!(processes.detach(process), [left]);
        assert_eq!(processes.detach(process), []);
    }

    #[test]
    fn the_locks_of_a_dead_process_come_back_with_what_it_changed() {
        let processes = Processes::default();
        let (process, _) = processes.attach().unwrap();
        let b = Remember { test: "b".to_owned(), files: vec![file(121, "before")] };
        processes.locks(process, "b");
        processes.remember(process, b.clone());
        assert_eq!(processes.detach(process), [], "the connection that holds the locks puts it back");
        assert_eq!(processes.unlocks(process, "b"), Some(b));
    }
}
