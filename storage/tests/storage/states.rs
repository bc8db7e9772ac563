//! The store of states.

use std::{
    io,
    path::{Path, PathBuf},
    sync::Arc,
    thread,
};

use hapi_hashgraph::MemberId;
use hapi_storage::{Owner, RealDisk, Saved, SavedState, StateError, StateStore, testing::LossyDisk};

use crate::support::{OWNER, Rng, for_seeds, state, text};

fn directory() -> &'static Path {
    Path::new("/node/states")
}

fn open(disk: &LossyDisk, keep: usize) -> StateStore {
    StateStore::open(Arc::new(disk.clone()), directory(), OWNER, keep).unwrap()
}

/// Saves a state, the ledger in pieces of so many bytes.
fn save_in(store: &StateStore, state: &SavedState, piece: usize) -> Result<Saved, StateError> {
    store.save(&state.head, |sink| state.ledger.chunks(piece).try_for_each(sink))
}

fn save(store: &StateStore, state: &SavedState) -> Result<Saved, StateError> {
    save_in(store, state, 100)
}

/// How many bytes all files have.
fn used(disk: &LossyDisk) -> u64 {
    disk.files().iter().map(|path| disk.bytes(path).unwrap().len() as u64).sum()
}

/// The states are those that were there, and nothing else is.
fn assert_untouched(disk: &LossyDisk, before: &LossyDisk) {
    assert_eq!(disk.files(), before.files());
    for path in disk.files() {
        assert_eq!(disk.bytes(&path).unwrap(), before.bytes(&path).unwrap());
    }
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
        save(&store, state).unwrap();
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
    let mut obsolete = |place: u64| save(&store, &state(&mut rng, 10 * place, 7 * place)).unwrap().obsolete;
    let needs: Vec<_> = (1..5).map(&mut obsolete).collect();
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
    save(&store, &states[2]).unwrap();
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
                let round = tried.last().map_or(1, |state: &SavedState| state.head.round + 1);
                tried.push(state(&mut rng, round, round.saturating_sub(3).max(1)));
                match save(&store, tried.last().unwrap()) {
                    Ok(_) => saved = round,
                    Err(_) => break,
                }
            }
            disk = disk.power_loss(rng.next());
            let latest = open(&disk, keep).latest(1).unwrap();
            assert_eq!(latest.damaged, [], "a state is there as a whole or not at all");
            let round = latest.state.as_ref().map_or(0, |state| state.head.round);
            assert!(round >= saved, "round {round} of {saved}");
            if let Some(state) = latest.state {
                assert!(tried.contains(&state));
                saved = state.head.round;
                tried.retain(|one| one.head.round <= saved);
            } else {
                tried.clear();
            }
        }
    });
}

#[test]
fn pieces_of_any_size_make_the_same_file() {
    let (disk, states) = three();
    let newest = files(&disk).pop().unwrap();
    let bytes = disk.bytes(&newest).unwrap();
    for piece in [1, 7, 64, 1_000] {
        let saved = save_in(&open(&disk, 3), &states[2], piece).unwrap();
        assert_eq!(saved, Saved { obsolete: 5, bytes: bytes.len() as u64 });
        assert_eq!(disk.bytes(&newest).unwrap(), bytes, "pieces of {piece}");
    }
}

#[test]
fn a_disk_that_is_full_sooner_or_later_is_told_and_no_harm_is_done() {
    let (disk, _) = three();
    let (before, state) = (disk.copy(), state(&mut Rng(5), 40, 30));
    let needed = save(&open(&disk.copy(), 3), &state).unwrap().bytes;
    let store = open(&disk, 3);
    for free in 0..needed {
        disk.set_capacity(Some(used(&before) + free));
        let error = save(&store, &state).unwrap_err();
        let StateError::Io { source, .. } = &error else { panic!("{error}") };
        assert_eq!(source.kind(), io::ErrorKind::StorageFull);
        assert_untouched(&disk, &before);
    }
    disk.set_capacity(Some(used(&before) + needed));
    save(&store, &state).unwrap();
    assert_eq!(store.latest(1).unwrap().state, Some(state));
}

#[test]
fn a_write_or_sync_that_fails_is_told_and_does_no_harm() {
    let (disk, _) = three();
    let (before, state) = (disk.copy(), state(&mut Rng(6), 40, 30));
    let store = open(&disk, 3);
    // The head, each piece, the checksum, and the sync.
    let steps = state.ledger.len().div_ceil(100) as u64 + 3;
    assert!(steps > 4, "it has several pieces");
    for step in 0..steps {
        disk.fail_after(step);
        let error = save(&store, &state).unwrap_err();
        assert!(matches!(error, StateError::Io { .. }), "{error}");
        assert_untouched(&disk, &before);
    }
    save(&store, &state).unwrap();
    assert_eq!(store.latest(1).unwrap().state, Some(state));
}

#[test]
fn a_ledger_that_ends_with_an_error_leaves_nothing() {
    let (disk, _) = three();
    let (before, state) = (disk.copy(), state(&mut Rng(7), 40, 30));
    let store = open(&disk, 3);
    for bytes in 0..=state.ledger.len() {
        let saved = store.save(&state.head, |sink| {
            sink(&state.ledger[..bytes])?;
            Err(io::Error::other("it does not go on"))
        });
        assert!(text(&saved.unwrap_err()).contains("it does not go on"));
        assert_untouched(&disk, &before);
    }
}

#[test]
fn a_state_of_another_format_is_told_with_what_to_do() {
    let (disk, _) = three();
    let newest = files(&disk).pop().unwrap();
    let mut bytes = disk.bytes(&newest).unwrap();
    bytes.truncate(bytes.len() - 16);
    bytes[8..12].copy_from_slice(&1_u32.to_be_bytes());
    let checksum = blake3::hash(&bytes);
    bytes.extend_from_slice(&checksum.as_bytes()[..16]);
    disk.set_bytes(&newest, bytes).unwrap();
    let error = open(&disk, 3).latest(1).unwrap_err();
    assert!(matches!(error, StateError::Version { found: 1, .. }), "{error}");
    assert!(text(&error).contains("and this program reads 2; start the program that wrote it"), "{error}");
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
                    save(&store, &state(&mut rng, 100 + 4 * place + saver, 50)).unwrap();
                    let latest = store.latest(1).unwrap();
                    assert_eq!(latest.damaged, []);
                    assert!(latest.state.is_some_and(|state| state.head.round >= 100 + 4 * place));
                }
            });
        }
    });
    let store = StateStore::open(Arc::new(RealDisk), &path, OWNER, 2).unwrap();
    assert_eq!(store.latest(1).unwrap().state.unwrap().head.round, 199);
    save(&store, &state(&mut Rng(9), 200, 50)).unwrap();
    let states = std::fs::read_dir(&path)
        .unwrap()
        .filter(|entry| entry.as_ref().unwrap().file_name().to_string_lossy().starts_with("state-"));
    assert_eq!(states.count(), 2);
}
