//! Which test a worker runs next.
//!
//! A worker that is free takes the first unit of the plan whose locks are free, and waits while there is none. A unit never
//! overtakes one that is held up and that it would keep waiting: however many small ones follow, a large one comes to its
//! turn. Those that are in nobody's way go on. A worker never holds one unit while it waits for another, and all locks of a
//! unit are taken at once, so that some worker can always go on.

mod plan;

use std::{
    collections::{BTreeMap, HashMap, VecDeque},
    fmt,
    sync::{Condvar, Mutex, MutexGuard, PoisonError},
    time::{Duration, Instant},
};

pub(crate) use plan::{Arrange, Item, Unit, plan};

use super::locks::LockTable;
use crate::test_case::Access;

/// A test to run now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Task {
    /// Its index.
    pub(crate) test: usize,
    /// How long it was held up by the locks of others: since a worker would have taken it, but for these.
    pub(crate) waited: Duration,
    /// The tests that held them when the wait began: the first of each unit.
    pub(crate) behind: Vec<usize>,
}

/// What a worker that is free is to do.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Next {
    Run(Task),
    Wait,
    Leave,
}

/// The units of a run, and how far it has come; without threads or clocks.
#[derive(Debug)]
struct Schedule {
    units: Vec<Unit>,
    /// Units that have not begun, in their order.
    queue: VecDeque<usize>,
    table: LockTable,
    /// What each worker is at.
    at: BTreeMap<usize, Position>,
    /// Units whose worker was given up before their last test.
    orphans: Vec<Position>,
    /// Workers that were given up, with what they were at while its locks are not given back.
    dismissed: BTreeMap<usize, Option<Position>>,
    /// Units that a worker could not take, since when, and whom they found in their way.
    held_up: HashMap<usize, (Instant, Vec<usize>)>,
}

/// A test within a unit.
#[derive(Clone, Copy, Debug)]
struct Position {
    unit: usize,
    test: usize,
}

impl Schedule {
    fn new(units: Vec<Unit>) -> Self {
        Self {
            queue: (0..units.len()).collect(),
            units,
            table: LockTable::default(),
            at: BTreeMap::new(),
            orphans: Vec::new(),
            dismissed: BTreeMap::new(),
            held_up: HashMap::new(),
        }
    }

    /// Ends what `worker` was at, and says what it does next.
    fn next(&mut self, worker: usize, now: impl Fn() -> Instant) -> Next {
        if self.dismissed.contains_key(&worker) {
            return Next::Leave;
        }
        if let Some(ended) = self.at.remove(&worker) {
            let following = Position { test: ended.test + 1, ..ended };
            if following.test < self.units[ended.unit].tests.len() {
                return self.go_on(worker, following);
            }
            self.release(ended.unit);
        }
        if let Some(orphan) = self.orphans.pop() {
            return self.go_on(worker, orphan);
        }
        self.begin(worker, now)
    }

    fn go_on(&mut self, worker: usize, position: Position) -> Next {
        self.at.insert(worker, position);
        let test = self.units[position.unit].tests[position.test];
        Next::Run(Task { test, waited: Duration::ZERO, behind: Vec::new() })
    }

    fn begin(&mut self, worker: usize, now: impl Fn() -> Instant) -> Next {
        // What those need between them who are held up.
        let mut earlier = Access::default();
        for at in 0..self.queue.len() {
            let unit = self.queue[at];
            let access = self.units[unit].access;
            if !self.table.is_free(access) || !access.may_overlap(earlier) {
                if !self.held_up.contains_key(&unit) {
                    let behind = self.in_the_way_of(at);
                    self.held_up.insert(unit, (now(), behind));
                }
                earlier = earlier.and(access);
                continue;
            }
            self.queue.remove(at);
            // One that uses nothing need not be remembered.
            if access != Access::default() {
                let granted = self.table.request(unit as u64, access);
                debug_assert!(granted, "it was free");
            }
            let Next::Run(task) = self.go_on(worker, Position { unit, test: 0 }) else {
                unreachable!("it has begun")
            };
            let Some((since, behind)) = self.held_up.remove(&unit) else { return Next::Run(task) };
            return Next::Run(Task { waited: now().saturating_duration_since(since), behind, ..task });
        }
        if self.queue.is_empty() { Next::Leave } else { Next::Wait }
    }

    /// Who keeps the unit at this place of the queue waiting, by the first tests of their units: those that hold what it
    /// needs, or else those that wait before it.
    fn in_the_way_of(&self, at: usize) -> Vec<usize> {
        let access = self.units[self.queue[at]].access;
        let ahead = self.table.in_the_way_of(access).into_iter();
        let mut units: Vec<usize> = ahead.filter_map(|ahead| usize::try_from(ahead.ticket).ok()).collect();
        if units.is_empty() {
            let before = self.queue.iter().take(at).copied();
            units = before.filter(|&unit| !access.may_overlap(self.units[unit].access)).collect();
        }
        units.into_iter().filter_map(|unit| self.units.get(unit)?.tests.first().copied()).collect()
    }

    fn release(&mut self, unit: usize) {
        let granted = self.table.release(unit as u64);
        debug_assert!(granted.is_empty(), "nothing waits in this table: workers do, and look again");
    }

    /// Gives up `worker`, which is at `test` and does not come back; `false` if it is past it.
    fn dismiss(&mut self, worker: usize, test: usize) -> bool {
        let is_there = |position: &Position| self.units[position.unit].tests[position.test] == test;
        if !self.at.get(&worker).is_some_and(is_there) {
            return false;
        }
        let position = self.at.remove(&worker);
        self.dismissed.insert(worker, position);
        true
    }

    /// Takes away what a worker that was given up was at: the rest of its unit is for another.
    fn replace(&mut self, worker: usize) {
        let Some(position) = self.dismissed.get_mut(&worker).and_then(Option::take) else { return };
        let following = Position { test: position.test + 1, ..position };
        if following.test < self.units[position.unit].tests.len() {
            self.orphans.push(following);
        } else {
            self.release(position.unit);
        }
    }
}

/// Hands out tests to workers.
pub(crate) struct Scheduler {
    waiting: Mutex<Waiting>,
    /// Something has changed for those who wait.
    changed: Condvar,
}

#[derive(Debug)]
struct Waiting {
    schedule: Schedule,
    /// How many wait: without any, nobody is woken.
    workers: usize,
}

impl Scheduler {
    /// Hands out these units, in this order as far as their locks allow.
    pub(crate) fn new(units: Vec<Unit>) -> Self {
        let waiting = Waiting { schedule: Schedule::new(units), workers: 0 };
        Self { waiting: Mutex::new(waiting), changed: Condvar::new() }
    }

    /// Ends what `worker` was at and waits for its next test; `None` when there is nothing left for it, and once
    /// `stopped` says so. `waits` is called before each wait.
    pub(crate) fn next(
        &self,
        worker: usize,
        stopped: impl Fn() -> bool,
        mut waits: impl FnMut(),
    ) -> Option<Task> {
        let mut waiting = self.lock();
        let mut has_ended_something = waiting.schedule.at.contains_key(&worker);
        loop {
            let next = if stopped() { Next::Leave } else { waiting.schedule.next(worker, Instant::now) };
            if has_ended_something || waiting.schedule.queue.is_empty() || next == Next::Leave {
                self.wake_all(&waiting);
            }
            match next {
                Next::Run(task) => return Some(task),
                Next::Leave => return None,
                Next::Wait => {
                    waits();
                    has_ended_something = false;
                    waiting.workers += 1;
                    waiting = self.changed.wait(waiting).unwrap_or_else(PoisonError::into_inner);
                    waiting.workers -= 1;
                }
            }
        }
    }

    /// Gives up `worker`, which is at `test` and does not come back. `false`, and nothing is changed, if it is past that test.
    /// Its locks are kept until [`Scheduler::replace`].
    pub(crate) fn dismiss(&self, worker: usize, test: usize) -> bool {
        self.lock().schedule.dismiss(worker, test)
    }

    /// Lets others have what a worker that was given up was at: the rest of its unit, or the unit's locks.
    pub(crate) fn replace(&self, worker: usize) {
        let mut waiting = self.lock();
        waiting.schedule.replace(worker);
        self.wake_all(&waiting);
    }

    /// Has workers that wait look whether they are to stop.
    pub(crate) fn wake(&self) {
        self.wake_all(&self.lock());
    }

    fn wake_all(&self, waiting: &Waiting) {
        if waiting.workers > 0 {
            self.changed.notify_all();
        }
    }

    fn lock(&self) -> MutexGuard<'_, Waiting> {
        self.waiting.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl fmt::Debug for Scheduler {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Scheduler").field("waiting", &*self.lock()).finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests;
