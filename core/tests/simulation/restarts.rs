//! Processes that end and start again.

use hapi_node_core::{
    PlatformStatus::{Active, Behind, Checking, ReconnectComplete, ReplayingEvents},
    ledger::{Ledger, genesis::Genesis, state::State},
};

use crate::{
    scenarios::{succeeded, traffic},
    seeds::each,
    world::{SECOND, World},
};

#[test]
fn members_stop_and_start_again_without_what_they_had_not_synced() {
    each(60, |seed, genesis| {
        let mut world = World::new(seed, &[1; 4], genesis);
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

#[test]
fn three_of_four_go_on_and_the_fourth_catches_up() {
    each(30, |seed, genesis| {
        let mut world = World::new(seed, &[1; 4], genesis);
        world.run(SECOND / 10);
        world.stop(3);
        let submitted = traffic(&mut world, 30, |_| {});
        world.run(2 * SECOND);
        assert_eq!(succeeded(&world, &submitted), submitted.len(), "three of four are enough");
        world.settle();
    });
}

#[test]
fn all_stop_at_once_and_go_on_from_what_was_shown() {
    each(30, |seed, genesis| {
        let mut world = World::new(seed, &[1; 4], genesis);
        let first = traffic(&mut world, 20, |_| {});
        let shown = succeeded(&world, &first);
        (0..4).for_each(|slot| world.stop(slot));
        world.settle();
        assert!(succeeded(&world, &first) >= shown);
        let second = traffic(&mut world, 10, |_| {});
        world.settle();
        assert_eq!(succeeded(&world, &second), second.len(), "they take up where they were");
    });
}

#[test]
fn a_state_from_bytes_goes_on_as_the_one_in_memory_does() {
    each(5, |seed, genesis| {
        let mut world = World::new(seed, &[1; 4], genesis);
        traffic(&mut world, 10, |_| {});
        world.stop(2);
        traffic(&mut world, 10, |_| {});
        let config = std::sync::Arc::new(Genesis::default().config);
        if let Some(saved) = &mut world.slots[2].disk.saved {
            let bytes = saved.ledger.state().save();
            let state = State::load(&bytes).expect("it was saved whole");
            saved.ledger = Ledger::from_state(state, config).expect("its files are usable");
        }
        world.settle();
        traffic(&mut world, 5, |_| {});
        world.settle();
    });
}

#[test]
fn one_that_was_away_for_too_long_gets_a_state() {
    each(10, |seed, genesis| {
        let mut world = World::new(seed, &[1; 4], genesis);
        world.save_every(1);
        world.run(SECOND);
        world.stop(3);
        while world.chain.len() < 60 {
            traffic(&mut world, 5, |_| {});
        }
        // Who starts from a saved state has nothing older than that for others.
        for slot in 0..3 {
            world.stop(slot);
            world.start(slot);
            traffic(&mut world, 5, |_| {});
        }
        world.settle();
        let statuses: Vec<_> = world.slots[3].statuses.iter().map(|(_, status)| *status).collect();
        assert!(world.reconnected > 0, "{statuses:?}");
        let last: Vec<_> = statuses.into_iter().skip_while(|status| *status != Behind).collect();
        assert_eq!(last[..4], [Behind, ReplayingEvents, ReconnectComplete, Checking]);
        world.run(SECOND);
        assert_eq!(world.slots[3].status(), Some(Active));
        let submitted = traffic(&mut world, 5, |_| {});
        world.settle();
        assert_eq!(succeeded(&world, &submitted), submitted.len(), "it takes part again");
    });
}
