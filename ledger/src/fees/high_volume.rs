//! What high-volume entity creation costs more (HIP-1313).

use alloc::vec::Vec;

use hapi_proto::{
    fees::{VariableRateDefinition, pricing_curve::CurveType},
    services::HederaFunctionality,
};

/// One times the price, in thousandths.
const ONE: u64 = 1000;
/// All of a bucket, in basis points.
const FULL: u32 = 10_000;

/// Whether the flag `high_volume` raises the price of this functionality.
pub fn is_priced_by_volume(function: HederaFunctionality) -> bool {
    use HederaFunctionality as Function;
    matches!(
        function,
        Function::CryptoCreate
            | Function::CryptoApproveAllowance
            | Function::ConsensusCreateTopic
            | Function::ScheduleCreate
            | Function::FileCreate
            | Function::FileAppend
            | Function::ContractCreate
            | Function::HookStore
            | Function::TokenCreate
            | Function::TokenMint
            | Function::TokenAssociateToAccount
            | Function::TokenAirdrop
            | Function::TokenClaimAirdrop
    )
}

/// How the price grows with the utilisation of a function's high-volume buckets.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Curve {
    max: u64,
    /// Utilisation in basis points and multiplier in thousandths, ascending by utilisation.
    points: Vec<(u32, u64)>,
}

impl Curve {
    /// Reads a curve. Without points it is the straight line from one times the price when unused, to the maximum.
    pub fn parse(rates: &VariableRateDefinition) -> Self {
        let max = u64::from(rates.max_multiplier).max(ONE);
        let curve = rates.pricing_curve.as_ref().and_then(|curve| curve.curve_type.as_ref());
        let mut points = match curve {
            Some(CurveType::PiecewiseLinear(curve)) => curve
                .points
                .iter()
                .map(|point| (point.utilization_basis_points, u64::from(point.multiplier).max(ONE)))
                .collect(),
            None => Vec::new(),
        };
        if points.is_empty() {
            points = alloc::vec![(0, ONE), (FULL, max)];
        }
        points.sort_by_key(|(utilisation, _)| *utilisation);
        Self { max, points }
    }

    /// The multiplier in thousandths at a utilisation in basis points: constant outside of the points, linear and
    /// rounded down between them.
    pub fn multiplier(&self, basis_points: u32) -> u64 {
        let after = self.points.partition_point(|(utilisation, _)| *utilisation < basis_points);
        let multiplier =
            match (after.checked_sub(1).map(|before| self.points[before]), self.points.get(after)) {
                (None, Some((_, first))) => *first,
                (Some((_, last)), None) => last,
                (Some((low, from)), Some((high, to))) => {
                    interpolate(from, *to, basis_points - low, high - low)
                }
                (None, None) => ONE,
            };
        multiplier.clamp(ONE, self.max)
    }
}

/// `from`, `steps` of `of` equal steps towards `to`.
fn interpolate(from: u64, to: u64, steps: u32, of: u32) -> u64 {
    let (from, to) = (i128::from(from), i128::from(to));
    let value = from + (to - from) * i128::from(steps) / i128::from(of);
    u64::try_from(value).unwrap_or(ONE)
}

#[cfg(test)]
mod tests {
    use alloc::vec;

    use hapi_proto::fees::{PiecewiseLinearCurve, PiecewiseLinearPoint, PricingCurve};

    use super::*;

    fn curve(max_multiplier: u32, points: &[(u32, u32)]) -> Curve {
        let points = points
            .iter()
            .map(|&(utilization_basis_points, multiplier)| PiecewiseLinearPoint {
                utilization_basis_points,
                multiplier,
            })
            .collect();
        let curve_type = Some(CurveType::PiecewiseLinear(PiecewiseLinearCurve { points }));
        Curve::parse(&VariableRateDefinition {
            max_multiplier,
            pricing_curve: Some(PricingCurve { curve_type }),
        })
    }

    #[test]
    fn it_is_exact_at_points_linear_between_and_flat_outside() {
        // The published curve of CryptoCreate begins so; points need not be sorted.
        let curve = curve(200_000, &[(5, 10_000), (2, 4000), (3, 8000), (10_000, 200_000)]);
        let at = vec![
            (0, 4000),
            (2, 4000),
            (3, 8000),
            (4, 9000),
            (5, 10_000),
            (10_000, 200_000),
            (20_000, 200_000),
        ];
        for (utilisation, multiplier) in at {
            assert_eq!(curve.multiplier(utilisation), multiplier, "at {utilisation}");
        }
        assert_eq!(curve.multiplier(6), 10_000 + 190_000 / 9995);
    }

    #[test]
    fn it_stays_between_one_and_the_maximum() {
        let curve = curve(5000, &[(0, 10), (100, 9000)]);
        assert_eq!(curve.multiplier(0), 1000);
        assert_eq!(curve.multiplier(100), 5000);
    }

    #[test]
    fn without_points_it_is_a_line() {
        let curve = Curve::parse(&VariableRateDefinition { max_multiplier: 5000, pricing_curve: None });
        assert_eq!([0, 5000, 10_000].map(|at| curve.multiplier(at)), [1000, 3000, 5000]);
    }

    #[test]
    fn a_repeated_utilisation_does_not_divide_by_zero() {
        let curve = curve(9000, &[(10, 2000), (10, 3000), (20, 4000)]);
        assert_eq!(curve.multiplier(10), 2000);
        assert_eq!(curve.multiplier(15), 3500);
    }
}
