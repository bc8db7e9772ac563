//! Whether members agree on states.

use alloc::{
    collections::{BTreeMap, BTreeSet, VecDeque},
    vec::Vec,
};
use core::fmt;

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
    /// The round after which they do not agree.
    pub fn round(&self) -> u64 {
        match self {
            Self::Own { round, .. } | Self::Other { round, .. } | Self::Split { round, .. } => *round,
        }
    }

    /// Whether the node that reports it must not go on.
    pub fn is_fatal(&self) -> bool {
        !matches!(self, Self::Other { .. })
    }
}

impl fmt::Display for IssReport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Own { round, own, theirs } => write!(
                f,
                "the state after round {round} is {own} on this node, and {theirs} on those with more than half of the weight"
            ),
            Self::Other { round, member, its, theirs } => write!(
                f,
                "the state after round {round} is {its} on node {member}, and {theirs} on those with more than half of the weight"
            ),
            Self::Split { round, own } => write!(
                f,
                "the state after round {round} is {own} on this node, and no state can have more than half of the weight"
            ),
        }
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

#[cfg(test)]
mod tests {
    use super::*;

    const ME: MemberId = MemberId(0);

    fn agreement(weights: &[u64]) -> Agreement {
        let members = weights.iter().enumerate().map(|(id, weight)| (MemberId(id as u64), *weight));
        Agreement::new(ME, Roster::new(members).unwrap(), 3)
    }

    fn state(round: u64, hash: u8) -> StateSignature {
        StateSignature { round, hash: StateHash([hash; 32]), signature: [hash; 64] }
    }

    fn signed(round: u64, hash: u8, members: &[u64]) -> Finding {
        let signatures = members.iter().map(|id| (MemberId(*id), [hash; 64])).collect();
        Finding::Signed(SignedState { round, hash: StateHash([hash; 32]), signatures })
    }

    #[test]
    fn half_of_the_weight_is_not_enough() {
        let mut agreement = agreement(&[1, 1, 1, 1]);
        assert_eq!(agreement.reached(&state(1, 5)), []);
        assert_eq!(agreement.told(MemberId(1), &state(1, 5)), []);
        assert_eq!(agreement.told(MemberId(3), &state(1, 5)), [signed(1, 5, &[0, 1, 3])]);
        assert_eq!(agreement.told(MemberId(2), &state(1, 5)), [], "it is said once");
    }

    #[test]
    fn who_is_alone_agrees_with_itself() {
        assert_eq!(agreement(&[1]).reached(&state(1, 5)), [signed(1, 5, &[0])]);
    }

    #[test]
    fn only_the_first_word_of_a_member_counts_and_none_of_a_stranger() {
        let mut agreement = agreement(&[1, 1, 1, 1]);
        agreement.reached(&state(1, 5));
        for _ in 0..3 {
            assert_eq!(agreement.told(MemberId(1), &state(1, 5)), []);
            assert_eq!(agreement.told(MemberId(7), &state(1, 5)), []);
            assert_eq!(agreement.told(ME, &state(1, 5)), [], "what it said before its start");
        }
        assert_eq!(agreement.told(MemberId(1), &state(1, 6)), []);
        assert_eq!(agreement.told(MemberId(2), &state(1, 5)).len(), 1);
    }

    #[test]
    fn one_that_is_astray_is_reported_until_it_is_back() {
        let mut agreement = agreement(&[1, 1, 1, 1]);
        let mut reports = Vec::new();
        for (round, its) in [(1, 9), (2, 9), (3, 5), (4, 9)] {
            agreement.reached(&state(round, 5));
            for (member, hash) in [(3, its), (1, 5), (2, 5)] {
                let findings = agreement.told(MemberId(member), &state(round, hash));
                reports.extend(findings.into_iter().filter(|finding| matches!(finding, Finding::Iss(_))));
            }
        }
        let report = |round| {
            let (its, theirs) = (StateHash([9; 32]), StateHash([5; 32]));
            Finding::Iss(IssReport::Other { round, member: MemberId(3), its, theirs })
        };
        assert_eq!(reports, [report(1), report(4)]);
    }

    #[test]
    fn one_that_is_astray_itself_sees_it() {
        let mut agreement = agreement(&[1, 1, 1, 1]);
        agreement.reached(&state(1, 9));
        agreement.told(MemberId(1), &state(1, 5));
        agreement.told(MemberId(2), &state(1, 5));
        let (own, theirs) = (StateHash([9; 32]), StateHash([5; 32]));
        let report = IssReport::Own { round: 1, own, theirs };
        assert_eq!(agreement.told(MemberId(3), &state(1, 5)), [Finding::Iss(report)]);
        assert!(report.is_fatal());
    }

    #[test]
    fn a_tie_is_a_split() {
        let mut agreement = agreement(&[1, 1, 1, 1]);
        agreement.reached(&state(1, 5));
        agreement.told(MemberId(1), &state(1, 5));
        assert_eq!(agreement.told(MemberId(2), &state(1, 6)), [], "the last may agree with either");
        let split = Finding::Iss(IssReport::Split { round: 1, own: StateHash([5; 32]) });
        assert_eq!(agreement.told(MemberId(3), &state(1, 6)), [split]);
    }

    #[test]
    fn old_rounds_are_forgotten() {
        let mut agreement = agreement(&[1, 1, 1]);
        for round in 1..=10 {
            agreement.reached(&state(round, 5));
        }
        assert_eq!(agreement.rounds.len(), 3);
        assert_eq!(agreement.told(MemberId(1), &state(7, 5)), []);
        assert_eq!(agreement.told(MemberId(1), &state(8, 5)), [signed(8, 5, &[0, 1])]);
    }
}
