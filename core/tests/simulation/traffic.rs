//! What nodes are given to do.

use std::sync::Arc;

use bytes::Bytes;
use hapi_node_core::ledger::{
    Ledger,
    crypto::{PublicKey, SecretKey},
    genesis::{Genesis, GenesisNode},
    keys::Key,
    state::Account,
};
use hapi_proto::services::{
    AccountAmount, AccountId, CryptoTransferTransactionBody, Duration, SignatureMap, SignaturePair,
    SignedTransaction, Timestamp, Transaction, TransactionBody, TransactionId, TransferList,
    signature_pair::Signature, transaction_body::Data,
};
use prost::Message;

/// The most members of any network here.
const MEMBERS: u64 = 7;
/// The first of the accounts that send each other money.
const FIRST: u64 = 1001;
/// How many of them there are.
const ACCOUNTS: u64 = 8;

/// The account of a node.
pub(crate) fn node_account(node: u64) -> u64 {
    GenesisNode::local(node).account
}

/// The ledger that all nodes begin with.
pub(crate) fn genesis() -> Ledger {
    let genesis = Genesis { nodes: (0..MEMBERS).map(GenesisNode::local).collect(), ..Genesis::default() };
    let mut ledger = Ledger::genesis(&genesis);
    let PublicKey::Ed25519(key) = key().public() else { unreachable!("it is an Ed25519 key") };
    let key = Arc::new(Key::Ed25519(key));
    let added = ledger.mutate(|state| {
        for num in FIRST..FIRST + ACCOUNTS {
            let mut account = Account::new(num, Arc::clone(&key));
            account.balance = 1_000_000_000_000;
            account.expiry = i64::MAX;
            state.accounts.insert(num, account);
        }
        state.network.next_entity = FIRST + ACCOUNTS;
    });
    added.expect("no system file was touched");
    // Once hashed, always hashed by what changes.
    ledger.state_hash();
    ledger
}

fn key() -> SecretKey {
    SecretKey::ed25519([5; 32])
}

/// The signed transfer number `n` of the run, through a node.
pub(crate) fn transfer(n: u64, node: u64, now: Timestamp) -> Bytes {
    let (from, to) = (FIRST + n % ACCOUNTS, FIRST + (n / 3 + n + 1) % ACCOUNTS);
    let to = if to == from { FIRST + (n + 1) % ACCOUNTS } else { to };
    let amount = |num, amount| AccountAmount {
        account_id: Some(AccountId::from_num(num)),
        amount,
        ..AccountAmount::default()
    };
    let value = i64::try_from(1 + n % 1000).expect("it is small");
    let account_amounts = vec![amount(from, -value), amount(to, value)];
    let body = TransactionBody {
        transaction_id: Some(TransactionId {
            account_id: Some(AccountId::from_num(from)),
            // No two of one payer begin together.
            transaction_valid_start: Some(
                now.plus_seconds(-5).plus_nanos(i64::try_from(n).expect("it is small")),
            ),
            ..TransactionId::default()
        }),
        node_account_id: Some(AccountId::from_num(node_account(node))),
        transaction_fee: 100_000_000,
        transaction_valid_duration: Some(Duration::from_seconds(180)),
        data: Some(Data::CryptoTransfer(CryptoTransferTransactionBody {
            transfers: Some(TransferList { account_amounts }),
            ..CryptoTransferTransactionBody::default()
        })),
        ..TransactionBody::default()
    };
    let (body, key) = (body.encode_to_vec(), key());
    let pair = SignaturePair {
        pub_key_prefix: Bytes::copy_from_slice(key.public().as_bytes()),
        signature: Some(Signature::Ed25519(Bytes::copy_from_slice(&key.sign(&body)))),
    };
    let signed = SignedTransaction {
        body_bytes: body.into(),
        sig_map: Some(SignatureMap { sig_pair: vec![pair] }),
        ..SignedTransaction::default()
    };
    Transaction { signed_transaction_bytes: signed.encode_to_vec().into(), ..Transaction::default() }
        .encode_to_vec()
        .into()
}
