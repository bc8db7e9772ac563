use std::time::Instant;

use hapi_daemon::Emitter;
use hapi_ledger::{
    Ledger,
    crypto::SecretKey,
    genesis::{Genesis, GenesisNode},
};
use hapi_node_core::PlatformStatus;
use hapi_proto::services::{
    AccountAmount, AccountId, CryptoTransferTransactionBody, Duration, SignatureMap, SignaturePair,
    SignedTransaction, Transaction, TransactionBody, TransactionId, TransferList, signature_pair::Signature,
    transaction_body::Data,
};
use prost::Message as _;

use super::*;
use crate::{
    Clock as _, DEVELOPMENT_KEY, WallClock,
    process::inbox::{Batch, Inbox},
};

type Receiver = oneshot::Receiver<TransactionResponse>;

struct Node {
    desk: Desk,
    shown: Arc<Shown>,
    inbox: Inbox,
    account: u64,
}

impl Node {
    fn new() -> Self {
        Self::with_room(1 << 20)
    }

    /// A node with room for so many bytes of transactions that passed.
    fn with_room(bytes: usize) -> Self {
        let node = GenesisNode::local(0);
        let account = node.account;
        let ledger = Ledger::genesis(&Genesis { nodes: vec![node], ..Genesis::default() });
        let inbox = Inbox::new(bytes);
        let shown = Arc::new(Shown::new(account, ledger, inbox.clone()));
        shown.enter(PlatformStatus::Active, &Emitter::disconnected());
        Self { desk: Desk::new(Arc::clone(&shown)).unwrap(), shown, inbox, account }
    }

    /// A transfer of the treasury, with an id and a memo of its own for each name.
    fn transfer(&self, name: i64) -> Bytes {
        self.transfer_signed(name, |body| treasury().sign(body).to_vec())
    }

    fn forged(&self, name: i64) -> Bytes {
        self.transfer_signed(name, |_| treasury().sign(b"something else").to_vec())
    }

    fn transfer_signed(&self, name: i64, sign: impl FnOnce(&[u8]) -> Vec<u8>) -> Bytes {
        let account_amounts = [(2, -1), (98, 1)].map(|(num, amount)| AccountAmount {
            account_id: Some(AccountId::from_num(num)),
            amount,
            ..AccountAmount::default()
        });
        let body = TransactionBody {
            transaction_id: Some(TransactionId {
                account_id: Some(AccountId::from_num(2)),
                transaction_valid_start: Some(WallClock.now().plus_seconds(-10).plus_nanos(name)),
                ..TransactionId::default()
            }),
            node_account_id: Some(AccountId::from_num(self.account)),
            transaction_fee: 100_000_000,
            transaction_valid_duration: Some(Duration { seconds: 120 }),
            memo: name.to_string(),
            data: Some(Data::CryptoTransfer(CryptoTransferTransactionBody {
                transfers: Some(TransferList { account_amounts: account_amounts.into() }),
                ..CryptoTransferTransactionBody::default()
            })),
            ..TransactionBody::default()
        };
        let body_bytes = Bytes::from(body.encode_to_vec());
        let sig_pair = vec![SignaturePair {
            pub_key_prefix: Bytes::copy_from_slice(treasury().public().as_bytes()),
            signature: Some(Signature::Ed25519(sign(&body_bytes).into())),
        }];
        let sig_map = Some(SignatureMap { sig_pair });
        let signed = SignedTransaction { body_bytes, sig_map, ..SignedTransaction::default() };
        let signed_transaction_bytes = signed.encode_to_vec().into();
        Transaction { signed_transaction_bytes, ..Transaction::default() }.encode_to_vec().into()
    }

    fn submit(&self, transaction: &Bytes) -> Receiver {
        match self.desk.submit(transaction) {
            Submitted::Queued(answer) => answer,
            Submitted::Answered(answer) => panic!("it did not wait for others: {answer:?}"),
        }
    }

    /// Which transfers were handed to the node since somebody asked last.
    fn accepted(&self) -> Vec<String> {
        let batch = self.inbox.take(Instant::now(), Batch::default());
        batch.submissions.iter().map(|it| it.transaction.parsed().body.memo.clone()).collect()
    }
}

fn treasury() -> SecretKey {
    let der = hex::decode(DEVELOPMENT_KEY).unwrap();
    SecretKey::ed25519(der[der.len() - 32..].try_into().unwrap())
}

fn names(names: impl IntoIterator<Item = i64>) -> Vec<String> {
    names.into_iter().map(|name| name.to_string()).collect()
}

async fn code(answer: Receiver) -> ResponseCode {
    answer.await.expect("an answer").node_transaction_precheck_code()
}

/// The code of an answer that is there.
fn code_now(mut answer: Receiver) -> ResponseCode {
    answer.try_recv().expect("an answer").node_transaction_precheck_code()
}

#[tokio::test]
async fn one_that_comes_alone_waits_for_nobody() {
    let node = Node::new();
    for name in 0..3 {
        assert_eq!(code(node.submit(&node.transfer(name))).await, ResponseCode::Ok);
        assert_eq!(node.accepted(), names([name]));
    }
}

#[tokio::test]
async fn those_that_come_together_are_checked_together_and_keep_their_order() {
    let node = Node::new();
    let mut answers: Vec<_> = (0..10).map(|name| node.submit(&node.transfer(name))).collect();
    assert!(node.accepted().is_empty(), "nobody looks before the others are there");
    assert_eq!(code(answers.remove(0)).await, ResponseCode::Ok);
    for answer in answers {
        assert_eq!(code_now(answer), ResponseCode::Ok, "with the first one all were answered");
    }
    assert_eq!(node.accepted(), names(0..10));
}

#[tokio::test]
async fn each_has_an_answer_of_its_own() {
    let node = Node::new();
    let twice = node.transfer(1);
    let submissions = [
        (ResponseCode::Ok, node.transfer(0)),
        (ResponseCode::Ok, twice.clone()),
        (ResponseCode::InvalidSignature, node.forged(2)),
        (ResponseCode::InvalidTransaction, Bytes::from_static(b"\xff")),
        (ResponseCode::DuplicateTransaction, twice),
        (ResponseCode::Ok, node.transfer(3)),
        (ResponseCode::Ok, node.transfer(4)),
    ];
    let answers = submissions.map(|(expected, bytes)| (expected, node.submit(&bytes)));
    for (expected, answer) in answers {
        assert_eq!(code(answer).await, expected);
    }
    assert_eq!(node.accepted(), names([0, 1, 3, 4]));
}

#[tokio::test]
async fn when_enough_wait_they_are_checked_then_and_there() {
    let node = Node::new();
    let most = i64::try_from(MOST_AT_ONCE).unwrap();
    let answers: Vec<_> = (0..=most).map(|name| node.submit(&node.transfer(name))).collect();
    assert_eq!(node.accepted(), names(0..most), "all but the last one, without giving way to anybody");
    for answer in answers {
        assert_eq!(code(answer).await, ResponseCode::Ok);
    }
    assert_eq!(node.accepted(), names([most]));

    let long = Bytes::from(vec![0xff; MOST_BYTES]);
    let answer = node.submit(&node.transfer(1_000));
    assert_eq!(code_now(node.submit(&long)), ResponseCode::TransactionOversize);
    assert_eq!(code_now(answer), ResponseCode::Ok);
    assert_eq!(node.accepted(), names([1_000]));
    let answer = node.submit(&node.transfer(1_001));
    assert!(node.accepted().is_empty(), "bytes are counted anew");
    assert_eq!(code(answer).await, ResponseCode::Ok);
}

#[tokio::test]
async fn who_passes_is_told_busy_when_there_is_no_room() {
    let node = Node::new();
    // Times differ in length by a byte or two.
    let node = Node::with_room(2 * node.transfer(0).len() + 10);
    let answers = [node.transfer(0), node.forged(1), node.transfer(2), node.transfer(3), node.forged(4)]
        .map(|it| node.submit(&it));
    let expected = [
        ResponseCode::Ok,
        ResponseCode::InvalidSignature,
        ResponseCode::Ok,
        ResponseCode::Busy,
        ResponseCode::Busy,
    ];
    for (answer, expected) in answers.into_iter().zip(expected) {
        assert_eq!(code(answer).await, expected);
    }
    assert_eq!(node.accepted(), names([0, 2]));
    assert_eq!(code(node.submit(&node.transfer(3))).await, ResponseCode::Ok, "it was not remembered");
}

#[tokio::test]
async fn a_client_that_is_gone_keeps_nobody_from_an_answer() {
    let node = Node::new();
    drop(node.submit(&node.transfer(0)));
    let answer = node.submit(&node.transfer(1));
    drop(node.submit(&node.transfer(2)));
    assert_eq!(code(answer).await, ResponseCode::Ok);
    drop(node.submit(&node.transfer(3)));
    assert_eq!(code(node.submit(&node.transfer(4))).await, ResponseCode::Ok);
    assert_eq!(node.accepted(), names(0..5));
}

#[tokio::test]
async fn a_node_that_is_not_active_says_so() {
    let node = Node::new();
    let answer = node.submit(&node.transfer(0));
    node.shown.enter(PlatformStatus::Checking, &Emitter::disconnected());
    assert_eq!(code(answer).await, ResponseCode::PlatformNotActive);
    assert_eq!(code(node.submit(&node.forged(0))).await, ResponseCode::PlatformNotActive);
    node.shown.enter(PlatformStatus::Active, &Emitter::disconnected());
    assert_eq!(code(node.submit(&node.transfer(0))).await, ResponseCode::Ok);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn any_number_of_threads_hand_in_at_once() {
    let node = Arc::new(Node::new());
    let submit = |name| {
        let node = Arc::clone(&node);
        task::spawn(async move { code(node.submit(&node.transfer(name))).await })
    };
    for answer in (0..200).map(submit).collect::<Vec<_>>() {
        assert_eq!(answer.await.unwrap(), ResponseCode::Ok);
    }
    let mut accepted = node.accepted();
    accepted.sort_by_key(|name| name.parse::<i64>().unwrap());
    assert_eq!(accepted, names(0..200));
}
