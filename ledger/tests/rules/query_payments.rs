//! How queries are paid.

use hapi_ledger::ResponseCode;
use hapi_proto::services::{
    CryptoCreateTransactionBody, CryptoGetInfoQuery, Duration, QueryHeader, ResponseType, Transaction,
    query::Query as Kind, transaction_body::Data,
};
use prost::Message;

use crate::{
    queries::header,
    support::{FEE, HBAR, NODE, Network, ed25519, id, public, sign, transfer},
};

/// 84 tinycents at 12 cents an hbar, rounded down.
const PRICE: i64 = 7;

fn info(header: Option<QueryHeader>, num: u64) -> Kind {
    Kind::CryptoGetInfo(CryptoGetInfoQuery { header, account_id: Some(id(num)) })
}

#[test]
fn the_cost_is_told_for_nothing() {
    let mut network = Network::new();
    let cost = QueryHeader { response_type: ResponseType::CostAnswer.into(), ..QueryHeader::default() };
    let answer = header(&network.ask(info(Some(cost.clone()), 2)));
    assert_eq!(answer.node_transaction_precheck_code(), ResponseCode::Ok);
    assert_eq!(answer.response_type(), ResponseType::CostAnswer);
    assert_eq!(answer.cost, PRICE.unsigned_abs());
    let missing = header(&network.ask(info(Some(cost), 999_999)));
    assert_eq!(missing.node_transaction_precheck_code(), ResponseCode::InvalidAccountId);
}

/// What is wrong, the payment between payer and another account, who signs, the answer, and the cost it tells.
type Case = (&'static str, fn(u64, u64) -> Data, &'static [u8], ResponseCode, u64);

#[test]
fn each_defect_of_a_payment_has_its_code() {
    let create = || {
        Data::CryptoCreateAccount(CryptoCreateTransactionBody {
            key: Some(public(&ed25519(9))),
            auto_renew_period: Some(Duration { seconds: 7_776_000 }),
            ..Default::default()
        })
    };
    let node = NODE;
    // The payer has 1 hbar, the other account 5 tinybar.
    let cases: &[Case] = &[
        ("exact", |payer, _| transfer(&[(payer, -7), (NODE, 7)]), &[1], ResponseCode::Ok, 0),
        (
            "too little",
            |payer, _| transfer(&[(payer, -6), (NODE, 6)]),
            &[1],
            ResponseCode::InsufficientTxFee,
            7,
        ),
        (
            "to somebody else",
            |payer, _| transfer(&[(payer, -7), (4, 7)]),
            &[1],
            ResponseCode::InvalidReceivingNodeAccount,
            0,
        ),
        (
            "to nobody who exists",
            |payer, _| transfer(&[(payer, -7), (999_999, 7)]),
            &[1],
            ResponseCode::AccountIdDoesNotExist,
            0,
        ),
        ("nothing", |_, _| transfer(&[]), &[1], ResponseCode::InvalidAccountAmounts, 0),
        ("unsigned", |payer, _| transfer(&[(payer, -7), (NODE, 7)]), &[], ResponseCode::InvalidSignature, 0),
        (
            "another pays and did not sign",
            |_, other| transfer(&[(other, -7), (NODE, 7)]),
            &[1],
            ResponseCode::InvalidSignature,
            0,
        ),
        (
            "another pays and has not enough",
            |_, other| transfer(&[(other, -7), (NODE, 7)]),
            &[1, 2],
            ResponseCode::InsufficientPayerBalance,
            7,
        ),
        (
            "another pays who does not exist",
            |_, _| transfer(&[(999_999, -7), (NODE, 7)]),
            &[1],
            ResponseCode::InvalidAccountId,
            0,
        ),
    ];
    for (what, data, signers, code, cost) in cases {
        let mut network = Network::new();
        let payer = network.account(&ed25519(1), HBAR);
        let other = network.account(&ed25519(2), 5);
        let body = network.body(payer, data(payer, other));
        let keys: Vec<_> = signers.iter().map(|seed| ed25519(*seed)).collect();
        let payment = Transaction::decode(sign(&body, &keys.iter().collect::<Vec<_>>())).unwrap();
        let before = network.balance(node);
        let with_payment = QueryHeader { payment: Some(payment), ..QueryHeader::default() };
        let answer = header(&network.ask(info(Some(with_payment), 2)));
        assert_eq!((answer.node_transaction_precheck_code(), answer.cost), (*code, *cost), "{what}");
        let received = network.balance(node) - before;
        assert_eq!(received, if *code == ResponseCode::Ok { 7 } else { 0 }, "{what}");
    }
    let mut network = Network::new();
    let payer = network.account(&ed25519(1), 100 * HBAR);
    let body = network.body(payer, create());
    let payment = Transaction::decode(sign(&body, &[&ed25519(1)])).unwrap();
    let with_payment = QueryHeader { payment: Some(payment), ..QueryHeader::default() };
    let answer = header(&network.ask(info(Some(with_payment), 2)));
    assert_eq!(answer.node_transaction_precheck_code(), ResponseCode::InsufficientTxFee, "no transfer");
}

#[test]
fn without_a_payment_there_is_no_header_to_read() {
    let mut network = Network::new();
    for missing in [None, Some(QueryHeader::default())] {
        let answer = header(&network.ask(info(missing, 2)));
        assert_eq!(answer.node_transaction_precheck_code(), ResponseCode::InvalidQueryHeader);
    }
}

#[test]
fn a_payment_is_taken_for_an_answer_that_is_an_error_too_but_only_once() {
    let mut network = Network::new();
    let payer = network.account(&ed25519(1), HBAR);
    let mut body = network.body(payer, transfer(&[(payer, -7), (NODE, 7)]));
    body.transaction_fee = FEE;
    let payment = Transaction::decode(sign(&body, &[&ed25519(1)])).unwrap();
    let with_payment = Some(QueryHeader { payment: Some(payment), ..QueryHeader::default() });
    let answer = header(&network.ask(info(with_payment.clone(), 999_999)));
    assert_eq!(answer.node_transaction_precheck_code(), ResponseCode::InvalidAccountId);
    assert_eq!(network.balance(NODE), 7);
    let answer = header(&network.ask(info(with_payment, 2)));
    assert_eq!(answer.node_transaction_precheck_code(), ResponseCode::DuplicateTransaction);
    assert_eq!(network.balance(NODE), 7);
}
