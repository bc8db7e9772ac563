//! The processes of the run: which valid starts are whose, and what is put back for those that die.

use std::{
    collections::{BTreeMap, VecDeque},
    sync::{Mutex, MutexGuard, PoisonError},
};

use crate::session::broker::wire::Remember;

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
    /// What was there before tests changed it, by process, in the order in which they did.
    remembered: Vec<(u64, Remember)>,
}

impl Default for Processes {
    fn default() -> Self {
        let free = (0..LANES).filter(|lane| *lane != OWN_LANE).collect();
        Self(Mutex::new(State { next: 1, attached: BTreeMap::new(), free, remembered: Vec::new() }))
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

    /// A process goes, and its lane is free.
    pub(super) fn detach(&self, process: u64) {
        let mut state = self.state();
        if let Some(lane) = state.attached.remove(&process) {
            state.free.push_back(lane);
        }
    }

    /// Keeps what a test is about to change.
    pub(super) fn remember(&self, process: u64, remember: Remember) {
        self.state().remembered.push((process, remember));
    }

    /// A test has put back what it changed.
    pub(super) fn forget(&self, process: u64, test: &str) {
        self.state().remembered.retain(|(of, remember)| *of != process || remember.test != test);
    }

    /// Takes out what a process has not put back, in the order in which to do so: the last first.
    pub(super) fn left(&self, process: u64) -> Vec<Remember> {
        let left = self.state().remembered.extract_if(.., |(of, _)| *of == process).collect::<Vec<_>>();
        left.into_iter().rev().map(|(_, remember)| remember).collect()
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

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
    fn what_a_process_did_not_put_back_is_left() {
        let processes = Processes::default();
        let (one, another) = (processes.attach().unwrap().0, processes.attach().unwrap().0);
        let of = |test: &str, before: &'static str| Remember { test: test.to_owned(), before: before.into() };
        processes.remember(one, of("suite", "1"));
        processes.remember(one, of("a", "2"));
        processes.remember(one, of("b", "3"));
        processes.remember(another, of("a", "4"));
        processes.forget(one, "b");
        assert_eq!(processes.left(one), [of("a", "2"), of("suite", "1")]);
        assert_eq!(processes.left(one), []);
        assert_eq!(processes.left(another), [of("a", "4")]);
    }
}
