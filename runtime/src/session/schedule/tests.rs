//! Many random plans, run by workers that take turns by chance: a model of the scheduler without threads, and a few with.

use std::{
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    thread,
};

use super::*;
use crate::test_case::{ContextRequirement, Resources};

/// `SplitMix64`.
struct Chance(u64);

impl Chance {
    fn below(&mut self, n: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        usize::try_from((z ^ (z >> 31)) % (n as u64)).expect("below a usize")
    }

    fn access(&mut self) -> Access {
        let reasons: Vec<_> = ContextRequirement::ALL.into_iter().filter(|_| self.below(6) == 0).collect();
        let writes = Resources::of(&reasons);
        let sets = 1 << ContextRequirement::ALL.len();
        let narrowed = Resources::from_bits(u16::try_from(self.below(sets)).expect("a bit for each reason"));
        match self.below(8) {
            0..3 => Access::SHARED,
            3 => Access::default(),
            4..6 => Access { reads: Resources::ALL.without(writes), writes },
            6 => Access { reads: narrowed.without(writes), writes },
            _ => Access::EXCLUSIVE,
        }
    }
}

fn unit(tests: Vec<usize>, access: Access) -> Unit {
    Unit { tests, access }
}

fn random_units(chance: &mut Chance) -> Vec<Unit> {
    let mut next = 0;
    (0..chance.below(12))
        .map(|_| {
            let tests = (0..=chance.below(3)).map(|at| next + at).collect::<Vec<_>>();
            next += tests.len();
            unit(tests, chance.access())
        })
        .collect()
}

/// A worker of the model.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Worker {
    Free,
    /// It found nothing, and looks again when somebody has ended something.
    Waiting,
    At(usize),
    Left,
}

/// Runs a plan with `workers` workers, one random step at a time; some never come back from a test.
fn simulate(units: &[Unit], workers: usize, chance: &mut Chance) -> Vec<usize> {
    let mut schedule = Schedule::new(units.to_vec());
    let mut states = vec![Worker::Free; workers];
    let of_test =
        |test: usize| units.iter().find(|unit| unit.tests.contains(&test)).expect("a test of the plan");
    let (mut began, start) = (Vec::new(), Instant::now());
    while states.iter().any(|state| *state != Worker::Left) {
        let can_act: Vec<usize> =
            (0..states.len()).filter(|&id| !matches!(states[id], Worker::Left | Worker::Waiting)).collect();
        assert!(!can_act.is_empty(), "all wait for each other");
        let id = can_act[chance.below(can_act.len())];
        let busy = schedule.at.contains_key(&id);
        if let Worker::At(test) = states[id]
            && chance.below(10) == 0
        {
            // Given up, and another takes its place.
            assert!(schedule.dismiss(id, test));
            assert_eq!(schedule.next(id, || start), Next::Leave, "it was given up");
            schedule.replace(id);
            states[id] = Worker::Left;
            states.push(Worker::Free);
        } else {
            states[id] = match schedule.next(id, || start) {
                Next::Run(task) => {
                    let others = states.iter().enumerate().filter(|(other, _)| *other != id);
                    for (_, state) in others {
                        let Worker::At(other) = *state else { continue };
                        let (a, b) = (of_test(task.test), of_test(other));
                        assert!(a.tests[0] != b.tests[0], "one unit, one worker");
                        assert!(a.access.may_overlap(b.access), "they may not run side by side");
                    }
                    nobody_is_overtaken(units, &began, task.test);
                    began.push(task.test);
                    Worker::At(task.test)
                }
                Next::Wait => {
                    nobody_waits_for_nothing(units, &began, &schedule);
                    Worker::Waiting
                }
                Next::Leave => Worker::Left,
            };
        }
        // Exactly when the scheduler wakes those who wait.
        if busy || schedule.queue.is_empty() || states[id] == Worker::Left {
            for (_, state) in states.iter_mut().enumerate().filter(|(other, _)| *other != id) {
                if *state == Worker::Waiting {
                    *state = Worker::Free;
                }
            }
        }
    }
    assert!(schedule.table.is_idle(), "all locks are given back");
    began
}

/// The units of which no test has begun, by their places in the plan.
fn still_to_begin(units: &[Unit], began: &[usize]) -> impl Iterator<Item = usize> {
    (0..units.len()).filter(|&unit| !began.contains(&units[unit].tests[0]))
}

/// A unit that begins with `test` passes none that comes before it in the plan, and that would wait for it.
#[track_caller]
fn nobody_is_overtaken(units: &[Unit], began: &[usize], test: usize) {
    let Some(begins) = units.iter().position(|unit| unit.tests[0] == test) else { return };
    for earlier in still_to_begin(units, began).take_while(|&unit| unit < begins) {
        assert!(units[begins].access.may_overlap(units[earlier].access), "{begins} overtakes {earlier}");
    }
}

/// Whatever could begin has: what is left would wait for one that runs, or overtake one that waits.
#[track_caller]
fn nobody_waits_for_nothing(units: &[Unit], began: &[usize], schedule: &Schedule) {
    let left: Vec<usize> = still_to_begin(units, began).collect();
    for (at, &unit) in left.iter().enumerate() {
        let running = (0..units.len()).filter(|&other| schedule.table.holds(other as u64));
        let mut in_its_way = running.chain(left[..at].iter().copied());
        let conflicts = |other: usize| !units[unit].access.may_overlap(units[other].access);
        assert!(in_its_way.any(conflicts), "{unit} is in nobody's way, and waits");
    }
}

#[test]
fn every_test_runs_once_and_conflicting_ones_never_overlap() {
    for seed in 0..4000 {
        let chance = &mut Chance(seed);
        let units = random_units(chance);
        let workers = 1 + chance.below(4);
        let mut began = simulate(&units, workers, chance);
        for unit in &units {
            let order: Vec<usize> = began.iter().copied().filter(|test| unit.tests.contains(test)).collect();
            assert_eq!(order, unit.tests, "the tests of a unit run in their order (seed {seed})");
        }
        began.sort_unstable();
        let all: Vec<usize> = (0..units.iter().map(|unit| unit.tests.len()).sum()).collect();
        assert_eq!(began, all, "seed {seed}");
    }
}

#[test]
fn one_worker_runs_the_plan_as_it_is() {
    let units = vec![
        unit(vec![3], Access::SHARED),
        unit(vec![1, 0], Access::EXCLUSIVE),
        unit(vec![2], Access::SHARED),
    ];
    let scheduler = Scheduler::new(units);
    let order: Vec<usize> =
        std::iter::from_fn(|| scheduler.next(0, || false, || ())).map(|task| task.test).collect();
    assert_eq!(order, [3, 1, 0, 2]);
}

#[test]
fn small_units_do_not_put_off_a_large_one() {
    let writes = |reason| Access { reads: Resources::NONE, writes: Resources::of(&[reason]) };
    let (fees, throttles) =
        (writes(ContextRequirement::FeeScheduleOverrides), writes(ContextRequirement::ThrottleOverrides));
    let mut schedule = Schedule::new(vec![
        unit(vec![0], fees),
        unit(vec![1], Access::EXCLUSIVE),
        unit(vec![2], throttles),
        unit(vec![3], Access::default()),
    ]);
    let now = Instant::now;
    assert!(matches!(schedule.next(0, now), Next::Run(Task { test: 0, .. })));
    assert!(matches!(schedule.next(1, now), Next::Run(Task { test: 3, .. })), "it is in nobody's way");
    assert_eq!(
        schedule.next(1, now),
        Next::Wait,
        "the next could begin, and would put off the one before it"
    );
    assert!(matches!(schedule.next(0, now), Next::Run(Task { test: 1, ref behind, .. }) if *behind == [0]));
    assert_eq!(schedule.next(1, now), Next::Wait);
    assert!(
        matches!(schedule.next(0, now), Next::Run(Task { test: 2, ref behind, .. }) if *behind == [1]),
        "it waited for one that waited"
    );
}

#[test]
fn a_wait_is_measured_from_the_worker_that_was_turned_away() {
    let mut schedule = Schedule::new(vec![unit(vec![7], Access::SHARED), unit(vec![8], Access::EXCLUSIVE)]);
    let start = Instant::now();
    let at = |secs| move || start + Duration::from_secs(secs);
    let run = |test, secs, behind| Next::Run(Task { test, waited: Duration::from_secs(secs), behind });
    assert_eq!(schedule.next(0, at(0)), run(7, 0, Vec::new()));
    assert_eq!(schedule.next(1, at(2)), Next::Wait);
    assert_eq!(schedule.next(1, at(4)), Next::Wait);
    assert_eq!(schedule.next(0, at(5)), run(8, 3, vec![7]));
    assert_eq!(schedule.next(1, at(6)), Next::Leave);
}

#[test]
fn one_who_comes_back_after_it_was_given_up_gets_nothing() {
    let mut schedule =
        Schedule::new(vec![unit(vec![0, 1], Access::EXCLUSIVE), unit(vec![2], Access::SHARED)]);
    let now = Instant::now;
    assert!(matches!(schedule.next(0, now), Next::Run(Task { test: 0, .. })));
    assert!(!schedule.dismiss(0, 1), "it is not at that test");
    assert!(schedule.dismiss(0, 0));
    assert_eq!(schedule.next(0, now), Next::Leave);
    assert_eq!(schedule.next(1, now), Next::Wait, "what it changed is not put back yet");
    schedule.replace(0);
    assert!(matches!(schedule.next(1, now), Next::Run(Task { test: 1, .. })), "the rest of the unit");
    assert_eq!(schedule.next(2, now), Next::Wait, "the unit's locks are held to its end");
    assert!(matches!(schedule.next(1, now), Next::Run(Task { test: 2, .. })));
    assert!(!schedule.dismiss(1, 1), "it is past that test");
}

#[test]
fn threads_that_wait_go_on_when_locks_are_given_back_and_leave_when_the_run_stops() {
    let mut units: Vec<Unit> = (0..50).map(|test| unit(vec![test], Access::EXCLUSIVE)).collect();
    units.extend((50..300).map(|test| unit(vec![test], Access::SHARED)));
    let scheduler = Arc::new(Scheduler::new(units));
    let (alone, ran) = (Arc::new(AtomicUsize::new(0)), Arc::new(AtomicUsize::new(0)));
    thread::scope(|scope| {
        for worker in 0..4 {
            let (scheduler, alone, ran) = (Arc::clone(&scheduler), Arc::clone(&alone), Arc::clone(&ran));
            scope.spawn(move || {
                let stopped = || ran.load(Ordering::SeqCst) >= 250;
                while let Some(task) = scheduler.next(worker, stopped, || ()) {
                    let weight = if task.test < 50 { 1000 } else { 1 };
                    let before = alone.fetch_add(weight, Ordering::SeqCst);
                    assert!(before + weight <= 1000, "an exclusive test is alone");
                    thread::yield_now();
                    alone.fetch_sub(weight, Ordering::SeqCst);
                    ran.fetch_add(1, Ordering::SeqCst);
                }
            });
        }
    });
    assert!((250..=253).contains(&ran.load(Ordering::SeqCst)));
}
