//! The files of the log: their header, the marks of what was synced, and their records.
//!
//! ```text
//! byte 0      header: whose it is, its number, the record that came before it, its checksum
//! byte 4096   mark: how far the segment was synced   } written in turns after each sync,
//! byte 8192   mark: how far the segment was synced   } durable with the next one
//! byte 12288  records, one after the other, then anything
//! ```
//!
//! The checksum of a record covers the checksum of the one before it, that of a segment's first record the checksum of the header, and the header
//! the checksum of the last record of the segment before. So whatever the rest of a file holds that was used before, it never
//! passes for a record.

use crate::{
    codec::{Checksum, Reader, Write as _, checksum},
    owner::Owner,
};

/// The format of the files.
pub(super) const VERSION: u32 = 1;

const MAGIC: [u8; 8] = *b"hapi-log";
/// Header and marks lie on pages of their own: none is ever rewritten together with another.
const PAGE: u64 = 4096;
/// Where the records begin.
pub(super) const RECORDS: u64 = 3 * PAGE;

const HEADER_BYTES: usize = 8 + 4 + Owner::LENGTH + 8 + 8 + 8 + 16 + 8 + 8 + 16;
const MARK_BYTES: usize = 8 + 8 + 16 + 16;
/// How many bytes a record has before what it carries.
pub(super) const RECORD_HEAD: usize = 16 + 4 + 1 + 3 + 8;

/// The name of a segment that is being made.
pub(super) const DRAFT: &str = "draft";

/// The name of a segment in use.
pub(super) fn name(number: u64) -> String {
    format!("events-{number:016x}")
}

/// The name of a segment that waits to be used again.
pub(super) fn spare_name(number: u64) -> String {
    format!("spare-{number:016x}")
}

/// The number in a name with this before it.
pub(super) fn number_in(name: &str, before: &str) -> Option<u64> {
    let digits = name.strip_prefix(before).filter(|digits| digits.len() == 16)?;
    u64::from_str_radix(digits, 16).ok()
}

/// A place between two records.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Position {
    /// The number of the next record, from 0 over all segments.
    pub(super) record: u64,
    /// Where in the segment it begins.
    pub(super) offset: u64,
    /// The checksum of the record before, or of the header.
    pub(super) chain: Checksum,
}

/// What a segment says of itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Header {
    pub(super) owner: Owner,
    /// Of the whole file, in bytes.
    pub(super) length: u64,
    /// Segments are numbered from 1; no number is used twice.
    pub(super) number: u64,
    /// The number of its first record.
    pub(super) first: u64,
    /// The checksum of the last record before.
    pub(super) previous: Checksum,
    /// The greatest birth round of an event in an earlier segment; 0 if there is none.
    pub(super) earlier_births: u64,
    /// How often the log has been opened.
    pub(super) life: u64,
}

/// Bytes that are no header of this version.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum NoHeader {
    Damaged,
    Version(u32),
}

impl Header {
    pub(super) fn to_bytes(&self) -> Vec<u8> {
        let mut out = Vec::with_capacity(HEADER_BYTES);
        out.put(&MAGIC);
        out.put_u32(VERSION);
        out.put_owner(&self.owner);
        out.put_u64(self.length);
        out.put_u64(self.number);
        out.put_u64(self.first);
        out.put(&self.previous);
        out.put_u64(self.earlier_births);
        out.put_u64(self.life);
        let checksum = checksum(&[&out]);
        out.put(&checksum);
        out
    }

    pub(super) fn read(bytes: &[u8]) -> Result<Self, NoHeader> {
        let mut reader = Reader(bytes.get(..HEADER_BYTES).ok_or(NoHeader::Damaged)?);
        let (magic, version) = (reader.bytes(8), reader.u32());
        match version {
            Some(VERSION) if magic == Some(&MAGIC) => {}
            Some(other) if magic == Some(&MAGIC) => return Err(NoHeader::Version(other)),
            _ => return Err(NoHeader::Damaged),
        }
        let header = Self::read_fields(&mut reader).ok_or(NoHeader::Damaged)?;
        let covered = &bytes[..HEADER_BYTES - 16];
        (reader.array() == Some(checksum(&[covered]))).then_some(header).ok_or(NoHeader::Damaged)
    }

    fn read_fields(reader: &mut Reader<'_>) -> Option<Self> {
        Some(Self {
            owner: reader.owner()?,
            length: reader.u64()?,
            number: reader.u64()?,
            first: reader.u64()?,
            previous: reader.array()?,
            earlier_births: reader.u64()?,
            life: reader.u64()?,
        })
    }

    /// Where its first record begins.
    pub(super) fn start(&self) -> Position {
        let bytes = self.to_bytes();
        let mut chain = Checksum::default();
        chain.copy_from_slice(&bytes[HEADER_BYTES - 16..]);
        Position { record: self.first, offset: RECORDS, chain }
    }
}

/// Writes down that a segment was synced up to a position: the bytes, and where they go the `turn`th time.
pub(super) fn mark(header: &Position, synced: &Position, turn: u64) -> (Vec<u8>, u64) {
    let mut out = Vec::with_capacity(MARK_BYTES);
    out.put_u64(synced.record);
    out.put_u64(synced.offset);
    out.put(&synced.chain);
    let checksum = checksum(&[&header.chain, &out]);
    out.put(&checksum);
    (out, PAGE + turn % 2 * PAGE)
}

/// How far a segment was synced at least, and the next turn.
pub(super) fn synced(header: &Position, segment: &[u8]) -> (Position, u64) {
    let marks = (0..2_u64).filter_map(|turn| Some((read_mark(header, segment, turn)?, turn + 1)));
    marks.max_by_key(|(mark, _)| mark.record).unwrap_or((*header, 0))
}

fn read_mark(header: &Position, segment: &[u8], turn: u64) -> Option<Position> {
    let at = usize::try_from(PAGE + turn * PAGE).ok()?;
    let bytes = segment.get(at..at + MARK_BYTES)?;
    let mut reader = Reader(bytes);
    let mark = Position { record: reader.u64()?, offset: reader.u64()?, chain: reader.array()? };
    (reader.array() == Some(checksum(&[&header.chain, &bytes[..MARK_BYTES - 16]]))).then_some(mark)
}

/// What a record carries.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// An event.
    Event,
    /// How often the log has been opened. It makes what follows differ from anything that was written before, and was lost.
    Opened,
}

impl Kind {
    fn code(self) -> u8 {
        match self {
            Self::Event => 1,
            Self::Opened => 2,
        }
    }

    fn of(code: u8) -> Option<Self> {
        [Self::Event, Self::Opened].into_iter().find(|kind| kind.code() == code)
    }
}

/// Writes a record that begins at a position. Gives back where it ends.
pub(super) fn put_record(out: &mut Vec<u8>, at: &Position, kind: Kind, payload: &[u8]) -> Position {
    let mut head = Vec::with_capacity(RECORD_HEAD - 16);
    head.put_count(payload.len());
    head.put(&[kind.code(), 0, 0, 0]);
    head.put_u64(at.record);
    let chain = checksum(&[&at.chain, &head, payload]);
    out.put(&chain);
    out.put(&head);
    out.put(payload);
    Position { record: at.record + 1, offset: at.offset + record_bytes(payload.len()), chain }
}

/// How many bytes a record has that carries so many.
pub(super) fn record_bytes(payload: usize) -> u64 {
    (RECORD_HEAD + payload) as u64
}

/// A record of a segment.
#[derive(Debug)]
pub(super) struct Record<'a> {
    /// Where it begins.
    pub(super) at: Position,
    /// Where it ends.
    pub(super) end: Position,
    pub(super) kind: Kind,
    pub(super) payload: &'a [u8],
}

/// The records of a segment from its beginning on, up to the first that is not whole.
pub(super) fn records<'a>(header: &Position, segment: &'a [u8]) -> impl Iterator<Item = Record<'a>> {
    let mut at = *header;
    std::iter::from_fn(move || {
        let record = read_record(&at, segment)?;
        at = record.end;
        Some(record)
    })
}

fn read_record<'a>(at: &Position, segment: &'a [u8]) -> Option<Record<'a>> {
    let mut reader = Reader(segment.get(usize::try_from(at.offset).ok()?..)?);
    let chain = reader.array()?;
    let head = reader.bytes(RECORD_HEAD - 16)?;
    let mut fields = Reader(head);
    let length = usize::try_from(fields.u32()?).ok()?;
    let kind = fields.array::<4>()?[0];
    let payload = reader.bytes(length)?;
    if checksum(&[&at.chain, head, payload]) != chain {
        return None;
    }
    let end = Position { record: at.record + 1, offset: at.offset + record_bytes(length), chain };
    Some(Record { at: *at, end, kind: Kind::of(kind)?, payload })
}
