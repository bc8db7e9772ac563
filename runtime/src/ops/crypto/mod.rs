//! Operations on accounts.

mod account_ref;
mod amounts;
mod approve_allowance;
mod create;
mod delete;
mod delete_allowance;
pub(crate) mod lists;
pub(crate) mod movement;
mod moving;
mod recharge;
mod touch_balance;
mod transfer;
mod update;

pub use account_ref::{AccountRef, by_alias, by_evm_address, by_evm_address_of, by_literal_alias};
pub use approve_allowance::{CryptoApproveAllowance, crypto_approve_allowance};
pub use create::{AccountCreated, CryptoCreate, crypto_create};
pub use delete::{CryptoDelete, crypto_delete, crypto_delete_aliased};
pub use delete_allowance::{CryptoDeleteAllowance, crypto_delete_allowance};
pub(crate) use lists::{givers, givers_of_lists, lists};
pub use movement::{IntoMovements, Movement, Sending, send};
pub use moving::{
    Moving, moving, moving_hbar, moving_unique, moving_unique_with_allowance, moving_with_allowance,
    moving_with_decimals, tiny_bars_from_account_to_alias, tiny_bars_from_to, tiny_bars_from_to_with_alias,
};
pub(crate) use recharge::recharge;
pub use touch_balance::{TouchBalance, touch_balance_of};
pub use transfer::{CryptoTransfer, crypto_transfer, crypto_transfer_with, sorted_crypto_transfer};
pub use update::{CryptoUpdate, crypto_update, crypto_update_aliased};

pub use amounts::{Sendable, Sent, Serials, SerialsExt, Units, UnitsExt};
