//! What became of a transaction, in short; free of charge.

use hapi_proto::services::{
    AccountId, ResponseCodeEnum, ScheduleId, TokenId, TransactionGetReceiptQuery, TransactionId,
    TransactionReceipt, query, response,
};

use super::{Query, QueryOp};
use crate::{
    ops::assertions::{list, show, token_of, transaction_id},
    registry::Subject,
    spec::{OpError, Spec},
};

/// See [`get_receipt`].
#[derive(Clone, Debug)]
pub struct GetReceipt {
    transaction: Subject<TransactionId>,
    children: bool,
    duplicates: bool,
    /// Whether it may be asked for while the transaction is on its way.
    at_once: bool,
}

/// The receipt of a transaction, and those beside it that were asked for.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct TxnReceipts {
    /// The transaction's own.
    pub receipt: TransactionReceipt,
    /// Those of transactions with the same id, in the order of their consensus times.
    pub duplicates: Vec<TransactionReceipt>,
    /// Those of the transactions that the network ran below it, likewise.
    pub children: Vec<TransactionReceipt>,
}

/// Asks for the receipt of a transaction: by the name that `.via(..)` gave to it, or by its id.
#[track_caller]
pub fn get_receipt(transaction: impl Into<Subject<TransactionId>>) -> Query<GetReceipt> {
    Query::new(GetReceipt {
        transaction: transaction.into(),
        children: false,
        duplicates: false,
        at_once: false,
    })
}

impl QueryOp for GetReceipt {
    type Answer = TxnReceipts;

    const PAID: bool = false;

    fn verb(&self) -> &'static str {
        "get_receipt"
    }

    fn subject(&self) -> String {
        self.transaction.to_string()
    }

    fn query(&self, spec: &Spec) -> Result<query::Query, OpError> {
        Ok(query::Query::TransactionGetReceipt(TransactionGetReceiptQuery {
            header: None,
            transaction_id: Some(transaction_id(&self.transaction, spec)?),
            include_duplicates: self.duplicates,
            include_child_receipts: self.children,
        }))
    }

    fn looks_at(&self, spec: &Spec) -> Option<TransactionId> {
        // What the id is if it is none, the query says.
        if self.at_once { None } else { transaction_id(&self.transaction, spec).ok() }
    }

    fn read(response: response::Response) -> Option<Self::Answer> {
        match response {
            response::Response::TransactionGetReceipt(answer) => Some(TxnReceipts {
                receipt: answer.receipt.unwrap_or_default(),
                duplicates: answer.duplicate_transaction_receipts,
                children: answer.child_transaction_receipts,
            }),
            _ => None,
        }
    }
}

impl Query<GetReceipt> {
    /// Asks for the receipts of transactions with the same id, too.
    pub fn and_any_duplicates(self) -> Self {
        self.with_op(|op| op.duplicates = true)
    }

    /// Asks for the receipts of the transactions that the network ran below this one, too.
    pub fn and_child_receipts(self) -> Self {
        self.with_op(|op| op.children = true)
    }

    /// Expects this status.
    pub fn has_priority_status(self, status: ResponseCodeEnum) -> Self {
        self.has_priority_status_from([status])
    }

    /// Expects one of these statuses. Where `UNKNOWN` is one of them, the transaction may be on its way yet.
    pub fn has_priority_status_from(self, statuses: impl IntoIterator<Item = ResponseCodeEnum>) -> Self {
        let statuses: Vec<_> = statuses.into_iter().collect();
        let at_once = statuses.contains(&ResponseCodeEnum::Unknown);
        self.with_op(|op| op.at_once |= at_once).with_check(move |answer, _, findings| {
            let actual = answer.receipt.status;
            let holds = statuses.iter().any(|status| *status as i32 == actual);
            findings.expect("status", holds, show::codes(&statuses), show::code(actual));
            Ok(())
        })
    }

    /// Expects exactly these statuses of duplicates, in this order.
    pub fn has_duplicate_statuses(self, statuses: impl IntoIterator<Item = ResponseCodeEnum>) -> Self {
        let expected: Vec<_> = statuses.into_iter().map(|status| status.as_str_name().to_owned()).collect();
        self.and_any_duplicates().with_check(move |answer, _, findings| {
            let actual: Vec<_> = answer.duplicates.iter().map(|receipt| show::code(receipt.status)).collect();
            findings.equal("statuses of duplicates", &expected.join(", "), &actual.join(", "));
            Ok(())
        })
    }

    /// Expects so many accounts to be created by the transactions below this one.
    pub fn has_child_auto_account_creations(self, count: usize) -> Self {
        self.and_child_receipts().with_check(move |answer, _, findings| {
            let created = answer.children.iter().filter(|receipt| receipt.account_id.is_some()).count();
            findings.equal("number of accounts created", &count, &created);
            Ok(())
        })
    }

    /// Expects the receipt to name this schedule.
    pub fn has_schedule(self, schedule: impl Into<Subject<ScheduleId>>) -> Self {
        let schedule = schedule.into();
        self.with_check(move |answer, spec, findings| {
            let expected = schedule.resolve(spec)?;
            let actual = answer.receipt.schedule_id.as_ref();
            findings.expect("schedule", actual == Some(&expected), expected, show::optional(actual));
            Ok(())
        })
    }

    /// Expects the receipt to name this token.
    pub fn has_token(self, token: impl Into<Subject<TokenId>>) -> Self {
        let token = token.into();
        self.with_check(move |answer, spec, findings| {
            token_of("token", &token, answer.receipt.token_id.as_ref(), spec, findings)
        })
    }

    /// Expects this total supply of the token after the transaction.
    pub fn has_new_total_supply(self, supply: u64) -> Self {
        self.with_check(move |answer, _, findings| {
            findings.equal("new total supply", &supply, &answer.receipt.new_total_supply);
            Ok(())
        })
    }

    /// Expects exactly these serial numbers to be minted, in this order.
    pub fn has_serial_numbers(self, serials: impl IntoIterator<Item = i64>) -> Self {
        let serials: Vec<_> = serials.into_iter().collect();
        self.with_check(move |answer, _, findings| {
            findings.equal("serial numbers", &list(&serials), &list(&answer.receipt.serial_numbers));
            Ok(())
        })
    }

    /// Stores the account that the receipt names in the registry under `name`.
    pub fn saving_created_account_as(self, name: impl Into<String>) -> Self {
        let name = name.into();
        self.with_after(move |spec, answer| {
            let created: Option<AccountId> = answer.receipt.account_id.clone();
            let created = created.ok_or_else(|| OpError::new("the receipt names no account"))?;
            spec.registry().put(name.clone(), created);
            Ok(())
        })
    }

    /// Shows `observer` the receipt.
    pub fn exposing_to(self, mut observer: impl FnMut(&TransactionReceipt) + Send + Sync + 'static) -> Self {
        self.exposing_answer_to(move |answer| observer(&answer.receipt))
    }
}
