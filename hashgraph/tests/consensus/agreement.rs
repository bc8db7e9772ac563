//! Members agree, whatever they hear first and whoever branches.

use std::sync::Arc;

use hapi_hashgraph::{Consensus, Event};

use crate::{
    gossip::{Essence, Gossip, Lies, Plan, essence},
    rng::Rng,
};

#[test]
fn what_one_member_decided_is_a_prefix_of_what_others_did() {
    for seed in 0..300 {
        let mut rng = Rng::new(seed);
        let size = 100 + rng.below(300);
        let plan = Plan::random(&mut rng, 7, size);
        let gossip = Gossip::run(&plan, &mut rng);
        let orders: Vec<Vec<Essence>> =
            gossip.members.iter().map(|member| member.rounds.iter().map(essence).collect()).collect();
        for order in &orders {
            let shared = order.len().min(orders[0].len());
            assert_eq!(order[..shared], orders[0][..shared], "seed {seed}: {plan:?}");
        }
        if plan.weights.len() == 4 && plan.branchers.is_empty() && !plan.absences {
            assert!(orders[0].len() > 3, "seed {seed}: {plan:?} decided only {} rounds", orders[0].len());
        }
    }
}

#[test]
fn who_names_a_parent_that_not_all_have_as_one_of_long_ago_splits_nobody() {
    for seed in 0..20 {
        let mut rng = Rng::new(seed);
        let plan = Plan { branchers: vec![3], lies: Lies::Births, ..Plan::honest(4, 1_500) };
        let gossip = Gossip::run(&plan, &mut rng);
        let orders: Vec<Vec<Essence>> =
            gossip.members[..3].iter().map(|member| member.rounds.iter().map(essence).collect()).collect();
        for order in &orders {
            let shared = order.len().min(orders[0].len());
            assert_eq!(order[..shared], orders[0][..shared], "seed {seed}");
        }
        assert!(
            orders[0].len() > 30,
            "seed {seed}: {} rounds, too few for any to be ancient",
            orders[0].len()
        );
    }
}

#[test]
fn the_order_of_arrival_does_not_matter() {
    for seed in 0..200 {
        let mut rng = Rng::new(seed);
        let plan = Plan::random(&mut rng, 7, 150);
        let gossip = Gossip::run(&plan, &mut rng);
        let [one, other] = [(); 2].map(|()| {
            let mut consensus = Consensus::genesis(plan.roster());
            let rounds =
                shuffled(&gossip.events, &mut rng).into_iter().flat_map(|event| consensus.add(event));
            rounds.map(|round| essence(&round)).collect::<Vec<_>>()
        });
        // An event that comes when it is ancient is dropped, where it would have been stale before: nothing else may differ.
        assert_eq!(one, other, "seed {seed}: {plan:?}");
    }
}

#[test]
fn who_has_the_weight_decides_alone() {
    for weights in [vec![1], vec![10, 1, 1, 1]] {
        let mut rng = Rng::new(5);
        let plan = Plan { weights: weights[..1].to_vec(), ..Plan::honest(1, 50) };
        let alone = Gossip::run(&plan, &mut rng).events;
        let plan = Plan { weights, ..plan };
        let mut consensus = Consensus::genesis(plan.roster());
        let ordered: usize =
            alone.into_iter().flat_map(|event| consensus.add(event)).map(|round| round.events.len()).sum();
        assert!(ordered > 40, "{ordered} of 50 events of {plan:?} were ordered");
    }
}

#[test]
fn consensus_times_and_numbers_strictly_rise() {
    let mut rng = Rng::new(7);
    let plan = Plan::random(&mut rng, 5, 600);
    let gossip = Gossip::run(&plan, &mut rng);
    let rounds = &gossip.members[0].rounds;
    let (mut last, mut number) = (i64::MIN, 0);
    for ordered in rounds.iter().flat_map(|round| &round.events) {
        assert!(ordered.time > last, "{} after {last}", ordered.time);
        assert_eq!(ordered.number, number);
        number += 1;
        last = ordered.transaction_time(ordered.event.content().transactions.len().saturating_sub(1));
    }
    assert!(number > 300, "only {number} events were ordered");
}

#[test]
fn memory_does_not_grow_with_history() {
    let mut rng = Rng::new(11);
    let plan = Plan::honest(4, 4_000);
    let gossip = Gossip::run(&plan, &mut rng);
    let member = &gossip.members[0];
    assert!(member.rounds.len() > 100, "{} rounds", member.rounds.len());
    assert!(member.consensus.recent_events() < 200, "{} events are recent", member.consensus.recent_events());
}

/// A random order of the same graph with parents before children.
fn shuffled(events: &[Arc<Event>], rng: &mut Rng) -> Vec<Arc<Event>> {
    let mut open: Vec<_> = events.to_vec();
    let mut order: Vec<Arc<Event>> = Vec::new();
    let mut done = std::collections::BTreeSet::new();
    while !open.is_empty() {
        let ready: Vec<usize> = (0..open.len())
            .filter(|x| open[*x].parents().all(|parent| done.contains(&parent.hash)))
            .take(8)
            .collect();
        let event = open.remove(ready[rng.below(ready.len())]);
        done.insert(event.hash());
        order.push(event);
    }
    order
}
