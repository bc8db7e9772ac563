//! What a log does while all is well.

use std::{slice, sync::Arc};

use hapi_hashgraph::MemberId;
use hapi_storage::{Disk as _, EventLog, LogError, Owner, testing::LossyDisk};

use crate::support::{OWNER, Rng, append_all, directory, event, event_of, limits, open, text};

#[test]
fn events_come_back_as_they_were_appended() {
    let (mut rng, disk) = (Rng(1), LossyDisk::default());
    let events: Vec<_> = (0..100).map(|round| event(&mut rng, round)).collect();
    let (mut log, none) = open(&disk, limits(20_000, 2)).unwrap();
    assert_eq!(none, []);
    append_all(&mut log, &events);
    log.sync().unwrap();
    drop(log);
    assert_eq!(open(&disk, limits(20_000, 2)).unwrap().1, events);
}

#[test]
fn the_table_of_what_survives_is_right() {
    let mut rng = Rng(2);
    let events = [event(&mut rng, 1), event(&mut rng, 1), event(&mut rng, 1)];
    let written = || {
        let disk = LossyDisk::default();
        let (mut log, _) = open(&disk, limits(20_000, 0)).unwrap();
        log.append(&events[0]).unwrap();
        log.sync().unwrap();
        log.append(&events[1]).unwrap();
        log.flush().unwrap();
        log.append(&events[2]).unwrap();
        disk
    };
    let left = |disk: &LossyDisk| open(disk, limits(20_000, 0)).unwrap().1;
    assert_eq!(left(&written().killed()), events[..2]);
    let after_losses: Vec<_> = (0..20).map(|seed| left(&written().power_loss(seed)).len()).collect();
    assert!(after_losses.iter().all(|left| *left == 1 || *left == 2), "{after_losses:?}");
    assert!(after_losses.contains(&1), "what was only flushed can be lost: {after_losses:?}");
}

#[test]
fn what_was_read_is_on_disk() {
    let (mut rng, mut disk) = (Rng(3), LossyDisk::default());
    let event = event(&mut rng, 1);
    let (mut log, _) = open(&disk, limits(20_000, 0)).unwrap();
    log.append(&event).unwrap();
    log.flush().unwrap();
    disk = disk.killed();
    assert_eq!(open(&disk, limits(20_000, 0)).unwrap().1.len(), 1);
    for seed in 0..20 {
        disk = disk.power_loss(seed);
        assert_eq!(open(&disk, limits(20_000, 0)).unwrap().1, slice::from_ref(&event));
    }
}

#[test]
fn a_sync_of_nothing_costs_nothing() {
    let (mut rng, disk) = (Rng(4), LossyDisk::default());
    let (mut log, _) = open(&disk, limits(20_000, 0)).unwrap();
    log.append(&event(&mut rng, 1)).unwrap();
    log.sync().unwrap();
    let changes = disk.changes();
    log.sync().unwrap();
    log.flush().unwrap();
    assert_eq!(disk.changes(), changes);
}

#[test]
fn a_batch_is_one_write_and_one_sync() {
    let (mut rng, disk) = (Rng(5), LossyDisk::default());
    let (mut log, _) = open(&disk, limits(50_000, 0)).unwrap();
    let changes = disk.changes();
    (0..50).for_each(|_| log.append(&event_of(&mut rng, 1, 10)).unwrap());
    assert_eq!(disk.changes(), changes, "nothing is written before the batch is whole");
    log.flush().unwrap();
    assert_eq!(disk.changes(), changes + 1);
    log.sync().unwrap();
    assert_eq!(disk.changes(), changes + 3, "the sync, and the mark of it");
}

#[test]
fn segments_are_used_again_and_old_bytes_are_no_records() {
    let (mut rng, disk) = (Rng(6), LossyDisk::default());
    let (mut log, _) = open(&disk, limits(2_000, 2)).unwrap();
    let mut waited = false;
    // All of a size, so that old records begin where new ones do.
    for round in 1..200 {
        log.append(&event_of(&mut rng, round, 50)).unwrap();
        log.sync().unwrap();
        log.prune(round.saturating_sub(10)).unwrap();
        let files = disk.files();
        assert!(files.len() <= 7, "{files:?}");
        waited |= files.iter().any(|path| path.to_string_lossy().contains("/spare-"));
        let (_, events) = open(&disk.copy(), limits(2_000, 2)).unwrap();
        let births: Vec<_> = events.iter().map(|event| event.content().birth_round).collect();
        let first = births[0];
        assert!(first <= round.saturating_sub(10).max(1), "no event is missing");
        assert_eq!(births, (first..=round).collect::<Vec<_>>());
    }
    assert!(waited, "segments wait to be used again");
}

#[test]
fn an_unfinished_segment_that_was_used_before_is_read_to_its_end_only() {
    let (mut rng, mut disk) = (Rng(7), LossyDisk::default());
    let (mut log, _) = open(&disk, limits(2_000, 2)).unwrap();
    let events: Vec<_> = (1..40).map(|round| event_of(&mut rng, round, 50)).collect();
    append_all(&mut log, &events);
    log.sync().unwrap();
    assert!(log.prune(35).unwrap() >= 2);
    let reaches = log.reaches();
    // Lives that write less and less into what was used before.
    for round in 40..80 {
        disk = disk.killed();
        let (mut log, events) = open(&disk, limits(2_000, 2)).unwrap();
        assert_eq!(events.last().unwrap().content().birth_round, round - 1);
        assert_eq!(log.reaches(), reaches);
        log.append(&event_of(&mut rng, round, 50)).unwrap();
        log.flush().unwrap();
    }
}

#[test]
fn only_one_has_it_open() {
    let disk = LossyDisk::default();
    let (log, _) = open(&disk, limits(5_000, 0)).unwrap();
    let error = open(&disk, limits(5_000, 0)).unwrap_err();
    assert!(matches!(error, LogError::InUse { .. }), "{error}");
    assert!(text(&error).contains("stop that one first"), "{error}");
    drop(log);
    open(&disk, limits(5_000, 0)).unwrap();
}

#[test]
fn a_log_of_another_node_or_network_is_refused() {
    let disk = LossyDisk::default();
    open(&disk, limits(5_000, 0)).unwrap();
    let others = [Owner { node: MemberId(4), ..OWNER }, Owner { network: [8; 32], ..OWNER }];
    for other in others {
        let disk = Arc::new(disk.copy());
        let error = EventLog::open(disk, &directory(), other, limits(5_000, 0)).unwrap_err();
        assert!(matches!(error, LogError::Foreign { found: OWNER, .. }), "{error}");
        assert!(text(&error).contains("belongs to node 3 of network 070707070707, not to"), "{error}");
    }
}

#[test]
fn segments_may_have_another_length_from_now_on() {
    let (mut rng, disk) = (Rng(8), LossyDisk::default());
    let events: Vec<_> = (0..60).map(|round| event(&mut rng, round)).collect();
    for (life, part) in events.chunks(10).enumerate() {
        let (mut log, before) = open(&disk, limits(4_000 + 1_000 * life as u64, 2)).unwrap();
        assert_eq!(before, events[..10 * life]);
        append_all(&mut log, part);
        log.sync().unwrap();
        drop(log);
    }
}

#[test]
fn an_event_that_no_segment_holds_is_refused() {
    let (mut rng, disk) = (Rng(9), LossyDisk::default());
    let (mut log, _) = open(&disk, limits(1_000, 0)).unwrap();
    let error = log.append(&event_of(&mut rng, 1, 2_000)).unwrap_err();
    assert!(error.to_string().contains("does not fit into a segment"), "{error}");
    log.append(&event_of(&mut rng, 1, 20)).unwrap();
    log.sync().unwrap();
}

/// What remains of writes that were lost in part may follow a record that is written once more, byte for byte.
#[test]
fn what_an_earlier_life_wrote_does_not_come_back() {
    let mut rng = Rng(10);
    let events = [1, 1, 1].map(|round| event_of(&mut rng, round, 600));
    let mut nothing_left = 0;
    for seed in 0..100 {
        let disk = LossyDisk::default();
        let (mut log, _) = open(&disk, limits(8_000, 0)).unwrap();
        append_all(&mut log, &events);
        log.flush().unwrap();
        let disk = disk.power_loss(seed);
        let (mut log, left) = open(&disk, limits(8_000, 0)).unwrap();
        nothing_left += usize::from(left.is_empty());
        if left.is_empty() {
            log.append(&events[0]).unwrap();
            log.flush().unwrap();
            assert_eq!(open(&disk.killed(), limits(8_000, 0)).unwrap().1, events[..1], "seed {seed}");
        }
    }
    assert!(nothing_left > 20, "{nothing_left}");
}

#[test]
fn spares_of_a_log_whose_segments_were_removed_are_not_used() {
    let (mut rng, disk) = (Rng(11), LossyDisk::default());
    let events: Vec<_> = (1..60).map(|round| event_of(&mut rng, round, 50)).collect();
    let (mut log, _) = open(&disk, limits(2_000, 2)).unwrap();
    append_all(&mut log, &events);
    log.sync().unwrap();
    assert!(log.prune(30).unwrap() >= 2);
    let disk = disk.killed();
    for path in disk.files().iter().filter(|path| path.to_string_lossy().contains("/events-")) {
        disk.remove(path).unwrap();
    }
    let (mut log, none) = open(&disk, limits(2_000, 2)).unwrap();
    assert_eq!(none, []);
    let mut kept = 0;
    // The very same events again, up to the first of the second segment.
    while disk.files().iter().filter(|path| path.to_string_lossy().contains("/events-")).count() < 2 {
        log.append(&events[kept]).unwrap();
        kept += 1;
    }
    log.flush().unwrap();
    assert_eq!(open(&disk.killed(), limits(2_000, 2)).unwrap().1, events[..kept]);
}
