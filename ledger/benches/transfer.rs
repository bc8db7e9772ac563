//! What a plain transfer costs: the handling alone, and all of it from the client's bytes, beside the cryptography that it
//! cannot do without.

use std::{cell::RefCell, hint::black_box};

use bytes::Bytes;
use criterion::{BatchSize, Criterion};
use hapi_ledger::{
    Ledger, ResponseCode,
    crypto::{SecretKey, Verifier, sha384},
    genesis::Genesis,
    handle::CheckedTx,
    ingest::Ingest,
};
use hapi_proto::services::{
    self as hapi, AccountAmount, AccountId, CryptoTransferTransactionBody, SignatureMap, SignaturePair,
    SignedTransaction, Timestamp, Transaction, TransactionBody, TransactionId, TransferList,
    signature_pair::Signature, transaction_body::Data,
};
use prost::Message;

const NODE: u64 = 3;
const TREASURY: u64 = 2;

struct Bench {
    ledger: Ledger,
    ingest: Ingest,
    key: SecretKey,
    payer: u64,
    now: Timestamp,
}

fn id(num: u64) -> AccountId {
    AccountId::from_num(num)
}

impl Bench {
    fn new() -> Self {
        let genesis = Genesis::default();
        let mut seed = [0; 32];
        hex::decode_to_slice("91132178e72057a1d7528025956fe39b0b847f200ab59b2fdd367017f3087137", &mut seed)
            .expect("64 digits");
        let mut bench = Self {
            ledger: Ledger::genesis(&genesis),
            ingest: Ingest::new(NODE),
            key: SecretKey::ed25519(seed),
            payer: TREASURY,
            now: genesis.consensus_time.plus_seconds(1),
        };
        let create = hapi::CryptoCreateTransactionBody {
            key: Some(hapi::Key::ed25519(bench.key.public().as_bytes().to_vec())),
            initial_balance: 1_000_000_000_000_000,
            auto_renew_period: Some(hapi::Duration::from_seconds(7_776_000)),
            ..Default::default()
        };
        let bytes = bench.signed(Data::CryptoCreateAccount(create));
        let tx = bench.ingest.check(&bench.ledger, &bytes, bench.now).expect("it passes ingest");
        let outcome = bench.ledger.handle(&tx, bench.now, 0);
        let created = outcome.record().and_then(|record| record.receipt.as_ref()?.account_id.as_ref()?.num());
        bench.payer = created.expect("an account").unsigned_abs();
        bench
    }

    /// Every one is valid from a nanosecond of its own.
    fn signed(&mut self, data: Data) -> Bytes {
        self.now = self.now.plus_nanos(10_000);
        let body = TransactionBody {
            transaction_id: Some(TransactionId {
                account_id: Some(id(self.payer)),
                transaction_valid_start: Some(self.now),
                ..TransactionId::default()
            }),
            node_account_id: Some(id(NODE)),
            transaction_fee: 100_000_000,
            transaction_valid_duration: Some(hapi::Duration::from_seconds(120)),
            data: Some(data),
            ..TransactionBody::default()
        };
        let body_bytes = body.encode_to_vec();
        let pair = SignaturePair {
            pub_key_prefix: Bytes::copy_from_slice(self.key.public().as_bytes()),
            signature: Some(Signature::Ed25519(Bytes::copy_from_slice(&self.key.sign(&body_bytes)))),
        };
        let signed = SignedTransaction {
            body_bytes: body_bytes.into(),
            sig_map: Some(SignatureMap { sig_pair: vec![pair] }),
            ..SignedTransaction::default()
        };
        Transaction { signed_transaction_bytes: signed.encode_to_vec().into(), ..Transaction::default() }
            .encode_to_vec()
            .into()
    }

    fn transfer(&mut self) -> Bytes {
        let entry =
            |num, amount| AccountAmount { account_id: Some(id(num)), amount, ..AccountAmount::default() };
        let account_amounts = vec![entry(self.payer, -1), entry(98, 1)];
        self.signed(Data::CryptoTransfer(CryptoTransferTransactionBody {
            transfers: Some(TransferList { account_amounts }),
            ..Default::default()
        }))
    }

    fn check(&mut self, bytes: &Bytes) -> CheckedTx {
        self.ingest.check(&self.ledger, bytes, self.now).expect("it passes ingest")
    }

    fn handle(&mut self, tx: &CheckedTx) {
        self.now = self.now.plus_nanos(10_000);
        let outcome = self.ledger.handle(tx, self.now, 0);
        assert_eq!(outcome.status(), ResponseCode::Success);
    }
}

fn transfer(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("transfer");
    group.bench_function("handle", |b| {
        let bench = RefCell::new(Bench::new());
        let checked = || {
            let mut bench = bench.borrow_mut();
            let bytes = bench.transfer();
            bench.check(&bytes)
        };
        b.iter_batched(checked, |tx| bench.borrow_mut().handle(&tx), BatchSize::SmallInput);
    });
    group.bench_function("sign to record", |b| {
        let mut bench = Bench::new();
        b.iter(|| {
            let bytes = bench.transfer();
            let tx = bench.check(&bytes);
            bench.handle(&tx);
        });
    });
    group.bench_function("floor: sign, verify, two hashes", |b| {
        let bench = Bench::new();
        let mut verifier = Verifier::default();
        let message = [7; 90];
        b.iter(|| {
            let signature = bench.key.sign(black_box(&message));
            assert!(verifier.verify(&bench.key.public(), &message, &signature));
            (sha384(&message), sha384(&message))
        });
    });
    group.finish();
}

fn main() {
    let mut criterion = Criterion::default().configure_from_args();
    transfer(&mut criterion);
    criterion.final_summary();
}
