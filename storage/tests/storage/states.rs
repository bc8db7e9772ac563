//! The store of states.

use std::{
    path::{Path, PathBuf},
    sync::Arc,
    thread,
};

use hapi_hashgraph::MemberId;
use hapi_storage::{Owner, RealDisk, SavedState, StateError, StateStore, testing::LossyDisk};

use crate::support::{OWNER, Rng, for_seeds, state, text};

fn directory() -> &'static Path {
    Path::new("/node/states")
}

fn open(disk: &LossyDisk, keep: usize) -> StateStore {
    StateStore::open(Arc::new(disk.clone()), directory(), OWNER, keep).unwrap()
}

fn files(disk: &LossyDisk) -> Vec<PathBuf> {
    disk.files().into_iter().filter(|path| path.to_string_lossy().contains("/state-")).collect()
}

/// A store with the states of rounds 10, 20 and 30.
fn three() -> (LossyDisk, Vec<SavedState>) {
    let (mut rng, disk) = (Rng(1), LossyDisk::default());
    let states: Vec<_> = [10, 20, 30].map(|round| state(&mut rng, round, round - 5)).to_vec();
    let store = open(&disk, 3);
    for state in &states {
        store.save(state).unwrap();
    }
    (disk, states)
}

#[test]
fn the_latest_comes_back_as_it_was() {
    let (disk, states) = three();
    let latest = open(&disk, 3).latest(1).unwrap();
    assert_eq!(latest.state.as_ref(), states.last());
    assert_eq!(latest.damaged, []);
}

#[test]
fn a_network_begins_without_a_state() {
    let store = open(&LossyDisk::default(), 3);
    assert_eq!(store.latest(1).unwrap().state, None);
    let error = store.latest(2).unwrap_err();
    assert!(matches!(error, StateError::OutOfReach { damaged: 0, reaches: 2, .. }), "{error}");
}

#[test]
fn it_keeps_the_last_few_and_says_what_the_log_needs_not() {
    let (mut rng, disk) = (Rng(2), LossyDisk::default());
    let store = open(&disk, 2);
    let needs: Vec<_> =
        (1..5).map(|place| store.save(&state(&mut rng, 10 * place, 7 * place)).unwrap()).collect();
    assert_eq!(needs, [1, 7, 14, 21], "until it is full, the beginning is one more to start from");
    assert_eq!(files(&disk).len(), 2);
}

#[test]
fn a_damaged_state_is_told_and_the_one_before_is_taken_if_the_log_reaches_it() {
    let (disk, states) = three();
    let newest = files(&disk).pop().unwrap();
    let length = disk.bytes(&newest).unwrap().len();
    let places = (0..length).map(|byte| (byte, false)).chain((0..length).map(|length| (length, true)));
    for (place, is_cut) in places {
        let damaged = disk.copy();
        if is_cut {
            damaged.set_bytes(&newest, disk.bytes(&newest).unwrap()[..place].to_vec()).unwrap();
        } else {
            damaged.flip_bit(&newest, 8 * place + place % 8).unwrap();
        }
        let latest = open(&damaged, 3).latest(15).unwrap();
        assert_eq!(latest.state.as_ref(), Some(&states[1]), "byte {place}");
        assert_eq!(latest.damaged.len(), 1);
        assert!(latest.damaged[0].to_string().starts_with("the state of round 30 in /node/states/state-"));
        let error = open(&damaged, 3).latest(16).unwrap_err();
        assert!(matches!(error, StateError::OutOfReach { damaged: 1, reaches: 16, .. }), "{error}");
        assert!(text(&error).contains("remove the node's directory"), "{error}");
    }
}

#[test]
fn when_all_are_damaged_the_beginning_is_left_if_the_log_reaches_it() {
    let (disk, _) = three();
    for path in files(&disk) {
        disk.flip_bit(&path, 99).unwrap();
    }
    let latest = open(&disk, 3).latest(1).unwrap();
    assert_eq!((latest.state, latest.damaged.len()), (None, 3));
    assert!(matches!(open(&disk, 3).latest(2), Err(StateError::OutOfReach { damaged: 3, .. })));
}

#[test]
fn a_state_under_the_name_of_another_is_damaged() {
    let (disk, states) = three();
    let files = files(&disk);
    disk.set_bytes(&files[2], disk.bytes(&files[0]).unwrap()).unwrap();
    let latest = open(&disk, 3).latest(1).unwrap();
    assert_eq!((latest.state.as_ref(), latest.damaged.len()), (Some(&states[1]), 1));
}

#[test]
fn a_damaged_state_is_replaced_once_its_round_comes_again() {
    let (disk, states) = three();
    disk.flip_bit(&files(&disk)[2], 1_000).unwrap();
    let store = open(&disk, 3);
    assert_eq!(store.latest(1).unwrap().damaged.len(), 1);
    store.save(&states[2]).unwrap();
    let latest = store.latest(1).unwrap();
    assert_eq!((latest.state.as_ref(), latest.damaged.len()), (Some(&states[2]), 0));
    assert_eq!(files(&disk).len(), 3);
}

#[test]
fn a_state_of_another_node_or_network_is_refused() {
    let (disk, _) = three();
    for other in [Owner { node: MemberId(4), ..OWNER }, Owner { network: [8; 32], ..OWNER }] {
        let store = StateStore::open(Arc::new(disk.clone()), directory(), other, 3).unwrap();
        let error = store.latest(1).unwrap_err();
        assert!(matches!(error, StateError::Foreign { found: OWNER, .. }), "{error}");
    }
}

#[test]
fn what_was_saved_survives_a_loss_of_power_at_any_moment() {
    for_seeds(1_000, |seed| {
        let mut rng = Rng(seed);
        let mut disk = LossyDisk::new(512);
        let keep = 1 + usize::try_from(rng.below(3)).unwrap();
        let (mut tried, mut saved) = (Vec::new(), 0);
        for _ in 0..4 {
            let store = open(&disk, keep);
            disk.power_off_after(rng.below(40));
            loop {
                let round = tried.last().map_or(1, |state: &SavedState| state.round + 1);
                tried.push(state(&mut rng, round, round.saturating_sub(3).max(1)));
                match store.save(tried.last().unwrap()) {
                    Ok(_) => saved = round,
                    Err(_) => break,
                }
            }
            disk = disk.power_loss(rng.next());
            let latest = open(&disk, keep).latest(1).unwrap();
            assert_eq!(latest.damaged, [], "a state is there as a whole or not at all");
            let round = latest.state.as_ref().map_or(0, |state| state.round);
            assert!(round >= saved, "round {round} of {saved}");
            if let Some(state) = latest.state {
                assert!(tried.contains(&state));
                saved = state.round;
                tried.retain(|one| one.round <= state.round);
            } else {
                tried.clear();
            }
        }
    });
}

#[test]
fn a_full_disk_is_told_and_does_no_harm() {
    let (disk, states) = three();
    disk.set_capacity(Some(disk.files().iter().map(|path| disk.bytes(path).unwrap().len() as u64).sum()));
    let store = open(&disk, 3);
    let error = store.save(&state(&mut Rng(5), 40, 30)).unwrap_err();
    assert!(matches!(error, StateError::Io { .. }), "{error}");
    assert_eq!(store.latest(1).unwrap().state.as_ref(), states.last());
    disk.set_capacity(None);
    disk.fail_after(0);
    store.save(&state(&mut Rng(6), 40, 30)).unwrap_err();
    assert_eq!(store.latest(1).unwrap().state.as_ref(), states.last());
    store.save(&state(&mut Rng(7), 40, 30)).unwrap();
    assert_eq!(store.latest(1).unwrap().state.unwrap().round, 40);
}

#[test]
fn several_may_save_and_read_at_once() {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("deep/states");
    thread::scope(|scope| {
        for saver in 0..4_u64 {
            let path = &path;
            scope.spawn(move || {
                let store = StateStore::open(Arc::new(RealDisk), path, OWNER, 2).unwrap();
                let mut rng = Rng(saver);
                for place in 0..25 {
                    store.save(&state(&mut rng, 100 + 4 * place + saver, 50)).unwrap();
                    let latest = store.latest(1).unwrap();
                    assert_eq!(latest.damaged, []);
                    assert!(latest.state.is_some_and(|state| state.round >= 100 + 4 * place));
                }
            });
        }
    });
    let store = StateStore::open(Arc::new(RealDisk), &path, OWNER, 2).unwrap();
    assert_eq!(store.latest(1).unwrap().state.unwrap().round, 199);
    store.save(&state(&mut Rng(9), 200, 50)).unwrap();
    let states = std::fs::read_dir(&path)
        .unwrap()
        .filter(|entry| entry.as_ref().unwrap().file_name().to_string_lossy().starts_with("state-"));
    assert_eq!(states.count(), 2);
}
