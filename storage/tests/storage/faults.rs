//! Disks that are full, and disks that fail.

use std::{io, slice};

use hapi_storage::testing::LossyDisk;

use crate::support::{Rng, event_of, limits, open};

#[test]
fn a_full_disk_is_told_and_does_no_harm() {
    let (mut rng, disk) = (Rng(1), LossyDisk::default());
    let (mut log, _) = open(&disk, limits(2_000, 0)).unwrap();
    disk.set_capacity(Some(30_000));
    let mut kept = Vec::new();
    let error = loop {
        let event = event_of(&mut rng, 1, 50);
        match log.append(&event) {
            Ok(()) => kept.push(event),
            Err(error) => break error,
        }
    };
    assert_eq!(error.kind(), io::ErrorKind::StorageFull);
    assert!(kept.len() > 5);
    log.sync().unwrap();
    let event = event_of(&mut rng, 1, 50);
    assert_eq!(log.append(&event).unwrap_err().kind(), io::ErrorKind::StorageFull, "it is full still");
    disk.set_capacity(None);
    log.append(&event).unwrap();
    log.sync().unwrap();
    kept.push(event);
    drop(log);
    assert_eq!(open(&disk.power_loss(1), limits(2_000, 0)).unwrap().1, kept);
}

#[test]
fn pruning_makes_space() {
    let (mut rng, disk) = (Rng(2), LossyDisk::default());
    let (mut log, _) = open(&disk, limits(2_000, 0)).unwrap();
    disk.set_capacity(Some(60_000));
    let mut round = 0;
    while log.append(&event_of(&mut rng, round, 50)).is_ok() {
        round += 1;
    }
    assert!(log.prune(round - 12).unwrap() > 0);
    log.append(&event_of(&mut rng, round, 50)).unwrap();
    log.sync().unwrap();
}

#[test]
fn after_a_failed_sync_it_takes_nothing_more() {
    for failing in 0..2 {
        let (mut rng, disk) = (Rng(3), LossyDisk::default());
        let (mut log, _) = open(&disk, limits(5_000, 0)).unwrap();
        let first = event_of(&mut rng, 1, 50);
        log.append(&first).unwrap();
        log.sync().unwrap();
        log.append(&event_of(&mut rng, 1, 50)).unwrap();
        disk.fail_after(failing);
        assert_eq!(log.sync().unwrap_err().to_string(), "the medium fails");
        for again in [log.append(&first), log.flush(), log.sync(), log.prune(0).map(drop)] {
            let error = again.unwrap_err().to_string();
            assert!(error.contains("failed before"), "a sync that is tried again would lie: {error}");
        }
        let (_, events) = open(&disk.power_loss(0), limits(5_000, 0)).unwrap();
        assert_eq!(events[0], first);
    }
}

#[test]
fn what_a_failed_sync_forgot_is_written_again() {
    let (mut rng, disk) = (Rng(4), LossyDisk::default());
    let event = event_of(&mut rng, 1, 50);
    let (mut log, _) = open(&disk, limits(5_000, 0)).unwrap();
    log.append(&event).unwrap();
    log.flush().unwrap();
    disk.fail_after(0);
    log.sync().unwrap_err();
    // The event seems to be there, and the system takes it for written.
    let disk = disk.killed();
    assert_eq!(open(&disk, limits(5_000, 0)).unwrap().1, slice::from_ref(&event));
    for seed in 0..10 {
        assert_eq!(open(&disk.copy().power_loss(seed), limits(5_000, 0)).unwrap().1, slice::from_ref(&event));
    }
}

#[test]
fn a_segment_that_may_have_been_begun_is_gone_on_with_only_after_reading_it() {
    // Whatever write or sync of a new segment fails: either the log stops, or what it takes afterwards is there.
    for failing in 0..12 {
        let (mut rng, disk) = (Rng(5), LossyDisk::default());
        let (mut log, _) = open(&disk, limits(2_000, 1)).unwrap();
        let mut kept = Vec::new();
        disk.fail_after(failing);
        for length in [300, 300, 300, 300, 300, 300, 20, 20, 20] {
            let event = event_of(&mut rng, 1, length);
            if log.append(&event).and_then(|()| log.sync()).is_ok() {
                kept.push(event);
            }
        }
        let (_, events) = open(&disk.killed(), limits(2_000, 1)).unwrap();
        assert!(events.starts_with(&kept), "{failing}: {} of {}", events.len(), kept.len());
    }
}
