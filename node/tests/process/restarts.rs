//! Nodes that are killed and come back.

use std::{collections::BTreeMap, time::Duration};

use hapi_proto::services::{ResponseCodeEnum as Code, TransactionId};
use tokio::{sync::mpsc, task::JoinSet};

use crate::{
    child::{Child, Children},
    client::Answer,
    support::Plan,
};

/// How much traffic there is: one transaction from each client in so long a time.
const PAUSE: Duration = Duration::from_millis(20);

/// Clients of all nodes, each of which submits and waits for the receipt, until its node is gone. What there was a receipt of is told.
async fn traffic(children: &Children) -> (mpsc::UnboundedReceiver<TransactionId>, JoinSet<()>) {
    let (told, heard) = mpsc::unbounded_channel();
    let mut clients = JoinSet::new();
    for child in &children.nodes {
        let (mut client, told) = (child.client().await, told.clone());
        clients.spawn(async move {
            for nonce in 0.. {
                let Ok((id, Code::Ok)) = client.try_transfer(nonce).await else { return };
                loop {
                    // As clients do: HAPI has no call that waits for a receipt.
                    tokio::time::sleep(PAUSE / 10).await;
                    match client.ask(&id).await {
                        Ok(Answer::Receipt(Code::Success)) => break,
                        Ok(_) => {}
                        Err(_) => return,
                    }
                }
                if told.send(id).is_err() {
                    return;
                }
                // The rate of the traffic; nothing is waited for.
                tokio::time::sleep(PAUSE).await;
            }
        });
    }
    (heard, clients)
}

/// Fails unless all nodes had the same state after the same round, whenever they told.
fn assert_agreed(nodes: &[Vec<(u64, String)>]) {
    let mut hashes = BTreeMap::new();
    for (round, hash) in nodes.iter().flatten() {
        let first = hashes.entry(*round).or_insert(hash);
        assert_eq!(*first, hash, "round {round}");
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
    heard.recv_many(&mut ids, 20).await;
    let before = children.nodes[2].rounds();
    children.nodes[2].daemon.kill().await.unwrap();
    let more = ids.len() + 40;
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
    while ids.len() < 60 {
        heard.recv_many(&mut ids, 60).await;
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
