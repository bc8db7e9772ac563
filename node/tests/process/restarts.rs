//! Nodes that are killed and come back.

use std::{
    collections::{BTreeMap, BTreeSet},
    time::Duration,
};

use hapi_proto::services::{ResponseCodeEnum as Code, TransactionId};
use tokio::{sync::mpsc, task::JoinSet};

use crate::{
    child::{Child, Children},
    client::{Answer, Client},
    support::Plan,
};

/// How often a client of each node submits: two hundred transactions a second, come what may.
const EVERY: Duration = Duration::from_millis(20);

/// How many receipts there are before something is done to the nodes: two seconds of that.
const RECEIPTS: usize = 400;

/// Asks until there is a receipt; false when the node is gone.
async fn has_receipt(mut client: Client, id: &TransactionId) -> bool {
    loop {
        // As clients do: HAPI has no call that waits for a receipt.
        tokio::time::sleep(EVERY / 10).await;
        match client.ask(id).await {
            Ok(Answer::Receipt(Code::Success)) => return true,
            Ok(_) => {}
            Err(_) => return false,
        }
    }
}

/// Clients of all nodes, which submit until their node is gone, whatever became of what they submitted before. What there was a receipt of is
/// told.
async fn traffic(children: &Children) -> (mpsc::UnboundedReceiver<TransactionId>, JoinSet<()>) {
    let (told, heard) = mpsc::unbounded_channel();
    let mut clients = JoinSet::new();
    for child in &children.nodes {
        let (mut client, told) = (child.client().await, told.clone());
        clients.spawn(async move {
            // A tick that comes too late is made up for: the rate is what it is.
            let mut ticks = tokio::time::interval(EVERY);
            let mut waiting = JoinSet::new();
            for nonce in 0.. {
                ticks.tick().await;
                let Ok((id, code)) = client.try_transfer(nonce).await else { break };
                if told.is_closed() {
                    break;
                }
                if code != Code::Ok {
                    // A machine that is too slow for all this turns some away: nothing was promised.
                    continue;
                }
                let (client, told) = (client.clone(), told.clone());
                waiting.spawn(async move {
                    if has_receipt(client, &id).await {
                        let _ = told.send(id);
                    }
                });
            }
            waiting.join_all().await;
        });
    }
    (heard, clients)
}

/// How many rounds two lives have in common.
fn in_common(one: &[(u64, String)], other: &[(u64, String)]) -> usize {
    let rounds: BTreeSet<_> = one.iter().map(|(round, _)| round).collect();
    other.iter().filter(|(round, _)| rounds.contains(round)).count()
}

/// Fails unless all nodes had the same state after the same round, whenever they told, and each told of rounds that the first one told of.
fn assert_agreed(nodes: &[Vec<(u64, String)>]) {
    let mut hashes = BTreeMap::new();
    for (round, hash) in nodes.iter().flatten() {
        let first = hashes.entry(*round).or_insert(hash);
        assert_eq!(*first, hash, "round {round}");
    }
    for (at, node) in nodes.iter().enumerate() {
        let common = in_common(&nodes[0], node);
        assert!(common > 0, "number {at} told of no round that the first one told of");
    }
}

async fn assert_receipts(child: &Child, ids: &[TransactionId]) {
    let mut client = child.client().await;
    for id in ids {
        assert_eq!(client.receipt(id).await, Code::Success, "{id:?}");
    }
}

#[tokio::test]
async fn one_that_is_killed_catches_up_with_the_others() {
    let mut plan = Plan::new(4);
    let children = Children::start(&mut plan).await;
    let (mut heard, clients) = traffic(&children).await;
    let mut ids = Vec::new();
    while ids.len() < RECEIPTS {
        ids.push(heard.recv().await.expect("all go on"));
    }
    let before = children.nodes[2].rounds();
    children.nodes[2].daemon.kill().await.unwrap();
    let more = ids.len() + RECEIPTS / 2;
    while ids.len() < more {
        ids.push(heard.recv().await.expect("the others go on"));
    }
    children.restart(2).await;
    children.nodes[2].ready().await;
    drop(heard);
    clients.join_all().await;
    for child in &children.nodes {
        assert_receipts(child, &ids).await;
    }
    let mut rounds: Vec<_> = children.nodes.iter().map(Child::rounds).collect();
    rounds.push(before);
    assert_agreed(&rounds);
    children.stop().await;
}

#[tokio::test]
async fn all_that_are_killed_lose_nothing_that_was_acknowledged() {
    let mut plan = Plan::new(4);
    let children = Children::start(&mut plan).await;
    let (mut heard, clients) = traffic(&children).await;
    let mut ids = Vec::new();
    while ids.len() < RECEIPTS {
        ids.push(heard.recv().await.expect("all go on"));
    }
    let mut rounds: Vec<_> = children.nodes.iter().map(Child::rounds).collect();
    for child in &children.nodes {
        child.daemon.kill().await.unwrap();
    }
    clients.join_all().await;
    while let Ok(id) = heard.try_recv() {
        ids.push(id);
    }
    futures::future::join_all((0..4).map(|node| children.restart(node))).await;
    children.ready().await;
    for child in &children.nodes {
        assert_receipts(child, &ids).await;
    }
    rounds.extend(children.nodes.iter().map(Child::rounds));
    assert_agreed(&rounds);
    // And they go on.
    let mut client = children.nodes[3].client().await;
    let id = client.transfer(-1).await;
    assert_eq!(client.receipt(&id).await, Code::Success);
    children.stop().await;
}

/// A signed state is saved, the node goes on from it, and from the events since.
#[tokio::test]
async fn a_node_goes_on_from_a_state_that_it_saved() {
    let mut plan = Plan::new(4);
    plan.settings.iter_mut().for_each(|settings| settings.tuning.state_every = 0);
    let children = Children::start(&mut plan).await;
    let mut client = children.nodes[0].client().await;
    let mut ids = Vec::new();
    for nonce in 0..30 {
        ids.push(client.transfer(nonce).await);
        assert_eq!(client.receipt(&ids[ids.len() - 1]).await, Code::Success);
    }
    let mut rounds: Vec<_> = children.nodes.iter().map(Child::rounds).collect();
    children.stop().await;
    for settings in &plan.settings {
        let states = std::fs::read_dir(settings.dir.join("states")).unwrap();
        let states = states
            .filter(|entry| entry.as_ref().unwrap().file_name().to_str().unwrap().starts_with("state-"));
        assert!(states.count() > 0, "a state was saved");
    }
    futures::future::join_all((0..4).map(|node| children.restart(node))).await;
    children.ready().await;
    for child in &children.nodes {
        let replayed = child.rounds();
        assert!(
            replayed.first().is_some_and(|(round, _)| *round > 1),
            "it went on from a state: {replayed:?}"
        );
        assert_receipts(child, &ids).await;
    }
    rounds.extend(children.nodes.iter().map(Child::rounds));
    assert_agreed(&rounds);
    children.stop().await;
}
