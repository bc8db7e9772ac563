//! The gRPC front as clients meet it: generated stubs, raw bytes, and its end.

use std::sync::Arc;

use bytes::Bytes;
use hapi_grpc::services::{
    crypto_service_client::CryptoServiceClient, network_service_client::NetworkServiceClient,
};
use hapi_ledger::crypto::SecretKey;
use hapi_node::{DEVELOPMENT_KEY, EmbeddedConfig, EmbeddedNode, VirtualClock, grpc};
use hapi_proto::services::{
    AccountAmount, AccountId, CryptoGetAccountBalanceQuery, CryptoTransferTransactionBody, Duration, Query,
    ResponseCodeEnum as Code, SignatureMap, SignaturePair, SignedTransaction, Timestamp, Transaction,
    TransactionBody, TransactionGetReceiptQuery, TransactionId, TransferList,
    crypto_get_account_balance_query::BalanceSource, query, response, signature_pair::Signature,
    transaction_body::Data,
};
use prost::Message;
use tokio::net::TcpListener;
use tonic::transport::{Channel, Endpoint};

struct Network {
    node: EmbeddedNode,
    server: grpc::GrpcServer,
    channel: Channel,
}

async fn start() -> Network {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let node = EmbeddedNode::start(EmbeddedConfig::default());
    let server = grpc::serve(node.clone(), listener).unwrap();
    let channel =
        Endpoint::from_shared(format!("http://{}", server.local_addr())).unwrap().connect().await.unwrap();
    Network { node, server, channel }
}

/// A transfer of `amount` tinybar from the treasury to 0.0.98, with an id of its own for each `nonce`.
fn transfer(node: &EmbeddedNode, amount: i64, nonce: i64) -> (TransactionId, Transaction) {
    let id = TransactionId {
        account_id: Some(AccountId::from_num(2)),
        transaction_valid_start: Some(node.now().plus_seconds(-10).plus_nanos(nonce)),
        ..TransactionId::default()
    };
    let amounts = [(2, -amount), (98, amount)];
    let account_amounts = amounts.map(|(num, amount)| AccountAmount {
        account_id: Some(AccountId::from_num(num)),
        amount,
        ..AccountAmount::default()
    });
    let body = TransactionBody {
        transaction_id: Some(id.clone()),
        node_account_id: Some(node.account().clone()),
        transaction_fee: 100_000_000,
        transaction_valid_duration: Some(Duration { seconds: 120 }),
        data: Some(Data::CryptoTransfer(CryptoTransferTransactionBody {
            transfers: Some(TransferList { account_amounts: account_amounts.into() }),
            ..CryptoTransferTransactionBody::default()
        })),
        ..TransactionBody::default()
    };
    let body_bytes = Bytes::from(body.encode_to_vec());
    let signature = treasury().sign(&body_bytes);
    let signed = SignedTransaction {
        body_bytes,
        sig_map: Some(SignatureMap {
            sig_pair: vec![SignaturePair {
                pub_key_prefix: Bytes::copy_from_slice(treasury().public().as_bytes()),
                signature: Some(Signature::Ed25519(Bytes::copy_from_slice(&signature))),
            }],
        }),
        ..SignedTransaction::default()
    };
    let transaction =
        Transaction { signed_transaction_bytes: signed.encode_to_vec().into(), ..Transaction::default() };
    (id, transaction)
}

fn treasury() -> SecretKey {
    let der = hex::decode(DEVELOPMENT_KEY).unwrap();
    SecretKey::ed25519(der[der.len() - 32..].try_into().unwrap())
}

fn receipt_query(id: TransactionId) -> Query {
    let query = TransactionGetReceiptQuery { transaction_id: Some(id), ..Default::default() };
    Query { query: Some(query::Query::TransactionGetReceipt(query)) }
}

fn balance_query(num: u64) -> Query {
    Query {
        query: Some(query::Query::CryptogetAccountBalance(CryptoGetAccountBalanceQuery {
            header: None,
            balance_source: Some(BalanceSource::AccountId(AccountId::from_num(num))),
        })),
    }
}

async fn balance(channel: &Channel, num: u64) -> u64 {
    let response =
        CryptoServiceClient::new(channel.clone()).crypto_get_balance(balance_query(num)).await.unwrap();
    match response.into_inner().response {
        Some(response::Response::CryptogetAccountBalance(balance)) => balance.balance,
        other => panic!("not a balance: {other:?}"),
    }
}

#[tokio::test]
async fn a_transfer_is_final_when_its_precheck_is_answered() {
    let network = start().await;
    let (id, transaction) = transfer(&network.node, 7, 0);
    let mut crypto = CryptoServiceClient::new(network.channel.clone());
    let precheck = crypto.crypto_transfer(transaction).await.unwrap().into_inner();
    assert_eq!(precheck.node_transaction_precheck_code(), Code::Ok);

    let response = crypto.get_transaction_receipts(receipt_query(id)).await.unwrap().into_inner();
    let Some(response::Response::TransactionGetReceipt(receipt)) = response.response else {
        panic!("not a receipt: {response:?}")
    };
    assert_eq!(receipt.receipt.unwrap().status(), Code::Success);
    assert_eq!(balance(&network.channel, 98).await, 7);
    network.server.shutdown().await.unwrap();
}

#[test]
fn a_receipt_is_there_for_three_minutes_though_time_jumps() {
    let clock = Arc::new(VirtualClock::new(Timestamp::new(1_800_000_000, 0)));
    let config = EmbeddedConfig { clock: Arc::<VirtualClock>::clone(&clock), ..EmbeddedConfig::default() };
    let node = EmbeddedNode::start(config);
    // It was valid ten seconds before.
    let (id, transaction) = transfer(&node, 1, 0);
    let submitted = node.submit(&transaction.encode_to_vec().into());
    assert_eq!(submitted.node_transaction_precheck_code(), Code::Ok);
    let query = Bytes::from(receipt_query(id).encode_to_vec());
    let code = || match node.query(&query).unwrap().response {
        Some(response::Response::TransactionGetReceipt(answer)) => {
            answer.header.unwrap().node_transaction_precheck_code()
        }
        other => panic!("not a receipt: {other:?}"),
    };
    assert_eq!(code(), Code::Ok);
    clock.advance(std::time::Duration::from_secs(170));
    assert_eq!(code(), Code::Ok, "the last moment");
    clock.advance(std::time::Duration::from_secs(1));
    assert_eq!(code(), Code::ReceiptNotFound, "nothing was handled since, and it is over all the same");
}

#[tokio::test]
async fn any_number_of_clients_submit_at_once() {
    let network = start().await;
    let submit = |nonce| {
        let (_, transaction) = transfer(&network.node, 1, nonce);
        let mut crypto = CryptoServiceClient::new(network.channel.clone());
        tokio::spawn(async move { crypto.crypto_transfer(transaction).await.unwrap().into_inner() })
    };
    for precheck in (0..64).map(submit).collect::<Vec<_>>() {
        assert_eq!(precheck.await.unwrap().node_transaction_precheck_code(), Code::Ok);
    }
    assert_eq!(balance(&network.channel, 98).await, 64);
}

#[tokio::test]
async fn the_method_does_not_have_to_fit_the_transaction() {
    let network = start().await;
    let (_, transaction) = transfer(&network.node, 5, 0);
    let precheck = CryptoServiceClient::new(network.channel.clone())
        .update_account(transaction)
        .await
        .unwrap()
        .into_inner();
    assert_eq!(precheck.node_transaction_precheck_code(), Code::Ok);
    assert_eq!(balance(&network.channel, 98).await, 5);
}

#[tokio::test]
async fn what_is_no_message_is_turned_down_as_by_the_reference() {
    let network = start().await;
    let empty = NetworkServiceClient::new(network.channel.clone()).get_version_info(Query::default()).await;
    assert_eq!(empty.unwrap_err().code(), tonic::Code::InvalidArgument);

    let garbage = Transaction { signed_transaction_bytes: vec![0xff; 40].into(), ..Transaction::default() };
    let precheck = CryptoServiceClient::new(network.channel.clone())
        .crypto_transfer(garbage)
        .await
        .unwrap()
        .into_inner();
    assert_eq!(precheck.node_transaction_precheck_code(), Code::InvalidTransaction);
}

#[tokio::test]
async fn a_server_that_was_shut_down_takes_no_connection() {
    let network = start().await;
    let address = network.server.local_addr();
    drop(network.channel);
    network.server.shutdown().await.unwrap();
    let refused = Endpoint::from_shared(format!("http://{address}")).unwrap().connect().await;
    assert!(refused.is_err(), "the port is closed once shutdown has returned");
}

/// The Rust SDK dials `tcp://host:port`, so its requests say `:scheme: tcp`.
#[tokio::test]
async fn a_request_of_scheme_tcp_is_served() {
    let network = start().await;
    let address = network.server.local_addr();
    let stream = tokio::net::TcpStream::connect(address).await.unwrap();
    let (mut client, connection) = h2::client::handshake(stream).await.unwrap();
    tokio::spawn(connection);
    let request = http::Request::post(format!("tcp://{address}/proto.CryptoService/cryptoGetBalance"))
        .header("content-type", "application/grpc")
        .header("te", "trailers")
        .header("x-user-agent", "hiero-sdk-rust/0.45")
        .body(())
        .unwrap();
    let (response, mut body) = client.send_request(request, false).unwrap();
    let message = balance_query(98).encode_to_vec();
    let length = u32::try_from(message.len()).unwrap().to_be_bytes();
    body.send_data([&[0][..], &length, &message].concat().into(), true).unwrap();

    let mut response = response.await.unwrap().into_body();
    let mut answered = 0;
    while let Some(data) = response.data().await {
        answered += data.unwrap().len();
    }
    assert!(answered > 5, "a message came back");
    let trailers = response.trailers().await.unwrap().unwrap();
    assert_eq!(trailers.get("grpc-status").unwrap(), "0");
}
