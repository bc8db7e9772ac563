//! What a spec expects of a balance.

use std::{fmt, sync::Arc};

use super::{Findings, IntoTinybars};
use crate::{
    registry::{Amount, BalanceSnapshot, TokenBalanceSnapshot},
    spec::{OpError, OpResult, Spec},
};

/// What a spec expects of a balance, in tinybars or in units of a token: an amount, or a relation to a snapshot that
/// [`balance_snapshot`](crate::ops::balance_snapshot) or
/// [`token_balance_snapshot`](crate::ops::token_balance_snapshot) took.
#[derive(Clone, Debug)]
pub struct BalanceCondition {
    relation: Relation,
    /// Amounts of the registry that are expected to be missing besides, such as fees.
    less: Vec<String>,
}

#[derive(Clone)]
enum Relation {
    Exactly(i64),
    LessThan(i64),
    Changed { snapshot: String, by: i64, give_or_take: i64 },
    Reduced { snapshot: String },
    Where { what: String, holds: Arc<dyn Fn(u64) -> bool + Send + Sync> },
}

/// What takes this accepts an amount and a condition.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a condition on a balance",
    note = "give an amount such as `10.hbar()`, or a condition such as `change_from_snapshot(\"before\", -5)`"
)]
pub trait IntoBalanceCondition {
    /// The condition.
    #[track_caller]
    fn into_condition(self) -> BalanceCondition;
}

impl IntoBalanceCondition for BalanceCondition {
    fn into_condition(self) -> BalanceCondition {
        self
    }
}

impl<A: IntoTinybars> IntoBalanceCondition for A {
    fn into_condition(self) -> BalanceCondition {
        Relation::Exactly(self.into_tinybars()).into()
    }
}

/// The balance differs from the snapshot by exactly `change`, tinybars or units; a loss is negative.
#[track_caller]
pub fn change_from_snapshot(snapshot: impl Into<String>, change: impl IntoTinybars) -> BalanceCondition {
    approx_change_from_snapshot(snapshot, change, 0)
}

/// The balance differs from the snapshot by `change`, tinybars or units, give or take `give_or_take` of them.
#[track_caller]
pub fn approx_change_from_snapshot(
    snapshot: impl Into<String>,
    change: impl IntoTinybars,
    give_or_take: impl IntoTinybars,
) -> BalanceCondition {
    let (by, give_or_take) = (change.into_tinybars(), give_or_take.into_tinybars());
    Relation::Changed { snapshot: snapshot.into(), by, give_or_take }.into()
}

/// The balance is that of the snapshot.
pub fn unchanged_from_snapshot(snapshot: impl Into<String>) -> BalanceCondition {
    change_from_snapshot(snapshot, 0)
}

/// The balance is below that of the snapshot.
pub fn reduced_from_snapshot(snapshot: impl Into<String>) -> BalanceCondition {
    Relation::Reduced { snapshot: snapshot.into() }.into()
}

/// The balance is below `limit`.
#[track_caller]
pub fn less_than(limit: impl IntoTinybars) -> BalanceCondition {
    Relation::LessThan(limit.into_tinybars()).into()
}

/// The balance, in tinybars or units, fulfils `holds`; `what` says that in words for the failure report.
pub fn balance_where(
    what: impl Into<String>,
    holds: impl Fn(u64) -> bool + Send + Sync + 'static,
) -> BalanceCondition {
    Relation::Where { what: what.into(), holds: Arc::new(holds) }.into()
}

impl BalanceCondition {
    /// Expects the balance to be lower still by the amount that
    /// [`record_fee_amount`](crate::ops::record_fee_amount) stored under `name`. Can be repeated.
    pub fn minus_amount(mut self, name: impl Into<String>) -> Self {
        self.less.push(name.into());
        self
    }

    /// Notes `field` in `findings` unless `actual` tinybars are as expected.
    pub(crate) fn check(&self, field: &str, actual: u64, spec: &Spec, findings: &mut Findings) -> OpResult {
        let snapshot = |name: &str| Ok(spec.registry().get::<BalanceSnapshot>(name)?.0);
        self.judge(field, actual, snapshot, self.less(spec)?, findings)
    }

    /// Notes `field` in `findings` unless `actual` units of a token are as expected.
    pub(crate) fn check_units(
        &self,
        field: &str,
        actual: u64,
        spec: &Spec,
        findings: &mut Findings,
    ) -> OpResult {
        let snapshot = |name: &str| Ok(spec.registry().get::<TokenBalanceSnapshot>(name)?.0);
        self.judge(field, actual, snapshot, self.less(spec)?, findings)
    }

    fn judge(
        &self,
        field: &str,
        actual: u64,
        snapshot: impl Fn(&str) -> Result<u64, OpError>,
        less: i128,
        findings: &mut Findings,
    ) -> OpResult {
        let balance = i128::from(actual);
        match &self.relation {
            Relation::Exactly(amount) => {
                let expected = i128::from(*amount) - less;
                findings.equal(field, &expected, &balance);
            }
            Relation::LessThan(limit) => {
                let limit = i128::from(*limit) - less;
                findings.expect(field, balance < limit, format_args!("less than {limit}"), actual);
            }
            Relation::Changed { snapshot: name, by, give_or_take } => {
                let before = i128::from(snapshot(name)?);
                let (change, by) = (balance - before, i128::from(*by) - less);
                let holds = (change - by).unsigned_abs() <= u128::from(give_or_take.unsigned_abs());
                let around =
                    if *give_or_take == 0 { String::new() } else { format!(", give or take {give_or_take}") };
                let expected = format!("{} (`{name}` was {before}, {by:+}{around})", before + by);
                findings.expect(field, holds, expected, format_args!("{actual} ({change:+})"));
            }
            Relation::Reduced { snapshot: name } => {
                let before = i128::from(snapshot(name)?) - less;
                let expected = format_args!("less than {before} (`{name}`)");
                findings.expect(field, balance < before, expected, actual);
            }
            Relation::Where { what, holds } => findings.expect(field, holds(actual), what, actual),
        }
        Ok(())
    }

    fn less(&self, spec: &Spec) -> Result<i128, OpError> {
        let amounts = self.less.iter().map(|name| Ok(i128::from(spec.registry().get::<Amount>(name)?.0)));
        amounts.sum()
    }
}

impl From<Relation> for BalanceCondition {
    fn from(relation: Relation) -> Self {
        Self { relation, less: Vec::new() }
    }
}

impl fmt::Debug for Relation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Exactly(amount) => write!(f, "{amount}"),
            Self::LessThan(limit) => write!(f, "less than {limit}"),
            Self::Changed { snapshot, by, give_or_take } => write!(f, "`{snapshot}` {by:+} ±{give_or_take}"),
            Self::Reduced { snapshot } => write!(f, "less than `{snapshot}`"),
            Self::Where { what, .. } => f.write_str(what),
        }
    }
}

#[cfg(test)]
mod tests {
    use hapi_proto::HbarExt;

    use super::*;
    use crate::ops::assertions::testing;

    fn mismatches(condition: &BalanceCondition, actual: u64) -> Vec<(String, String)> {
        let spec = testing::spec();
        spec.registry().put("before", BalanceSnapshot(100));
        spec.registry().put("fee", Amount(7));
        let mut findings = Findings::default();
        condition.check("balance", actual, &spec, &mut findings).unwrap();
        let shown = findings.mismatches().iter();
        shown.map(|mismatch| (mismatch.expected.clone(), mismatch.actual.clone())).collect()
    }

    #[test]
    fn amounts_are_exact() {
        assert!(mismatches(&5.into_condition(), 5).is_empty());
        assert!(mismatches(&1.hbar().into_condition(), 100_000_000).is_empty());
        assert_eq!(mismatches(&5.into_condition(), 6), [("5".into(), "6".into())]);
    }

    #[test]
    fn changes_count_from_the_snapshot() {
        assert!(mismatches(&change_from_snapshot("before", -10), 90).is_empty());
        let found = mismatches(&change_from_snapshot("before", -10), 91);
        assert_eq!(found, [("90 (`before` was 100, -10)".into(), "91 (-9)".into())]);
        assert!(mismatches(&unchanged_from_snapshot("before"), 100).is_empty());
        assert_eq!(mismatches(&unchanged_from_snapshot("before"), 99).len(), 1);
    }

    #[test]
    fn fees_of_the_registry_are_taken_off() {
        assert!(mismatches(&change_from_snapshot("before", -10).minus_amount("fee"), 83).is_empty());
        assert_eq!(mismatches(&change_from_snapshot("before", -10).minus_amount("fee"), 90).len(), 1);
    }

    #[test]
    fn approximations_have_two_ends() {
        let condition = approx_change_from_snapshot("before", 10, 2);
        let fits = |balance| mismatches(&condition, balance).is_empty();
        assert!([108, 110, 112].into_iter().all(fits));
        assert!(![107, 113].into_iter().any(fits));
    }

    #[test]
    fn inequalities_are_strict() {
        assert!(mismatches(&less_than(5), 4).is_empty());
        assert_eq!(mismatches(&less_than(5), 5).len(), 1);
        assert!(mismatches(&reduced_from_snapshot("before"), 99).is_empty());
        assert_eq!(mismatches(&reduced_from_snapshot("before"), 100).len(), 1);
        assert_eq!(mismatches(&balance_where("even", |balance| balance % 2 == 0), 3).len(), 1);
    }

    #[test]
    fn units_have_snapshots_of_their_own() {
        let spec = testing::spec();
        spec.registry().put("before", BalanceSnapshot(100));
        spec.registry().put("before", TokenBalanceSnapshot(7));
        let condition = change_from_snapshot("before", -2);
        let mut findings = Findings::default();
        condition.check_units("balance", 5, &spec, &mut findings).unwrap();
        assert_eq!(findings, Findings::default());
        condition.check_units("balance", 98, &spec, &mut findings).unwrap();
        assert_eq!(findings.mismatches()[0].expected, "5 (`before` was 7, -2)");
    }

    #[test]
    fn a_missing_snapshot_is_an_error_of_its_own() {
        let mut findings = Findings::default();
        let error = change_from_snapshot("nowhere", 1).check("balance", 5, &testing::spec(), &mut findings);
        assert!(error.unwrap_err().message().contains("no balance snapshot is named `nowhere`"));
    }
}
