//! Entity ids as people write them: `0.0.1001`, `0.0.1001-dfkxr`, `0.0.<alias in hex>`.

mod account;
mod contract;
mod nft;
mod numbered;
mod parse;
mod transaction;

pub use parse::ParseIdError;
pub(crate) use parse::{Entity, Parts};

use crate::checksum::Checksum;
use alloc::string::{String, ToString};
use core::{fmt, str::FromStr};

/// What all `shard.realm.entity` ids share.
pub trait EntityId: fmt::Display + FromStr<Err = ParseIdError> {
    /// The shard; 0 on every public network.
    fn shard(&self) -> i64;

    /// The realm; 0 on every public network.
    fn realm(&self) -> i64;

    /// The entity number, if the id names its entity by number rather than by alias or EVM address.
    fn number(&self) -> Option<i64>;

    /// The HIP-15 checksum of this id on the ledger `ledger_id`. `None` for ids without a number, for which
    /// HIP-15 defines no checksum.
    fn checksum(&self, ledger_id: &[u8]) -> Option<Checksum> {
        self.number()?;
        Some(Checksum::of(&self.to_string(), ledger_id))
    }

    /// The id with its HIP-15 checksum, `0.0.123-vfmkw`; without one where HIP-15 defines none.
    fn to_string_with_checksum(&self, ledger_id: &[u8]) -> String {
        match self.checksum(ledger_id) {
            Some(checksum) => alloc::format!("{self}-{checksum}"),
            None => self.to_string(),
        }
    }

    /// Parses an id that must carry the checksum of the ledger `ledger_id` (HIP-15).
    ///
    /// `FromStr` only looks at a checksum's form, since it cannot know the ledger; where a person typed the
    /// address, use this.
    ///
    /// # Errors
    /// What `FromStr` rejects, [`ParseIdError::MissingChecksum`] and [`ParseIdError::WrongChecksum`].
    fn parse_checked(text: &str, ledger_id: &[u8]) -> Result<Self, ParseIdError> {
        let id: Self = text.parse()?;
        let found = Parts::parse(text)?.checksum.ok_or(ParseIdError::MissingChecksum)?;
        match id.checksum(ledger_id) {
            Some(expected) if expected == found => Ok(id),
            Some(expected) => Err(ParseIdError::WrongChecksum { expected, found }),
            None => Err(ParseIdError::UnexpectedChecksum),
        }
    }
}

/// The number as the wire carries it; numbers that do not fit become the largest that does.
pub(crate) const fn wire_number(num: u64) -> i64 {
    if num > i64::MAX.cast_unsigned() { i64::MAX } else { num.cast_signed() }
}
