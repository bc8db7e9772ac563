use alloc::vec;

use hapi_proto::{
    fees::Extra,
    services::{FileCreateTransactionBody, KeyList, RealmId, ShardId, Timestamp, transaction_body::Data},
};

use super::super::testing::{Bench, NEXT, NOW, bad_keys, codes::*, file_id, long_memo, new_key};
use crate::keys::{Key, Requirement};

type Op = FileCreateTransactionBody;

fn valid() -> Op {
    Op {
        expiration_time: Some(Timestamp::new(NOW + 7_776_000, 0)),
        keys: Some(KeyList { keys: vec![new_key()] }),
        contents: vec![1; 1024].into(),
        memo: "mine".into(),
        ..Default::default()
    }
}

#[test]
fn refuses() {
    Bench::new().config(|config| config.files.max_size_kb = 1).refuses(
        Data::FileCreate,
        &valid(),
        &[
            ("no time", |op| op.expiration_time = None, InvalidExpirationTime),
            ("bad keys", |op| op.keys = Some(bad_keys()), BadEncoding),
            ("now", |op| op.expiration_time = Some(Timestamp::new(NOW, 0)), AutorenewDurationNotInRange),
            (
                "too late",
                |op| op.expiration_time = Some(Timestamp::new(NOW + 8_000_002, 0)),
                AutorenewDurationNotInRange,
            ),
            ("memo", |op| op.memo = long_memo(), MemoTooLong),
            ("zero in memo", |op| op.memo = "\0".into(), InvalidZeroByteInString),
            ("other shard", |op| op.shard_id = Some(ShardId { shard_num: 1 }), InvalidFileId),
            ("other realm", |op| op.realm_id = Some(RealmId { shard_num: 0, realm_num: 1 }), InvalidFileId),
            ("too much", |op| op.contents = vec![1; 1025].into(), MaxFileSizeExceeded),
        ],
    );
    // The bench has one already.
    let mut full = Bench::new().config(|config| config.files.max_number = 2);
    full.run(Data::FileCreate(valid())).unwrap();
    assert_eq!(full.run(Data::FileCreate(valid())).map(drop), Err(MaxEntitiesInPriceRegimeHaveBeenCreated));
}

#[test]
fn the_file_is_as_it_was_asked_for() {
    let mut bench = Bench::new();
    let done = bench.run(Data::FileCreate(valid())).unwrap();
    assert_eq!(done.receipt.file_id, Some(file_id(NEXT)));
    let file = bench.get_file(NEXT);
    assert_eq!((file.num, &*file.memo, file.expiry), (NEXT, "mine", NOW + 7_776_000));
    assert_eq!((file.contents.len(), file.deleted, file.pre_delete_expiry), (1024, false, 0));
    assert_eq!(file.keys.as_deref(), Some(&Key::List(vec![Key::Ed25519([9; 32])])));
}

#[test]
fn all_keys_sign_and_a_file_without_any_needs_none() {
    let keyed = Requirement::Key(Key::List(vec![Key::Ed25519([9; 32])]).into());
    assert_eq!(Bench::new().signers(Data::FileCreate(valid())), Ok(vec![keyed]));
    for (keys, kept) in [(None, None), (Some(KeyList::default()), Some(&Key::EMPTY))] {
        let data = Data::FileCreate(Op { keys, ..valid() });
        let mut bench = Bench::new();
        assert_eq!(bench.signers(data.clone()), Ok(vec![]));
        bench.run(data).unwrap();
        assert_eq!(bench.get_file(NEXT).keys.as_deref(), kept, "info tells these apart");
    }
}

#[test]
fn keys_and_bytes_are_charged() {
    let usage = Bench::new().usage(Data::FileCreate(valid()));
    assert_eq!(usage.extras(), [(Extra::Keys, 1), (Extra::StateBytes, 1024)]);
}
