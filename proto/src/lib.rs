//! The HAPI wire schema: every public message and enum, compiled by `prost`.
//!
//! The `.proto` files under `protos/` are the source; `src/generated` is what they compile to, and the test
//! `generated` keeps the two equal. Transport lives elsewhere (`hapi-grpc`): this crate is `no_std`, so that the
//! ledger that is built on it stays pure.
#![no_std]

extern crate alloc;

#[allow(clippy::all, clippy::pedantic, missing_docs, unreachable_pub)]
#[rustfmt::skip]
mod generated {
    include!("generated/mod.rs");
    pub(crate) mod field_table {
        include!("generated/field_table.rs");
    }
}

mod checksum;
pub mod codes;
mod functionality;
mod hbar;
mod ids;
mod key;
mod schedulable;
pub mod strict;
mod time;

pub use checksum::Checksum;
pub use generated::com::hedera::hapi::{block::stream as block, node, platform, services::auxiliary};
pub use generated::com::hedera::mirror::api::proto as mirror;
pub use generated::org::hiero::hapi::support::fees;
pub use generated::proto as services;
pub use hbar::{Hbar, HbarExt, HbarRangeError, ParseHbarError};
pub use ids::{EntityId, ParseIdError};
pub use schedulable::NotSchedulableError;
pub use time::DurationRangeError;
