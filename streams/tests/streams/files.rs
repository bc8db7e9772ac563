//! Streams on disk: written, read back, resumed, pruned.

use std::{fs, path::Path};

use hapi_streams::{Hash, OpenError, Settings, StreamError, Streams, Verified, verify_directory};
use proptest::prelude::*;
use tempfile::tempdir;

use crate::support::{OwnedRound, SECOND, change, plain, plans, rounds, settings, signer};

pub(crate) fn begin(settings: &Settings) -> Streams {
    Streams::begin(settings, Hash::of_state(b"genesis"), vec![change(9, 1)]).unwrap()
}

pub(crate) fn write(streams: &mut Streams, rounds: &[OwnedRound]) {
    for round in rounds {
        round.lend(|round| streams.round(round)).unwrap();
    }
    streams.flush().unwrap();
}

pub(crate) fn verify(dir: &Path) -> Verified {
    verify_directory(dir, Some(signer().public_key()), |_| {}).unwrap()
}

/// All files below a directory with their contents, by their paths in it.
fn files(dir: &Path) -> Vec<(String, Vec<u8>)> {
    let mut found = Vec::new();
    let mut dirs = vec![dir.to_owned()];
    while let Some(next) = dirs.pop() {
        for entry in fs::read_dir(next).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                dirs.push(path);
            } else {
                let name = path.strip_prefix(dir).unwrap().display().to_string();
                found.push((name, fs::read(&path).unwrap()));
            }
        }
    }
    found.sort_unstable();
    found
}

fn streams_only(dir: &Path) -> Vec<(String, Vec<u8>)> {
    files(dir).into_iter().filter(|(name, _)| !name.starts_with("checkpoints")).collect()
}

/// Rounds the last of which closes everything.
pub(crate) fn closing(mut rounds: Vec<OwnedRound>) -> Vec<OwnedRound> {
    rounds.last_mut().unwrap().freezes = true;
    rounds
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn what_was_written_is_read_back(plans in plans(30)) {
        let dir = tempdir().unwrap();
        let rounds = closing(rounds(&plans));
        let mut streams = begin(&settings(dir.path()));
        write(&mut streams, &rounds);
        let mut seen = Vec::new();
        let verified = verify_directory(dir.path(), Some(signer().public_key()), |it| {
            seen.push((it.signed.clone(), it.record.clone()));
        }).unwrap();
        let all: Vec<_> = rounds.iter().flat_map(OwnedRound::entries).cloned().collect();
        prop_assert_eq!(verified.records, all.len() as u64);
        prop_assert_eq!(verified.results, verified.records);
        prop_assert_eq!(verified.compared, verified.records);
        prop_assert_eq!(verified.last_root, streams.blocks().map(hapi_streams::BlockStream::last_root));
        prop_assert_eq!(verified.running_hash.unwrap_or(Hash::ZEROS), streams.records().unwrap().running_hash());
        prop_assert_eq!(seen, all);
    }

    /// A node that stops after any round, and goes on from an earlier one, leaves the same files as one that never stopped.
    #[test]
    fn a_restart_goes_on_with_the_chain(plans in plans(30), stops in prop::collection::vec((0_usize..30, 0_usize..10), 1..4)) {
        let rounds = closing(rounds(&plans));
        let whole = tempdir().unwrap();
        write(&mut begin(&settings(whole.path())), &rounds);
        let dir = tempdir().unwrap();
        let settings = settings(dir.path());
        let mut streams = begin(&settings);
        let mut next = 0;
        for (run, back) in stops {
            let saved = (next + run / 3).min(rounds.len());
            write(&mut streams, &rounds[next..saved]);
            let round = saved as u64;
            streams.checkpoint(round).unwrap();
            // What comes after the checkpoint is lost to memory, not to the disk.
            write(&mut streams, &rounds[saved..(saved + back).min(rounds.len())]);
            drop(streams);
            streams = Streams::resume(&settings, round).unwrap();
            next = saved;
        }
        write(&mut streams, &rounds[next..]);
        prop_assert_eq!(streams_only(dir.path()), streams_only(whole.path()));
        verify(dir.path());
    }
}

#[test]
fn files_have_their_places_and_names() {
    let dir = tempdir().unwrap();
    let mut rounds = rounds(&[plain(0)]);
    let time = rounds[0].time;
    let crate::support::OwnedContent::Handled(tx) = &mut rounds[0].events[0].contents[0] else {
        unreachable!()
    };
    tx.sidecars.push(crate::support::sidecar(time, 1, 9));
    write(&mut begin(&settings(dir.path())), &closing(rounds));
    let names: Vec<_> = files(dir.path()).into_iter().map(|(name, _)| name).collect();
    assert_eq!(
        names,
        [
            "blockStreams/block-0.0.3/000000000000000000000000000000000000.blk.gz",
            "blockStreams/block-0.0.3/000000000000000000000000000000000000.mf",
            "recordStreams/record0.0.3/2023-11-14T22_13_20.000000000Z.mf",
            "recordStreams/record0.0.3/2023-11-14T22_13_20.000000000Z.rcd.gz",
            "recordStreams/record0.0.3/2023-11-14T22_13_20.000000000Z.rcd_sig",
            "recordStreams/record0.0.3/sidecar/2023-11-14T22_13_20.000000000Z_01.mf",
            "recordStreams/record0.0.3/sidecar/2023-11-14T22_13_20.000000000Z_01.rcd.gz",
        ]
    );
    assert_eq!(verify(dir.path()).records, 1);
}

#[test]
fn only_the_latest_files_are_kept_when_asked_and_still_verify() {
    let dir = tempdir().unwrap();
    let settings = Settings { keep: Some(3), ..settings(dir.path()) };
    let mut rounds = closing(rounds(&[(); 20].map(|()| plain(3 * SECOND))));
    for round in &mut rounds {
        let time = round.time;
        for event in &mut round.events {
            let crate::support::OwnedContent::Handled(tx) = &mut event.contents[0] else { unreachable!() };
            tx.sidecars.push(crate::support::sidecar(time, 1, 9));
        }
    }
    let mut streams = begin(&settings);
    write(&mut streams, &rounds[..10]);
    streams.checkpoint(10).unwrap();
    drop(streams);
    // Those of the run before count too.
    let mut streams = Streams::resume(&settings, 10).unwrap();
    write(&mut streams, &rounds[10..]);
    let verified = verify(dir.path());
    assert_eq!((verified.record_files, verified.blocks), (3, 3));
    assert_eq!(streams_only(dir.path()).len(), 3 * (2 + 3 + 2));
    assert!(verified.compared >= 2, "{verified:?}");
}

#[test]
fn a_stream_that_is_off_is_not_written() {
    let dir = tempdir().unwrap();
    let no_blocks = Settings { blocks: false, ..settings(dir.path()) };
    let mut streams = begin(&no_blocks);
    write(&mut streams, &closing(rounds(&[plain(0)])));
    streams.checkpoint(1).unwrap();
    let verified = verify(dir.path());
    assert_eq!((verified.record_files, verified.blocks, verified.compared), (1, 0, 0));
    drop(streams);
    assert!(Streams::resume(&no_blocks, 1).is_ok());
    // The block stream cannot begin in the middle.
    let error = Streams::resume(&settings(dir.path()), 1).unwrap_err();
    assert!(matches!(error, OpenError::Checkpoint { .. }), "{error}");
}

#[test]
fn without_a_checkpoint_it_says_what_to_do() {
    let dir = tempdir().unwrap();
    let error = Streams::resume(&settings(dir.path()), 7).unwrap_err().to_string();
    assert!(error.contains("no checkpoint of round 7") && error.contains("from genesis"), "{error}");
    let mut streams = begin(&settings(dir.path()));
    for round in 1..=12 {
        streams.checkpoint(round).unwrap();
    }
    let path = dir.path().join("checkpoints/00000000000000000012.checkpoint");
    let mut bytes = fs::read(&path).unwrap();
    assert!(Streams::resume(&settings(dir.path()), 5).is_ok());
    assert!(Streams::resume(&settings(dir.path()), 4).is_err(), "only the last are kept");
    *bytes.last_mut().unwrap() ^= 1;
    fs::write(&path, bytes).unwrap();
    let error = Streams::resume(&settings(dir.path()), 12).unwrap_err();
    assert!(matches!(&error, OpenError::Checkpoint { path: at, .. } if *at == path), "{error}");
}

#[test]
fn a_replay_that_does_something_else_is_noticed_and_a_torn_file_is_made_whole() {
    let dir = tempdir().unwrap();
    let settings = settings(dir.path());
    write(&mut begin(&settings), &closing(rounds(&[plain(0)])));
    let path = settings.block_dir().join(format!("{}.blk.gz", "0".repeat(36)));
    let whole = fs::read(&path).unwrap();
    fs::write(&path, &whole[..whole.len() / 2]).unwrap();
    write(&mut begin(&settings), &closing(rounds(&[plain(0)])));
    assert_eq!(fs::read(&path).unwrap(), whole);

    let mut streams = begin(&settings);
    let mut other = closing(rounds(&[plain(0)]));
    other[0].state = Hash::ZEROS;
    other[0].singletons.push(change(8, 8));
    other[0].lend(|round| streams.round(round)).unwrap();
    let error = streams.flush().unwrap_err();
    assert!(matches!(&error, StreamError::Diverged { path: at } if *at == path), "{error}");
    assert!(streams.checkpoint(1).is_err(), "it goes no further");
    assert!(Streams::resume(&settings, 1).is_err());
}

#[test]
fn a_place_that_cannot_be_is_named() {
    let dir = tempdir().unwrap();
    let file = dir.path().join("file");
    fs::write(&file, b"").unwrap();
    let error = Streams::begin(&settings(&file), Hash::ZEROS, vec![]).unwrap_err();
    assert!(error.to_string().contains(&file.display().to_string()), "{error}");
}
