//! The matrix of pairs, and every interleaving of a few requests.

use std::collections::BTreeSet;

use super::*;
use crate::test_case::{ContextRequirement, Leaky, Traits};

/// Every kind of access there is: plain, on a network of its own, and each reason alone with each of its narrowings.
fn kinds() -> Vec<(String, Access)> {
    let mut kinds = vec![
        ("plain".to_owned(), Traits::PLAIN.access()),
        ("own network".to_owned(), Access::default()),
        ("exclusive".to_owned(), Access::EXCLUSIVE),
    ];
    for reason in ContextRequirement::ALL {
        let reasons: &'static [ContextRequirement] = Box::leak(Box::new([reason]));
        kinds.push((format!("{reason}"), Leaky::new(reasons).access()));
        let nothing = Leaky { reads: Some(&[]), ..Leaky::new(reasons) };
        kinds.push((format!("{reason}, reads nothing"), nothing.access()));
        for read in ContextRequirement::ALL {
            let reads: &'static [ContextRequirement] = Box::leak(Box::new([read]));
            let narrowed = Leaky { reads: Some(reads), ..Leaky::new(reasons) };
            kinds.push((format!("{reason}, reads {read}"), narrowed.access()));
        }
    }
    kinds
}

/// The rule, in words that share nothing with the bits.
fn rule(a: Access, b: Access) -> bool {
    ContextRequirement::ALL.iter().all(|resource| {
        let uses = |access: Access| access.reads.contains(*resource) || access.writes.contains(*resource);
        let harms = |writer: Access, other: Access| writer.writes.contains(*resource) && uses(other);
        !harms(a, b) && !harms(b, a)
    })
}

#[test]
fn two_run_together_exactly_when_neither_writes_what_the_other_uses() {
    let kinds = kinds();
    let reasons = ContextRequirement::ALL.len();
    assert_eq!(kinds.len(), 3 + reasons * (reasons + 2));
    for (a, first) in &kinds {
        for (b, second) in &kinds {
            let mut table = LockTable::default();
            assert!(table.request(1, *first), "{a} alone");
            assert_eq!(table.request(2, *second), rule(*first, *second), "{a} and {b}");
        }
    }
}

#[test]
fn the_documented_matrix_holds_for_every_pair_of_reasons() {
    for a in ContextRequirement::ALL {
        for b in ContextRequirement::ALL {
            let of = |reason: ContextRequirement, reads: Option<Resources>| {
                let writes = Resources::of(&[reason]);
                Access { reads: reads.unwrap_or(Resources::ALL).without(writes), writes }
            };
            let (plain, own) = (Traits::PLAIN.access(), Access::default());
            let leaky = of(a, None);
            let narrow = of(a, Some(Resources::NONE));
            assert!(plain.may_overlap(plain) && !plain.may_overlap(leaky) && !plain.may_overlap(narrow));
            assert!(!leaky.may_overlap(of(b, None)) && !leaky.may_overlap(of(b, Some(Resources::NONE))));
            assert_eq!(narrow.may_overlap(of(b, Some(Resources::NONE))), a != b, "{a} and {b}");
            assert!(!narrow.may_overlap(of(b, Some(Resources::of(&[a])))), "{b} reads {a}");
            assert!([plain, leaky, narrow, own].iter().all(|other| own.may_overlap(*other)));
        }
    }
}

#[test]
fn a_waiting_writer_is_not_passed_by_readers() {
    let mut table = LockTable::default();
    assert!(table.request(1, Access::SHARED));
    assert!(!table.request(2, Access::EXCLUSIVE));
    assert!(!table.request(3, Access::SHARED), "it came after the writer");
    assert!(table.request(4, Access::default()), "it has nothing to do with them");
    let ahead = table.ahead_of(3);
    assert_eq!(ahead.len(), 1);
    assert_eq!((ahead[0].ticket, ahead[0].holds, ahead[0].over), (2, false, Resources::ALL));
    assert_eq!(table.release(1), [2]);
    assert_eq!(table.release(2), [3]);
}

#[test]
fn who_gives_up_lets_those_behind_it_pass() {
    let mut table = LockTable::default();
    assert!(table.request(1, Access::SHARED));
    assert!(!table.request(2, Access::EXCLUSIVE));
    assert!(!table.request(3, Access::SHARED));
    assert_eq!(table.release(2), [3]);
    assert!(table.holds(1) && table.holds(3) && !table.holds(2));
    assert!(table.release(1).is_empty() && table.release(3).is_empty() && table.is_idle());
}

/// One who asks: what for, and how far it has come.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Stage {
    Outside,
    Asked,
    Done,
}

/// A state of the model: the table, and for each actor its stage and who was granted while it waited, having asked
/// later and conflicting with it.
#[derive(Clone)]
struct World {
    table: LockTable,
    stages: Vec<Stage>,
    /// The order in which they asked.
    asked: Vec<usize>,
}

impl World {
    fn key(&self) -> (Vec<Stage>, Vec<usize>, Vec<bool>) {
        let holds = (0..self.stages.len()).map(|actor| self.table.holds(actor as Ticket)).collect();
        (self.stages.clone(), self.asked.clone(), holds)
    }
}

/// Runs through every interleaving of asking and giving back, and checks each state on the way.
fn explore(actors: &[Access]) -> usize {
    let start =
        World { table: LockTable::default(), stages: vec![Stage::Outside; actors.len()], asked: Vec::new() };
    let (mut seen, mut todo, mut ends) = (BTreeSet::new(), vec![start], 0);
    while let Some(world) = todo.pop() {
        if !seen.insert(world.key()) {
            continue;
        }
        check(&world, actors);
        let mut steps = 0;
        for (actor, access) in actors.iter().enumerate() {
            let mut next = world.clone();
            let ticket = actor as Ticket;
            match world.stages[actor] {
                Stage::Outside => {
                    next.stages[actor] = Stage::Asked;
                    next.asked.push(actor);
                    let granted = next.table.request(ticket, *access);
                    assert_eq!(granted, world.table.is_free(*access));
                    assert_eq!(granted, world.table.in_the_way_of(*access).is_empty());
                }
                Stage::Asked if world.table.holds(ticket) => {
                    next.stages[actor] = Stage::Done;
                    next.asked.retain(|asked| *asked != actor);
                    let granted = next.table.release(ticket);
                    for ticket in granted {
                        assert!(next.table.holds(ticket) && !world.table.holds(ticket));
                    }
                }
                Stage::Asked | Stage::Done => continue,
            }
            steps += 1;
            todo.push(next);
        }
        // No deadlock: whatever has happened, somebody can go on until all are done.
        let done = world.stages.iter().all(|stage| *stage == Stage::Done);
        assert_eq!(steps == 0, done, "nobody can go on");
        if done {
            assert!(world.table.is_idle());
            ends += 1;
        }
    }
    assert!(ends > 0);
    seen.len()
}

fn check(world: &World, actors: &[Access]) {
    let holds = |actor: usize| world.table.holds(actor as Ticket);
    for (at, &later) in world.asked.iter().enumerate() {
        // Safety: no two that conflict hold.
        for &other in world.asked.iter().filter(|other| **other != later) {
            assert!(
                !(holds(later) && holds(other)) || rule(actors[later], actors[other]),
                "two hold what they may not"
            );
        }
        let conflicting: Vec<usize> = world.asked[..at]
            .iter()
            .copied()
            .filter(|&earlier| !rule(actors[earlier], actors[later]))
            .collect();
        // Bounded bypass: whoever holds has passed nobody with whom it conflicts ..
        assert!(!holds(later) || conflicting.is_empty(), "it passed one that came earlier");
        // .. and nobody waits for nothing, nor for anyone who came later.
        assert!(holds(later) || !conflicting.is_empty(), "it waits for nobody");
        let named: BTreeSet<Ticket> =
            world.table.ahead_of(later as Ticket).iter().map(|ahead| ahead.ticket).collect();
        let expected = if holds(later) {
            BTreeSet::new()
        } else {
            conflicting.into_iter().map(|actor| actor as Ticket).collect()
        };
        assert_eq!(named, expected, "whom it says it waits for");
    }
}

/// What one may do with `resources` resources: nothing with, read or write each.
fn accesses(resources: usize) -> Vec<Access> {
    let mut all = vec![Access::default()];
    for resource in &ContextRequirement::ALL[..resources] {
        let one = Resources::of(&[*resource]);
        let reading = all.iter().map(|access| Access { reads: access.reads.union(one), ..*access });
        let writing = all.iter().map(|access| Access { writes: access.writes.union(one), ..*access });
        all = all.iter().copied().chain(reading).chain(writing).collect();
    }
    all
}

#[test]
fn every_interleaving_of_three_over_two_resources_is_safe_fair_and_ends() {
    let (accesses, mut states) = (accesses(2), 0);
    assert_eq!(accesses.len(), 9);
    for a in &accesses {
        for b in &accesses {
            for c in &accesses {
                states += explore(&[*a, *b, *c]);
            }
        }
    }
    assert!(states > 20_000, "{states} states");
}

#[test]
fn every_interleaving_of_four_over_three_resources_is_safe_fair_and_ends() {
    // One that uses nothing is covered above. Those that use one resource, and those that write one and read the next.
    let mut accesses = Vec::new();
    for (at, resource) in ContextRequirement::ALL[..3].iter().enumerate() {
        let (one, next) =
            (Resources::of(&[*resource]), Resources::of(&[ContextRequirement::ALL[(at + 1) % 3]]));
        accesses.push(Access { reads: one, writes: Resources::NONE });
        accesses.push(Access { reads: Resources::NONE, writes: one });
        accesses.push(Access { reads: next, writes: one });
    }
    let mut states = 0;
    for (i, a) in accesses.iter().enumerate() {
        for (j, b) in accesses.iter().enumerate().skip(i) {
            for (k, c) in accesses.iter().enumerate().skip(j) {
                for d in &accesses[k..] {
                    states += explore(&[*a, *b, *c, *d]);
                }
            }
        }
    }
    assert!(states > 50_000, "{states} states");
}
