//! How much a network takes on, and what it then costs.

use std::sync::Arc;

use hapi_ledger::{
    Ledger, ResponseCode,
    genesis::{Genesis, ThrottleProfile},
    state::State,
};
use hapi_proto::services::{
    AccountAmount, AccountId, CryptoTransferTransactionBody, TransactionBody, TransferList,
    account_id::Account, transaction_body::Data,
};

use crate::support::{HBAR, Network, ed25519, id, sign, transfer};

/// What a plain transfer costs, in tinybar.
const BASE: u64 = 83_333;

/// Two creations of accounts a second, thirty at once.
fn production() -> Network {
    Network::from_genesis(&Genesis { throttles: ThrottleProfile::Production, ..Genesis::default() })
}

/// Sends to three addresses that nobody has; `at` tells them from those of others.
fn to_three(from: u64, at: u8, amount: i64) -> Data {
    let alias = |last| AccountId {
        account: Some(Account::Alias([[at; 19].as_slice(), &[last]].concat().into())),
        ..AccountId::default()
    };
    let entry = |account_id, amount| AccountAmount {
        account_id: Some(account_id),
        amount,
        ..AccountAmount::default()
    };
    let mut account_amounts: Vec<_> = (1..=3).map(|last| entry(alias(last), amount)).collect();
    account_amounts.push(entry(id(from), -3 * amount));
    Data::CryptoTransfer(CryptoTransferTransactionBody {
        transfers: Some(TransferList { account_amounts }),
        ..Default::default()
    })
}

fn high_volume(body: TransactionBody) -> TransactionBody {
    TransactionBody { high_volume: true, transaction_fee: 100_000_000_000, ..body }
}

#[test]
fn accounts_created_by_transfers_count_as_creations() {
    let mut network = production();
    let key = ed25519(1);
    let alice = network.account(&key, 1_000 * HBAR);
    for at in 1..=10 {
        let body = network.body(alice, to_three(alice, at, 1));
        assert_eq!(network.submit(&body, &[&key]).status(), ResponseCode::Success);
    }
    let body = network.body(alice, to_three(alice, 11, 1));
    assert_eq!(network.precheck(&sign(&body, &[&key])), ResponseCode::Busy);
    let plain = network.body(alice, transfer(&[(alice, -1), (3, 1)]));
    assert_eq!(network.submit(&plain, &[&key]).status(), ResponseCode::Success);

    // Another node let it through; what is left at consensus is in the saved state too.
    let loaded = State::load(&network.ledger.state().save()).unwrap();
    let config = Arc::clone(&network.ledger.settings().config);
    network.ledger = Ledger::from_state(loaded, config).unwrap();
    let outcome = network.force(&sign(&body, &[&key]), 0);
    assert_eq!(outcome.status(), ResponseCode::ThrottledAtConsensus);
    assert_eq!(outcome.records.len(), 1, "nothing was created");
    assert_eq!(outcome.record().unwrap().transaction_fee, BASE, "no service fee");
}

#[test]
fn a_failed_transfer_gives_its_creations_back_to_the_node() {
    let mut network = production();
    let key = ed25519(1);
    let alice = network.account(&key, 10_000 * HBAR);
    let bob = network.account(&key, 1);
    for at in 1..=10 {
        // The creations come first, and then bob has too little.
        let body = network.body(alice, to_three(bob, at, HBAR));
        let tx = network.check(&sign(&body, &[&key])).unwrap();
        let outcome = network.handle(&tx);
        assert_eq!(outcome.status(), ResponseCode::InsufficientAccountBalance);
        assert_eq!(outcome.records.len(), 1, "creations are undone");
        network.ingest.settle(&network.ledger, &tx, &outcome);
    }
    let body = network.body(alice, to_three(alice, 11, 1));
    let tx = network.check(&sign(&body, &[&key])).expect("the node has room again");
    // At consensus what was tried counts, as in the reference.
    assert_eq!(network.handle(&tx).status(), ResponseCode::ThrottledAtConsensus);
}

#[test]
fn accounts_created_at_high_volume_have_their_own_room_and_price() {
    let mut network = production();
    let key = ed25519(1);
    let alice = network.account(&key, 100_000 * HBAR);
    for at in 1..=12 {
        let body = high_volume(network.body(alice, to_three(alice, at, 1)));
        let outcome = network.submit(&body, &[&key]);
        assert_eq!(outcome.status(), ResponseCode::Success);
        let [children @ .., own] = &outcome.records[..] else { panic!("no records") };
        assert_eq!((children.len(), own.high_volume_pricing_multiplier), (3, 0));
        assert!(children.iter().all(|child| child.high_volume_pricing_multiplier >= 4_000));
    }
    let body = network.body(alice, to_three(alice, 13, 1));
    assert_eq!(
        network.submit(&body, &[&key]).status(),
        ResponseCode::Success,
        "normal volume was not touched"
    );
}

#[test]
fn properties_say_who_is_throttled_and_where() {
    let mut network = production();
    let key = ed25519(1);
    let alice = network.account(&key, 10_000 * HBAR);
    let set = |network: &mut Network, list: &[(&str, &str)]| {
        let contents = crate::system_files::settings(list);
        network.must(crate::system_files::update(121, &contents), &[]);
    };
    let create = |network: &mut Network, at| network.body(alice, to_three(alice, at, 1));
    for at in 1..=10 {
        let body = create(&mut network, at);
        assert_eq!(network.submit(&body, &[&key]).status(), ResponseCode::Success);
    }
    let body = create(&mut network, 11);
    let bytes = sign(&body, &[&key]);
    assert_eq!(network.precheck(&bytes), ResponseCode::Busy);
    set(&mut network, &[("hedera.ingestThrottle.enabled", "false")]);
    let tx = network.check(&bytes).expect("the node no longer minds");
    assert_eq!(
        network.handle(&tx).status(),
        ResponseCode::ThrottledAtConsensus,
        "what was used still counts"
    );

    set(&mut network, &[("accounts.lastThrottleExempt", &alice.to_string())]);
    let body = create(&mut network, 12);
    assert_eq!(network.submit(&body, &[&key]).status(), ResponseCode::Success, "neither binds alice now");
    set(&mut network, &[]);
    let body = create(&mut network, 13);
    assert_eq!(network.precheck(&sign(&body, &[&key])), ResponseCode::Busy);
}

#[test]
fn congestion_is_observed_anew_when_properties_change() {
    let mut network = production();
    let key = ed25519(1);
    let alice = network.account(&key, 1_000 * HBAR);
    let list = [("fees.percentCongestionMultipliers", "0,10x"), ("fees.minCongestionPeriod", "60")];
    let set = |network: &mut Network| {
        let contents = crate::system_files::settings(&list);
        network.must(crate::system_files::update(121, &contents), &[]);
    };
    let fee = |network: &mut Network| {
        let body = network.body(alice, transfer(&[(alice, -1), (3, 1)]));
        network.submit(&body, &[&key]).record().unwrap().transaction_fee
    };
    set(&mut network);
    assert_eq!(fee(&mut network), BASE);
    network.now = network.now.plus_seconds(61);
    fee(&mut network);
    assert_eq!(fee(&mut network), 833_333);
    set(&mut network);
    assert_eq!(fee(&mut network), BASE);
}

#[test]
fn congestion_that_lasts_multiplies_fees_until_it_ends() {
    let mut genesis = Genesis::default();
    // Every use is congestion.
    genesis.config.set("fees.percentCongestionMultipliers", "0,10x").unwrap();
    let mut network = Network::from_genesis(&genesis);
    let key = ed25519(1);
    let alice = network.account(&key, 1_000 * HBAR);
    let fee = |network: &mut Network| {
        let body = network.body(alice, transfer(&[(alice, -1), (3, 1)]));
        network.submit(&body, &[&key]).record().unwrap().transaction_fee
    };
    assert_eq!(fee(&mut network), BASE);
    network.now = network.now.plus_seconds(60);
    assert_eq!(fee(&mut network), BASE, "it shows from the next transaction on");
    assert_eq!(fee(&mut network), 833_333);

    let mut body = network.body(alice, transfer(&[(alice, -1), (3, 1)]));
    body.transaction_fee = 833_332;
    assert_eq!(network.precheck(&sign(&body, &[&ed25519(1)])), ResponseCode::InsufficientTxFee);
    let loaded = State::load(&network.ledger.state().save()).unwrap();
    let config = Arc::clone(&network.ledger.settings().config);
    network.ledger = Ledger::from_state(loaded, config).unwrap();
    assert_eq!(fee(&mut network), 833_333, "a state carries it");
}
