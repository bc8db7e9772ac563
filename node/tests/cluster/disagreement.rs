//! A node whose state is not that of the others.

use std::{fs, path::Path};

use hapi_ledger::state::State;
use hapi_node::{
    cluster::{Cluster, ClusterConfig, NodeHandle},
    process::Marker,
};
use hapi_proto::services::{ResponseCodeEnum as Code, TransactionId};

use super::{
    client::{Answer, Client, LONG},
    support::{Directory, config},
};

/// An account that a transfer here gives to, so that everybody looks at it.
const RECEIVER: u64 = 98;

/// Has a node that does not run forget all it had, and begin with a state in which an account is richer by one tinybar.
fn lead_astray(node: &NodeHandle, network: &Path) {
    let mut state = State::load(&fs::read(network.join("genesis.state")).unwrap()).unwrap();
    state.accounts.get_mut(&RECEIVER).unwrap().balance += 1;
    let dir = node.layout().dir();
    fs::remove_dir_all(dir).unwrap();
    fs::create_dir_all(dir).unwrap();
    fs::write(node.layout().genesis(), state.save()).unwrap();
}

/// Has a transfer made by way of a node.
async fn transfer_by(node: &NodeHandle, nonce: i64) -> TransactionId {
    let mut client = Client::connect(node.grpc()[0], node.account()).await;
    let id = client.transfer(nonce).await;
    assert_eq!(client.receipt(&id).await, Code::Success);
    id
}

/// What a node says of states that differ: which node's does, and whether it cannot go on itself.
async fn report(node: &NodeHandle) -> (u64, bool) {
    let read = |value: &serde_json::Value| Some((value["node"].as_u64()?, value["fatal"].as_bool()?));
    node.daemon().wait_for("iss", read).await.unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_node_with_another_state_stops_and_says_so_and_the_others_go_on() {
    let base = Directory::new();
    let kept = ClusterConfig { dir: Some(base.path().join("network")), ..config(4) };
    let cluster = Cluster::start(kept).await.unwrap();
    let (sound, astray) = cluster.nodes().split_at(3);
    let astray = &astray[0];
    astray.stop().await.unwrap();
    lead_astray(astray, cluster.dir());
    // It takes part: so far nothing has happened that anybody would sign a state for.
    astray.start().await.unwrap();

    let first = transfer_by(&sound[0], 0).await;
    // What was signed after the first travels with the second.
    transfer_by(&sound[1], 0).await;
    astray.wait_for_status("CATASTROPHIC_FAILURE", LONG).await.unwrap();
    assert_eq!(report(astray).await, (astray.id(), true));
    let marker = fs::read_to_string(astray.layout().marker(Marker::Iss)).unwrap();
    assert!(marker.contains("on this node"), "{marker}");
    let log = fs::read_to_string(astray.log().path()).unwrap();
    assert!(log.contains(marker.trim_end()) && log.contains("CATASTROPHIC_FAILURE"), "{log}");
    assert!(astray.is_running(), "who wants to know why can still ask it");
    let mut its_client = Client::connect(astray.grpc()[0], astray.account()).await;
    assert_eq!(its_client.ask(&first).await.unwrap(), Answer::Refused(Code::PlatformNotActive));
    assert_eq!(its_client.try_transfer(1).await.unwrap().1, Code::PlatformNotActive);

    for (nonce, node) in (1..).zip(sound) {
        assert_eq!(report(node).await, (astray.id(), false), "{}", node.name());
        assert!(!node.layout().marker(Marker::Iss).exists(), "{} is as it should be", node.name());
        transfer_by(node, nonce).await;
    }
    cluster.stop().await.unwrap();
}
