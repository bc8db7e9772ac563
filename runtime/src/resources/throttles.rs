//! Throttle definitions in JSON.
//!
//! The form is the one that nodes read theirs from: buckets, each with its burst period and its groups of operations
//! of one rate.

use bytes::Bytes;
use hapi_proto::services::{ThrottleBucket, ThrottleDefinitions, ThrottleGroup};
use prost::Message;
use serde::Deserialize;

use super::{ResourceError, functions::Function, parsed, text};

const KIND: &str = "throttle definitions";

macro_rules! ours {
    ($($name:literal)*) => {
        &[$(($name, include_str!(concat!("throttles/", $name, ".json")))),*]
    };
}

/// Those that come with this crate.
const OURS: &[(&str, &str)] = ours! {
    "artificial-limits"
    "artificial-limits-congestion"
    "duplicated-operation"
    "extreme-limits"
    "lcm-overflow-throttles"
    "mainnet-throttles"
    "mainnet-throttles-sans-reservations"
    "node-operator-throttles"
    "one-tps-nft-mint"
    "only-mint-allowed"
    "throttles-sans-mint"
    "zero-ops-group"
};

/// A file of throttle definitions.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct ThrottleFile {
    buckets: Vec<Bucket>,
}

#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct Bucket {
    name: String,
    /// In seconds.
    #[serde(default)]
    burst_period: u64,
    #[serde(default)]
    burst_period_ms: u64,
    #[serde(default)]
    high_volume: bool,
    throttle_groups: Vec<Group>,
}

#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct Group {
    #[serde(default)]
    ops_per_sec: u64,
    #[serde(default)]
    milli_ops_per_sec: u64,
    operations: Vec<Function>,
}

impl ThrottleFile {
    /// The definitions of a user's file, or of one of ours.
    pub(crate) fn read(name: &str) -> Result<Self, ResourceError> {
        parsed(&text(name, KIND, OURS)?, name, KIND)
    }

    /// What file 0.0.123 is to hold.
    pub(crate) fn to_contents(&self) -> Bytes {
        let buckets = self.buckets.iter().map(Bucket::to_proto);
        ThrottleDefinitions { throttle_buckets: buckets.collect() }.encode_to_vec().into()
    }
}

impl Bucket {
    fn to_proto(&self) -> ThrottleBucket {
        ThrottleBucket {
            name: self.name.clone(),
            // Who gives the finer unit means it.
            burst_period_ms: match self.burst_period_ms {
                0 => self.burst_period.saturating_mul(1000),
                finer => finer,
            },
            throttle_groups: self.throttle_groups.iter().map(Group::to_proto).collect(),
            high_volume: self.high_volume,
        }
    }
}

impl Group {
    fn to_proto(&self) -> ThrottleGroup {
        ThrottleGroup {
            operations: self.operations.iter().map(|Function(function)| (*function).into()).collect(),
            milli_ops_per_sec: match self.milli_ops_per_sec {
                0 => self.ops_per_sec.saturating_mul(1000),
                finer => finer,
            },
        }
    }
}

#[cfg(test)]
mod tests {
    use hapi_proto::services::HederaFunctionality;

    use super::*;

    fn definitions(file: &ThrottleFile) -> ThrottleDefinitions {
        ThrottleDefinitions::decode(file.to_contents()).unwrap()
    }

    #[test]
    fn all_of_ours_are_definitions() {
        for (name, _) in OURS {
            let file = ThrottleFile::read(name).unwrap();
            assert_eq!(ThrottleFile::read(&format!("{name}.json")).unwrap(), file);
            assert!(!file.buckets.is_empty(), "{name}");
        }
    }

    #[test]
    fn both_units_are_understood() {
        let text = r#"{"buckets": [
            {"name": "A", "burstPeriod": 2, "throttleGroups": [{"opsPerSec": 3, "operations": ["CryptoCreate"]}]},
            {"name": "B", "burstPeriodMs": 5, "highVolume": true,
             "throttleGroups": [{"milliOpsPerSec": 7, "operations": []}]}
        ]}"#;
        let buckets = definitions(&parsed(text, "x", KIND).unwrap()).throttle_buckets;
        let shown: Vec<_> = buckets
            .iter()
            .map(|bucket| {
                (bucket.burst_period_ms, bucket.throttle_groups[0].milli_ops_per_sec, bucket.high_volume)
            })
            .collect();
        assert_eq!(shown, [(2000, 3000, false), (5, 7, true)]);
        assert_eq!(buckets[0].throttle_groups[0].operations, [HederaFunctionality::CryptoCreate as i32]);
    }

    #[test]
    fn mistakes_name_the_file() {
        let error = ThrottleFile::read("no-such-throttles").unwrap_err().to_string();
        assert!(error.contains("no-such-throttles") && error.contains("extreme-limits"), "{error}");
        let text = r#"{"buckets": [{"name": "A", "throttleGroups": [{"operations": ["CryptoCrate"]}]}]}"#;
        let error = parsed::<ThrottleFile>(text, "mine.json", KIND).unwrap_err().to_string();
        assert!(error.contains("mine.json") && error.contains("no functionality `CryptoCrate`"), "{error}");
    }
}
