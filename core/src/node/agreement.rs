//! Whether members agree on states.

use alloc::{
    collections::{BTreeMap, BTreeSet, VecDeque},
    vec::Vec,
};

use hapi_hashgraph::{MemberId, Roster};
use hapi_ledger::state::StateHash;

use super::StateSignature;

/// A state that members with more than half of the weight signed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SignedState {
    /// The round that it is the state after.
    pub round: u64,
    /// Its hash.
    pub hash: StateHash,
    /// Who signed it, in the order of ids, each with its Ed25519 signature of [`StateSignature::message`].
    pub signatures: Vec<(MemberId, [u8; 64])>,
}

/// Members do not agree on the state after a round ("invalid state signature").
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum IssReport {
    /// Members with more than half of the weight have another state than this node.
    Own {
        /// The round.
        round: u64,
        /// What this node has.
        own: StateHash,
        /// What they have.
        theirs: StateHash,
    },
    /// Another member has another state than those with more than half of the weight. It is reported once, until its state is
    /// that of the others again.
    Other {
        /// The round.
        round: u64,
        /// The member.
        member: MemberId,
        /// What it has.
        its: StateHash,
        /// What the others have.
        theirs: StateHash,
    },
    /// Members disagree so much that no state can have more than half of the weight.
    Split {
        /// The round.
        round: u64,
        /// What this node has.
        own: StateHash,
    },
}

impl IssReport {
    /// Whether the node that reports it must not go on.
    pub fn is_fatal(&self) -> bool {
        !matches!(self, Self::Other { .. })
    }
}

/// What was learned from a signature, or from reaching a state.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Finding {
    Signed(SignedState),
    Iss(IssReport),
}

/// The signatures of the last rounds.
#[derive(Debug)]
pub(super) struct Agreement {
    me: MemberId,
    roster: Roster,
    /// Oldest first.
    rounds: VecDeque<Round>,
    capacity: usize,
    /// Whose last state was not that of the others.
    astray: BTreeSet<MemberId>,
}

#[derive(Debug)]
struct Round {
    number: u64,
    own: StateHash,
    signatures: BTreeMap<MemberId, StateSignature>,
    /// The hash that more than half of the weight has.
    agreed: Option<StateHash>,
    is_split: bool,
}

impl Agreement {
    pub(super) fn new(me: MemberId, roster: Roster, capacity: usize) -> Self {
        Self { me, roster, rounds: VecDeque::new(), capacity: capacity.max(1), astray: BTreeSet::new() }
    }

    /// This node reached a state. Signatures count from now on, its own included.
    pub(super) fn reached(&mut self, reached: &StateSignature) -> Vec<Finding> {
        if self.rounds.len() == self.capacity {
            self.rounds.pop_front();
        }
        let StateSignature { round: number, hash: own, .. } = *reached;
        let signatures = BTreeMap::new();
        self.rounds.push_back(Round { number, own, signatures, agreed: None, is_split: false });
        self.count(self.me, reached)
    }

    /// A peer told which state it reached. What it says of rounds that are not looked at (any more) does not count, nor what it
    /// says after it has said something else.
    pub(super) fn told(&mut self, member: MemberId, signature: &StateSignature) -> Vec<Finding> {
        if member == self.me { Vec::new() } else { self.count(member, signature) }
    }

    fn count(&mut self, member: MemberId, signature: &StateSignature) -> Vec<Finding> {
        let Ok(place) = self.rounds.binary_search_by_key(&signature.round, |round| round.number) else {
            return Vec::new();
        };
        let round = &mut self.rounds[place];
        if self.roster.index(member).is_none() || round.signatures.contains_key(&member) {
            return Vec::new();
        }
        round.signatures.insert(member, *signature);
        let mut findings = Vec::new();
        if let Some(theirs) = round.agreed {
            findings.extend(compare(&mut self.astray, round, member, signature.hash, theirs));
            return findings;
        }
        let weight = round.weight(&self.roster, |hash| hash == signature.hash);
        if 2 * weight > self.roster.total() {
            round.agreed = Some(signature.hash);
            findings.extend(self.agree(place, signature.hash));
        } else if !round.is_split && round.cannot_agree(&self.roster) {
            round.is_split = true;
            findings.push(Finding::Iss(IssReport::Split { round: round.number, own: round.own }));
        }
        findings
    }

    fn agree(&mut self, place: usize, agreed: StateHash) -> Vec<Finding> {
        let round = &self.rounds[place];
        let mut findings = Vec::new();
        for (member, signature) in &round.signatures {
            if *member != self.me {
                findings.extend(compare(&mut self.astray, round, *member, signature.hash, agreed));
            }
        }
        if round.own == agreed {
            let agreeing = round.signatures.iter().filter(|(_, signature)| signature.hash == agreed);
            let signatures = agreeing.map(|(member, signature)| (*member, signature.signature)).collect();
            findings.push(Finding::Signed(SignedState { round: round.number, hash: agreed, signatures }));
        } else {
            let report = IssReport::Own { round: round.number, own: round.own, theirs: agreed };
            findings.push(Finding::Iss(report));
        }
        findings
    }
}

/// Whether the state of another member is news.
fn compare(
    astray: &mut BTreeSet<MemberId>,
    round: &Round,
    member: MemberId,
    its: StateHash,
    theirs: StateHash,
) -> Option<Finding> {
    if its == theirs {
        astray.remove(&member);
        return None;
    }
    let report = IssReport::Other { round: round.number, member, its, theirs };
    astray.insert(member).then_some(Finding::Iss(report))
}

impl Round {
    fn weight(&self, roster: &Roster, counts: impl Fn(StateHash) -> bool) -> u64 {
        let counted = self.signatures.iter().filter(|(_, signature)| counts(signature.hash));
        let weights = counted.filter_map(|(member, _)| roster.index(*member));
        weights.map(|index| roster.weight(index)).sum()
    }

    /// Whether no hash can have more than half of the weight, whatever those sign who have not yet.
    fn cannot_agree(&self, roster: &Roster) -> bool {
        let open = roster.total() - self.weight(roster, |_| true);
        let hashes = self.signatures.values().map(|signature| signature.hash);
        let most = hashes.map(|hash| self.weight(roster, |other| other == hash)).max().unwrap_or(0);
        2 * (most + open) <= roster.total()
    }
}
