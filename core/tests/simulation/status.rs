//! What nodes are up to.

use hapi_node_core::{
    NodeCore,
    PlatformStatus::{self, Active, Checking, FreezeComplete, Freezing, Observing, ReplayingEvents},
};

use crate::{
    scenarios::{succeeded, traffic},
    seeds::each,
    world::{MILLISECOND, SECOND, World},
};

fn statuses(world: &World, slot: usize) -> Vec<PlatformStatus> {
    world.slots[slot].statuses.iter().map(|(_, status)| *status).collect()
}

#[test]
fn a_new_network_is_active_as_fast_as_events_travel_and_stays_so() {
    each(30, |seed, genesis| {
        let mut world = World::new(seed, &[1; 4], genesis);
        let (begun, delay) = (world.now, world.delay);
        world.run(60 * SECOND);
        for slot in 0..4 {
            assert_eq!(statuses(&world, slot), [ReplayingEvents, Observing, Checking, Active]);
            let (when, _) = world.slots[slot].statuses[3];
            let hops = 20;
            assert!(
                when - begun < hops * delay + 50 * MILLISECOND,
                "it took {} ms",
                (when - begun) / MILLISECOND
            );
        }
    });
}

#[test]
fn one_that_comes_back_to_an_idle_network_is_active_soon() {
    each(20, |seed, genesis| {
        let mut world = World::new(seed, &[1; 4], genesis);
        traffic(&mut world, 5, |_| {});
        world.settle();
        world.stop(1);
        world.run(SECOND);
        world.slots[1].statuses.clear();
        world.start(1);
        world.run(SECOND + 20 * world.delay);
        assert_eq!(statuses(&world, 1), [ReplayingEvents, Observing, Checking, Active]);
    });
}

#[test]
fn one_that_is_cut_off_says_so_until_it_is_back() {
    each(20, |seed, genesis| {
        let mut world = World::new(seed, &[1; 4], genesis);
        world.run(SECOND);
        world.isolate(2);
        let apart = traffic(&mut world, 10, |_| {});
        world.run(5 * SECOND);
        assert_eq!(world.slots[2].status(), Some(Active), "not yet");
        world.run(10 * SECOND);
        assert_eq!(world.slots[2].status(), Some(Checking));
        assert_eq!(world.slots[0].status(), Some(Active));
        world.rejoin(2);
        world.settle();
        world.run(SECOND);
        assert_eq!(world.slots[2].status(), Some(Active));
        assert_eq!(succeeded(&world, &apart), apart.len(), "what it was given meanwhile is not lost");
    });
}

#[test]
fn without_most_of_the_weight_nobody_is_active() {
    each(10, |seed, genesis| {
        let mut world = World::new(seed, &[1; 4], genesis);
        world.run(SECOND);
        world.stop(0);
        world.stop(1);
        world.run(15 * SECOND);
        assert_eq!(world.slots[2].status(), Some(Checking));
        assert_eq!(world.slots[3].status(), Some(Checking));
        world.settle();
        world.run(SECOND);
        assert!(world.slots.iter().all(|process| process.status() == Some(Active)));
    });
}

#[test]
fn an_idle_network_freezes_in_time_with_one_signed_state() {
    each(30, |seed, genesis| {
        let mut world = World::new(seed, &[1; 4], genesis);
        traffic(&mut world, 10, |_| {});
        let at = world.now + 2 * SECOND;
        world.freeze_at(at);
        if world.rng.chance(50) {
            traffic(&mut world, 10, |_| {});
        }
        world.settle();
        world.run(4 * SECOND);
        let last = world.chain.len();
        for slot in 0..4 {
            assert_eq!(world.slots[slot].status(), Some(Freezing));
            assert_eq!(world.slots[slot].handled, last, "the last round is the same");
            assert_eq!(world.slots[slot].signed.get(&last), Some(&world.chain.state_hash(last)));
            let now = world.now;
            world.with(slot, |node: &mut NodeCore| node.state_saved(last, now));
            assert_eq!(world.slots[slot].status(), Some(FreezeComplete));
        }
        traffic(&mut world, 5, |_| {});
        world.run(SECOND);
        assert_eq!(world.chain.len(), last, "nothing is handled any more");
    });
}
