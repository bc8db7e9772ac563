use alloc::vec;

use hapi_proto::services::{FileDeleteTransactionBody, transaction_body::Data};

use super::super::{
    Privilege,
    testing::{ALICE, BOB, Bench, FILE, NOBODY, codes::*, file_id, file_keys, key},
};
use crate::{
    keys::{Key, Requirement},
    state::EntityNum,
};

type Op = FileDeleteTransactionBody;

fn of(num: EntityNum) -> Data {
    Data::FileDelete(Op { file_id: Some(file_id(num)) })
}

#[test]
fn refuses() {
    let bench = Bench::new()
        .file(121, |_| {})
        .file(1600, |file| file.deleted = true)
        .file(1601, |file| file.keys = None)
        .file(1602, |file| file.keys = Some(Key::EMPTY.into()));
    bench.refuses(
        Data::FileDelete,
        &Op { file_id: Some(file_id(FILE)) },
        &[
            ("nothing", |op| op.file_id = None, InvalidFileId),
            ("unknown", |op| op.file_id = Some(file_id(NOBODY)), InvalidFileId),
            ("deleted", |op| op.file_id = Some(file_id(1600)), FileDeleted),
            ("without keys", |op| op.file_id = Some(file_id(1601)), Unauthorized),
            ("with no keys", |op| op.file_id = Some(file_id(1602)), Unauthorized),
            ("of the system", |op| op.file_id = Some(file_id(121)), EntityNotAllowedToDelete),
        ],
    );
}

#[test]
fn contents_are_gone_and_the_rest_remains() {
    let mut bench = Bench::new();
    let before = bench.get_file(FILE).clone();
    bench.run(of(FILE)).unwrap();
    let file = bench.get_file(FILE);
    assert!(file.deleted && file.contents.is_empty());
    assert_eq!((file.expiry, &file.keys), (before.expiry, &before.keys));
}

#[test]
fn any_one_key_signs() {
    let one_of = |keys| Ok(vec![Requirement::Key(Key::Threshold { threshold: 1, keys }.into())]);
    let keys = [ALICE, BOB].map(|num| (*key(num)).clone());
    assert_eq!(Bench::new().signers(of(FILE)), one_of(keys.into()));
    let nested = Bench::new().file(FILE, |file| {
        file.keys = Some(Key::List(vec![(*file_keys()).clone(), (*key(7)).clone()]).into());
    });
    let keys = vec![(*file_keys()).clone(), (*key(7)).clone()];
    assert_eq!(nested.signers(of(FILE)), one_of(keys), "a list in the list is one key");
    let immutable = Bench::new().file(FILE, |file| file.keys = None);
    assert_eq!(immutable.signers(of(FILE)), Ok(vec![]));
}

#[test]
fn nobody_deletes_a_system_file() {
    for payer in [2, 50, 55] {
        assert_eq!(Bench::new().paid_by(payer).privilege(&of(121)), Privilege::Impermissible);
    }
    assert_eq!(Bench::new().privilege(&of(750)), Privilege::Impermissible);
    assert_eq!(Bench::new().privilege(&of(751)), Privilege::Unnecessary);
    assert!(Bench::new().usage(of(FILE)).extras().is_empty());
}
