//! A plain transfer from the client's bytes to the receipt.

use hapi_ledger::{ResponseCode, crypto::sha384};
use hapi_proto::services::{Query, QueryHeader, TransactionGetReceiptQuery, query, response};
use prost::Message;

use crate::support::{HBAR, Network, ed25519, shown, sign, transfer};

/// 0.0001 USD at 12 cents an hbar, node and network component rounded down each.
const TRANSFER_FEE: i64 = 100_000 / 12 + 900_000 / 12;

#[test]
fn a_transfer_moves_hbar_and_leaves_a_receipt_and_a_record() {
    let mut network = Network::new();
    let alice_key = ed25519(1);
    let alice = network.account(&alice_key, 100 * HBAR);
    let bob = network.account(&ed25519(2), 0);
    let mut body = network.body(alice, transfer(&[(alice, -HBAR), (bob, HBAR)]));
    body.memo = "rent".into();
    let bytes = sign(&body, &[&alice_key]);
    let tx = network.check(&bytes).expect("it passes ingest");
    assert_eq!(tx.parsed().hash, sha384(&tx.parsed().signed_bytes));
    let outcome = network.handle(&tx);

    let record = outcome.record().expect("a record");
    assert_eq!(outcome.records.len(), 1);
    assert_eq!(outcome.status(), ResponseCode::Success);
    assert_eq!(record.transaction_fee, TRANSFER_FEE.unsigned_abs());
    assert_eq!(record.memo, "rent");
    assert_eq!(record.transaction_id, body.transaction_id);
    assert_eq!(record.consensus_timestamp, Some(network.now));
    assert_eq!(&*record.transaction_hash, &tx.parsed().hash);
    assert!(record.receipt.as_ref().unwrap().exchange_rate.is_some());
    assert_eq!(shown(record, alice), -HBAR - TRANSFER_FEE);
    assert_eq!(shown(record, bob), HBAR);
    assert_eq!(shown(record, 802), TRANSFER_FEE, "all fees go to the fee collection account (HIP-1259)");
    assert_eq!(record.transfer_list.as_ref().unwrap().account_amounts.len(), 3);
    assert!(record.encoded_len() <= 400, "{}", record.encoded_len());
    assert_eq!(network.balance(alice), 99 * HBAR - TRANSFER_FEE);
    assert_eq!(network.balance(bob), HBAR);

    let query = Query {
        query: Some(query::Query::TransactionGetReceipt(TransactionGetReceiptQuery {
            header: Some(QueryHeader::default()),
            transaction_id: body.transaction_id.clone(),
            ..Default::default()
        })),
    };
    let answer = network
        .ledger
        .query(&mut network.ingest, &query.encode_to_vec().into(), network.now)
        .expect("a query");
    assert!(answer.payment.is_none(), "receipts are free");
    let Some(response::Response::TransactionGetReceipt(answer)) = answer.response.response else {
        panic!("not the response of a receipt query: {:?}", answer.response);
    };
    assert_eq!(answer.receipt, record.receipt);
}

#[test]
fn a_failed_transfer_costs_the_same_and_moves_nothing() {
    let mut network = Network::new();
    let alice_key = ed25519(1);
    let bob_key = ed25519(2);
    let alice = network.account(&alice_key, 10 * HBAR);
    let bob = network.account(&bob_key, HBAR);
    let body = network.body(alice, transfer(&[(alice, 2 * HBAR), (bob, -2 * HBAR)]));
    let outcome = network.submit(&body, &[&alice_key, &bob_key]);
    let record = outcome.record().unwrap();
    assert_eq!(outcome.status(), ResponseCode::InsufficientAccountBalance);
    assert_eq!(network.balance(bob), HBAR);
    // The second signature costs 0.0001 USD more.
    assert_eq!(shown(record, alice), -2 * TRANSFER_FEE);
    assert_eq!(shown(record, 802), 2 * TRANSFER_FEE);
    assert_eq!(shown(record, bob), 0);
}

#[test]
fn whose_signature_is_missing_is_not_debited() {
    let mut network = Network::new();
    let alice_key = ed25519(1);
    let alice = network.account(&alice_key, 10 * HBAR);
    let bob = network.account(&ed25519(2), HBAR);
    let body = network.body(alice, transfer(&[(alice, HBAR), (bob, -HBAR)]));
    let outcome = network.submit(&body, &[&alice_key]);
    assert_eq!(outcome.status(), ResponseCode::InvalidSignature);
    assert_eq!(network.balance(bob), HBAR);
    assert_eq!(network.balance(alice), 10 * HBAR - TRANSFER_FEE);
}

#[test]
fn the_treasury_pays_no_fees() {
    let mut network = Network::new();
    let bob = network.account(&ed25519(2), 0);
    let record = network.must(transfer(&[(2, -5), (bob, 5)]), &[]);
    assert_eq!(record.transaction_fee, 0);
    assert_eq!(shown(&record, 2), -5);
    assert_eq!(network.balance(802), 0);
}

#[test]
fn ids_of_receipts_name_the_created_account() {
    let mut network = Network::new();
    let alice = network.account(&ed25519(1), 7);
    assert!(alice >= 1001);
    assert_eq!(network.balance(alice), 7);
}
