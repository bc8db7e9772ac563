//! What specs expect of answers: matchers that name every field that is wrong, all at once.

mod account;
mod account_details;
mod account_info;
mod amount;
mod balance;
mod findings;
mod matcher;
mod record;
pub(crate) mod show;
#[cfg(test)]
pub(crate) mod testing;
mod transfers;
pub(crate) mod usd;

pub use account::{Account, AccountFields, AccountMatcher, account, account_details_with, account_with};
pub use amount::IntoTinybars;
pub use balance::{
    BalanceCondition, IntoBalanceCondition, approx_change_from_snapshot, balance_where, change_from_snapshot,
    less_than, reduced_from_snapshot, unchanged_from_snapshot,
};
pub use findings::{Findings, Mismatch};
pub(crate) use matcher::Checks;
pub use matcher::Matcher;
pub use record::{RecordMatcher, record, record_with};
pub(crate) use record::{receipt as record_receipt, transaction_id};
pub use transfers::{
    TransfersCondition, exact_participants, including, including_any_deduction, including_deduction,
    no_credit_above_number,
};
