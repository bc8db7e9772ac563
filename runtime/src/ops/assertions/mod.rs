//! What specs expect of answers: matchers that name every field that is wrong, all at once.

mod account;
mod account_details;
mod account_info;
mod airdrops;
mod amount;
mod assessed_fees;
mod balance;
pub(crate) mod custom_fees;
mod findings;
mod matcher;
mod record;
mod record_tokens;
mod relationship;
pub(crate) mod show;
#[cfg(test)]
pub(crate) mod testing;
mod token_transfers;
mod transfers;
pub(crate) mod usd;

pub use account::{Account, AccountFields, AccountMatcher, account, account_details_with, account_with};
pub use airdrops::{
    PendingAirdropsCondition, including_fungible_pending_airdrop, including_nft_pending_airdrop,
};
pub use amount::IntoTinybars;
pub use assessed_fees::{AssessedFee, assessed_fee};
pub use balance::{
    BalanceCondition, IntoBalanceCondition, approx_change_from_snapshot, balance_where, change_from_snapshot,
    less_than, reduced_from_snapshot, unchanged_from_snapshot,
};
pub use findings::{Findings, Mismatch};
pub(crate) use matcher::Checks;
pub use matcher::Matcher;
pub use record::{RecordMatcher, record, record_with};
pub(crate) use record::{receipt as record_receipt, transaction_id};
pub(crate) use record_tokens::{Pairs, associations, list, token_of};
pub use relationship::{RelationshipMatcher, relationship_with};
pub use token_transfers::{
    ChangingFungibleBalances, ChangingNftOwners, TokenTransfersCondition, changing_fungible_balances,
    changing_nft_owners, changing_no_fungible_balances, changing_no_nft_owners, empty_token_transfers,
    including_fungible_movement, including_non_fungible_movement,
};
pub use transfers::{
    TransfersCondition, exact_participants, including, including_any_deduction, including_deduction,
    no_credit_above_number,
};
