//! How long a network takes to start and to stop.

use std::{
    path::Path,
    time::{Duration, Instant},
};

use hapi_node::cluster::{Cluster, ClusterConfig, StartTimes};

use crate::{
    Outcome, config,
    payer::Payer,
    plain,
    report::{Row, median, note},
    within,
};

/// How many starts of each kind are made.
const STARTS: usize = 7;

/// Starts from a genesis of their own and from a kept one, each to the first transfer that is accepted; and stops.
pub(crate) async fn rows() -> Outcome<Vec<Row>> {
    let cache = Path::new(env!("CARGO_TARGET_TMPDIR")).join("network-starts");
    let cached = || {
        Ok::<_, Box<dyn std::error::Error + Send + Sync>>(ClusterConfig {
            cache: Some(cache.clone()),
            ..config()?
        })
    };
    note("starts");
    // The first finds nothing kept, unless an earlier run has kept it.
    once(cached()?).await?;
    let (mut clean, mut warm) = (Vec::new(), Vec::new());
    for _ in 0..STARTS {
        clean.push(once(config()?).await?);
        warm.push(once(cached()?).await?);
    }
    let time = |starts: &[Start]| median(starts.iter().map(|start| start.accepted));
    let last = warm.last().ok_or("no start was made")?;
    if !last.times.cached {
        return Err("what the first start kept was not found by the last".into());
    }
    let ms = Duration::from_millis;
    Ok(vec![
        within("start from a cached state, to the first accepted transfer", time(&warm), Some(ms(300))),
        plain("of that, in the last start", last.times.to_string()),
        within("start from genesis, to the first accepted transfer", time(&clean), Some(ms(1000))),
        within("stop of an idle network", median(warm.iter().map(|start| start.stop)), Some(ms(200))),
    ])
}

struct Start {
    times: StartTimes,
    accepted: Duration,
    stop: Duration,
}

async fn once(config: ClusterConfig) -> Outcome<Start> {
    let begun = Instant::now();
    let cluster = Cluster::start(config).await?;
    let mut payer = Payer::treasury(&cluster.nodes()[0])?;
    payer.transfer().await?;
    let accepted = begun.elapsed();
    payer.await_success().await?;
    let stop = Instant::now();
    cluster.stop().await?;
    Ok(Start { times: *cluster.times(), accepted, stop: stop.elapsed() })
}
