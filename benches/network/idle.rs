//! What a network costs that nobody uses.

use std::time::{Duration, Instant};

use hapi_node::cluster::Cluster;

use crate::{NODES, Outcome, report::Row};

/// The window that is measured.
const WINDOW: Duration = Duration::from_secs(10);

/// What all nodes together may hold, in MiB.
const MEMORY: f64 = 120.0;
/// What share of one core all nodes together may use, in percent.
const PROCESSOR: f64 = 2.0;

/// Memory and processor time of all nodes together.
pub(crate) async fn rows(cluster: &Cluster) -> Outcome<Vec<Row>> {
    let (begin, before) = (Instant::now(), processor_time(cluster).await?);
    // What is waited for is the time itself: it is the window that is measured.
    tokio::time::sleep(WINDOW).await;
    let used = processor_time(cluster).await?.saturating_sub(before);
    let share = 100.0 * used.div_duration_f64(begin.elapsed());
    let memory = memory(cluster).await?;
    Ok(vec![
        Row {
            what: format!("{NODES} idle nodes: memory (PSS)"),
            figure: format!("{memory:.1} MiB"),
            budget: Some((format!("<= {MEMORY} MiB"), memory <= MEMORY)),
        },
        Row {
            what: format!("{NODES} idle nodes: processor"),
            figure: format!("{share:.2} % of a core"),
            budget: Some((format!("<= {PROCESSOR} %"), share <= PROCESSOR)),
        },
    ])
}

async fn processor_time(cluster: &Cluster) -> Outcome<Duration> {
    let mut sum = Duration::ZERO;
    for node in cluster.nodes() {
        sum += node.usage().await?.cpu_time;
    }
    Ok(sum)
}

/// What all nodes together hold, in MiB.
pub(crate) async fn memory(cluster: &Cluster) -> Outcome<f64> {
    let mut sum = 0;
    for node in cluster.nodes() {
        sum += node.usage().await?.memory.ok_or("this system does not tell the memory of a process")?;
    }
    #[expect(clippy::cast_precision_loss, reason = "a figure to look at")]
    Ok(sum as f64 / f64::from(1 << 20))
}
