//! What is done to nodes, and what must hold whatever is done.

use bytes::Bytes;
use hapi_node_core::{Kept, ledger::ResponseCode};

use crate::{
    process::SEGMENT,
    rng::Rng,
    seeds::each,
    traffic,
    world::{MILLISECOND, SECOND, World},
};

/// Submits to some of those who run, a few a step, and does `harm` in between. Gives back what was submitted.
pub(crate) fn traffic(world: &mut World, steps: usize, harm: impl Fn(&mut World)) -> Vec<Bytes> {
    let mut submitted = Vec::new();
    for _ in 0..steps {
        for _ in 0..world.rng.below(4) {
            let slot = world.rng.below(world.len());
            submitted.extend(world.submit(slot));
        }
        harm(world);
        let pause = world.rng.up_to(20);
        world.run(pause * MILLISECOND);
    }
    submitted
}

/// How many of these had their effect.
pub(crate) fn succeeded(world: &World, submitted: &[Bytes]) -> usize {
    let success = |bytes: &&Bytes| world.chain.outcomes.get(*bytes) == Some(&ResponseCode::Success);
    submitted.iter().filter(success).count()
}

#[test]
fn what_is_submitted_has_its_effect_once_and_then_all_is_quiet() {
    each(60, |seed, genesis| {
        let members = 1 + Rng::new(seed).below(6);
        let mut world = World::new(seed, &vec![1; members], genesis);
        let submitted = traffic(&mut world, 20, |_| {});
        world.settle();
        assert_eq!(succeeded(&world, &submitted), submitted.len(), "something was lost");
        let (rounds, events) = (world.chain.len(), world.events.len());
        world.run(4 * SECOND);
        assert_eq!((world.chain.len(), world.events.len()), (rounds, events), "nobody creates without work");
    });
}

#[test]
fn idle_members_show_that_they_are_alive_and_no_more() {
    each(5, |seed, genesis| {
        let mut world = World::new(seed, &[1; 4], genesis);
        world.run(60 * SECOND);
        let (rounds, events) = (world.chain.len(), world.events.len());
        assert!(rounds >= 8, "{rounds} rounds in a minute");
        assert!(events < 1_000, "{events} events in an idle minute");
    });
}

#[test]
fn the_log_of_an_idle_network_stays_short() {
    the_log_stays_short(1);
}

#[test]
fn the_log_stays_short_beside_large_states() {
    the_log_stays_short(3);
}

/// With states that so many segments are worth one of.
fn the_log_stays_short(weight: usize) {
    each(2, |seed, genesis| {
        let mut world = World::new(seed, &[1; 4], genesis);
        world.save_when_due(weight as u64);
        let mut longest = 0;
        for _ in 0..20 {
            world.run(60 * SECOND);
            longest = longest.max(world.slots.iter().map(|process| process.disk.log.len()).max().unwrap());
        }
        for process in &world.slots {
            let written = process.disk.appended;
            // What is saved lies behind by the segment, by the rounds to the next signature, and by those that are not ancient.
            assert!(longest > weight * SEGMENT, "{longest} events of {written} were in a log");
            assert!(longest < (weight + 2) * SEGMENT, "{longest} events of {written} were in a log");
            assert!(written > 2 * longest, "{longest} events of {written} were in a log");
        }
        let handled: Vec<_> = world.slots.iter().map(|process| process.handled).collect();
        (0..4).for_each(|slot| world.stop(slot));
        world.settle();
        for (process, before) in world.slots.iter().zip(handled) {
            assert!(process.disk.saved.is_some() && process.handled >= before, "it goes on where it was");
        }
    });
}

#[test]
fn connections_break_and_come_back() {
    each(60, |seed, genesis| {
        let mut world = World::new(seed, &[1; 4], genesis);
        let submitted = traffic(&mut world, 40, |world| {
            let (a, b) = (world.rng.below(4), world.rng.below(4));
            if world.rng.chance(30) {
                world.disconnect(a, b);
            }
            if world.rng.chance(20) {
                world.connect_all();
            }
        });
        world.settle();
        assert_eq!(succeeded(&world, &submitted), submitted.len(), "something was lost");
    });
}

#[test]
fn a_member_that_branches_harms_nobody() {
    each(40, |seed, genesis| {
        let mut world = World::new(seed, &[1; 4], genesis);
        world.run(50 * MILLISECOND);
        world.twin(3);
        let submitted = traffic(&mut world, 30, |_| {});
        world.run(5 * SECOND);
        let succeeded = succeeded(&world, &submitted);
        assert!(2 * succeeded > submitted.len(), "{succeeded} of {} had their effect", submitted.len());
    });
}

#[test]
fn weights_count_and_not_heads() {
    each(30, |seed, genesis| {
        let mut world = World::new(seed, &[10, 1, 1, 1], genesis);
        for slot in 1..4 {
            world.stop(slot);
        }
        let submitted = traffic(&mut world, 10, |_| {});
        world.run(5 * SECOND);
        let succeeded = succeeded(&world, &submitted);
        assert_eq!(succeeded, submitted.len(), "the heavy one decides alone");
        world.settle();
    });
}

/// How many idle rounds there are to a signature: what nodes are configured with by default.
const SIGN_EVERY: u64 = 50;

#[test]
fn members_sign_the_state_that_they_agree_on() {
    each(30, |seed, genesis| {
        let mut world = World::new(seed, &[1, 2, 3, 4, 5], genesis);
        traffic(&mut world, 20, |_| {});
        world.settle();
        // Signatures wait for an event, and without work there is one at the next heartbeat.
        world.run(6 * SECOND);
        let is_signed =
            |round: &u64| world.chain.transactions(*round) > 0 || round.is_multiple_of(SIGN_EVERY);
        let changed: Vec<_> = (1..=world.chain.len()).filter(is_signed).collect();
        for (slot, process) in world.slots.iter().enumerate() {
            let signed: Vec<_> = process.signed.keys().copied().collect();
            assert_eq!(signed, changed, "process {slot} has signed states of all rounds with transactions");
            assert!(process.signed.iter().all(|(round, hash)| *hash == world.chain.state_hash(*round)));
            assert_eq!(process.reports, [], "process {slot}");
        }
    });
}

#[test]
#[ignore = "takes a thousand rounds: tests/soak.sh runs it"]
fn memory_is_bounded() {
    let mut world = World::new(5, &[1; 4], &traffic::genesis());
    traffic(&mut world, 3_000, |_| {});
    world.settle();
    assert!(world.chain.len() > 1_100, "{} rounds", world.chain.len());
    for kept in world.kept() {
        let Kept { events, bytes, waiting, verdicts, submitted } = kept;
        let (spare, a_thousand_rounds) = (16 << 20, 1_000 * 40 * 600);
        assert!(bytes < spare + a_thousand_rounds, "{events} events of {bytes} bytes are kept");
        assert_eq!((waiting, submitted), (0, 0));
        assert!(verdicts < 1_000, "verdicts on {verdicts} events are kept");
    }
}

#[test]
fn a_seed_gives_the_same_run_every_time() {
    let genesis = traffic::genesis();
    let run = |seed| {
        let mut world = World::new(seed, &[1; 4], &genesis);
        traffic(&mut world, 20, |world| {
            if world.rng.chance(20) {
                world.disconnect(0, 1);
            }
        });
        world.settle();
        (world.chain.len(), world.events.clone())
    };
    assert_eq!(run(42), run(42));
    assert_ne!(run(42), run(43));
}
