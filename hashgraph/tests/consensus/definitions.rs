//! The incremental computation gives what the definitions say.

use crate::{
    gossip::{Gossip, Lies, Plan, essence},
    naive::{self, Outcome},
    rng::Rng,
};

/// How many random graphs are compared; `HAPI_GRAPHS` sets another number.
fn graphs() -> u64 {
    std::env::var("HAPI_GRAPHS").map_or(2_000, |n| n.parse().expect("HAPI_GRAPHS is a number"))
}

#[test]
fn random_graphs_come_out_as_the_definitions_say() {
    let (mut rounds, mut branched, mut lied) = (0, 0, 0);
    for seed in 0..graphs() {
        let mut rng = Rng::new(seed);
        let size = 20 + rng.below(100);
        let plan = Plan::random(&mut rng, 7, size);
        rounds += compare(seed, &plan, &mut rng).rounds.len() as u64;
        branched += u64::from(!plan.branchers.is_empty());
        lied += u64::from(!plan.branchers.is_empty() && plan.lies != Lies::None);
    }
    assert!(rounds > 2 * graphs(), "too few rounds were decided to say anything: {rounds}");
    assert!(branched > graphs() / 20, "too few graphs have branches: {branched}");
    assert!(lied > graphs() / 40, "too few graphs have events that are wrong about parents: {lied}");
}

#[test]
fn so_do_those_in_which_coins_are_thrown() {
    for coin_every in [2, 3] {
        let graphs = graphs() / 2;
        let (mut coins, mut decided) = (0, 0);
        for seed in 0..graphs {
            let mut rng = Rng::new(seed);
            let size = 80 + rng.below(60);
            // Votes are divided where members hear little of each other, and most often among four.
            let branchers = if rng.chance(20) { vec![3] } else { vec![] };
            let plan = Plan { talkative: 0, coin_every, branchers, ..Plan::honest(4, size) };
            let outcome = compare(seed, &plan, &mut rng);
            coins += outcome.coins;
            decided += outcome.decided_after_coins;
        }
        assert!(coins > graphs / 20, "every {coin_every}: too few coins to say anything: {coins}");
        assert!(decided > graphs / 60, "every {coin_every}: too few elections went on after: {decided}");
    }
}

/// Compares what both make of a graph of this plan.
fn compare(seed: u64, plan: &Plan, rng: &mut Rng) -> Outcome {
    let mut gossip = Gossip::run(plan, rng);
    for from in 1..plan.weights.len() {
        gossip.tell(from, 0);
    }
    let outcome = naive::decide(&gossip.events, &plan.roster(), plan.coin_every);
    let found: Vec<_> = gossip.members[0].rounds.iter().map(essence).collect();
    assert_eq!(found, outcome.rounds, "seed {seed}: {plan:?}");
    outcome
}
