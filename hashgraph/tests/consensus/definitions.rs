//! The incremental computation gives what the definitions say.

use crate::{
    gossip::{Gossip, Plan, essence},
    naive,
    rng::Rng,
};

/// How many random graphs are compared; `HAPI_GRAPHS` sets another number.
fn graphs() -> u64 {
    std::env::var("HAPI_GRAPHS").map_or(2_000, |n| n.parse().expect("HAPI_GRAPHS is a number"))
}

#[test]
fn random_graphs_come_out_as_the_definitions_say() {
    let (mut rounds, mut branched) = (0, 0);
    for seed in 0..graphs() {
        let mut rng = Rng::new(seed);
        let size = 20 + rng.below(100);
        let plan = Plan::random(&mut rng, 7, size);
        let mut gossip = Gossip::run(&plan, &mut rng);
        for from in 1..plan.weights.len() {
            gossip.tell(from, 0);
        }
        let expected = naive::rounds(&gossip.events, &plan.roster());
        let found: Vec<_> = gossip.members[0].rounds.iter().map(essence).collect();
        assert_eq!(found, expected, "seed {seed}: {plan:?}");
        rounds += expected.len() as u64;
        branched += u64::from(!plan.branchers.is_empty());
    }
    assert!(rounds > 2 * graphs(), "too few rounds were decided to say anything: {rounds}");
    assert!(branched > graphs() / 20, "too few graphs have branches: {branched}");
}
