//! What a spec expects of the hbar transfers in a record.

use hapi_proto::services::{AccountAmount, AccountId, TransferList};

use super::{Findings, IntoTinybars, Matcher, show};
use crate::{
    registry::{IntoMany, Subject},
    spec::{OpError, OpResult, Spec},
};

/// What a spec expects of a list of hbar transfers: see [`including`].
#[derive(Clone, Debug)]
pub struct TransfersCondition(Vec<Condition>);

#[derive(Clone, Debug)]
enum Condition {
    Including { account: Subject<AccountId>, amount: i64 },
    IncludingDeduction { account: Subject<AccountId> },
    ExactParticipants(Vec<Subject<AccountId>>),
    NoCreditAbove(u64),
}

/// The list changes the balance of `account` by exactly `amount`: a credit is positive.
///
/// `including(&bob, 10.hbar()).and(including(&alice, -10.hbar()))` wants both. Since the payer's fee is in the
/// same list, what the payer loses is more than what it sent.
#[track_caller]
pub fn including(account: impl Into<Subject<AccountId>>, amount: impl IntoTinybars) -> TransfersCondition {
    Condition::Including { account: account.into(), amount: amount.into_tinybars() }.into()
}

/// The list takes exactly `amount` from `account`.
///
/// # Panics
/// When `amount` is `i64::MIN` tinybars, which have no negative.
#[track_caller]
pub fn including_deduction(
    account: impl Into<Subject<AccountId>>,
    amount: impl IntoTinybars,
) -> TransfersCondition {
    let amount = amount.into_tinybars().checked_neg().expect("i64::MIN tinybars have no negative");
    Condition::Including { account: account.into(), amount }.into()
}

/// The list takes something from `account`.
pub fn including_any_deduction(account: impl Into<Subject<AccountId>>) -> TransfersCondition {
    Condition::IncludingDeduction { account: account.into() }.into()
}

/// The list is about exactly these accounts, in any order.
pub fn exact_participants(accounts: impl IntoMany<Subject<AccountId>>) -> TransfersCondition {
    Condition::ExactParticipants(accounts.into_many()).into()
}

/// No account with a number above `num` gains anything; with the number of the last system account this says that
/// only fees moved.
pub fn no_credit_above_number(num: u64) -> TransfersCondition {
    Condition::NoCreditAbove(num).into()
}

impl TransfersCondition {
    /// Both conditions.
    pub fn and(mut self, other: Self) -> Self {
        self.0.extend(other.0);
        self
    }
}

impl From<Condition> for TransfersCondition {
    fn from(condition: Condition) -> Self {
        Self(vec![condition])
    }
}

impl Matcher<TransferList> for TransfersCondition {
    fn check(&self, actual: &TransferList, spec: &Spec, findings: &mut Findings) -> OpResult {
        let amounts = &actual.account_amounts;
        for condition in &self.0 {
            let (holds, expected) = condition.judge(amounts, spec)?;
            if !holds {
                findings.expect("transfers", false, expected, show::adjustments(amounts, spec));
            }
        }
        Ok(())
    }
}

impl Condition {
    /// Whether it holds, and what it says.
    fn judge(&self, amounts: &[AccountAmount], spec: &Spec) -> Result<(bool, String), OpError> {
        let of = |account: &Subject<AccountId>| -> Result<_, OpError> {
            let id = Some(account.resolve(spec)?);
            let amounts =
                amounts.iter().filter(|each| each.account_id == id).map(|each| i128::from(each.amount));
            Ok((show::account(id.as_ref(), spec), amounts.collect::<Vec<_>>()))
        };
        Ok(match self {
            Self::Including { account, amount } => {
                let (shown, found) = of(account)?;
                let holds = !found.is_empty() && found.iter().sum::<i128>() == i128::from(*amount);
                (holds, format!("{shown} {amount:+}"))
            }
            Self::IncludingDeduction { account } => {
                let (shown, found) = of(account)?;
                (found.iter().any(|amount| *amount < 0), format!("a deduction from {shown}"))
            }
            Self::ExactParticipants(accounts) => {
                let mut expected = accounts
                    .iter()
                    .map(|account| account.resolve(spec).map(Some))
                    .collect::<Result<Vec<_>, _>>()?;
                let mut actual: Vec<_> = amounts.iter().map(|each| each.account_id.clone()).collect();
                expected.sort();
                actual.sort();
                let shown: Vec<_> = expected.iter().map(|id| show::account(id.as_ref(), spec)).collect();
                (expected == actual, format!("exactly {}", shown.join(", ")))
            }
            Self::NoCreditAbove(num) => {
                let above = |each: &AccountAmount| {
                    let credited = each.account_id.as_ref().and_then(AccountId::num);
                    each.amount > 0
                        && credited.is_none_or(|credited| !u64::try_from(credited).is_ok_and(|c| c <= *num))
                };
                (!amounts.iter().any(above), format!("no credit above 0.0.{num}"))
            }
        })
    }
}

#[cfg(test)]
mod tests {
    use hapi_proto::HbarExt;

    use super::*;
    use crate::ops::assertions::testing;

    fn list(amounts: &[(u64, i64)]) -> TransferList {
        let amount = |(num, amount): &(u64, i64)| AccountAmount {
            account_id: Some(AccountId::from_num(*num)),
            amount: *amount,
            ..AccountAmount::default()
        };
        TransferList { account_amounts: amounts.iter().map(amount).collect() }
    }

    fn found(condition: &TransfersCondition) -> Vec<(String, String)> {
        let spec = testing::spec();
        spec.registry().put("alice", AccountId::from_num(1001));
        spec.registry().put("bob", AccountId::from_num(1002));
        let mut findings = Findings::default();
        let actual = list(&[(98, 3), (1001, -100_000_003), (1002, 100_000_000)]);
        condition.check(&actual, &spec, &mut findings).unwrap();
        findings.mismatches().iter().map(|found| (found.expected.clone(), found.actual.clone())).collect()
    }

    #[test]
    fn an_adjustment_is_found_by_name_and_by_id() {
        assert!(found(&including("bob", 1.hbar())).is_empty());
        assert!(found(&including(AccountId::from_num(1002), 1.hbar())).is_empty());
        assert!(found(&including_deduction("alice", 100_000_003)).is_empty());
        assert!(found(&including_any_deduction("alice")).is_empty());
    }

    #[test]
    fn what_is_missing_is_shown_beside_the_whole_list() {
        let found = found(&including("bob", 5).and(including_any_deduction("bob")));
        let actual = "0.0.98 (FUNDING) +3, 0.0.1001 (alice) -100000003, 0.0.1002 (bob) +100000000";
        assert_eq!(found[0], ("0.0.1002 (bob) +5".into(), actual.into()));
        assert_eq!(found[1].0, "a deduction from 0.0.1002 (bob)");
    }

    #[test]
    fn no_adjustment_is_not_an_adjustment_by_nothing() {
        assert_eq!(found(&including("0.0.7", 0)).len(), 1);
    }

    #[test]
    fn participants_are_compared_as_a_set() {
        assert!(found(&exact_participants(["bob", "alice", "0.0.98"])).is_empty());
        assert_eq!(found(&exact_participants(["bob", "alice"])).len(), 1);
        assert_eq!(found(&exact_participants(["bob", "alice", "0.0.98", "0.0.3"])).len(), 1);
    }

    #[test]
    fn credits_above_a_number_are_found() {
        assert!(found(&no_credit_above_number(1002)).is_empty());
        assert_eq!(found(&no_credit_above_number(1001)).len(), 1);
    }
}
