//! A client of one node, as an SDK is one.

use std::{
    net::SocketAddr,
    time::{Duration, Instant},
};

use bytes::Bytes;
use hapi_grpc::services::crypto_service_client::CryptoServiceClient;
use hapi_ledger::crypto::SecretKey;
use hapi_node::{Clock as _, DEVELOPMENT_KEY, WallClock};
use hapi_proto::services::{
    AccountAmount, AccountId, CryptoTransferTransactionBody, Duration as ValidDuration, Query,
    ResponseCodeEnum as Code, SignatureMap, SignaturePair, SignedTransaction, Transaction, TransactionBody,
    TransactionGetReceiptQuery, TransactionId, TransferList, query, response, signature_pair::Signature,
    transaction_body::Data,
};
use prost::Message;
use tonic::transport::{Channel, Endpoint};

/// How long anything may take before a test gives up.
pub(crate) const LONG: Duration = Duration::from_secs(60);

/// A client of one node.
#[derive(Clone, Debug)]
pub(crate) struct Client {
    crypto: CryptoServiceClient<Channel>,
    account: u64,
}

/// What a receipt query has to say.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Answer {
    /// The query was refused with this code.
    Refused(Code),
    /// The receipt has this status.
    Receipt(Code),
}

impl Client {
    pub(crate) async fn connect(address: SocketAddr, account: u64) -> Self {
        let endpoint = Endpoint::from_shared(format!("http://{address}")).unwrap();
        let channel = endpoint.tcp_nodelay(true).connect().await.unwrap();
        Self { crypto: CryptoServiceClient::new(channel), account }
    }

    /// Submits a transfer of one tinybar from the treasury to 0.0.98.
    pub(crate) async fn try_transfer(&mut self, nonce: i64) -> Result<(TransactionId, Code), tonic::Status> {
        let (id, transaction) = transfer(self.account, nonce);
        let response = self.crypto.crypto_transfer(transaction).await?.into_inner();
        Ok((id, response.node_transaction_precheck_code()))
    }

    pub(crate) async fn transfer(&mut self, nonce: i64) -> TransactionId {
        let (id, code) = self.try_transfer(nonce).await.unwrap();
        assert_eq!(code, Code::Ok);
        id
    }

    /// What is known of a transaction.
    pub(crate) async fn ask(&mut self, id: &TransactionId) -> Result<Answer, tonic::Status> {
        let query = Query {
            query: Some(query::Query::TransactionGetReceipt(TransactionGetReceiptQuery {
                transaction_id: Some(id.clone()),
                ..TransactionGetReceiptQuery::default()
            })),
        };
        let response = self.crypto.get_transaction_receipts(query).await?.into_inner();
        let Some(response::Response::TransactionGetReceipt(response)) = response.response else {
            panic!("not a receipt: {response:?}")
        };
        let code = response.header.unwrap_or_default().node_transaction_precheck_code();
        Ok(match response.receipt {
            Some(receipt) if code == Code::Ok => Answer::Receipt(receipt.status()),
            _ => Answer::Refused(code),
        })
    }

    /// Asks until there is a receipt, as SDKs do; without pauses, to see when it is there.
    pub(crate) async fn receipt(&mut self, id: &TransactionId) -> Code {
        let begun = Instant::now();
        loop {
            match self.ask(id).await.unwrap() {
                Answer::Receipt(Code::Unknown) | Answer::Refused(Code::ReceiptNotFound | Code::Unknown) => {}
                Answer::Receipt(code) => return code,
                Answer::Refused(code) => panic!("no receipt: {code:?}"),
            }
            assert!(begun.elapsed() < LONG, "there is no receipt");
            tokio::task::yield_now().await;
        }
    }
}

/// A transfer of one tinybar from the treasury to 0.0.98, by way of a node, with an id of its own for each `nonce`.
pub(crate) fn transfer(node_account: u64, nonce: i64) -> (TransactionId, Transaction) {
    let id = TransactionId {
        account_id: Some(AccountId::from_num(2)),
        transaction_valid_start: Some(WallClock.now().plus_seconds(-10).plus_nanos(nonce)),
        ..TransactionId::default()
    };
    let account_amounts = [(2, -1), (98, 1)].map(|(num, amount)| AccountAmount {
        account_id: Some(AccountId::from_num(num)),
        amount,
        ..AccountAmount::default()
    });
    let body = TransactionBody {
        transaction_id: Some(id.clone()),
        node_account_id: Some(AccountId::from_num(node_account)),
        transaction_fee: 100_000_000,
        transaction_valid_duration: Some(ValidDuration { seconds: 120 }),
        data: Some(Data::CryptoTransfer(CryptoTransferTransactionBody {
            transfers: Some(TransferList { account_amounts: account_amounts.into() }),
            ..CryptoTransferTransactionBody::default()
        })),
        ..TransactionBody::default()
    };
    let body_bytes = Bytes::from(body.encode_to_vec());
    let signature = treasury().sign(&body_bytes);
    let signed = SignedTransaction {
        sig_map: Some(SignatureMap {
            sig_pair: vec![SignaturePair {
                pub_key_prefix: Bytes::copy_from_slice(treasury().public().as_bytes()),
                signature: Some(Signature::Ed25519(Bytes::copy_from_slice(&signature))),
            }],
        }),
        body_bytes,
        ..SignedTransaction::default()
    };
    let signed_transaction_bytes = signed.encode_to_vec().into();
    (id, Transaction { signed_transaction_bytes, ..Transaction::default() })
}

fn treasury() -> SecretKey {
    let der = hex::decode(DEVELOPMENT_KEY).unwrap();
    SecretKey::ed25519(der[der.len() - 32..].try_into().unwrap())
}
