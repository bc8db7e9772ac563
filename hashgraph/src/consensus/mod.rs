//! From events to rounds.

mod election;
mod received;
mod time;
mod window;

use alloc::{collections::BTreeMap, sync::Arc, vec::Vec};

use election::{COIN_EVERY, Election};
use window::Births;
pub use window::{EventWindow, Judge, Snapshot};

use crate::{
    event::{Event, MemberId, Nanos},
    graph::{Base, Graph, Ix, Node},
    roster::Roster,
};

/// The consensus of one member. Members that were given the same events, in any order that has parents before children, have
/// given back the same rounds.
#[derive(Debug)]
pub struct Consensus {
    /// Each from the round on that it is for.
    rosters: BTreeMap<u64, Roster>,
    graph: Graph,
    base: Base,
    /// The judges of the round that this member started from, while not all of them are here.
    awaited: Vec<Judge>,
    election: Election,
    births: Births,
    next_number: u64,
    /// The time of the last transaction; `None` before the first round.
    time: Option<Nanos>,
    /// In every so many rounds of voting a coin is thrown.
    coin_every: u64,
}

/// A decided round.
#[derive(Clone, Debug)]
pub struct ConsensusRound {
    /// Its number, from 1.
    pub round: u64,
    /// The events that have consensus now, in their order.
    pub events: Vec<ConsensusEvent>,
    /// The time of its last transaction, or of the round itself where it has none.
    pub time: Nanos,
    /// Events that became ancient without ever reaching consensus: what is in them was not ordered.
    pub stale: Vec<Arc<Event>>,
    /// Which events matter from now on.
    pub window: EventWindow,
    /// What a member needs to go on from here.
    pub snapshot: Snapshot,
}

/// An event with its place in the order.
#[derive(Clone, Debug)]
pub struct ConsensusEvent {
    /// The event.
    pub event: Arc<Event>,
    /// Its number, from 0, over all rounds.
    pub number: u64,
    /// Its consensus time, which is that of its first transaction; the others follow in steps of a microsecond.
    pub time: Nanos,
}

impl ConsensusEvent {
    /// The consensus time of its transaction at this place.
    pub fn transaction_time(&self, place: usize) -> Nanos {
        time::of_transaction(self.time, place)
    }
}

/// A roster for a round whose election has begun.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the roster of round {round} came when round {pending} was already pending")]
pub struct LateRoster {
    /// The round it was for.
    pub round: u64,
    /// The round whose election goes on.
    pub pending: u64,
}

/// A snapshot that nothing can start from.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum InvalidSnapshot {
    /// It is of no decided round.
    #[error("the snapshot is of round 0, which is never decided")]
    NoRound,
    /// It has no judges.
    #[error("the snapshot of round {0} has no judges")]
    NoJudges(u64),
    /// Its birth rounds do not end with its round.
    #[error("the birth rounds in the snapshot of round {0} are not in order up to it")]
    Births(u64),
}

impl Consensus {
    /// The consensus of a network that begins with this roster.
    pub fn genesis(roster: Roster) -> Self {
        Self {
            rosters: BTreeMap::from([(1, roster)]),
            graph: Graph::default(),
            base: Base::default(),
            awaited: Vec::new(),
            election: Election::new(1, COIN_EVERY),
            births: Births::default(),
            next_number: 0,
            time: None,
            coin_every: COIN_EVERY,
        }
    }

    /// The consensus of a member that goes on from a decided round with this roster. It needs the round's judges and all events
    /// since that are not ancient; until it has the judges, it decides nothing.
    pub fn restore(snapshot: &Snapshot, roster: Roster) -> Result<Self, InvalidSnapshot> {
        let Snapshot { round, judges, births, next_number, time } = snapshot;
        if *round == 0 {
            return Err(InvalidSnapshot::NoRound);
        }
        if judges.is_empty() {
            return Err(InvalidSnapshot::NoJudges(*round));
        }
        let in_order = births.windows(2).all(|pair| pair[0].0 < pair[1].0);
        if !in_order || births.last().is_none_or(|(last, _)| last != round) {
            return Err(InvalidSnapshot::Births(*round));
        }
        let mut hashes: Vec<_> = judges.iter().map(|judge| judge.hash).collect();
        hashes.sort_unstable();
        Ok(Self {
            rosters: BTreeMap::from([(round + 1, roster)]),
            graph: Graph::default(),
            base: Base { round: *round, judges: hashes },
            awaited: judges.clone(),
            election: Election::new(round + 1, COIN_EVERY),
            births: Births::of(snapshot),
            next_number: *next_number,
            time: Some(*time),
            coin_every: COIN_EVERY,
        })
    }

    /// The same, but that a coin is thrown in every so many rounds of voting instead of every 12th, which elections of hardly any graph
    /// come to: for tests of what happens then. The same for all members, from the start, and 2 at least: in rounds of coins
    /// nothing is decided.
    #[must_use]
    pub fn with_coin_every(mut self, rounds: u64) -> Self {
        self.coin_every = rounds.max(2);
        self.election = Election::new(self.election.round(), self.coin_every);
        self
    }

    /// Has another roster from `round` on.
    ///
    /// # Errors
    /// When the election of that round has begun: rounds would differ between members.
    pub fn set_roster(&mut self, round: u64, roster: Roster) -> Result<(), LateRoster> {
        let pending = self.election.round();
        if round <= pending {
            return Err(LateRoster { round, pending });
        }
        self.rosters.insert(round, roster);
        Ok(())
    }

    /// The roster of the round that is pending.
    pub fn roster(&self) -> &Roster {
        let (_, roster) =
            self.rosters.range(..=self.election.round()).next_back().expect("there is one from the start");
        roster
    }

    /// Which events matter now.
    pub fn window(&self) -> EventWindow {
        self.births.window()
    }

    /// How many events are in the recent graph.
    pub fn recent_events(&self) -> usize {
        self.graph.len()
    }

    /// The events of the recent graph that no round has ordered yet, parents before children.
    pub fn undecided(&self) -> impl Iterator<Item = &Arc<Event>> {
        let nodes = (0..self.graph.len()).map(|x| self.graph.node(x));
        nodes.filter(|node| !node.is_ordered).map(|node| &node.event)
    }

    /// Whether it still waits for judges of the round that it started from.
    pub fn is_waiting(&self) -> bool {
        !self.awaited.is_empty()
    }

    /// Takes an event whose parents it was given before, or which are ancient. Gives back the rounds that this decides.
    pub fn add(&mut self, event: Arc<Event>) -> Vec<ConsensusRound> {
        if event.content().birth_round < self.window().ancient_threshold {
            return Vec::new();
        }
        if self.is_waiting() {
            self.awaited.retain(|judge| judge.hash != event.hash());
            self.graph.push(event);
            if self.is_waiting() {
                return Vec::new();
            }
            self.begin();
        } else {
            self.graph.push(event);
        }
        self.advance()
    }

    /// All judges are here: what they all descend from had consensus before.
    fn begin(&mut self) {
        let judges: Vec<_> = self.base.judges.iter().filter_map(|judge| self.graph.find(judge)).collect();
        let ordered = received::received(&self.graph, &judges);
        let window = self.births.window();
        self.rebase(&ordered, &window);
    }

    fn advance(&mut self) -> Vec<ConsensusRound> {
        let mut rounds = Vec::new();
        let mut roster = self.roster().clone();
        while let Some(x) = self.graph.compute_next(&self.base, &roster) {
            if !self.graph.node(x).is_witness {
                continue;
            }
            self.election.add(x, &self.graph, &roster);
            if let Some(judges) = self.election.judges(&self.graph) {
                rounds.push(self.conclude(&judges));
                roster = self.roster().clone();
            }
        }
        rounds
    }

    /// Ends the election: orders what has consensus now, and starts from there.
    fn conclude(&mut self, judges: &[Ix]) -> ConsensusRound {
        let round = self.election.round();
        let received = received::received(&self.graph, judges);
        let chosen: Vec<_> = judges.iter().map(|judge| self.judge(*judge)).collect();
        let events: Vec<_> = received.iter().map(|received| self.order(received)).collect();
        let time = match (events.is_empty(), self.time) {
            (true, Some(last)) => time::next(last),
            (true, None) => self.median_creation(judges),
            (false, last) => last.expect("an event was ordered"),
        };
        self.time = Some(time);
        let births = judges.iter().map(|judge| self.graph.node(*judge).event.content().birth_round);
        self.births.push(round, births.min().unwrap_or(round));
        let window = self.births.window();
        self.base = Base { round, judges: chosen.iter().map(|judge| judge.hash).collect() };
        self.base.judges.sort_unstable();
        let stale = self.rebase(&received, &window);
        self.election = Election::new(round + 1, self.coin_every);
        let in_force = self.rosters.range(..=round + 1).next_back().map_or(0, |(from, _)| *from);
        self.rosters = self.rosters.split_off(&in_force);
        let births = self.births.recent();
        let snapshot = Snapshot { round, judges: chosen, births, next_number: self.next_number, time };
        ConsensusRound { round, events, time, stale, window, snapshot }
    }

    fn judge(&self, judge: Ix) -> Judge {
        let event = &self.graph.node(judge).event;
        Judge { creator: event.creator(), hash: event.hash() }
    }

    fn order(&mut self, received: &received::Received) -> ConsensusEvent {
        let event = Arc::clone(&self.graph.node(received.event).event);
        let time = self.time.map_or(received.time(), |last| received.time().max(time::next(last)));
        let last = event.content().transactions.len().saturating_sub(1);
        self.time = Some(time::of_transaction(time, last));
        let number = self.next_number;
        self.next_number += 1;
        ConsensusEvent { event, number, time }
    }

    fn median_creation(&self, judges: &[Ix]) -> Nanos {
        let created = |judge: &Ix| self.graph.node(*judge).event.content().time_created;
        let mut times: Vec<_> = judges.iter().map(created).collect();
        times.sort_unstable();
        times[times.len() / 2]
    }

    /// Drops what has consensus, but for the judges of the base, and what is ancient; the latter, where it never had consensus,
    /// is given back.
    fn rebase(&mut self, received: &[received::Received], window: &EventWindow) -> Vec<Arc<Event>> {
        let ordered = self.marked(received.iter().map(|received| received.event));
        let judges = &self.base.judges;
        let is_judge = |node: &Node| judges.binary_search(&node.event.hash()).is_ok();
        let is_ancient = |node: &Node| node.event.content().birth_round < window.ancient_threshold;
        let is_stale =
            |(x, node): &(Ix, &Node)| !ordered[*x] && !node.is_ordered && !is_judge(node) && is_ancient(node);
        let nodes = (0..self.graph.len()).map(|x| (x, self.graph.node(x)));
        let stale = nodes.filter(is_stale).map(|(_, node)| Arc::clone(&node.event)).collect();
        self.graph.rebase(|x, node| {
            let is_ordered = ordered[x] || node.is_ordered;
            (is_judge(node) || !(is_ordered || is_ancient(node))).then_some(is_ordered)
        });
        stale
    }

    fn marked(&self, events: impl Iterator<Item = Ix>) -> Vec<bool> {
        let mut marked = alloc::vec![false; self.graph.len()];
        events.for_each(|event| marked[event] = true);
        marked
    }

    /// How heavy each member is in the pending round, for those who create events.
    pub fn weight(&self, member: MemberId) -> u64 {
        let roster = self.roster();
        roster.index(member).map_or(0, |index| roster.weight(index))
    }
}
