//! Four node processes against their budgets: `cargo bench --bench network`.
//!
//! The nodes are this program again, with the allocator of `hapi-node`, so that figures are those of an optimised build. All in one run, with anvil (one process,
//! without consensus or signatures of clients) beside it. It prints a table and never fails for a time; it fails when a transfer
//! does not succeed.
//!
//! `HAPI_TRANSFERS` says how many transfers are sustained (20,000 if nothing is said; a million shows stalls).
//! `HAPI_LOAD_SECONDS` lets the load go on for so long instead, and tells the memory of the nodes each minute.

mod anvil;
#[path = "../bodies/mod.rs"]
mod bodies;
#[path = "../creation/mod.rs"]
mod creation;
mod idle;
mod load;
mod payer;
#[path = "../report/mod.rs"]
mod report;
mod start;

use std::{
    env,
    error::Error,
    process::ExitCode,
    thread,
    time::{Duration, Instant},
};

use hapi_node::cluster::{Cluster, ClusterConfig, Program};
use report::{Row, note, print, short};

/// As the program `hapi-node` has it.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// How many nodes there are.
const NODES: u8 = 4;

/// What can go wrong here ends the bench.
type Outcome<T> = Result<T, Box<dyn Error + Send + Sync>>;

fn main() -> ExitCode {
    if let Some(ended) = hapi_node::process::run_if_asked() {
        return ended;
    }
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build();
    let measured = runtime.map_err(Into::into).and_then(|runtime| runtime.block_on(measure()));
    match measured.and_then(|rows| Ok(print(&rows)?)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}

async fn measure() -> Outcome<Vec<Row>> {
    let cores = thread::available_parallelism()?;
    note(&format!("{NODES} nodes on {cores} cores"));
    let mut rows = start::rows().await?;
    let cluster = Cluster::start(config()?).await?;
    note("a network that does nothing");
    rows.extend(idle::rows(&cluster).await?);
    note("one transfer after the other");
    rows.extend(load::latency(&cluster).await?);
    note("many submitters");
    rows.extend(load::sustained(&cluster).await?);
    let stop = Instant::now();
    cluster.stop().await?;
    rows.push(within("stop after that load", stop.elapsed(), None));
    note("anvil");
    rows.extend(anvil::rows().await);
    Ok(rows)
}

/// How many files of each stream a node keeps: under load the older ones are removed meanwhile, as where a network runs for long.
const STREAMS_KEPT: usize = 100;

/// A network without anything kept from earlier.
fn config() -> Outcome<ClusterConfig> {
    let config = ClusterConfig::new(NODES, Program::this()?);
    Ok(ClusterConfig { streams_kept: Some(STREAMS_KEPT), ..config })
}

/// A time, and what it may be at most.
fn within(what: impl Into<String>, time: Duration, budget: Option<Duration>) -> Row {
    let budget = budget.map(|most| (format!("<= {}", short(most)), time <= most));
    Row { what: what.into(), figure: short(time), budget }
}

/// A figure without a budget.
fn plain(what: impl Into<String>, figure: impl Into<String>) -> Row {
    Row { what: what.into(), figure: figure.into(), budget: None }
}

/// What a variable says, if it is set.
fn number(variable: &str) -> Outcome<Option<u64>> {
    match env::var(variable) {
        Ok(text) => Ok(Some(text.parse().map_err(|error| format!("{variable}={text}: {error}"))?)),
        Err(_) => Ok(None),
    }
}
