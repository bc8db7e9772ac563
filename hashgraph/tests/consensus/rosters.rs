//! Weights change at the boundary of a round, and nowhere else.

use hapi_hashgraph::{Consensus, LateRoster, MemberId, Roster};

use crate::{
    gossip::{Gossip, Plan, essence},
    rng::Rng,
};

fn plan() -> Plan {
    Plan::honest(4, 400)
}

#[test]
fn members_agree_across_a_change_of_weights() {
    for seed in 0..50 {
        let mut rng = Rng::new(seed);
        let gossip = Gossip::run(&plan(), &mut rng);
        // Member 3 leaves, and member 0 counts double.
        let smaller = Roster::new([(MemberId(0), 2), (MemberId(1), 1), (MemberId(2), 1)]).unwrap();
        let decide = |change: bool, order: &mut dyn Iterator<Item = _>| {
            let mut consensus = Consensus::genesis(plan().roster());
            if change {
                consensus.set_roster(6, smaller.clone()).unwrap();
            }
            order.flat_map(|event| consensus.add(event)).collect::<Vec<_>>()
        };
        let unchanged = decide(false, &mut gossip.members[0].told());
        let one = decide(true, &mut gossip.members[0].told());
        let other = decide(true, &mut gossip.members[1].told());
        let essences = |rounds: &[_]| rounds.iter().map(essence).collect::<Vec<_>>();
        let (one, other, unchanged) = (essences(&one), essences(&other), essences(&unchanged));
        let shared = one.len().min(other.len());
        assert!(shared > 8, "seed {seed}: {shared} rounds");
        assert_eq!(one[..shared], other[..shared], "seed {seed}");
        assert_eq!(one[..5], unchanged[..5], "seed {seed}: rounds before the change are as they were");
        let judges = gossip.members[0].rounds.iter().map(|round| round.snapshot.judges.len());
        assert!(judges.max() == Some(4), "before, four members had judges");
        assert!(
            one[5..].iter().all(|(_, judges, ..)| judges.len() <= 3),
            "seed {seed}: who left has no judge"
        );
    }
}

#[test]
fn a_roster_cannot_come_late() {
    let mut consensus = Consensus::genesis(plan().roster());
    assert_eq!(consensus.set_roster(1, plan().roster()), Err(LateRoster { round: 1, pending: 1 }));
    assert_eq!(consensus.set_roster(2, plan().roster()), Ok(()));
}
