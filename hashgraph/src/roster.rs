//! Who takes part, and how much each counts.

use alloc::vec::Vec;

use crate::event::MemberId;

/// The members of a network with their weights, in the order of their ids.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Roster {
    members: Vec<(MemberId, u64)>,
    total: u64,
}

/// A list that is no roster.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum InvalidRoster {
    /// Nobody in it counts.
    #[error("no member of the roster has any weight")]
    NoWeight,
    /// Somebody is in it twice.
    #[error("member {0} is in the roster twice")]
    Twice(MemberId),
    /// The weights do not fit.
    #[error("the weights add up to more than {}", u64::MAX / 3)]
    TooHeavy,
}

impl Roster {
    /// The roster of these members with their weights.
    pub fn new(members: impl IntoIterator<Item = (MemberId, u64)>) -> Result<Self, InvalidRoster> {
        let mut members: Vec<_> = members.into_iter().collect();
        members.sort_unstable();
        if let Some(pair) = members.windows(2).find(|pair| pair[0].0 == pair[1].0) {
            return Err(InvalidRoster::Twice(pair[0].0));
        }
        let total = members.iter().try_fold(0_u64, |sum, (_, weight)| sum.checked_add(*weight));
        match total.filter(|total| *total <= u64::MAX / 3) {
            None => Err(InvalidRoster::TooHeavy),
            Some(0) => Err(InvalidRoster::NoWeight),
            Some(total) => Ok(Self { members, total }),
        }
    }

    /// The members with their weights, in the order of their ids.
    pub fn members(&self) -> &[(MemberId, u64)] {
        &self.members
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.members.len()
    }

    /// Whether there are none; never so.
    pub fn is_empty(&self) -> bool {
        self.members.is_empty()
    }

    /// The place of a member in [`Roster::members`].
    pub fn index(&self, member: MemberId) -> Option<usize> {
        self.members.binary_search_by_key(&member, |(id, _)| *id).ok()
    }

    /// The weight of the member at a place.
    pub fn weight(&self, index: usize) -> u64 {
        self.members[index].1
    }

    /// All weight there is.
    pub fn total(&self) -> u64 {
        self.total
    }

    /// Whether this is more than two thirds of all weight.
    pub fn is_supermajority(&self, weight: u64) -> bool {
        // Totals are at most a third of what fits.
        3 * weight > 2 * self.total
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_thirds_are_not_enough() {
        let roster = Roster::new((0..3).map(|id| (MemberId(id), 1))).unwrap();
        assert!(!roster.is_supermajority(2));
        assert!(roster.is_supermajority(3));
        let roster = Roster::new((0..4).map(|id| (MemberId(id), 1))).unwrap();
        assert!(roster.is_supermajority(3));
    }

    #[test]
    fn bad_lists_are_refused() {
        let twice = [(MemberId(1), 1), (MemberId(1), 2)];
        assert_eq!(Roster::new(twice), Err(InvalidRoster::Twice(MemberId(1))));
        assert_eq!(Roster::new([(MemberId(1), 0)]), Err(InvalidRoster::NoWeight));
        assert_eq!(Roster::new([(MemberId(1), u64::MAX / 2)]), Err(InvalidRoster::TooHeavy));
    }
}
