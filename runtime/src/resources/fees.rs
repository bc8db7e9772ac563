//! Fee schedules in JSON.
//!
//! The form is the one that nodes read theirs from (HIP-1261), in tinycents. What a file leaves out keeps its price, so
//! that a file for a test says only what the test is about.

use bytes::Bytes;
use hapi_proto::fees::{
    Extra, ExtraFeeDefinition, ExtraFeeReference, FeeSchedule, NetworkFee, NodeFee, PiecewiseLinearCurve,
    PiecewiseLinearPoint, PricingCurve, ServiceFeeDefinition, ServiceFeeSchedule, UnreadableTransactionFee,
    VariableRateDefinition, pricing_curve::CurveType,
};
use prost::Message;
use serde::{Deserialize, Deserializer, de::Error};

use super::{ResourceError, functions::Function, parsed, text};

const KIND: &str = "fee schedules";

/// Those that come with this crate.
const OURS: &[(&str, &str)] =
    &[("scheduled-contract-fees", include_str!("fees/scheduled-contract-fees.json"))];

/// What a file says of the fee schedule.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct FeeChanges {
    node: Option<Node>,
    network: Option<Network>,
    unreadable: Option<Unreadable>,
    #[serde(default)]
    extras: Vec<ExtraFee>,
    #[serde(default)]
    services: Vec<Service>,
}

#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct Node {
    base_fee: u64,
    #[serde(default)]
    extras: Vec<Included>,
}

#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
struct Network {
    multiplier: u32,
}

#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct Unreadable {
    #[serde(alias = "fee")]
    fee_value: u64,
}

#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
struct ExtraFee {
    name: ExtraName,
    fee: u64,
}

#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct Included {
    name: ExtraName,
    #[serde(default)]
    included_count: u32,
}

#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
struct Service {
    name: String,
    schedule: Vec<Definition>,
}

#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct Definition {
    name: Function,
    #[serde(default)]
    base_fee: u64,
    #[serde(default)]
    extras: Vec<Included>,
    #[serde(default)]
    free: bool,
    #[serde(default)]
    node_network_fee_exempt: bool,
    high_volume_rates: Option<Rates>,
}

#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct Rates {
    max_multiplier: u32,
    pricing_curve: Option<Curve>,
}

#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct Curve {
    piecewise_linear: Points,
}

#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
struct Points {
    points: Vec<Point>,
}

#[derive(Clone, Copy, Debug, PartialEq, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct Point {
    utilization_basis_points: u32,
    multiplier: u32,
}

/// An extra, by its name in the schema.
#[derive(Clone, Copy, Debug, PartialEq)]
struct ExtraName(Extra);

impl<'de> Deserialize<'de> for ExtraName {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let name = String::deserialize(deserializer)?;
        let known = Extra::from_str_name(&name);
        known.map(Self).ok_or_else(|| D::Error::custom(format!("there is no extra `{name}`")))
    }
}

impl FeeChanges {
    /// What a user's file, or one of ours, says.
    pub(crate) fn read(name: &str) -> Result<Self, ResourceError> {
        parsed(&text(name, KIND, OURS)?, name, KIND)
    }

    /// The schedule with these changes.
    pub(crate) fn applied_to(&self, mut schedule: FeeSchedule) -> FeeSchedule {
        if let Some(Node { base_fee, extras }) = &self.node {
            schedule.node = Some(NodeFee { base_fee: *base_fee, extras: references(extras) });
        }
        if let Some(Network { multiplier }) = self.network {
            schedule.network = Some(NetworkFee { multiplier });
        }
        if let Some(Unreadable { fee_value }) = self.unreadable {
            schedule.unreadable = Some(UnreadableTransactionFee { fee: fee_value });
        }
        for ExtraFee { name: ExtraName(name), fee } in &self.extras {
            let name = i32::from(*name);
            match schedule.extras.iter_mut().find(|extra| extra.name == name) {
                Some(extra) => extra.fee = *fee,
                None => schedule.extras.push(ExtraFeeDefinition { name, fee: *fee }),
            }
        }
        for Service { name, schedule: definitions } in &self.services {
            let definitions: Vec<_> = definitions.iter().map(Definition::to_proto).collect();
            // A functionality has one price, whichever service it is listed with.
            let replaced =
                |known: &ServiceFeeDefinition| definitions.iter().any(|new| new.name == known.name);
            schedule
                .services
                .iter_mut()
                .for_each(|service| service.schedule.retain(|known| !replaced(known)));
            match schedule.services.iter_mut().find(|service| service.name == *name) {
                Some(service) => service.schedule.extend(definitions),
                None => {
                    schedule.services.push(ServiceFeeSchedule { name: name.clone(), schedule: definitions });
                }
            }
        }
        schedule
    }

    /// What file 0.0.113 is to hold that holds `contents` now.
    pub(crate) fn to_contents(&self, contents: Bytes) -> Result<Bytes, prost::DecodeError> {
        let schedule = FeeSchedule::decode(contents)?;
        Ok(self.applied_to(schedule).encode_to_vec().into())
    }
}

impl Definition {
    fn to_proto(&self) -> ServiceFeeDefinition {
        let Function(function) = self.name;
        ServiceFeeDefinition {
            name: function.into(),
            base_fee: self.base_fee,
            extras: references(&self.extras),
            free: self.free,
            node_network_fee_exempt: self.node_network_fee_exempt,
            high_volume_rates: self.high_volume_rates.as_ref().map(Rates::to_proto),
        }
    }
}

impl Rates {
    fn to_proto(&self) -> VariableRateDefinition {
        let curve = self.pricing_curve.as_ref().map(|curve| {
            let points = curve.piecewise_linear.points.iter().map(|point| PiecewiseLinearPoint {
                utilization_basis_points: point.utilization_basis_points,
                multiplier: point.multiplier,
            });
            let linear = PiecewiseLinearCurve { points: points.collect() };
            PricingCurve { curve_type: Some(CurveType::PiecewiseLinear(linear)) }
        });
        VariableRateDefinition { max_multiplier: self.max_multiplier, pricing_curve: curve }
    }
}

fn references(extras: &[Included]) -> Vec<ExtraFeeReference> {
    let reference = |Included { name: ExtraName(name), included_count }: &Included| ExtraFeeReference {
        name: (*name).into(),
        included_count: *included_count,
    };
    extras.iter().map(reference).collect()
}

#[cfg(test)]
mod tests {
    use hapi_proto::services::HederaFunctionality;

    use super::*;

    fn definition(function: HederaFunctionality, base_fee: u64) -> ServiceFeeDefinition {
        ServiceFeeDefinition { name: function.into(), base_fee, ..ServiceFeeDefinition::default() }
    }

    fn schedule() -> FeeSchedule {
        let crypto = vec![
            definition(HederaFunctionality::CryptoCreate, 5),
            definition(HederaFunctionality::CryptoDelete, 6),
        ];
        FeeSchedule {
            network: Some(NetworkFee { multiplier: 9 }),
            extras: vec![ExtraFeeDefinition { name: Extra::Keys.into(), fee: 7 }],
            services: vec![ServiceFeeSchedule { name: "Crypto".into(), schedule: crypto }],
            ..FeeSchedule::default()
        }
    }

    #[test]
    fn what_a_file_leaves_out_stays() {
        let text = r#"{
            "extras": [{"name": "KEYS", "fee": 8}, {"name": "GAS", "fee": 1}],
            "services": [{"name": "Crypto", "schedule": [
                {"name": "CryptoCreate", "baseFee": 50, "extras": [{"name": "KEYS", "includedCount": 1}]}
            ]}]
        }"#;
        let changes: FeeChanges = parsed(text, "x", KIND).unwrap();
        let after = changes.applied_to(schedule());
        assert_eq!(after.network, schedule().network);
        assert_eq!(after.extras.iter().map(|extra| extra.fee).collect::<Vec<_>>(), [8, 1]);
        let crypto = &after.services[0].schedule;
        assert_eq!(crypto.iter().map(|known| known.base_fee).collect::<Vec<_>>(), [6, 50]);
        assert_eq!(crypto[1].extras[0].included_count, 1);
        assert_eq!(FeeChanges::default().applied_to(schedule()), schedule());
    }

    #[test]
    fn all_of_ours_are_schedules() {
        for (name, _) in OURS {
            assert_ne!(FeeChanges::read(name).unwrap(), FeeChanges::default(), "{name}");
        }
    }

    #[test]
    fn the_old_form_is_refused() {
        let error = parsed::<FeeChanges>("[]", "old.json", KIND).unwrap_err().to_string();
        assert!(error.starts_with("old.json does not hold fee schedules"), "{error}");
    }
}
