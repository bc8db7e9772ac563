//! What congestion makes fees cost more.

use alloc::vec::Vec;

use hapi_proto::services::Timestamp;

use crate::{config::CongestionLevels, state::canonical};

/// Since when each level of congestion has lasted. Part of what a ledger must keep between transactions.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Congestion {
    /// By level, in the order of [`CongestionLevels`].
    since: Vec<Option<Timestamp>>,
    multiplier: u64,
}

canonical! {
    Congestion { since, multiplier }
}

impl Default for Congestion {
    fn default() -> Self {
        Self { since: Vec::new(), multiplier: 1 }
    }
}

impl Congestion {
    /// What fees are multiplied by, as of the last update.
    pub fn multiplier(&self) -> u64 {
        self.multiplier
    }

    /// Since when each level has lasted, in their order; `None` for those that are not reached.
    pub fn since(&self) -> &[Option<Timestamp>] {
        &self.since
    }

    /// Takes note of the fullest bucket's utilisation at a consensus time, and says what fees are multiplied by from then
    /// on: the highest multiplier whose level has lasted for at least `min_period` seconds.
    ///
    /// `buckets` are the (used, capacity) of all buckets that count, as they were when last asked.
    pub fn update(
        &mut self,
        levels: &CongestionLevels,
        min_period: i64,
        now: Timestamp,
        buckets: impl IntoIterator<Item = (u64, u64)>,
    ) -> u64 {
        let levels = levels.levels();
        // Other levels than before: how long they have lasted is not known.
        if self.since.len() != levels.len() {
            self.since = alloc::vec![None; levels.len()];
        }
        let reached = buckets.into_iter().map(|bucket| reached(levels, bucket)).max().unwrap_or(0);
        for (at, since) in self.since.iter_mut().enumerate() {
            *since = if at < reached { since.or(Some(now)) } else { None };
        }
        let lasted =
            |since: Timestamp| (now.as_nanos() - since.as_nanos()) / 1_000_000_000 >= i128::from(min_period);
        let highest = self.since.iter().rposition(|since| since.is_some_and(lasted));
        self.multiplier = highest.map_or(1, |at| levels[at].1);
        self.multiplier
    }
}

/// How many levels a bucket has reached. The cut-off is a hundredth of the capacity, rounded down, times the percent.
fn reached(levels: &[(u32, u64)], (used, capacity): (u64, u64)) -> usize {
    levels.partition_point(|(percent, _)| used >= (capacity / 100).saturating_mul(u64::from(*percent)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(seconds: i64) -> Timestamp {
        Timestamp::new(seconds, 0)
    }

    #[test]
    fn a_level_multiplies_once_it_has_lasted() {
        let (levels, mut congestion) = (CongestionLevels::default(), Congestion::default());
        let mut update =
            |second, used| congestion.update(&levels, 60, at(second), [(10, 1000), (used, 1000)]);
        assert_eq!(update(0, 899), 1);
        assert_eq!(update(1, 900), 1);
        assert_eq!(update(31, 990), 1);
        assert_eq!(update(60, 990), 1);
        assert_eq!(update(61, 990), 10, "90 % since second 1");
        assert_eq!(update(91, 990), 100, "99 % since second 31");
        assert_eq!(update(92, 950), 25, "95 % since second 31");
        assert_eq!(update(93, 0), 1);
        assert_eq!(update(94, 1000), 1, "it starts again");
    }
}
