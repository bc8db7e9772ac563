//! The streams, against what they are by definition, on disk and off.

mod blocks;
mod damage;
mod files;
mod ledger;
mod naive;
mod records;
mod signed;
mod support;
