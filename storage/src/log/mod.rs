//! The log of the events that a member has taken.

mod error;
mod recovery;
mod segment;

use std::{
    collections::VecDeque,
    io, mem,
    ops::RangeInclusive,
    path::{Path, PathBuf},
    sync::Arc,
};

pub use error::{Damage, LogError};
use error::{FailedBefore, TooLarge};
use hapi_hashgraph::Event;
use segment::{Header, Kind, Position, RECORDS};

use crate::{
    codec::Checksum,
    disk::{Disk, DiskFile, DiskLock},
    owner::Owner,
};

/// More than this is not kept in memory before it is written.
const BUFFER: usize = 1 << 18;

/// How large a log's files are, and how many of them wait.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LogLimits {
    /// Bytes of a segment. An event must fit into one.
    pub segment_bytes: u64,
    /// How many segments are kept to be used again once all of their events are ancient. Those beyond are removed.
    pub spare_segments: usize,
}

impl Default for LogLimits {
    fn default() -> Self {
        Self { segment_bytes: 8 << 20, spare_segments: 2 }
    }
}

/// The events that a member has taken, in the order in which it took them.
///
/// | after | a killed process loses | a loss of power loses |
/// |---|---|---|
/// | [`append`](Self::append) | the event | the event |
/// | [`flush`](Self::flush) | nothing | any end of what was appended since the last sync |
/// | [`sync`](Self::sync) | nothing | nothing |
///
/// So a member flushes before any peer gets an event, and syncs before anybody is told what follows from it.
///
/// It is for one thread: none of this waits for anything but the disk.
#[derive(Debug)]
pub struct EventLog {
    disk: Arc<dyn Disk>,
    directory: PathBuf,
    limits: LogLimits,
    owner: Owner,
    life: u64,
    /// Those that are full, oldest first.
    full: VecDeque<FullSegment>,
    spares: Vec<PathBuf>,
    current: Segment,
    /// What is not written yet, and where it goes.
    buffer: Vec<u8>,
    written: u64,
    has_failed: bool,
    _lock: Box<dyn DiskLock>,
}

/// A segment that takes no more records.
#[derive(Clone, Copy, Debug)]
struct FullSegment {
    number: u64,
    /// The greatest birth round of an event in it or in an earlier one.
    births: u64,
    /// The same of earlier ones only.
    earlier_births: u64,
}

/// The segment that records go to.
#[derive(Debug)]
struct Segment {
    file: Box<dyn DiskFile>,
    header: Header,
    start: Position,
    /// Where the next record goes.
    end: Position,
    /// How many records were synced in all.
    synced: u64,
    /// How often that was written down.
    turn: u64,
    /// The greatest birth round of an event in it or in an earlier one.
    births: u64,
}

impl EventLog {
    /// Opens the log in a directory, which is made where it is missing. Gives back the events, in the order in which they were
    /// appended: all that were synced, and of those after them as many as are whole. They are on disk now, so what follows from
    /// them may be shown.
    ///
    /// # Errors
    /// When it is in use, is not this owner's, or has lost what was synced: the error says what to do. What a loss of power has left half
    /// written after the last sync is not an error.
    pub fn open(
        disk: Arc<dyn Disk>,
        directory: &Path,
        owner: Owner,
        limits: LogLimits,
    ) -> Result<(Self, Vec<Event>), LogError> {
        recovery::open(disk, directory, owner, limits)
    }

    /// Takes an event. It is in memory only until [`flush`](Self::flush) or [`sync`](Self::sync).
    ///
    /// # Errors
    /// When it is larger than a segment, and when a new segment is needed for which there is no space ([`io::ErrorKind::StorageFull`]): the
    /// log is then as it was before. When the disk fails otherwise, the log takes nothing more.
    pub fn append(&mut self, event: &Event) -> io::Result<()> {
        self.append_record(Kind::Event, &event.to_bytes())?;
        self.current.births = self.current.births.max(event.content().birth_round);
        if self.buffer.len() >= BUFFER { self.flush() } else { Ok(()) }
    }

    /// Has all that was appended where a process that is killed does not lose it: one write.
    pub fn flush(&mut self) -> io::Result<()> {
        self.check()?;
        if self.buffer.is_empty() {
            return Ok(());
        }
        let buffer = mem::take(&mut self.buffer);
        let written = self.current.file.write_all_at(&buffer, self.written);
        self.keep(written)?;
        self.written += buffer.len() as u64;
        self.buffer = buffer;
        self.buffer.clear();
        Ok(())
    }

    /// Has all that was appended on disk: [`flush`](Self::flush), and one sync if anything is not.
    pub fn sync(&mut self) -> io::Result<()> {
        self.flush()?;
        if self.current.synced == self.current.end.record {
            return Ok(());
        }
        let synced = self.current.file.sync_data();
        self.keep(synced)?;
        self.current.synced = self.current.end.record;
        // This goes to disk with the next sync. Without it, damage to the last records would pass for a write that was lost.
        let (mark, offset) = segment::mark(&self.current.start, &self.current.end, self.current.turn);
        self.current.turn += 1;
        let marked = self.current.file.write_all_at(&mark, offset);
        self.keep(marked)
    }

    /// Gives up the segments all events of which were born before this round. Gives back how many.
    ///
    /// Only what is ancient for every state that the node may start from can go:
    /// [`StateStore::save`](crate::StateStore::save) says how far that is.
    pub fn prune(&mut self, born_before: u64) -> io::Result<usize> {
        self.check()?;
        let mut pruned = 0;
        while let Some(oldest) = self.full.front().copied().filter(|oldest| oldest.births < born_before) {
            let given_up = self.give_up(oldest.number);
            self.keep(given_up)?;
            self.full.pop_front();
            pruned += 1;
        }
        Ok(pruned)
    }

    /// Every event that was ever appended and born in this round or later is in the log; of those born before, some may have been
    /// given up.
    pub fn reaches(&self) -> u64 {
        self.full.front().map_or(self.current.header.earlier_births, |oldest| oldest.earlier_births) + 1
    }

    /// The numbers of its segments, from the oldest that is left to the one that it goes on in: with each new one there is more
    /// that could be given up.
    pub fn segments(&self) -> RangeInclusive<u64> {
        let current = self.current.header.number;
        self.full.front().map_or(current, |oldest| oldest.number)..=current
    }

    /// How many bytes it takes on disk, without those that wait to be used again.
    pub fn bytes(&self) -> u64 {
        (self.full.len() as u64 + 1) * self.limits.segment_bytes
    }

    fn path(&self, name: &str) -> PathBuf {
        self.directory.join(name)
    }

    fn check(&self) -> io::Result<()> {
        if self.has_failed { Err(io::Error::other(FailedBefore)) } else { Ok(()) }
    }

    /// Takes nothing more after a failure.
    fn keep<T>(&mut self, result: io::Result<T>) -> io::Result<T> {
        self.has_failed |= result.is_err();
        result
    }

    fn append_record(&mut self, kind: Kind, payload: &[u8]) -> io::Result<()> {
        self.check()?;
        let bytes = segment::record_bytes(payload.len());
        let space = self.limits.segment_bytes.saturating_sub(RECORDS);
        if bytes > space {
            return Err(io::Error::new(io::ErrorKind::InvalidInput, TooLarge { bytes, space }));
        }
        if self.current.end.offset + bytes > self.current.header.length {
            self.roll()?;
        }
        self.current.end = segment::put_record(&mut self.buffer, &self.current.end, kind, payload);
        Ok(())
    }

    /// Goes on in a new segment. The one before is on disk first: only the last segment may ever end early.
    fn roll(&mut self) -> io::Result<()> {
        self.sync()?;
        let Segment { header, end, births, .. } = &self.current;
        let (number, earlier_births) = (header.number, header.earlier_births);
        let next = Header {
            owner: self.owner,
            length: self.limits.segment_bytes,
            number: number + 1,
            first: end.record,
            previous: end.chain,
            earlier_births: *births,
            life: self.life,
        };
        let births = *births;
        let (path, file) = self.next_file()?;
        let made = Segment::put_in_place(&*self.disk, &self.directory, &path, file, next);
        self.current = self.keep(made)?;
        self.written = RECORDS;
        self.full.push_back(FullSegment { number, births, earlier_births });
        Ok(())
    }

    /// A file for the next segment, by whatever name.
    fn next_file(&mut self) -> io::Result<(PathBuf, Box<dyn DiskFile>)> {
        let length = self.limits.segment_bytes;
        if let Some(spare) = self.spares.pop()
            && let Ok(file) = self.disk.open(&spare)
            && file.length().is_ok_and(|found| found == length)
        {
            return Ok((spare, file));
        }
        let draft = self.path(segment::DRAFT);
        match self.disk.create(&draft, length) {
            // Nothing has changed.
            Err(error) if error.kind() == io::ErrorKind::StorageFull => Err(error),
            created => Ok((draft, self.keep(created)?)),
        }
    }

    /// One at a time and the oldest first: those that are left are always consecutive.
    fn give_up(&mut self, number: u64) -> io::Result<()> {
        let path = self.path(&segment::name(number));
        if self.spares.len() < self.limits.spare_segments {
            let spare = self.path(&segment::spare_name(number));
            self.disk.rename(&path, &spare)?;
            self.disk.sync_directory(&self.directory)?;
            self.spares.push(spare);
        } else {
            self.disk.remove(&path)?;
            self.disk.sync_directory(&self.directory)?;
        }
        Ok(())
    }
}

impl Segment {
    /// Makes the first segment.
    fn create(disk: &dyn Disk, directory: &Path, header: Header) -> io::Result<Self> {
        let draft = directory.join(segment::DRAFT);
        let file = disk.create(&draft, header.length)?;
        Self::put_in_place(disk, directory, &draft, file, header)
    }

    /// The header is on disk before the file has its name, and the name before the first record.
    fn put_in_place(
        disk: &dyn Disk,
        directory: &Path,
        path: &Path,
        file: Box<dyn DiskFile>,
        header: Header,
    ) -> io::Result<Self> {
        file.write_all_at(&header.to_bytes(), 0)?;
        file.sync_data()?;
        disk.rename(path, &directory.join(segment::name(header.number)))?;
        disk.sync_directory(directory)?;
        let start = header.start();
        let births = header.earlier_births;
        Ok(Self { file, header, start, end: start, synced: start.record, turn: 0, births })
    }
}

/// The header of the first segment of a log.
fn first_header(owner: Owner, limits: &LogLimits) -> Header {
    Header {
        owner,
        length: limits.segment_bytes,
        number: 1,
        first: 0,
        previous: Checksum::default(),
        earlier_births: 0,
        life: 1,
    }
}
