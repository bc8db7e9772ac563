//! The throttle definitions of file 0.0.123.

use alloc::{collections::BTreeSet, string::String, sync::Arc, vec::Vec};

use hapi_proto::services::{HederaFunctionality, ThrottleBucket, ThrottleDefinitions};

use super::bucket::{Bucket, UNITS};
use crate::ResponseCode;

/// Functionalities that definitions should not forget: without a bucket, none is ever allowed.
const EXPECTED: &str = "\
    CryptoCreate CryptoTransfer CryptoUpdate CryptoDelete CryptoApproveAllowance CryptoDeleteAllowance \
    CryptoGetAccountBalance CryptoGetAccountRecords CryptoGetInfo \
    FileCreate FileUpdate FileDelete FileAppend FileGetContents FileGetInfo \
    ContractCreate ContractUpdate ContractCall ContractDelete EthereumTransaction \
    ContractCallLocal ContractGetInfo ContractGetBytecode ContractGetRecords \
    ConsensusCreateTopic ConsensusUpdateTopic ConsensusDeleteTopic ConsensusSubmitMessage ConsensusGetTopicInfo \
    TokenCreate TokenUpdate TokenDelete TokenMint TokenBurn TokenAccountWipe TokenFeeScheduleUpdate \
    TokenFreezeAccount TokenUnfreezeAccount TokenGrantKycToAccount TokenRevokeKycFromAccount \
    TokenPause TokenUnpause TokenAssociateToAccount TokenDissociateFromAccount \
    TokenGetInfo TokenGetNftInfo TokenGetAccountNftInfos TokenGetNftInfos \
    ScheduleCreate ScheduleSign ScheduleDelete ScheduleGetInfo \
    TransactionGetReceipt TransactionGetRecord GetVersionInfo UtilPrng";

/// Validated throttle definitions.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Definitions {
    buckets: Vec<Definition>,
}

/// A bucket as defined.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Definition {
    name: Arc<str>,
    burst_ms: u64,
    /// Whether it counts high-volume transactions, rather than the others.
    pub(super) high_volume: bool,
    /// Thousandths of a logical transaction a second: the least common multiple of the groups' rates.
    rate: u64,
    groups: Vec<Group>,
}

/// Operations of the same rate.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Group {
    /// How many logical transactions one operation is.
    cost: u64,
    functions: Vec<HederaFunctionality>,
}

/// Why throttle definitions are refused.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum DefinitionError {
    /// A bucket has no group.
    #[error("bucket {0} has no throttle groups")]
    NoGroups(String),
    /// A group would never allow anything.
    #[error("bucket {0} has a group of zero operations per second")]
    ZeroRate(String),
    /// Two groups of a bucket list the same operation.
    #[error("bucket {0} lists an operation in two groups")]
    Repeated(String),
    /// An operation is not known.
    #[error("bucket {0} lists an unknown operation")]
    UnknownOperation(String),
    /// The capacity is not expressible.
    #[error("bucket {0} has rates and a burst period too large to compute with")]
    Overflow(String),
}

impl DefinitionError {
    /// The receipt status of the file change that caused it.
    pub fn code(&self) -> ResponseCode {
        match self {
            Self::NoGroups(_) => ResponseCode::BucketHasNoThrottleGroups,
            Self::ZeroRate(_) => ResponseCode::ThrottleGroupHasZeroOpsPerSec,
            Self::Repeated(_) => ResponseCode::OperationRepeatedInBucketGroups,
            Self::UnknownOperation(_) => ResponseCode::UnparseableThrottleDefinitions,
            Self::Overflow(_) => ResponseCode::ThrottleGroupLcmOverflow,
        }
    }
}

impl Definitions {
    /// Validates definitions. Where several rules are broken the reference's order decides: no bucket may have a zero
    /// rate, then none may repeat an operation, then none may overflow.
    pub fn parse(definitions: &ThrottleDefinitions) -> Result<Self, DefinitionError> {
        let buckets = &definitions.throttle_buckets;
        for rule in [check_groups, check_rates, check_operations] {
            buckets.iter().try_for_each(rule)?;
        }
        Ok(Self { buckets: buckets.iter().map(Definition::parse).collect::<Result<_, _>>()? })
    }

    /// Expected functionalities that no bucket lists. A file change with such is a
    /// [`ResponseCode::SuccessButMissingExpectedOperation`].
    pub fn missing_operations(&self) -> Vec<HederaFunctionality> {
        let listed = |function: &HederaFunctionality| {
            let mut groups = self.buckets.iter().flat_map(|bucket| &bucket.groups);
            groups.any(|group| group.functions.contains(function))
        };
        let expected = EXPECTED.split_whitespace().filter_map(HederaFunctionality::from_str_name);
        expected.filter(|function| !listed(function)).collect()
    }

    pub(super) fn buckets(&self) -> &[Definition] {
        &self.buckets
    }
}

impl Definition {
    fn parse(bucket: &ThrottleBucket) -> Result<Self, DefinitionError> {
        let overflow = || DefinitionError::Overflow(bucket.name.clone());
        let rate = bucket
            .throttle_groups
            .iter()
            .try_fold(1, |rate, group| least_common_multiple(rate, group.milli_ops_per_sec))
            .ok_or_else(overflow)?;
        let definition = Self {
            name: bucket.name.as_str().into(),
            burst_ms: bucket.burst_period_ms,
            high_volume: bucket.high_volume,
            rate,
            groups: bucket
                .throttle_groups
                .iter()
                .map(|group| Group {
                    cost: rate / group.milli_ops_per_sec,
                    functions: group.operations().collect::<BTreeSet<_>>().into_iter().collect(),
                })
                .collect(),
        };
        // As wide as it can be, undivided, it must still be an `i64` of units: snapshots hold one.
        definition.capacity(1).map(|_| definition).ok_or_else(overflow)
    }

    /// Its bucket at one of `split` nodes: at least one thousandth of a transaction a second, and long enough a burst
    /// for the costliest operation to fit.
    pub(super) fn bucket(&self, split: u64) -> Bucket {
        let capacity = self.capacity(split).unwrap_or(i64::MAX.cast_unsigned());
        Bucket::new(Arc::clone(&self.name), self.leak(split), capacity)
    }

    /// Each functionality it counts, and how many logical transactions one of it is.
    pub(super) fn costs(&self) -> impl Iterator<Item = (HederaFunctionality, u64)> {
        self.groups.iter().flat_map(|group| group.functions.iter().map(|function| (*function, group.cost)))
    }

    fn leak(&self, split: u64) -> u64 {
        (self.rate / split.max(1)).max(1)
    }

    fn capacity(&self, split: u64) -> Option<u64> {
        let per_ms = u128::from(self.leak(split)) * 1_000_000;
        let costliest = self.groups.iter().map(|group| group.cost).max().unwrap_or(1);
        let shortest = (u128::from(costliest) * UNITS).div_ceil(per_ms);
        let capacity = per_ms.checked_mul(shortest.max(self.burst_ms.into()))?;
        i64::try_from(capacity).ok().map(i64::cast_unsigned)
    }
}

fn check_groups(bucket: &ThrottleBucket) -> Result<(), DefinitionError> {
    if bucket.throttle_groups.is_empty() {
        Err(DefinitionError::NoGroups(bucket.name.clone()))
    } else {
        Ok(())
    }
}

fn check_rates(bucket: &ThrottleBucket) -> Result<(), DefinitionError> {
    let zero = bucket.throttle_groups.iter().any(|group| group.milli_ops_per_sec == 0);
    if zero { Err(DefinitionError::ZeroRate(bucket.name.clone())) } else { Ok(()) }
}

fn check_operations(bucket: &ThrottleBucket) -> Result<(), DefinitionError> {
    let groups = &bucket.throttle_groups;
    for (at, group) in groups.iter().enumerate() {
        for operation in &group.operations {
            if HederaFunctionality::try_from(*operation).is_err() {
                return Err(DefinitionError::UnknownOperation(bucket.name.clone()));
            }
            if groups[..at].iter().any(|earlier| earlier.operations.contains(operation)) {
                return Err(DefinitionError::Repeated(bucket.name.clone()));
            }
        }
    }
    Ok(())
}

fn least_common_multiple(a: u64, b: u64) -> Option<u64> {
    let (mut divisor, mut rest) = (a, b);
    while rest != 0 {
        (divisor, rest) = (rest, divisor % rest);
    }
    (a / divisor.max(1)).checked_mul(b)
}

#[cfg(test)]
mod tests {
    use alloc::vec;

    use HederaFunctionality as Function;
    use hapi_proto::services::ThrottleGroup;

    use super::*;
    use crate::genesis::{ThrottleProfile, data};

    fn group(rate: u64, functions: &[Function]) -> ThrottleGroup {
        let operations = functions.iter().map(|function| (*function).into()).collect();
        ThrottleGroup { operations, milli_ops_per_sec: rate }
    }

    fn parse(
        burst_period_ms: u64,
        throttle_groups: Vec<ThrottleGroup>,
    ) -> Result<Definitions, DefinitionError> {
        let bucket =
            ThrottleBucket { name: "B".into(), burst_period_ms, throttle_groups, high_volume: false };
        Definitions::parse(&ThrottleDefinitions { throttle_buckets: vec![bucket] })
    }

    #[test]
    fn each_mistake_has_its_code() {
        let code = |burst, groups| parse(burst, groups).unwrap_err().code();
        assert_eq!(code(1000, vec![]), ResponseCode::BucketHasNoThrottleGroups);
        assert_eq!(
            code(1000, vec![group(0, &[Function::CryptoCreate])]),
            ResponseCode::ThrottleGroupHasZeroOpsPerSec
        );
        let create = group(1000, &[Function::CryptoCreate]);
        assert_eq!(
            code(1000, vec![create.clone(), create.clone()]),
            ResponseCode::OperationRepeatedInBucketGroups
        );
        assert_eq!(code(u64::MAX, vec![create.clone()]), ResponseCode::ThrottleGroupLcmOverflow);
        let large = [(1 << 61) - 1, (1 << 61) - 3].map(|rate| group(rate, &[]));
        assert_eq!(code(1000, large.to_vec()), ResponseCode::ThrottleGroupLcmOverflow);
        let unknown = ThrottleGroup { operations: vec![9999], milli_ops_per_sec: 1 };
        assert_eq!(code(1000, vec![unknown]), ResponseCode::UnparseableThrottleDefinitions);
    }

    #[test]
    fn the_same_operation_twice_in_one_group_counts_once() {
        let definitions =
            parse(1000, vec![group(1000, &[Function::CryptoCreate, Function::CryptoCreate])]).unwrap();
        assert_eq!(definitions.buckets()[0].costs().count(), 1);
    }

    #[test]
    fn costs_are_relative_to_the_common_multiple() {
        let definitions =
            parse(1000, vec![group(4000, &[Function::CryptoCreate]), group(6000, &[Function::CryptoDelete])])
                .unwrap();
        let bucket = &definitions.buckets()[0];
        assert_eq!(bucket.rate, 12_000);
        let costs: Vec<_> = bucket.costs().collect();
        assert_eq!(costs, [(Function::CryptoCreate, 3), (Function::CryptoDelete, 2)]);
        assert_eq!(bucket.bucket(1).capacity(), 12 * 1_000_000_000_000);
    }

    #[test]
    fn both_profiles_are_valid_and_complete() {
        for profile in [ThrottleProfile::Development, ThrottleProfile::Production] {
            let definitions = Definitions::parse(&data::throttles(profile)).unwrap();
            assert_eq!(definitions.missing_operations(), []);
        }
        let missing = parse(1000, vec![group(1000, &[Function::CryptoCreate])]).unwrap().missing_operations();
        assert_eq!(missing.len(), EXPECTED.split_whitespace().count() - 1, "every expected name is known");
    }
}
