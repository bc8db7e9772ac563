//! Somebody who sends transfers to one node, and asks what came of them.

use std::time::Duration;

use bytes::Bytes;
use hapi_ledger::{ResponseCode, crypto::SecretKey};
use hapi_node::{Clock, WallClock, cluster::NodeHandle, grpc::client::GrpcClient};
use hapi_proto::services::{
    AccountId, CryptoGetAccountBalanceQuery, HederaFunctionality, Query, QueryHeader, Response, Timestamp,
    TransactionBody, TransactionGetReceiptQuery, TransactionId, TransactionReceipt, TransactionResponse,
    crypto_get_account_balance_query::BalanceSource, query, response,
};
use prost::Message;

use crate::{
    Outcome,
    bodies::{self, BALANCE, development_key},
    creation::{TREASURY, create},
};

/// Whom a payer sends to, if nobody says otherwise: the account of the first node.
const RECEIVER: u64 = bodies::NODE;
/// How long a payer waits before it asks again, if nobody says otherwise.
const PAUSE: Duration = Duration::from_millis(1);
/// How often a receipt is asked for at most: some seconds.
const QUESTIONS: usize = 20_000;

/// A payer at a node.
#[derive(Clone, Debug)]
pub(crate) struct Payer {
    client: GrpcClient,
    node: u64,
    key: SecretKey,
    public_key: Bytes,
    /// Its number.
    pub(crate) account: u64,
    /// The number of the account that it sends to.
    pub(crate) receiver: u64,
    last: Timestamp,
    /// How long it waits before it asks again for what is not there yet.
    pub(crate) pause: Duration,
    /// How often a node had no room.
    pub(crate) refused: u64,
}

impl Payer {
    /// The treasury at a node.
    pub(crate) fn treasury(node: &NodeHandle) -> Outcome<Self> {
        let key = development_key();
        Ok(Self {
            client: node.client().ok_or("the node serves no gRPC")?.clone(),
            node: node.account(),
            public_key: Bytes::copy_from_slice(key.public().as_bytes()),
            key,
            account: TREASURY,
            receiver: RECEIVER,
            last: Timestamp::default(),
            pause: PAUSE,
            refused: 0,
        })
    }

    /// A new account at a node.
    pub(crate) async fn create(node: &NodeHandle) -> Outcome<Self> {
        let mut this = Self::treasury(node)?;
        let start = this.next_start();
        this.send(create(&this.public_key, BALANCE, start)).await?;
        let receipt = this.await_success().await?;
        let account = receipt.account_id.ok_or("a creation has no account in its receipt")?;
        this.account = account.num().ok_or("an account has no number")?.try_into()?;
        Ok(this)
    }

    /// Has the node accept a transfer.
    pub(crate) async fn transfer(&mut self) -> Outcome<()> {
        let start = self.next_start();
        self.send(bodies::transfer(self.account, self.receiver, start)).await
    }

    async fn send(&mut self, mut body: TransactionBody) -> Outcome<()> {
        body.node_account_id = Some(AccountId::from_num(self.node));
        let bytes = bodies::signed(&self.key, &self.public_key, &body);
        loop {
            let answer = self.client.submit(HederaFunctionality::CryptoTransfer, bytes.clone()).await?;
            match TransactionResponse::decode(answer)?.node_transaction_precheck_code() {
                ResponseCode::Ok => return Ok(()),
                ResponseCode::Busy => {
                    self.refused += 1;
                    // As clients do: a node does not say when it has room again.
                    tokio::time::sleep(self.pause).await;
                }
                other => return Err(format!("a transaction was refused: {other:?}").into()),
            }
        }
    }

    /// The receipt of the last transaction, once it is there.
    pub(crate) async fn await_success(&self) -> Outcome<TransactionReceipt> {
        let transaction_id = Some(TransactionId::new(AccountId::from_num(self.account), self.last));
        let header = Some(QueryHeader::default());
        let asked = TransactionGetReceiptQuery { header, transaction_id, ..Default::default() };
        let bytes = encoded(query::Query::TransactionGetReceipt(asked));
        for _ in 0..QUESTIONS {
            let answer = self.client.query(HederaFunctionality::TransactionGetReceipt, bytes.clone()).await?;
            let Some(response::Response::TransactionGetReceipt(answer)) = Response::decode(answer)?.response
            else {
                return Err("the answer is no receipt".into());
            };
            if let Some(receipt) = answer.receipt.filter(|receipt| receipt.status() != ResponseCode::Unknown)
            {
                return match receipt.status() {
                    ResponseCode::Success => Ok(receipt),
                    other => Err(format!("a transaction failed: {other:?}").into()),
                };
            }
            // As clients do: HAPI has no call that waits for a receipt.
            tokio::time::sleep(self.pause).await;
        }
        Err("there is no receipt after a long time".into())
    }

    /// What its receiver has, in tinybar.
    pub(crate) async fn received(&self) -> Outcome<u64> {
        let source = BalanceSource::AccountId(AccountId::from_num(self.receiver));
        let asked = CryptoGetAccountBalanceQuery {
            header: Some(QueryHeader::default()),
            balance_source: Some(source),
        };
        let bytes = encoded(query::Query::CryptogetAccountBalance(asked));
        let answer = self.client.query(HederaFunctionality::CryptoGetAccountBalance, bytes).await?;
        match Response::decode(answer)?.response {
            Some(response::Response::CryptogetAccountBalance(answer)) => Ok(answer.balance),
            _ => Err("the answer is no balance".into()),
        }
    }

    /// A time that is no other transaction's of this payer.
    fn next_start(&mut self) -> Timestamp {
        self.last = WallClock.now().max(self.last.plus_nanos(1));
        self.last
    }
}

fn encoded(query: query::Query) -> Bytes {
    Query { query: Some(query) }.encode_to_vec().into()
}
