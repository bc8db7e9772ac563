//! What is done to members, and what must hold whatever is done.

use bytes::Bytes;

use crate::{
    rng::Rng,
    world::{MILLISECOND, SECOND, World},
};

/// The seeds to run: so many, or the one that `HAPI_SEED` names. `HAPI_SEEDS` sets another number.
fn seeds(count: u64) -> impl Iterator<Item = u64> {
    let number = |name| {
        std::env::var(name).ok().map(|n| n.parse::<u64>().unwrap_or_else(|_| panic!("{name} is no number")))
    };
    match number("HAPI_SEED") {
        Some(seed) => seed..seed + 1,
        None => 0..number("HAPI_SEEDS").unwrap_or(count),
    }
}

/// Names the seed when what it does panics.
fn with_seed(seed: u64, run: impl FnOnce()) {
    struct Named(u64);
    impl Drop for Named {
        fn drop(&mut self) {
            if std::thread::panicking() {
                eprintln!("this was seed {0}: run it again with HAPI_SEED={0}", self.0);
            }
        }
    }
    let _named = Named(seed);
    run();
}

fn transaction(n: usize) -> Bytes {
    Bytes::from(format!("transaction {n}"))
}

/// Submits to some of those who run, a few a step, and does `harm` in between. Gives back what was submitted.
fn traffic(world: &mut World, steps: usize, harm: impl Fn(&mut World)) -> Vec<Bytes> {
    let mut submitted = Vec::new();
    for step in 0..steps {
        for _ in 0..world.rng.below(4) {
            let slot = world.rng.below(world.len());
            let transaction = transaction(1000 * step + submitted.len());
            if world.runs(slot) {
                world.submit(slot, transaction.clone());
                submitted.push(transaction);
            }
        }
        harm(world);
        let pause = world.rng.up_to(20);
        world.run(pause * MILLISECOND);
    }
    submitted
}

#[test]
fn what_is_submitted_is_ordered_once_and_then_all_is_quiet() {
    for seed in seeds(60) {
        with_seed(seed, || {
            let members = 1 + Rng::new(seed).below(6);
            let mut world = World::new(seed, &vec![1; members]);
            let submitted = traffic(&mut world, 20, |_| {});
            world.settle();
            for transaction in &submitted {
                assert!(world.ordered.contains(transaction), "{transaction:?} was lost");
            }
            let (rounds, events) = (world.rounds(), world.events.len());
            world.run(4 * SECOND);
            assert_eq!((world.rounds(), world.events.len()), (rounds, events), "nobody creates without work");
        });
    }
}

#[test]
fn idle_members_show_that_they_are_alive_and_no_more() {
    for seed in seeds(5) {
        with_seed(seed, || {
            let mut world = World::new(seed, &[1; 4]);
            world.run(60 * SECOND);
            let events = world.events.len();
            assert!(world.rounds() >= 8, "{} rounds in a minute", world.rounds());
            assert!(events < 1_000, "{events} events in an idle minute");
        });
    }
}

#[test]
fn connections_break_and_come_back() {
    for seed in seeds(60) {
        with_seed(seed, || {
            let mut world = World::new(seed, &[1; 4]);
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
            for transaction in &submitted {
                assert!(world.ordered.contains(transaction), "{transaction:?} was lost");
            }
        });
    }
}

#[test]
fn members_stop_and_start_again_without_what_they_had_not_synced() {
    for seed in seeds(60) {
        with_seed(seed, || {
            let mut world = World::new(seed, &[1; 4]);
            let most_away = if world.sync_own_events { 4 } else { 1 };
            traffic(&mut world, 40, |world| {
                let slot = world.rng.below(4);
                let away = (0..4).filter(|slot| !world.runs(*slot)).count();
                if !world.runs(slot) {
                    if world.rng.chance(50) {
                        world.start(slot);
                    }
                } else if away < most_away && world.rng.chance(10) {
                    world.stop(slot);
                }
            });
            world.settle();
        });
    }
}

#[test]
fn three_of_four_go_on_and_the_fourth_catches_up() {
    for seed in seeds(30) {
        with_seed(seed, || {
            let mut world = World::new(seed, &[1; 4]);
            world.run(SECOND / 10);
            world.stop(3);
            let submitted = traffic(&mut world, 30, |_| {});
            world.run(2 * SECOND);
            assert!(world.rounds() >= 3, "three of four decide rounds: {}", world.rounds());
            world.settle();
            let lost = submitted.iter().filter(|transaction| !world.ordered.contains(*transaction)).count();
            assert!(lost < submitted.len() / 2, "only what the stopped member was given is lost: {lost}");
        });
    }
}

#[test]
fn a_member_that_branches_harms_nobody() {
    for seed in seeds(40) {
        with_seed(seed, || {
            let mut world = World::new(seed, &[1; 4]);
            world.run(50 * MILLISECOND);
            world.twin(3);
            let submitted = traffic(&mut world, 30, |_| {});
            world.run(5 * SECOND);
            let ordered = submitted.iter().filter(|transaction| world.ordered.contains(*transaction)).count();
            assert!(2 * ordered > submitted.len(), "{ordered} of {} were ordered", submitted.len());
        });
    }
}

#[test]
fn weights_count_and_not_heads() {
    for seed in seeds(30) {
        with_seed(seed, || {
            let mut world = World::new(seed, &[10, 1, 1, 1]);
            for slot in 1..4 {
                world.stop(slot);
            }
            let submitted = traffic(&mut world, 10, |_| {});
            world.run(5 * SECOND);
            let ordered = submitted.iter().filter(|transaction| world.ordered.contains(*transaction)).count();
            assert!(ordered > 0 || submitted.is_empty(), "the heavy one decides alone");
            world.settle();
        });
    }
}

#[test]
#[ignore = "takes a thousand rounds: tests/soak.sh runs it"]
fn memory_is_bounded() {
    let mut world = World::new(5, &[1; 4]);
    traffic(&mut world, 3_000, |_| {});
    world.settle();
    assert!(world.rounds() > 1_100, "{} rounds", world.rounds());
    let (kept, waiting) = world.kept();
    let a_thousand_rounds = 1_000 * 40;
    assert!(
        kept < a_thousand_rounds && kept < world.events.len(),
        "{kept} of {} events are kept",
        world.events.len()
    );
    assert_eq!(waiting, 0);
}

#[test]
fn a_seed_gives_the_same_run_every_time() {
    let run = |seed| {
        let mut world = World::new(seed, &[1; 4]);
        traffic(&mut world, 20, |world| {
            if world.rng.chance(20) {
                world.disconnect(0, 1);
            }
        });
        world.settle();
        (world.rounds(), world.events.clone())
    };
    assert_eq!(run(42), run(42));
    assert_ne!(run(42), run(43));
}
