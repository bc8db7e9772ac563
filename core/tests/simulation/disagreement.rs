//! Ledgers that are not what follows from their past.

use hapi_node_core::{IssReport, NodeEffect, PlatformStatus, hashgraph::MemberId};

use crate::{
    scenarios::{succeeded, traffic},
    seeds::each,
    world::{SECOND, World},
};

/// Changes a node's ledger behind its back.
fn tamper(world: &mut World, slot: usize, balance: i64) {
    world.slots[slot].is_sound = false;
    world.with(slot, |node| -> Vec<NodeEffect> {
        let changed = node.mutate(|state| {
            state.accounts.get_mut(&1001).expect("it is there from the start").balance = balance;
        });
        changed.expect("no system file was touched");
        Vec::new()
    });
}

#[test]
fn one_whose_ledger_goes_astray_stops_and_the_others_say_so() {
    each(40, |seed, genesis| {
        let mut world = World::new(seed, &[1; 4], genesis);
        traffic(&mut world, 5, |_| {});
        world.settle();
        let astray = world.rng.below(4);
        tamper(&mut world, astray, 999_999_999_077);
        traffic(&mut world, 10, |_| {});
        world.settle();
        world.run(6 * SECOND);
        let its_id = MemberId(astray as u64);
        for (slot, process) in world.slots.iter().enumerate() {
            if slot == astray {
                assert!(matches!(process.reports[..], [IssReport::Own { .. }]), "{:?}", process.reports);
                assert_eq!(process.status(), Some(PlatformStatus::CatastrophicFailure));
            } else {
                let [IssReport::Other { member, .. }] = process.reports[..] else {
                    panic!("process {slot} reports {:?}", process.reports);
                };
                assert_eq!(member, its_id);
                assert_eq!(process.status(), Some(PlatformStatus::Active));
            }
        }
        let last = world.slots[astray].disk.log.len();
        let later = traffic(&mut world, 10, |_| {});
        world.settle();
        let own = world.slots[astray].disk.log[last..].iter().filter(|event| event.creator() == its_id);
        assert_eq!(own.count(), 0, "it creates no events any more");
        let failed = later.len() - succeeded(&world, &later);
        assert!(failed < later.len().max(1), "the others go on");

        // What is on its disk is right: it was only tampered with in memory, and its states come from there.
        if world.slots[astray].disk.saved.is_none() {
            world.stop(astray);
            world.slots[astray].is_sound = true;
            world.settle();
            world.run(SECOND);
            assert_eq!(world.slots[astray].status(), Some(PlatformStatus::Active));
        }
    });
}

#[test]
fn none_goes_on_when_no_state_can_have_a_majority() {
    each(20, |seed, genesis| {
        let mut world = World::new(seed, &[1; 4], genesis);
        traffic(&mut world, 5, |_| {});
        world.settle();
        tamper(&mut world, 1, 999_999_999_077);
        tamper(&mut world, 2, 999_999_999_088);
        traffic(&mut world, 10, |_| {});
        world.run(6 * SECOND);
        for process in &world.slots {
            assert!(matches!(process.reports.last(), Some(IssReport::Split { .. })), "{:?}", process.reports);
            assert_eq!(process.status(), Some(PlatformStatus::CatastrophicFailure));
        }
    });
}
