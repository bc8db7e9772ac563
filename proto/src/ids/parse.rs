//! The grammar `shard.realm.entity[-checksum]` that all entity ids share.

use crate::checksum::Checksum;
use alloc::vec::Vec;
use bytes::Bytes;
use core::fmt;

/// Why a text is not an entity or transaction id.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum ParseIdError {
    /// There are not three parts, separated by dots.
    NotThreeParts,
    /// A part that must be a number from 0 to 2^63 - 1 is not.
    NotANumber,
    /// The entity is given by bytes (an alias or EVM address) where only a number is possible.
    NotNumbered,
    /// A contract's EVM address has not exactly 20 bytes.
    NotAnEvmAddress,
    /// What follows the dash is not five letters `a` to `z`.
    MalformedChecksum,
    /// The caller wants a checksum and there is none.
    MissingChecksum,
    /// There is a checksum on an id that has no number; HIP-15 defines none for it.
    UnexpectedChecksum,
    /// The checksum belongs to another address or another ledger.
    WrongChecksum {
        /// The checksum of this address on the ledger asked for.
        expected: Checksum,
        /// The checksum in the text.
        found: Checksum,
    },
    /// An NFT id without `/serial` or a transaction id without `@seconds.nanos`.
    MissingPart,
    /// A transaction id ends in something other than `?scheduled` and `/nonce`.
    UnknownSuffix,
}

impl fmt::Display for ParseIdError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::NotThreeParts => "not of the form shard.realm.number",
            Self::NotANumber => "not a number from 0 to 9223372036854775807",
            Self::NotNumbered => "given by an alias, where a number is needed",
            Self::NotAnEvmAddress => "an EVM address needs exactly 40 hex digits",
            Self::MalformedChecksum => "checksum is not five letters from a to z",
            Self::MissingChecksum => "checksum is missing, expected a form like 0.0.123-vfmkw",
            Self::UnexpectedChecksum => "only ids with a number have a checksum",
            Self::WrongChecksum { expected, found } => {
                return write!(f, "checksum is {found}, but this address has {expected} on this ledger");
            }
            Self::MissingPart => "incomplete, expected token/serial or payer@seconds.nanos",
            Self::UnknownSuffix => "unknown suffix, expected ?scheduled or /nonce",
        })
    }
}

impl core::error::Error for ParseIdError {}

/// The last part of an id.
pub(crate) enum Entity {
    Number(i64),
    Bytes(Bytes),
}

/// An id taken apart.
pub(crate) struct Parts {
    pub(crate) shard: i64,
    pub(crate) realm: i64,
    pub(crate) entity: Entity,
    pub(crate) checksum: Option<Checksum>,
}

impl Parts {
    pub(crate) fn parse(text: &str) -> Result<Self, ParseIdError> {
        let (address, checksum) = match text.split_once('-') {
            Some((address, checksum)) => (address, Some(checksum.parse()?)),
            None => (text, None),
        };
        let mut parts = address.split('.');
        let mut next = || parts.next().ok_or(ParseIdError::NotThreeParts);
        let (shard, realm, entity) = (number(next()?)?, number(next()?)?, entity(next()?)?);
        if parts.next().is_some() {
            return Err(ParseIdError::NotThreeParts);
        }
        if checksum.is_some() && matches!(entity, Entity::Bytes(_)) {
            return Err(ParseIdError::UnexpectedChecksum);
        }
        Ok(Self { shard, realm, entity, checksum })
    }

    /// The parts of an id that can only have a number.
    pub(crate) fn parse_numbered(text: &str) -> Result<(i64, i64, i64), ParseIdError> {
        let Self { shard, realm, entity, .. } = Self::parse(text)?;
        match entity {
            Entity::Number(number) => Ok((shard, realm, number)),
            Entity::Bytes(_) => Err(ParseIdError::NotNumbered),
        }
    }
}

/// A number without sign: `+1` and `-1` are no parts of ids.
pub(crate) fn number(text: &str) -> Result<i64, ParseIdError> {
    if !text.bytes().all(|b| b.is_ascii_digit()) {
        return Err(ParseIdError::NotANumber);
    }
    text.parse().map_err(|_| ParseIdError::NotANumber)
}

/// Digits alone are a number unless there are 40 or more, as in an EVM address of all zeros: the largest number
/// has 19 digits and the shortest alias 20 bytes. A prefix `0x` makes anything bytes.
fn entity(text: &str) -> Result<Entity, ParseIdError> {
    let digits = match text.strip_prefix("0x") {
        Some(digits) => digits,
        None if text.len() >= SHORTEST_ALIAS * 2 => text,
        None => return number(text).map(Entity::Number),
    };
    let bytes: Vec<u8> = hex::decode(digits).map_err(|_| ParseIdError::NotANumber)?;
    Ok(Entity::Bytes(bytes.into()))
}

/// No alias the network accepts is shorter than an EVM address, in bytes.
const SHORTEST_ALIAS: usize = 20;

/// Writes the last part of an id such that [`Parts::parse`] reads the same back.
pub(crate) fn write_bytes(f: &mut fmt::Formatter<'_>, bytes: &[u8]) -> fmt::Result {
    if bytes.len() < SHORTEST_ALIAS {
        f.write_str("0x")?;
    }
    bytes.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
}
