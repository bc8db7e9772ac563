//! Transfers: one after the other, and as many as the machine can take.

use std::{
    convert::Infallible,
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicU64, Ordering},
    },
    time::{Duration, Instant},
};

use futures::future::try_join_all;
use hapi_node::cluster::Cluster;

use crate::{
    Outcome, idle, number,
    payer::Payer,
    plain,
    report::{Row, note, short},
    within,
};

/// How many transfers are made one after the other.
const SEQUENTIAL: usize = 500;
/// How many are made before, so that all is warm.
const WARM_UP: usize = 50;
/// How many submit at once.
const SUBMITTERS: usize = 256;
/// How many transfers a submitter sends before it waits for the receipt of the last.
const BURST: u64 = 8;
/// How long a submitter waits before it asks again for a receipt: questions cost as much as transfers do.
const PAUSE: Duration = Duration::from_millis(100);
/// How many transfers are sustained, if nobody says otherwise.
const TRANSFERS: u64 = 20_000;
/// How many a second there should be.
const RATE: f64 = 5_000.0;

/// From the submission to the receipt, on a network that does nothing else.
pub(crate) async fn latency(cluster: &Cluster) -> Outcome<Vec<Row>> {
    let mut payer = Payer::create(&cluster.nodes()[0]).await?;
    let mut times = Vec::with_capacity(SEQUENTIAL);
    for round in 0..WARM_UP + SEQUENTIAL {
        let begun = Instant::now();
        payer.transfer().await?;
        payer.await_success().await?;
        if round >= WARM_UP {
            times.push(begun.elapsed());
        }
    }
    let ms = Duration::from_millis;
    Ok(vec![
        within("idle network, submit to receipt: median", percentile(&mut times, 50), Some(ms(20))),
        within("idle network, submit to receipt: p99", percentile(&mut times, 99), Some(ms(60))),
    ])
}

/// As many transfers as the machine can take, all nodes and clients together.
pub(crate) async fn sustained(cluster: &Cluster) -> Outcome<Vec<Row>> {
    let receiver = Payer::create(&cluster.nodes()[0]).await?.account;
    let mut payers = Vec::new();
    for node in cluster.nodes().iter().cycle().take(SUBMITTERS) {
        let mut payer = Payer::create(node).await?;
        payer.receiver = receiver;
        payer.pause = PAUSE;
        payers.push(payer);
    }
    let before = payers[0].received().await?;
    let load = Arc::new(Load::new()?);
    let submitters = payers.iter().map(|payer| tokio::spawn(submit(payer.clone(), Arc::clone(&load))));
    let refused = tokio::select! {
        done = try_join_all(submitters) => done?.into_iter().sum::<Outcome<u64>>()?,
        failed = watch(cluster, &load) => match failed? {},
    };
    let elapsed = load.begun.elapsed();
    let sent = load.taken.load(Ordering::Relaxed);
    let arrived = payers[0].received().await? - before;
    if arrived != sent {
        return Err(format!("{sent} transfers were sent, {arrived} arrived").into());
    }
    Ok(load.rows(sent, elapsed, refused, idle::memory(cluster).await?))
}

/// What the submitters share.
struct Load {
    begun: Instant,
    transfers: u64,
    until: Option<Instant>,
    taken: AtomicU64,
    finished: Mutex<Finished>,
}

/// What has come of the bursts.
struct Finished {
    times: Vec<Duration>,
    last: Instant,
    longest_pause: Duration,
}

impl Load {
    fn new() -> Outcome<Self> {
        let begun = Instant::now();
        let until = number("HAPI_LOAD_SECONDS")?.map(|seconds| begun + Duration::from_secs(seconds));
        let finished = Finished { times: Vec::new(), last: begun, longest_pause: Duration::ZERO };
        Ok(Self {
            begun,
            transfers: number("HAPI_TRANSFERS")?.unwrap_or(TRANSFERS),
            until,
            taken: AtomicU64::new(0),
            finished: Mutex::new(finished),
        })
    }

    /// Whether a burst is still to be made; counts it.
    fn take(&self) -> bool {
        let taken = self.taken.fetch_add(BURST, Ordering::Relaxed);
        let goes_on = self.until.map_or(taken < self.transfers, |until| Instant::now() < until);
        if !goes_on {
            self.taken.fetch_sub(BURST, Ordering::Relaxed);
        }
        goes_on
    }

    fn finish(&self, time: Duration) {
        let now = Instant::now();
        let mut finished = self.finished.lock().unwrap_or_else(PoisonError::into_inner);
        finished.times.push(time);
        finished.longest_pause = finished.longest_pause.max(now.duration_since(finished.last));
        finished.last = now;
    }

    fn rows(&self, sent: u64, elapsed: Duration, refused: u64, memory: f64) -> Vec<Row> {
        let mut finished = self.finished.lock().unwrap_or_else(PoisonError::into_inner);
        #[expect(clippy::cast_precision_loss, reason = "a figure to look at")]
        let rate = sent as f64 / elapsed.as_secs_f64();
        let p99 = percentile(&mut finished.times, 99);
        let second = Duration::from_secs(1);
        vec![
            Row {
                what: format!("{sent} signed transfers, {SUBMITTERS} submitters: handled a second"),
                figure: format!("{rate:.0}/s"),
                budget: Some((format!(">= {RATE}/s"), rate >= RATE)),
            },
            within("meanwhile, submit to receipt: median", percentile(&mut finished.times, 50), None),
            within("meanwhile, submit to receipt: p99", p99, Some(second)),
            within("meanwhile, the longest time without any receipt", finished.longest_pause, Some(second)),
            plain("meanwhile, answered BUSY", refused.to_string()),
            plain("memory after that load (PSS of all nodes)", format!("{memory:.1} MiB")),
        ]
    }
}

/// Sends bursts of transfers while there are some to be made; how often the node had no room.
async fn submit(mut payer: Payer, load: Arc<Load>) -> Outcome<u64> {
    while load.take() {
        for _ in 1..BURST {
            payer.transfer().await?;
        }
        let begun = Instant::now();
        payer.transfer().await?;
        payer.await_success().await?;
        load.finish(begun.elapsed());
    }
    Ok(payer.refused)
}

/// Says how far a long load is, and what the nodes hold, each minute; returns only when that cannot be told.
async fn watch(cluster: &Cluster, load: &Load) -> Outcome<Infallible> {
    let mut minute = tokio::time::interval(Duration::from_secs(60));
    minute.tick().await;
    loop {
        minute.tick().await;
        let (taken, memory) = (load.taken.load(Ordering::Relaxed), idle::memory(cluster).await?);
        note(&format!("{taken} transfers after {}, {memory:.1} MiB", short(load.begun.elapsed())));
    }
}

fn percentile(times: &mut [Duration], percent: usize) -> Duration {
    times.sort_unstable();
    times.get(times.len() * percent / 100).copied().unwrap_or_default()
}
