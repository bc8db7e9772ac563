use alloc::vec;

use hapi_proto::services::{
    ContractId, SystemDeleteTransactionBody, TimestampSeconds, contract_id,
    system_delete_transaction_body::Id, transaction_body::Data,
};

use super::super::{
    Privilege,
    testing::{Bench, FILE, NOBODY, NOW, codes::*, file_id, long_zero},
};
use crate::keys::Key;

type Op = SystemDeleteTransactionBody;

fn valid() -> Op {
    Op { id: Some(Id::FileId(file_id(FILE))), expiration_time: Some(TimestampSeconds { seconds: NOW + 100 }) }
}

fn contract(contract: contract_id::Contract) -> Id {
    Id::ContractId(ContractId { contract: Some(contract), ..Default::default() })
}

#[test]
fn refuses() {
    let bench = Bench::new()
        .paid_by(59)
        .file(121, |_| {})
        .file(1600, |file| file.deleted = true)
        .file(1601, |file| file.keys = None);
    bench.refuses(
        Data::SystemDelete,
        &valid(),
        &[
            ("nothing", |op| op.id = None, InvalidTransactionBody),
            (
                "a contract",
                |op| op.id = Some(contract(contract_id::Contract::ContractNum(1001))),
                NotSupported,
            ),
            ("unknown", |op| op.id = Some(Id::FileId(file_id(NOBODY))), InvalidFileId),
            ("deleted", |op| op.id = Some(Id::FileId(file_id(1600))), FileDeleted),
            ("without keys", |op| op.id = Some(Id::FileId(file_id(1601))), Unauthorized),
            ("of the system", |op| op.id = Some(Id::FileId(file_id(121))), EntityNotAllowedToDelete),
        ],
    );
    assert_eq!(Bench::new().handle_only(Data::SystemDelete(Op::default())), Err(EntityNotAllowedToDelete));
}

#[test]
fn the_file_is_hidden_until_it_expires() {
    let mut bench = Bench::new();
    bench.run(Data::SystemDelete(valid())).unwrap();
    let file = bench.get_file(FILE);
    assert_eq!((file.deleted, file.expiry, file.pre_delete_expiry), (true, NOW + 100, NOW + 1));
    assert_eq!(&*file.contents, b"old");

    let mut bench = Bench::new();
    bench.run(Data::SystemDelete(Op { expiration_time: None, ..valid() })).unwrap();
    let file = bench.get_file(FILE);
    assert_eq!((file.deleted, file.expiry), (true, NOW + 1), "by default it keeps its time");
}

#[test]
fn without_time_left_it_is_gone() {
    let mut bench = Bench::new();
    let now = Some(TimestampSeconds { seconds: NOW });
    bench.run(Data::SystemDelete(Op { expiration_time: now, ..valid() })).unwrap();
    assert!(bench.state.files.is_empty());
}

#[test]
fn administrators_need_no_signature_and_pay_nothing() {
    let privilege = |payer, id| {
        Bench::new().paid_by(payer).privilege(&Data::SystemDelete(Op { id: Some(id), ..valid() }))
    };
    let file = |num| Id::FileId(file_id(num));
    for (payer, expected) in [
        (2, Privilege::Authorized),
        (50, Privilege::Authorized),
        (59, Privilege::Authorized),
        (60, Privilege::Unauthorized),
    ] {
        assert_eq!(privilege(payer, file(FILE)), expected, "0.0.{payer}");
        assert_eq!(privilege(payer, file(150)), Privilege::Impermissible);
    }
    let numbered = contract(contract_id::Contract::ContractNum(60));
    let addressed = contract(contract_id::Contract::EvmAddress(long_zero(60).to_vec().into()));
    assert_eq!(privilege(59, numbered), Privilege::Impermissible);
    assert_eq!(privilege(59, addressed), Privilege::Impermissible);

    assert_eq!(Bench::new().signers(Data::SystemDelete(valid())), Ok(vec![]));
    assert!(Bench::new().usage(Data::SystemDelete(valid())).is_free());
    let keys = Bench::new().file(FILE, |file| file.keys = Some(Key::EMPTY.into()));
    assert_eq!(keys.signers(Data::SystemDelete(valid())), Ok(vec![]));
}
