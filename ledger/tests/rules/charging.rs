//! Who pays, how much, and what happens when it is not there.

use hapi_ledger::{ResponseCode, ingest::Rejection};
use hapi_proto::services::{CryptoCreateTransactionBody, Duration, transaction_body::Data};

use crate::support::{HBAR, Network, ed25519, id, public, shown, sign, transfer};

/// Node and network fee of a transaction with one signature, in tinybar.
const BASE: u64 = 8333 + 75_000;

fn create() -> Data {
    Data::CryptoCreateAccount(CryptoCreateTransactionBody {
        key: Some(public(&ed25519(9))),
        auto_renew_period: Some(Duration { seconds: 7_776_000 }),
        ..Default::default()
    })
}

#[test]
fn ingest_says_what_lacks_and_what_it_costs() {
    for (offered, balance, sent, expected) in [
        (BASE - 1, HBAR, 1, Some((ResponseCode::InsufficientTxFee, BASE))),
        (1, HBAR, 1, Some((ResponseCode::InsufficientTxFee, BASE))),
        (BASE, 74_999, 0, Some((ResponseCode::InsufficientPayerBalance, BASE))),
        (BASE, 83_332, 0, Some((ResponseCode::InsufficientPayerBalance, BASE))),
        (BASE, 83_333, 1, Some((ResponseCode::InsufficientPayerBalance, BASE))),
        (BASE, 83_334, 1, None),
    ] {
        let mut network = Network::new();
        let key = ed25519(1);
        let alice = network.account(&key, balance);
        let mut body = network.body(alice, transfer(&[(alice, -sent), (3, sent)]));
        body.transaction_fee = offered;
        let result = network.check(&sign(&body, &[&key])).map(|_| ());
        let expected = expected.map_or(Ok(()), |(code, cost)| Err(Rejection { code, cost }));
        assert_eq!(result, expected, "offered {offered}, balance {balance}, sent {sent}");
    }
}

#[test]
fn at_consensus_an_uncovered_network_fee_is_the_nodes_fault() {
    let mut network = Network::new();
    let key = ed25519(1);
    let alice = network.account(&key, HBAR);
    network.must(transfer(&[(2, -HBAR), (3, HBAR)]), &[]);
    let mut body = network.body(alice, transfer(&[(alice, -1), (4, 1)]));
    body.transaction_fee = 74_999;
    let outcome = network.force(&sign(&body, &[&key]), 0);
    assert_eq!(outcome.status(), ResponseCode::InsufficientTxFee);
    assert_eq!(network.balance(alice), HBAR);
    assert_eq!(shown(outcome.record().unwrap(), 3), -75_000);
}

#[test]
fn an_uncovered_service_fee_costs_node_and_network_fee() {
    let mut network = Network::new();
    let key = ed25519(1);
    let alice = network.account(&key, HBAR / 100);
    let body = network.body(alice, create());
    let tx = network.check(&sign(&body, &[&key])).expect("ingest looks at node and network fee only");
    let outcome = network.handle(&tx);
    assert_eq!(outcome.status(), ResponseCode::InsufficientPayerBalance);
    assert_eq!(outcome.record().unwrap().transaction_fee, BASE);

    let mut body = network.body(alice, create());
    body.transaction_fee = BASE;
    let tx = network.check(&sign(&body, &[&key])).expect("ingest looks at node and network fee only");
    assert_eq!(network.handle(&tx).status(), ResponseCode::InsufficientTxFee);
}

#[test]
fn careless_nodes_pay() {
    type Change = fn(&mut hapi_proto::services::TransactionBody);
    let cases: [(ResponseCode, Change); 5] = [
        (ResponseCode::InvalidNodeAccount, |body| body.node_account_id = Some(id(4))),
        (ResponseCode::MemoTooLong, |body| body.memo = "x".repeat(101)),
        (ResponseCode::TransactionExpired, |body| {
            let start = &mut body.transaction_id.as_mut().unwrap().transaction_valid_start;
            *start = start.map(|start| start.plus_seconds(-130));
        }),
        (ResponseCode::InvalidTransactionStart, |body| {
            let start = &mut body.transaction_id.as_mut().unwrap().transaction_valid_start;
            *start = start.map(|start| start.plus_seconds(130));
        }),
        (ResponseCode::PayerAccountNotFound, |body| {
            body.transaction_id.as_mut().unwrap().account_id = Some(id(999_999));
        }),
    ];
    for (code, change) in cases {
        let mut network = Network::new();
        let key = ed25519(1);
        let alice = network.account(&key, HBAR);
        network.must(transfer(&[(2, -HBAR), (3, HBAR)]), &[]);
        let mut body = network.body(alice, transfer(&[(alice, -1), (4, 1)]));
        change(&mut body);
        let outcome = network.force(&sign(&body, &[&key]), 0);
        assert_eq!(outcome.status(), code);
        assert_eq!(network.balance(alice), HBAR, "{code:?}");
        assert_eq!(network.balance(3), HBAR - 75_000, "{code:?}");
    }
}

#[test]
fn what_fails_before_it_is_handled_is_paid_in_full() {
    let mut network = Network::new();
    let key = ed25519(1);
    let alice = network.account(&key, 100 * HBAR);
    let mut op = CryptoCreateTransactionBody {
        auto_renew_period: Some(Duration { seconds: 7_776_000 }),
        ..Default::default()
    };
    op.initial_balance = 5;
    let body = network.body(alice, Data::CryptoCreateAccount(op));
    let outcome = network.force(&sign(&body, &[&key]), 0);
    assert_eq!(outcome.status(), ResponseCode::KeyRequired);
    let fee = outcome.record().unwrap().transaction_fee;
    assert!(fee > BASE, "{fee}");
    assert_eq!(network.balance(alice), 100 * HBAR - i64::try_from(fee).unwrap());
}

#[test]
fn what_nodes_earned_is_paid_when_the_staking_period_ends() {
    let mut network = Network::new();
    let key = ed25519(1);
    let alice = network.account(&key, 100 * HBAR);
    let body = network.body(alice, transfer(&[(alice, -1), (4, 1)]));
    network.submit(&body, &[&key]);
    assert_eq!(network.balance(802), 83_333);
    assert_eq!(network.ledger.state().network.node_payments, [(3, 8333)]);
    network.now = network.now.plus_seconds(86_400);
    let body = network.body(2, transfer(&[(2, -1), (4, 1)]));
    let outcome = network.submit(&body, &[&crate::support::treasury_key()]);
    assert_eq!(network.balance(802), 0);
    assert_eq!(network.balance(3), 8333);
    assert_eq!(network.balance(801), 75_000, "all of the rest, while node rewards have little");
    let [distribution, own] = &outcome.records[..] else { panic!("two records: {:?}", outcome.records) };
    assert_eq!(shown(distribution, 802), -83_333);
    assert_eq!(shown(own, 802), 0);
    assert!(distribution.consensus_timestamp < own.consensus_timestamp);
}

#[test]
fn high_volume_raises_the_price_with_its_use() {
    let mut network = Network::new();
    let key = ed25519(1);
    let alice = network.account(&key, 1_000 * HBAR);
    let mut multipliers = Vec::new();
    for _ in 0..8 {
        let mut body = network.body(alice, create());
        body.high_volume = true;
        body.transaction_fee = 100 * u64::try_from(HBAR).unwrap();
        let tx = network.check(&sign(&body, &[&key])).unwrap();
        network.now = network.now.plus_nanos(1_000);
        let outcome = network.ledger.handle(&tx, network.now, 0);
        assert_eq!(outcome.status(), ResponseCode::Success);
        let record = outcome.record().unwrap();
        multipliers.push(record.high_volume_pricing_multiplier);
        if record.high_volume_pricing_multiplier == 4_000 {
            // 0.20 US dollars at 12 cents an hbar, each component rounded down.
            assert_eq!(record.transaction_fee, 33_333 + 300_000 + 166_333_333);
        }
    }
    assert_eq!(multipliers[0], 4_000);
    assert!(multipliers.is_sorted() && multipliers[7] >= 10_000, "{multipliers:?}");
}

#[test]
fn high_volume_changes_only_the_prices_that_have_a_curve() {
    let mut network = Network::new();
    let key = ed25519(1);
    let alice = network.account(&key, HBAR);
    let mut body = network.body(alice, transfer(&[(alice, -1), (3, 1)]));
    body.high_volume = true;
    let outcome = network.submit(&body, &[&key]);
    let record = outcome.record().unwrap();
    assert_eq!((record.transaction_fee, record.high_volume_pricing_multiplier), (BASE, 0));
}
