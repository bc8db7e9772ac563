//! What the streams cost for a transfer: hashing, which happens where rounds are handed over, and compression, which does
//! not.
#![expect(missing_docs, reason = "criterion_group makes a public function")]

use std::hint::black_box;

use bytes::Bytes;
use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use hapi_ledger::{
    Ledger,
    crypto::SecretKey,
    envelope::{Envelope, ParsedTx},
    genesis::Genesis,
    handle::{CheckedTx, Outcome},
    state::ChangeSet,
};
use hapi_proto::{
    platform::event::EventCore,
    services::{
        AccountAmount, AccountId, CryptoTransferTransactionBody, Duration, SemanticVersion, SignatureMap,
        SignaturePair, SignedTransaction, Timestamp, Transaction, TransactionBody, TransactionId,
        TransferList, signature_pair::Signature, transaction_body::Data,
    },
};
use hapi_streams::{
    BlockConfig, BlockStream, Changes, Content, Entry, Event, Handled, Hash, RecordConfig, RecordStream,
    Round, Settings, Signer, Streams,
};
use prost::Message;

/// How many transfers a round has.
const TRANSFERS: usize = 1_000;
/// The key of development networks.
const TREASURY: &str = "91132178e72057a1d7528025956fe39b0b847f200ab59b2fdd367017f3087137";

struct Done {
    tx: CheckedTx,
    outcome: Outcome,
    changes: ChangeSet,
}

fn transfer(now: Timestamp, key: &SecretKey) -> Bytes {
    let entry = |num, amount| AccountAmount {
        account_id: Some(AccountId::from_num(num)),
        amount,
        ..AccountAmount::default()
    };
    let transfers = Some(TransferList { account_amounts: vec![entry(2, -1), entry(1000, 1)] });
    let body = TransactionBody {
        transaction_id: Some(TransactionId {
            account_id: Some(AccountId::from_num(2)),
            transaction_valid_start: Some(now.plus_nanos(-1)),
            ..TransactionId::default()
        }),
        node_account_id: Some(AccountId::from_num(3)),
        transaction_fee: 100_000_000,
        transaction_valid_duration: Some(Duration { seconds: 120 }),
        data: Some(Data::CryptoTransfer(CryptoTransferTransactionBody { transfers, ..Default::default() })),
        ..TransactionBody::default()
    };
    let body_bytes = body.encode_to_vec();
    let pair = SignaturePair {
        pub_key_prefix: Bytes::copy_from_slice(key.public().as_bytes()),
        signature: Some(Signature::Ed25519(Bytes::copy_from_slice(&key.sign(&body_bytes)))),
    };
    let signed = SignedTransaction {
        body_bytes: body_bytes.into(),
        sig_map: Some(SignatureMap { sig_pair: vec![pair] }),
        ..SignedTransaction::default()
    };
    Transaction { signed_transaction_bytes: signed.encode_to_vec().into(), ..Transaction::default() }
        .encode_to_vec()
        .into()
}

/// Transfers that were handled.
fn handled(ledger: &mut Ledger, mut now: Timestamp) -> Vec<Done> {
    let mut seed = [0; 32];
    hex::decode_to_slice(TREASURY, &mut seed).expect("it is hex");
    let key = SecretKey::ed25519(seed);
    let handle = |_| {
        now = now.plus_nanos(1_000);
        let config = &ledger.settings().config;
        let parsed = ParsedTx::parse(&transfer(now, &key), Envelope::Transaction, config).expect("it is one");
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
        let entries =
            outcome.entries(&tx.parsed().signed_bytes).map(|(signed, record)| Entry { signed, record });
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
