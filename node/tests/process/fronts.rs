//! What a node says to clients, and to the one who runs it.

use std::{net::SocketAddr, sync::Arc};

use hapi_daemon::{Emitter, Exit};
use hapi_grpc::services::crypto_service_client::CryptoServiceClient;
use hapi_node::{
    grpc::STOP_METHOD,
    process::{LiveAddresses, Node, Sockets},
};
use hapi_proto::services::{
    AccountId, CryptoGetInfoQuery, Query, Response, ResponseCodeEnum as Code, query, response,
};
use hapi_storage::RealDisk;
use tonic::{
    client::Grpc,
    codegen::http::uri::PathAndQuery,
    transport::{Channel, Endpoint},
};

use crate::{
    child::{Child, free_address},
    client::{Answer, Client, transfer},
    support::Plan,
};

fn info_query() -> Query {
    let query = CryptoGetInfoQuery { header: None, account_id: Some(AccountId::from_num(2)) };
    Query { query: Some(query::Query::CryptoGetInfo(query)) }
}

fn code(response: Response) -> Code {
    let Some(response::Response::CryptoGetInfo(info)) = response.response else { panic!("{response:?}") };
    info.header.unwrap().node_transaction_precheck_code()
}

async fn channel(address: SocketAddr) -> Channel {
    Endpoint::from_shared(format!("http://{address}")).unwrap().connect().await.unwrap()
}

/// Tells a node to end, as the one who runs it.
pub(crate) async fn stop_by_operator(address: SocketAddr) {
    let mut caller = Grpc::new(channel(address).await);
    caller.ready().await.unwrap();
    let codec = tonic_prost::ProstCodec::<(), ()>::default();
    let path = PathAndQuery::from_static(STOP_METHOD);
    caller.unary(tonic::Request::new(()), path, codec).await.expect("the answer comes before the end");
}

#[tokio::test]
async fn a_node_that_is_alone_takes_nothing() {
    let plan = Plan::new(4);
    let settings = plan.settings[0].clone();
    let sockets = Sockets::bind(&settings).unwrap();
    let bound = sockets.bound().unwrap();
    let live = LiveAddresses { gossip: (0..4).map(|id| (id, free_address())).collect() };
    let (settings, disk) = (Arc::new(settings), Arc::new(RealDisk));
    let node = Node::start(settings, sockets, Some(&live), disk, Emitter::disconnected()).await.unwrap();
    let mut client = Client::connect(bound.grpc[0], 3).await;
    let (id, code) = client.try_transfer(0).await.unwrap();
    assert_eq!(code, Code::PlatformNotActive);
    assert_eq!(client.ask(&id).await.unwrap(), Answer::Refused(Code::PlatformNotActive));
    node.stop().await;
}

#[tokio::test]
async fn too_much_at_once_is_turned_away() {
    let mut plan = Plan::new(1);
    plan.settings[0].tuning.pool_bytes = 100;
    let network = plan.start().await;
    let (_, code) = network.client(0).await.try_transfer(0).await.unwrap();
    assert_eq!(code, Code::Busy, "there is no room for a single one");
    network.stop().await;
}

#[tokio::test]
async fn the_operator_asks_for_free_and_may_stop_the_node() {
    let plan = Plan::new(1);
    let node = Child::new(&plan.settings[0]);
    let bound = node.start().await;
    node.tell(&LiveAddresses::default()).await;
    node.ready().await;

    let clients = channel(bound.grpc[0]).await;
    let unpaid = CryptoServiceClient::new(clients.clone()).get_account_info(info_query()).await.unwrap();
    assert_eq!(code(unpaid.into_inner()), Code::InvalidQueryHeader, "clients pay");
    let operator = channel(bound.operator.unwrap()).await;
    let mut crypto = CryptoServiceClient::new(operator);
    assert_eq!(code(crypto.get_account_info(info_query()).await.unwrap().into_inner()), Code::Ok);
    let refused = crypto.crypto_transfer(transfer(3, 0).1).await.unwrap_err();
    assert_eq!(refused.code(), tonic::Code::Unimplemented);

    stop_by_operator(bound.operator.unwrap()).await;
    assert_eq!(node.ended().await, Exit::Code(0));
    assert_eq!(node.said().last().unwrap(), "stopped");
}

/// A client that is in the middle of many requests when the node ends sees each of them answered or refused.
#[tokio::test]
async fn who_asks_while_a_node_ends_is_told() {
    let plan = Plan::new(1);
    let network = plan.start().await;
    let client = network.client(0).await;
    let mut asking = tokio::task::JoinSet::new();
    let (begun, mut seen) = tokio::sync::mpsc::channel(1);
    for worker in 0..8 {
        let (mut client, begun) = (client.clone(), begun.clone());
        asking.spawn(async move {
            for nonce in 0.. {
                let outcome = client.try_transfer(i64::from(worker) * 1_000_000 + nonce).await;
                let _ = begun.try_send(());
                match outcome {
                    Ok((_, Code::Ok | Code::Busy)) => {}
                    Ok((_, code)) => panic!("{code:?}"),
                    Err(status) => return status,
                }
            }
            unreachable!()
        });
    }
    seen.recv().await.unwrap();
    network.stop().await;
    while let Some(status) = asking.join_next().await {
        let status = status.unwrap();
        assert_eq!(status.code(), tonic::Code::Unavailable, "{status}");
    }
}
