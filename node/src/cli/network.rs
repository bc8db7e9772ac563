//! A network of processes, which this one starts, watches and ends.

use std::pin::pin;

use futures::future::select_all;
use hapi_node::{
    DEVELOPMENT_KEY,
    cluster::{Cluster, ClusterConfig, NodeHandle, Ports, Program, default_cache},
};

use super::{NetworkWish, stop_signal};

#[tokio::main]
pub(crate) async fn run(wish: NetworkWish) -> Result<(), String> {
    // A signal during the start ends it too, and the nodes with it.
    let mut stopped = pin!(stop_signal()?);
    let config = config(wish)?;
    let cluster = tokio::select! {
        started = Cluster::start(config) => started.map_err(|error| error.to_string())?,
        () = &mut stopped => return Ok(()),
    };
    for node in cluster.nodes() {
        let grpc: Vec<String> = node.grpc().iter().map(ToString::to_string).collect();
        println!(
            "ready grpc={} node=0.0.{} treasury=0.0.2 key={DEVELOPMENT_KEY}",
            grpc.join(","),
            node.account()
        );
    }
    println!("ready network nodes={} in {}", cluster.nodes().len(), cluster.times());
    let ended = tokio::select! {
        () = stopped => Ok(()),
        name = first_to_end(&cluster) => Err(name),
    };
    let stopped = cluster.stop().await.map_err(|error| error.to_string());
    match ended {
        Ok(()) => stopped,
        // Without all its nodes it is not what was asked for, and nobody may notice.
        Err(ended) => Err(ended),
    }
}

fn config(
    NetworkWish { nodes, free_ports, dir, clean_genesis, streams_kept, start_limit }: NetworkWish,
) -> Result<ClusterConfig, String> {
    let program = Program::this().map_err(|error| format!("cannot find this program's file: {error}"))?;
    Ok(ClusterConfig {
        dir,
        ports: if free_ports { Ports::Free } else { Ports::Fixed },
        streams_kept: Some(streams_kept),
        start_limit,
        cache: if clean_genesis { None } else { default_cache() },
        ..ClusterConfig::new(nodes, program)
    })
}

/// Returns when a node has ended that nobody has asked to, and says how.
async fn first_to_end(cluster: &Cluster) -> String {
    let ended = cluster.nodes().iter().map(|node| Box::pin(end_of(node)));
    select_all(ended).await.0
}

async fn end_of(node: &NodeHandle) -> String {
    let exit = node.ended().await;
    let log = node.log().last(10);
    let log =
        if log.is_empty() { String::new() } else { format!("\nthe end of its log:\n{}", log.join("\n")) };
    format!("{} ended by itself: it {exit}{log}", node.name())
}
