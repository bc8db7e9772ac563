//! Nothing that anybody was told is undone by a loss of power, not even by one of all nodes at once.

use std::{sync::Arc, time::Duration};

use hapi_node::process::Tuning;
use hapi_node_core::PlatformStatus;
use hapi_proto::services::{ResponseCodeEnum as Code, TransactionId};
use hapi_storage::{Disk, testing::LossyDisk};
use tokio::task::JoinSet;

use crate::{
    client::Answer,
    support::{Network, Plan},
};

fn as_disks(disks: &[LossyDisk]) -> Vec<Arc<dyn Disk>> {
    disks.iter().map(|disk| Arc::new(disk.clone()) as Arc<dyn Disk>).collect()
}

/// Submits until nobody answers any more, and collects what there were receipts of.
async fn traffic(network: &Network, receipts: usize) -> (Vec<TransactionId>, JoinSet<()>) {
    let (told, mut heard) = tokio::sync::mpsc::unbounded_channel();
    let mut clients = JoinSet::new();
    for node in 0..network.nodes.len() {
        let (mut client, told) = (network.client(node).await, told.clone());
        clients.spawn(async move {
            for nonce in 0.. {
                let Ok((id, code)) = client.try_transfer(nonce).await else { return };
                if code != Code::Ok {
                    continue;
                }
                loop {
                    match client.ask(&id).await {
                        Ok(Answer::Receipt(Code::Success)) => break,
                        // As clients do: HAPI has no call that waits for a receipt.
                        Ok(_) => tokio::time::sleep(Duration::from_millis(1)).await,
                        Err(_) => return,
                    }
                }
                if told.send(id).is_err() {
                    return;
                }
            }
        });
    }
    let mut ids = Vec::new();
    while ids.len() < receipts {
        ids.push(heard.recv().await.unwrap());
    }
    while let Ok(id) = heard.try_recv() {
        ids.push(id);
    }
    (ids, clients)
}

/// A segment of the log for some fifty events: it is full, and given up, all the time.
const SEGMENT: u64 = 32 << 10;

/// Whether a node's disk has a saved state, and no longer the beginning of its log.
fn has_given_up(disk: &LossyDisk) -> bool {
    let files = disk.files();
    let named = |name: &str| files.iter().any(|path| path.to_string_lossy().contains(name));
    named("/states/state-") && !named(&format!("/events/events-{:016x}", 1))
}

/// Every other time nodes save their states as often as they can, and give up what these make obsolete: then it is these that they go on
/// from, and what the power took while they were saved or given up is missing.
#[tokio::test]
async fn a_loss_of_power_of_all_nodes_undoes_no_receipt() {
    for seed in 0..6 {
        let mut plan = Plan::new(4);
        let saves = seed % 2 == 1;
        if saves {
            let tuning = Tuning { state_every: 0, segment_bytes: SEGMENT, ..Tuning::default() };
            plan.settings.iter_mut().for_each(|settings| settings.tuning = tuning.clone());
        }
        let mut disks: Vec<_> = (0..4).map(|_| LossyDisk::default()).collect();
        let mut acknowledged = Vec::new();
        for life in 0..3 {
            let network = plan.start_with(&as_disks(&disks)).await.unwrap();
            let mut client = network.client(0).await;
            for id in &acknowledged {
                assert_eq!(
                    client.receipt(id).await,
                    Code::Success,
                    "seed {seed}, life {life}: a receipt was undone"
                );
            }
            let (ids, clients) = traffic(&network, 10 + 7 * seed).await;
            disks = (0..)
                .zip(&disks)
                .map(|(node, disk)| disk.power_loss(seed as u64 * 100 + life * 10 + node))
                .collect();
            acknowledged.extend(ids);
            network.stop().await;
            clients.join_all().await;
        }
        let given_up = disks.iter().filter(|disk| has_given_up(disk)).count();
        assert_eq!(given_up, if saves { disks.len() } else { 0 }, "seed {seed}");
    }
}

/// A disk that fails is the end of a node: it says so, and shows nothing more.
#[tokio::test]
async fn a_node_whose_disk_fails_shows_nothing_more() {
    let plan = Plan::new(4);
    let disks: Vec<_> = (0..4).map(|_| LossyDisk::default()).collect();
    let mut network = plan.start_with(&as_disks(&disks)).await.unwrap();
    let before = network.nodes[0].ledger().state().network.last_consensus_time;
    disks[0].fail_after(0);
    let id = network.client(1).await.transfer(0).await;
    assert_eq!(network.client(1).await.receipt(&id).await, Code::Success, "the others go on");
    let fault = network.nodes[0].interrupted().await;
    assert!(format!("{fault:?}").starts_with("Fault("), "{fault:?}");
    assert_eq!(network.nodes[0].ledger().state().network.last_consensus_time, before);
    network.nodes.remove(0).stop().await;
    network.are(PlatformStatus::Active).await;
    network.stop().await;
}
