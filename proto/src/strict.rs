//! Decoding the way nodes do it: a field the schema does not know is an error, at any depth.
//!
//! Protobuf lets a reader skip unknown fields, and `prost` drops them. A ledger must not: two nodes of different
//! versions would read different transactions from the same signed bytes. So nodes turn such bytes down
//! (`TRANSACTION_HAS_UNKNOWN_FIELDS`). [`decode`] first walks the bytes along a table of all fields, generated
//! from the same schema as the messages, then decodes. The walk allocates nothing.

use bytes::Bytes;
use core::fmt;
use prost::Message;

pub use crate::generated::field_table::MESSAGE_COUNT;
use crate::generated::field_table::{FIELDS, MESSAGES};

/// A message of the schema, which the field table describes. Implemented for every generated message.
pub trait StrictMessage: Message + Default {
    /// The message's place in the field table.
    const TABLE_INDEX: u16;
}

/// Why bytes are not a message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StrictError {
    /// The bytes are not protobuf, or not this message: cut short, a wrong wire type, text that is not UTF-8,
    /// messages nested over [`MAX_DEPTH`] deep.
    Malformed,
    /// There is a field with this number, somewhere in the message, which the schema does not have there.
    UnknownField(u32),
}

impl fmt::Display for StrictError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Malformed => f.write_str("not a well-formed message of the expected type"),
            Self::UnknownField(number) => write!(f, "field {number} is not in the schema at its place"),
        }
    }
}

impl core::error::Error for StrictError {}

/// How deep messages may nest; the limit of `prost`'s decoder.
pub const MAX_DEPTH: u32 = 100;

/// Decodes a message, sharing the memory of `bytes` with its `bytes` fields.
///
/// # Errors
/// The first thing that is wrong with the bytes, in their order.
pub fn decode<M: StrictMessage>(bytes: &Bytes) -> Result<M, StrictError> {
    check::<M>(bytes)?;
    M::decode(bytes.clone()).map_err(|_| StrictError::Malformed)
}

/// Only looks for unknown fields and broken structure. What passes may still fail to decode, on text that is not
/// UTF-8.
///
/// # Errors
/// The first thing that is wrong with the bytes, in their order.
pub fn check<M: StrictMessage>(bytes: &[u8]) -> Result<(), StrictError> {
    walk(bytes, M::TABLE_INDEX, MAX_DEPTH)
}

/// The table index of the message that the field with this number holds, in the message at index `message`; `None`
/// if the field holds no message, or there is none. With [`StrictMessage::TABLE_INDEX`] this is enough to find all
/// messages of a type in serialized bytes.
pub fn message_in(message: u16, number: u32) -> Option<u16> {
    let (start, end) = *MESSAGES.get(usize::from(message))?;
    match find(FIELDS.get(usize::from(start)..usize::from(end))?, number) {
        Ok(Kind::Message(inner)) => Some(inner),
        _ => None,
    }
}

/// What the table knows of one field.
pub(crate) struct Field {
    pub(crate) number: u16,
    pub(crate) kind: Kind,
}

/// How a field's value lies in the bytes.
#[derive(Clone, Copy)]
pub(crate) enum Kind {
    Varint,
    Fixed64,
    Fixed32,
    /// A string or bytes.
    Bytes,
    /// The message at this index of the table.
    Message(u16),
    /// Repeated numbers come one by one or packed; readers take both.
    RepeatedVarint,
}

/// Wire types, the low three bits of a key. Groups (3 and 4) are in no field of the schema.
const VARINT: u64 = 0;
const FIXED64: u64 = 1;
const LENGTH: u64 = 2;
const FIXED32: u64 = 5;

fn walk(mut bytes: &[u8], message: u16, depth: u32) -> Result<(), StrictError> {
    let (start, end) = MESSAGES[usize::from(message)];
    let fields = &FIELDS[usize::from(start)..usize::from(end)];
    while !bytes.is_empty() {
        let key = u32::try_from(varint(&mut bytes)?).map_err(|_| StrictError::Malformed)?;
        let kind = find(fields, key >> 3)?;
        skip_value(&mut bytes, u64::from(key & 7), kind, depth)?;
    }
    Ok(())
}

/// Most messages number their fields from 1 without gaps, so that the field is at its number.
fn find(fields: &[Field], number: u32) -> Result<Kind, StrictError> {
    if number == 0 {
        return Err(StrictError::Malformed);
    }
    let guess = usize::try_from(number - 1).ok().and_then(|at| fields.get(at));
    if let Some(field) = guess.filter(|field| u32::from(field.number) == number) {
        return Ok(field.kind);
    }
    match fields.binary_search_by_key(&number, |field| field.number.into()) {
        Ok(at) => Ok(fields[at].kind),
        Err(_) => Err(StrictError::UnknownField(number)),
    }
}

fn skip_value(bytes: &mut &[u8], wire: u64, kind: Kind, depth: u32) -> Result<(), StrictError> {
    match (wire, kind) {
        (VARINT, Kind::Varint | Kind::RepeatedVarint) => varint(bytes).map(|_| ()),
        (FIXED64, Kind::Fixed64) => take(bytes, 8).map(|_| ()),
        (FIXED32, Kind::Fixed32) => take(bytes, 4).map(|_| ()),
        (LENGTH, Kind::Bytes) => delimited(bytes).map(|_| ()),
        (LENGTH, Kind::Message(inner)) => {
            let depth = depth.checked_sub(1).ok_or(StrictError::Malformed)?;
            walk(delimited(bytes)?, inner, depth)
        }
        (LENGTH, Kind::RepeatedVarint) => {
            let mut packed = delimited(bytes)?;
            while !packed.is_empty() {
                varint(&mut packed)?;
            }
            Ok(())
        }
        _ => Err(StrictError::Malformed),
    }
}

fn delimited<'a>(bytes: &mut &'a [u8]) -> Result<&'a [u8], StrictError> {
    let length = usize::try_from(varint(bytes)?).map_err(|_| StrictError::Malformed)?;
    take(bytes, length)
}

fn take<'a>(bytes: &mut &'a [u8], length: usize) -> Result<&'a [u8], StrictError> {
    bytes.split_off(..length).ok_or(StrictError::Malformed)
}

/// At most ten bytes, of which the last holds one bit.
#[inline]
fn varint(bytes: &mut &[u8]) -> Result<u64, StrictError> {
    match **bytes {
        [byte @ 0..0x80, ref rest @ ..] => {
            *bytes = rest;
            Ok(byte.into())
        }
        _ => long_varint(bytes),
    }
}

fn long_varint(bytes: &mut &[u8]) -> Result<u64, StrictError> {
    let mut value = 0;
    for shift in (0..64).step_by(7) {
        let byte = *bytes.split_off_first().ok_or(StrictError::Malformed)?;
        value |= u64::from(byte & 0x7f) << shift;
        if byte < 0x80 {
            return if shift == 63 && byte > 1 { Err(StrictError::Malformed) } else { Ok(value) };
        }
    }
    Err(StrictError::Malformed)
}
