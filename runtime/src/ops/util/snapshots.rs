//! Balances that are remembered, and compared later.

use std::{collections::BTreeMap, panic::Location};

use futures::{FutureExt, future::BoxFuture};
use hapi_proto::services::{AccountId, ResponseCodeEnum, TokenId, TransactionId};

use super::step::Step;
use crate::{
    ops::{
        assertions::{Findings, show},
        queries::{get_account_balance, get_txn_record, token_balance},
    },
    registry::{BalanceSnapshot, IntoMany, Subject, TokenBalanceSnapshot, one_of_many},
    spec::{OpDescription, OpError, OpResult, Operation, Spec, here},
};

one_of_many!(Subject<TransactionId>: &str, String, &String, TransactionId, &TransactionId);

/// Remembers the balance of `account` under `name`, for [`change_from_snapshot`](super::super::change_from_snapshot).
#[track_caller]
pub fn balance_snapshot(name: impl Into<String>, account: impl Into<Subject<AccountId>>) -> Step<u64> {
    let (name, account, place) = (name.into(), account.into(), here());
    Step::new("balance_snapshot", format!("{name} of {account}"), place, move |spec| {
        async move {
            let balance = spec.run(get_account_balance(account).no_logging()).await?.balance;
            spec.registry().put(name, BalanceSnapshot(balance));
            Ok(balance)
        }
        .boxed()
    })
}

/// Remembers how many units, or NFTs, of `token` an account has under `name`, for
/// [`change_from_snapshot`](super::super::change_from_snapshot) as a condition on a token's balance.
#[track_caller]
pub fn token_balance_snapshot(
    name: impl Into<String>,
    token: impl Into<Subject<TokenId>>,
    account: impl Into<Subject<AccountId>>,
) -> Step<u64> {
    let (name, token, account, place) = (name.into(), token.into(), account.into(), here());
    let subject = format!("{name} of {account} in {token}");
    Step::new("token_balance_snapshot", subject, place, move |spec| {
        async move {
            let token = token.resolve(spec)?;
            let answer = spec.run(get_account_balance(account).no_logging()).await?;
            let balance = token_balance(&answer, &token).map_or(0, |balance| balance.balance);
            spec.registry().put(name, TokenBalanceSnapshot(balance));
            Ok(balance)
        }
        .boxed()
    })
}

/// Remembers the balances of these accounts, for [`validate_transfer_list_for_balances`].
#[track_caller]
pub fn take_balance_snapshots(accounts: impl IntoMany<Subject<AccountId>>) -> Step<()> {
    let accounts = accounts.into_many();
    Step::new("take_balance_snapshots", list(&accounts), here(), move |spec| {
        async move {
            for account in accounts {
                let name = snapshot_name(&account.resolve(spec)?);
                spec.run(balance_snapshot(name, account)).await?;
            }
            Ok(())
        }
        .boxed()
    })
}

/// Checks that the balances of these accounts changed since [`take_balance_snapshots`] by exactly what the records of
/// these transactions, and of their children, say.
///
/// The record queries are paid for by the default payer: do not list it, or anybody else who pays for queries in
/// between.
#[track_caller]
pub fn validate_transfer_list_for_balances(
    transactions: impl IntoMany<Subject<TransactionId>>,
    accounts: impl IntoMany<Subject<AccountId>>,
) -> ValidateTransferList {
    ValidateTransferList {
        transactions: transactions.into_many(),
        accounts: accounts.into_many(),
        deleted: Vec::new(),
        place: here(),
    }
}

/// See [`validate_transfer_list_for_balances`].
#[derive(Clone, Debug)]
#[must_use = "an operation does nothing until a spec runs it"]
pub struct ValidateTransferList {
    transactions: Vec<Subject<TransactionId>>,
    accounts: Vec<Subject<AccountId>>,
    deleted: Vec<Subject<AccountId>>,
    place: &'static Location<'static>,
}

impl ValidateTransferList {
    /// These accounts were deleted meanwhile, and have nothing left.
    pub fn deleted(mut self, accounts: impl IntoMany<Subject<AccountId>>) -> Self {
        self.deleted = accounts.into_many();
        self
    }

    async fn validate(&self, spec: &Spec) -> OpResult {
        let mut changes = BTreeMap::<AccountId, i128>::new();
        for transaction in &self.transactions {
            let records = spec.run(get_txn_record(transaction.clone()).and_all_child_records()).await?;
            for record in std::iter::once(&records.record).chain(&records.children) {
                for each in record.transfer_list.iter().flat_map(|list| &list.account_amounts) {
                    let account = each.account_id.clone().unwrap_or_default();
                    *changes.entry(account).or_default() += i128::from(each.amount);
                }
            }
        }
        let mut findings = Findings::default();
        for account in self.accounts.iter().chain(&self.deleted) {
            let id = account.resolve(spec)?;
            let before: BalanceSnapshot = spec.registry().get(&snapshot_name(&id))?;
            let expected = i128::from(before.0) + changes.get(&id).copied().unwrap_or(0);
            let actual = i128::from(self.balance(spec, account).await?);
            let field = format!("balance of {}", show::account(Some(&id), spec));
            let shown = format_args!("{expected} ({:+})", expected - i128::from(before.0));
            findings.expect(&field, expected == actual, shown, actual);
        }
        findings.into_result(list(&self.transactions))
    }

    async fn balance(&self, spec: &Spec, account: &Subject<AccountId>) -> Result<u64, OpError> {
        let query = get_account_balance(account.clone()).no_logging();
        if self.deleted.contains(account) {
            return Ok(spec
                .run(query.has_answer_only_precheck(ResponseCodeEnum::AccountDeleted))
                .await?
                .balance);
        }
        Ok(spec.run(query).await?.balance)
    }
}

impl Operation for ValidateTransferList {
    type Output = ();

    fn describe(&self) -> OpDescription {
        OpDescription::new("validate_transfer_list_for_balances", list(&self.transactions), self.place)
    }

    fn perform<'a>(&'a mut self, spec: &'a Spec) -> BoxFuture<'a, OpResult> {
        Box::pin(self.validate(spec))
    }
}

/// By id, so that the names by which an account is listed may differ.
fn snapshot_name(account: &AccountId) -> String {
    format!("balance of {account}")
}

fn list<T: ToString>(subjects: &[T]) -> String {
    subjects.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ")
}
