//! Every byte of a small log that is turned over, and every length that it is cut to.

use std::path::PathBuf;

use hapi_hashgraph::Event;
use hapi_storage::{Damage, LogError, START_ANEW, testing::LossyDisk};

use crate::support::{HEAD, Rng, directory, event_of, limits, open};

const SPACE: u64 = 1_500;

/// A log of two segments, and what was appended to it; all but the last two events were synced.
fn small() -> (LossyDisk, Vec<Event>) {
    let (mut rng, disk) = (Rng(1), LossyDisk::default());
    let events: Vec<_> = (0..8).map(|round| event_of(&mut rng, round, 20)).collect();
    let (mut log, _) = open(&disk, limits(SPACE, 0)).unwrap();
    for (place, event) in events.iter().enumerate() {
        log.append(event).unwrap();
        if place % 2 == 1 && place < 6 {
            log.sync().unwrap();
        }
    }
    log.flush().unwrap();
    assert_eq!(segments(&disk).len(), 2);
    (disk.killed(), events)
}

fn segments(disk: &LossyDisk) -> Vec<PathBuf> {
    let files = disk.files().into_iter();
    files.filter(|path| path.to_string_lossy().contains("/events-")).collect()
}

/// What is there after some damage: some of the events, or the error.
fn outcome(disk: &LossyDisk, events: &[Event]) -> Result<usize, LogError> {
    let (_, there) = open(disk, limits(SPACE, 0))?;
    assert_eq!(there, events[..there.len()], "what is there was appended");
    assert!(there.len() >= 6, "what was synced is there: {}", there.len());
    Ok(there.len())
}

/// Turns over one bit of every byte in a part of both segments. Says how often that was recovered, and refused.
fn flip(part: std::ops::Range<u64>) -> (usize, usize) {
    let (disk, events) = small();
    let (mut recovered, mut refused) = (0, 0);
    for path in segments(&disk) {
        for byte in part.clone() {
            let damaged = disk.copy();
            let bit = usize::try_from(8 * byte + byte % 8).unwrap();
            damaged.flip_bit(&path, bit).unwrap();
            match outcome(&damaged, &events) {
                Ok(_) => recovered += 1,
                Err(LogError::Damaged { .. } | LogError::Version { .. }) => refused += 1,
                Err(other) => panic!("bit {bit} of {}: {other}", path.display()),
            }
        }
    }
    (recovered, refused)
}

#[test]
fn every_byte_of_the_header() {
    let (recovered, refused) = flip(0..200);
    assert!(recovered >= 100 && refused >= 2 * 100, "{recovered} recovered, {refused} refused");
}

#[test]
fn every_byte_of_the_rest_of_the_header_s_page() {
    assert_eq!(flip(200..4096).1, 0, "nothing is there");
}

#[test]
fn every_byte_of_the_marks() {
    assert_eq!(flip(4096..HEAD).1, 0, "a mark that cannot be read is none");
}

#[test]
fn every_byte_of_the_records() {
    let (recovered, refused) = flip(HEAD..HEAD + SPACE);
    assert!(recovered >= 100 && refused >= 1_000, "{recovered} recovered, {refused} refused");
}

#[test]
fn every_length() {
    let (disk, events) = small();
    for path in segments(&disk) {
        let whole = disk.bytes(&path).unwrap();
        // Where nothing is, one length is like another.
        let lengths = (0..200).chain((200..whole.len()).step_by(97)).chain(12_288..whole.len());
        for length in lengths {
            let damaged = disk.copy();
            damaged.set_bytes(&path, whole[..length].to_vec()).unwrap();
            let error = outcome(&damaged, &events).unwrap_err();
            assert!(
                matches!(error, LogError::Damaged { .. }),
                "{length} bytes of {}: {error}",
                path.display()
            );
        }
    }
}

#[test]
fn a_full_segment_has_to_be_whole_whatever_its_marks_say() {
    let (disk, _) = small();
    let path = &segments(&disk)[0];
    let mut bytes = disk.bytes(path).unwrap();
    bytes[4096..12_288].fill(0);
    bytes[12_288 + 600] ^= 1;
    disk.set_bytes(path, bytes).unwrap();
    let error = open(&disk, limits(SPACE, 0)).unwrap_err();
    assert!(matches!(error, LogError::Damaged { what: Damage::Record { .. }, .. }), "{error}");
}

#[test]
fn a_mark_that_cannot_be_read_leaves_the_one_before() {
    let (mut rng, disk) = (Rng(3), LossyDisk::default());
    let (mut log, _) = open(&disk, limits(5_000, 0)).unwrap();
    for _ in 0..3 {
        log.append(&event_of(&mut rng, 1, 20)).unwrap();
        log.sync().unwrap();
    }
    let path = segments(&disk).remove(0);
    let whole = disk.bytes(&path).unwrap();
    for mark in [4096, 8192] {
        let damaged = disk.killed();
        let mut bytes = whole.clone();
        bytes[mark] ^= 1;
        bytes[12_288 + 40] ^= 1;
        damaged.set_bytes(&path, bytes).unwrap();
        let error = open(&damaged, limits(5_000, 0)).unwrap_err();
        assert!(matches!(error, LogError::Damaged { what: Damage::Record { record: 0, .. }, .. }), "{error}");
    }
}

#[test]
fn a_segment_that_is_missing() {
    let mut rng = Rng(2);
    let disk = LossyDisk::default();
    let (mut log, _) = open(&disk, limits(SPACE, 0)).unwrap();
    (0..20).for_each(|round| log.append(&event_of(&mut rng, round, 20)).unwrap());
    log.sync().unwrap();
    let disk = disk.killed();
    let segments = segments(&disk);
    assert!(segments.len() > 3);
    hapi_storage::Disk::remove(&disk, &segments[1]).unwrap();
    let error = open(&disk, limits(SPACE, 0)).unwrap_err();
    assert!(matches!(error, LogError::Damaged { what: Damage::Missing, .. }), "{error}");
}

#[test]
fn a_segment_under_the_name_of_another() {
    let (disk, _) = small();
    let segments = segments(&disk);
    disk.set_bytes(&segments[1], disk.bytes(&segments[0]).unwrap()).unwrap();
    let error = open(&disk, limits(SPACE, 0)).unwrap_err();
    assert!(matches!(error, LogError::Damaged { what: Damage::Name(1), .. }), "{error}");
}

#[test]
fn the_refusal_says_where_what_and_what_to_do() {
    let (disk, _) = small();
    let path = &segments(&disk)[0];
    disk.flip_bit(path, 8 * (usize::try_from(HEAD).unwrap() + 40)).unwrap();
    let error = open(&disk, limits(SPACE, 0)).unwrap_err().to_string();
    let file = directory().join("events-0000000000000001");
    let expected =
        format!("{} is damaged: record 0 at byte 12288 was on disk and cannot be read", file.display());
    assert!(error.starts_with(&expected), "{error}");
    assert!(error.contains(START_ANEW), "{error}");
}

#[test]
fn a_refusal_changes_nothing() {
    let (disk, _) = small();
    disk.flip_bit(&segments(&disk)[0], 8 * usize::try_from(HEAD).unwrap()).unwrap();
    let before: Vec<_> = disk.files().iter().map(|path| disk.bytes(path).unwrap()).collect();
    let first = open(&disk, limits(SPACE, 0)).unwrap_err().to_string();
    let after: Vec<_> = disk.files().iter().map(|path| disk.bytes(path).unwrap()).collect();
    assert_eq!(before, after);
    assert_eq!(open(&disk, limits(SPACE, 0)).unwrap_err().to_string(), first);
}
