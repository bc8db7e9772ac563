//! The same transaction more than once.

use hapi_ledger::ResponseCode;
use hapi_proto::services::{Query, TransactionGetReceiptQuery, query, response};
use prost::Message;

use crate::support::{HBAR, Network, ed25519, id, shown, sign, transfer};

#[test]
fn twice_through_one_node_the_node_pays() {
    let mut network = Network::with_nodes(2);
    let key = ed25519(1);
    let alice = network.account(&key, 10 * HBAR);
    network.must(transfer(&[(2, -HBAR), (3, HBAR)]), &[]);
    let body = network.body(alice, transfer(&[(alice, -5), (4, 5)]));
    let bytes = sign(&body, &[&key]);
    assert_eq!(network.force(&bytes, 0).status(), ResponseCode::Success);
    let before = network.balance(alice);
    let outcome = network.force(&bytes, 0);
    let record = outcome.record().unwrap();
    assert_eq!(outcome.status(), ResponseCode::DuplicateTransaction);
    assert_eq!(network.balance(alice), before);
    assert_eq!(record.transaction_fee, 75_000, "the network fee alone");
    assert_eq!(shown(record, 3), -75_000);
}

#[test]
fn through_another_node_the_payer_pays_but_for_no_service() {
    let mut network = Network::with_nodes(2);
    let key = ed25519(1);
    let alice = network.account(&key, 100 * HBAR);
    let create = hapi_proto::services::CryptoCreateTransactionBody {
        key: Some(crate::support::public(&ed25519(2))),
        auto_renew_period: Some(hapi_proto::services::Duration { seconds: 7_776_000 }),
        ..Default::default()
    };
    let data = hapi_proto::services::transaction_body::Data::CryptoCreateAccount(create);
    let body = network.body(alice, data);
    let first = network.force(&sign(&body, &[&key]), 0);
    assert_eq!(first.status(), ResponseCode::Success);
    let mut again = body.clone();
    again.node_account_id = Some(id(4));
    let second = network.force(&sign(&again, &[&key]), 1);
    assert_eq!(second.status(), ResponseCode::DuplicateTransaction);
    let (full, half) = (first.record().unwrap().transaction_fee, second.record().unwrap().transaction_fee);
    assert_eq!(half, 8333 + 75_000, "node and network fee");
    assert!(full > half);
    assert_eq!(shown(second.record().unwrap(), alice), -83_333);
    assert_eq!(second.record().unwrap().receipt.as_ref().unwrap().account_id, None);

    let query = Query {
        query: Some(query::Query::TransactionGetReceipt(TransactionGetReceiptQuery {
            transaction_id: body.transaction_id,
            include_duplicates: true,
            ..Default::default()
        })),
    };
    let answer =
        network.ledger.query(&mut network.ingest, &query.encode_to_vec().into(), network.now).unwrap();
    let Some(response::Response::TransactionGetReceipt(answer)) = answer.response.response else { panic!() };
    assert_eq!(answer.receipt.unwrap().status(), ResponseCode::Success, "the first answers for the id");
    let duplicates: Vec<_> = answer
        .duplicate_transaction_receipts
        .iter()
        .map(hapi_proto::services::TransactionReceipt::status)
        .collect();
    assert_eq!(duplicates, [ResponseCode::DuplicateTransaction]);
}

#[test]
fn a_nodes_failure_does_not_use_up_the_id() {
    let mut network = Network::with_nodes(2);
    let key = ed25519(1);
    let alice = network.account(&key, 10 * HBAR);
    let body = network.body(alice, transfer(&[(alice, -5), (4, 5)]));
    let unsigned = network.force(&sign(&body, &[]), 0);
    assert_eq!(unsigned.status(), ResponseCode::InvalidPayerSignature);
    assert_eq!(network.force(&sign(&body, &[&key]), 0).status(), ResponseCode::Success);
}

#[test]
fn records_are_kept_as_long_as_the_id_could_come_again() {
    let mut network = Network::new();
    let key = ed25519(1);
    let alice = network.account(&key, 10 * HBAR);
    let body = network.body(alice, transfer(&[(alice, -5), (3, 5)]));
    network.submit(&body, &[&key]);
    let start = body.transaction_id.as_ref().unwrap().transaction_valid_start.unwrap();
    let kept = |network: &Network| {
        network.ledger.state().histories.iter().filter(|(key, _)| key.start == start).count()
    };
    network.now = start.plus_seconds(180).plus_nanos(-2_000_000);
    network.must(transfer(&[(2, -1), (3, 1)]), &[]);
    assert_eq!(kept(&network), 1);
    network.now = start.plus_seconds(181);
    network.must(transfer(&[(2, -1), (3, 1)]), &[]);
    assert_eq!(kept(&network), 0);
    assert_eq!(network.ledger.state().histories.len(), network.ledger.state().handled.len());
}

#[test]
fn a_start_in_the_future_does_not_keep_other_records_alive() {
    let mut network = Network::new();
    let key = ed25519(1);
    let alice = network.account(&key, 10 * HBAR);
    let mut body = network.body(alice, transfer(&[(alice, -1), (3, 1)]));
    if let Some(id) = &mut body.transaction_id {
        id.transaction_valid_start = Some(network.now.plus_seconds(1_000_000_000));
    }
    let outcome = network.force(&sign(&body, &[&key]), 0);
    assert_eq!(outcome.status(), ResponseCode::InvalidTransactionStart);
    network.now = network.now.plus_seconds(200);
    for _ in 0..3 {
        network.account(&key, 1);
    }
    assert_eq!(network.ledger.state().handled.iter().count(), 3, "only what is not 180 seconds old");
}
