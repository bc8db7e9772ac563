//! What one node takes, all have.

use std::time::Instant;

use hapi_proto::services::ResponseCodeEnum as Code;

use crate::support::Plan;

#[tokio::test]
async fn what_one_node_takes_all_answer_for() {
    let plan = Plan::new(4);
    let begun = Instant::now();
    let network = plan.start().await;
    println!("active after {:?}", begun.elapsed());
    let mut first = network.client(0).await;
    let id = first.transfer(0).await;
    for node in 0..4 {
        assert_eq!(network.client(node).await.receipt(&id).await, Code::Success, "node {node}");
    }
    let begun = Instant::now();
    network.stop().await;
    println!("stopped after {:?}", begun.elapsed());
}

/// Not a bench, only a look: what is measured is printed, and nothing depends on it.
#[tokio::test]
async fn one_after_the_other_they_are_quick() {
    let plan = Plan::new(4);
    let network = plan.start().await;
    let mut client = network.client(1).await;
    let mut times = Vec::new();
    for nonce in 0..100 {
        let begun = Instant::now();
        let id = client.transfer(nonce).await;
        assert_eq!(client.receipt(&id).await, Code::Success);
        times.push(begun.elapsed());
    }
    times.sort_unstable();
    println!("submit to receipt: median {:?}, p90 {:?}, greatest {:?}", times[50], times[90], times[99]);
    network.stop().await;
}
