//! Starts that take their time.

use std::{fs, sync::Arc};

use hapi_daemon::{Emitter, Exit, Stream};
use hapi_ledger::{
    crypto::sha384,
    state::{State, StateHash},
};
use hapi_node::process::{LiveAddresses, Node, Sockets, StartError, Tuning};
use hapi_node_core::{PlatformStatus, hashgraph::MemberId};
use hapi_proto::services::{ResponseCodeEnum as Code, TransactionId};
use hapi_storage::{Owner, RealDisk, START_ANEW, SavedState, StateStore};
use tokio::task::JoinHandle;

use crate::{
    child::Child,
    client::{Answer, Client, LONG},
    fronts::stop_by_operator,
    hold::Hold,
    support::{Network, Plan},
};

/// How many transfers a node has in its log.
const TRANSFERS: i64 = 10;

/// A network of one with some transfers in its log, and what these are called.
async fn one_with_a_log() -> (Plan, Vec<TransactionId>) {
    let plan = Plan::new(1);
    let network = plan.start().await;
    let mut client = network.client(0).await;
    let mut ids = Vec::new();
    for nonce in 0..TRANSFERS {
        let id = client.transfer(nonce).await;
        assert_eq!(client.receipt(&id).await, Code::Success);
        ids.push(id);
    }
    network.stop().await;
    (plan, ids)
}

/// A start of a plan's only node that is under way, and sockets where its fronts will be.
fn begin(plan: &Plan) -> (JoinHandle<Result<Node, StartError>>, hapi_node::process::Bound) {
    let settings = Arc::new(plan.settings[0].clone());
    let sockets = Sockets::bind(&settings).unwrap();
    let bound = sockets.bound().unwrap();
    let start = async move {
        let live = LiveAddresses::default();
        Node::start(settings, sockets, Some(&live), Arc::new(RealDisk), Emitter::disconnected()).await
    };
    (tokio::spawn(start), bound)
}

async fn assert_inactive(client: &mut Client, id: &TransactionId) {
    let (_, code) = client.try_transfer(-1).await.unwrap();
    assert_eq!(code, Code::PlatformNotActive);
    assert_eq!(client.ask(id).await.unwrap(), Answer::Refused(Code::PlatformNotActive));
}

#[tokio::test]
async fn who_asks_a_node_that_reads_its_directory_is_answered() {
    let (plan, ids) = one_with_a_log().await;
    let (hold, _guard) = Hold::at("opened the streams");
    let (start, bound) = begin(&plan);
    hold.come().await;
    let mut client = Client::connect(bound.grpc[0], 3).await;
    assert_inactive(&mut client, &ids[0]).await;
    assert!(!start.is_finished(), "it still reads");
    hold.release();
    let network = Network { nodes: vec![start.await.unwrap().unwrap()], bound: vec![bound] };
    network.are(PlatformStatus::Active).await;
    for id in &ids {
        assert_eq!(client.receipt(id).await, Code::Success);
    }
    network.stop().await;
}

#[tokio::test]
async fn who_asks_a_node_that_handles_its_log_again_is_answered() {
    let (plan, ids) = one_with_a_log().await;
    let (hold, _guard) = Hold::at("handled");
    let (start, bound) = begin(&plan);
    let node = start.await.unwrap().unwrap();
    hold.come().await;
    assert_eq!(*node.status().borrow(), PlatformStatus::ReplayingEvents);
    let mut client = Client::connect(bound.grpc[0], 3).await;
    assert_inactive(&mut client, &ids[0]).await;
    assert_eq!(*node.status().borrow(), PlatformStatus::ReplayingEvents, "all the time");
    hold.release();
    let network = Network { nodes: vec![node], bound: vec![bound] };
    network.are(PlatformStatus::Active).await;
    for id in &ids {
        assert_eq!(client.receipt(id).await, Code::Success);
    }
    network.stop().await;
}

#[tokio::test]
async fn the_operator_ends_a_node_that_reads_its_directory() {
    let (plan, _) = one_with_a_log().await;
    let (hold, _guard) = Hold::at("opened the streams");
    let (start, bound) = begin(&plan);
    hold.come().await;
    stop_by_operator(bound.operator.unwrap()).await;
    assert!(matches!(start.await.unwrap(), Err(StartError::Stopped)));
    hold.release();
}

/// More rounds than wait for the disk at once.
const ROUNDS: u64 = 2_000;

/// A network of one that has handled many rounds.
async fn one_with_many_rounds() -> (Plan, Child) {
    let mut plan = Plan::new(1);
    plan.settings[0].tuning = Tuning { heartbeat: 1, progress: 0, ..Tuning::default() };
    plan.settings[0].streams = false;
    let node = Child::new(&plan.settings[0]);
    node.start().await;
    node.tell(&LiveAddresses::default()).await;
    let enough = |value: &serde_json::Value| (value["round"].as_u64()? >= ROUNDS).then_some(());
    node.daemon.wait_for("round", enough).await.unwrap();
    node.daemon.kill().await.unwrap();
    (plan, node)
}

#[tokio::test]
async fn a_node_that_is_to_end_handles_no_more_of_its_log() {
    let (plan, _) = one_with_many_rounds().await;
    let (hold, _guard) = Hold::at("handled");
    let (start, _) = begin(&plan);
    let node = start.await.unwrap().unwrap();
    hold.come().await;
    let status = node.status();
    let stop = tokio::spawn(node.stop());
    hold.written("the threads are to end").await;
    hold.release();
    stop.await.unwrap();
    assert_eq!(*status.borrow(), PlatformStatus::ReplayingEvents, "it was not through with it");
}

#[tokio::test]
async fn a_node_says_how_far_it_is_and_ends_on_sigterm_in_the_midst_of_it() {
    let (_plan, node) = one_with_many_rounds().await;
    let mut was_in_time = false;
    for _ in 0..20 {
        node.start().await;
        node.tell(&LiveAddresses::default()).await;
        let replaying = |value: &serde_json::Value| (value["to"] == "REPLAYING_EVENTS").then_some(());
        node.daemon.wait_for("status", replaying).await.unwrap();
        assert_eq!(node.daemon.terminate(LONG).await.unwrap(), Exit::Code(0));
        let said = node.said();
        assert_eq!(said[said.len() - 2..], ["stopping", "stopped"], "{said:?}");
        let events = node.daemon.events();
        was_in_time = !events.iter().any(|event| event.value["to"] == "OBSERVING");
        if was_in_time {
            break;
        }
    }
    assert!(was_in_time, "it was never in the midst of its log");

    node.start().await;
    node.tell(&LiveAddresses::default()).await;
    node.ready().await;
    let events = node.daemon.events();
    let at = |status: &str| events.iter().position(|event| event.value["to"] == status).unwrap();
    let told = |what: &str| -> Vec<(u64, u64)> {
        let during = events[at("REPLAYING_EVENTS")..at("OBSERVING")].iter();
        let progress = during.filter(|event| event.name == "progress" && event.value["what"] == what);
        let numbers =
            progress.map(|event| Some((event.value["done"].as_u64()?, event.value["of"].as_u64()?)));
        numbers.collect::<Option<_>>().unwrap()
    };
    for what in ["events of the log read again", "rounds of the log handled again"] {
        let told = told(what);
        assert!(told.len() > 2, "{what}: {told:?}");
        assert!(
            told.is_sorted() && told.iter().all(|(done, of)| done <= of && *of >= ROUNDS),
            "{what}: {told:?}"
        );
        let (done, of) = told[told.len() - 1];
        assert_eq!(done, of, "{what}");
    }
    node.terminate().await;
}

/// A network of one that has saved a state, and stopped.
async fn one_with_a_state() -> (Plan, Child) {
    let mut plan = Plan::new(1);
    plan.settings[0].tuning = Tuning { state_every: 0, progress: 0, ..Tuning::default() };
    plan.settings[0].streams = false;
    let node = Child::new(&plan.settings[0]);
    node.start().await;
    node.tell(&LiveAddresses::default()).await;
    node.ready().await;
    let mut client = node.client().await;
    for nonce in 0..TRANSFERS {
        let id = client.transfer(nonce).await;
        assert_eq!(client.receipt(&id).await, Code::Success);
    }
    node.daemon.wait_for("saved", |_| Some(())).await.unwrap();
    node.terminate().await;
    (plan, node)
}

#[tokio::test]
async fn a_node_says_that_it_loads_a_state() {
    let (_plan, node) = one_with_a_state().await;
    node.start().await;
    node.tell(&LiveAddresses::default()).await;
    node.ready().await;
    let told = |event: &hapi_daemon::Event| Some(event.value["what"].as_str()?.to_owned());
    let events = node.daemon.events();
    let mut whats: Vec<_> = events.iter().filter(|event| event.name == "progress").filter_map(told).collect();
    whats.dedup();
    whats.truncate(3);
    let expected =
        ["bytes of the state loaded", "bytes of the state checked", "events of the log read again"];
    assert_eq!(whats, expected);
    node.terminate().await;
}

/// A file that is whole, and holds something else than the members signed: as one from a program that computes states otherwise would.
#[tokio::test]
async fn a_state_that_is_not_the_one_that_was_signed_is_refused() {
    let (plan, node) = one_with_a_state().await;
    let settings = &plan.settings[0];
    let mut network = [0; 32];
    network.copy_from_slice(&sha384(&fs::read(&settings.state).unwrap())[..32]);
    let owner = Owner { node: MemberId(0), network };
    let states = StateStore::open(Arc::new(RealDisk), &settings.dir.join("states"), owner, 2).unwrap();
    let SavedState { head, ledger } = states.latest(1).unwrap().state.unwrap();
    let mut state = State::load(&ledger).unwrap();
    state.accounts.get_mut(&98).unwrap().balance += 1;
    let forged = state.save();
    states.save(&head, |sink| sink(&forged)).unwrap();

    node.start().await;
    node.tell(&LiveAddresses::default()).await;
    assert_eq!(node.ended().await, Exit::Code(1));
    let error = node.daemon.lines(Stream::Stderr).join("\n");
    assert!(error.contains(&format!("the state after round {} in ", head.round)), "{error}");
    assert!(error.contains(&format!("the members signed {}", StateHash(head.hash))), "{error}");
    assert!(error.contains(START_ANEW), "{error}");
}
