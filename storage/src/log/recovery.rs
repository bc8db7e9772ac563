//! Opening a log: what is there, and whether it is all that has to be.

use std::{
    collections::VecDeque,
    path::{Path, PathBuf},
    sync::Arc,
};

use bytes::Bytes;
use hapi_hashgraph::Event;

use super::{
    Damage, EventLog, FullSegment, LogError, LogLimits, Segment, first_header,
    segment::{self, Header, Kind, NoHeader, Position},
};
use crate::{
    disk::{Disk, read_all},
    owner::Owner,
};

/// The files in a log's directory.
#[derive(Debug, Default)]
struct Files {
    segments: Vec<u64>,
    spares: Vec<PathBuf>,
    drafts: Vec<PathBuf>,
}

/// What was read so far.
#[derive(Debug, Default)]
struct Read {
    events: Vec<Event>,
    full: VecDeque<FullSegment>,
    /// How often the log was opened.
    life: u64,
    /// Where the next segment has to begin.
    end: Option<(PathBuf, Position)>,
}

/// The last segment, with the bytes of it that may not be on disk yet.
#[derive(Debug)]
struct Last {
    segment: Segment,
    synced: Position,
    unsynced: Vec<u8>,
}

pub(super) fn open(
    disk: Arc<dyn Disk>,
    directory: &Path,
    owner: Owner,
    limits: LogLimits,
) -> Result<(EventLog, Vec<Event>), LogError> {
    disk.create_directory(directory).map_err(LogError::io("create", directory))?;
    let lock_path = directory.join("lock");
    let lock = disk
        .lock(&lock_path, false)
        .map_err(LogError::io("lock", &lock_path))?
        .ok_or_else(|| LogError::InUse { directory: directory.to_owned() })?;
    let files = Files::list(&*disk, directory)?;
    let mut read = Read::default();
    let mut last = None;
    for (place, number) in files.segments.iter().enumerate() {
        let is_last = place + 1 == files.segments.len();
        last = read.segment(&*disk, directory, *number, &owner, is_last)?;
    }
    let (spares, last) = files.tidy(&*disk, directory, last, owner, &limits)?;
    let Read { events, full, life, .. } = read;
    let mut log = EventLog {
        disk,
        directory: directory.to_owned(),
        limits,
        owner,
        life: life + 1,
        full,
        spares,
        buffer: Vec::new(),
        written: last.synced.offset,
        current: last.segment,
        has_failed: false,
        _lock: lock,
    };
    // What was read may be nowhere but in memory, and the system may take it for written after a sync that failed.
    log.buffer = last.unsynced;
    if life > 0 {
        let opened = log.life.to_be_bytes();
        log.append_record(Kind::Opened, &opened)
            .and_then(|()| log.sync())
            .map_err(LogError::io("write to the event log in", directory))?;
    }
    Ok((log, events))
}

impl Files {
    fn list(disk: &dyn Disk, directory: &Path) -> Result<Self, LogError> {
        let mut files = Self::default();
        for name in disk.list(directory).map_err(LogError::io("list", directory))? {
            if let Some(number) = segment::number_in(&name, "events-") {
                files.segments.push(number);
            } else if segment::number_in(&name, "spare-").is_some() {
                files.spares.push(directory.join(name));
            } else if name == segment::DRAFT {
                files.drafts.push(directory.join(name));
            }
        }
        files.segments.sort_unstable();
        files.spares.sort_unstable();
        if let Some(pair) = files.segments.windows(2).find(|pair| pair[0] + 1 != pair[1]) {
            let missing = directory.join(segment::name(pair[0] + 1));
            return Err(LogError::damaged(&missing, Damage::Missing));
        }
        Ok(files)
    }

    /// Removes what is not used, now that nothing speaks against going on, and makes the first segment where there is none.
    fn tidy(
        mut self,
        disk: &dyn Disk,
        directory: &Path,
        last: Option<Last>,
        owner: Owner,
        limits: &LogLimits,
    ) -> Result<(Vec<PathBuf>, Last), LogError> {
        // The first segment of another log may have been the same up to its records.
        let kept = if last.is_some() { limits.spare_segments.min(self.spares.len()) } else { 0 };
        let unused = self.spares.split_off(kept);
        for path in unused.iter().chain(&self.drafts) {
            disk.remove(path).map_err(LogError::io("remove", path))?;
        }
        let last = match last {
            // Who made it may have been killed before its name was on disk.
            Some(last) => {
                disk.sync_directory(directory).map(|()| last).map_err(LogError::io("sync", directory))?
            }
            None => Segment::create(disk, directory, first_header(owner, limits))
                .map(|segment| Last { synced: segment.start, unsynced: Vec::new(), segment })
                .map_err(LogError::io("create a segment of the event log in", directory))?,
        };
        Ok((self.spares, last))
    }
}

impl Read {
    /// Reads one segment more; the last of all is given back, to be gone on with.
    fn segment(
        &mut self,
        disk: &dyn Disk,
        directory: &Path,
        number: u64,
        owner: &Owner,
        is_last: bool,
    ) -> Result<Option<Last>, LogError> {
        let path = directory.join(segment::name(number));
        let file = disk.open(&path).map_err(LogError::io("open", &path))?;
        let bytes = read_all(&*file).map_err(LogError::io("read", &path))?;
        let header = check_header(&bytes, &path, directory, number, owner)?;
        let start = header.start();
        self.check_link(&header)?;
        self.life = self.life.max(header.life);
        let (synced, turn) = segment::synced(&start, &bytes);
        let (end, births) = self.records(&bytes, &path, &header)?;
        if synced.record > end.record {
            let lost = synced.record - end.record;
            return Err(LogError::damaged(
                &path,
                Damage::Record { record: end.record, offset: end.offset, lost },
            ));
        }
        self.end = Some((path, end));
        if is_last {
            let unsynced = unsynced(&bytes, &synced, &end);
            let segment = Segment { file, header, start, end, synced: synced.record, turn, births };
            return Ok(Some(Last { segment, synced, unsynced }));
        }
        self.full.push_back(FullSegment { number, births, earlier_births: header.earlier_births });
        Ok(None)
    }

    /// A segment begins where the one before it ended when it was synced for good.
    fn check_link(&self, header: &Header) -> Result<(), LogError> {
        let Some((path, end)) = &self.end else { return Ok(()) };
        if header.first == end.record && header.previous == end.chain {
            return Ok(());
        }
        let lost = header.first.saturating_sub(end.record);
        Err(LogError::damaged(path, Damage::Record { record: end.record, offset: end.offset, lost }))
    }

    /// Where the records end, and the greatest birth round up to there.
    fn records(&mut self, bytes: &[u8], path: &Path, header: &Header) -> Result<(Position, u64), LogError> {
        let (mut end, mut births) = (header.start(), header.earlier_births);
        for record in segment::records(&header.start(), bytes) {
            end = record.end;
            match record.kind {
                // A copy, for one event that is kept must not keep a whole segment in memory.
                Kind::Event => match Event::from_bytes(Bytes::copy_from_slice(record.payload)) {
                    Ok(event) => {
                        births = births.max(event.content().birth_round);
                        self.events.push(event);
                    }
                    Err(error) => {
                        let (record, offset) = (record.at.record, record.at.offset);
                        return Err(LogError::damaged(path, Damage::Event { record, offset, error }));
                    }
                },
                Kind::Opened => {
                    let life = record.payload.try_into().map_or(0, u64::from_be_bytes);
                    self.life = self.life.max(life);
                }
            }
        }
        Ok((end, births))
    }
}

fn check_header(
    bytes: &[u8],
    path: &Path,
    directory: &Path,
    number: u64,
    owner: &Owner,
) -> Result<Header, LogError> {
    let header = match Header::read(bytes) {
        Ok(header) => header,
        Err(NoHeader::Damaged) => return Err(LogError::damaged(path, Damage::Header)),
        Err(NoHeader::Version(found)) => return Err(LogError::Version { path: path.to_owned(), found }),
    };
    if header.owner != *owner {
        let (directory, found) = (directory.to_owned(), header.owner);
        return Err(LogError::Foreign { directory, found, expected: *owner });
    }
    if header.number != number {
        return Err(LogError::damaged(path, Damage::Name(header.number)));
    }
    let found = bytes.len() as u64;
    if header.length != found {
        return Err(LogError::damaged(path, Damage::Length { found, expected: header.length }));
    }
    Ok(header)
}

fn unsynced(bytes: &[u8], synced: &Position, end: &Position) -> Vec<u8> {
    let place = |position: &Position| usize::try_from(position.offset).unwrap_or(usize::MAX);
    bytes.get(place(synced)..place(end)).unwrap_or_default().to_vec()
}
