//! What the streams cost for a transfer: hashing, which happens where rounds are handed over, and compression, which does
//! not.
#![expect(missing_docs, reason = "criterion_group makes a public function")]

#[path = "../tests/streams/signed.rs"]
mod signed;

use std::hint::black_box;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use hapi_ledger::{
    Ledger,
    envelope::{Envelope, ParsedTx},
    genesis::Genesis,
    handle::{CheckedTx, Outcome},
    state::ChangeSet,
};
use hapi_proto::{
    platform::event::EventCore,
    services::{AccountId, SemanticVersion, Timestamp},
};
use hapi_streams::{
    BlockConfig, BlockStream, Changes, Content, Entry, Event, Handled, Hash, RecordConfig, RecordStream,
    Round, Settings, Signer, Streams,
};
use signed::{TREASURY, signed, transfer};

/// How many transfers a round has.
const TRANSFERS: usize = 1_000;

struct Done {
    tx: CheckedTx,
    outcome: Outcome,
    changes: ChangeSet,
}

/// Transfers that were handled.
fn handled(ledger: &mut Ledger, mut now: Timestamp) -> Vec<Done> {
    let handle = |_| {
        now = now.plus_nanos(1_000);
        let config = &ledger.settings().config;
        let sent = signed(TREASURY, transfer(AccountId::from_num(1000), 1), now);
        let parsed = ParsedTx::parse(&sent, Envelope::Transaction, config).expect("it is one");
        let tx = CheckedTx::new(parsed, Vec::new());
        let (outcome, changes) = ledger.handle_and_tell(&tx, now, 0);
        assert_eq!(
            outcome.record().and_then(|record| record.receipt.as_ref()).map(|receipt| receipt.status),
            Some(22)
        );
        Done { tx, outcome, changes }
    };
    (0..TRANSFERS).map(handle).collect()
}

/// What a node does to hand a round over.
fn with_round<T>(ledger: &Ledger, done: &[Done], take: impl FnOnce(&Round<'_>) -> T) -> T {
    let config = &ledger.settings().config;
    let contents = done.iter().map(|Done { tx, outcome, changes }| {
        let entries = outcome.entries(&tx.parsed().signed_bytes);
        let entries = entries.map(|(signed, record, bytes)| Entry { signed, record, encoded: Some(bytes) });
        Content::Handled(Handled {
            entries: entries.collect(),
            changes: Changes::Encoded(changes.encode(config)),
            sidecars: &[],
        })
    });
    let time = ledger.state().network.last_consensus_time;
    let event = Event {
        core: EventCore::default(),
        hash: Hash::ZEROS,
        parents: Vec::new(),
        time,
        contents: contents.collect(),
    };
    take(&Round {
        number: 2,
        time,
        events: vec![event],
        state: Hash::ZEROS,
        freezes: true,
        singletons: &|| ledger.state().singletons(config),
    })
}

fn streams(criterion: &mut Criterion) {
    let genesis = Genesis::default();
    let mut ledger = Ledger::genesis(&genesis);
    let done = handled(&mut ledger, genesis.consensus_time.plus_seconds(10));
    let (version, signer) =
        (SemanticVersion { minor: 77, ..SemanticVersion::default() }, Signer::from_seed([7; 32]));
    let mut group = criterion.benchmark_group("streams");
    group.throughput(Throughput::Elements(TRANSFERS as u64));
    group.bench_function("handing over", |bencher| {
        bencher.iter(|| with_round(&ledger, &done, |round| black_box(round.number)));
    });
    let mut records = RecordStream::begin(RecordConfig::new(version.clone(), signer.clone()));
    with_round(&ledger, &done, |round| {
        group.bench_function("record stream", |bencher| bencher.iter(|| records.round(round)));
    });
    let mut blocks =
        BlockStream::begin(BlockConfig::new(version.clone(), signer.clone()), Hash::ZEROS, Vec::new());
    with_round(&ledger, &done, |round| {
        group.bench_function("block stream", |bencher| bencher.iter(|| blocks.round(round)));
    });
    // Both, hashed, compressed, written: the whole, on one core or two.
    let dir = tempfile::tempdir().expect("a directory");
    let settings =
        Settings { keep: Some(4), records: false, ..Settings::new(dir.path(), "0.0.3", version, signer) };
    let mut streams = Streams::begin(&settings, Hash::ZEROS, Vec::new()).expect("they begin");
    with_round(&ledger, &done, |round| {
        group.bench_function("block stream on disk", |bencher| {
            bencher.iter(|| {
                streams.round(round).expect("it is written");
                streams.flush().expect("it is written");
            });
        });
    });
    group.finish();
}

criterion_group!(benches, streams);
criterion_main!(benches);
