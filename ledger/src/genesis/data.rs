//! The contents of the genesis files, from tables inside the crate.
//!
//! The tables are part of the program, so a line that does not parse is a mistake in it and panics; a test reads them
//! all.

use alloc::vec::Vec;

use hapi_proto::{
    fees::{self, Extra, ExtraFeeReference, pricing_curve::CurveType},
    services::{
        CurrentAndNextFeeSchedule, ExchangeRate, ExchangeRateSet, FeeComponents, FeeData, FeeSchedule,
        HederaFunctionality, ServicesConfigurationList, Setting, SubType, ThrottleBucket,
        ThrottleDefinitions, ThrottleGroup, TimestampSeconds, TransactionFeeSchedule,
    },
};

use super::ThrottleProfile;
use crate::config::BootstrapConfig;

const FEE_SCHEDULES: &str = include_str!("data/fee_schedules.tsv");
const SIMPLE_FEES: &str = include_str!("data/simple_fees.tsv");
const PERMISSIONS: &str = include_str!("data/permissions.tsv");
const THROTTLES_DEV: &str = include_str!("data/throttles_dev.tsv");
const THROTTLES_PRODUCTION: &str = include_str!("data/throttles_production.tsv");
const THROTTLES_HIGH_VOLUME: &str = include_str!("data/throttles_high_volume.tsv");

/// When the two schedules of file 0.0.111 expire, seconds.
const FEE_SCHEDULE_EXPIRIES: [i64; 2] = [1_630_800_000, 1_633_392_000];

/// The rows of a table of `N` columns.
fn rows<const N: usize>(table: &'static str) -> impl Iterator<Item = [&'static str; N]> {
    lines(table).map(|line| {
        let mut columns = line.split('\t');
        let row = [(); N].map(|()| columns.next().expect("a table row has all its columns"));
        assert!(columns.next().is_none(), "a table row has no further columns: {line}");
        row
    })
}

fn lines(table: &'static str) -> impl Iterator<Item = &'static str> {
    table.lines().filter(|line| !line.starts_with('#'))
}

fn number<T: core::str::FromStr>(text: &str) -> T {
    text.parse().unwrap_or_else(|_| panic!("a table has `{text}` where a number should be"))
}

fn function(name: &str) -> HederaFunctionality {
    HederaFunctionality::from_str_name(name).unwrap_or_else(|| panic!("a table names function `{name}`"))
}

/// A permission of file 0.0.122.
pub(crate) struct Permission<F> {
    /// Its property name.
    pub(crate) name: &'static str,
    /// Whom it allows by default, as account numbers `from-to` or `from-*`.
    pub(crate) range: &'static str,
    /// What it is about.
    pub(crate) functions: F,
}

/// All permissions by name.
pub(crate) fn permissions() -> impl Iterator<Item = Permission<impl Iterator<Item = HederaFunctionality>>> {
    rows(PERMISSIONS).map(|[name, range, functions]| Permission {
        name,
        range,
        functions: functions.split(',').filter(|name| *name != "-").map(function),
    })
}

/// File 0.0.122.
pub(super) fn permissions_list() -> ServicesConfigurationList {
    let setting = |permission: Permission<_>| Setting {
        name: permission.name.into(),
        value: permission.range.into(),
        data: bytes::Bytes::new(),
    };
    ServicesConfigurationList { name_value: permissions().map(setting).collect() }
}

/// File 0.0.112.
pub(super) fn exchange_rates(config: &BootstrapConfig) -> ExchangeRateSet {
    let rate = |hbar_equiv, cent_equiv, seconds| {
        let expiration_time = Some(TimestampSeconds { seconds });
        Some(ExchangeRate { hbar_equiv, cent_equiv, expiration_time })
    };
    ExchangeRateSet {
        current_rate: rate(config.current_hbar, config.current_cents, config.current_expiry),
        next_rate: rate(config.next_hbar, config.next_cents, config.next_expiry),
    }
}

/// File 0.0.123.
pub(crate) fn throttles(profile: ThrottleProfile) -> ThrottleDefinitions {
    let normal = match profile {
        ThrottleProfile::Development => THROTTLES_DEV,
        ThrottleProfile::Production => THROTTLES_PRODUCTION,
    };
    let mut throttle_buckets: Vec<ThrottleBucket> = Vec::new();
    for (table, high_volume) in [(normal, false), (THROTTLES_HIGH_VOLUME, true)] {
        for [name, burst, rate, operations] in rows(table) {
            if throttle_buckets.last().is_none_or(|bucket| bucket.name != name) {
                throttle_buckets.push(ThrottleBucket {
                    name: name.into(),
                    burst_period_ms: number(burst),
                    throttle_groups: Vec::new(),
                    high_volume,
                });
            }
            let operations = operations.split(',').map(|name| function(name).into()).collect();
            let group = ThrottleGroup { operations, milli_ops_per_sec: number(rate) };
            throttle_buckets.last_mut().expect("pushed above").throttle_groups.push(group);
        }
    }
    ThrottleDefinitions { throttle_buckets }
}

/// File 0.0.111.
pub(super) fn fee_schedules() -> CurrentAndNextFeeSchedule {
    let mut prices: Vec<TransactionFeeSchedule> = Vec::new();
    for [name, subtype, node, network, service] in rows(FEE_SCHEDULES) {
        let hedera_functionality = function(name).into();
        if prices.last().is_none_or(|last| last.hedera_functionality != hedera_functionality) {
            prices.push(TransactionFeeSchedule { hedera_functionality, ..TransactionFeeSchedule::default() });
        }
        let subtype =
            SubType::from_str_name(subtype).unwrap_or_else(|| panic!("a table names subtype {subtype}"));
        prices.last_mut().expect("pushed above").fees.push(FeeData {
            nodedata: Some(components(node)),
            networkdata: Some(components(network)),
            servicedata: Some(components(service)),
            sub_type: subtype.into(),
        });
    }
    let schedule = |seconds| FeeSchedule {
        transaction_fee_schedule: prices.clone(),
        expiry_time: Some(TimestampSeconds { seconds }),
    };
    let [current, next] = FEE_SCHEDULE_EXPIRIES.map(schedule);
    CurrentAndNextFeeSchedule { current_fee_schedule: Some(current), next_fee_schedule: Some(next) }
}

fn components(text: &str) -> FeeComponents {
    let mut numbers = text.split(',').map(number);
    let mut next = || numbers.next().expect("a table has all fee components");
    FeeComponents {
        min: next(),
        max: next(),
        constant: next(),
        bpt: next(),
        vpt: next(),
        rbh: next(),
        sbh: next(),
        gas: next(),
        tv: next(),
        bpr: next(),
        sbpr: next(),
    }
}

/// File 0.0.113.
pub(crate) fn simple_fees() -> fees::FeeSchedule {
    let mut schedule = fees::FeeSchedule::default();
    let mut curves = Vec::new();
    for line in lines(SIMPLE_FEES) {
        match *line.split('\t').collect::<Vec<_>>() {
            ["node", base, extras] => {
                schedule.node = Some(fees::NodeFee { base_fee: number(base), extras: references(extras) });
            }
            ["network", multiplier] => {
                schedule.network = Some(fees::NetworkFee { multiplier: number(multiplier) });
            }
            ["unreadable", fee] => {
                schedule.unreadable = Some(fees::UnreadableTransactionFee { fee: number(fee) });
            }
            ["extra", name, fee] => {
                schedule.extras.push(fees::ExtraFeeDefinition { name: extra(name).into(), fee: number(fee) });
            }
            ["curve", name, max, points] => curves.push((name, curve(max, points))),
            [service, name, base, extras, flags] => {
                if schedule.services.last().is_none_or(|last| last.name != service) {
                    schedule
                        .services
                        .push(fees::ServiceFeeSchedule { name: service.into(), schedule: Vec::new() });
                }
                let last = schedule.services.last_mut().expect("pushed above");
                last.schedule.push(fees::ServiceFeeDefinition {
                    name: function(name).into(),
                    base_fee: number(base),
                    extras: references(extras),
                    free: flags == "free",
                    high_volume_rates: curves
                        .iter()
                        .find(|(name, _)| *name == flags)
                        .map(|(_, curve)| curve.clone()),
                    node_network_fee_exempt: flags == "exempt",
                });
            }
            _ => panic!("a table has the line `{line}`"),
        }
    }
    schedule
}

fn extra(name: &str) -> Extra {
    Extra::from_str_name(name).unwrap_or_else(|| panic!("a table names extra `{name}`"))
}

fn references(text: &str) -> Vec<ExtraFeeReference> {
    let reference = |text: &str| {
        let (name, included) = text.split_once(':').expect("a reference is `name:included`");
        ExtraFeeReference { name: extra(name).into(), included_count: number(included) }
    };
    text.split(',').filter(|text| *text != "-").map(reference).collect()
}

fn curve(max: &str, points: &str) -> fees::VariableRateDefinition {
    let point = |text: &str| {
        let (utilisation, multiplier) = text.split_once(':').expect("a point is `utilisation:multiplier`");
        fees::PiecewiseLinearPoint {
            utilization_basis_points: number(utilisation),
            multiplier: number(multiplier),
        }
    };
    let curve = fees::PiecewiseLinearCurve { points: points.split(',').map(point).collect() };
    fees::VariableRateDefinition {
        max_multiplier: number(max),
        pricing_curve: Some(fees::PricingCurve { curve_type: Some(CurveType::PiecewiseLinear(curve)) }),
    }
}
