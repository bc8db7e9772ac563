use alloc::vec;

use hapi_proto::services::{CryptoDeleteTransactionBody, transaction_body::Data};

use super::super::{
    Privilege,
    testing::{
        ALICE, BALANCE, BOB, Bench, GONE, NOBODY, NODE, TOKEN, TREASURY, UNIQUE, codes::*, ecdsa, id,
        long_zero, signs,
    },
};
use crate::{
    keys::Requirement,
    state::{Airdrop, AirdropKey},
};

type Op = CryptoDeleteTransactionBody;

fn valid() -> Op {
    Op { delete_account_id: Some(id(ALICE)), transfer_account_id: Some(id(BOB)) }
}

#[test]
fn refuses() {
    let by_alias = hapi_proto::services::AccountId::from_evm_address;
    let immutable = Bench::new()
        .account(1500, |account| account.key = crate::keys::Key::EMPTY.into())
        .fungible(TOKEN, |_| {})
        .holds(1501, TOKEN, 1)
        .associated(1502, TOKEN, |_| {})
        .non_fungible(UNIQUE, |_| {})
        .owns(1503, UNIQUE, 1);
    immutable.refuses(
        Data::CryptoDelete,
        &valid(),
        &[
            ("nobody", |op| op.delete_account_id = None, AccountIdDoesNotExist),
            ("no obtainer", |op| op.transfer_account_id = None, AccountIdDoesNotExist),
            ("itself", |op| op.transfer_account_id = Some(id(ALICE)), TransferAccountSameAsDeleteAccount),
            ("unknown", |op| op.delete_account_id = Some(id(NOBODY)), InvalidAccountId),
            ("immutable", |op| op.delete_account_id = Some(id(1500)), InvalidAccountId),
            ("unknown obtainer", |op| op.transfer_account_id = Some(id(NOBODY)), InvalidTransferAccountId),
            ("treasury", |op| op.delete_account_id = Some(id(TREASURY)), AccountIsTreasury),
            ("with units", |op| op.delete_account_id = Some(id(1501)), TransactionRequiresZeroTokenBalances),
            ("with NFTs", |op| op.delete_account_id = Some(id(1503)), TransactionRequiresZeroTokenBalances),
            ("account of a node", |op| op.delete_account_id = Some(id(NODE)), AccountIsLinkedToANode),
            (
                "to 0.0.802",
                |op| op.transfer_account_id = Some(id(802)),
                TransferToFeeCollectionAccountNotAllowed,
            ),
            ("deleted", |op| op.delete_account_id = Some(id(GONE)), AccountDeleted),
            ("deleted obtainer", |op| op.transfer_account_id = Some(id(GONE)), AccountDeleted),
        ],
    );
    let empty = Op { delete_account_id: Some(id(1502)), ..valid() };
    assert!(immutable.clone().run(Data::CryptoDelete(empty)).is_ok(), "it is associated but has nothing");
    let mut waiting = immutable.account(ALICE, |alice| alice.tokens.pending_airdrops = 1);
    let airdrop = AirdropKey { sender: ALICE, receiver: BOB, token: TOKEN, serial: None };
    waiting.state.airdrops.insert(airdrop, Airdrop { amount: 1 });
    assert_eq!(waiting.run(Data::CryptoDelete(valid())).map(drop), Err(AccountHasPendingAirdrops));
    for (op, code) in [
        (Op { delete_account_id: Some(by_alias(long_zero(ALICE))), ..valid() }, InvalidAccountId),
        (Op { transfer_account_id: Some(by_alias(long_zero(BOB))), ..valid() }, InvalidTransferAccountId),
    ] {
        assert_eq!(
            Bench::new().run(Data::CryptoDelete(op.clone())).map(drop),
            Err(code),
            "aliases name nobody"
        );
        assert_eq!(Bench::new().handle_only(Data::CryptoDelete(op)), Err(code), "nor while handled");
    }
}

#[test]
fn the_obtainer_gets_all_and_the_aliases_are_free() {
    let (public, address) = ecdsa();
    let alias: bytes::Bytes =
        prost::Message::encode_to_vec(&hapi_proto::services::Key::ecdsa(public.to_vec())).into();
    let mut bench = Bench::new().account(ALICE, |alice| alice.alias = alias.clone());
    bench.state.aliases.insert(address.to_vec().into(), ALICE);
    bench.run(Data::CryptoDelete(valid())).unwrap();

    let alice = bench.get(ALICE);
    assert!(alice.deleted && alice.alias.is_empty());
    assert_eq!((alice.balance, bench.get(BOB).balance), (0, 2 * BALANCE));
    assert!(bench.state.aliases.is_empty());
}

#[test]
fn the_account_signs_and_the_obtainer_if_it_wants_to() {
    let data = Data::CryptoDelete(valid());
    assert_eq!(Bench::new().signers(data.clone()), Ok(vec![signs(ALICE)]));
    assert_eq!(Bench::new().paid_by(ALICE).signers(data.clone()), Ok(vec![]));
    let bench = Bench::new().account(BOB, |bob| bob.receiver_sig_required = true);
    assert_eq!(bench.signers(data.clone()), Ok(vec![signs(ALICE), signs(BOB)]));
    let hollow = Bench::new().account(ALICE, |alice| {
        alice.key = crate::keys::Key::EMPTY.into();
        alice.alias = vec![5; 20].into();
    });
    assert_eq!(hollow.signers(data), Ok(vec![Requirement::Hollow { account: ALICE }]));
}

#[test]
fn nobody_deletes_a_system_account() {
    let of = |account| Data::CryptoDelete(Op { delete_account_id: Some(account), ..valid() });
    let privilege = |account| Bench::new().paid_by(2).privilege(&of(account));
    let aliased = hapi_proto::services::AccountId::from_evm_address(long_zero(60));
    assert_eq!(privilege(id(60)), Privilege::Impermissible);
    assert_eq!(privilege(id(750)), Privilege::Impermissible);
    assert_eq!(privilege(aliased), Privilege::Impermissible);
    assert_eq!(privilege(id(150)), Privilege::Unnecessary);
    assert_eq!(privilege(id(751)), Privilege::Unnecessary);
    assert!(Bench::new().usage(of(id(ALICE))).extras().is_empty());
}
