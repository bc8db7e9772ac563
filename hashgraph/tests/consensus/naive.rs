//! Consensus written straight from the definitions, over a whole graph at once and without a thought for speed.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use hapi_hashgraph::{Descriptor, Event, Hash, MemberId, Nanos, Roster};

use crate::gossip::Essence;

const ROUNDS_NON_ANCIENT: u64 = 26;

/// What a graph comes to.
#[derive(Debug, Default)]
pub(crate) struct Outcome {
    pub(crate) rounds: Vec<Essence>,
    /// How many of the votes that were looked at were given by a coin.
    pub(crate) coins: u64,
    /// How many candidates were decided upon votes that came after such.
    pub(crate) decided_after_coins: u64,
}

/// The rounds of a graph given with parents before children, where a coin is thrown in every so many rounds of voting.
pub(crate) fn decide(events: &[Arc<Event>], roster: &Roster, coin_every: u64) -> Outcome {
    let mut outcome = Outcome::default();
    let mut recent = events.to_vec();
    let mut judges: Vec<Hash> = Vec::new();
    let mut births: Vec<u64> = Vec::new();
    let mut done: BTreeSet<Hash> = BTreeSet::new();
    let (mut number, mut time) = (0, None);
    loop {
        let round = outcome.rounds.len() as u64 + 1;
        let graph = Graph::new(&recent, roster, round - 1, &judges);
        let Some(chosen) = graph.judges(round, coin_every, &mut outcome) else { return outcome };
        let received = graph.received(&chosen, &done);
        let mut ordered = Vec::new();
        for (event, received) in &received {
            let at = time.map_or(*received, |last| next(last).max(*received));
            let transactions = &graph.events[*event].content().transactions;
            time = Some(transactions.iter().skip(1).fold(at, |time, _| time + 1000));
            ordered.push((graph.events[*event].hash(), number, at));
            number += 1;
        }
        if ordered.is_empty() {
            let mut created: Vec<_> =
                chosen.iter().map(|judge| graph.events[*judge].content().time_created).collect();
            created.sort_unstable();
            time = Some(time.map_or(created[created.len() / 2], next));
        }
        births.push(chosen.iter().map(|judge| graph.events[*judge].content().birth_round).min().unwrap());
        let oldest = (round + 1).saturating_sub(ROUNDS_NON_ANCIENT).max(1);
        let threshold = births[usize::try_from(oldest).unwrap() - 1];
        judges = chosen.iter().map(|judge| graph.events[*judge].hash()).collect();
        outcome.rounds.push((round, judges.clone(), ordered.clone(), time.unwrap(), threshold));
        done.extend(ordered.iter().map(|(hash, ..)| *hash));
        recent.retain(|event| {
            let is_recent = event.content().birth_round >= threshold && !done.contains(&event.hash());
            is_recent || judges.contains(&event.hash())
        });
    }
}

fn next(last: Nanos) -> Nanos {
    (last + 1000 + 999) / 1000 * 1000
}

type Ix = usize;

struct Graph<'a> {
    events: &'a [Arc<Event>],
    roster: &'a Roster,
    parents: Vec<Vec<Ix>>,
    self_parent: Vec<Option<Ix>>,
    /// Whether the second is the first or an ancestor of it.
    ancestor: Vec<Vec<bool>>,
    /// The same along self-parents.
    self_ancestor: Vec<Vec<bool>>,
    /// Whether the first has branches of a member among its ancestors.
    branched: Vec<BTreeMap<MemberId, bool>>,
    rounds: Vec<u64>,
}

impl<'a> Graph<'a> {
    fn new(events: &'a [Arc<Event>], roster: &'a Roster, base: u64, judges: &[Hash]) -> Self {
        let n = events.len();
        let places: BTreeMap<_, _> = events.iter().enumerate().map(|(x, event)| (event.hash(), x)).collect();
        // A descriptor that is wrong about an event does not name it.
        let names = |parent: &Descriptor, x: &Ix| events[*x].descriptor() == *parent;
        let place = |parent: &Descriptor| places.get(&parent.hash).copied().filter(|x| names(parent, x));
        let parents: Vec<Vec<Ix>> =
            events.iter().map(|event| event.parents().filter_map(place).collect()).collect();
        let self_parent: Vec<Option<Ix>> =
            events.iter().map(|event| event.content().self_parent.as_ref().and_then(place)).collect();
        let mut ancestor = vec![vec![false; n]; n];
        let mut self_ancestor = vec![vec![false; n]; n];
        for x in 0..n {
            ancestor[x][x] = true;
            self_ancestor[x][x] = true;
            for parent in &parents[x] {
                let above = ancestor[*parent].clone();
                ancestor[x].iter_mut().zip(above).for_each(|(is, above)| *is |= above);
            }
            if let Some(parent) = self_parent[x] {
                let above = self_ancestor[parent].clone();
                self_ancestor[x].iter_mut().zip(above).for_each(|(is, above)| *is |= above);
            }
        }
        let mut graph = Self {
            events,
            roster,
            parents,
            self_parent,
            ancestor,
            self_ancestor,
            branched: Vec::new(),
            rounds: Vec::new(),
        };
        graph.branched = (0..n).map(|x| graph.branches_below(x)).collect();
        for x in 0..n {
            let round = graph.round(x, base, judges);
            graph.rounds.push(round);
        }
        graph
    }

    fn branches_below(&self, x: Ix) -> BTreeMap<MemberId, bool> {
        let creators = self.roster.members().iter().map(|(member, _)| *member);
        let on_one_line = |a: &Ix, b: &Ix| self.self_ancestor[*a][*b] || self.self_ancestor[*b][*a];
        let branches = |member: MemberId| {
            let below: Vec<Ix> =
                (0..=x).filter(|y| self.ancestor[x][*y] && self.creator(*y) == member).collect();
            below.iter().any(|a| below.iter().any(|b| !on_one_line(a, b)))
        };
        creators.map(|member| (member, branches(member))).collect()
    }

    fn creator(&self, x: Ix) -> MemberId {
        self.events[x].creator()
    }

    fn weight(&self, member: MemberId) -> u64 {
        self.roster.index(member).map_or(0, |index| self.roster.weight(index))
    }

    fn sees(&self, x: Ix, y: Ix) -> bool {
        self.ancestor[x][y] && !self.branched[x][&self.creator(y)]
    }

    fn strongly_sees(&self, x: Ix, y: Ix) -> bool {
        let through = |member: MemberId| {
            (0..=x).any(|z| self.creator(z) == member && self.sees(x, z) && self.sees(z, y))
        };
        let members = self.roster.members().iter().filter(|(member, _)| through(*member));
        self.sees(x, y) && self.roster.is_supermajority(members.map(|(_, weight)| weight).sum())
    }

    fn round(&self, x: Ix, base: u64, judges: &[Hash]) -> u64 {
        let round = self.parents[x].iter().map(|parent| self.rounds[*parent]).max().unwrap_or(0);
        if round == 0 {
            if judges.contains(&self.events[x].hash()) {
                return base;
            }
            return u64::from(base == 0 && self.events[x].parents().next().is_none());
        }
        let witnesses = (0..x).filter(|y| self.is_witness_of(*y, round) && self.strongly_sees(x, *y));
        let mut creators: Vec<_> = witnesses.map(|y| self.creator(y)).collect();
        creators.dedup();
        creators.sort_unstable();
        creators.dedup();
        let weight = creators.into_iter().map(|creator| self.weight(creator)).sum();
        if self.roster.is_supermajority(weight) { round + 1 } else { round }
    }

    fn is_witness_of(&self, x: Ix, round: u64) -> bool {
        self.rounds[x] == round && self.self_parent[x].is_none_or(|parent| self.rounds[parent] != round)
    }

    fn witnesses(&self, round: u64) -> Vec<Ix> {
        (0..self.events.len()).filter(|x| self.is_witness_of(*x, round)).collect()
    }

    /// The judges of a round by creator, if all its witnesses are decided.
    fn judges(&self, round: u64, coin_every: u64, outcome: &mut Outcome) -> Option<Vec<Ix>> {
        let mut judges = BTreeMap::<MemberId, Ix>::new();
        for candidate in self.witnesses(round) {
            if self.is_famous(candidate, round, coin_every, outcome)? {
                let chosen = judges.entry(self.creator(candidate)).or_insert(candidate);
                if self.events[candidate].hash() < self.events[*chosen].hash() {
                    *chosen = candidate;
                }
            }
        }
        (!judges.is_empty()).then(|| judges.into_values().collect())
    }

    fn is_famous(&self, candidate: Ix, round: u64, coin_every: u64, outcome: &mut Outcome) -> Option<bool> {
        let mut coins = 0;
        let last = self.rounds.iter().copied().max().unwrap_or(0);
        let mut votes = BTreeMap::new();
        for voting in round + 1..=last {
            for voter in self.witnesses(voting) {
                if voting == round + 1 {
                    votes.insert(voter, self.sees(voter, candidate));
                    continue;
                }
                let strong = self.witnesses(voting - 1).into_iter().filter(|w| self.strongly_sees(voter, *w));
                let (yes, no): (Vec<Ix>, Vec<Ix>) = strong.partition(|w| votes[w]);
                let weigh = |side: &[Ix]| side.iter().map(|w| self.weight(self.creator(*w))).sum::<u64>();
                let (yes, no) = (weigh(&yes), weigh(&no));
                let is_certain = self.roster.is_supermajority(yes.max(no));
                let is_coin_round = (voting - round).is_multiple_of(coin_every);
                if is_certain && !is_coin_round {
                    outcome.coins += coins;
                    outcome.decided_after_coins += u64::from(coins > 0);
                    return Some(yes >= no);
                }
                if is_certain || !is_coin_round {
                    votes.insert(voter, yes >= no);
                } else {
                    coins += 1;
                    votes.insert(voter, self.events[voter].hash().0[47] % 2 == 1);
                }
            }
        }
        None
    }

    /// What all judges descend from, with the median of the times at which their creators received it, in order.
    fn received(&self, judges: &[Ix], done: &BTreeSet<Hash>) -> Vec<(Ix, Nanos)> {
        let mut whitening = [0_u8; 48];
        for judge in judges {
            self.events[*judge].hash().0.iter().zip(&mut whitening).for_each(|(hash, byte)| *byte ^= hash);
        }
        let mut generation = BTreeMap::new();
        let mut received = Vec::new();
        let is_new = |x: &Ix| !done.contains(&self.events[*x].hash());
        let has_all = |x: &Ix| judges.iter().all(|judge| self.ancestor[*judge][*x]);
        for x in (0..self.events.len()).filter(is_new).filter(has_all) {
            let above = self.parents[x].iter().filter_map(|parent| generation.get(parent)).max();
            generation.insert(x, 1 + above.copied().unwrap_or(0_u64));
            let mut times: Vec<Nanos> = judges.iter().map(|judge| self.time_received(*judge, x)).collect();
            times.sort_unstable();
            let middle = times.len() / 2;
            let mut outward = Vec::new();
            for offset in 1..=times.len() {
                outward.extend(middle.checked_sub(offset).map(|place| times[place]));
                outward.extend(times.get(middle + offset));
            }
            let hash = self.events[x].hash().0;
            let whitened: Vec<i8> =
                hash.iter().zip(whitening).map(|(hash, byte)| (hash ^ byte).cast_signed()).collect();
            received.push((times[middle], outward, generation[&x], whitened, x));
        }
        received.sort();
        received.into_iter().map(|(time, .., x)| (x, time)).collect()
    }

    /// The time of the first event in the judge's line that descends from the event.
    fn time_received(&self, judge: Ix, event: Ix) -> Nanos {
        let line = (0..=judge).filter(|x| self.self_ancestor[judge][*x]);
        let first = line.into_iter().find(|x| self.ancestor[*x][event]).expect("the judge descends from it");
        self.events[first].content().time_created
    }
}
