//! The crypto service: accounts and hbar.

mod auto_creation;
mod create;
mod create_alias;
mod create_keys;
mod fee_collection;
mod hollow;
