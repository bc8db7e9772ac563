//! What a ledger tells of a transaction besides its records, for those who stream it.

use bytes::Bytes;
use hapi_ledger::{
    crypto::sha384,
    envelope::{Envelope, ParsedTx},
    genesis::Genesis,
};
use hapi_proto::{
    block::output::{map_change_key::KeyChoice, state_change::ChangeOperation},
    services::{
        AccountAmount, AccountId, CryptoTransferTransactionBody, FileAppendTransactionBody, FileId,
        FileUpdateTransactionBody, SignedTransaction, TransactionBody, TransferList, transaction_body::Data,
    },
};
use prost::Message;

use crate::support::{HBAR, NODE, Network, TREASURY, ed25519, id, public, sign, transfer, treasury_key};

/// A transfer to an alias that nobody has yet.
fn to_alias() -> Data {
    let alias = AccountId::from_alias(public(&ed25519(9)).encode_to_vec());
    let entry =
        |account_id, amount| AccountAmount { account_id: Some(account_id), amount, ..Default::default() };
    let account_amounts = vec![entry(id(TREASURY), -HBAR), entry(alias, HBAR)];
    let transfers = Some(TransferList { account_amounts });
    Data::CryptoTransfer(CryptoTransferTransactionBody { transfers, ..Default::default() })
}

#[test]
fn telling_changes_nothing() {
    let (mut quiet, mut telling) = (Network::new(), Network::new());
    for data in [transfer(&[(TREASURY, -HBAR), (NODE, HBAR)]), to_alias()] {
        let body = quiet.body(TREASURY, data);
        let tx = quiet.check(&sign(&body, &[&treasury_key()])).unwrap();
        let outcome = quiet.handle(&tx);
        let (told, changes) = telling.ledger.handle_and_tell(&tx, quiet.now, 0);
        assert_eq!((told.records, told.made), (outcome.records, outcome.made));
        assert_eq!(telling.ledger.state_hash(), quiet.ledger.state_hash());
        assert!(!changes.to_stream(&quiet.ledger.settings().config).is_empty());
    }
}

#[test]
fn accounts_that_changed_are_told_with_what_they_are_now() {
    let mut network = Network::new();
    let body = network.body(TREASURY, transfer(&[(TREASURY, -HBAR), (NODE, HBAR)]));
    let tx = network.check(&sign(&body, &[&treasury_key()])).unwrap();
    let (_, changes) = network.ledger.handle_and_tell(&tx, network.now, 0);
    let told: Vec<_> = changes
        .to_stream(&network.ledger.settings().config)
        .into_iter()
        .map(|change| match change.change_operation {
            Some(ChangeOperation::MapUpdate(update)) => update,
            other => panic!("{other:?}"),
        })
        .collect();
    for change in &told {
        let Some(KeyChoice::AccountIdKey(key)) = change.key.clone().unwrap().key_choice else {
            panic!("{change:?}")
        };
        let Some(hapi_proto::block::output::map_change_value::ValueChoice::AccountValue(account)) =
            change.value.clone().unwrap().value_choice
        else {
            panic!("{change:?}")
        };
        assert_eq!(account.account_id, Some(key.clone()));
        assert_eq!(account.tinybar_balance, network.balance(key.num().unwrap().unsigned_abs()));
    }
    assert!(told.len() >= 3, "payer, node, and where fees go: {}", told.len());
}

#[test]
fn transactions_that_the_ledger_made_are_told_as_their_records_know_them() {
    let mut network = Network::new();
    let body = network.body(TREASURY, to_alias());
    let bytes = sign(&body, &[&treasury_key()]);
    let tx = network.check(&bytes).unwrap();
    // A day on, fees are distributed too.
    network.now = network.now.plus_seconds(60);
    let outcome = network.handle(&tx);
    let signed = ParsedTx::parse(&bytes, Envelope::Transaction, &network.ledger.settings().config)
        .unwrap()
        .signed_bytes;
    let entries: Vec<(&Bytes, _, _)> = outcome.entries(&signed).collect();
    assert_eq!(entries.len(), outcome.records.len());
    assert!(entries.len() > 1, "an account was created");
    for (signed, record, encoded) in entries {
        assert_eq!(encoded, record.encode_to_vec());
        assert_eq!(record.transaction_hash, sha384(signed).to_vec());
        let signed = SignedTransaction::decode(signed.clone()).unwrap();
        let body = TransactionBody::decode(signed.body_bytes).unwrap();
        assert_eq!(body.transaction_id, record.transaction_id);
        assert_eq!(body.memo, record.memo);
    }
}

#[test]
fn a_software_update_is_a_queue_of_its_parts() {
    let mut network = Network::from_genesis(&Genesis::default());
    let file_id = Some(FileId { file_num: 150, ..FileId::default() });
    let update = |contents| {
        Data::FileUpdate(FileUpdateTransactionBody {
            file_id,
            contents: Bytes::from_static(contents),
            ..Default::default()
        })
    };
    let append = |contents| {
        Data::FileAppend(FileAppendTransactionBody { file_id, contents: Bytes::from_static(contents) })
    };
    network.fund(50, 1_000 * HBAR);
    let mut queue: Vec<Vec<u8>> = Vec::new();
    let mut pops = Vec::new();
    for data in [update(b"a"), append(b"b"), append(b"c"), update(b"d"), update(b""), append(b"e")] {
        let body = network.body(50, data);
        let tx = network.check(&sign(&body, &[&treasury_key()])).unwrap();
        network.now = network.now.plus_nanos(1_000_000);
        let (outcome, changes) = network.ledger.handle_and_tell(&tx, network.now, 0);
        assert_eq!(outcome.status(), hapi_ledger::ResponseCode::Success);
        let before = queue.len();
        let told = changes.to_stream(&network.ledger.settings().config);
        for change in told.into_iter().filter(|change| change.state_id == 10_001) {
            match change.change_operation {
                Some(ChangeOperation::QueuePop(_)) => drop(queue.remove(0)),
                Some(ChangeOperation::QueuePush(push)) => {
                    let Some(hapi_proto::block::output::queue_push_change::Value::ProtoBytesElement(part)) =
                        push.value
                    else {
                        panic!("{push:?}")
                    };
                    queue.push(part);
                }
                other => panic!("{other:?}"),
            }
        }
        let parts = network.ledger.state().upgrade_parts.iter().map(|(_, part)| part.to_vec());
        assert_eq!(queue, parts.collect::<Vec<_>>());
        pops.push(before.saturating_sub(queue.len()));
    }
    assert_eq!(pops[3], 2, "three parts gave way to one");
}
