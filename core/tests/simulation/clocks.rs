//! A member whose clock goes wherever it likes.

use hapi_proto::services::Timestamp;

use crate::{
    scenarios::{succeeded, traffic},
    seeds::each,
    world::World,
};

#[test]
fn a_clock_that_goes_backwards_stalls_nobody_and_moves_no_time() {
    each(8, |seed, genesis| {
        let mut world = World::new(seed, &[1; 4], genesis);
        let begun = Timestamp::from_nanos(world.now.into());
        world.possess(3);
        let mut submitted = Vec::new();
        while world.chain.len() < 120 {
            submitted.extend(traffic(&mut world, 10, |world| {
                let (a, b) = (world.rng.below(3), world.rng.below(4));
                if world.rng.chance(5) {
                    world.disconnect(a, b);
                }
                if world.rng.chance(20) {
                    world.connect_all();
                }
            }));
        }
        // Nobody was cut off: the world does not let that pass.
        world.settle();
        assert_eq!(succeeded(&world, &submitted), submitted.len(), "something was lost");
        let last = world.chain.last().expect("something was handled");
        let now = Timestamp::from_nanos(world.now.into());
        assert!(begun < last && last < now, "{last} is not between {begun} and {now}");
        let puppet = world.slots[3].puppet.as_ref().expect("it is there");
        assert!(puppet.backwards > puppet.rests && puppet.rests > 1, "{} rests", puppet.rests);
    });
}
