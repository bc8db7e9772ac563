//! How much of what a network takes on.
//!
//! [`Definitions`] is file 0.0.123, validated. [`Throttles`] are its leaky buckets: a node has some of its own that are
//! split by the number of nodes and asked at ingest, and the ledger has some that are asked at consensus.

mod bucket;
mod consensus;
mod definitions;
mod demand;

use alloc::{collections::BTreeMap, sync::Arc, vec::Vec};

use hapi_proto::services::{HederaFunctionality, ThrottleUsageSnapshot, ThrottleUsageSnapshots, Timestamp};
use smallvec::SmallVec;

pub use bucket::Bucket;
pub(crate) use consensus::ConsensusThrottles;
pub use definitions::{DefinitionError, Definitions};
pub use demand::Demand;

use crate::state::EntityNum;

/// The buckets of one throttle, with what is in them.
#[derive(Clone, Debug)]
pub struct Throttles {
    buckets: Vec<Bucket>,
    /// Shared by clones: only what is in the buckets changes.
    shares: Arc<AllShares>,
    last_exempt: EntityNum,
}

impl AllShares {
    fn of(&self, demand: Demand) -> Option<&Vec<(usize, u64)>> {
        let high_volume = self.high_volume.get(&demand.function).filter(|_| demand.high_volume);
        high_volume.or_else(|| self.normal.get(&demand.function))
    }
}

/// For each functionality, which buckets one operation goes into, and how many logical transactions it is there.
type Shares = BTreeMap<HederaFunctionality, Vec<(usize, u64)>>;

#[derive(Debug, Default)]
struct AllShares {
    normal: Shares,
    high_volume: Shares,
}

impl Throttles {
    /// Empty buckets, each `1/split` as wide as defined. The split is the number of nodes for the throttle of a node,
    /// and 1 for that of the ledger. Payers up to 0.0.100 are exempt, see [`Throttles::exempting`].
    pub fn new(definitions: &Definitions, split: u64) -> Self {
        let mut buckets = Vec::new();
        let mut all = AllShares::default();
        for definition in definitions.buckets() {
            let at = buckets.len();
            buckets.push(definition.bucket(split));
            let shares = if definition.high_volume { &mut all.high_volume } else { &mut all.normal };
            for (function, cost) in definition.costs() {
                shares.entry(function).or_default().push((at, cost));
            }
        }
        Self { buckets, shares: Arc::new(all), last_exempt: 100 }
    }

    /// Exempts the payers 0.0.1 to this one (property `accounts.lastThrottleExempt`).
    pub fn exempting(self, last_exempt: EntityNum) -> Self {
        Self { last_exempt, ..self }
    }

    /// As [`Throttles::exempting`], in place.
    pub fn set_exempt(&mut self, last_exempt: EntityNum) {
        self.last_exempt = last_exempt;
    }

    /// Takes `n` operations of a functionality if all of its buckets have room, or nothing. A functionality without
    /// buckets is never allowed but to exempt payers.
    ///
    /// Time does not go backwards: an earlier `now` than the last one counts as the last one.
    pub fn allow(&mut self, function: HederaFunctionality, n: u64, now: Timestamp, payer: EntityNum) -> bool {
        self.admit(Demand { operations: n, ..Demand::one(function) }, now, payer)
    }

    /// As [`Throttles::allow`], for what a transaction demands: of high volume from the high-volume buckets, if the
    /// functionality has any (HIP-1313).
    pub fn admit(&mut self, demand: Demand, now: Timestamp, payer: EntityNum) -> bool {
        let shares = self.shares.of(demand);
        self.is_exempt(payer) || take(&mut self.buckets, shares, demand, now)
    }

    /// Gives back what [`Throttles::admit`] took for operations that did not happen after all. Exempt payers took nothing.
    pub fn give_back(&mut self, demand: Demand, payer: EntityNum) {
        if self.is_exempt(payer) {
            return;
        }
        for (at, cost) in self.shares.of(demand).into_iter().flatten() {
            self.buckets[*at].give_back(demand.logical(*cost));
        }
    }

    /// How full the fullest high-volume bucket of a functionality is, in basis points.
    pub fn high_volume_utilisation(&self, function: HederaFunctionality, now: Timestamp) -> u32 {
        let shares = self.shares.high_volume.get(&function).into_iter().flatten();
        shares.map(|(at, _)| self.buckets[*at].utilisation(now)).max().unwrap_or(0)
    }

    /// The buckets that congestion is measured at: those in which a transfer counts.
    pub fn congestion_buckets(&self) -> impl Iterator<Item = &Bucket> {
        let shares = self.shares.normal.get(&HederaFunctionality::CryptoTransfer).into_iter().flatten();
        shares.map(|(at, _)| &self.buckets[*at])
    }

    /// What is in the buckets, in the order of the definitions.
    pub fn snapshot(&self) -> ThrottleUsageSnapshots {
        let mut snapshot = ThrottleUsageSnapshots::default();
        self.save(&mut snapshot);
        snapshot
    }

    /// Makes a snapshot say what is in the buckets.
    pub fn save(&self, snapshot: &mut ThrottleUsageSnapshots) {
        let ThrottleUsageSnapshots { tps_throttles, gas_throttle, evm_ops_duration_throttle } = snapshot;
        tps_throttles.clear();
        tps_throttles.extend(self.buckets.iter().map(Bucket::snapshot));
        (*gas_throttle, *evm_ops_duration_throttle) = (None, None);
    }

    /// Whether a snapshot says what is in the buckets.
    pub fn are_as(&self, snapshot: &ThrottleUsageSnapshots) -> bool {
        let ThrottleUsageSnapshots { tps_throttles, gas_throttle, evm_ops_duration_throttle } = snapshot;
        gas_throttle.is_none()
            && evm_ops_duration_throttle.is_none()
            && self.buckets.iter().map(Bucket::snapshot).eq(tps_throttles.iter().copied())
    }

    /// Fills the buckets as a snapshot says. One of other definitions leaves the buckets empty.
    pub fn restore(&mut self, snapshot: &ThrottleUsageSnapshots) {
        let fits = snapshot.tps_throttles.len() == self.buckets.len();
        let empty = ThrottleUsageSnapshot::default();
        for (at, bucket) in self.buckets.iter_mut().enumerate() {
            bucket.restore(if fits { &snapshot.tps_throttles[at] } else { &empty });
        }
    }

    /// Whether a payer is not throttled.
    pub fn is_exempt(&self, payer: EntityNum) -> bool {
        (1..=self.last_exempt).contains(&payer)
    }
}

fn take(buckets: &mut [Bucket], shares: Option<&Vec<(usize, u64)>>, demand: Demand, now: Timestamp) -> bool {
    let Some(shares) = shares else { return false };
    // All are asked, since being asked also leaks: what a bucket holds may not depend on the answers of others.
    let mut granted = SmallVec::<[_; 4]>::new();
    for (at, cost) in shares {
        let logical = demand.logical(*cost);
        if buckets[*at].allow(logical, now) {
            granted.push((*at, logical));
        }
    }
    if granted.len() == shares.len() {
        return true;
    }
    for (at, logical) in granted {
        buckets[at].give_back(logical);
    }
    false
}

#[cfg(test)]
mod tests {
    use HederaFunctionality as Function;
    use proptest::prelude::*;

    use super::*;
    use crate::{
        config::ScaleFactor,
        genesis::{ThrottleProfile, data},
    };

    const USER: EntityNum = 1001;

    fn throttles(profile: ThrottleProfile, split: u64) -> Throttles {
        Throttles::new(&Definitions::parse(&data::throttles(profile)).unwrap(), split)
    }

    fn at(nanos: i128) -> Timestamp {
        Timestamp::from_nanos(nanos)
    }

    fn high_volume(function: Function, operations: u64) -> Demand {
        Demand { operations, high_volume: true, ..Demand::one(function) }
    }

    /// How many single operations are allowed at one instant.
    fn burst(throttles: &mut Throttles, function: Function, now: Timestamp) -> u64 {
        let mut count = 0;
        while throttles.allow(function, 1, now, USER) {
            count += 1;
        }
        count
    }

    #[test]
    fn a_burst_is_what_the_tightest_bucket_holds() {
        let mut throttles = throttles(ThrottleProfile::Production, 1);
        assert_eq!(burst(&mut throttles, Function::CryptoCreate, at(0)), 30, "2 a second for 15 seconds");
        assert_eq!(burst(&mut throttles, Function::CryptoCreate, at(499_999_999)), 0);
        assert_eq!(burst(&mut throttles, Function::CryptoCreate, at(500_000_000)), 1);
        assert_eq!(
            burst(&mut throttles, Function::FileCreate, at(500_000_000)),
            30,
            "10 a second for 3 seconds"
        );
    }

    #[test]
    fn nodes_share_the_rate_but_one_operation_always_fits() {
        let mut shared = throttles(ThrottleProfile::Production, 4);
        assert_eq!(burst(&mut shared, Function::CryptoCreate, at(0)), 7);
        let mut many = throttles(ThrottleProfile::Production, 1000);
        assert_eq!(burst(&mut many, Function::CryptoCreate, at(0)), 1);
    }

    #[test]
    fn a_refusal_takes_nothing_from_any_bucket() {
        let mut throttles = throttles(ThrottleProfile::Production, 1);
        burst(&mut throttles, Function::CryptoCreate, at(0));
        let before = throttles.snapshot();
        assert!(!throttles.allow(Function::CryptoCreate, 1, at(0), USER));
        assert_eq!(throttles.snapshot(), before);
        assert!(throttles.allow(Function::CryptoTransfer, 1, at(0), USER));
    }

    #[test]
    fn system_payers_are_exempt_and_unlisted_functions_are_not_allowed() {
        let mut throttles = throttles(ThrottleProfile::Development, 1);
        assert!(!throttles.allow(Function::NodeStakeUpdate, 1, at(0), USER));
        assert!(throttles.allow(Function::NodeStakeUpdate, 1, at(0), 2));
        assert!(throttles.allow(Function::NodeStakeUpdate, 1, at(0), 100));
        assert!(!throttles.allow(Function::NodeStakeUpdate, 1, at(0), 101));
    }

    #[test]
    fn high_volume_has_buckets_of_its_own() {
        let mut throttles = throttles(ThrottleProfile::Production, 1);
        burst(&mut throttles, Function::CryptoCreate, at(0));
        assert_eq!(throttles.high_volume_utilisation(Function::CryptoCreate, at(0)), 0);
        assert!(throttles.admit(high_volume(Function::CryptoCreate, 5000), at(0), USER));
        assert_eq!(throttles.high_volume_utilisation(Function::CryptoCreate, at(0)), 5000);
        assert_eq!(throttles.high_volume_utilisation(Function::CryptoCreate, at(250_000_000)), 2500);
        assert!(!throttles.admit(high_volume(Function::CryptoCreate, 5001), at(0), USER));
        assert!(
            throttles.admit(high_volume(Function::FileUpdate, 1), at(0), USER),
            "without such buckets: normal"
        );
    }

    #[test]
    fn what_is_given_back_can_be_taken_again() {
        let mut throttles = throttles(ThrottleProfile::Production, 1);
        burst(&mut throttles, Function::CryptoCreate, at(0));
        let demand = Demand { operations: 3, ..Demand::one(Function::CryptoCreate) };
        throttles.give_back(demand, 2);
        assert_eq!(
            burst(&mut throttles, Function::CryptoCreate, at(0)),
            0,
            "account 2 is exempt: it took nothing"
        );
        throttles.give_back(demand, USER);
        assert_eq!(burst(&mut throttles, Function::CryptoCreate, at(0)), 3);
    }

    #[test]
    fn nfts_are_heavier_to_mint_than_units() {
        let scale = ScaleFactor::new(5, 2);
        let nfts = |operations| Demand { operations, scale, ..Demand::one(Function::TokenMint) };
        let filled = |demand| {
            let mut throttles = throttles(ThrottleProfile::Production, 1);
            assert!(throttles.admit(demand, at(0), USER));
            let before = throttles.clone();
            assert!(throttles.admit(demand, at(0), USER));
            throttles.give_back(demand, USER);
            assert_eq!(throttles.snapshot(), before.snapshot(), "what is given back is what was taken");
            let used: Vec<_> = throttles.buckets.iter().map(Bucket::used).filter(|used| *used > 0).collect();
            used
        };
        let times = |n: u64, used: &[u64]| used.iter().map(|used| used * n).collect::<Vec<_>>();
        let unit = filled(Demand::one(Function::TokenMint));
        assert_eq!(filled(nfts(2)), times(5, &unit));
        assert_eq!(filled(nfts(10)), times(25, &unit));
        let high_volume = |demand| Demand { high_volume: true, ..demand };
        assert_eq!(
            filled(high_volume(nfts(2))),
            times(5, &filled(high_volume(Demand::one(Function::TokenMint))))
        );
    }

    proptest! {
        /// No window of time sees more than the burst plus what leaks in it, whatever is asked when.
        #[test]
        fn the_rate_is_never_exceeded(requests in prop::collection::vec((0_u32..2_000_000_000, 1_u64..5), 1..200)) {
            let mut throttles = throttles(ThrottleProfile::Production, 1);
            let (mut now, mut allowed) = (0_i128, 0_u64);
            for (wait, n) in requests {
                now += i128::from(wait);
                if throttles.allow(Function::CryptoCreate, n, at(now), USER) {
                    allowed += n;
                }
                let limit = 30_000_000_000 + 2 * now;
                prop_assert!(i128::from(allowed) * 1_000_000_000 <= limit);
            }
        }

        /// A restored throttle decides as the one whose snapshot it took.
        #[test]
        fn a_snapshot_is_all_there_is_to_it(
            before in prop::collection::vec((0_u32..400_000_000, 1_u64..4), 0..50),
            after in prop::collection::vec((0_u32..400_000_000, 1_u64..4), 0..50),
        ) {
            let mut original = throttles(ThrottleProfile::Production, 1);
            let mut now = 0_i128;
            for (wait, n) in before {
                now += i128::from(wait);
                original.allow(Function::CryptoCreate, n, at(now), USER);
            }
            let mut restored = throttles(ThrottleProfile::Production, 1);
            restored.restore(&original.snapshot());
            for (wait, n) in after {
                now += i128::from(wait);
                let expected = original.allow(Function::CryptoCreate, n, at(now), USER);
                prop_assert_eq!(restored.allow(Function::CryptoCreate, n, at(now), USER), expected);
            }
        }
    }
}
