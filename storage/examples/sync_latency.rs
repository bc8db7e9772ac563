//! How long the log takes on this machine's disk: `cargo run --release -p hapi-storage --example sync_latency [DIRECTORY]`.
//!
//! Each batch is a few events, appended and synced, as a member does before it tells anybody of a round.

use std::{
    env,
    error::Error,
    path::PathBuf,
    sync::Arc,
    time::{Duration, Instant},
};

use bytes::Bytes;
use hapi_hashgraph::{Event, MemberId, UnsignedEvent};
use hapi_storage::{EventLog, LogLimits, Owner, RealDisk};

const BATCHES: usize = 3_000;
const OWNER: Owner = Owner { node: MemberId(0), network: [0; 32] };

fn main() -> Result<(), Box<dyn Error>> {
    let directory = env::args_os().nth(1).map_or_else(env::temp_dir, PathBuf::from);
    let directory = directory.join(format!("hapi-sync-latency-{}", std::process::id()));
    let measured = measure(&directory);
    std::fs::remove_dir_all(&directory)?;
    measured
}

fn measure(directory: &std::path::Path) -> Result<(), Box<dyn Error>> {
    let begin = Instant::now();
    let (mut log, _) = EventLog::open(Arc::new(RealDisk), directory, OWNER, LogLimits::default())?;
    println!("{:<28} {:>8.3} ms", "open, nothing there", milliseconds(begin.elapsed()));
    for (events, bytes) in [(1, 300), (4, 300), (4, 4_000), (16, 300)] {
        let (mut flushes, mut syncs) = (Vec::new(), Vec::new());
        for batch in 0..BATCHES {
            let events: Vec<_> = (0..events).map(|_| event(batch, bytes)).collect();
            let begin = Instant::now();
            for event in &events {
                log.append(event)?;
            }
            log.flush()?;
            flushes.push(begin.elapsed());
            log.sync()?;
            syncs.push(begin.elapsed());
            if batch % 100 == 99 {
                log.prune(batch.saturating_sub(500) as u64)?;
            }
        }
        println!("{events} events of {bytes} bytes");
        print("append and flush", flushes);
        print("append and sync", syncs);
    }
    log.sync()?;
    drop(log);
    let begin = Instant::now();
    let (_log, events) = EventLog::open(Arc::new(RealDisk), directory, OWNER, LogLimits::default())?;
    println!("{:<28} {:>8.3} ms", format!("open, {} events", events.len()), milliseconds(begin.elapsed()));
    Ok(())
}

fn event(batch: usize, bytes: usize) -> Event {
    let content = UnsignedEvent {
        creator: MemberId(0),
        birth_round: batch as u64,
        time_created: 0,
        self_parent: None,
        other_parents: Vec::new(),
        transactions: vec![Bytes::from(vec![1; bytes])],
    };
    Event::new(content, Bytes::from(vec![0; 64]))
}

fn print(what: &str, mut times: Vec<Duration>) {
    times.sort_unstable();
    let at = |percent: usize| milliseconds(times[(times.len() - 1) * percent / 100]);
    println!(
        "  {what:<26} {:>8.3} ms median, {:>8.3} p90, {:>8.3} p99, {:>8.3} max",
        at(50),
        at(90),
        at(99),
        at(100)
    );
}

fn milliseconds(time: Duration) -> f64 {
    time.as_secs_f64() * 1_000.0
}
