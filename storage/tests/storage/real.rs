//! The log on a real disk.

use std::{fs, path::Path, sync::Arc};

use hapi_hashgraph::Event;
use hapi_storage::{EventLog, LogError, LogLimits, RealDisk};

use crate::support::{OWNER, Rng, event, event_of, limits};

fn open(directory: &Path, limits: LogLimits) -> Result<(EventLog, Vec<Event>), LogError> {
    EventLog::open(Arc::new(RealDisk), directory, OWNER, limits)
}

#[test]
fn events_come_back_over_many_segments_and_lives() {
    let temporary = tempfile::tempdir().unwrap();
    let directory = temporary.path().join("node0/events");
    let mut rng = Rng(1);
    let mut all = Vec::new();
    for life in 0..5 {
        let (mut log, events) = open(&directory, limits(20_000, 2)).unwrap();
        assert_eq!(events, all);
        for round in 0..100 {
            let event = event(&mut rng, 100 * life + round);
            log.append(&event).unwrap();
            all.push(event);
        }
        // What was not flushed would be lost with the log.
        log.flush().unwrap();
    }
    assert!(fs::read_dir(&directory).unwrap().count() > 5);
}

#[test]
fn segments_are_used_again() {
    let temporary = tempfile::tempdir().unwrap();
    let mut rng = Rng(2);
    let (mut log, _) = open(temporary.path(), limits(5_000, 2)).unwrap();
    let mut pruned = 0;
    for round in 1..500 {
        log.append(&event_of(&mut rng, round, 50)).unwrap();
        log.sync().unwrap();
        pruned += log.prune(round.saturating_sub(20)).unwrap();
    }
    assert!(pruned > 10);
    drop(log);
    let (log, events) = open(temporary.path(), limits(5_000, 2)).unwrap();
    let births: Vec<_> = events.iter().map(|event| event.content().birth_round).collect();
    assert_eq!(births, (log.reaches()..500).collect::<Vec<_>>());
    assert!(fs::read_dir(temporary.path()).unwrap().count() <= 7);
}

#[test]
fn only_one_has_it_open() {
    let temporary = tempfile::tempdir().unwrap();
    let (log, _) = open(temporary.path(), limits(5_000, 0)).unwrap();
    assert!(matches!(open(temporary.path(), limits(5_000, 0)), Err(LogError::InUse { .. })));
    drop(log);
    open(temporary.path(), limits(5_000, 0)).unwrap();
}

#[test]
fn a_segment_of_the_usual_length_has_its_space_from_the_start() {
    let temporary = tempfile::tempdir().unwrap();
    let (_log, _) = open(temporary.path(), LogLimits::default()).unwrap();
    let segment = fs::metadata(temporary.path().join("events-0000000000000001")).unwrap();
    assert_eq!(segment.len(), 8 << 20);
    let blocks = std::os::unix::fs::MetadataExt::blocks(&segment);
    assert!(blocks * 512 >= 8 << 20, "{blocks} blocks");
}

#[test]
fn a_directory_that_cannot_be_is_told() {
    let temporary = tempfile::tempdir().unwrap();
    let file = temporary.path().join("file");
    fs::write(&file, "in the way").unwrap();
    let error = open(&file.join("events"), limits(5_000, 0)).unwrap_err();
    assert!(matches!(error, LogError::Io { action: "create", .. }), "{error}");
}
