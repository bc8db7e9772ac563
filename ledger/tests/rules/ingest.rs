//! What ingest turns down, and in which order it looks.

use hapi_ledger::ResponseCode;
use hapi_proto::services::{
    AccountAmount, CustomFeeLimit, Duration, HookCall, SignaturePair, TransactionBody, account_amount,
    transaction_body::Data,
};
use prost::Message;

use crate::support::{FEE, HBAR, Network, TREASURY, ed25519, id, pair, sign, transfer, treasury_key, wrap};

/// A transaction in the making.
struct Draft {
    body: TransactionBody,
    /// The keys that sign, with how much of each is shown.
    prefixes: Vec<usize>,
    valid: bool,
}

type Fault = (ResponseCode, &'static str, fn(&mut Draft));

fn amounts(draft: &mut Draft) -> &mut Vec<AccountAmount> {
    match &mut draft.body.data {
        Some(Data::CryptoTransfer(op)) => &mut op.transfers.get_or_insert_default().account_amounts,
        data => panic!("the draft is of a transfer, not {data:?}"),
    }
}

fn valid_start(draft: &mut Draft) -> &mut Option<hapi_proto::services::Timestamp> {
    &mut draft.body.transaction_id.as_mut().unwrap().transaction_valid_start
}

/// Each breaks one thing. Ingest finds them in this order.
const FAULTS: &[Fault] = &[
    (ResponseCode::KeyPrefixMismatch, "ambiguous prefixes", |draft| draft.prefixes = vec![4, 33]),
    (ResponseCode::TransactionIdFieldNotAllowed, "scheduled", |draft| {
        draft.body.transaction_id.as_mut().unwrap().scheduled = true;
    }),
    (ResponseCode::MemoTooLong, "long memo", |draft| draft.body.memo = "é".repeat(51)),
    (ResponseCode::MaxCustomFeesIsNotSupported, "custom fee limits", |draft| {
        draft.body.max_custom_fees = vec![CustomFeeLimit::default()];
    }),
    (ResponseCode::InsufficientTxFee, "negative fee", |draft| draft.body.transaction_fee = u64::MAX),
    (ResponseCode::InvalidTransactionDuration, "no duration", |draft| {
        draft.body.transaction_valid_duration = None;
    }),
    (ResponseCode::InvalidNodeAccount, "another node", |draft| draft.body.node_account_id = Some(id(4))),
    (ResponseCode::InvalidTransactionDuration, "long duration", |draft| {
        draft.body.transaction_valid_duration = Some(Duration { seconds: 181 });
    }),
    (ResponseCode::TransactionExpired, "expired", |draft| {
        *valid_start(draft) = valid_start(draft).map(|start| start.plus_seconds(-111));
    }),
    (ResponseCode::HooksNotEnabled, "hooks", |draft| {
        amounts(draft)[0].hook_call = Some(account_amount::HookCall::PreTxAllowanceHook(HookCall::default()));
    }),
    (ResponseCode::InvalidAccountAmounts, "amounts do not sum to zero", |draft| {
        amounts(draft)[0].amount -= 1;
    }),
    (ResponseCode::PayerAccountNotFound, "no such payer", |draft| {
        draft.body.transaction_id.as_mut().unwrap().account_id = Some(id(999_999));
    }),
    (ResponseCode::InvalidSignature, "invalid signature", |draft| draft.valid = false),
    (ResponseCode::InsufficientTxFee, "small fee", |draft| draft.body.transaction_fee = 1),
];

/// The code for a transaction with all these faults.
fn code(faults: &[Fault]) -> ResponseCode {
    let mut network = Network::new();
    let key = ed25519(1);
    let alice = network.account(&key, HBAR);
    let body = network.body(alice, transfer(&[(alice, -1), (3, 1)]));
    let mut draft = Draft { body, prefixes: vec![33], valid: true };
    // Where two faults are of one field, that of the earlier check stays.
    for (_, _, fault) in faults.iter().rev() {
        fault(&mut draft);
    }
    let bytes = draft.body.encode_to_vec();
    let message = if draft.valid { bytes.clone() } else { b"something else".to_vec() };
    let pairs: Vec<SignaturePair> =
        draft.prefixes.iter().map(|prefix| pair(&key, &message, *prefix)).collect();
    network.precheck(&wrap(bytes, pairs))
}

#[test]
fn without_a_fault_it_passes() {
    assert_eq!(code(&[]), ResponseCode::Ok);
}

#[test]
fn each_fault_is_found() {
    for fault in FAULTS {
        assert_eq!(code(&[*fault]), fault.0, "{}", fault.1);
    }
}

#[test]
fn of_many_faults_the_first_is_reported() {
    for first in 0..FAULTS.len() {
        assert_eq!(code(&FAULTS[first..]), FAULTS[first].0, "{}", FAULTS[first].1);
    }
}

#[test]
fn a_valid_start_in_the_future_is_too_early() {
    let mut network = Network::new();
    let mut body = network.body(TREASURY, transfer(&[(TREASURY, -1), (3, 1)]));
    body.transaction_id.as_mut().unwrap().transaction_valid_start = Some(network.now.plus_nanos(1));
    let bytes = sign(&body, &[&treasury_key()]);
    assert_eq!(network.precheck(&bytes), ResponseCode::InvalidTransactionStart);
    network.now = network.now.plus_nanos(1);
    assert_eq!(network.precheck(&bytes), ResponseCode::Ok);
}

#[test]
fn what_was_submitted_is_a_duplicate_before_anything_later_is_looked_at() {
    let mut network = Network::new();
    let body = network.body(TREASURY, transfer(&[(TREASURY, -1), (3, 1)]));
    assert_eq!(network.precheck(&sign(&body, &[&treasury_key()])), ResponseCode::Ok);
    let mut again = body.clone();
    again.data = Some(transfer(&[(TREASURY, -1), (3, 2)]));
    assert_eq!(network.precheck(&sign(&again, &[])), ResponseCode::DuplicateTransaction);
    // Through another node it is a duplicate once it was handled.
    let mut other = hapi_ledger::ingest::Ingest::new(crate::support::NODE);
    assert!(other.check(&network.ledger, &sign(&body, &[&treasury_key()]), network.now).is_ok());
    network.force(&sign(&body, &[&treasury_key()]), 0);
    let mut third = hapi_ledger::ingest::Ingest::new(crate::support::NODE);
    let rejection = third.check(&network.ledger, &sign(&body, &[&treasury_key()]), network.now).unwrap_err();
    assert_eq!(rejection.code, ResponseCode::DuplicateTransaction);
}

#[test]
fn what_was_turned_down_may_come_again() {
    let mut network = Network::new();
    let body = network.body(TREASURY, transfer(&[(TREASURY, -1), (3, 1)]));
    assert_eq!(network.precheck(&sign(&body, &[])), ResponseCode::InvalidSignature);
    assert_eq!(network.precheck(&sign(&body, &[&treasury_key()])), ResponseCode::Ok);
}

#[test]
fn over_the_throttles_a_node_is_busy() {
    let mut network = Network::new();
    let key = ed25519(1);
    let alice = network.account(&key, 1000 * HBAR);
    let mut admitted = 0;
    loop {
        // The development profile has room for 20,000 transfers in one second.
        assert!(admitted <= 20_000, "the throttle never closed");
        let body = network.body(alice, transfer(&[(alice, -1), (3, 1)]));
        // Throttles come before signatures, so none is needed to fill them: a refusal gives its capacity back.
        match network.precheck(&sign(&body, &[&key])) {
            ResponseCode::Ok => admitted += 1,
            code => {
                assert_eq!((code, admitted), (ResponseCode::Busy, 20_000));
                break;
            }
        }
    }
    let body = network.body(TREASURY, transfer(&[(TREASURY, -1), (3, 1)]));
    assert_eq!(
        network.precheck(&sign(&body, &[&treasury_key()])),
        ResponseCode::Ok,
        "the treasury is exempt"
    );
    network.now = network.now.plus_seconds(1);
    let body = network.body(alice, transfer(&[(alice, -1), (3, 1)]));
    assert_eq!(network.precheck(&sign(&body, &[&key])), ResponseCode::Ok, "capacity comes back with time");
}

#[test]
fn long_transactions_are_for_governance_payers() {
    let mut network = Network::new();
    let key = ed25519(1);
    let alice = network.account(&key, 1000 * HBAR);
    for (payer, key, code) in
        [(alice, key, ResponseCode::TransactionOversize), (TREASURY, treasury_key(), ResponseCode::Ok)]
    {
        let mut body = network.body(payer, transfer(&[(payer, -1), (3, 1)]));
        body.transaction_fee = FEE;
        let bytes = body.encode_to_vec();
        let mut pairs = vec![pair(&key, &bytes, 33)];
        // Signatures that nobody requires fill it up.
        pairs.extend((100..170).map(|seed| pair(&ed25519(seed), &bytes, 33)));
        let bytes = wrap(bytes, pairs);
        assert!(bytes.len() > 6144 + 100);
        assert_eq!(network.precheck(&bytes), code, "payer {payer}");
    }
}
