//! Bytes that nearly are transactions.

use bytes::Bytes;
use hapi_ledger::{
    ResponseCode,
    envelope::{Envelope, ParsedTx},
    handle::CheckedTx,
};
use hapi_proto::services::{
    CryptoCreateTransactionBody, CryptoDeleteTransactionBody, Duration, FileAppendTransactionBody,
    FileCreateTransactionBody, FileDeleteTransactionBody, FileId, FileUpdateTransactionBody, KeyList,
    SystemDeleteTransactionBody, system_delete_transaction_body, transaction_body::Data,
};
use proptest::{
    prelude::*,
    test_runner::{Config, TestRunner},
};

use crate::support::{HBAR, Network, TREASURY, ecdsa, ed25519, id, public, sign, transfer, treasury_key};

/// How many mutations are tried, unless `HAPI_MUTATIONS` says another number.
const MUTATIONS: u32 = 100_000;

#[derive(Clone, Debug)]
enum Mutation {
    Flip { at: usize, bit: u8 },
    Set { at: usize, to: u8 },
    Insert { at: usize, byte: u8 },
    Remove { at: usize },
    Cut { at: usize },
    Repeat { from: usize, length: usize },
}

fn mutation() -> impl Strategy<Value = Mutation> {
    prop_oneof![
        4 => (any::<usize>(), 0_u8..8).prop_map(|(at, bit)| Mutation::Flip { at, bit }),
        4 => any::<(usize, u8)>().prop_map(|(at, to)| Mutation::Set { at, to }),
        1 => any::<(usize, u8)>().prop_map(|(at, byte)| Mutation::Insert { at, byte }),
        1 => any::<usize>().prop_map(|at| Mutation::Remove { at }),
        1 => any::<usize>().prop_map(|at| Mutation::Cut { at }),
        1 => (any::<usize>(), 1_usize..40).prop_map(|(from, length)| Mutation::Repeat { from, length }),
    ]
}

fn mutate(bytes: &mut Vec<u8>, mutation: &Mutation) {
    let length = bytes.len().max(1);
    match *mutation {
        _ if bytes.is_empty() => {}
        Mutation::Flip { at, bit } => bytes[at % length] ^= 1 << bit,
        Mutation::Set { at, to } => bytes[at % length] = to,
        Mutation::Insert { at, byte } => bytes.insert(at % length, byte),
        Mutation::Remove { at } => drop(bytes.remove(at % length)),
        Mutation::Cut { at } => bytes.truncate(at % length),
        Mutation::Repeat { from, length: count } => {
            let from = from % length;
            let copy = bytes[from..length.min(from + count)].to_vec();
            bytes.splice(from..from, copy);
        }
    }
}

/// A ledger with two accounts, and valid transactions of several types.
fn valid() -> (Network, Vec<Bytes>) {
    let mut network = Network::new();
    let (alice_key, bob_key) = (ed25519(1), ecdsa(2));
    let alice = network.account(&alice_key, 1000 * HBAR);
    let bob = network.account(&bob_key, 1000 * HBAR);
    let create = CryptoCreateTransactionBody {
        key: Some(public(&ed25519(3))),
        initial_balance: 5,
        auto_renew_period: Some(Duration { seconds: 7_776_000 }),
        ..Default::default()
    };
    let delete = CryptoDeleteTransactionBody {
        transfer_account_id: Some(id(alice)),
        delete_account_id: Some(id(bob)),
    };
    let keys = Some(KeyList { keys: vec![public(&alice_key)] });
    let file_create = FileCreateTransactionBody {
        expiration_time: Some(network.now.plus_seconds(7_776_000)),
        keys: keys.clone(),
        contents: vec![7; 20].into(),
        memo: "file".into(),
        ..Default::default()
    };
    let record = network.must(Data::FileCreate(file_create.clone()), &[&alice_key]);
    let file_id = record.receipt.and_then(|receipt| receipt.file_id);
    let file_update = FileUpdateTransactionBody {
        file_id,
        expiration_time: Some(network.now.plus_seconds(7_776_001)),
        keys,
        contents: vec![8; 20].into(),
        memo: Some("changed".into()),
    };
    let file_append = FileAppendTransactionBody { file_id, contents: vec![9; 20].into() };
    let system_delete = SystemDeleteTransactionBody {
        id: file_id.map(system_delete_transaction_body::Id::FileId),
        ..Default::default()
    };
    let all = [
        transfer(&[(alice, -5), (bob, 5)]),
        transfer(&[(alice, 5), (bob, -5)]),
        Data::CryptoCreateAccount(create),
        Data::CryptoDelete(delete),
        Data::FileCreate(file_create),
        Data::FileUpdate(file_update),
        Data::FileAppend(file_append),
        Data::FileDelete(FileDeleteTransactionBody { file_id }),
    ];
    let mut bytes: Vec<_> = all
        .into_iter()
        .map(|data| {
            let body = network.body(alice, data);
            sign(&body, &[&alice_key, &bob_key])
        })
        .collect();
    bytes.extend(by_the_treasury(&mut network, [Data::SystemDelete(system_delete)]));
    let system_files = [111, 112, 113, 121, 122, 123, 150].map(|file_num| {
        let contents = network.ledger.state().files.get(&file_num).expect("a system file").contents.clone();
        let file_id = Some(FileId { file_num: file_num.cast_signed(), ..Default::default() });
        Data::FileUpdate(FileUpdateTransactionBody { file_id, contents, ..Default::default() })
    });
    bytes.extend(by_the_treasury(&mut network, system_files));
    (network, bytes)
}

fn by_the_treasury<const N: usize>(network: &mut Network, all: [Data; N]) -> [Bytes; N] {
    all.map(|data| {
        let body = network.body(TREASURY, data);
        sign(&body, &[&treasury_key()])
    })
}

/// Whatever the bytes are: nothing panics, what ingest turns down is forgotten, and what fails past it changes no
/// balance but by the fee.
#[test]
fn nothing_panics_and_what_is_rejected_changes_nothing() {
    use ResponseCode::{FeeScheduleFilePartUploaded, Success, SuccessButMissingExpectedOperation};
    let cases =
        std::env::var("HAPI_MUTATIONS").ok().and_then(|count| count.parse().ok()).unwrap_or(MUTATIONS);
    let (network, valid) = valid();
    let balances = |ledger: &hapi_ledger::Ledger| -> Vec<_> {
        ledger.state().accounts.iter().map(|(num, account)| (*num, account.balance)).collect()
    };
    let before = balances(&network.ledger);
    let strategy = (0..valid.len(), proptest::collection::vec(mutation(), 1..4));
    let mut runner = TestRunner::new(Config { cases, failure_persistence: None, ..Config::default() });
    let result = runner.run(&strategy, |(which, mutations)| {
        let mut bytes = valid[which].to_vec();
        for mutation in &mutations {
            mutate(&mut bytes, mutation);
        }
        let bytes = Bytes::from(bytes);
        let mut ingest = network.ingest.clone();
        let checked = ingest.check(&network.ledger, &bytes, network.now);
        if checked.is_err() && bytes != valid[which] {
            prop_assert!(ingest.check(&network.ledger, &valid[which], network.now).is_ok());
        }
        let config = &network.ledger.settings().config;
        let Ok(parsed) = ParsedTx::parse(&bytes, Envelope::Transaction, config) else { return Ok(()) };
        let mut ledger = network.ledger.fork();
        let outcome = ledger.handle(&CheckedTx::new(parsed, Vec::new()), network.now.plus_nanos(1000), 0);
        if !matches!(
            outcome.status(),
            Success | FeeScheduleFilePartUploaded | SuccessButMissingExpectedOperation
        ) {
            let fee = outcome.records.iter().map(|record| record.transaction_fee).sum::<u64>();
            let moved: u64 = before
                .iter()
                .zip(balances(&ledger))
                .map(|((_, before), (_, after))| before.abs_diff(after))
                .sum();
            prop_assert_eq!(moved, 2 * fee, "{:?}", outcome.status());
        }
        Ok(())
    });
    result.unwrap_or_else(|error| panic!("{error}"));
    assert_eq!(balances(&network.ledger), before);
}
