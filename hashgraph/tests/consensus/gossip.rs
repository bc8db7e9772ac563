//! Random graphs, as members make them who gossip at random.

use std::{collections::BTreeMap, sync::Arc};

use bytes::Bytes;
use hapi_hashgraph::{
    Consensus, ConsensusRound, Descriptor, Event, Hash, Intake, Limits, MemberId, Nanos, Roster, Share,
    UnsignedEvent,
};

use crate::rng::Rng;

/// How a graph is to be.
#[derive(Clone, Debug)]
pub(crate) struct Plan {
    pub(crate) weights: Vec<u64>,
    /// Which members branch, and whose clocks jump.
    pub(crate) branchers: Vec<usize>,
    /// What those say of the parents of their events that is not so, now and then.
    pub(crate) lies: Lies,
    pub(crate) events: usize,
    /// How often, of 100, a member hears of several others before it creates.
    pub(crate) talkative: u64,
    /// Members who rest for a while now and then.
    pub(crate) absences: bool,
    /// In every so many rounds of voting a coin is thrown.
    pub(crate) coin_every: u64,
}

/// What a descriptor can be wrong about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Lies {
    None,
    /// Who created a parent.
    Creators,
    /// When a parent was born, which need not even be there: so long ago that nobody waits for it.
    Births,
}

impl Plan {
    /// A plan of so many honest members, all alike.
    pub(crate) fn honest(members: usize, events: usize) -> Self {
        Self {
            weights: vec![1; members],
            branchers: vec![],
            lies: Lies::None,
            events,
            talkative: 50,
            absences: false,
            coin_every: 12,
        }
    }
}

impl Plan {
    /// A plan of up to `members` members of whom less than a third of the weight branches.
    pub(crate) fn random(rng: &mut Rng, members: usize, events: usize) -> Self {
        let n = 1 + rng.below(members);
        let equal = rng.chance(60);
        let weights: Vec<u64> = (0..n).map(|_| if equal { 1 } else { 1 + rng.next() % 9 }).collect();
        let total: u64 = weights.iter().sum();
        let mut branchers = Vec::new();
        let mut weight = 0;
        if rng.chance(50) {
            for (member, own) in weights.iter().enumerate() {
                if rng.chance(40) && 3 * (weight + own) < total {
                    weight += own;
                    branchers.push(member);
                }
            }
        }
        let (talkative, absences) = (rng.next() % 101, rng.chance(40));
        let lies = if rng.chance(50) { Lies::Creators } else { Lies::None };
        Self { weights, branchers, lies, events, talkative, absences, coin_every: 12 }
    }

    pub(crate) fn roster(&self) -> Roster {
        let members = self.weights.iter().enumerate().map(|(id, weight)| (MemberId(id as u64), *weight));
        Roster::new(members).expect("the plan is sound")
    }
}

/// One member with what it knows.
pub(crate) struct Member {
    pub(crate) consensus: Consensus,
    intake: Intake,
    pub(crate) rounds: Vec<ConsensusRound>,
    /// Everything it was told, in that order.
    told: Vec<Arc<Event>>,
    /// The same as its consensus was given it.
    given: Vec<Arc<Event>>,
    /// How many of the events that each other member was told it has been told, too.
    heard: Vec<usize>,
    /// Its own last events: one, or several when it branches.
    tips: Vec<Descriptor>,
    /// The last event it knows of each member.
    latest: BTreeMap<MemberId, Descriptor>,
    clock: Nanos,
    absent: usize,
}

/// The members, with every event there is.
pub(crate) struct Gossip {
    pub(crate) members: Vec<Member>,
    pub(crate) events: Vec<Arc<Event>>,
}

impl Member {
    fn new(plan: &Plan) -> Self {
        let consensus = Consensus::genesis(plan.roster()).with_coin_every(plan.coin_every);
        let each = Share { events: 100_000, bytes: 1 << 30 };
        Self {
            intake: Intake::new(consensus.window(), Limits::default(), each),
            consensus,
            rounds: Vec::new(),
            told: Vec::new(),
            given: Vec::new(),
            heard: vec![0; plan.weights.len()],
            tips: Vec::new(),
            latest: BTreeMap::new(),
            clock: 1_000_000_000,
            absent: 0,
        }
    }

    /// Everything it was told, parents before children.
    pub(crate) fn told(&self) -> impl Iterator<Item = Arc<Event>> {
        self.given.iter().cloned()
    }

    pub(crate) fn hear(&mut self, event: &Arc<Event>) {
        let Ok(mut ready) = self.intake.add((**event).clone()) else { return };
        self.told.push(Arc::clone(event));
        while !ready.is_empty() {
            let mut later = Vec::new();
            for event in ready {
                self.latest.insert(event.creator(), event.descriptor());
                self.given.push(Arc::clone(&event));
                let rounds = self.consensus.add(event);
                if let Some(last) = rounds.last() {
                    later.extend(self.intake.advance(last.window));
                }
                self.rounds.extend(rounds);
            }
            ready = later;
        }
    }

    fn create(&mut self, id: usize, others: &[usize], branches: bool, rng: &mut Rng) -> UnsignedEvent {
        self.clock += 1 + (rng.next() % 2_000).cast_signed();
        let own = if branches && self.tips.len() > 1 { rng.below(self.tips.len()) } else { 0 };
        let self_parent = self.tips.get(own).copied();
        let latest = |other: &usize| self.latest.get(&MemberId(*other as u64)).copied();
        let jump = if branches { (rng.next() % 100_000).cast_signed() - 50_000 } else { 0 };
        UnsignedEvent {
            creator: MemberId(id as u64),
            birth_round: self.consensus.window().pending_round(),
            time_created: self.clock + jump,
            self_parent,
            other_parents: others.iter().filter_map(latest).collect(),
            transactions: (0..rng.below(3)).map(|n| Bytes::from(format!("{id}-{n}"))).collect(),
        }
    }

    /// Has its next events descend from this one of its own, or, if it branches, perhaps from those before as well.
    fn go_on_from(&mut self, event: &Event, branches: bool, rng: &mut Rng) {
        let tip = event.descriptor();
        let before = self.tips.iter_mut().find(|tip| event.parents().any(|parent| parent.hash == tip.hash));
        match before {
            Some(last) if !(branches && rng.chance(20)) => *last = tip,
            _ => self.tips.push(tip),
        }
    }
}

impl Gossip {
    /// Has the members of a plan gossip at random.
    pub(crate) fn run(plan: &Plan, rng: &mut Rng) -> Self {
        let n = plan.weights.len();
        let mut gossip = Self { members: (0..n).map(|_| Member::new(plan)).collect(), events: Vec::new() };
        while gossip.events.len() < plan.events {
            let id = rng.below(n);
            if gossip.members[id].absent > 0 {
                gossip.members[id].absent -= 1;
                continue;
            }
            if plan.absences && rng.chance(2) {
                gossip.members[id].absent = rng.below(30);
            }
            let count = if rng.chance(plan.talkative) { 1 + rng.below(n) } else { 1 };
            let mut others: Vec<_> = (0..n).filter(|other| *other != id).collect();
            rng.shuffle(&mut others);
            others.truncate(count);
            for other in &others {
                gossip.tell(*other, id);
            }
            let branches = plan.branchers.contains(&id);
            let mut content = gossip.members[id].create(id, &others, branches, rng);
            if branches {
                gossip.lie(plan.lies, &mut content, rng);
            }
            let event = Arc::new(Event::new(content, Bytes::new()));
            gossip.members[id].go_on_from(&event, branches, rng);
            gossip.members[id].hear(&event);
            gossip.events.push(event);
        }
        gossip
    }

    /// Has an event be wrong about a parent, sometimes.
    fn lie(&self, lies: Lies, content: &mut UnsignedEvent, rng: &mut Rng) {
        if !rng.chance(20) {
            return;
        }
        let another = MemberId(rng.below(self.members.len()) as u64);
        match lies {
            Lies::None => {}
            // Another's last event as one's own, or as somebody else's.
            Lies::Creators => match content.other_parents.first_mut() {
                Some(parent) if rng.chance(50) => {
                    content.self_parent = Some(Descriptor { creator: content.creator, ..*parent });
                }
                Some(parent) if another != content.creator => parent.creator = another,
                _ => {}
            },
            Lies::Births => {
                let latest = self.events.iter().rev().find(|event| event.creator() != content.creator);
                let long_ago = latest.map(|event| Descriptor { birth_round: 1, ..event.descriptor() });
                content.other_parents = long_ago.into_iter().collect();
            }
        }
        // At most one parent of each creator.
        content.other_parents.sort_unstable_by_key(|parent| parent.creator);
        content.other_parents.dedup_by_key(|parent| parent.creator);
    }

    /// Tells a member all that another one knows.
    pub(crate) fn tell(&mut self, from: usize, to: usize) {
        let heard = self.members[to].heard[from];
        let news: Vec<_> = self.members[from].told[heard..].to_vec();
        self.members[to].heard[from] += news.len();
        for event in news {
            self.members[to].hear(&event);
        }
    }
}

/// What two members that agree have in common.
pub(crate) type Essence = (u64, Vec<Hash>, Vec<(Hash, u64, Nanos)>, Nanos, u64);

pub(crate) fn essence(round: &ConsensusRound) -> Essence {
    let judges = round.snapshot.judges.iter().map(|judge| judge.hash).collect();
    let events =
        round.events.iter().map(|ordered| (ordered.event.hash(), ordered.number, ordered.time)).collect();
    (round.round, judges, events, round.time, round.window.ancient_threshold)
}
