//! The streams of a real ledger: all that happens is told, and the state can be made again from what is told.

use std::collections::BTreeMap;

use bytes::Bytes;
use hapi_ledger::{
    Ledger,
    envelope::{Envelope, ParsedTx},
    genesis::Genesis,
    handle::CheckedTx,
};
use hapi_proto::{
    block::{
        block_item::Item,
        output::{MapUpdateChange, StateChange, state_change::ChangeOperation},
    },
    platform::event::EventCore,
    services::{
        AccountId, CryptoCreateTransactionBody, CryptoDeleteTransactionBody, Duration,
        FileAppendTransactionBody, FileCreateTransactionBody, FileId, FileUpdateTransactionBody, Key,
        KeyList, Timestamp, transaction_body::Data,
    },
};
use hapi_streams::{
    Changes, Content, Entry, Event, Handled, Hash, Round, Streams, read_block_file, verify_directory,
};
use prost::Message;
use tempfile::tempdir;

use crate::{
    signed::{TREASURY, signed, transfer, treasury_key},
    support::{settings, signer},
};

const SOFTWARE_UPDATES: u64 = 50;

/// A node that handles one transaction a round.
struct Node {
    ledger: Ledger,
    streams: Streams,
    now: Timestamp,
    round: u64,
    records: u64,
}

impl Node {
    /// Handles a transaction in a round of its own; its receipt's account, if it has one.
    fn handle(&mut self, payer: u64, data: Data) -> Option<u64> {
        let bytes = signed(payer, data, self.now);
        self.round += 1;
        self.now = self.now.plus_nanos(900_000_000);
        let config = self.ledger.settings().config.clone();
        let parsed = ParsedTx::parse(&bytes, Envelope::Transaction, &config).unwrap();
        let tx = CheckedTx::new(parsed, Vec::new());
        let (outcome, changes) = self.ledger.handle_and_tell(&tx, self.now, 0);
        assert_eq!(outcome.made.len() + 1, outcome.records.len());
        let entries = outcome.entries(&tx.parsed().signed_bytes);
        let entries = entries.map(|(signed, record, bytes)| Entry { signed, record, encoded: Some(bytes) });
        let handled = Handled {
            entries: entries.collect(),
            changes: Changes::Encoded(changes.encode(&config)),
            sidecars: &[],
        };
        self.records += handled.entries.len() as u64;
        let core = EventCore { time_created: Some(self.now), ..EventCore::default() };
        let hash = Hash::of(&self.round.to_be_bytes());
        let contents = vec![Content::Handled(handled)];
        let state = Hash::of_state(&self.ledger.state_hash().0);
        let ledger = &self.ledger;
        let round = Round {
            number: self.round,
            time: self.now,
            events: vec![Event { core, hash, parents: vec![], time: self.now, contents }],
            state,
            freezes: false,
            singletons: &|| ledger.state().singletons(&config),
        };
        self.streams.round(&round).unwrap();
        let receipt = outcome.record().unwrap().receipt.clone().unwrap();
        assert_eq!(receipt.status, 22, "{:?}", receipt.status());
        receipt.account_id.and_then(|id| u64::try_from(id.num()?).ok())
    }

    /// A round without anything, in which everything is closed.
    fn freeze(&mut self) {
        self.round += 1;
        let ledger = &self.ledger;
        let config = self.ledger.settings().config.clone();
        let round = Round {
            number: self.round,
            time: self.now,
            events: vec![],
            state: Hash::ZEROS,
            freezes: true,
            singletons: &|| ledger.state().singletons(&config),
        };
        self.streams.round(&round).unwrap();
        self.streams.flush().unwrap();
    }
}

fn create() -> Data {
    Data::CryptoCreateAccount(CryptoCreateTransactionBody {
        key: Some(Key::ed25519(treasury_key().public().as_bytes().to_vec())),
        initial_balance: 500_000_000,
        auto_renew_period: Some(Duration { seconds: 7_776_000 }),
        ..Default::default()
    })
}

fn delete(num: u64) -> Data {
    Data::CryptoDelete(CryptoDeleteTransactionBody {
        delete_account_id: Some(AccountId::from_num(num)),
        transfer_account_id: Some(AccountId::from_num(TREASURY)),
    })
}

fn update(num: i64, contents: &'static [u8]) -> Data {
    let file_id = Some(FileId { file_num: num, ..FileId::default() });
    Data::FileUpdate(FileUpdateTransactionBody {
        file_id,
        contents: Bytes::from_static(contents),
        ..Default::default()
    })
}

fn append(num: i64, contents: &'static [u8]) -> Data {
    let file_id = Some(FileId { file_num: num, ..FileId::default() });
    Data::FileAppend(FileAppendTransactionBody { file_id, contents: Bytes::from_static(contents) })
}

/// A state that is made of what a stream tells: maps by state and key, queues by state, singletons by state.
#[derive(Debug, Default, PartialEq)]
struct Told {
    maps: BTreeMap<(u32, Vec<u8>), StateChange>,
    queues: BTreeMap<u32, Vec<StateChange>>,
    singletons: BTreeMap<u32, StateChange>,
}

impl Told {
    fn apply(&mut self, change: StateChange) {
        match &change.change_operation {
            Some(ChangeOperation::MapUpdate(MapUpdateChange { key, .. })) => {
                let key = key.as_ref().unwrap().encode_to_vec();
                self.maps.insert((change.state_id, key), change);
            }
            Some(ChangeOperation::MapDelete(delete)) => {
                let key = delete.key.as_ref().unwrap().encode_to_vec();
                assert!(self.maps.remove(&(change.state_id, key)).is_some(), "it was there");
            }
            Some(ChangeOperation::QueuePush(_)) => {
                self.queues.entry(change.state_id).or_default().push(change);
            }
            Some(ChangeOperation::QueuePop(_)) => {
                drop(self.queues.get_mut(&change.state_id).unwrap().remove(0));
            }
            Some(ChangeOperation::SingletonUpdate(_)) => {
                drop(self.singletons.insert(change.state_id, change));
            }
            other => panic!("{other:?}"),
        }
    }
}

#[test]
fn the_state_can_be_made_again_from_the_block_stream() {
    let dir = tempdir().unwrap();
    let genesis = Genesis::default();
    let mut ledger = Ledger::genesis(&genesis);
    let begins = ledger.state().to_stream(&genesis.config);
    let state = Hash::of_state(&ledger.state_hash().0);
    let streams = Streams::begin(&settings(dir.path()), state, begins).unwrap();
    let now = genesis.consensus_time.plus_seconds(10);
    let mut node = Node { ledger, streams, now, round: 0, records: 0 };

    let account = node.handle(TREASURY, create()).expect("an account");
    node.handle(TREASURY, transfer(AccountId::from_num(account), 7));
    let alias = Key::ed25519(vec![9; 32]).encode_to_vec();
    // It creates an account, by a transaction that precedes it.
    node.handle(TREASURY, transfer(AccountId::from_alias(alias), 100_000_000));
    node.handle(account, delete(account));
    let keys = Some(KeyList { keys: vec![Key::ed25519(treasury_key().public().as_bytes().to_vec())] });
    let expiration_time = Some(node.now.plus_seconds(8_000_000));
    node.handle(
        TREASURY,
        Data::FileCreate(FileCreateTransactionBody {
            keys,
            expiration_time,
            contents: Bytes::from_static(b"contents"),
            ..Default::default()
        }),
    );
    node.handle(TREASURY, transfer(AccountId::from_num(SOFTWARE_UPDATES), 100_000_000_000));
    for data in [
        update(150, b"one"),
        append(150, b"two"),
        append(150, b"three"),
        update(150, b"anew"),
        append(151, b"other"),
    ] {
        node.handle(SOFTWARE_UPDATES, data);
    }
    // A day later fees are distributed, by a transaction of the ledger's own.
    node.now = node.now.plus_seconds(86_400);
    node.handle(TREASURY, transfer(AccountId::from_num(3), 1));
    node.freeze();

    let mut seen = 0;
    let verified = verify_directory(dir.path(), Some(signer().public_key()), |_| seen += 1).unwrap();
    assert_eq!((verified.records, verified.results, seen), (node.records, node.records, node.records));
    assert_eq!(verified.compared, node.records);
    // One child created an account, one transfer distributed fees before; before that, the first day's.
    assert!(node.records >= node.round - 1 + 2, "{} records of {} rounds", node.records, node.round);

    let mut told = Told::default();
    let mut blocks: Vec<_> = std::fs::read_dir(settings(dir.path()).block_dir())
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    blocks.sort_unstable();
    for path in blocks.iter().filter(|path| path.extension().is_some_and(|ending| ending == "gz")) {
        for item in read_block_file(path).unwrap().items {
            if let Some(Item::StateChanges(changes)) = item.item {
                changes.state_changes.into_iter().for_each(|change| told.apply(change));
            }
        }
    }
    assert!(told.singletons.remove(&24).is_some(), "the block stream's own singleton");
    told.queues.retain(|_, queue| !queue.is_empty());
    let mut expected = Told::default();
    let (state, config) = (node.ledger.state(), &node.ledger.settings().config);
    state
        .to_stream(config)
        .into_iter()
        .chain(state.singletons(config))
        .for_each(|change| expected.apply(change));
    assert_eq!(expected.queues[&10_001].len(), 1);
    assert_eq!(told.singletons, expected.singletons);
    assert_eq!(told.queues, expected.queues);
    assert!(told.maps == expected.maps, "the maps differ");
}
