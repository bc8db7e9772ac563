//! A ledger with its node, and transactions for it.

use bytes::Bytes;
use hapi_ledger::{
    Ledger, ResponseCode,
    crypto::SecretKey,
    genesis::{Genesis, GenesisNode},
    handle::{CheckedTx, Outcome},
    ingest::{Ingest, Rejection},
};
use hapi_proto::services::{
    AccountAmount, AccountId, CryptoCreateTransactionBody, CryptoTransferTransactionBody, Duration, Key,
    SignatureMap, SignaturePair, SignedTransaction, Timestamp, Transaction, TransactionBody, TransactionId,
    TransactionRecord, TransferList, signature_pair::Signature, transaction_body::Data,
};
use prost::Message;

/// The account of the first node.
pub(crate) const NODE: u64 = 3;
/// The treasury.
pub(crate) const TREASURY: u64 = 2;
/// A fee that covers everything here: 10 hbar.
pub(crate) const FEE: u64 = 1_000_000_000;
/// One hbar.
pub(crate) const HBAR: i64 = 100_000_000;

/// The development key.
pub(crate) fn treasury_key() -> SecretKey {
    let mut seed = [0; 32];
    hex::decode_to_slice("91132178e72057a1d7528025956fe39b0b847f200ab59b2fdd367017f3087137", &mut seed)
        .unwrap();
    SecretKey::ed25519(seed)
}

pub(crate) fn ed25519(seed: u8) -> SecretKey {
    SecretKey::ed25519([seed; 32])
}

pub(crate) fn ecdsa(seed: u8) -> SecretKey {
    SecretKey::ecdsa([seed; 32]).unwrap()
}

/// The key as messages carry it.
pub(crate) fn public(key: &SecretKey) -> Key {
    match key.public() {
        hapi_ledger::crypto::PublicKey::Ed25519(bytes) => Key::ed25519(bytes.to_vec()),
        hapi_ledger::crypto::PublicKey::Ecdsa(bytes) => Key::ecdsa(bytes.to_vec()),
    }
}

pub(crate) fn id(num: u64) -> AccountId {
    AccountId::from_num(num)
}

/// A pair with a signature and the first `prefix` bytes of the key.
pub(crate) fn pair(key: &SecretKey, message: &[u8], prefix: usize) -> SignaturePair {
    let signature = Bytes::copy_from_slice(&key.sign(message));
    let public = key.public();
    let signature = match public {
        hapi_ledger::crypto::PublicKey::Ed25519(_) => Signature::Ed25519(signature),
        hapi_ledger::crypto::PublicKey::Ecdsa(_) => Signature::EcdsaSecp256k1(signature),
    };
    let bytes = public.as_bytes();
    SignaturePair {
        pub_key_prefix: Bytes::copy_from_slice(&bytes[..prefix.min(bytes.len())]),
        signature: Some(signature),
    }
}

/// A body signed by some keys, each with its whole key as prefix.
pub(crate) fn sign(body: &TransactionBody, keys: &[&SecretKey]) -> Bytes {
    let bytes = body.encode_to_vec();
    let pairs = keys.iter().map(|key| pair(key, &bytes, 33)).collect();
    wrap(bytes, pairs)
}

/// A transaction with this body and these pairs.
pub(crate) fn wrap(body_bytes: Vec<u8>, sig_pair: Vec<SignaturePair>) -> Bytes {
    let signed = SignedTransaction {
        body_bytes: body_bytes.into(),
        sig_map: Some(SignatureMap { sig_pair }),
        ..SignedTransaction::default()
    };
    Transaction { signed_transaction_bytes: signed.encode_to_vec().into(), ..Transaction::default() }
        .encode_to_vec()
        .into()
}

/// Amounts by account.
pub(crate) fn transfer(amounts: &[(u64, i64)]) -> Data {
    let account_amounts = amounts
        .iter()
        .map(|(num, amount)| AccountAmount {
            account_id: Some(id(*num)),
            amount: *amount,
            ..Default::default()
        })
        .collect();
    Data::CryptoTransfer(CryptoTransferTransactionBody {
        transfers: Some(TransferList { account_amounts }),
        ..Default::default()
    })
}

/// A ledger and its nodes, on a clock that goes on by a millisecond per transaction.
pub(crate) struct Network {
    pub(crate) ledger: Ledger,
    pub(crate) ingest: Ingest,
    pub(crate) now: Timestamp,
    ids: i64,
}

impl Network {
    /// A ledger of one node.
    pub(crate) fn new() -> Self {
        Self::with_nodes(1)
    }

    pub(crate) fn with_nodes(count: u64) -> Self {
        Self::from_genesis(&Genesis {
            nodes: (0..count).map(GenesisNode::local).collect(),
            ..Genesis::default()
        })
    }

    /// A ledger that begins in another way.
    pub(crate) fn from_genesis(genesis: &Genesis) -> Self {
        let now = genesis.consensus_time.plus_seconds(10);
        Self { ledger: Ledger::genesis(genesis), ingest: Ingest::new(NODE), now, ids: 0 }
    }

    /// A body for the first node that is valid now, with an id of its own.
    pub(crate) fn body(&mut self, payer: u64, data: Data) -> TransactionBody {
        self.ids += 1;
        TransactionBody {
            transaction_id: Some(TransactionId {
                account_id: Some(id(payer)),
                transaction_valid_start: Some(self.now.plus_nanos(-self.ids)),
                ..TransactionId::default()
            }),
            node_account_id: Some(id(NODE)),
            transaction_fee: FEE,
            transaction_valid_duration: Some(Duration { seconds: 120 }),
            data: Some(data),
            ..TransactionBody::default()
        }
    }

    /// What ingest says.
    pub(crate) fn check(&mut self, bytes: &Bytes) -> Result<CheckedTx, Rejection> {
        self.ingest.check(&self.ledger, bytes, self.now)
    }

    /// The code with which ingest turns bytes down; `Ok` when it does not.
    pub(crate) fn precheck(&mut self, bytes: &Bytes) -> ResponseCode {
        self.check(bytes).map_or_else(|rejection| rejection.code, |_| ResponseCode::Ok)
    }

    /// Handles a transaction as submitted by the first node.
    pub(crate) fn handle(&mut self, tx: &CheckedTx) -> Outcome {
        self.handle_from(tx, 0)
    }

    /// Handles a transaction as submitted by this node.
    pub(crate) fn handle_from(&mut self, tx: &CheckedTx, node: u64) -> Outcome {
        self.now = self.now.plus_nanos(1_000_000);
        let outcome = self.ledger.handle(tx, self.now, node);
        self.check_supply();
        outcome
    }

    /// Handles a transaction that no ingest saw.
    pub(crate) fn force(&mut self, bytes: &Bytes, node: u64) -> Outcome {
        let config = &self.ledger.settings().config;
        let parsed = hapi_ledger::envelope::ParsedTx::parse(
            bytes,
            hapi_ledger::envelope::Envelope::Transaction,
            config,
        )
        .unwrap();
        self.handle_from(&CheckedTx::new(parsed, Vec::new()), node)
    }

    /// As [`Network::force`], unless the bytes are not even read.
    pub(crate) fn force_if_readable(&mut self, bytes: &Bytes) -> Option<Outcome> {
        let config = &self.ledger.settings().config;
        let envelope = hapi_ledger::envelope::Envelope::Transaction;
        let parsed = hapi_ledger::envelope::ParsedTx::parse(bytes, envelope, config).ok()?;
        Some(self.handle(&CheckedTx::new(parsed, Vec::new())))
    }

    /// Submits a body signed by these keys; it must pass ingest.
    pub(crate) fn submit(&mut self, body: &TransactionBody, keys: &[&SecretKey]) -> Outcome {
        let tx = self.check(&sign(body, keys)).expect("it passes ingest");
        self.handle(&tx)
    }

    /// Does something that must succeed, paid by the treasury.
    pub(crate) fn must(&mut self, data: Data, keys: &[&SecretKey]) -> TransactionRecord {
        let body = self.body(TREASURY, data);
        let treasury = treasury_key();
        let mut all = vec![&treasury];
        all.extend(keys);
        let outcome = self.submit(&body, &all);
        assert_eq!(outcome.status(), ResponseCode::Success);
        outcome.record().expect("a record").clone()
    }

    /// An account with this key and balance, in tinybar.
    pub(crate) fn account(&mut self, key: &SecretKey, balance: i64) -> u64 {
        self.account_with(public(key), balance)
    }

    /// An account with this key structure and balance, in tinybar.
    pub(crate) fn account_with(&mut self, key: Key, balance: i64) -> u64 {
        let record = self.must(
            Data::CryptoCreateAccount(CryptoCreateTransactionBody {
                key: Some(key),
                initial_balance: balance.unsigned_abs(),
                auto_renew_period: Some(Duration { seconds: 7_776_000 }),
                ..Default::default()
            }),
            &[],
        );
        let receipt = record.receipt.expect("a receipt");
        receipt.account_id.and_then(|id| id.num()).expect("a number").unsigned_abs()
    }

    /// Gives an account money.
    pub(crate) fn fund(&mut self, num: u64, tinybars: i64) {
        if num != TREASURY {
            self.must(transfer(&[(TREASURY, -tinybars), (num, tinybars)]), &[]);
        }
    }

    pub(crate) fn balance(&self, num: u64) -> i64 {
        self.ledger.state().accounts.get(&num).map_or(0, |account| account.balance)
    }

    /// No transaction makes or destroys hbar.
    fn check_supply(&self) {
        let sum: i128 =
            self.ledger.state().accounts.iter().map(|(_, account)| i128::from(account.balance)).sum();
        assert_eq!(sum, i128::from(self.ledger.settings().config.ledger.total_supply));
    }
}

/// The amount by which a record shows an account changed; 0 when it shows none.
pub(crate) fn shown(record: &TransactionRecord, num: u64) -> i64 {
    let entries = record.transfer_list.iter().flat_map(|list| &list.account_amounts);
    entries.filter(|entry| entry.account_id == Some(id(num))).map(|entry| entry.amount).sum()
}
