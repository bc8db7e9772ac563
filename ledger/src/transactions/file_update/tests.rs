use alloc::{string::String, vec, vec::Vec};

use hapi_proto::{
    fees::Extra,
    services::{FileUpdateTransactionBody, KeyList, Timestamp, transaction_body::Data},
};

use super::super::{
    Privilege,
    testing::{Bench, FILE, NOBODY, NOW, PAYER, bad_keys, codes::*, file_id, file_keys, long_memo, new_key},
};
use crate::{
    keys::{Key, Requirement},
    state::{EntityNum, Store},
};

type Op = FileUpdateTransactionBody;

fn of(num: EntityNum) -> Op {
    Op { file_id: Some(file_id(num)), ..Default::default() }
}

fn valid() -> Op {
    Op {
        expiration_time: Some(Timestamp::new(NOW + 2_592_000, 0)),
        keys: Some(KeyList { keys: vec![new_key()] }),
        contents: b"new".to_vec().into(),
        memo: Some("mine".into()),
        ..of(FILE)
    }
}

fn expire(op: &mut Op, ahead: i64) {
    op.expiration_time = Some(Timestamp::new(NOW.saturating_add(ahead), 0));
}

#[test]
fn refuses() {
    let bench = Bench::new()
        .config(|config| config.files.max_size_kb = 1)
        .file(1600, |file| file.deleted = true)
        .file(1601, |file| file.keys = None)
        .file(1602, |file| file.keys = Some(Key::EMPTY.into()));
    bench.refuses(
        Data::FileUpdate,
        &valid(),
        &[
            ("nothing", |op| op.file_id = None, InvalidFileId),
            ("unknown", |op| op.file_id = Some(file_id(NOBODY)), InvalidFileId),
            ("other shard", |op| op.file_id.as_mut().unwrap().shard_num = 1, InvalidFileId),
            ("bad keys", |op| op.keys = Some(bad_keys()), BadEncoding),
            ("deleted", |op| op.file_id = Some(file_id(1600)), FileDeleted),
            ("without keys", |op| op.file_id = Some(file_id(1601)), Unauthorized),
            ("with no keys", |op| *op = Op { memo: Some(String::new()), ..of(1602) }, Unauthorized),
            ("memo", |op| op.memo = Some(long_memo()), MemoTooLong),
            ("zero in memo", |op| op.memo = Some("\0".into()), InvalidZeroByteInString),
            ("too soon", |op| expire(op, 2_591_999), AutorenewDurationNotInRange),
            ("too late", |op| expire(op, 8_000_002), AutorenewDurationNotInRange),
            ("long ago", |op| expire(op, i64::MIN), AutorenewDurationNotInRange),
            ("too much", |op| op.contents = vec![0; 1025].into(), MaxFileSizeExceeded),
        ],
    );
    assert_eq!(Bench::new().handle_only(Data::FileUpdate(Op::default())), Err(InvalidFileId));
}

#[test]
fn what_is_named_changes_and_nothing_else() {
    let mut bench = Bench::new();
    bench.run(Data::FileUpdate(valid())).unwrap();
    let file = bench.get_file(FILE).clone();
    assert_eq!((&*file.contents, &*file.memo), (b"new".as_slice(), "mine"));
    assert_eq!(
        (file.expiry, file.keys.as_deref()),
        (NOW + 2_592_000, Some(&Key::List(vec![Key::Ed25519([9; 32])])))
    );
    bench.run(Data::FileUpdate(of(FILE))).unwrap();
    assert_eq!(*bench.get_file(FILE), file);
}

#[test]
fn a_file_without_keys_can_only_be_given_time() {
    let immutable = Op { keys: Some(KeyList::default()), ..of(FILE) };
    let mut bench = Bench::new();
    bench.run(Data::FileUpdate(immutable)).unwrap();
    assert_eq!(bench.get_file(FILE).keys.as_deref(), Some(&Key::EMPTY));
    let memo = Data::FileUpdate(Op { memo: Some("x".into()), ..of(FILE) });
    assert_eq!(bench.run(memo).map(drop), Err(Unauthorized));
    let mut longer = of(FILE);
    expire(&mut longer, 2_592_000);
    bench.run(Data::FileUpdate(longer)).unwrap();
    assert_eq!(bench.get_file(FILE).expiry, NOW + 2_592_000);
}

#[test]
fn time_is_never_cut_short() {
    let mut bench = Bench::new().file(FILE, |file| file.expiry = NOW + 9_000_000);
    bench.run(Data::FileUpdate(valid())).unwrap();
    assert_eq!(bench.get_file(FILE).expiry, NOW + 9_000_000);
}

#[test]
fn superusers_empty_the_files_of_overrides() {
    for (payer, num, emptied) in
        [(2, 121, true), (50, 122, true), (55, 121, false), (2, 123, false), (2, 101, false)]
    {
        let mut bench = Bench::new().file(num, |_| {}).paid_by(payer);
        bench.run(Data::FileUpdate(of(num))).unwrap();
        assert_eq!(bench.get_file(num).contents.is_empty(), emptied, "0.0.{payer} of 0.0.{num}");
    }
}

#[test]
fn a_system_file_without_keys_still_has_keepers() {
    let bench = Bench::new().file(121, |file| file.keys = None);
    let op = Op { contents: b"x".to_vec().into(), ..of(121) };
    assert_eq!(bench.clone().run(Data::FileUpdate(op.clone())).map(drop), Err(Unauthorized));
    bench.paid_by(55).run(Data::FileUpdate(op)).unwrap();
}

#[test]
fn a_software_update_is_replaced_whole() {
    let contents = |bench: &Bench| -> Vec<u8> {
        Store::new(&bench.state).upgrade_contents(150).flatten().copied().collect()
    };
    let mut bench = Bench::new().paid_by(54).file(150, |file| file.contents = vec![].into());
    let put = |text: &[u8]| Data::FileUpdate(Op { contents: text.to_vec().into(), ..of(150) });
    bench.run(put(b"one")).unwrap();
    bench.run(put(b"two")).unwrap();
    assert_eq!(contents(&bench), b"two");
    let file = bench.get_file(150);
    assert_eq!((file.keys.as_ref(), file.expiry, file.contents.len()), (None, i64::MAX - 1, 0));
    let mut longer = of(150);
    expire(&mut longer, 5);
    bench.run(Data::FileUpdate(longer)).unwrap();
    assert_eq!(contents(&bench), b"two", "empty contents are no change");
    assert_eq!(bench.get_file(150).expiry, NOW + 5, "and its time is what it is said to be");
}

#[test]
fn old_and_new_keys_sign_but_for_mere_time_and_keepers() {
    let (old, new) =
        (Requirement::Key(file_keys()), Requirement::Key(Key::List(vec![Key::Ed25519([9; 32])]).into()));
    let bench = Bench::new().file(121, |_| {});
    assert_eq!(bench.signers(Data::FileUpdate(valid())), Ok(vec![old.clone(), new]));
    let mut longer = of(FILE);
    expire(&mut longer, 2_592_000);
    assert_eq!(bench.signers(Data::FileUpdate(longer)), Ok(vec![]));
    let memo = Op { memo: Some(String::new()), ..of(FILE) };
    assert_eq!(bench.signers(Data::FileUpdate(memo)), Ok(vec![old.clone()]));
    let system = Op { file_id: Some(file_id(121)), keys: None, ..valid() };
    assert_eq!(bench.signers(Data::FileUpdate(system.clone())), Ok(vec![old]));
    assert_eq!(bench.paid_by(57).signers(Data::FileUpdate(system)), Ok(vec![]));
}

#[test]
fn who_keeps_what_and_what_it_costs() {
    let privilege = |payer, num| Bench::new().paid_by(payer).privilege(&Data::FileUpdate(of(num)));
    let roles: [(EntityNum, &[EntityNum]); 6] = [
        (54, &[150, 159]),
        (55, &[101, 102, 121, 122, 123]),
        (56, &[111, 113]),
        (57, &[112, 121, 122, 123]),
        (2, &[101, 102, 111, 112, 113, 121, 122, 123, 150, 159]),
        (50, &[101, 102, 111, 112, 113, 121, 122, 123, 150, 159]),
    ];
    for (payer, kept) in roles {
        for num in 101..=200 {
            let known = [101, 102, 111, 112, 113, 121, 122, 123, 150, 159].contains(&num);
            let kept = kept.contains(&num);
            if known || !(150..=159).contains(&num) {
                let expected = if kept { Privilege::Authorized } else { Privilege::Unauthorized };
                assert_eq!(privilege(payer, num), expected, "0.0.{payer} of 0.0.{num}");
            }
        }
    }
    assert_eq!(privilege(2, 751), Privilege::Unnecessary);

    let usage = |payer, op: Op| Bench::new().paid_by(payer).usage(Data::FileUpdate(op));
    assert_eq!(usage(PAYER, valid()).extras(), [(Extra::Keys, 1), (Extra::StateBytes, 3)]);
    assert!(usage(55, of(121)).is_free());
    assert!(usage(PAYER, of(121)).is_free(), "it is turned down for that alone");
}
