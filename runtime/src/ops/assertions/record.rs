//! What a spec expects of a record.

use std::fmt::Display;

use bytes::Bytes;
use hapi_proto::services::{
    AccountId, Key, ResponseCodeEnum, Timestamp, TransactionId, TransactionReceipt, TransactionRecord,
    TransferList,
};
use prost::Message;

use super::{Findings, IntoTinybars, Matcher, TransfersCondition, matcher::Checks, show};
use crate::{
    keys::Signer,
    registry::Subject,
    spec::{OpResult, Spec, SpecError},
};

/// What a spec expects of a record; says nothing at first. See [`RecordMatcher`].
pub fn record() -> RecordMatcher {
    RecordMatcher::default()
}

/// The same as [`record`].
pub fn record_with() -> RecordMatcher {
    record()
}

/// What a spec expects of a record: each method adds a field, and what is not mentioned may be anything.
#[derive(Clone, Debug, Default)]
#[must_use = "a matcher does nothing until it is given to an assertion"]
pub struct RecordMatcher(Checks<TransactionRecord>);

impl Matcher<TransactionRecord> for RecordMatcher {
    fn check(&self, actual: &TransactionRecord, spec: &Spec, findings: &mut Findings) -> OpResult {
        self.0.check(actual, spec, findings)
    }
}

impl RecordMatcher {
    /// The status of its receipt.
    pub fn status(self, status: ResponseCodeEnum) -> Self {
        self.status_from([status])
    }

    /// One of these is the status of its receipt.
    pub fn status_from(self, statuses: impl Into<Vec<ResponseCodeEnum>>) -> Self {
        let statuses = statuses.into();
        self.with(move |record, _, findings| {
            let actual = receipt(record).status;
            let holds = statuses.iter().any(|status| *status as i32 == actual);
            findings.expect("status", holds, show::codes(&statuses), show::code(actual));
            Ok(())
        })
    }

    /// Its hbar transfers, fees included.
    pub fn transfers(self, condition: TransfersCondition) -> Self {
        self.with(move |record, spec, findings| {
            let none = TransferList::default();
            condition.check(record.transfer_list.as_ref().unwrap_or(&none), spec, findings)
        })
    }

    /// What its payer was charged.
    #[track_caller]
    pub fn fee(self, fee: impl IntoTinybars) -> Self {
        self.equal("fee", i128::from(fee.into_tinybars()), |record| i128::from(record.transaction_fee))
    }

    /// Its payer was charged more than this.
    #[track_caller]
    pub fn fee_greater_than(self, limit: impl IntoTinybars) -> Self {
        let limit = i128::from(limit.into_tinybars());
        self.with(move |record, _, findings| {
            let fee = i128::from(record.transaction_fee);
            findings.expect("fee", fee > limit, format_args!("more than {limit}"), fee);
            Ok(())
        })
    }

    /// Its memo.
    pub fn memo(self, memo: impl Into<String>) -> Self {
        self.equal("memo", memo.into(), |record| record.memo.clone())
    }

    /// The transaction's id, or the name that `.via(..)` gave to it.
    pub fn txn_id(self, transaction: impl Into<Subject<TransactionId>>) -> Self {
        let transaction = transaction.into();
        self.with(move |record, spec, findings| {
            let expected = transaction_id(&transaction, spec)?;
            let actual = show::optional(record.transaction_id.as_ref());
            let holds = record.transaction_id.as_ref() == Some(&expected);
            findings.expect("transaction id", holds, expected, actual);
            Ok(())
        })
    }

    /// Its consensus time is `nanos` after the time that the registry has under `name`; negative for before.
    pub fn consensus_time_implied_by_offset(self, name: impl Into<String>, nanos: i64) -> Self {
        let name = name.into();
        self.with(move |record, spec, findings| {
            let expected = spec.registry().get::<Timestamp>(&name)?.plus_nanos(nanos);
            let actual = show::optional(record.consensus_timestamp.as_ref());
            let holds = record.consensus_timestamp.as_ref() == Some(&expected);
            findings.expect("consensus time", holds, expected, actual);
            Ok(())
        })
    }

    /// The EVM address of the account that it created.
    pub fn evm_address(self, address: impl Into<Bytes>) -> Self {
        let address = address.into();
        self.equal("EVM address", show::bytes(&address), |record| show::bytes(&record.evm_address))
    }

    /// The EVM address of the account that it created is that of this ECDSA key.
    pub fn evm_address_of(self, key: impl Into<Signer>) -> Self {
        let key = key.into();
        self.with(move |record, spec, findings| {
            let expected = key.evm_address(spec)?;
            findings.equal("EVM address", &show::bytes(&expected), &show::bytes(&record.evm_address));
            Ok(())
        })
    }

    /// The alias of the account that it created.
    pub fn alias(self, alias: impl Into<Bytes>) -> Self {
        let alias = alias.into();
        self.equal("alias", show::bytes(&alias), |record| show::bytes(&record.alias))
    }

    /// The alias of the account that it created is this key of the registry (HIP-32).
    pub fn alias_of_key(self, name: impl Into<String>) -> Self {
        let name = name.into();
        self.with(move |record, spec, findings| {
            let alias = spec.registry().get::<Key>(&name)?.encode_to_vec();
            findings.equal("alias", &show::bytes(&alias), &show::bytes(&record.alias));
            Ok(())
        })
    }

    /// The account that its receipt says was created.
    pub fn target_account(self, account: impl Into<Subject<AccountId>>) -> Self {
        let account = account.into();
        self.with(move |record, spec, findings| {
            let expected = account.resolve(spec)?;
            let receipt = receipt(record);
            let holds = receipt.account_id.as_ref() == Some(&expected);
            let actual = show::account(receipt.account_id.as_ref(), spec);
            findings.expect("account of the receipt", holds, show::account(Some(&expected), spec), actual);
            Ok(())
        })
    }

    /// Its receipt names an account that was created.
    pub fn creates_account(self) -> Self {
        self.with(|record, spec, findings| {
            let created = receipt(record).account_id;
            let actual = show::account(created.as_ref(), spec);
            findings.expect("account of the receipt", created.is_some(), "a created account", actual);
            Ok(())
        })
    }

    /// How many accounts were paid staking rewards.
    pub fn paid_staking_rewards_count(self, count: usize) -> Self {
        self.equal("number of paid staking rewards", count, |record| record.paid_staking_rewards.len())
    }

    /// The consensus time of the transaction that it belongs to, as the registry has it under `name`.
    pub fn parent_consensus_time(self, name: impl Into<String>) -> Self {
        let name = name.into();
        self.with(move |record, spec, findings| {
            let expected = spec.registry().get::<Timestamp>(&name)?;
            let actual = show::optional(record.parent_consensus_timestamp.as_ref());
            let holds = record.parent_consensus_timestamp.as_ref() == Some(&expected);
            findings.expect("parent consensus time", holds, expected, actual);
            Ok(())
        })
    }

    /// Whatever else `look` wants; its error says what is wrong.
    pub fn satisfies<E: Display>(
        self,
        look: impl Fn(&TransactionRecord) -> Result<(), E> + Send + Sync + 'static,
    ) -> Self {
        self.with(move |record, _, findings| {
            if let Err(error) = look(record) {
                findings.expect("condition", false, "fulfilled", error);
            }
            Ok(())
        })
    }

    pub(super) fn equal<F: PartialEq + Display + Send + Sync + 'static>(
        mut self,
        field: &'static str,
        expected: F,
        get: impl Fn(&TransactionRecord) -> F + Send + Sync + 'static,
    ) -> Self {
        self.0.push_equal(field, expected, get);
        self
    }

    pub(super) fn with(
        mut self,
        check: impl Fn(&TransactionRecord, &Spec, &mut Findings) -> OpResult + Send + Sync + 'static,
    ) -> Self {
        self.0.push(check);
        self
    }
}

/// The receipt of a record; without one, as if every field of it had its default.
pub(crate) fn receipt(record: &TransactionRecord) -> TransactionReceipt {
    record.receipt.clone().unwrap_or_default()
}

/// The id of a transaction that is named by its id or as `.via(..)` did.
pub(crate) fn transaction_id(
    subject: &Subject<TransactionId>,
    spec: &Spec,
) -> Result<TransactionId, SpecError> {
    match subject {
        Subject::Name(name) => match spec.registry().find(name) {
            Some(id) => Ok(id),
            // The text of an id stands for itself, as it does for entities.
            None => match name.parse() {
                Ok(id) => Ok(id),
                Err(_) => Ok(spec.registry().get(name)?),
            },
        },
        Subject::Id(id) => Ok(id.clone()),
    }
}

#[cfg(test)]
mod tests {
    use hapi_proto::{HbarExt, services::AccountAmount};

    use super::*;
    use crate::ops::assertions::{including, testing};

    fn sample() -> TransactionRecord {
        let payer = AccountId::from_num(1001);
        TransactionRecord {
            receipt: Some(TransactionReceipt {
                status: ResponseCodeEnum::Success as i32,
                ..TransactionReceipt::default()
            }),
            transaction_id: Some(TransactionId::new(payer.clone(), Timestamp::new(5, 6))),
            consensus_timestamp: Some(Timestamp::new(10, 7)),
            memo: "hello".into(),
            transaction_fee: 9,
            transfer_list: Some(TransferList {
                account_amounts: vec![AccountAmount {
                    account_id: Some(payer),
                    amount: -9,
                    ..AccountAmount::default()
                }],
            }),
            ..TransactionRecord::default()
        }
    }

    fn found(matcher: &RecordMatcher) -> Vec<String> {
        let spec = testing::spec();
        spec.registry().put("xfer", TransactionId::new(AccountId::from_num(1001), Timestamp::new(5, 6)));
        spec.registry().put("parent", Timestamp::new(10, 0));
        let mut findings = Findings::default();
        matcher.check(&sample(), &spec, &mut findings).unwrap();
        let found = findings.mismatches().iter();
        found.map(|found| format!("{}: {} != {}", found.field, found.expected, found.actual)).collect()
    }

    #[test]
    fn a_record_as_expected_has_no_findings() {
        let matcher = record()
            .status(ResponseCodeEnum::Success)
            .fee(9)
            .fee_greater_than(8)
            .memo("hello")
            .txn_id("xfer")
            .consensus_time_implied_by_offset("parent", 7)
            .transfers(including("0.0.1001", -9))
            .no_token_transfers()
            .evm_address(Bytes::new());
        assert!(found(&matcher).is_empty(), "{:?}", found(&matcher));
    }

    #[test]
    fn every_field_that_differs_is_found_at_once() {
        let matcher = record()
            .status_from([ResponseCodeEnum::Busy, ResponseCodeEnum::InvalidSignature])
            .fee(1.hbar())
            .fee_greater_than(9)
            .memo("bye")
            .txn_id("0.0.2@5.000000006")
            .consensus_time_implied_by_offset("parent", 8)
            .evm_address(vec![1, 2])
            .creates_account();
        let expected = [
            "status: BUSY or INVALID_SIGNATURE != SUCCESS",
            "fee: 100000000 != 9",
            "fee: more than 9 != 9",
            "memo: bye != hello",
            "transaction id: 0.0.2@5.000000006 != 0.0.1001@5.000000006",
            "consensus time: 10.000000008 != 10.000000007",
            "EVM address: 0102 != none",
            "account of the receipt: a created account != none",
        ];
        assert_eq!(found(&matcher), expected);
    }

    #[test]
    fn a_name_that_stands_for_nothing_is_an_error() {
        let mut findings = Findings::default();
        let error = record().txn_id("nowhere").check(&sample(), &testing::spec(), &mut findings).unwrap_err();
        assert!(error.message().contains("no transaction is named `nowhere`"), "{error}");
    }
}
