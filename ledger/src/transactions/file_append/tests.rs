use alloc::{vec, vec::Vec};

use hapi_proto::{
    fees::Extra,
    services::{FileAppendTransactionBody, transaction_body::Data},
};

use super::super::{
    Privilege,
    testing::{Bench, FILE, NOBODY, PAYER, codes::*, file_id, file_keys},
};
use crate::{
    keys::{Key, Requirement},
    state::{EntityNum, Store},
};

type Op = FileAppendTransactionBody;

fn to(num: EntityNum) -> Op {
    Op { file_id: Some(file_id(num)), contents: b" and new".to_vec().into() }
}

#[test]
fn refuses() {
    let bench = Bench::new()
        .config(|config| config.files.max_size_kb = 1)
        .file(1600, |file| file.deleted = true)
        .file(1601, |file| file.keys = None)
        .file(1602, |file| file.keys = Some(Key::EMPTY.into()));
    bench.refuses(
        Data::FileAppend,
        &to(FILE),
        &[
            ("nothing", |op| op.file_id = None, InvalidFileId),
            ("unknown", |op| op.file_id = Some(file_id(NOBODY)), InvalidFileId),
            ("other realm", |op| op.file_id.as_mut().unwrap().realm_num = 1, InvalidFileId),
            ("negative", |op| op.file_id.as_mut().unwrap().file_num = -1, InvalidFileId),
            ("deleted", |op| op.file_id = Some(file_id(1600)), FileDeleted),
            ("without keys", |op| op.file_id = Some(file_id(1601)), Unauthorized),
            ("with no keys", |op| op.file_id = Some(file_id(1602)), Unauthorized),
            ("too much", |op| op.contents = vec![0; 1022].into(), MaxFileSizeExceeded),
        ],
    );
    // A software update that is not there.
    assert_eq!(Bench::new().run(Data::FileAppend(to(150))).map(drop), Err(InvalidFileId));
    assert_eq!(Bench::new().handle_only(Data::FileAppend(Op::default())), Err(InvalidFileId));
}

#[test]
fn contents_grow() {
    let mut bench = Bench::new();
    bench.run(Data::FileAppend(to(FILE))).unwrap();
    assert_eq!(&*bench.get_file(FILE).contents, b"old and new");
    assert_eq!(bench.get_file(FILE).keys, Some(file_keys()));
}

#[test]
fn a_software_update_has_no_limit_and_no_shard() {
    let mut bench = Bench::new().config(|config| config.files.max_size_kb = 0).file(155, |_| {});
    for realm_num in [0, 7] {
        let mut op = to(155);
        op.file_id.as_mut().unwrap().realm_num = realm_num;
        bench.run(Data::FileAppend(op)).unwrap();
    }
    let contents: Vec<u8> = Store::new(&bench.state).upgrade_contents(155).flatten().copied().collect();
    assert_eq!(contents, b" and new and new");
    assert_eq!(bench.state.upgrades.get(&155).unwrap().size, 16);
}

#[test]
fn all_keys_sign_but_for_keepers_of_system_files() {
    let bench = Bench::new().file(121, |_| {});
    let all = Requirement::Key(file_keys());
    assert_eq!(bench.signers(Data::FileAppend(to(FILE))), Ok(vec![all.clone()]));
    assert_eq!(bench.signers(Data::FileAppend(to(121))), Ok(vec![all]));
    assert_eq!(bench.paid_by(55).signers(Data::FileAppend(to(121))), Ok(vec![]));
}

#[test]
fn keepers_change_system_files_and_bytes_are_charged() {
    let privilege = |payer, num| Bench::new().paid_by(payer).privilege(&Data::FileAppend(to(num)));
    assert_eq!(privilege(PAYER, FILE), Privilege::Unnecessary);
    assert_eq!(privilege(PAYER, 112), Privilege::Unauthorized);
    assert_eq!(privilege(57, 112), Privilege::Authorized);
    assert_eq!(privilege(56, 112), Privilege::Unauthorized);
    assert_eq!(privilege(2, 103), Privilege::Unauthorized, "nobody keeps it");
    let usage = Bench::new().usage(Data::FileAppend(to(112)));
    assert_eq!(usage.extras(), [(Extra::StateBytes, 8)]);
    assert!(!usage.is_free());
}
