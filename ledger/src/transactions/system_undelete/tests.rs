use alloc::vec;

use hapi_proto::services::{
    ContractId, SystemUndeleteTransactionBody, contract_id, system_undelete_transaction_body::Id,
    transaction_body::Data,
};

use super::super::{
    Privilege,
    testing::{Bench, FILE, NOBODY, NOW, codes::*, file_id, long_zero},
};

type Op = SystemUndeleteTransactionBody;

fn valid() -> Op {
    Op { id: Some(Id::FileId(file_id(FILE))) }
}

/// [`FILE`] as a system delete leaves it.
fn deleted() -> Bench {
    Bench::new().paid_by(60).file(FILE, |file| {
        file.deleted = true;
        file.pre_delete_expiry = NOW + 500;
    })
}

fn contract(contract: contract_id::Contract) -> Id {
    Id::ContractId(ContractId { contract: Some(contract), ..Default::default() })
}

#[test]
fn refuses() {
    deleted().file(121, |_| {}).file(1601, |file| file.keys = None).refuses(
        Data::SystemUndelete,
        &valid(),
        &[
            ("nothing", |op| op.id = None, InvalidTransactionBody),
            (
                "a contract",
                |op| op.id = Some(contract(contract_id::Contract::ContractNum(1001))),
                NotSupported,
            ),
            ("unknown", |op| op.id = Some(Id::FileId(file_id(NOBODY))), InvalidFileId),
            ("without keys", |op| op.id = Some(Id::FileId(file_id(1601))), Unauthorized),
            ("of the system", |op| op.id = Some(Id::FileId(file_id(121))), EntityNotAllowedToDelete),
        ],
    );
}

#[test]
fn the_file_is_as_it_was() {
    let mut bench = deleted();
    bench.run(Data::SystemUndelete(valid())).unwrap();
    let file = bench.get_file(FILE);
    assert_eq!((file.deleted, file.expiry, file.pre_delete_expiry), (false, NOW + 500, 0));
    assert_eq!(&*file.contents, b"old");
}

#[test]
fn what_expired_in_the_meantime_is_gone() {
    let mut bench = deleted().file(FILE, |file| file.expiry = NOW);
    bench.run(Data::SystemUndelete(valid())).unwrap();
    assert!(bench.state.files.is_empty());
}

#[test]
fn what_was_not_deleted_so_loses_its_time() {
    let mut bench = Bench::new();
    bench.run(Data::SystemUndelete(valid())).unwrap();
    assert_eq!(bench.get_file(FILE).expiry, 0);
}

#[test]
fn administrators_need_no_signature_and_pay_nothing() {
    let privilege =
        |payer, id| Bench::new().paid_by(payer).privilege(&Data::SystemUndelete(Op { id: Some(id) }));
    for (payer, expected) in [
        (2, Privilege::Authorized),
        (50, Privilege::Authorized),
        (60, Privilege::Authorized),
        (59, Privilege::Unauthorized),
    ] {
        assert_eq!(privilege(payer, Id::FileId(file_id(FILE))), expected, "0.0.{payer}");
        assert_eq!(privilege(payer, Id::FileId(file_id(101))), Privilege::Impermissible);
    }
    let addressed = contract(contract_id::Contract::EvmAddress(long_zero(60).to_vec().into()));
    assert_eq!(privilege(60, addressed), Privilege::Impermissible);
    assert_eq!(Bench::new().signers(Data::SystemUndelete(valid())), Ok(vec![]));
    assert!(Bench::new().usage(Data::SystemUndelete(valid())).is_free());
}
