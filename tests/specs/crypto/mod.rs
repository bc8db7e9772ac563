//! The crypto service: accounts and hbar.

mod allowances;
mod auto_creation;
mod create;
mod create_alias;
mod create_keys;
mod delete;
mod fee_collection;
mod hollow;
mod payer;
mod transfer;
mod update;
mod update_keys;
