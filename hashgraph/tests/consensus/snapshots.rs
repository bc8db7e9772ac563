//! A member that starts from a decided round decides the same as one that was there all along.

use hapi_hashgraph::{Consensus, InvalidSnapshot, Snapshot};

use crate::{
    gossip::{Gossip, Plan, essence},
    rng::Rng,
};

#[test]
fn a_member_goes_on_from_any_round() {
    let mut compared = 0;
    for seed in 0..300 {
        let mut rng = Rng::new(seed);
        let size = 150 + rng.below(150);
        let plan = Plan::random(&mut rng, 6, size);
        let gossip = Gossip::run(&plan, &mut rng);
        let member = &gossip.members[0];
        let Some(from) = member.rounds.len().checked_sub(1).map(|last| rng.below(last + 1)) else { continue };
        let start = &member.rounds[from];
        let mut restored = Consensus::restore(&start.snapshot, plan.roster()).unwrap();
        assert_eq!(restored.window().ancient_threshold, start.window.ancient_threshold);
        assert!(restored.is_waiting());
        let recent =
            member.told().filter(|event| event.content().birth_round >= start.window.ancient_threshold);
        let rounds: Vec<_> =
            recent.flat_map(|event| restored.add(event)).map(|round| essence(&round)).collect();
        let expected: Vec<_> = member.rounds[from + 1..].iter().map(essence).collect();
        assert_eq!(rounds, expected, "seed {seed}, from round {}: {plan:?}", from + 1);
        compared += rounds.len();
    }
    assert!(compared > 1_000, "only {compared} rounds were compared");
}

#[test]
fn bad_snapshots_are_refused() {
    let mut rng = Rng::new(3);
    let plan = Plan::honest(4, 200);
    let good = Gossip::run(&plan, &mut rng).members[0].rounds.last().unwrap().snapshot.clone();
    let error = |change: fn(&mut Snapshot)| {
        let mut snapshot = good.clone();
        change(&mut snapshot);
        Consensus::restore(&snapshot, plan.roster()).unwrap_err()
    };
    assert_eq!(error(|snapshot| snapshot.round = 0), InvalidSnapshot::NoRound);
    assert_eq!(error(|snapshot| snapshot.judges.clear()), InvalidSnapshot::NoJudges(good.round));
    assert_eq!(error(|snapshot| snapshot.births.reverse()), InvalidSnapshot::Births(good.round));
    assert_eq!(
        error(|snapshot| snapshot.births.truncate(snapshot.births.len() - 1)),
        InvalidSnapshot::Births(good.round)
    );
}
