//! Nodes that are stopped, started, killed and suspended.

use std::{
    fs,
    time::{Duration, SystemTime},
};

use hapi_node::cluster::{ClusterError, NodeSelector};
use hapi_proto::services::ResponseCodeEnum as Code;
use hapi_storage::START_ANEW;

use super::{
    client::Client,
    support::{started, treasury},
};

const LONG: Duration = Duration::from_secs(60);

#[tokio::test(flavor = "multi_thread")]
async fn a_stopped_node_starts_again_at_its_ports_and_the_others_go_on() {
    let cluster = started(4).await;
    let node = &cluster.nodes()[3];
    let (grpc, gossip, pid) = (node.grpc().to_vec(), node.gossip(), node.daemon().pid());
    node.stop().await.unwrap();
    assert!(!node.is_running());
    treasury(node).await.unwrap_err();
    treasury(&cluster.nodes()[0]).await.unwrap();
    assert!(matches!(node.stop().await, Err(ClusterError::NotRunning { .. })));
    assert!(matches!(node.kill().await, Err(ClusterError::NotRunning { .. })));

    node.start().await.unwrap();
    assert_eq!((node.grpc(), node.gossip()), (&*grpc, gossip));
    assert_ne!(node.daemon().pid(), pid);
    treasury(node).await.unwrap();
    assert!(matches!(node.start().await, Err(ClusterError::Start(_))), "it runs already");
    cluster.stop().await.unwrap();
    assert!(cluster.nodes().iter().all(|node| !node.is_running()));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_network_that_was_killed_revives_whatever_was_done_to_its_nodes() {
    let cluster = started(4).await;
    let [first, second, third, fourth] = cluster.nodes() else { panic!("there are four") };
    first.kill().await.unwrap();
    second.stop().await.unwrap();
    third.suspend().await.unwrap();
    let revived =
        futures::future::join_all([first, second, third, fourth].map(hapi_node::cluster::NodeHandle::revive))
            .await;
    revived.into_iter().collect::<Result<(), _>>().unwrap_or_else(|error| panic!("{error}"));
    for node in cluster.nodes() {
        treasury(node).await.unwrap();
    }
    // One that stands still would not hear that it is to end.
    fourth.suspend().await.unwrap();
    cluster.stop().await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_log_is_awaited_and_a_status_too() {
    let cluster = started(1).await;
    let node = &cluster.nodes()[0];
    let before = SystemTime::now();
    let log = node.log().clone();
    let line = tokio::spawn(async move { log.contains("ACTIVE", before).await });
    node.restart().await.unwrap();
    node.wait_for_status("ACTIVE", LONG).await.unwrap();
    let line = tokio::time::timeout(LONG, line).await.unwrap().unwrap().unwrap();
    assert!(node.log().since(before).unwrap().contains(&line), "{line}");
}

#[tokio::test(flavor = "multi_thread")]
async fn nodes_are_selected_and_no_node_is_an_error() {
    let cluster = started(2).await;
    let names = |selector: NodeSelector| {
        let nodes = cluster.select(&selector);
        nodes.map(|nodes| nodes.iter().map(|node| node.name().to_string()).collect::<Vec<_>>())
    };
    assert_eq!(names(NodeSelector::Except(vec![0])).unwrap(), ["node2"]);
    assert_eq!(names(NodeSelector::Account(3)).unwrap(), ["node1"]);
    names("node3".into()).unwrap_err();
}

/// What the error of a damaged log says is to be done, is done.
#[tokio::test(flavor = "multi_thread")]
async fn a_node_with_a_damaged_log_begins_anew_and_learns_all_from_the_others() {
    let cluster = started(4).await;
    let (node, other) = (&cluster.nodes()[3], &cluster.nodes()[0]);
    let mut client = Client::connect(other.grpc()[0], other.account()).await;
    let mut ids = Vec::new();
    for nonce in 0..20 {
        let id = client.transfer(nonce).await;
        assert_eq!(client.receipt(&id).await, Code::Success);
        ids.push(id);
    }
    node.stop().await.unwrap();
    let segment = node.layout().events().join(format!("events-{:016x}", 1));
    let mut bytes = fs::read(&segment).unwrap();
    let end = bytes.iter().rposition(|byte| *byte != 0).unwrap();
    bytes[end / 2] ^= 1;
    fs::write(&segment, &bytes).unwrap();
    let error = node.start().await.unwrap_err();
    let ClusterError::Refused { reason, .. } = &error else { panic!("{error}") };
    assert!(reason.contains("is damaged") && reason.contains(START_ANEW), "{reason}");

    fs::remove_dir_all(node.layout().dir()).unwrap();
    node.start().await.unwrap_or_else(|error| panic!("{error}"));
    let mut client = Client::connect(node.grpc()[0], node.account()).await;
    for id in &ids {
        assert_eq!(client.receipt(id).await, Code::Success);
    }
    let id = client.transfer(-1).await;
    assert_eq!(client.receipt(&id).await, Code::Success, "it takes part");
    cluster.stop().await.unwrap();
}
