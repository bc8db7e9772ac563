//! The record stream: running hashes, periods, signatures, sidecars.

use hapi_proto::services::{
    RecordStreamFile, RecordStreamItem, SidecarFile, SidecarType, SignatureFile, SignatureType, Timestamp,
    Transaction,
};
use hapi_streams::{Hash, RecordConfig, RecordFile, RecordStream};
use proptest::prelude::*;
use prost::Message;

use crate::{
    naive,
    support::{OwnedRound, OwnedTx, SECOND, START, empty, plain, plans, rounds, sidecar, signer, version},
};

fn config() -> RecordConfig {
    RecordConfig { sidecar_limit: 400, ..RecordConfig::new(version(), signer()) }
}

fn files_of(stream: &mut RecordStream, rounds: &[OwnedRound]) -> Vec<RecordFile> {
    let mut files: Vec<_> = rounds.iter().flat_map(|round| round.lend(|round| stream.round(round))).collect();
    files.extend(stream.close());
    files
}

fn period(time: Timestamp) -> i64 {
    time.seconds / 2
}

fn time(tx: &OwnedTx) -> Timestamp {
    tx.entries.last().unwrap().1.consensus_timestamp.unwrap()
}

fn decode(file: &RecordFile) -> RecordStreamFile {
    RecordStreamFile::decode(file.contents.strip_prefix(&[0, 0, 0, 6]).expect("version 6")).unwrap()
}

/// Checks one file against its transactions; gives back the running hash after it.
fn check(file: &RecordFile, number: usize, start: [u8; 48], transactions: &[&OwnedTx]) -> [u8; 48] {
    let decoded = decode(file);
    let entries: Vec<_> = transactions.iter().flat_map(|tx| &tx.entries).collect();
    let items: Vec<_> = entries
        .iter()
        .map(|(signed, record)| RecordStreamItem {
            transaction: Some(Transaction {
                signed_transaction_bytes: signed.clone(),
                ..Transaction::default()
            }),
            record: Some(record.clone()),
        })
        .collect();
    let end = items.iter().fold(start, |hash, item| {
        let transaction = item.transaction.as_ref().unwrap().encode_to_vec();
        naive::running(hash, &transaction, &item.record.as_ref().unwrap().encode_to_vec())
    });
    assert_eq!(decoded.record_stream_items, items);
    assert_eq!(decoded.start_object_running_hash.as_ref().unwrap().hash, start[..]);
    assert_eq!(decoded.end_object_running_hash.as_ref().unwrap().hash, end[..]);
    assert_eq!(decoded.block_number, i64::try_from(number).unwrap());
    assert_eq!(decoded.hapi_proto_version, Some(version()));
    // The fields stand in the order of their numbers, as any writer puts them.
    assert_eq!(file.contents, [&[0, 0, 0, 6], &decoded.encode_to_vec()[..]].concat());
    assert_eq!((file.number, file.first), (number as u64, time(transactions[0])));
    assert_eq!((file.start, file.end, file.hash), (Hash(start), Hash(end), Hash::of(&file.contents)));
    check_signature(file);
    end
}

fn check_signature(file: &RecordFile) {
    let signatures = SignatureFile::decode(file.signature.strip_prefix(&[6]).expect("version 6")).unwrap();
    let metadata = naive::sha384(&[
        &[0, 0, 0, 6, 0, 0, 0, 0, 0, 0, 0, 77, 0, 0, 0, 3],
        &file.start.0,
        &file.end.0,
        &file.number.to_be_bytes(),
    ]);
    for (signature, hash) in [
        (signatures.file_signature.unwrap(), naive::sha384(&[&file.contents])),
        (signatures.metadata_signature.unwrap(), metadata),
    ] {
        assert_eq!(signature.hash_object.unwrap().hash, hash[..]);
        assert_eq!(signature.signature, signer().sign(&hash)[..]);
        assert_eq!((signature.length, signature.checksum), (64, 101 - 64));
        assert_eq!(signature.r#type, i32::from(SignatureType::Unknown));
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    /// Each file holds the transactions of one period, and they are chained.
    #[test]
    fn files_hold_periods_and_are_chained(plans in plans(40)) {
        let rounds = rounds(&plans);
        let files = files_of(&mut RecordStream::begin(config()), &rounds);
        let transactions: Vec<_> = rounds.iter().flat_map(OwnedRound::transactions).collect();
        let groups: Vec<_> = transactions.chunk_by(|a, b| period(time(a)) == period(time(b))).collect();
        prop_assert_eq!(files.len(), groups.len());
        let mut running = [0; 48];
        for (number, (file, group)) in files.iter().zip(groups).enumerate() {
            running = check(file, number, running, group);
            let records: Vec<_> = group.iter().flat_map(|tx| tx.sidecars.clone()).collect();
            let told: Vec<_> = file.sidecars.iter()
                .flat_map(|sidecar| SidecarFile::decode(&*sidecar.contents).unwrap().sidecar_records)
                .collect();
            prop_assert_eq!(told, records);
        }
    }

    /// A stream that is saved after any round and resumed makes the same files.
    #[test]
    fn a_resumed_stream_makes_the_same_files(plans in plans(30), cut in 0_usize..30) {
        let rounds = rounds(&plans);
        let whole = files_of(&mut RecordStream::begin(config()), &rounds);
        let (before, after) = rounds.split_at(cut.min(rounds.len()));
        let mut stream = RecordStream::begin(config());
        let mut files: Vec<_> =
            before.iter().flat_map(|round| round.lend(|round| stream.round(round))).collect();
        let mut stream = RecordStream::resume(config(), &stream.save()).unwrap();
        files.extend(files_of(&mut stream, after));
        prop_assert_eq!(files, whole);
        prop_assert!(RecordStream::resume(config(), b"damaged").is_err());
    }
}

#[test]
fn a_period_ends_on_the_even_second_and_not_before() {
    // At 0, at the last nanosecond of the period, at the first of the next, and one after five empty ones.
    let gaps = [0, 2 * SECOND - 1_001, 1 - 1_000 + 1_000, 11 * SECOND];
    let rounds = rounds(&gaps.map(plain));
    let times: Vec<_> = rounds.iter().flat_map(OwnedRound::transactions).map(time).collect();
    assert_eq!(times[1], Timestamp::new(START + 1, 999_999_999));
    assert_eq!(period(times[2]), period(times[0]) + 1);
    let files = files_of(&mut RecordStream::begin(config()), &rounds);
    let firsts: Vec<_> = files.iter().map(|file| file.first).collect();
    assert_eq!(firsts, [times[0], times[2], times[3]]);
    assert_eq!(files[0].stem(), "2023-11-14T22_13_20.000000000Z");
    let numbers: Vec<_> = files.iter().map(|file| file.number).collect();
    assert_eq!(numbers, [0, 1, 2], "empty periods have no number");
}

#[test]
fn a_round_of_a_later_period_closes_the_file_and_an_empty_stream_has_none() {
    let mut stream = RecordStream::begin(config());
    assert_eq!(stream.close(), None);
    let rounds = rounds(&[empty(SECOND), plain(0), empty(SECOND / 2), empty(SECOND), empty(9 * SECOND)]);
    let closed: Vec<_> = rounds.iter().map(|round| round.lend(|round| stream.round(round).len())).collect();
    assert_eq!(closed, [0, 0, 0, 1, 0]);
    assert_eq!(stream.close(), None);
}

#[test]
fn a_freeze_closes_the_file() {
    let mut rounds = rounds(&[plain(0), plain(1_000)]);
    rounds[0].freezes = true;
    let files = files_of(&mut RecordStream::begin(config()), &rounds);
    assert_eq!(files.len(), 2, "although both are of the same period");
    assert_eq!(files[0].end, files[1].start);
}

#[test]
fn what_happened_before_a_transaction_is_in_its_file() {
    let mut rounds = rounds(&[plain(0), plain(2 * SECOND - 1_000)]);
    let OwnedRound { events, .. } = &mut rounds[1];
    let crate::support::OwnedContent::Handled(tx) = &mut events[0].contents[0] else { unreachable!() };
    // A child, one nanosecond before the period.
    let mut child = tx.entries[0].clone();
    child.1.consensus_timestamp = Some(time(tx).plus_nanos(-1));
    tx.entries.insert(0, child);
    assert_eq!(time(tx), Timestamp::new(START + 2, 0));
    let files = files_of(&mut RecordStream::begin(config()), &rounds);
    let items: Vec<_> = files.iter().map(|file| decode(file).record_stream_items.len()).collect();
    assert_eq!(items, [1, 2]);
    assert_eq!(files[1].first, Timestamp::new(START + 2, 0), "it is named by what was submitted");
}

#[test]
fn sidecars_are_split_at_their_limit_and_named_with_their_types() {
    let mut rounds = rounds(&[plain(0)]);
    let crate::support::OwnedContent::Handled(tx) = &mut rounds[0].events[0].contents[0] else {
        unreachable!()
    };
    let at = Timestamp::new(START, 0);
    // Too much together for 400 bytes; the last is too much even alone.
    tx.sidecars = vec![sidecar(at, 1, 100), sidecar(at, 0, 0), sidecar(at, 2, 300), sidecar(at, 3, 500)];
    let files = files_of(&mut RecordStream::begin(config()), &rounds);
    let sidecars = &files[0].sidecars;
    let counts: Vec<_> = sidecars
        .iter()
        .map(|sidecar| SidecarFile::decode(&*sidecar.contents).unwrap().sidecar_records.len())
        .collect();
    assert_eq!(counts, [2, 1, 1]);
    let (action, bytecode) = (SidecarType::ContractAction.into(), SidecarType::ContractBytecode.into());
    let told: Vec<_> = decode(&files[0]).sidecars.into_iter().map(|told| (told.id, told.types)).collect();
    assert_eq!(told, [(1, vec![action, bytecode]), (2, vec![bytecode]), (3, vec![bytecode])]);
    for (sidecar, told) in sidecars.iter().zip(decode(&files[0]).sidecars) {
        assert_eq!(told.hash.unwrap().hash, naive::sha384(&[&sidecar.contents])[..]);
    }
}
