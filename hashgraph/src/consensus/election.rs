//! Which witnesses of one round are famous.

use alloc::{collections::BTreeMap, vec::Vec};

use crate::{
    event::Hash,
    graph::{Graph, Ix},
    roster::Roster,
};

/// In every so many rounds of voting a coin is thrown instead of a decision made, so that no scheduler of messages can keep the
/// vote in balance for ever.
pub(super) const COIN_EVERY: u64 = 12;

/// The election of the judges of one round.
#[derive(Debug)]
pub(super) struct Election {
    round: u64,
    coin_every: u64,
    candidates: Vec<Candidate>,
    /// The witnesses of later rounds in the order in which they came, each with the witnesses of the round before its own that
    /// it strongly sees.
    voters: BTreeMap<Ix, Vec<Ix>>,
}

#[derive(Debug)]
struct Candidate {
    witness: Ix,
    votes: BTreeMap<Ix, bool>,
    is_famous: Option<bool>,
}

impl Election {
    pub(super) fn new(round: u64, coin_every: u64) -> Self {
        Self { round, coin_every, candidates: Vec::new(), voters: BTreeMap::new() }
    }

    pub(super) fn round(&self) -> u64 {
        self.round
    }

    /// Takes a witness into account: as a candidate, as a voter, or not at all.
    pub(super) fn add(&mut self, witness: Ix, graph: &Graph, roster: &Roster) {
        let round = graph.node(witness).round;
        if round == self.round {
            let mut candidate = Candidate { witness, votes: BTreeMap::new(), is_famous: None };
            for (voter, strong) in &self.voters {
                candidate.vote(*voter, strong, self.coin_every, graph, roster);
            }
            self.candidates.push(candidate);
        } else if round > self.round {
            let strong = graph.strongly_seen(witness, round - 1, roster);
            for candidate in &mut self.candidates {
                candidate.vote(witness, &strong, self.coin_every, graph, roster);
            }
            self.voters.insert(witness, strong);
        }
    }

    /// The judges, one for each creator, once all candidates are decided.
    pub(super) fn judges(&self, graph: &Graph) -> Option<Vec<Ix>> {
        if self.candidates.iter().any(|candidate| candidate.is_famous.is_none()) {
            return None;
        }
        let mut judges = BTreeMap::<_, (Hash, Ix)>::new();
        for candidate in self.candidates.iter().filter(|candidate| candidate.is_famous == Some(true)) {
            let event = &graph.node(candidate.witness).event;
            let judge = (event.hash(), candidate.witness);
            let chosen = judges.entry(event.creator()).or_insert(judge);
            *chosen = judge.min(*chosen);
        }
        // None at all cannot be while less than a third misbehaves; to wait is safe where more does.
        (!judges.is_empty()).then(|| judges.into_values().map(|(_, witness)| witness).collect())
    }
}

impl Candidate {
    /// Enters the vote of a witness of a later round, and decides if that is enough.
    fn vote(&mut self, voter: Ix, strong: &[Ix], coin_every: u64, graph: &Graph, roster: &Roster) {
        if self.is_famous.is_some() {
            return;
        }
        let distance = graph.node(voter).round - graph.node(self.witness).round;
        if distance == 1 {
            self.votes.insert(voter, graph.sees(voter, self.witness, roster));
            return;
        }
        // One that came before the candidate cannot have seen it.
        let is_yes = |voter: &&Ix| self.votes.get(voter).copied().unwrap_or(false);
        let weigh = |witness: &Ix| {
            roster.index(graph.node(*witness).event.creator()).map_or(0, |index| roster.weight(index))
        };
        let all: u64 = strong.iter().map(weigh).sum();
        let yes: u64 = strong.iter().filter(is_yes).map(weigh).sum();
        let no = all - yes;
        let majority = yes >= no;
        let is_certain = roster.is_supermajority(yes.max(no));
        let is_coin_round = distance.is_multiple_of(coin_every);
        if is_certain && !is_coin_round {
            self.is_famous = Some(majority);
        }
        let vote = if is_coin_round && !is_certain { graph.node(voter).event.coin() } else { majority };
        self.votes.insert(voter, vote);
    }
}
