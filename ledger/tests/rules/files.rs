//! Files of users, from end to end.

use hapi_ledger::ResponseCode;
use hapi_proto::services::{
    FileAppendTransactionBody, FileCreateTransactionBody, FileDeleteTransactionBody, FileId,
    FileUpdateTransactionBody, KeyList, SystemDeleteTransactionBody, SystemUndeleteTransactionBody,
    TransactionRecord, system_delete_transaction_body, system_undelete_transaction_body,
    transaction_body::Data,
};

use crate::support::{HBAR, Network, ed25519, public, sign};

/// What a transaction costs whose service fee is so many tinycents, in tinybar at 12 cents.
fn cost(service: u64) -> u64 {
    let (node, network) = (100_000, 900_000);
    node / 12 + network / 12 + service / 12
}

/// A thousandth of a US dollar, in tinycents.
const MILLI_USD: u64 = 10_000_000;

pub(crate) fn file_id(record: &TransactionRecord) -> FileId {
    record.receipt.as_ref().and_then(|receipt| receipt.file_id).expect("a file was created")
}

pub(crate) fn create(network: &Network, seeds: &[u8], contents: &[u8]) -> Data {
    let keys = seeds.iter().map(|seed| public(&ed25519(*seed))).collect();
    Data::FileCreate(FileCreateTransactionBody {
        expiration_time: Some(network.now.plus_seconds(7_776_000)),
        keys: Some(KeyList { keys }),
        contents: contents.to_vec().into(),
        ..Default::default()
    })
}

fn append(id: FileId, contents: &[u8]) -> Data {
    Data::FileAppend(FileAppendTransactionBody { file_id: Some(id), contents: contents.to_vec().into() })
}

#[test]
fn a_file_lives_from_creation_to_deletion() {
    let mut network = Network::new();
    let (alice_key, file_key, other_key) = (ed25519(1), ed25519(2), ed25519(3));
    let alice = network.account(&alice_key, 1_000 * HBAR);

    let create = create(&network, &[2, 3], b"one");
    let body = network.body(alice, create.clone());
    assert_eq!(network.submit(&body, &[&alice_key, &file_key]).status(), ResponseCode::InvalidSignature);
    let body = network.body(alice, create);
    let outcome = network.submit(&body, &[&alice_key, &file_key, &other_key]);
    assert_eq!(outcome.status(), ResponseCode::Success);
    let id = file_id(outcome.record().unwrap());

    let body = network.body(alice, append(id, b" two"));
    assert_eq!(network.submit(&body, &[&alice_key, &file_key]).status(), ResponseCode::InvalidSignature);
    let body = network.body(alice, append(id, b" two"));
    network.submit(&body, &[&alice_key, &file_key, &other_key]);
    let num = id.file_num.unsigned_abs();
    assert_eq!(&*network.ledger.state().files.get(&num).unwrap().contents, b"one two");

    // Time is given by anybody, and one key is enough to delete.
    let expiry = network.now.plus_seconds(8_000_000);
    let longer =
        FileUpdateTransactionBody { file_id: Some(id), expiration_time: Some(expiry), ..Default::default() };
    let body = network.body(alice, Data::FileUpdate(longer));
    assert_eq!(network.submit(&body, &[&alice_key]).status(), ResponseCode::Success);
    assert_eq!(network.ledger.state().files.get(&num).unwrap().expiry, expiry.seconds);

    let delete = Data::FileDelete(FileDeleteTransactionBody { file_id: Some(id) });
    let body = network.body(alice, delete.clone());
    assert_eq!(network.submit(&body, &[&alice_key]).status(), ResponseCode::InvalidSignature);
    let body = network.body(alice, delete.clone());
    assert_eq!(network.submit(&body, &[&alice_key, &other_key]).status(), ResponseCode::Success);
    let body = network.body(alice, delete);
    assert_eq!(network.submit(&body, &[&alice_key, &other_key]).status(), ResponseCode::FileDeleted);
}

#[test]
fn fees_count_keys_and_bytes() {
    let mut network = Network::new();
    let key = ed25519(1);
    let alice = network.account(&key, 1_000 * HBAR);
    let done = |network: &mut Network, data: Data| {
        let body = network.body(alice, data);
        let outcome = network.submit(&body, &[&key]);
        assert_eq!(outcome.status(), ResponseCode::Success);
        outcome.record().unwrap().clone()
    };
    // 0.05 USD in all for one key and a thousand bytes; a key more is 0.01 USD, and so are a hundred bytes more.
    let base = 50 * MILLI_USD - 1_000_000;
    let one = create(&network, &[1], &[7; 1000]);
    let record = done(&mut network, one);
    assert_eq!(record.transaction_fee, cost(base));
    let two = create(&network, &[1, 1], &[7; 1100]);
    assert_eq!(done(&mut network, two).transaction_fee, cost(base + 20 * MILLI_USD));
    let appended = done(&mut network, append(file_id(&record), &[7; 1100]));
    assert_eq!(appended.transaction_fee, cost(base + 10 * MILLI_USD));
    let delete = Data::FileDelete(FileDeleteTransactionBody { file_id: Some(file_id(&record)) });
    assert_eq!(done(&mut network, delete).transaction_fee, cost(7 * MILLI_USD - 1_000_000), "0.007 USD");
}

#[test]
fn administrators_delete_and_restore_without_signatures() {
    let mut network = Network::new();
    let key = ed25519(1);
    let create = create(&network, &[1], b"hidden");
    let id = file_id(&network.must(create, &[&key]));
    let num = id.file_num.unsigned_abs();
    let delete = Data::SystemDelete(SystemDeleteTransactionBody {
        id: Some(system_delete_transaction_body::Id::FileId(id)),
        ..Default::default()
    });
    let undelete = Data::SystemUndelete(SystemUndeleteTransactionBody {
        id: Some(system_undelete_transaction_body::Id::FileId(id)),
    });

    // A user is turned down at once, other system accounts at consensus.
    let alice_key = ed25519(2);
    let alice = network.account(&alice_key, 100 * HBAR);
    let body = network.body(alice, delete.clone());
    assert_eq!(network.precheck(&sign(&body, &[&alice_key])), ResponseCode::NotSupported);
    let treasury = crate::support::treasury_key();
    for (payer, data, code) in [
        (70, delete.clone(), ResponseCode::NotSupported),
        (58, delete.clone(), ResponseCode::AuthorizationFailed),
        (61, undelete.clone(), ResponseCode::Unauthorized),
        (59, undelete.clone(), ResponseCode::AuthorizationFailed),
        (59, delete, ResponseCode::Success),
        (60, undelete, ResponseCode::Success),
    ] {
        network.fund(payer, HBAR);
        let body = network.body(payer, data);
        let outcome = network.submit(&body, &[&treasury]);
        assert_eq!(outcome.status(), code, "0.0.{payer}");
        assert_eq!(outcome.record().unwrap().transaction_fee, 0);
        let file = network.ledger.state().files.get(&num).unwrap();
        assert_eq!(file.deleted, payer == 59 && code == ResponseCode::Success);
        assert_eq!(&*file.contents, b"hidden");
    }
}
