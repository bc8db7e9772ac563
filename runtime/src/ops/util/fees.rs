//! What transactions cost.

use std::{
    panic::Location,
    sync::{
        Arc,
        atomic::{AtomicI64, Ordering},
    },
};

use futures::{FutureExt, future::BoxFuture};
use hapi_proto::services::{
    AccountId, ResponseCodeEnum::InsufficientTxFee, TransactionId, TransactionRecord,
};

use super::step::Step;
use crate::{
    fees::Rates,
    ops::{
        assertions::{record_receipt, show, usd::is_within},
        queries::{Query, QueryOp, get_txn_record},
    },
    registry::{Amount, FEE_COLLECTOR, FUNDING, NODE_REWARD, STAKING_REWARD, Subject},
    spec::{OpDescription, OpError, OpResult, Operation, Spec, here},
};

/// How far the charge may be off without saying so, in percent: the exchange rate has whole cents.
const USUAL_PERCENT: f64 = 1.0;

/// Checks that a transaction was charged so many US dollars, give or take one percent: by the fee in its record, and
/// the exchange rate in its receipt.
#[track_caller]
pub fn validate_charged_usd(transaction: impl Into<Subject<TransactionId>>, usd: f64) -> ValidateChargedUsd {
    validate_charged_usd_within(transaction, usd, USUAL_PERCENT)
}

/// Checks that a transaction was charged so many US dollars, give or take `percent` of them.
#[track_caller]
pub fn validate_charged_usd_within(
    transaction: impl Into<Subject<TransactionId>>,
    usd: f64,
    percent: f64,
) -> ValidateChargedUsd {
    ValidateChargedUsd { transaction: transaction.into(), usd, percent, children: false, place: here() }
}

/// Checks that a transaction and its children together were charged so many US dollars, give or take `percent` of them.
#[track_caller]
pub fn validate_charged_usd_with_child(
    transaction: impl Into<Subject<TransactionId>>,
    usd: f64,
    percent: f64,
) -> ValidateChargedUsd {
    ValidateChargedUsd { children: true, ..validate_charged_usd_within(transaction, usd, percent) }
}

/// See [`validate_charged_usd`].
#[derive(Clone, Debug)]
#[must_use = "an operation does nothing until a spec runs it"]
pub struct ValidateChargedUsd {
    transaction: Subject<TransactionId>,
    usd: f64,
    percent: f64,
    children: bool,
    place: &'static Location<'static>,
}

impl ValidateChargedUsd {
    async fn validate(&self, spec: &Spec) -> OpResult {
        let actual = charged_usd(spec, &self.transaction, self.children).await?;
        if is_within(actual, self.usd, self.percent) {
            return Ok(());
        }
        let message = format!("the charge for {} is wrong", self.transaction);
        let expected = format_args!("{} USD, give or take {} %", self.usd, self.percent);
        Err(OpError::mismatch(message, expected, format_args!("{actual:.7} USD")))
    }
}

impl Operation for ValidateChargedUsd {
    type Output = ();

    fn describe(&self) -> OpDescription {
        OpDescription::new(
            "validate_charged_usd",
            format!("{} {} USD", self.transaction, self.usd),
            self.place,
        )
    }

    fn perform<'a>(&'a mut self, spec: &'a Spec) -> BoxFuture<'a, OpResult> {
        Box::pin(self.validate(spec))
    }
}

/// What a transaction, and its children if `with_children`, was charged, in US dollars.
pub async fn charged_usd(
    spec: &Spec,
    transaction: &Subject<TransactionId>,
    with_children: bool,
) -> Result<f64, OpError> {
    let query = get_txn_record(transaction.clone());
    let query = if with_children { query.and_all_child_records() } else { query };
    let records = spec.run(query).await?;
    let all = std::iter::once(&records.record).chain(&records.children);
    let tinybars = all.map(|record| i128::from(record.transaction_fee)).sum::<i128>();
    usd_of(&records.record, tinybars)
}

/// So many tinybars in US dollars, at the rate in the receipt of this record.
fn usd_of(record: &TransactionRecord, tinybars: i128) -> Result<f64, OpError> {
    let rates = record_receipt(record).exchange_rate.and_then(Rates::new);
    let rates = rates.ok_or_else(|| OpError::new("the receipt has no exchange rate"))?;
    let rate = rates.at(record.consensus_timestamp.unwrap_or_default());
    Ok(rate.usd(i64::try_from(tinybars)?))
}

/// Checks that the fee in a record is what the record's transfers give to nodes, network and reward accounts.
///
/// Meant for transactions that credit none of these accounts themselves.
#[track_caller]
pub fn validate_record_transaction_fees(transaction: impl Into<Subject<TransactionId>>) -> Step<()> {
    let transaction = transaction.into();
    Step::new("validate_record_transaction_fees", transaction.to_string(), here(), move |spec| {
        async move {
            let record = spec.run(get_txn_record(transaction)).await?.record;
            let mut collectors: Vec<AccountId> =
                spec.network().nodes().iter().map(|node| node.account.clone()).collect();
            for name in [FUNDING, STAKING_REWARD, NODE_REWARD, FEE_COLLECTOR] {
                collectors.push(spec.registry().get(name)?);
            }
            let transfers = record.transfer_list.unwrap_or_default().account_amounts;
            let credits = transfers.iter().filter(|each| {
                each.amount > 0
                    && each.account_id.as_ref().is_some_and(|account| collectors.contains(account))
            });
            let collected: i128 = credits.map(|each| i128::from(each.amount)).sum();
            if collected == i128::from(record.transaction_fee) {
                return Ok(());
            }
            let message = format!(
                "the record's transfers do not show its fee: {}",
                show::adjustments(&transfers, spec)
            );
            Err(OpError::mismatch(message, record.transaction_fee, collected))
        }
        .boxed()
    })
}

/// Remembers the fee of a transaction under `name`, for
/// [`minus_amount`](crate::ops::assertions::BalanceCondition::minus_amount).
#[track_caller]
pub fn record_fee_amount(
    transaction: impl Into<Subject<TransactionId>>,
    name: impl Into<String>,
) -> Step<i64> {
    let (transaction, name) = (transaction.into(), name.into());
    Step::new("record_fee_amount", format!("{transaction} as {name}"), here(), move |spec| {
        async move {
            let fee = i64::try_from(spec.run(get_txn_record(transaction)).await?.record.transaction_fee)?;
            spec.registry().put(name, Amount(fee));
            Ok(fee)
        }
        .boxed()
    })
}

/// Checks that nodes want exactly what they say that an answer costs: asks what `build` makes, and then again for a
/// tinybar less, which is not to be enough.
#[track_caller]
pub fn with_strict_cost_answer_validation<Q: QueryOp>(
    build: impl Fn() -> Query<Q> + Send + 'static,
) -> Step<Q::Answer> {
    let subject = Operation::describe(&build()).to_string();
    Step::new("with_strict_cost_answer_validation", subject, here(), move |spec| {
        async move {
            let cost = Arc::new(AtomicI64::new(0));
            let seen = Arc::clone(&cost);
            let paid = build().exposing_node_payment_to(move |paid| seen.store(paid, Ordering::Relaxed));
            let answer = spec.run(paid).await?;
            let short = cost.load(Ordering::Relaxed) - 1;
            spec.run(build().node_payment(short).has_answer_only_precheck(InsufficientTxFee)).await?;
            Ok(answer)
        }
        .boxed()
    })
}

#[cfg(test)]
mod tests {
    use hapi_proto::services::{ExchangeRate, ExchangeRateSet, TimestampSeconds, TransactionReceipt};

    use super::*;

    fn record(set: Option<ExchangeRateSet>) -> TransactionRecord {
        let receipt = TransactionReceipt { exchange_rate: set, ..TransactionReceipt::default() };
        TransactionRecord { receipt: Some(receipt), ..TransactionRecord::default() }
    }

    #[test]
    fn charges_are_converted_at_the_rate_of_the_receipt() {
        let rate = |cent_equiv| {
            let expiration_time = Some(TimestampSeconds { seconds: 1_000 });
            Some(ExchangeRate { hbar_equiv: 1, cent_equiv, expiration_time })
        };
        let set = ExchangeRateSet { current_rate: rate(12), next_rate: rate(24) };
        let usd = usd_of(&record(Some(set)), 83_333).unwrap();
        assert!(is_within(usd, 0.0001, 0.001), "{usd}");
        assert!(usd_of(&record(None), 83_333).is_err());
    }
}
