//! Accounts that a transfer to an EVM address made, and that show their key later (HIP-583).

use hapi_ledger::{ResponseCode, keys::Key};
use hapi_proto::services::{
    AccountAmount, AccountId, CryptoTransferTransactionBody, TransferList, account_id::Account,
    transaction_body::Data,
};

use crate::support::{HBAR, Network, ecdsa, ed25519, id, public, shown, transfer};

pub(crate) fn address(key: &hapi_ledger::crypto::SecretKey) -> Vec<u8> {
    match key.public() {
        hapi_ledger::crypto::PublicKey::Ecdsa(key) => hapi_ledger::keys::evm_address(&key).unwrap().to_vec(),
        key @ hapi_ledger::crypto::PublicKey::Ed25519(_) => panic!("not an ECDSA key: {key:?}"),
    }
}

/// A transfer to an alias.
pub(crate) fn to_alias(from: u64, alias: Vec<u8>, amount: i64) -> Data {
    let alias = AccountId { account: Some(Account::Alias(alias.into())), ..AccountId::default() };
    let entry = |account_id, amount| AccountAmount {
        account_id: Some(account_id),
        amount,
        ..AccountAmount::default()
    };
    Data::CryptoTransfer(CryptoTransferTransactionBody {
        transfers: Some(TransferList {
            account_amounts: vec![entry(id(from), -amount), entry(alias, amount)],
        }),
        ..Default::default()
    })
}

#[test]
fn a_hollow_account_is_made_by_a_child_and_completed_by_its_key() {
    let mut network = Network::new();
    let (alice_key, owner) = (ed25519(1), ecdsa(7));
    let alice = network.account(&alice_key, 1000 * HBAR);
    let body = network.body(alice, to_alias(alice, address(&owner), 100 * HBAR));
    let outcome = network.submit(&body, &[&alice_key]);
    assert_eq!(outcome.status(), ResponseCode::Success);
    let [child, own] = &outcome.records[..] else { panic!("two records: {:?}", outcome.records) };
    let hollow = child.receipt.as_ref().unwrap().account_id.as_ref().unwrap().num().unwrap().unsigned_abs();
    assert_eq!(child.transaction_id.as_ref().unwrap().nonce, 1);
    assert_eq!(child.consensus_timestamp, own.consensus_timestamp.map(|time| time.plus_nanos(-1)));
    assert!(child.transaction_fee > own.transaction_fee, "creation costs more than the transfer");
    assert_eq!(shown(child, alice), -i64::try_from(child.transaction_fee).unwrap());
    assert_eq!(shown(own, alice), -100 * HBAR - i64::try_from(own.transaction_fee).unwrap());
    assert_eq!(shown(own, hollow), 100 * HBAR);
    let account = network.ledger.state().accounts.get(&hollow).unwrap().clone();
    assert!(account.is_hollow());

    let body = network.body(hollow, transfer(&[(hollow, -HBAR), (alice, HBAR)]));
    let outcome = network.submit(&body, &[&owner]);
    assert_eq!(outcome.status(), ResponseCode::Success);
    let [completion, own] = &outcome.records[..] else { panic!("two records: {:?}", outcome.records) };
    assert_eq!(completion.transaction_fee, 0);
    assert_eq!(completion.receipt.as_ref().unwrap().status(), ResponseCode::Success);
    assert_eq!(completion.transaction_id.as_ref().unwrap().nonce, 1);
    assert!(completion.transfer_list.as_ref().unwrap().account_amounts.is_empty());
    assert_eq!(shown(own, alice), HBAR);
    let account = network.ledger.state().accounts.get(&hollow).unwrap();
    assert_eq!(*account.key, Key::parse(&public(&owner)).unwrap());
}

#[test]
fn a_hollow_payer_needs_the_key_behind_its_alias() {
    let mut network = Network::new();
    network.must(to_alias(2, address(&ecdsa(7)), 100 * HBAR), &[]);
    let hollow = network.ledger.state().accounts.iter().map(|(num, _)| *num).max().unwrap();
    let body = network.body(hollow, transfer(&[(hollow, -HBAR), (3, HBAR)]));
    let bytes = crate::support::sign(&body, &[&ecdsa(8)]);
    assert_eq!(network.precheck(&bytes), ResponseCode::InvalidSignature);
    // Past ingest, the payer pays: there is no key yet whose missing signature a node could know of.
    assert_eq!(network.force(&bytes, 0).status(), ResponseCode::InvalidSignature);
    assert!(network.ledger.state().accounts.get(&hollow).unwrap().is_hollow());
}

#[test]
fn when_the_transaction_fails_the_key_stays_and_the_new_account_does_not() {
    let mut network = Network::new();
    let owner = ecdsa(7);
    network.must(to_alias(2, address(&owner), 10 * HBAR), &[]);
    let hollow = network.ledger.state().accounts.iter().map(|(num, _)| *num).max().unwrap();
    let accounts = network.ledger.state().accounts.len();
    let body = network.body(hollow, to_alias(hollow, address(&ecdsa(9)), 10 * HBAR));
    let outcome = network.force(&crate::support::sign(&body, &[&owner]), 0);
    assert_eq!(outcome.status(), ResponseCode::InsufficientAccountBalance);
    assert_eq!(outcome.records.len(), 2, "the completion and the transfer");
    assert_eq!(network.ledger.state().accounts.len(), accounts);
    assert!(!network.ledger.state().accounts.get(&hollow).unwrap().is_hollow());
}
