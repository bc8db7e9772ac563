//! Checksums, and reading from bytes that may be anything.

use bytes::Buf;
use hapi_hashgraph::{Hash, Judge, MemberId, Snapshot};

use crate::owner::Owner;

/// What tells written bytes from damaged ones, and from any others.
pub(crate) type Checksum = [u8; 16];

/// The checksum of these bytes, one after the other; what comes first is of a fixed length everywhere.
pub(crate) fn checksum(parts: &[&[u8]]) -> Checksum {
    let mut summer = Summer::default();
    for part in parts {
        summer.update(part);
    }
    summer.checksum()
}

/// Takes the [`checksum`] of bytes as they come.
#[derive(Debug, Default)]
pub(crate) struct Summer(blake3::Hasher);

impl Summer {
    pub(crate) fn update(&mut self, bytes: &[u8]) {
        self.0.update(bytes);
    }

    /// The checksum of all that came.
    pub(crate) fn checksum(&self) -> Checksum {
        let mut checksum = Checksum::default();
        checksum.copy_from_slice(&self.0.finalize().as_bytes()[..16]);
        checksum
    }
}

/// Takes what is written in a file from its bytes. `None` where they end too early or say what nobody writes.
pub(crate) struct Reader<'a>(pub(crate) &'a [u8]);

impl<'a> Reader<'a> {
    pub(crate) fn bytes(&mut self, length: usize) -> Option<&'a [u8]> {
        let (taken, rest) = self.0.split_at_checked(length)?;
        self.0 = rest;
        Some(taken)
    }

    pub(crate) fn array<const N: usize>(&mut self) -> Option<[u8; N]> {
        self.bytes(N)?.try_into().ok()
    }

    pub(crate) fn u32(&mut self) -> Option<u32> {
        Some(self.bytes(4)?.get_u32())
    }

    pub(crate) fn u64(&mut self) -> Option<u64> {
        Some(self.bytes(8)?.get_u64())
    }

    pub(crate) fn i64(&mut self) -> Option<i64> {
        Some(self.bytes(8)?.get_i64())
    }

    /// Bytes with their length before them.
    pub(crate) fn sized(&mut self) -> Option<&'a [u8]> {
        let length = usize::try_from(self.u64()?).ok()?;
        self.bytes(length)
    }

    /// So many of them as is written before; nothing is set aside for those that do not follow.
    pub(crate) fn list<T>(&mut self, mut one: impl FnMut(&mut Self) -> Option<T>) -> Option<Vec<T>> {
        (0..self.u32()?).map(|_| one(self)).collect()
    }

    pub(crate) fn owner(&mut self) -> Option<Owner> {
        Some(Owner { node: MemberId(self.u64()?), network: self.array()? })
    }

    pub(crate) fn snapshot(&mut self) -> Option<Snapshot> {
        let (round, next_number, time) = (self.u64()?, self.u64()?, self.i64()?);
        let judges = self
            .list(|reader| Some(Judge { creator: MemberId(reader.u64()?), hash: Hash(reader.array()?) }))?;
        let births = self.list(|reader| Some((reader.u64()?, reader.u64()?)))?;
        Some(Snapshot { round, judges, births, next_number, time })
    }
}

/// Writes what [`Reader`] reads.
pub(crate) trait Write {
    fn put(&mut self, bytes: &[u8]);

    fn put_u32(&mut self, value: u32) {
        self.put(&value.to_be_bytes());
    }

    fn put_u64(&mut self, value: u64) {
        self.put(&value.to_be_bytes());
    }

    fn put_sized(&mut self, bytes: &[u8]) {
        self.put_u64(bytes.len() as u64);
        self.put(bytes);
    }

    fn put_count(&mut self, count: usize) {
        self.put_u32(u32::try_from(count).expect("lists are far shorter than 2^32"));
    }

    fn put_owner(&mut self, owner: &Owner) {
        self.put_u64(owner.node.0);
        self.put(&owner.network);
    }

    fn put_snapshot(&mut self, snapshot: &Snapshot) {
        let Snapshot { round, judges, births, next_number, time } = snapshot;
        self.put_u64(*round);
        self.put_u64(*next_number);
        self.put(&time.to_be_bytes());
        self.put_count(judges.len());
        for judge in judges {
            self.put_u64(judge.creator.0);
            self.put(&judge.hash.0);
        }
        self.put_count(births.len());
        for (round, birth) in births {
            self.put_u64(*round);
            self.put_u64(*birth);
        }
    }
}

impl Write for Vec<u8> {
    fn put(&mut self, bytes: &[u8]) {
        self.extend_from_slice(bytes);
    }
}
